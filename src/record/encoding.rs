//! Text in other encodings, read as UTF-8.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, Write};
use std::str::FromStr;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::Input;
use super::compression::peek;
use crate::error::{Error, ErrorKind};

/// How the bytes of a text stand for its characters.
///
/// ```
/// use copydesk::record::Encoding;
///
/// let latin: Encoding = "latin1".parse()?;
/// assert_eq!(latin, "windows-1252".parse()?);
/// assert!("rubbish".parse::<Encoding>().is_err());
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Named(&'static encoding_rs::Encoding),
    Auto,
}

impl Encoding {
    /// UTF-8, or what a byte order mark says.
    pub const UTF_8: Self = Self(Kind::Named(UTF_8));
    /// UTF-8 or, where the first MiB of a text is none, what it most likely is.
    pub const AUTO: Self = Self(Kind::Auto);

    pub(super) fn is_utf16(self) -> bool {
        matches!(self.0, Kind::Named(named) if named == UTF_16LE || named == UTF_16BE)
    }
}

impl Default for Encoding {
    fn default() -> Self {
        Self::UTF_8
    }
}

/// By a name that the Encoding Standard of the web knows (<https://encoding.spec.whatwg.org/#names-and-labels>),
/// or `auto`.
impl FromStr for Encoding {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        if name.eq_ignore_ascii_case("auto") {
            return Ok(Self::AUTO);
        }
        let known = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes());
        let unknown = || ErrorKind::Options(format!("there is no encoding {name:?}")).into();
        known.map(|named| Self(Kind::Named(named))).ok_or_else(unknown)
    }
}

/// So much of a text is looked at to tell its encoding.
const DETECTED: u64 = 1 << 20;
/// A longer line is put aside on disk until it is known whether it is text.
const LONGEST_LINE: usize = 1 << 20;
const STEP: u64 = 64 << 10;

/// The stream as UTF-8. A line that is not text in the encoding comes as it is; in UTF-16, half of a
/// surrogate pair comes as the three bytes that UTF-8 would have for it, but does not allow. Tells whether
/// it was UTF-8.
pub(super) fn decode(input: Input, encoding: Encoding) -> io::Result<(Input, bool)> {
    let (head, input) = peek(input, 3)?;
    let utf16 = |input, unit| -> io::Result<(Input, bool)> {
        Ok((Box::new(Decoded::new(Utf16::new(after(input, 2)?, unit))), false))
    };
    Ok(match (head.as_slice(), encoding.0) {
        ([0xff, 0xfe, ..], _) => utf16(input, u16::from_le_bytes)?,
        ([0xfe, 0xff, ..], _) => utf16(input, u16::from_be_bytes)?,
        ([0xef, 0xbb, 0xbf], _) => (input, true),
        (_, Kind::Named(named)) => (named_decoder(input, named), named == UTF_8),
        (_, Kind::Auto) => {
            let (head, input) = peek(input, DETECTED)?;
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(&head, (head.len() as u64) < DETECTED);
            let found = detector.guess(None, Utf8Detection::Allow);
            (named_decoder(input, found), found == UTF_8)
        }
    })
}

fn named_decoder(input: Input, encoding: &'static encoding_rs::Encoding) -> Input {
    if encoding == UTF_8 {
        input
    } else if encoding == UTF_16LE {
        Box::new(Decoded::new(Utf16::new(input, u16::from_le_bytes)))
    } else if encoding == UTF_16BE {
        Box::new(Decoded::new(Utf16::new(input, u16::from_be_bytes)))
    } else {
        Box::new(Decoded::new(Lines { input, encoding, raw: Vec::new(), long: None }))
    }
}

/// The stream behind its first `len` bytes.
fn after(mut input: Input, len: u64) -> io::Result<Input> {
    io::copy(&mut input.by_ref().take(len), &mut io::sink())?;
    Ok(input)
}

/// What decodes a stream piece by piece.
trait Decode: Send {
    /// Adds the next piece to `text`, which is empty; `false` at the end.
    fn decode_next(&mut self, text: &mut Vec<u8>) -> io::Result<bool>;
}

/// A stream as it is decoded.
struct Decoded<D> {
    decoder: D,
    text: Cursor<Vec<u8>>,
}

impl<D> Decoded<D> {
    fn new(decoder: D) -> Self {
        Self { decoder, text: Cursor::default() }
    }
}

impl<D: Decode> Read for Decoded<D> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.text.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            self.text.set_position(0);
            let text = self.text.get_mut();
            text.clear();
            if !self.decoder.decode_next(text)? && text.is_empty() {
                return Ok(0);
            }
        }
    }
}

/// Text in an encoding in which a line feed is one byte that is nothing else.
struct Lines {
    input: Input,
    encoding: &'static encoding_rs::Encoding,
    /// Read, but not decoded: less than a line.
    raw: Vec<u8>,
    /// The line in hand, where it is a long one.
    long: Option<Long>,
}

