//! What a site is called.

/// The longest name, in bytes; what is behind it is cut off.
const LONGEST: usize = 128;

/// The name of a site: the host of an address, in small letters, without `www.` and port; or what
/// else a source is called, in small letters. `None` where it is empty.
///
/// ```
/// use copydesk::site_name;
///
/// assert_eq!(site_name("https://www.Example.org:8080/news?id=1").as_deref(), Some("example.org"));
/// assert_eq!(site_name("www.example.org").as_deref(), Some("example.org"));
/// assert_eq!(site_name(" Harbor Gazette "), Some("harbor gazette".to_owned()));
/// assert_eq!(site_name(" "), None);
/// ```
#[must_use]
pub fn site_name(address: &str) -> Option<String> {
    let address = address.trim();
    let is_scheme =
        |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let host = match address.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
            let host = authority.rsplit('@').next().unwrap_or(authority);
            let port = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
            port.map_or(host, |(host, _)| host)
        }
        _ => address,
    };
    let mut name: String = host.chars().filter(|c| !c.is_control()).flat_map(char::to_lowercase).collect();
    name.truncate(name.floor_char_boundary(LONGEST));
    let bare = name.trim_start_matches("www.").trim_end_matches('.').trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_names() {
        for (address, name) in [
            ("http://example.org", Some("example.org")),
            ("HTTPS://ann:pw@WWW.EXAMPLE.ORG./a:b", Some("example.org")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("http:///a", None),
            ("Gazette: a://b", Some("gazette: a://b")),
            ("a\u{0}b\n", Some("ab")),
            ("", None),
        ] {
            assert_eq!(site_name(address).as_deref(), name, "{address}");
        }
        assert_eq!(site_name(&"é".repeat(200)).unwrap().len(), 128);
    }
}
