//! Text as it is shown: cut where it is long, and with nothing in it that hides.

/// A piece of a text, cut to a length, with how many bytes were left out.
#[derive(Clone, Debug, Default)]
pub(super) struct Cut {
    text: Box<str>,
    /// Left out before and behind it.
    before: u64,
    after: u64,
    /// Whether it is not told how much that is.
    is_open: bool,
}

impl Cut {
    /// The first so many bytes.
    pub(super) fn head(text: &str, limit: usize) -> Self {
        let end = text.floor_char_boundary(limit);
        Self { text: text[..end].into(), after: (text.len() - end) as u64, ..Self::default() }
    }

    /// The last so many bytes.
    pub(super) fn tail(text: &str, limit: usize) -> Self {
        let start = text.ceil_char_boundary(text.len().saturating_sub(limit));
        Self { text: text[start..].into(), before: start as u64, ..Self::default() }
    }

    /// The same, but it is only told that something was left out: it is what stands around an edit.
    pub(super) fn open(self) -> Self {
        Self { is_open: true, ..self }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn pieces(&self) -> Vec<Piece<'_>> {
        let note = |bytes| if self.is_open { Piece::Note("…".to_owned()) } else { Piece::left(bytes) };
        let left = |bytes| (bytes > 0).then(|| note(bytes));
        let text = pieces(&self.text, Breaks::Marked);
        left(self.before).into_iter().chain(text).chain(left(self.after)).collect()
    }
}

/// A part of a text that is shown in one way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// In place of a character that cannot be seen.
    Mark(String),
    /// A line break that breaks the line.
    Break,
    /// In place of what was left out.
    Note(String),
}

impl Piece<'_> {
    pub(super) fn left(bytes: u64) -> Self {
        Self::Note(format!("{} bytes left out", grouped(bytes)))
    }
}

/// How line breaks are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Breaks {
    /// As marks.
    Marked,
    /// As marks that break the line.
    Both,
    /// As they are.
    Plain,
}

/// Cuts a text into pieces. What has no shape of its own, or changes how others are laid out, becomes a mark.
pub(super) fn pieces(text: &str, breaks: Breaks) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| hides(*c)) {
        if from < at {
            pieces.push(Piece::Text(&text[from..at]));
        }
        from = at + c.len_utf8();
        if c != '\n' {
            pieces.push(Piece::Mark(format!("U+{:04X}", u32::from(c))));
            continue;
        }
        if breaks != Breaks::Plain {
            pieces.push(Piece::Mark("⏎".to_owned()));
        }
        if breaks != Breaks::Marked {
            pieces.push(Piece::Break);
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// A name for where there is no markup: on one line, of so many characters at the most, and nothing in it
/// hides.
pub(super) fn plain(name: &str, longest: usize) -> String {
    let shown = |c| if hides(c) { char::REPLACEMENT_CHARACTER } else { c };
    let mut plain: String = name.chars().take(longest).map(shown).collect();
    if name.chars().nth(longest).is_some() {
        plain.push('…');
    }
    plain
}

/// Whether a character cannot be seen for what it is: controls, spaces other than U+0020, marks of
/// direction, what has no width.
fn hides(c: char) -> bool {
    let is_format = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    is_format || c.is_control() || c.is_whitespace() && c != ' '
}

/// A number with a comma at each thousand.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let (head, tail) = digits.split_at(digits.len() % 3);
    let thousands = (0..tail.len()).step_by(3).map(|at| &tail[at..at + 3]);
    let groups: Vec<_> = (!head.is_empty()).then_some(head).into_iter().chain(thousands).collect();
    groups.join(",")
}

/// How sure an edit is, in words.
pub(super) fn confidence(confidence: f32) -> String {
    if confidence >= 1.0 { "certain".to_owned() } else { format!("confidence {confidence:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_becomes_a_mark() {
        let shown = pieces("a\u{202e}b\n\u{0}", Breaks::Marked);
        let mark = |name: &str| Piece::Mark(name.to_owned());
        let expected = [Piece::Text("a"), mark("U+202E"), Piece::Text("b"), mark("⏎"), mark("U+0000")];
        assert_eq!(shown, expected);
        assert_eq!(pieces("\n", Breaks::Plain), [Piece::Break]);
        assert_eq!((plain("a\u{202e}\nb", 4), plain("abc", 2)), ("a\u{fffd}\u{fffd}b".into(), "ab…".into()));
        assert_eq!(pieces("Straße – naïve, 東京", Breaks::Both).len(), 1);
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn cuts_fall_between_characters_and_tell_what_is_missing() {
        let (head, tail) = (Cut::head("ééé", 3), Cut::tail("ééé", 3));
        assert_eq!(head.pieces(), [Piece::Text("é"), Piece::left(4)]);
        assert_eq!(tail.pieces(), [Piece::left(4), Piece::Text("é")]);
        assert_eq!(Cut::head("short", 99).pieces(), [Piece::Text("short")]);
        assert!(Cut::head("", 9).is_empty() && Cut::head("", 9).pieces().is_empty());
    }
}
