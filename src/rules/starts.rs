//! How the lines that a table knows begin. Nearly all lines of text are refused here, by a look at
//! their first two words, before anything is put into normal form.

use super::filter::Filter;

/// The first two words of rows. Words are kept as bits only: now and then a line is let through
/// that begins like no row, which is found out later.
#[derive(Debug, Default)]
pub(super) struct Starts {
    /// The first words: most lines need no more than a look at this.
    firsts: Filter<1024>,
    /// The same with the second, or with [`ANY`].
    pairs: Filter<2048>,
}

/// The first eight bytes of a word in normal form, the first of them the highest; of no word, 0.
type Word = u64;

/// Stands for any second word: no word begins with it.
const ANY: Word = Word::MAX;

impl Starts {
    /// Adds a row. `prefix` is one word at least, in normal form; `is_whole` if it is all of the row.
    pub fn add(&mut self, prefix: &str, is_whole: bool) {
        let (first, rest) = first_word(prefix);
        let first = word(first);
        let second = match rest.map(|rest| first_word(rest).0) {
            None if !is_whole => ANY,
            // It may look like a word.
            Some("{url}" | "{email}") => ANY,
            second => word(second.unwrap_or_default()),
        };
        self.firsts.add(first);
        self.pairs.add(pair(first, second));
    }

    /// Whether a row may match `line`. "No" is certain.
    pub fn admit(&self, line: &str) -> bool {
        // Marks before the first word do not count, but for those that stand for a word.
        let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '&' | '©');
        let line = match line.as_bytes() {
            [b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..] => line,
            // Quotation marks.
            [b'"', b'a'..=b'z' | b'A'..=b'Z', ..] => &line[1..],
            [0xE2, 0x80, 0x98..=0x9F, b'a'..=b'z' | b'A'..=b'Z', ..] => &line[3..],
            _ => line.trim_start_matches(is_mark),
        };
        let (first, mut rest) = read(line.as_bytes());
        while let [b',' | b'.' | b';' | b'!' | b'?' | b')' | b']' | b'"', after @ ..] = rest {
            rest = after;
        }
        if !matches!(rest, [] | [b' ', ..] | [b':'] | [b':', b' ', ..]) {
            // A number, an address, two words in one: it would take the normal form to tell.
            return true;
        }
        if !self.firsts.has(first) {
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
        second.is_none_or(|second| self.pairs.has(pair(first, second)) || self.pairs.has(pair(first, ANY)))
    }
}

/// The first of words with spaces between them, and the others.
fn first_word(words: &str) -> (&str, Option<&str>) {
    match words.as_bytes().iter().position(|&byte| byte == b' ') {
        Some(end) => (&words[..end], Some(&words[end + 1..])),
        None => (words, None),
    }
}

/// Two words as one.
fn pair(first: Word, second: Word) -> Word {
    first.rotate_left(23) ^ second.wrapping_mul(0xff51_afd7_ed55_8ccd)
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
        // The bit by which capitals differ from small letters, set.
        let lower = bytes | 0x2020_2020_2020_2020;
        if count == 8 {
            let mut rest = &line[8..];
            while let [b'a'..=b'z' | b'A'..=b'Z' | b'\'', more @ ..] | [0xE2, 0x80, 0x99, more @ ..] = rest {
                rest = more;
            }
            return (lower, rest);
        }
        // Those with an apostrophe take more.
        if !matches!(line[count], b'\'' | 0xE2) {
            // What follows is cut off.
            return (lower & !(Word::MAX >> (8 * count)), &line[count..]);
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
        assert_eq!(read("Advertisers’s’ \u{2018}".as_bytes()), (word("advertis"), " \u{2018}".as_bytes()));
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
        let (mut all, mut notices) = (Starts::default(), Starts::default());
        for (prefix, is_whole, is_notice) in rows {
            all.add(prefix, is_whole);
            if is_notice {
                notices.add(prefix, is_whole);
            }
        }
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
            assert_eq!((all.admit(line), notices.admit(line)), (short, long), "{line}");
        }
    }
}
