//! How the lines that a table knows begin. Nearly all lines of text are refused here, by a look at
//! their first two words, before anything is put into normal form.

/// The first two words of the rows of a table.
#[derive(Debug)]
pub(super) struct Starts {
    /// Sorted, each once.
    starts: Vec<Start>,
    /// A bit for each first word: most lines need no more than a look at this.
    filter: [u64; FILTER],
}

/// Words of 64 bits; with some hundred first words, one bit in ten is set.
const FILTER: usize = 64;

/// What a row begins with.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    first: Word,
    /// [`None`] stands for any.
    second: Option<Word>,
    /// The row is a notice, which may be long.
    is_notice: bool,
}

/// The first eight bytes of a word in normal form, the first of them the highest; of no word, 0.
type Word = u64;

impl Starts {
    pub fn new(starts: impl Iterator<Item = Start>) -> Self {
        let mut starts: Vec<_> = starts.collect();
        // A table is nearly in order.
        starts.sort();
        starts.dedup();
        let mut filter = [0; FILTER];
        for start in &starts {
            let (place, bit) = filter_bit(start.first);
            filter[place] |= bit;
        }
        Self { starts, filter }
    }

    /// Whether a row may match `line`. "No" is certain.
    pub fn admit(&self, line: &str, is_long: bool) -> bool {
        // Marks before the first word do not count, but for those that stand for a word.
        let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '&' | '©');
        let begins = line.starts_with(|c: char| c.is_ascii_alphanumeric());
        let line = if begins { line } else { line.trim_start_matches(is_mark) };
        let (first, mut rest) = read(line.as_bytes());
        while let [b',' | b'.' | b';' | b'!' | b'?' | b')' | b']' | b'"', after @ ..] = rest {
            rest = after;
        }
        if !matches!(rest, [] | [b' ', ..] | [b':'] | [b':', b' ', ..]) {
            // A number, an address, two words in one: it would take the normal form to tell.
            return true;
        }
        let (place, bit) = filter_bit(first);
        if self.filter[place] & bit == 0 {
            return false;
        }
        let from = self.starts.partition_point(|start| start.first < first);
        let mut starts = self.starts[from..].iter().take_while(|start| start.first == first).peekable();
        if starts.peek().is_none() {
            return false;
        }
        let second = match rest {
            [b' ', rest @ ..] => {
                let (second, rest) = read(rest);
                let is_sure = !matches!(rest, [b'0'..=b'9' | b'`' | 0x80.., ..]);
                // Where "copyright" stands twice, it counts once.
                Some(second).filter(|&second| is_sure && second != 0 && second != first)
            }
            _ => None,
        };
        starts.any(|start| {
            let goes_on = start.second.is_none() || second.is_none() || start.second == second;
            goes_on && (start.is_notice || !is_long)
        })
    }
}

impl Start {
    /// `prefix` is one word at least, in normal form; `is_whole` if it is all of the row.
    pub fn new(prefix: &str, is_whole: bool, is_notice: bool) -> Self {
        let mut words = prefix.split(' ');
        let first = word(words.next().unwrap_or_default());
        let second = match words.next() {
            None if !is_whole => None,
            // It may look like a word.
            Some("{url}" | "{email}") => None,
            second => Some(word(second.unwrap_or_default())),
        };
        Self { first, second, is_notice }
    }
}

/// Where the filter has its bit for a word: multiplicative hashing (Knuth, The Art of Computer
/// Programming, volume 3, section 6.4).
fn filter_bit(word: Word) -> (usize, u64) {
    let hash = word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52;
    (hash as usize / 64, 1 << (hash % 64))
}

/// A word in normal form.
fn word(text: &str) -> Word {
    let mut word = [0; 8];
    word.iter_mut().zip(text.bytes()).for_each(|(to, byte)| *to = byte);
    Word::from_be_bytes(word)
}

/// The ASCII letters that a line begins with, in normal form, and what follows them.
fn read(line: &[u8]) -> (Word, &[u8]) {
    if let Some(bytes) = line.first_chunk() {
        let bytes = Word::from_be_bytes(*bytes);
        let count = count_letters(bytes);
        // Longer words, and those with an apostrophe, take more.
        if count < 8 && !matches!(line[count], b'\'' | 0xE2) {
            // The bit by which capitals differ from small letters, set, and what follows cut off.
            let word = (bytes | 0x2020_2020_2020_2020) & !(Word::MAX >> (8 * count));
            return (word, &line[count..]);
        }
    }
    let mut word = [0; 8];
    let mut count = 0;
    let mut rest = line;
    loop {
        rest = match rest {
            [letter, rest @ ..] if letter.is_ascii_alphabetic() => {
                if let Some(to) = word.get_mut(count) {
                    *to = letter.to_ascii_lowercase();
                    count += 1;
                }
                rest
            }
            // Apostrophes are no part of the form.
            [b'\'', rest @ ..] | [0xE2, 0x80, 0x99, rest @ ..] => rest,
            _ => return (Word::from_be_bytes(word), rest),
        };
    }
}

/// How many of the highest bytes are ASCII letters, all eight looked at at once: a byte below 0x80,
/// with enough added, reaches the highest bit from `a` on, and no longer behind `z`.
fn count_letters(bytes: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let folded = (bytes | (EACH * 0x20)) & (EACH * 0x7f);
    let from_a = folded + EACH * (0x80 - b'a' as u64);
    let behind_z = folded + EACH * (0x7f - b'z' as u64);
    let letters = from_a & !behind_z & !bytes & (EACH * 0x80);
    (letters ^ (EACH * 0x80)).leading_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut bytes = *b"aZzAmMqQ";
                bytes[at] = byte;
                let expected = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                assert_eq!(count_letters(u64::from_be_bytes(bytes)), expected, "{bytes:?}");
            }
        }
        assert_eq!(read(b"Don't go!"), (word("dont"), &b" go!"[..]));
        assert_eq!(read(b"ADVERTISEMENTS: x"), (word("advertis"), &b": x"[..]));
        assert_eq!(read(b"Go to it"), (word("go"), &b" to it"[..]));
    }

    #[test]
    fn two_words_decide() {
        let rows = [
            ("advertisement", true, false),
            ("advertiser content", true, false),
            ("copyright #", false, true),
            ("dont miss", true, false),
            ("follow {handle}", true, false),
            ("more", false, false),
            ("# shares", true, false),
        ];
        let starts = Starts::new(
            rows.into_iter().map(|(prefix, is_whole, is_notice)| Start::new(prefix, is_whole, is_notice)),
        );
        for (line, short, long) in [
            ("Advertisement", true, false),
            ("Advertising content", true, false),
            ("Adventure", false, false),
            ("The moss grew.", false, false),
            ("“Don’t miss it,” he said.", true, false),
            ("Don't muss", false, false),
            ("Dont 'miss'", true, false),
            ("Dont miss-it", true, false),
            ("Dont move-it", false, false),
            ("Dont 7", true, false),
            ("More moss", true, false),
            ("– More –", true, false),
            ("Follow, he said", false, false),
            ("(Follow) @them", true, false),
            ("More: moss", true, false),
            ("Moss: more", false, false),
            ("Copyright 2019", true, true),
            ("Copyright Copyright 2019", true, true),
            ("Copyright law", false, false),
            ("Follow them", false, false),
            // What only the normal form can tell.
            ("© 2019", true, true),
            ("12 shares", true, true),
            ("moss.com", true, true),
            ("Éclair", true, true),
            ("", false, false),
            ("— — —", false, false),
        ] {
            assert_eq!((starts.admit(line, false), starts.admit(line, true)), (short, long), "{line}");
        }
    }
}
