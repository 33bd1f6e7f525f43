//! Text for a terminal: what hides is shown, and what is too wide is cut.

use std::io;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// How many columns standard output has: what `COLUMNS` says, else what the terminal says; `None` where
/// it is a file or a pipe.
pub fn columns() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| columns.0.into()))
}

/// The text on one line, with all that cannot be seen as an escape.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            ' ' => out.push(' '),
            c if c.is_control() || c.is_whitespace() || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// So much of the beginning as has room in so many columns, with `…` for the rest. What a reader takes
/// for one character stays whole.
pub fn head(text: &str, columns: usize) -> String {
    match fitting(text.graphemes(true), columns) {
        None => text.to_owned(),
        Some(bytes) => text[..bytes].to_owned() + "…",
    }
}

/// The same of the end.
pub fn tail(text: &str, columns: usize) -> String {
    match fitting(text.graphemes(true).rev(), columns) {
        None => text.to_owned(),
        Some(bytes) => format!("…{}", &text[text.len() - bytes..]),
    }
}

/// The same of both ends.
pub fn ends(text: &str, columns: usize) -> String {
    if fitting(text.graphemes(true), columns).is_none() {
        return text.to_owned();
    }
    // Both halves have room for a `…`, and one is enough.
    let half = head(text, columns.div_ceil(2));
    half + tail(text, columns / 2 + 1).trim_start_matches('…')
}

/// How wide a text is, in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// How many bytes have room beside a `…`, if not all have.
fn fitting<'t>(graphemes: impl Iterator<Item = &'t str>, columns: usize) -> Option<usize> {
    let (mut used, mut bytes, mut fit) = (0, 0, 0);
    for grapheme in graphemes {
        used += grapheme.width();
        if used > columns {
            return Some(fit);
        }
        bytes += grapheme.len();
        if used < columns {
            fit = bytes;
        }
    }
    None
}

/// Words in lines of so many columns; a longer one has a line of its own, cut.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(head(word, columns)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_columns() {
        assert_eq!(head("sentence", 8), "sentence");
        assert_eq!(head("sentence", 5), "sent…");
        assert_eq!(tail("sentence", 5), "…ence");
        assert_eq!(ends("sentences", 6), "se…ces");
        assert_eq!((head("x", 0), tail("", 0)), ("…".into(), "".into()));
    }

    #[test]
    fn what_is_one_character_to_a_reader_stays_whole() {
        // Two columns each; an accent of its own; a family that is one picture.
        assert_eq!(head("東京都", 5), "東京…");
        assert_eq!(head("東京都", 4), "東…");
        assert_eq!(head("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(tail("ab👩\u{200d}👧", 3), "…👩\u{200d}👧");
        for columns in 1..12 {
            for cut in
                [head("a東e\u{301}京b👩\u{200d}👧", columns), ends("a東e\u{301}京b👩\u{200d}👧", columns)]
            {
                assert!(width(&cut) <= columns, "{cut} in {columns}");
            }
        }
    }

    #[test]
    fn words_are_wrapped() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("a incomprehensible b", 6), ["a", "incom…", "b"]);
    }
}
