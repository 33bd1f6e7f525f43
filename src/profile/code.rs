//! The code of a language.

use std::fmt;

/// Whether this is the tag of a language by its form: two or three letters, and maybe more behind a hyphen.
///
/// ```
/// use copydesk::is_language_tag;
///
/// assert!(is_language_tag("en") && is_language_tag("pt-BR"));
/// assert!(!is_language_tag("english"));
/// ```
#[must_use]
pub fn is_language_tag(tag: &str) -> bool {
    let first = tag.split(['-', '_']).next().unwrap_or_default();
    matches!(first.len(), 2 | 3) && first.bytes().all(|b| b.is_ascii_alphabetic())
}

/// A language code as profiles hold it: up to eight small ASCII letters, padded with zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code([u8; Code::LEN]);

impl Code {
    pub const LEN: usize = 8;
    /// What stands for a language that is not known, as in BCP 47.
    const UNKNOWN: Self = Self(*b"und\0\0\0\0\0");

    /// The first part of a language tag, in small letters: `pt` for `pt-BR`.
    pub fn new(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default().as_bytes();
        let mut code = [0; Self::LEN];
        if first.is_empty() || first.len() > Self::LEN || !first.iter().all(u8::is_ascii_alphabetic) {
            return Self::UNKNOWN;
        }
        code[..first.len()].copy_from_slice(first);
        code.make_ascii_lowercase();
        Self(code)
    }

    /// The code in these bytes of a file; `None` where there is none.
    pub fn from_bytes(bytes: [u8; Self::LEN]) -> Option<Self> {
        let code = Self(bytes);
        (code == Self::new(code.as_str())).then_some(code)
    }

    pub fn bytes(&self) -> [u8; Self::LEN] {
        self.0
    }

    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|&b| b == 0).unwrap_or(Self::LEN);
        str::from_utf8(&self.0[..end]).unwrap_or_default()
    }

    /// Whether short words lose their vowel and join the next one: `l'Europe`, `dell'arte`. There
    /// both sides of the apostrophe are words.
    pub fn elides(&self) -> bool {
        matches!(self.as_str(), "fr" | "it" | "ca" | "oc")
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_codes() {
        for (tag, code) in [
            ("en", "en"),
            ("EN_us", "en"),
            ("pt-BR", "pt"),
            ("haw", "haw"),
            ("", "und"),
            ("e2", "und"),
            ("abcdefghi", "und"),
        ] {
            assert_eq!(Code::new(tag).as_str(), code);
        }
        assert_eq!(Code::from_bytes(Code::new("fr").bytes()), Some(Code::new("fr")));
        for bytes in [*b"EN\0\0\0\0\0\0", *b"e\0n\0\0\0\0\0", [0; 8], [0xff; 8]] {
            assert_eq!(Code::from_bytes(bytes), None);
        }
    }
}
