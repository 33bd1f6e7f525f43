//! Gzip and Zstandard, in and out; bzip2 and xz, in.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, Write};
use std::path::Path;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use lzma_rust2::XzReader;

/// Bytes to be read, from wherever they come.
pub(crate) type Input = Box<dyn Read + Send>;

/// Compressed bytes are fetched in steps of this many.
const FETCH: usize = 128 << 10;
const ZSTD_LEVEL: i32 = 3;
/// How many of the first bytes of a file can say how it is packed.
const MAGIC: u64 = 6;
/// In KiB. A file of `xz -9` takes a quarter of it; one that asks for more is refused.
const MOST_XZ_MEMORY: u32 = 256 << 10;

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    None,
    Gzip,
    Zstd,
    Bzip2,
    Xz,
}

impl Compression {
    /// What the name of a file says.
    pub(crate) fn of_name(path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default();
        match ending.to_ascii_lowercase().to_str() {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstd,
            Some("bz2") => Self::Bzip2,
            Some("xz") => Self::Xz,
            _ => Self::None,
        }
    }

    /// Whether files can be packed so, and not only unpacked.
    pub(crate) fn is_written(self) -> bool {
        !matches!(self, Self::Bzip2 | Self::Xz)
    }

    /// What the first bytes of a file say.
    fn of_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // The version, the size of blocks, and what a block, or an empty file, begins with.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31 | 0x17, ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            _ => None,
        }
    }

    /// What the first bytes of a file say, and else its name. The file is read from its start.
    pub(crate) fn of_file(file: &mut File, path: &Path) -> io::Result<Self> {
        let mut head = Vec::new();
        (&*file).take(MAGIC).read_to_end(&mut head)?;
        file.rewind()?;
        Ok(Self::of_magic(&head).unwrap_or(Self::of_name(path)))
    }

    /// Adds `bytes` to `out` as one gzip member or Zstandard frame, which stand alone: any number
    /// of them, one after the other, is a valid file.
    pub(crate) fn pack(self, bytes: &[u8], out: &mut Vec<u8>) -> io::Result<()> {
        self.pack_parts(&[bytes], out)
    }

    /// The same for bytes that lie in several places.
    pub(crate) fn pack_parts(self, parts: &[&[u8]], mut out: impl Write) -> io::Result<()> {
        let write = |to: &mut dyn Write| parts.iter().try_for_each(|part| to.write_all(part));
        match self {
            Self::None => write(&mut out)?,
            Self::Gzip => {
                let mut encoder = GzEncoder::new(out, flate2::Compression::default());
                write(&mut encoder)?;
                encoder.finish()?;
            }
            Self::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(out, ZSTD_LEVEL)?;
                encoder.include_checksum(true)?;
                write(&mut encoder)?;
                encoder.finish()?;
            }
            Self::Bzip2 | Self::Xz => {
                return Err(io::Error::new(io::ErrorKind::Unsupported, "bzip2 and xz are only read"));
            }
        }
        Ok(())
    }
}

/// Unpacks by the first bytes, and where they say nothing, by `named`; tells how it was packed.
pub(crate) fn decompress(raw: Input, named: Compression) -> io::Result<(Input, Compression)> {
    let (head, raw) = peek(raw, MAGIC)?;
    let how = Compression::of_magic(&head).unwrap_or(named);
    let unpacked: Input = match how {
        Compression::None => raw,
        Compression::Gzip => Box::new(MultiGzDecoder::new(BufReader::with_capacity(FETCH, raw))),
        Compression::Zstd => {
            Box::new(zstd::stream::read::Decoder::with_buffer(BufReader::with_capacity(FETCH, raw))?)
        }
        Compression::Bzip2 => Box::new(MultiBzDecoder::new(BufReader::with_capacity(FETCH, raw))),
        Compression::Xz => {
            let raw = BufReader::with_capacity(FETCH, raw);
            Box::new(XzReader::new_mem_limit(raw, true, MOST_XZ_MEMORY))
        }
    };
    Ok((unpacked, how))
}

/// The name that the output for a file has in a tree: its own, but with `.zst` for what is only read.
pub(crate) fn output_name(path: &Path) -> Cow<'_, Path> {
    if Compression::of_name(path).is_written() {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.with_extension("zst"))
    }
}

/// The first `len` bytes (less at the end), and all of them still to be read.
pub(super) fn peek(mut input: Input, len: u64) -> io::Result<(Vec<u8>, Input)> {
    // Room for all of it, or it is read by 32 bytes, 64, and so on.
    let mut head = Vec::with_capacity(len as usize);
    input.by_ref().take(len).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(input))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(bytes: Vec<u8>, named: Compression) -> io::Result<String> {
        let mut text = String::new();
        decompress(Box::new(Cursor::new(bytes)), named)?.0.read_to_string(&mut text)?;
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

    fn packed(how: Compression, bytes: &[u8]) -> Vec<u8> {
        match how {
            Compression::Bzip2 => {
                let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            Compression::Xz => {
                let options = lzma_rust2::XzOptions::with_preset(1);
                let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            how => {
                let mut packed = Vec::new();
                how.pack(bytes, &mut packed).unwrap();
                packed
            }
        }
    }

    #[test]
    fn streams_of_what_is_only_read_are_read_whole() {
        for how in [Compression::Bzip2, Compression::Xz] {
            let all = ["one ", "", "two ", "three"].map(|part| packed(how, part.as_bytes())).concat();
            assert_eq!(unpack(all, Compression::None).unwrap(), "one two three", "{how:?}");
            assert!(how.pack(b"", &mut Vec::new()).is_err());
        }
    }

    #[test]
    fn a_cut_file_is_an_error() {
        for how in [Compression::Gzip, Compression::Zstd, Compression::Bzip2, Compression::Xz] {
            let whole = packed(how, b"a text that is long enough to be cut");
            for len in [5, whole.len() / 2, whole.len() - 3, whole.len() - 1] {
                // So little says nothing but by its name.
                let cut = unpack(whole[..len].to_vec(), how);
                assert!(cut.is_err(), "{how:?} of {len} in {}", whole.len());
            }
            let mut behind = whole.clone();
            behind.extend_from_slice(b"rubbish");
            assert!(unpack(behind, how).is_err() || how == Compression::Gzip, "{how:?} and rubbish");
        }
        assert!(unpack(b"plain".to_vec(), Compression::Gzip).is_err());
    }

    #[test]
    fn a_file_of_xz_cannot_ask_for_any_memory() {
        let mut options = lzma_rust2::XzOptions::with_preset(1);
        options.lzma_options.dict_size = 1 << 30;
        let encoder = lzma_rust2::XzWriter::new(Vec::new(), options);
        let Ok(mut encoder) = encoder else { return };
        encoder.write_all(b"small").unwrap();
        assert!(unpack(encoder.finish().unwrap(), Compression::None).is_err());
    }

    #[test]
    fn what_is_only_read_gets_another_name() {
        for (name, expected) in
            [("a/b.txt.xz", "a/b.txt.zst"), ("b.jsonl.bz2", "b.jsonl.zst"), ("c.gz", "c.gz")]
        {
            assert_eq!(output_name(name.as_ref()), Path::new(expected));
        }
    }
}
