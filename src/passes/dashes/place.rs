//! Where a dash stands: what is beside it.

use crate::chars::{after, before, blanks_after, blanks_before, is_cjk};

/// What else is left of a word that is not spelled out, by its first letter.
const ENDINGS: &[(char, &str)] = &[('a', "hole"), ('a', "holes"), ('n', "ga"), ('n', "ger"), ('n', "gers")];

/// A dash, or a run of them, with the blanks around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Where the blanks before it begin, it begins, it ends, the blanks after it end.
    pub outer_start: usize,
    pub start: usize,
    pub end: usize,
    pub outer_end: usize,
    /// The characters beyond the blanks; none at the line's start and end, and at a tab.
    pub left: Option<char>,
    pub right: Option<char>,
}

impl Place {
    pub fn new(text: &str, start: usize, end: usize) -> Self {
        let outer_start = blanks_before(text, start);
        let outer_end = blanks_after(text, end);
        let in_line = |c: &char| !c.is_whitespace() && !c.is_control();
        let left = before(text, outer_start).filter(in_line);
        let right = after(text, outer_end).filter(in_line);
        Self { outer_start, start, end, outer_end, left, right }
    }

    /// Whether no blank stands before it.
    pub fn closed_left(&self) -> bool {
        self.left.is_some() && self.outer_start == self.start
    }

    /// Whether no blank stands after it.
    pub fn closed_right(&self) -> bool {
        self.right.is_some() && self.outer_end == self.end
    }

    /// Whether blanks stand on both sides.
    pub fn is_open(&self) -> bool {
        self.left.is_some() && self.right.is_some() && !self.closed_left() && !self.closed_right()
    }

    /// Whether the blanks on a side are so many that they align something.
    pub fn aligns(&self, text: &str) -> bool {
        let many = |blanks: &str| blanks.chars().nth(2).is_some();
        (self.left.is_some() && many(&text[self.outer_start..self.start]))
            || (self.right.is_some() && many(&text[self.end..self.outer_end]))
    }

    /// Whether it stands directly after a mark that opens; those of Markdown's emphasis are such marks.
    pub fn after_opener(&self, text: &str) -> bool {
        match self.left {
            Some('(' | '[' | '{' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '¿' | '¡') => true,
            Some(mark @ ('"' | '\'')) => {
                before(text, self.outer_start - mark.len_utf8())
                    .is_none_or(|c| c.is_whitespace() || "([{“‘\"'—–-".contains(c))
                    && self.closed_left()
            }
            Some('*' | '_') => {
                let rest = text[..self.outer_start].trim_end_matches(['*', '_']);
                before(rest, rest.len()).is_none_or(char::is_whitespace) && self.closed_left()
            }
            _ => false,
        }
    }

    /// Whether it stands directly before a mark that closes.
    pub fn before_closer(&self, text: &str) -> bool {
        match self.right {
            Some(')' | ']' | '}' | '”' | '’' | '»' | '›') => true,
            Some(mark @ ('"' | '\'')) => {
                after(text, self.outer_end + mark.len_utf8()).is_none_or(|c| !c.is_alphanumeric() && c != '$')
                    && self.closed_right()
            }
            Some('*' | '_') => {
                let rest = text[self.outer_end..].trim_start_matches(['*', '_']);
                after(rest, 0).is_none_or(char::is_whitespace) && self.closed_right()
            }
            _ => false,
        }
    }

    /// Whether it stands, closed, for letters left out of a word ("f--k", "bull--t").
    pub fn omits_letters(&self, text: &str) -> bool {
        if !self.closed_left() || !self.closed_right() {
            return false;
        }
        let right = &text[self.outer_end..];
        let rest = right.trim_start_matches(|c: char| c.is_ascii_lowercase());
        let end = &right[..right.len() - rest.len()];
        let begins = before(text, self.outer_start - self.left.map_or(0, char::len_utf8))
            .is_none_or(|c| c.is_whitespace() || "([\"“‘".contains(c));
        let first = self.left.filter(|_| begins);
        // No word ends so, and none is one of these.
        let is_rest = matches!(end, "k" | "t" | "g" | "ch" | "ck" | "ks" | "ts" | "ng")
            && after(rest, 0).is_none_or(|c| c.is_whitespace() || "\"'”’)!?,;:.…".contains(c));
        first.is_some_and(|c| "bcdfgpst".contains(c) && !end.is_empty())
            || (is_rest && self.left.is_some_and(char::is_alphabetic))
            || first.is_some_and(|c| ENDINGS.contains(&(c.to_ascii_lowercase(), end)))
    }

    /// Whether it stands as the hyphens of an option do: before a word in small letters, behind none.
    pub fn begins_option(&self, text: &str) -> bool {
        (self.left.is_none() || !self.closed_left() || self.after_opener(text))
            && self.closed_right()
            && self.right.is_some_and(|c| c.is_ascii_lowercase())
    }

    /// Whether it ends the place that a report is from, which begins its line: "Goosetown, Ohio—". The
    /// line is no heading.
    pub fn ends_dateline(&self, text: &str) -> bool {
        let from = text.floor_char_boundary(self.start.saturating_sub(40));
        let window = &text[from..self.start];
        let line = match window.rfind('\n') {
            Some(at) => &window[at + 1..],
            None if from == 0 => window,
            None => return false,
        };
        let rest = &text[self.end..];
        let rest = &rest[..rest.ceil_char_boundary(rest.len().min(80))];
        line.contains(", ")
            && line.split(' ').all(|word| word.starts_with(char::is_uppercase))
            && self.right.is_some_and(char::is_uppercase)
            && rest.len() >= 80
            && !rest.contains('\n')
    }

    /// Whether it stands directly before a mark that ends a clause and is no part of a word.
    pub fn before_stop(&self, text: &str) -> bool {
        self.right.is_some_and(|c| ",;:.!?".contains(c))
            && after(text, self.outer_end + 1).is_none_or(|c| !c.is_alphanumeric() && c != '.')
    }
}

/// Whether Chinese or Japanese text touches, of which dashes and omission points are set in pairs
/// and stay.
pub(super) fn beside_cjk(text: &str, start: usize, end: usize) -> bool {
    before(text, start).is_some_and(is_cjk) || after(text, end).is_some_and(is_cjk)
}
