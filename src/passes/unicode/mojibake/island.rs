//! Characters side by side that are the bytes of UTF-8 in a code page.

use std::ops::Range;

use super::doubt::Repair;
use super::page::Page;
use super::reading::Reading;
use crate::chars::{after, before};

/// How often a text can have been read wrongly.
const LEVELS: usize = 6;

/// A run of whole sequences.
#[derive(Debug)]
pub(super) struct Island {
    pub range: Range<usize>,
    /// What it was before it was read wrongly.
    pub repaired: String,
    /// By how much the text reads better with it (nats), less what speaks against it.
    pub gain: f32,
}

/// The islands that one of `places` is in.
pub(super) fn find(text: &str, places: &[usize], page: &Page) -> Vec<Island> {
    let mut islands = Vec::new();
    let mut done = 0;
    for &place in places {
        if place < done {
            continue;
        }
        let (repaired, end) = sequences(text, place, page);
        if end == place {
            continue;
        }
        let (lost, start) = spaced(text, done, place, page);
        done = end;
        let sides = (before(text, start), after(text, end));
        let levels = std::iter::successors(Some(lost + &repaired), |read| reread(read, page)).take(LEVELS);
        let judged = levels.map(|repaired| {
            let repair = Repair { text, start, end, repaired: &repaired, is_western: page.is_western() };
            let gain = Reading::get().gain(&text[start..end], &repaired, sides);
            let doubt = repair.doubt().unwrap_or(f32::INFINITY);
            // The level that reads best is the one; doubt is whether it is any.
            let rank = if doubt.is_finite() { gain } else { f32::NEG_INFINITY };
            (rank, Island { range: start..end, repaired, gain: gain - doubt })
        });
        islands.extend(judged.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, island)| island));
    }
    islands
}

/// What the sequences in `text` stand for, where there are any: it was read wrongly twice.
fn reread(text: &str, page: &Page) -> Option<String> {
    let mut repaired = String::new();
    let mut at = 0;
    while let Some(c) = after(text, at) {
        let (c, end) = sequence(text, at, page).unwrap_or((c, at + c.len_utf8()));
        repaired.push(c);
        at = end;
    }
    (repaired != text).then_some(repaired)
}

/// What the sequences from `at` on stand for, and where they end.
fn sequences(text: &str, mut at: usize, page: &Page) -> (String, usize) {
    let mut repaired = String::new();
    while let Some((c, end)) = sequence(text, at, page) {
        repaired.push(c);
        // A space that was no-break is eaten up by the letter; a word that ends in "à" is parted
        // from the next by one that comes after.
        let is_run_on =
            c == 'à' && text[..end].ends_with(' ') && after(text, end).is_some_and(char::is_alphanumeric);
        if is_run_on {
            repaired.push(' ');
        }
        at = end;
    }
    (repaired, at)
}

/// The sequences that end at `place` of which the second byte is a space now: what they stand for,
/// and where they begin, which is not before `done`.
fn spaced(text: &str, done: usize, place: usize, page: &Page) -> (String, usize) {
    let mut start = place;
    let mut repaired = Vec::new();
    while let Some(rest) = text[done..start].strip_suffix(' ') {
        let Some((at, _)) = rest.char_indices().next_back().filter(|(_, c)| !c.is_ascii()) else { break };
        match sequence(text, done + at, page) {
            Some((c, end)) if end == start => repaired.push(c),
            _ => break,
        }
        start = done + at;
    }
    (repaired.into_iter().rev().collect(), start)
}

/// The character whose bytes the characters from `at` on are, and where they end. Where one of them
/// is lost, so is the character.
fn sequence(text: &str, at: usize, page: &Page) -> Option<(char, usize)> {
    let mut characters = text[at..].chars();
    let first = page.byte(characters.next()?)?;
    let length = match first {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    for (i, byte) in bytes[..length].iter_mut().enumerate().skip(1) {
        *byte = match characters.next()? {
            // A no-break space that became a space.
            ' ' => 0xA0,
            '\u{fffd}' if i > 1 || length == 2 => {
                return Some(('\u{fffd}', text.len() - characters.as_str().len()));
            }
            c => page.byte(c).filter(|byte| (0x80..0xC0).contains(byte))?,
        };
    }
    let c = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some((c, text.len() - characters.as_str().len()))
}
