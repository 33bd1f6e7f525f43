//! Cutting a stream into chunks of whole records, at places that depend on its content alone.

use std::io::{self, BufRead, Read};

use super::Input;

/// Where chunks may end.
pub(crate) trait Cut: Send {
    /// How many bytes of a chunk there should be, if the stream has them, before it is asked for its end.
    fn wanted(&self) -> usize;

    /// The end of the chunk that begins where `bytes` begins; `None` where it takes more to say, or
    /// where the chunk goes to the end of the stream. For one chunk it is asked with ever more of the
    /// same bytes; `ended` says that there are no more.
    ///
    /// # Errors
    /// Where the bytes cannot be told into records.
    fn end(&mut self, bytes: &[u8], ended: bool) -> Result<Option<usize>, NoRecord>;

    /// The next chunk is not the first one of the stream.
    fn go_on(&mut self) {}
}

/// Bytes that are no record: where they begin, and what is wrong with them.
#[derive(Debug, PartialEq)]
pub(crate) struct NoRecord {
    pub at: usize,
    pub what: &'static str,
}

/// Fetched beyond the place where a chunk may end, until its end is found.
const STEP: usize = 16 << 10;
/// So much more is fetched at first than the last chunk had, as what comes may be a short file.
const FETCH: usize = 16 << 10;
/// A record of a format in which a single byte can say how far it goes has at most this many.
pub(crate) const LONGEST_RECORD: usize = 1 << 30;

/// Sections of a text, and batches of lines.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineCut {
    /// A chunk ends after the first line feed at or after this many bytes...
    least: usize,
    /// ...or, with none before this many, before the last space or tab (it would be white space at the end
    /// of a text, and go), or between two characters.
    most: usize,
    /// A stream of up to this many bytes is one chunk.
    whole: usize,
    begun: bool,
    /// No line feed stands between `least` and this.
    searched: usize,
}

impl LineCut {
    /// Sections of a text.
    pub(crate) const TEXT: Self = Self::new(256 << 10, 512 << 10, 512 << 10);
    /// Batches of lines, which are never cut, however long.
    pub(crate) const LINES: Self = Self::new(512 << 10, usize::MAX, 0);

    const fn new(least: usize, most: usize, whole: usize) -> Self {
        Self { least, most, whole, begun: false, searched: least }
    }

    fn find(&mut self, bytes: &[u8]) -> Option<usize> {
        let limit = bytes.len().min(self.most);
        if let Some(unseen) = bytes.get(self.searched..limit) {
            if let Some(at) = memchr::memchr(b'\n', unseen) {
                return Some(self.searched + at + 1);
            }
            self.searched = limit;
        }
        if bytes.len() <= self.most {
            return None;
        }
        if let Some(at) = memchr::memrchr2(b' ', b'\t', &bytes[self.least..self.most]) {
            return Some(self.least + at);
        }
        // A character has at most three bytes that continue it; more is no UTF-8, which is not
        // for this place to say.
        let continues = |at: usize| bytes[at] & 0xc0 == 0x80;
        (self.least.max(self.most - 3)..=self.most).rev().find(|&at| !continues(at)).or(Some(self.most))
    }
}

impl Cut for LineCut {
    fn wanted(&self) -> usize {
        if self.begun { self.least + STEP } else { self.whole.saturating_add(1).max(self.least + STEP) }
    }

    fn end(&mut self, bytes: &[u8], ended: bool) -> Result<Option<usize>, NoRecord> {
        let is_whole = !self.begun && ended && bytes.len() <= self.whole;
        self.begun = true;
        let end = if is_whole { None } else { self.find(bytes) };
        if end.is_some() {
            self.searched = self.least;
        }
        Ok(end)
    }

    fn go_on(&mut self) {
        self.begun = true;
    }
}

/// A stream in chunks.
pub(crate) trait Chunked: Send {
    /// Puts the next chunk in `chunk`. It can be empty at the end.
    fn next(&mut self, chunk: &mut Vec<u8>) -> io::Result<()>;

    /// Whether there is no further chunk.
    fn is_done(&self) -> bool;

    /// Bytes fetched from disk so far, where they are not those that the stream has given.
    fn fetched(&self) -> Option<u64> {
        None
    }

    /// Goes on with a stream that stands where a chunk ended: at `offset`, in bytes. It is asked only where
    /// places in the stream are those of the file.
    fn go_on(&mut self, _input: Input, _offset: u64) {}
}

/// The chunks of bytes.
pub(crate) struct Chunks<C> {
    input: Input,
    cut: C,
    /// Where in the stream the next chunk begins.
    offset: u64,
    /// Read, but after the last cut.
    rest: Vec<u8>,
    ended: bool,
}

