//! Records of web archives (WARC, WET). The documents are the conversion records in plain text, as
//! Common Crawl's WET files have them; all other records pass as they are.

use std::borrow::Cow;
use std::ops::Range;

use data_encoding::{BASE32, BASE32_NOPAD, HEXLOWER, HEXUPPER};
use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::cut::{Cut, LONGEST_RECORD, NoRecord};
use super::layout::{Fault, Field, Layout, Piece, Record, SiteFields, Value, utf8};

/// What a file begins with.
pub(super) const MAGIC: &[u8] = b"WARC/1.";
/// What ends the header, and, behind the block, the record.
const END: &[u8] = b"\r\n\r\n";
/// The header of a record has at most this many bytes.
const LONGEST_HEADER: usize = 1 << 20;

/// Records with a header each.
pub(crate) struct Wet;

impl Layout for Wet {
    fn piece(&self, rest: &[u8], _: bool) -> Piece {
        // A chunk has whole records.
        let Ok(Some(header)) = Header::of(rest) else { return Piece { len: rest.len(), is_record: false } };
        Piece { len: (header.block.end + END.len()).min(rest.len()), is_record: header.is_text() }
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<Record<'r>, Fault> {
        let Ok(Some(header)) = Header::of(record) else { return Err(Fault::Row("no header".to_owned())) };
        let base = header.block.start as u64;
        let text = utf8(&record[header.block.clone()]).map_err(|fault| match fault {
            Fault::NotUtf8 { offset } => Fault::NotUtf8 { offset: base + offset },
            fault => fault,
        })?;
        let value = |name| utf8(header.value(name)?).ok().map(|value| Value::Text(Cow::Borrowed(value)));
        let site = SiteFields { url: value("WARC-Target-URI"), site: None };
        let field = Field::Text { span: header.block.clone(), text: Cow::Borrowed(text) };
        Ok(Record { field, id: value("WARC-Record-ID"), site })
    }

    /// Makes the length and the digests right; those of a kind that is not known here are left out.
    fn put(&self, record: &[u8], span: &Range<usize>, text: &str, out: &mut Vec<u8>) {
        let text = text.as_bytes();
        for line in record[..span.start].split_inclusive(|byte| *byte == b'\n') {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
            let value = line[name.len()..].strip_prefix(b":").unwrap_or_default().trim_ascii();
            let new = if is("Content-Length") {
                Some(text.len().to_string())
            } else if is("WARC-Block-Digest") || is("WARC-Payload-Digest") {
                digest(value, text)
            } else {
                out.extend_from_slice(line);
                continue;
            };
            if let Some(new) = new {
                out.extend_from_slice(name);
                out.extend_from_slice(format!(": {new}\r\n").as_bytes());
            }
        }
        out.extend_from_slice(text);
        out.extend_from_slice(&record[span.end..]);
    }

    fn packs_pieces(&self) -> bool {
        true
    }
}

/// The digest of a text, of the kind and in the spelling of another.
fn digest(like: &[u8], text: &[u8]) -> Option<String> {
    let like = std::str::from_utf8(like).ok()?;
    let (label, value) = like.split_once(':')?;
    let hash = match label.to_ascii_lowercase().as_str() {
        "sha1" => Sha1::digest(text).to_vec(),
        "sha256" => Sha256::digest(text).to_vec(),
        _ => return None,
    };
    let encodings = [BASE32, BASE32_NOPAD, HEXLOWER, HEXUPPER];
    let same = encodings
        .iter()
        .find(|encoding| encoding.decode(value.as_bytes()).is_ok_and(|old| old.len() == hash.len()));
    Some(format!("{label}:{}", same?.encode(&hash)))
}

/// The header of a record, and where its block stands.
struct Header<'r> {
    lines: &'r [u8],
    block: Range<usize>,
}

impl<'r> Header<'r> {
    /// Reads the header that `bytes` begin with; `None` where they have not all of it.
    fn of(bytes: &'r [u8]) -> Result<Option<Self>, &'static str> {
        if !bytes.starts_with(&MAGIC[..MAGIC.len().min(bytes.len())]) {
            return Err("no record of a web archive begins here");
        }
        let Some(end) = memchr::memmem::find(&bytes[..bytes.len().min(LONGEST_HEADER)], END) else {
            let is_long = bytes.len() >= LONGEST_HEADER;
            return if is_long { Err("a header without an end") } else { Ok(None) };
        };
        let mut header = Self { lines: &bytes[..end], block: 0..0 };
        let length =
            header.value("Content-Length").and_then(|value| std::str::from_utf8(value).ok()?.parse().ok());
        let length: usize = length.ok_or("a header without a length")?;
        if length > LONGEST_RECORD {
            return Err("a record of more than 1 GiB");
        }
        header.block = end + END.len()..end + END.len() + length;
        Ok(Some(header))
    }

    fn value(&self, name: &str) -> Option<&'r [u8]> {
        self.lines.split(|byte| *byte == b'\n').find_map(|line| {
            let colon = memchr::memchr(b':', line)?;
            line[..colon].eq_ignore_ascii_case(name.as_bytes()).then(|| line[colon + 1..].trim_ascii())
        })
    }