impl Decode for Lines {
    fn decode_next(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        if let Some(long) = self.long.as_mut().filter(|long| long.is_whole) {
            if long.give(text)? {
                return Ok(true);
            }
            self.long = None;
        }
        let ended = self.input.by_ref().take(STEP).read_to_end(&mut self.raw)? == 0;
        if let Some(long) = &mut self.long {
            let end = memchr::memchr(b'\n', &self.raw).map(|at| at + 1);
            let line = end.unwrap_or(self.raw.len());
            long.take(&self.raw[..line], ended || end.is_some())?;
            self.raw.drain(..line);
            return Ok(true);
        }
        let lines = memchr::memrchr(b'\n', &self.raw).map_or(0, |at| at + 1);
        let rest = self.raw.split_off(if ended { self.raw.len() } else { lines });
        let lines = std::mem::replace(&mut self.raw, rest);
        self.decode(&lines, text);
        if self.raw.len() > LONGEST_LINE {
            self.long.insert(Long::new(self.encoding)?).take(&std::mem::take(&mut self.raw), false)?;
        }
        Ok(!ended)
    }
}

impl Lines {
    /// Whole lines: all at once where that goes well, and else one by one.
    fn decode(&self, lines: &[u8], text: &mut Vec<u8>) {
        // What switches between tables begins each line with the first one.
        let at_once = (self.encoding != ISO_2022_JP).then(|| self.text_of(lines)).flatten();
        if let Some(all) = at_once {
            return text.extend_from_slice(all.as_bytes());
        }
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            match self.text_of(line) {
                Some(decoded) => text.extend_from_slice(decoded.as_bytes()),
                None => text.extend_from_slice(line),
            }
        }
    }

    fn text_of<'r>(&self, raw: &'r [u8]) -> Option<std::borrow::Cow<'r, str>> {
        self.encoding.decode_without_bom_handling_and_without_replacement(raw)
    }
}

/// A line that is too long to be held: it lies on disk, and is given when it is whole.
struct Long {
    spool: File,
    is_whole: bool,
    /// Looks whether it is text; gone where it is none.
    checker: Option<Decoder>,
    decoder: Decoder,
}

impl Long {
    fn new(encoding: &'static encoding_rs::Encoding) -> io::Result<Self> {
        let decoder = || encoding.new_decoder_without_bom_handling();
        let spool = tempfile::tempfile()?;
        Ok(Self { spool, is_whole: false, checker: Some(decoder()), decoder: decoder() })
    }

    /// Takes the next part of the line.
    fn take(&mut self, part: &[u8], last: bool) -> io::Result<()> {
        self.spool.write_all(part)?;
        self.checker.take_if(|checker| !decode_part(checker, part, last, &mut Vec::new()));
        if last {
            self.spool.rewind()?;
            self.is_whole = true;
        }
        Ok(())
    }

    /// Adds the next part of it to `text`, as it is where it is none; `false` at its end.
    fn give(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        let mut part = Vec::new();
        (&self.spool).take(STEP).read_to_end(&mut part)?;
        if self.checker.is_none() {
            text.extend_from_slice(&part);
        } else {
            decode_part(&mut self.decoder, &part, false, text);
        }
        Ok(!part.is_empty())
    }
}

/// Adds a part to `text`; tells whether it is text so far.
fn decode_part(decoder: &mut Decoder, part: &[u8], last: bool, text: &mut Vec<u8>) -> bool {
    let most = decoder.max_utf8_buffer_length_without_replacement(part.len());
    let from = text.len();
    text.resize(from + most.unwrap_or_default(), 0);
    let (result, _, written) = decoder.decode_to_utf8_without_replacement(part, &mut text[from..], last);
    text.truncate(from + written);
    result == DecoderResult::InputEmpty
}

/// Text in UTF-16.
struct Utf16 {
    input: Input,
    unit: fn([u8; 2]) -> u16,
    raw: Vec<u8>,
}

impl Utf16 {
    fn new(input: Input, unit: fn([u8; 2]) -> u16) -> Self {
        Self { input, unit, raw: Vec::new() }
    }
}