impl<C: Cut> Chunks<C> {
    pub(crate) fn new(input: Input, cut: C) -> Self {
        Self { input, cut, offset: 0, rest: Vec::new(), ended: false }
    }

    /// Reads behind the first `filled` bytes of `chunk` until it has `len` or the stream ends.
    fn fill(&mut self, chunk: &mut Vec<u8>, mut filled: usize, len: usize) -> io::Result<()> {
        let mut failed = Ok(());
        // What is in the buffer is written over, so that little has to be made for it.
        chunk.resize((chunk.len() + FETCH).min(len).max(filled), 0);
        while filled < len && !self.ended && failed.is_ok() {
            if filled == chunk.len() {
                chunk.resize((2 * filled).min(len), 0);
            }
            match self.input.read(&mut chunk[filled..]) {
                Ok(read) => {
                    self.ended = read == 0;
                    filled += read;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => failed = Err(error),
            }
        }
        chunk.truncate(filled);
        failed
    }
}

impl<C: Cut> Chunked for Chunks<C> {
    fn next(&mut self, chunk: &mut Vec<u8>) -> io::Result<()> {
        let begun = self.rest.len();
        chunk.resize(chunk.len().max(begun), 0);
        chunk[..begun].copy_from_slice(&self.rest);
        self.rest.clear();
        self.fill(chunk, begun, self.cut.wanted())?;
        loop {
            let end = self.cut.end(chunk, self.ended).map_err(|NoRecord { at, what }| {
                let at = self.offset + at as u64;
                io::Error::new(io::ErrorKind::InvalidData, format!("{what}, at byte {at}"))
            })?;
            if let Some(end) = end {
                self.rest.extend_from_slice(&chunk[end..]);
                chunk.truncate(end);
            } else if !self.ended {
                self.fill(chunk, chunk.len(), chunk.len() + STEP)?;
                continue;
            }
            self.offset += chunk.len() as u64;
            return Ok(());
        }
    }

    fn is_done(&self) -> bool {
        self.ended && self.rest.is_empty()
    }

    fn go_on(&mut self, input: Input, offset: u64) {
        self.cut.go_on();
        (self.input, self.offset) = (input, offset);
        self.rest.clear();
        self.ended = false;
    }
}

/// Chunks as a stream again.
pub(crate) struct Stream {
    chunks: Box<dyn Chunked>,
    chunk: Vec<u8>,
    at: usize,
}

impl Stream {
    pub(crate) fn new(chunks: Box<dyn Chunked>) -> Self {
        Self { chunks, chunk: Vec::new(), at: 0 }
    }
}

impl Read for Stream {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.chunk.len() && !self.chunks.is_done() {
            self.at = 0;
            self.chunks.next(&mut self.chunk)?;
        }
        Ok(&self.chunk[self.at..])
    }

    fn consume(&mut self, len: usize) {
        self.at += len;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: LineCut = LineCut::new(4, 10, 12);

    /// Gives `step` bytes at a time.
    struct Slow(io::Cursor<Vec<u8>>, usize);

    impl Read for Slow {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let len = out.len().min(self.1);
            self.0.read(&mut out[..len])
        }
    }

    fn chunks(text: &str, cut: LineCut, step: usize) -> Vec<String> {
        let mut chunks = Chunks::new(slow(text, step), cut);
        let mut all = Vec::new();
        rest(&mut chunks, &mut all);
        all
    }

    fn slow(text: &str, step: usize) -> Input {
        Box::new(Slow(io::Cursor::new(text.into()), step))
    }

    /// What is left of a stream.
    fn rest(chunks: &mut impl Chunked, all: &mut Vec<String>) {
        let mut chunk = Vec::new();
        while !chunks.is_done() {
            chunks.next(&mut chunk).unwrap();
            if !chunk.is_empty() {
                all.push(String::from_utf8(chunk.clone()).unwrap());
            }
        }
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
        assert_eq!(chunks("ab cdef g hijklmn", SMALL, 100), ["ab cdef g", " hijklmn"]);
        assert_eq!(chunks("aééééééééé", SMALL, 100), ["aéééé", "ééééé"]);
    }

    #[test]
    fn lines_are_never_cut() {
        let lines = LineCut::new(4, usize::MAX, 0);
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

        #[test]
        fn cuts_are_the_same_where_a_stream_is_gone_on_with(text in "[a-zé \n\u{1f600}]{0,80}", done in 1usize..9) {
            let expected = chunks(&text, SMALL, 1000);
            prop_assume!(done < expected.len());
            let mut all = expected[..done].to_vec();
            let offset = all.concat().len();
            let mut chunks = Chunks::new(slow(&text, 1000), SMALL);
            chunks.go_on(slow(&text[offset..], 1000), offset as u64);
            rest(&mut chunks, &mut all);
            prop_assert_eq!(all, expected);
        }
    }
}
