//! Cutting a stream into chunks of whole records, at places that depend on its content alone.

use std::io::{self, Read};

/// Where chunks may end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// A chunk ends after the first line feed at or after this many bytes...
    least: usize,
    /// ...or, with none before this many, after the last space or tab, or between two characters.
    most: usize,
    /// A stream of up to this many bytes is one chunk.
    whole: usize,
}

impl Cut {
    /// Sections of a text.
    pub(crate) const TEXT: Self = Self { least: 256 << 10, most: 1 << 20, whole: 1 << 20 };
    /// Batches of lines, which are never cut, however long.
    pub(crate) const LINES: Self = Self { least: 512 << 10, most: usize::MAX, whole: 0 };

    /// The end of the chunk that begins where `bytes` begins; `None` where it takes more to say.
    /// No line feed stands between `least` and `searched`, which moves on.
    fn end(&self, bytes: &[u8], searched: &mut usize) -> Option<usize> {
        let limit = bytes.len().min(self.most);
        if let Some(unseen) = bytes.get(*searched..limit) {
            if let Some(at) = memchr::memchr(b'\n', unseen) {
                return Some(*searched + at + 1);
            }
            *searched = limit;
        }
        if bytes.len() <= self.most {
            return None;
        }
        if let Some(at) = memchr::memrchr2(b' ', b'\t', &bytes[self.least..self.most]) {
            return Some(self.least + at + 1);
        }
        // A character has at most three bytes that continue it; more is no UTF-8, which is not
        // for this place to say.
        let continues = |at: usize| bytes[at] & 0xc0 == 0x80;
        (self.least.max(self.most - 3)..=self.most).rev().find(|&at| !continues(at)).or(Some(self.most))
    }
}

/// A stream in chunks.
pub(crate) struct Chunks<R> {
    input: R,
    cut: Cut,
    /// Read, but after the last cut.
    rest: Vec<u8>,
    begun: bool,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    /// Fetched beyond the place where a chunk may end, until its end is found.
    const STEP: usize = 16 << 10;

    pub(crate) fn new(input: R, cut: Cut) -> Self {
        Self { input, cut, rest: Vec::new(), begun: false, ended: false }
    }

    /// Puts the next chunk in `chunk`. It can be empty at the end.
    pub(crate) fn next(&mut self, chunk: &mut Vec<u8>) -> io::Result<()> {
        chunk.clear();
        chunk.append(&mut self.rest);
        if !std::mem::replace(&mut self.begun, true) {
            self.fill(chunk, self.cut.whole.saturating_add(1))?;
            if self.ended && chunk.len() <= self.cut.whole {
                return Ok(());
            }
        }
        let mut searched = self.cut.least;
        self.fill(chunk, self.cut.least + Self::STEP)?;
        loop {
            if let Some(end) = self.cut.end(chunk, &mut searched) {
                self.rest.extend_from_slice(&chunk[end..]);
                chunk.truncate(end);
                return Ok(());
            }
            if self.ended {
                return Ok(());
            }
            self.fill(chunk, chunk.len() + Self::STEP)?;
        }
    }

    /// Whether there is no further chunk.
    pub(crate) fn is_done(&self) -> bool {
        self.ended && self.rest.is_empty()
    }

    /// Reads until `chunk` has `len` bytes or the stream ends.
    fn fill(&mut self, chunk: &mut Vec<u8>, len: usize) -> io::Result<()> {
        let missing = len.saturating_sub(chunk.len());
        if missing == 0 || self.ended {
            return Ok(());
        }
        chunk.reserve(missing);
        let read = self.input.by_ref().take(missing as u64).read_to_end(chunk)?;
        self.ended = read < missing;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: Cut = Cut { least: 4, most: 10, whole: 12 };

    /// Gives `step` bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let len = out.len().min(self.1);
            self.0.read(&mut out[..len])
        }
    }

    fn chunks(text: &str, cut: Cut, step: usize) -> Vec<String> {
        let mut chunks = Chunks::new(Slow(text.as_bytes(), step), cut);
        let mut all = Vec::new();
        let mut chunk = Vec::new();
        while !chunks.is_done() {
            chunks.next(&mut chunk).unwrap();
            if !chunk.is_empty() {
                all.push(String::from_utf8(chunk.clone()).unwrap());
            }
        }
        all
    }

    #[test]
    fn what_is_short_stays_whole() {
        assert_eq!(chunks("a\nbcde\nfg\nh\n", SMALL, 100), ["a\nbcde\nfg\nh\n"]);
    }

    #[test]
    fn the_first_line_feed_after_the_least_ends_a_section() {
        assert_eq!(chunks("a\nbcde\nfg\nh\nijk\n", SMALL, 100), ["a\nbcde\n", "fg\nh\n", "ijk\n"]);
    }

    #[test]
    fn without_line_feeds_a_space_ends_a_section_and_else_a_character() {
        assert_eq!(chunks("ab cdef g hijklmn", SMALL, 100), ["ab cdef g ", "hijklmn"]);
        assert_eq!(chunks("aééééééééé", SMALL, 100), ["aéééé", "ééééé"]);
    }

    #[test]
    fn lines_are_never_cut() {
        let lines = Cut { most: usize::MAX, whole: 0, ..SMALL };
        assert_eq!(
            chunks("a\nb\nc c c c c c c c c c\nd\n", lines, 3),
            ["a\nb\nc c c c c c c c c c\n", "d\n"]
        );
    }

    proptest! {
        #[test]
        fn cuts_do_not_depend_on_how_much_is_read_at_once(text in "[a-zé \n\u{1f600}]{0,80}", step in 1usize..20) {
            let expected = chunks(&text, SMALL, 1000);
            prop_assert_eq!(&chunks(&text, SMALL, step), &expected);
            prop_assert_eq!(expected.concat(), text);
        }
    }
}
