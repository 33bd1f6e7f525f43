//! Plain text: a file is a document, or each of its lines, or each of its blocks between blank lines.

use std::borrow::Cow;
use std::ops::Range;

use super::cut::{Cut, NoRecord};
use super::is_blank;
use super::layout::{Field, Layout, Piece, Record, SiteFields, utf8};

/// What is a document in a plain text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Documents {
    /// The file.
    #[default]
    File,
    /// Each line that is not blank. What would break a line in two is not done.
    Lines,
    /// Each run of lines that are not blank. One of more than 1 MiB ends at the next line end.
    ParagraphBlocks,
}

/// A block ends at the first line end after so many bytes, if no blank line comes before.
const LONGEST_BLOCK: usize = 1 << 20;

/// The file is a document.
pub(crate) struct Whole;

impl Layout for Whole {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        Piece { len: rest.len(), is_record: true }
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, super::Fault> {
        plain(record, 0..record.len())
    }

    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        splice(record, span, text, out);
    }

    fn is_plain(&self) -> bool {
        true
    }

    fn is_one_document(&self) -> bool {
        true
    }
}

/// Each line is a document.
pub(crate) struct Lines;

impl Layout for Lines {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        line(rest)
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, super::Fault> {
        plain(record, 0..record.len() - line_end(record))
    }

    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        splice(record, span, text, out);
    }

    fn is_plain(&self) -> bool {
        true
    }

    fn holds(&self, text: &str, behind: &[u8]) -> bool {
        !text.contains('\n') && !lends_its_end(text, behind)
    }
}

/// Each run of lines that are not blank is a document. The blank lines behind it are of its piece.
pub(crate) struct Blocks;

impl Layout for Blocks {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        let mut blocks = BlockCut::default();
        let end = blocks.end_of_block(rest, true).unwrap_or(rest.len());
        Piece { len: end, is_record: blocks.text > 0 }
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, super::Fault> {
        let mut blocks = BlockCut::default();
        blocks.end_of_block(record, true);
        plain(record, 0..blocks.text - line_end(&record[..blocks.text]))
    }

    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        splice(record, span, text, out);
    }

    fn is_plain(&self) -> bool {
        true
    }

    fn holds(&self, text: &str, behind: &[u8]) -> bool {
        let has_blank_line = !text.is_empty() && text.split('\n').any(|line| is_blank(line.as_bytes()));
        !has_blank_line && !lends_its_end(text, behind)
    }
}

/// Chunks of whole blocks.
#[derive(Default)]
pub(crate) struct BlockCut {
    /// Where the block in hand begins, how far its lines have been looked at, and where its text ends.
    begin: usize,
    seen: usize,
    text: usize,
    /// No line feed stands between `seen` and this.
    searched: usize,
}

impl BlockCut {
    const LEAST: usize = 256 << 10;

    /// The end of the block in hand, with the blank lines behind it; `None` where it takes more to say.
    /// At the beginning of a file a block can have blank lines only.
    fn end_of_block(&mut self, bytes: &[u8], ended: bool) -> Option<usize> {
        loop {
            let from = self.searched.max(self.seen);
            let end = match memchr::memchr(b'\n', &bytes[from..]) {
                Some(at) => from + at + 1,
                None if ended && self.seen < bytes.len() => bytes.len(),
                None => {
                    self.searched = bytes.len();
                    return None;
                }
            };
            let blank = is_blank(&bytes[self.seen..end]);
            let has_text = self.text > self.begin;
            let is_over = has_text && (self.text < self.seen || self.text - self.begin >= LONGEST_BLOCK);
            if !blank && (is_over || (!has_text && self.seen > self.begin)) {
                return Some(self.seen);
            }
            self.seen = end;
            if !blank {
                self.text = end;
            }
        }
    }
}

impl Cut for BlockCut {
    fn wanted(&self) -> usize {
        Self::LEAST
    }

    fn end(&mut self, bytes: &[u8], _: bool) -> Result<Option<usize>, NoRecord> {
        while let Some(end) = self.end_of_block(bytes, false) {
            (self.begin, self.text) = (end, end);
            if end >= Self::LEAST {
                *self = Self::default();
                return Ok(Some(end));
            }
        }
        Ok(None)
    }
}

/// A line and whether there is something in it.
pub(crate) fn line(rest: &[u8]) -> Piece {
    let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    Piece { len, is_record: !is_blank(&rest[..len]) }
}

/// How many bytes of a line are its end.
fn line_end(line: &[u8]) -> usize {
    match line {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

/// Whether the carriage return at the end of a text would be taken for a part of the line end behind it.
fn lends_its_end(text: &str, behind: &[u8]) -> bool {
    text.ends_with('\r') && behind.starts_with(b"\n")
}

fn plain(record: &[u8], span: Range<usize>) -> Result<Record<'_>, super::Fault> {
    let text = Cow::Borrowed(utf8(&record[span.clone()])?);
    Ok(Record { field: Field::Text { span, text }, id: None, site: SiteFields::default() })
}

/// Adds `record` to `out` with `text` in the place of what stands at `span`.
pub(crate) fn splice(record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&record[..span.start]);
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(&record[span.end..]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The text of the first record, and where it stands.
    fn first<'r>(layout: &dyn Layout, record: &'r [u8]) -> Option<(Cow<'r, str>, Range<usize>)> {
        let Field::Text { span, text } = layout.read(record).unwrap().field else { return None };
        layout.piece(record, true).is_record.then_some((text, span))
    }

    proptest! {
        #[test]
        fn a_text_that_a_record_holds_is_read_again(
            record in "[ab][ab\r\n]{0,5}(\r\n|\n)?",
            text in "[ab][ab\r\n]{0,5}",
        ) {
            for layout in [&Lines as &dyn Layout, &Blocks] {
                let record = &record.as_bytes()[..layout.piece(record.as_bytes(), true).len];
                let (old, span) = first(layout, record).unwrap();
                let behind = &record[span.end..];
                prop_assert!(layout.holds(&old, behind));
                if layout.holds(&text, behind) {
                    let mut out = Vec::new();
                    layout.put(record, &span, &text, &mut out);
                    prop_assert_eq!(layout.piece(&out, true).len, out.len());
                    prop_assert_eq!(first(layout, &out).unwrap().0, text.as_str());
                }
            }
        }
    }

    #[test]
    fn a_text_may_go_and_a_block_holds_no_blank_line() {
        for (text, behind, by_line, by_block) in [
            ("", "\n", true, true),
            ("a\nb", "\n", false, true),
            ("a\n\r\nb", "\n", false, false),
            ("a\n", "\n", false, false),
            ("a\r", "\n", false, false),
            ("a\r", "\r\n", true, true),
            ("a\r", "", true, true),
        ] {
            let holds = |layout: &dyn Layout| layout.holds(text, behind.as_bytes());
            assert_eq!((holds(&Lines), holds(&Blocks)), (by_line, by_block), "{text:?} {behind:?}");
        }
    }
}
