//! Gzip and Zstandard, in and out.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, Write};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

/// Bytes to be read, from wherever they come.
pub(crate) type Input = Box<dyn Read + Send>;

/// Compressed bytes are fetched in steps of this many.
const FETCH: usize = 128 << 10;
const ZSTD_LEVEL: i32 = 3;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// What the name of a file says.
    pub(crate) fn of_name(path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default();
        if ending.eq_ignore_ascii_case("gz") {
            Self::Gzip
        } else if ending.eq_ignore_ascii_case("zst") {
            Self::Zstd
        } else {
            Self::None
        }
    }

    /// What the first bytes of a file say.
    fn of_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// What the first bytes of a file say, and else its name. The file is read from its start.
    pub(crate) fn of_file(file: &mut File, path: &Path) -> io::Result<Self> {
        let mut head = Vec::new();
        (&*file).take(4).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(Self::of_magic(&head).unwrap_or(Self::of_name(path)))
    }

    /// Adds `bytes` to `out` as one gzip member or Zstandard frame, which stand alone: any number
    /// of them, one after the other, is a valid file.
    pub(crate) fn pack(self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::None => out.extend_from_slice(bytes),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(out, flate2::Compression::default());
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
            Self::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(out, ZSTD_LEVEL)?;
                encoder.include_checksum(true)?;
                encoder.write_all(bytes)?;
                encoder.finish()?;
            }
        }
        Ok(())
    }
}

/// Unpacks by the first bytes, and where they say nothing, by `named`.
pub(crate) fn decompress(raw: Input, named: Compression) -> io::Result<Input> {
    let (head, raw) = peek(raw, 4)?;
    Ok(match Compression::of_magic(&head).unwrap_or(named) {
        Compression::None => raw,
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(FETCH, raw))),
        Compression::Zstd => {
            Box::new(zstd::stream::read::Decoder::with_buffer(BufReader::with_capacity(FETCH, raw))?)
        }
    })
}

/// The first `len` bytes (less at the end), and all of them still to be read.
fn peek(mut input: Input, len: u64) -> io::Result<(Vec<u8>, Input)> {
    let mut head = Vec::new();
    input.by_ref().take(len).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(bytes: Vec<u8>, named: Compression) -> io::Result<String> {
        let mut text = String::new();
        decompress(Box::new(Cursor::new(bytes)), named)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn several_members_are_read_whole() {
        for how in [Compression::None, Compression::Gzip, Compression::Zstd] {
            let mut packed = Vec::new();
            for part in ["one ", "", "two ", "three"] {
                how.pack(part.as_bytes(), &mut packed).unwrap();
            }
            assert_eq!(unpack(packed, Compression::None).unwrap(), "one two three", "{how:?}");
        }
    }

    #[test]
    fn a_cut_file_is_an_error() {
        for how in [Compression::Gzip, Compression::Zstd] {
            let mut packed = Vec::new();
            how.pack(b"a text that is long enough to be cut", &mut packed).unwrap();
            packed.truncate(packed.len() - 3);
            assert!(unpack(packed, Compression::None).is_err(), "{how:?}");
        }
        assert!(unpack(b"plain".to_vec(), Compression::Gzip).is_err());
    }
}
