//! Control characters that stand for others: text of one byte a character that was read as Latin-1,
//! and code points of which only the lower half is left.

use std::sync::LazyLock;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::escapes;
use super::mojibake::Reading;
use crate::chars::{after, before, is_blank};
use crate::edit::{Edit, Rule};
use crate::scan::Scan;

/// By how much better (nats) a text has to read with the characters of old Macintoshes than with
/// those of Windows.
const RARER: f32 = 6.0;

/// The edits for the control characters that `scan` found.
pub(super) fn propose(text: &str, scan: &Scan) -> Vec<Edit> {
    let controls = |from: char, to: char| -> Vec<(usize, char)> {
        let of = |&at: &usize| Some((at, after(text, at).filter(|c| (from..=to).contains(c))?));
        scan.invisible.iter().filter_map(of).collect()
    };
    let mut edits = halved(text, &controls('\x13', '\x1d'));
    super::merge(&mut edits, upper(text, scan, &controls('\u{80}', '\u{9f}')));
    edits
}

/// Curly quotes and dashes that lost the upper half of their code point: U+2019 became U+0019.
fn halved(text: &str, controls: &[(usize, char)]) -> Vec<Edit> {
    let stands_for = |c: char| match c {
        '\x13' => Some("–"),
        '\x14' => Some("—"),
        '\x18' => Some("‘"),
        '\x19' => Some("’"),
        '\x1c' => Some("“"),
        '\x1d' => Some("”"),
        _ => None,
    };
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let sides = |at: usize| (before(text, at), after(text, at + 1));
    let is_apostrophe =
        |&(at, c): &(usize, char)| c == '\x19' && is_letter(sides(at).0) && is_letter(sides(at).1);
    let opens = |&(at, c): &(usize, char)| {
        c == '\x1c' && is_letter(sides(at).1) && sides(at).0.is_none_or(char::is_whitespace)
    };
    let closes = |&(at, c): &(usize, char)| c == '\x1d' && !is_letter(sides(at).1);
    let is_sure =
        controls.iter().any(is_apostrophe) || controls.iter().any(opens) && controls.iter().any(closes);
    if !is_sure {
        return Vec::new();
    }
    let of = |&(at, c): &(usize, char)| Some(Edit::new(at..at + 1, stands_for(c)?, Rule::Misread));
    controls.iter().filter_map(of).map(|edit| edit.with_confidence(0.95)).collect()
}

/// Controls from U+0080 on: in scraped text they are the quotes, dashes and letters of windows-1252,
/// or of old Macintoshes.
fn upper(text: &str, scan: &Scan, controls: &[(usize, char)]) -> Vec<Edit> {
    if controls.is_empty() {
        return Vec::new();
    }
    static WINDOWS: LazyLock<[char; 32]> = LazyLock::new(|| table(WINDOWS_1252));
    static MAC: LazyLock<[char; 32]> = LazyLock::new(|| table(MACINTOSH));
    let read = |table: &[char; 32], c: char| table[(c as usize - 0x80) & 31];
    let cost = |table: &[char; 32]| -> f32 {
        let line = |c: Option<char>| c.unwrap_or('\n');
        let of = |&(at, c): &(usize, char)| {
            let (left, right) = (line(before(text, at)), line(after(text, at + c.len_utf8())));
            Reading::get().cost([left, read(table, c), right])
        };
        controls.iter().map(of).sum()
    };
    let is_mac = controls.iter().any(|&(at, c)| is_odd(text, at, c)) && cost(&WINDOWS) > cost(&MAC) + RARER;
    let table: &[char; 32] = if is_mac { &MAC } else { &WINDOWS };
    let ends_lines = !is_mac && ends_lines(text, scan, controls);
    let mut edits = Vec::new();
    let mut controls = controls.iter().copied().peekable();
    while let Some((at, c)) = controls.next() {
        let end = at + c.len_utf8();
        if let Some(whole) = controls.peek().filter(|next| next.0 == end).and_then(|next| torn(c, next.1)) {
            controls.next();
            edits.push(Edit::new(at..2 * end - at, whole, Rule::Misread).with_confidence(0.95));
            continue;
        }
        let edit = match (c, read(table, c)) {
            ('\u{85}', _) if ends_lines => Edit::new(at..end, "\n", Rule::LineBreak),
            // The start of what was meant for a terminal, in one character.
            ('\u{9b}', _) if text[end..].starts_with(|c: char| c.is_ascii_digit()) => {
                let length = escapes::control_sequence(&text.as_bytes()[end..]).unwrap_or(0);
                Edit::new(at..end + length, "", Rule::Control)
            }
            // A sum of money, or all that is left of a dash or quotation mark.
            (_, '€') if !is_beside_number(text, at, end) => continue,
            (_, read) if !read.is_control() => {
                Edit::new(at..end, read.to_string(), Rule::Misread).with_confidence(0.95)
            }
            // Beside other characters beyond ASCII it may be all that is left of one.
            _ if text[..at].ends_with(|c: char| !c.is_ascii())
                || text[end..].starts_with(|c: char| !c.is_ascii()) =>
            {
                continue;
            }
            _ => Edit::new(at..end, "", Rule::Control),
        };
        edits.push(edit);
    }
    edits
}

/// What two controls stand for that are the last two bytes of a quotation mark, a dash or omission
/// points in UTF-8: the first one was lost.
fn torn(first: char, second: char) -> Option<&'static str> {
    let marks = ["–", "—", "‘", "’", "“", "”", "…"];
    let is_torn = |mark: &&str| mark.as_bytes()[1..].iter().map(|&b| char::from(b)).eq([first, second]);
    marks.into_iter().find(is_torn)
}

/// Whether a digit stands on a side of what is between `start` and `end`, or behind a blank.
fn is_beside_number(text: &str, start: usize, end: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let (left, right) = (&text[..start], &text[end..]);
    left.strip_suffix(is_blank).unwrap_or(left).ends_with(is_digit)
        || right.strip_prefix(is_blank).unwrap_or(right).starts_with(is_digit)
}

/// Whether what windows-1252 has for `c` is seen in no word, and a word is where it is.
fn is_odd(text: &str, at: usize, c: char) -> bool {
    let (left, right) = (before(text, at), after(text, at + c.len_utf8()));
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c < '\u{250}');
    let is_sign = match c {
        '\u{80}' | '\u{81}' | '\u{84}' | '\u{86}'..='\u{89}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}' => {
            true
        }
        // Capitals.
        '\u{8a}' | '\u{8c}' | '\u{8e}' => left.is_some_and(char::is_lowercase),
        _ => false,
    };
    is_sign && is_latin(left) && is_latin(right)
}

/// Whether U+0085 ends lines here, as it does on mainframes, and is no lost "…": nothing else does,
/// and no blank follows it.
fn ends_lines(text: &str, scan: &Scan, controls: &[(usize, char)]) -> bool {
    scan.newlines.is_empty()
        && controls
            .iter()
            .all(|&(at, c)| c == '\u{85}' && !text[at + c.len_utf8()..].starts_with(char::is_whitespace))
}

/// What an encoding has from byte 0x80 on.
fn table(encoding: &'static Encoding) -> [char; 32] {
    let bytes: [u8; 32] = std::array::from_fn(|i| 0x80 + i as u8);
    let text = encoding.decode_without_bom_handling(&bytes).0;
    let mut characters = text.chars();
    std::array::from_fn(|_| characters.next().unwrap_or('\u{80}'))
}
