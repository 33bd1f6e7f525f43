//! Which format a file has.

use std::io::{self, Cursor, Read};
use std::path::Path;

use super::{Compression, Input, wet};

/// White space before the first sign is looked through up to this length.
const LONGEST_BLANK: usize = 4 << 20;
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

/// The format of a stream without a name, by how it begins: JSON Lines where that is an object with a field, or
/// a list of such, else text. What is broken JSON, or has no text, is so reported, and not cleaned as a text.
/// Gives all of the stream back.
pub(super) fn detect(mut input: Input) -> io::Result<(Format, Input)> {
    let mut head = Vec::new();
    let format = loop {
        let read = input.by_ref().take(STEP).read_to_end(&mut head)?;
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        let mut seen = text.iter().filter(|byte| !byte.is_ascii_whitespace());
        let begins = [seen.next(), seen.next()];
        if begins[1].is_none() && read > 0 && head.len() <= LONGEST_BLANK {
            continue;
        }
        let is_json = matches!(begins, [Some(b'{'), Some(b'"')] | [Some(b'['), Some(b'{')]);
        break if is_json { Format::JsonLines } else { Format::Text };
    };
    Ok((format, Box::new(Cursor::new(head).chain(input))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_decides_and_nothing_is_lost() {
        let long = format!("{{\"id\": 1, \"text\": \"{}\"}}\n", "a ".repeat(100_000));
        let cases = [
            ("{\"text\": \"a\"}\nrubbish", Format::JsonLines),
            ("\n \n{\"text\": \"a\"}", Format::JsonLines),
            (&long, Format::JsonLines),
            ("{\"text\": 1}\n", Format::JsonLines),
            ("{\"body\": NaN}\n", Format::JsonLines),
            ("\u{feff}[\n  {\n", Format::JsonLines),
            ("[{\"text\": \"a\"},\n", Format::JsonLines),
            ("[1] A note.", Format::Text),
            ("{", Format::Text),
            ("{not JSON}\n", Format::Text),
            ("A text.\n{\"text\": \"a\"}\n", Format::Text),
            ("", Format::Text),
            ("\n\n", Format::Text),
        ];
        for (text, expected) in cases {
            let (format, mut input) = detect(Box::new(text.as_bytes().to_vec().reader())).unwrap();
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
