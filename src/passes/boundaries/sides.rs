//! Whether a straight quote opens or closes.

use crate::chars::{after, before};

/// How far behind a quote the next one is looked for, in bytes.
const AHEAD: usize = 400;

/// What a quote does, as far as the characters beside it tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    /// Both sides are glued to it.
    Unclear,
    /// It is no quote.
    Apostrophe,
}

/// Tells what quotes do, by those around them. Places have to be asked for in order, so that the
/// text is read once.
pub(super) struct Quotes<'t> {
    text: &'t str,
    /// The quote: `"` or `'`.
    mark: u8,
    /// How far it was read, in bytes.
    read: usize,
    /// Whether a quotation is open there; `None` where the line had no quote yet.
    open: Option<bool>,
}

impl<'t> Quotes<'t> {
    /// For one of the marks `"` and `'`; of the latter, apostrophes are none.
    pub fn new(text: &'t str, mark: u8) -> Self {
        Self { text, mark, read: 0, open: None }
    }

    /// Whether the quote at `at` (bytes) opens. `said` is whether a verb
    /// of saying stands before it.
    pub fn opens(&mut self, at: usize, said: bool) -> bool {
        let Some(between) = self.text.as_bytes().get(self.read..at) else { return false };
        for i in memchr::memchr2_iter(self.mark, b'\n', between) {
            self.open = match (between[i], self.side(self.read + i)) {
                (b'\n', _) => None,
                (_, Side::Opens) => Some(true),
                (_, Side::Closes) => Some(false),
                (_, Side::Unclear) => Some(!self.open.unwrap_or(false)),
                (_, Side::Apostrophe) => self.open,
            };
        }
        let here = self.side(at);
        let opens = match (self.open, self.next(at + 1)) {
            _ if here == Side::Opens => true,
            _ if here == Side::Closes => false,
            // A paragraph of a long quotation does not close it, and the next one opens it anew.
            (_, Some(Side::Closes)) => true,
            (_, Some(Side::Opens)) => false,
            (Some(open), _) => !open,
            (None, _) => said,
        };
        self.open = Some(opens);
        self.read = at + 1;
        opens
    }

    /// What the next quote of the line does.
    fn next(&self, from: usize) -> Option<Side> {
        let ahead = &self.text.as_bytes()[from..(from + AHEAD).min(self.text.len())];
        let mut sides = memchr::memchr2_iter(self.mark, b'\n', ahead).map_while(|at| {
            let is_mark = ahead[at] != b'\n';
            is_mark.then(|| self.side(from + at))
        });
        sides.find(|side| *side != Side::Apostrophe)
    }

    fn side(&self, at: usize) -> Side {
        let parts =
            |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '"'));
        let ends = |c: Option<char>| {
            c.is_none_or(|c| {
                c.is_whitespace()
                    || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '—' | '–' | '"')
            })
        };
        let (before, after) = (before(self.text, at), after(self.text, at + 1));
        // "geese's", "'90s"; "the geese' pond", where none is open.
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_apostrophe = || {
            in_word(before) && (in_word(after) || self.open != Some(true))
                || parts(before) && after.is_some_and(char::is_numeric)
        };
        if self.mark == b'\'' && is_apostrophe() {
            return Side::Apostrophe;
        }
        match (parts(before), ends(after)) {
            (true, false) => Side::Opens,
            (false, false) if before == Some(':') => Side::Opens,
            (false, true) => Side::Closes,
            _ => Side::Unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each quote does that is glued on both sides.
    fn opening(text: &str) -> Vec<bool> {
        let mut quotes = Quotes::new(text, b'"');
        let is_glued = |&at: &usize| {
            let beside = [before(text, at), after(text, at + 1)];
            beside.iter().all(|c| c.is_some_and(|c| !c.is_whitespace()))
        };
        let glued: Vec<_> = text.match_indices('"').map(|(at, _)| at).filter(is_glued).collect();
        glued.into_iter().map(|at| quotes.opens(at, false)).collect()
    }

    #[test]
    fn quotes_are_told_by_their_neighbours() {
        for (text, expected) in [
            ("\"We won\" she said.\"It was close.\" He left.", vec![true]),
            ("She said \"it was close.\"The count goes on.", vec![false]),
            ("He called it \"a start.\"Nobody said \"no\" to that.", vec![false]),
            ("\"We won.\"\n\"We lost.\"The rest went home.", vec![false]),
            // The quotation of the first line is never closed.
            ("\"We won. We did.\"And we will again,\" she said.", vec![true]),
            // Where two meet, one quotation ends and the next begins.
            ("He rose.\"Why now?\"\"I am late.\" She sat.", vec![true, false, true]),
            ("He said:\"Go.\"She went.\"Stay,\" he said.", vec![true, false, true]),
        ] {
            assert_eq!(opening(text), expected, "{text}");
        }
    }
}
