//! What a token is as a whole: code, an address, a list.

use crate::chars::humps;

/// Whether a token is code.
pub(super) fn is_code(token: &str) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let is_money = |at: usize| is_digit(token.as_bytes().get(at + 1));
    let money = || token.bytes().position(|byte| byte == b'$').is_some_and(is_money);
    let is_sign = |byte| match byte {
        b'$' => !money(),
        b'_' | b'\\' | b'{' | b'}' | b'<' | b'>' | b'=' | b'`' | b'|' | b'^' | b'~' | b'+' | b'*' => true,
        _ => false,
    };
    token.bytes().any(is_sign)
        || has(token, *b"::")
        || has(token, *b"()")
        || has(token, *b"](")
        || has(token, *b"%(")
        || has(token, *b"\":\"")
        || has_path(token)
}

/// Whether colons part a token into a key and its names: "s3:ListGeese", "0A:1B:2C:3D".
fn has_key(token: &str) -> bool {
    const PARTS: usize = 4;
    let Some((key, name)) = token.split_once(':') else { return false };
    let is_inner = |part: &str| part.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_low = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let is_camel = || name.starts_with(char::is_uppercase) && humps(name).next().is_some();
    name.split(':').filter(|part| is_inner(part)).nth(PARTS - 2).is_some()
        || !key.is_empty() && key.bytes().all(is_low) && is_camel()
}

/// Whether commas part a token into the entries of a list, as data has them: "ansi,colour,terminal",
/// "SIZE,USED,AVAIL".
pub(super) fn is_list(token: &str) -> bool {
    const ENTRIES: usize = 3;
    let inner = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_plain = |entry: &str| {
        let mut letters = entry.bytes().filter(u8::is_ascii_alphabetic);
        let is_lower = letters.clone().next().is_some_and(|byte| byte.is_ascii_lowercase());
        entry.is_ascii() && letters.all(|byte| byte.is_ascii_lowercase() == is_lower)
    };
    inner.split(',').filter(|entry| entry.contains(char::is_alphabetic)).nth(ENTRIES - 1).is_some()
        && inner.split(',').all(is_plain)
}

/// Whether a token is a web or e-mail address, a handle, a hashtag or a key with names.
pub(super) fn is_address(token: &str) -> bool {
    token.bytes().any(|byte| matches!(byte, b'@' | b'#'))
        || has(token, *b"://")
        || has(token, *b"www.")
        || has_key(token)
}

/// Whether a short text holds some bytes.
fn has<const N: usize>(text: &str, bytes: [u8; N]) -> bool {
    text.as_bytes().windows(N).any(|window| window == bytes)
}

/// Whether there is a slash behind a dotted name, or a chain of three names: `example.com/News`,
/// `app.Main.Window`.
fn has_path(token: &str) -> bool {
    let is_letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = token.as_bytes();
    let mut dots = 0;
    let mut domain = false;
    for i in (2..bytes.len()).filter(|&i| bytes[i] == b'.') {
        let (before, after) = (is_letter(bytes.get(i - 1)), bytes.get(i + 1));
        domain |= before && after.is_some_and(u8::is_ascii_lowercase);
        // Single letters are those of an abbreviation.
        let names = before && is_letter(bytes.get(i - 2)) && is_letter(after) && is_letter(bytes.get(i + 2));
        dots += usize::from(names);
    }
    dots > 1 || (domain && token.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_words() {
        assert!(is_address("s3:ListGeese") && is_address("0A:1B:2C:3D"));
        for token in ["\"pond\":\"old\"", "%(pond)s", "a::b", "go()", "app.Main.Window"] {
            assert!(is_code(token), "{token}");
        }
        for token in
            ["More:Goose", "said:We", "12:30:45", "U.S.Border", "said.The", "(CNN)Goose", "$5.Nobody"]
        {
            assert!(!is_code(token) && !is_address(token), "{token}");
        }
    }

    #[test]
    fn lists_have_three_entries() {
        assert!(is_list("c,cpp,java") && is_list("SIZE,USED,AVAIL"));
        assert!(!is_list("geese,and") && !is_list("1,000,000") && !is_list("so,\""));
        assert!(!is_list("(Ann,Bob,Eve)"));
    }
}