impl Decode for Utf16 {
    fn decode_next(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        let read = self.input.by_ref().take(STEP).read_to_end(&mut self.raw)?;
        let ended = read == 0;
        if ended && self.raw.len() % 2 == 1 {
            let what = "the text ends within a character of UTF-16";
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, what));
        }
        let (pairs, _) = self.raw.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| (self.unit)(*pair)).collect();
        // The other half may come yet.
        if !ended && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
        }
        for character in char::decode_utf16(units.iter().copied()) {
            match character {
                Ok(character) => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(half) => {
                    let unit = half.unpaired_surrogate();
                    let continued = |bits: u16| 0x80 | (bits & 0x3f) as u8;
                    text.extend([0xe0 | (unit >> 12) as u8, continued(unit >> 6), continued(unit)]);
                }
            }
        }
        self.raw.drain(..2 * units.len());
        Ok(!ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives `step` bytes at a time.
    struct Slow(Cursor<Vec<u8>>, usize);

    impl Read for Slow {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let len = out.len().min(self.1);
            self.0.read(&mut out[..len])
        }
    }

    fn decoded(bytes: &[u8], encoding: &str, step: usize) -> io::Result<Vec<u8>> {
        let input = Box::new(Slow(Cursor::new(bytes.to_vec()), step));
        let mut out = Vec::new();
        decode(input, encoding.parse().unwrap())?.0.read_to_end(&mut out)?;
        Ok(out)
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn encodings_are_read_by_name() {
        for (name, bytes, text) in [
            ("latin1", &b"caf\xe9 \x93x\x94\n"[..], "café “x”\n"),
            ("shift_jis", b"\x83\x5c\x83\x74\x83\x67\n", "ソフト\n"),
            ("iso-2022-jp", b"\x1b$B$\"\x1b(B\nb", "あ\nb"),
            ("utf-8", "é".as_bytes(), "é"),
        ] {
            for step in [1, 3, 100] {
                assert_eq!(decoded(bytes, name, step).unwrap(), text.as_bytes(), "{name}");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_text_comes_as_it_is() {
        let bytes = b"\x83\x74\n\x83\n\x83\x67";
        for step in [1, 100] {
            assert_eq!(
                decoded(bytes, "shift_jis", step).unwrap(),
                ["フ\n".as_bytes(), b"\x83\n", "ト".as_bytes()].concat()
            );
        }
    }

    #[test]
    fn a_line_without_end_is_read_in_parts() {
        let line = b"\x83\x74".repeat(2 << 20);
        let bytes = [&line[..], b"\n\x83\x67\n"].concat();
        let expected = format!("{}\nト\n", "フ".repeat(2 << 20));
        assert!(decoded(&bytes, "shift_jis", 1 << 20).unwrap() == expected.as_bytes());
        // The first one is no text, the second one is.
        let broken = [&line[..], b"\x83\n\x83\x67\n", &line].concat();
        let expected = [&line[..], b"\x83\n", "ト\n".as_bytes(), "フ".repeat(2 << 20).as_bytes()].concat();
        assert!(decoded(&broken, "shift_jis", 1 << 20).unwrap() == expected);
    }

    #[test]
    fn a_byte_order_mark_says_more_than_the_name() {
        let bytes = utf16("\u{feff}é\u{1f600}\n", u16::to_be_bytes);
        assert_eq!(decoded(&bytes, "latin1", 3).unwrap(), "é\u{1f600}\n".as_bytes());
        assert_eq!(decoded("\u{feff}é".as_bytes(), "latin1", 3).unwrap(), "\u{feff}é".as_bytes());
        let half = [&b"\xff\xfe"[..], &0xd800u16.to_le_bytes(), &utf16("a", u16::to_le_bytes)].concat();
        let shown = decoded(&half, "utf-8", 1).unwrap();
        assert_eq!(shown, b"\xed\xa0\x80a");
        assert!(std::str::from_utf8(&shown).is_err());
        assert!(decoded(&half[..5], "utf-8", 1).is_err());
    }

    #[test]
    fn encodings_are_found() {
        let (russian, ..) =
            encoding_rs::WINDOWS_1251.encode("Совет проголосовал в понедельник, и никто не возражал.\n");
        let found = String::from_utf8(decoded(&russian, "auto", 100).unwrap()).unwrap();
        assert!(found.starts_with("Совет"), "{found}");
        assert_eq!(decoded("Ça va “bien”.".as_bytes(), "auto", 100).unwrap(), "Ça va “bien”.".as_bytes());
    }

    proptest! {
        #[test]
        fn how_much_is_read_at_once_changes_nothing(bytes in proptest::collection::vec(prop_oneof![
            Just(b'\n'), Just(0x83u8), Just(0x74), Just(0x1b), Just(b'$'), Just(b'B'), any::<u8>()
        ], 0..60), step in 1usize..9) {
            for name in ["shift_jis", "iso-2022-jp", "gb18030", "utf-16le"] {
                let slow = decoded(&bytes, name, step).map_err(|error| error.to_string());
                let fast = decoded(&bytes, name, 1000).map_err(|error| error.to_string());
                prop_assert_eq!(slow, fast);
            }
        }

        #[test]
        fn utf_16_is_read_as_it_was_written(text in "\\PC{0,40}", step in 1usize..9) {
            let bytes = utf16(&text, u16::to_le_bytes);
            prop_assume!(!text.starts_with(['\u{feff}', '\u{fffe}']) && !bytes.starts_with(b"\xfe\xff") && !bytes.starts_with(b"\xef\xbb\xbf"));
            prop_assert_eq!(decoded(&bytes, "utf-16le", step).unwrap(), text.as_bytes());
        }
    }
}
