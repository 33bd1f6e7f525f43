//! What speaks against a repair, beyond how well it reads: true text that has the form by chance.

use super::class::Class;
use crate::chars::{after, before};

/// What speaks against a repair that others of the same kind would outweigh (nats).
const ALONE: f32 = 9.0;

/// What is put in for a part of the text, and where.
pub(super) struct Repair<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    pub repaired: &'a str,
    /// Whether the page is the most common one: windows-1252.
    pub is_western: bool,
}

impl Repair<'_> {
    /// By how much to doubt (nats); `None` where the repair cannot be right.
    pub fn doubt(&self) -> Option<f32> {
        let first = self.repaired.chars().next()?;
        let is_single = self.repaired.chars().nth(1).is_none();
        let classes = || self.repaired.chars().map(Class::of);
        if classes().any(|class| matches!(class, Class::Rare | Class::Control | Class::Accent)) {
            return None;
        }
        let (left, right) = (before(self.text, self.start), after(self.text, self.end));
        if self.is_in_capitals() && self.breaks_capitals() {
            return None;
        }
        let is_box = |c: Option<char>| c.map(Class::of) == Some(Class::Box);
        if is_box(after(self.text, self.start)) && (is_box(left) || is_box(right)) {
            // A part of a drawing.
            return None;
        }
        let mut doubt = 0.0;
        if classes().all(|class| class == Class::Lost) {
            doubt += ALONE;
        }
        let is_latin = |c: char| {
            matches!(Class::of(c), Class::Lower | Class::Upper | Class::LatinLower | Class::LatinUpper)
        };
        if is_foreign(first) && is_single {
            // Greek letters stand alone in units and formulas; glued behind a word nothing does.
            if left.is_some_and(is_latin) {
                return None;
            }
            doubt += 2.0 * ALONE;
        }
        let stands_alone = !left.is_some_and(char::is_alphabetic) && !right.is_some_and(char::is_alphabetic);
        if is_single && is_latin(first) && stands_alone {
            // A word of one letter: "à", "é", "ó", "å".
            doubt += if first > 'ÿ' { ALONE } else { ALONE / 3.0 };
        }
        if is_single && !self.is_western {
            let is_pair = self.text[self.start..self.end].chars().count() == 2;
            if is_pair && !first.is_alphabetic() && !self.text[self.start..].starts_with('Â') {
                // Signs of mathematics and lines of boxes, as in faces and formulas.
                doubt += 3.0 * ALONE;
            } else if is_latin(first) && stands_alone {
                doubt += 2.0 * ALONE;
            }
        }
        let last = before(self.text, self.end).map(Class::of);
        let ends_word = left.is_some_and(char::is_uppercase) && !right.is_some_and(char::is_alphabetic);
        if is_single && ends_word && self.is_in_capitals() {
            // A word in capitals and what follows it: “AMANHÃ”
            match last {
                Some(Class::ClosingQuote | Class::Point | Class::Dash) => doubt += 2.0 * ALONE,
                Some(Class::Legal) if !self.is_western => return None,
                _ => {}
            }
        }
        // "a lot of Ã’s"
        if self.text[self.start..self.end].ends_with('’')
            && is_single
            && right == Some('s')
            && !left.is_some_and(char::is_alphabetic)
        {
            return None;
        }
        Some(doubt)
    }

    /// Whether the word that this is in or beside is written in capitals, two of them at least.
    fn is_in_capitals(&self) -> bool {
        /// Longer words are none.
        const REACH: usize = 24;
        let left = self.text[..self.start].chars().rev().take(REACH).take_while(|c| c.is_alphabetic());
        let right = self.text[self.end..].chars().take(REACH).take_while(|c| c.is_alphabetic());
        let own = after(self.text, self.start).filter(|c| c.is_uppercase());
        let mut capitals = usize::from(own.is_some() && self.repaired.chars().all(char::is_uppercase));
        for c in left.chain(right) {
            if c.is_lowercase() {
                return false;
            }
            capitals += usize::from(c.is_uppercase());
        }
        capitals >= 2
    }

    /// Whether the repair is what nobody writes in a word of capitals, or swallows its end.
    fn breaks_capitals(&self) -> bool {
        let is_blank = |c: char| matches!(c, ' ' | '\u{a0}');
        self.repaired.chars().any(char::is_lowercase) || self.text[self.start..self.end].ends_with(is_blank)
    }
}

/// Whether `c` is a letter of a script in which words have several.
fn is_foreign(c: char) -> bool {
    c.is_alphabetic() && c >= '\u{370}' && !matches!(Class::of(c), Class::LatinLower | Class::LatinUpper)
}