    /// Whether the block is a text that was taken from a page.
    fn is_text(&self) -> bool {
        let kind = self.value("Content-Type").unwrap_or_default();
        let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        self.value("WARC-Type").is_some_and(|value| value.eq_ignore_ascii_case(b"conversion"))
            && kind.eq_ignore_ascii_case(b"text/plain")
    }
}

/// Chunks of whole records.
#[derive(Default)]
pub(crate) struct RecordCut {
    /// Where the record in hand begins.
    record: usize,
}

impl RecordCut {
    const LEAST: usize = 512 << 10;
}

impl Cut for RecordCut {
    fn wanted(&self) -> usize {
        Self::LEAST
    }

    fn end(&mut self, bytes: &[u8], ended: bool) -> Result<Option<usize>, NoRecord> {
        while self.record < bytes.len() {
            let at = self.record;
            let end = match record_end(&bytes[at..]).map_err(|what| NoRecord { at, what })? {
                Some(len) => at + len,
                None if ended => return Err(NoRecord { at, what: "the file ends within a record" }),
                None => return Ok(None),
            };
            self.record = end;
            if end >= Self::LEAST {
                self.record = 0;
                return Ok(Some(end));
            }
        }
        Ok(None)
    }
}

/// The end of the record that `bytes` begin with; `None` where they have not all of it.
fn record_end(bytes: &[u8]) -> Result<Option<usize>, &'static str> {
    let Some(header) = Header::of(bytes)? else { return Ok(None) };
    let has = |needle: &[u8]| memchr::memmem::find(header.lines, needle).is_some();
    if has(b"\n\n") || has(b"\n\r\n") {
        return Err("a blank line in a header, whose lines do not all end with CR LF");
    }
    let end = header.block.end + END.len();
    match bytes.get(header.block.end..end) {
        Some(END) => Ok(Some(end)),
        Some(_) => Err("a record does not end where its length says"),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/a\r\n\
        warc-block-digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nX-Digest: sha1:A\r\n\
        WARC-Payload-Digest: md5:0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";

    #[test]
    fn the_block_is_the_text_and_the_header_is_made_to_fit() {
        let record = Wet.read(RECORD.as_bytes()).unwrap();
        let Field::Text { span, text } = record.field else { panic!() };
        assert_eq!((text.as_ref(), record.site.value().as_deref()), ("abc", Some("https://example.org/a")));
        let mut out = Vec::new();
        Wet.put(RECORD.as_bytes(), &span, "a dog", &mut out);
        // printf 'a dog' | sha1sum | xxd -r -p | base32
        let expected = RECORD
            .replace("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "MEJI4HUGZGWZW6OKRTF42EIZ254SDO6C")
            .replace("WARC-Payload-Digest: md5:0\r\n", "")
            .replace("Content-Length: 3", "Content-Length: 5")
            .replace("\r\n\r\nabc", "\r\n\r\na dog");
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn digests_are_spelled_as_they_were() {
        let hex = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
        let text = b"The quick brown fox jumps over the lazy dog";
        assert_eq!(
            digest(b"sha1:0000000000000000000000000000000000000000", text),
            Some(format!("sha1:{hex}"))
        );
        let long = digest(format!("SHA256:{}", "0".repeat(64)).as_bytes(), text).unwrap();
        assert_eq!(long, "SHA256:d7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592");
        assert_eq!(digest(b"sha1:what", text), None);
    }

    #[test]
    fn what_does_not_end_as_it_says_is_an_error() {
        let mut cut = RecordCut::default();
        assert_eq!(cut.end(RECORD.as_bytes(), true), Ok(None));
        for (bad, reason) in [
            (RECORD.replace(": 3", ": 4") + RECORD, "does not end where"),
            (RECORD.replace(": 3", ": 99"), "ends within"),
            (RECORD.replace(": 3", ": x"), "without a length"),
            (RECORD[..40].to_owned(), "ends within"),
            // The header would reach to the end of another one, or end where a digest of it goes.
            (RECORD.replace("\r\n", "\n") + RECORD, "blank line"),
            (RECORD.replace("md5:0\r\n", "md5:0\n\r\n"), "blank line"),
            (format!("{RECORD}\r\n"), "no record"),
        ] {
            let error = RecordCut::default().end(bad.as_bytes(), true).unwrap_err();
            assert!(error.what.contains(reason), "{bad}: {error:?}");
        }
    }
}
