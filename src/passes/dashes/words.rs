//! The words that dashes stand in: web and mail addresses, file names, code.

use crate::passes::Document;
use crate::rows::rows_of;

/// The words that the dashes asked for stand in, each read once. An em dash ends a word.
pub(super) struct Words<'d, 't> {
    pub document: &'d Document<'t>,
    /// Where the last word ends, and from where on it is a web address.
    end: usize,
    address: Option<usize>,
    name: bool,
    code: bool,
}

impl<'d, 't> Words<'d, 't> {
    pub fn new(document: &'d Document<'t>) -> Self {
        Self { document, end: 0, address: None, name: false, code: false }
    }

    /// Whether `at` (never before one asked for earlier) lies in a web or mail address, in the name of
    /// a file, or in what is marked as code.
    pub fn in_name(&mut self, at: usize) -> bool {
        self.read(at);
        self.name || self.address.is_some_and(|start| start < at) || self.document.code().contains(at)
    }

    /// Whether `at` (never before one asked for earlier) lies in a word with marks that only code,
    /// names and addresses have.
    pub fn in_code(&mut self, at: usize) -> bool {
        self.read(at);
        self.code || self.name || self.address.is_some() || self.document.code().contains(at)
    }

    fn read(&mut self, at: usize) {
        if at < self.end {
            return;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '—' | '―');
        let text = self.document.text;
        let start = self.end + text[self.end..at].trim_end_matches(|c| !ends(c)).len();
        self.end = text[at..].find(ends).map_or(text.len(), |i| at + i);
        let word = &text[start..self.end];
        // Most are letters and hyphens, with marks that no name, address or code is known by.
        let is_plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b',' | b'"' | b'\'' | b'(' | b')' | 0x80..)
        };
        let coded = has_coded_hyphens(word);
        if word.bytes().all(is_plain) {
            (self.address, self.name, self.code) = (None, false, coded);
            return;
        }
        self.address = [word.find("://"), word.find("www.")].into_iter().flatten().min().map(|i| start + i);
        self.name = word.contains('@') || is_file_name(word);
        self.code =
            coded || word.contains(['_', '/', '\\', '=', '<', '>', '{', '}', '|', '#', '*', '&', '`', '+']);
    }
}

/// Whether the hyphens of a word are a code: of a domain in Unicode ("xn--p1ai"), or of what may be done to a file
/// ("-rw-r--r--").
fn has_coded_hyphens(word: &str) -> bool {
    const MODE: usize = 10;
    let is_mode =
        |word: &str| word.len() == MODE && word.bytes().all(|byte| b"-bcdlprstwxST".contains(&byte));
    let is_domain = |word: &str| word.split('.').any(|label| label.starts_with("xn--"));
    word.contains("--") && {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        is_domain(word) || is_mode(word)
    }
}

/// Whether a word, with the marks around it, is a web or mail address or names a site.
pub(super) fn is_address(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_label = |label: &str| label.ends_with(|c: char| c.is_ascii_alphanumeric());
    let names_site = |host: &str| {
        host.rsplit_once('.').is_some_and(|(name, end)| {
            is_label(name) && end.len() >= 2 && end.bytes().all(|b| b.is_ascii_lowercase())
        })
    };
    word.contains("://")
        || word.starts_with("www.")
        || word.contains('@')
        || names_site(word.split_once('/').map_or(word, |(host, _)| host))
}

/// Whether a word, without the marks around it, ends as the names of files do.
fn is_file_name(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(name, end)| {
        let known =
            || rows_of(include_str!("data/extensions.txt")).any(|(_, row)| row.eq_ignore_ascii_case(end));
        // "(R–S.C.)"
        let capital = |word: &str| word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
        let letters = name.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        !letters.is_empty() && end.len() <= 5 && !(capital(letters) && capital(end)) && known()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extensions_are_sorted_and_lower_case() {
        let rows: Vec<&str> = rows_of(include_str!("data/extensions.txt")).map(|(_, row)| row).collect();
        assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, none twice");
        assert!(rows.iter().all(|row| row.len() <= 5 && *row == row.to_lowercase()));
    }

    #[test]
    fn addresses_are_told() {
        for word in [
            "https://a.example/b",
            "(www.example.org)",
            "pic.example.com/aB3",
            "ann@example.org",
            "example.net.",
        ] {
            assert!(is_address(word), "{word}");
        }
        for word in ["@ann", "U.S.", "a.m.", "and/or", "3.5", "end.The", "", "...", "km/h"] {
            assert!(!is_address(word), "{word}");
        }
    }

    #[test]
    fn codes_of_hyphens_are_told() {
        for word in ["xn--p1ai", "(shop.xn--p1ai),", "-rw-r--r--", "drwxr-xr--"] {
            assert!(has_coded_hyphens(word), "{word}");
        }
        for word in ["so--then", "--", "----------x", "was--it", "-rw-r--r"] {
            assert!(!has_coded_hyphens(word), "{word}");
        }
    }

    #[test]
    fn file_names_are_told() {
        for word in ["a–b.pdf", "(Report–final.DOCX),", "x.tar.gz"] {
            assert!(is_file_name(word), "{word}");
        }
        for word in ["end.The", "a–b", "pdf", ".pdf", "U.S.–Mexico", "(R–N.C.)", "example.com"] {
            assert!(!is_file_name(word), "{word}");
        }
    }
}
