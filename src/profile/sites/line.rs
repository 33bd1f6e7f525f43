//! The lines of a text in the form in which they are compared, and where they stand in it.

use crate::profile::section::hash;

/// Longer lines are text, and not counted; bytes.
pub(super) const LONGEST: usize = 400;
/// How much of a line is kept to be shown, in bytes.
pub(super) const SAMPLE: usize = 200;
/// So many lines at either end of a text are its head and its tail.
const EDGE: usize = 4;

/// Puts a line in the form in which lines are compared: words in small letters with a space before
/// and behind each, each number as one `0`, all else left out.
pub(super) fn fold(line: &str, form: &mut Vec<u8>) {
    form.clear();
    form.reserve(line.len() + 2);
    form.push(b' ');
    let mut gap = Gap::None;
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        let small = byte | 0x20;
        if small.is_ascii_lowercase() && byte.is_ascii() {
            close(&mut gap, form);
            form.push(small);
        } else if byte == b' ' || byte == b'\t' {
            gap = Gap::Space;
        } else if byte.is_ascii_digit() {
            push_digit(&mut gap, form);
        } else if byte.is_ascii() {
            gap = gap.max(if byte == b'\'' { Gap::None } else { Gap::Mark });
        } else if let Some(c) = line[at - 1..].chars().next() {
            at += c.len_utf8() - 1;
            push_wide(c, &mut gap, form);
        }
    }
    if form.len() > 1 {
        form.push(b' ');
    }
}

/// What stood since the last letter or digit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Mark,
    Space,
}

/// Puts a space between words.
fn close(gap: &mut Gap, form: &mut Vec<u8>) {
    if *gap != Gap::None && form.len() > 1 {
        form.push(b' ');
    }
    *gap = Gap::None;
}

/// 1,204 is one number.
fn push_digit(gap: &mut Gap, form: &mut Vec<u8>) {
    if *gap == Gap::Space || !form.ends_with(b"0") {
        close(gap, form);
        form.push(b'0');
    }
    *gap = Gap::None;
}

/// A character that is not ASCII.
fn push_wide(c: char, gap: &mut Gap, form: &mut Vec<u8>) {
    if c.is_alphabetic() {
        close(gap, form);
        let mut utf8 = [0; 4];
        c.to_lowercase().for_each(|c| form.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes()));
    } else if c.is_numeric() {
        push_digit(gap, form);
    } else if c.is_whitespace() {
        *gap = Gap::Space;
    } else if c != '’' {
        *gap = (*gap).max(Gap::Mark);
    }
}

/// What a line is looked up by; `None` where it has no words.
pub(super) fn key(form: &[u8]) -> Option<u64> {
    form.iter().any(|b| !matches!(b, b'0' | b' ')).then(|| hash(form))
}

/// The beginning of a line that is kept, and looked at.
pub(super) fn sample(line: &str) -> &str {
    &line[..line.floor_char_boundary(SAMPLE)]
}

/// Where a line stands in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Position {
    /// Among the first lines.
    Head,
    /// In between, or at several places.
    Body,
    /// Among the last ones.
    Tail,
}

impl Position {
    /// Of the line `index` of so many.
    pub fn of(index: usize, lines: usize) -> Self {
        let (above, below) = (index, lines - 1 - index);
        match above.min(below) {
            nearer if nearer >= EDGE => Self::Body,
            nearer if nearer == above => Self::Head,
            _ => Self::Tail,
        }
    }
}

/// The lines of a text that are not blank, without the white space at their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_count_is_folded() {
        let mut form = Vec::new();
        for (line, folded) in [
            ("Don’t miss 1,204 stories — SIGN-UP!", "dont miss 0 stories sign up"),
            ("  12 Min. read (3 of 45) ", "0 min read 0 of 0"),
            ("7 8", "0 0"),
            ("Über  Öl: d'été", "über öl dété"),
            ("* * *", ""),
        ] {
            fold(line, &mut form);
            assert_eq!(str::from_utf8(&form).unwrap().trim(), folded);
            assert!(folded.is_empty() || (form.starts_with(b" ") && form.ends_with(b" ")));
        }
        assert_eq!((key(b" "), key(b" 0 0 ")), (None, None));
        assert_ne!(key(b" 0 min read "), key(b" 0 min left "));
    }

    #[test]
    fn positions() {
        let all = |lines| (0..lines).map(|i| Position::of(i, lines)).collect::<Vec<_>>();
        use Position::{Body, Head, Tail};
        assert_eq!(all(1), [Head]);
        assert_eq!(all(4), [Head, Head, Tail, Tail]);
        assert_eq!(all(9), [Head, Head, Head, Head, Body, Tail, Tail, Tail, Tail]);
    }
}
