//! Code pages that UTF-8 is read as by mistake.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// The upper half of code page 437, the one of old PCs, which `encoding_rs` does not have: it is no
/// encoding of the Web. From the table CP437 that the Unicode Consortium publishes.
const CP437: &str = include_str!("data/cp437.txt");

/// How a character came of a byte.
#[derive(Debug)]
pub(super) struct Page {
    pub name: &'static str,
    /// By how much (nats) a text has to read better to be taken as read by this page. Pages whose
    /// signs or letters stand side by side in true text need more.
    pub threshold: f32,
    /// The characters of the bytes from 0x80 on, sorted.
    bytes: Vec<(char, u8)>,
}

impl Page {
    /// All pages. The first one is windows-1252, and Latin-1 with it.
    pub fn all() -> &'static [Self] {
        static PAGES: LazyLock<[Page; 5]> = LazyLock::new(|| {
            let mut western = Page::of("windows-1252", 5.0, &decoded(WINDOWS_1252));
            // Latin-1 has control characters where windows-1252 has quotation marks.
            let controls = (0x80..=0x9f).map(|byte| (char::from(byte), byte));
            western.bytes.extend(controls.filter(|(c, _)| western.byte(*c).is_none()).collect::<Vec<_>>());
            western.bytes.sort_unstable();
            [
                western,
                Page::of("windows-1250", 8.0, &decoded(WINDOWS_1250)),
                Page::of("windows-1251", 8.0, &decoded(WINDOWS_1251)),
                Page::of("macintosh", 8.0, &decoded(MACINTOSH)),
                Page::of("cp437", 8.0, CP437.trim_end_matches('\n')),
            ]
        });
        &*PAGES
    }

    /// The page in which the bytes from 0x80 on are `upper`.
    fn of(name: &'static str, threshold: f32, upper: &str) -> Self {
        let mut bytes: Vec<(char, u8)> = upper.chars().zip(0x80..=0xff).collect();
        bytes.sort_unstable();
        Self { name, threshold, bytes }
    }

    /// How this page reads a byte from 0x80 on.
    #[cfg(test)]
    pub fn read(&self, byte: u8) -> char {
        let own = self.bytes.iter().rev().find(|(_, own)| *own == byte);
        own.expect("pages are whole").0
    }

    /// Whether this is windows-1252, by far the most common.
    pub fn is_western(&self) -> bool {
        self.name == WINDOWS_1252.name()
    }

    /// Whether it has lines to draw boxes with.
    pub fn is_drawn(&self) -> bool {
        self.byte('┼').is_some()
    }

    /// The byte from 0x80 on that this page reads as `c`.
    pub fn byte(&self, c: char) -> Option<u8> {
        let at = self.bytes.binary_search_by_key(&c, |&(c, _)| c).ok()?;
        Some(self.bytes[at].1)
    }
}

fn decoded(encoding: &'static Encoding) -> String {
    let upper: Vec<u8> = (0x80..=0xff).collect();
    encoding.decode_without_bom_handling(&upper).0.into_owned()
}
