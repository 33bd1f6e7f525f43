//! How the lines that a table knows begin. Nearly all lines of text are refused here, by a look at
//! their first two words, before anything is put into normal form.

/// The first two words of the rows of a table.
#[derive(Debug)]
pub(super) struct Starts {
    /// Sorted, each once.
    starts: Vec<Start>,
}

/// What a row begins with.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    first: Word,
    /// [`None`] stands for any.
    second: Option<Word>,
    /// The row is a notice, which may be long.
    is_notice: bool,
}

/// The first bytes of a word in normal form; of no word, 0.
type Word = u64;

impl Starts {
    pub fn new(starts: impl Iterator<Item = Start>) -> Self {
        let mut starts: Vec<_> = starts.collect();
        // A table is nearly in order.
        starts.sort();
        starts.dedup();
        Self { starts }
    }

    /// Whether a row may match `line`. "No" is certain.
    pub fn admit(&self, line: &str, is_long: bool) -> bool {
        // Marks before the first word do not count, but for those that stand for a word.
        let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '&' | '©');
        let (first, mut rest) = read(line.trim_start_matches(is_mark).as_bytes());
        while let [b',' | b'.' | b';' | b'!' | b'?' | b')' | b']' | b'"', after @ ..] = rest {
            rest = after;
        }
        if !matches!(rest, [] | [b' ', ..] | [b':'] | [b':', b' ', ..]) {
            // A number, an address, two words in one: it would take the normal form to tell.
            return true;
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

/// A word in normal form.
fn word(text: &str) -> Word {
    text.bytes().fold(0, longer)
}

/// A word with a byte more, if there is room for it.
fn longer(word: Word, byte: u8) -> Word {
    if word >> (Word::BITS - 8) == 0 { word << 8 | Word::from(byte) } else { word }
}

/// The ASCII letters that a line begins with, in normal form, and what follows them.
fn read(line: &[u8]) -> (Word, &[u8]) {
    let mut word = 0;
    let mut rest = line;
    loop {
        rest = match rest {
            [letter, rest @ ..] if letter.is_ascii_alphabetic() => {
                word = longer(word, letter.to_ascii_lowercase());
                rest
            }
            // Apostrophes are no part of the form.
            [b'\'', rest @ ..] | [0xE2, 0x80, 0x99, rest @ ..] => rest,
            _ => return (word, rest),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
