//! Which format a file has.

use std::io::{self, Cursor, Read};
use std::path::Path;

use super::layout::{Field, FieldNames, Layout};
use super::{Compression, Input, is_blank, json, wet};

/// The first line is looked at up to this length.
const LONGEST_FIRST_LINE: usize = 4 << 20;
const STEP: u64 = 64 << 10;

/// How documents stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// The file is one document, or has [some](super::Documents) between line ends.
    Text,
    /// Each line is a JSON object, and a document is the value of one of its fields.
    JsonLines,
    /// A table with a row of names first, and commas between the fields; one column has the documents.
    Csv,
    /// The same with tabs.
    Tsv,
    /// A table by columns, one of which has the documents. It takes the feature `parquet`.
    Parquet,
    /// Records of a web archive; the documents are its conversion records in plain text.
    Wet,
}

impl Format {
    /// What the name says, with `.gz`, `.zst`, `.bz2` and `.xz` taken off: `.jsonl` and `.ndjson` are
    /// JSON Lines, `.csv`, `.tsv` and `.tab` tables, `.parquet` and `.pq` Parquet, `.wet` and `.warc` web archives; all else is text.
    ///
    /// ```
    /// use copydesk::record::Format;
    ///
    /// assert_eq!(Format::of_name("news.jsonl.gz".as_ref()), Format::JsonLines);
    /// assert_eq!(Format::of_name("news.CSV".as_ref()), Format::Csv);
    /// assert_eq!(Format::of_name("news.txt".as_ref()), Format::Text);
    /// ```
    #[must_use]
    pub fn of_name(path: &Path) -> Self {
        let stripped = path.with_extension("");
        let path = if Compression::of_name(path) == Compression::None { path } else { &stripped };
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        match ending.to_str() {
            Some("jsonl" | "ndjson") => Self::JsonLines,
            Some("csv") => Self::Csv,
            Some("tsv" | "tab") => Self::Tsv,
            Some("parquet" | "pq") => Self::Parquet,
            Some("wet" | "warc") => Self::Wet,
            _ => Self::Text,
        }
    }

    /// What the first bytes of a file say.
    pub(super) fn of_magic(head: &[u8]) -> Option<Self> {
        if head.starts_with(wet::MAGIC) {
            Some(Self::Wet)
        } else if head.starts_with(b"PAR1") {
            Some(Self::Parquet)
        } else {
            None
        }
    }
}

/// The format of a stream without a name, by its content: JSON Lines where the first line that is
/// not blank is an object with a string in the field for the text, else text. Gives all of the stream back.
pub(super) fn detect(mut input: Input, names: &FieldNames) -> io::Result<(Format, Input)> {
    let mut head = Vec::new();
    let format = loop {
        let read = input.by_ref().take(STEP).read_to_end(&mut head)?;
        let ended = read == 0;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let blank = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let text = &text[blank..];
        match text.first() {
            Some(b'{') => {}
            Some(_) => break Format::Text,
            // Blank so far.
            None if ended || head.len() > LONGEST_FIRST_LINE => break Format::Text,
            None => continue,
        }
        let line = match memchr::memchr(b'\n', text) {
            Some(end) => &text[..end],
            None if ended => text,
            None if head.len() > LONGEST_FIRST_LINE => break Format::Text,
            None => continue,
        };
        break if has_text(line, names) { Format::JsonLines } else { Format::Text };
    };
    Ok((format, Box::new(Cursor::new(head).chain(input))))
}

fn has_text(line: &[u8], names: &FieldNames) -> bool {
    debug_assert!(!is_blank(line));
    let records = json::JsonLines { names: names.clone() };
    records.read(line).is_ok_and(|record| matches!(record.field, Field::Text { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_decides_and_nothing_is_lost() {
        let long = format!("{{\"id\": 1, \"text\": \"{}\"}}\n", "a ".repeat(100_000));
        let cases = [
            ("{\"text\": \"a\"}\nrubbish", Format::JsonLines),
            ("\n \n{\"text\": \"a\"}", Format::JsonLines),
            (&long, Format::JsonLines),
            ("{\"text\": 1}\n", Format::Text),
            ("{\"body\": \"a\"}\n", Format::Text),
            ("{not JSON}\n", Format::Text),
            ("A text.\n{\"text\": \"a\"}\n", Format::Text),
            ("", Format::Text),
            ("\n\n", Format::Text),
        ];
        for (text, expected) in cases {
            let (format, mut input) =
                detect(Box::new(text.as_bytes().to_vec().reader()), &FieldNames::default()).unwrap();
            let mut all = String::new();
            input.read_to_string(&mut all).unwrap();
            assert_eq!((format, all.as_str()), (expected, text));
        }
    }

    trait Reader {
        fn reader(self) -> OneByOne;
    }

    impl Reader for Vec<u8> {
        fn reader(self) -> OneByOne {
            OneByOne(Cursor::new(self))
        }
    }

    /// Gives a few bytes at a time, as pipes do.
    struct OneByOne(Cursor<Vec<u8>>);

    impl Read for OneByOne {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let len = out.len().min(7);
            self.0.read(&mut out[..len])
        }
    }
}
