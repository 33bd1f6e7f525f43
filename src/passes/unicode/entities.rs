//! HTML entities that were left in the text: named, numeric, escaped once or several times over.
//!
//! A text about markup names entities, so each is decided by where it stands and by the text it is
//! in. One that is part of a word ("caf&eacute;") or is met in a text that has nothing to do with
//! markup was left over; one in code, in a tag, or mentioned by itself is what it says.

mod context;

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use entities::ENTITIES;

use crate::edit::{Edit, Rule};
use crate::passes::Document;
use context::Context;

/// The longest name and longer numbers than any that stands for a character, in bytes.
const REACH: usize = 40;

/// An entity in a text, and what it stands for when all levels of escapes are undone.
#[derive(Debug, PartialEq, Eq)]
struct Entity {
    start: usize,
    end: usize,
    stands_for: String,
}

/// The edits for the entities of a document.
pub(super) fn propose(document: &Document<'_>) -> Vec<Edit> {
    let text = document.text;
    let mut places = document.scan.signs_of(text, b'&').peekable();
    if places.peek().is_none() {
        return Vec::new();
    }
    let mut found: Vec<Entity> = Vec::new();
    for at in places {
        if found.last().is_none_or(|last| last.end <= at) {
            found.extend(entity(text, at));
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let context = Context::new(document, &found);
    let (left_over, mentioned): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|entity| context.is_left_over(entity));
    // In quotation marks of another style it may be none that is mentioned.
    mentioned.iter().for_each(|entity| document.raise_doubt_at(entity.start));
    left_over
        .into_iter()
        .map(|entity| {
            Edit::new(entity.start..entity.end, entity.stands_for, Rule::Entity).with_confidence(0.98)
        })
        .collect()
}

/// The entity that begins with the `&` at `start`.
fn entity(text: &str, start: usize) -> Option<Entity> {
    let (mut stands_for, mut end) = one(text, start + 1)?;
    // "&amp;lt;" was escaped twice.
    while stands_for == "&" {
        let Some((next, next_end)) = one(text, end) else { break };
        (stands_for, end) = (next, next_end);
    }
    Some(Entity { start, end, stands_for })
}

/// What the entity stands for whose name begins at `at`, behind the `&`, and where it ends.
fn one(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text[at..text.floor_char_boundary(at + REACH)];
    if let Some(number) = rest.strip_prefix('#') {
        let (c, length) = numeric(number)?;
        return Some((c.to_string(), at + 1 + length));
    }
    let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphanumeric).count()];
    let end = at + name.len();
    if rest[name.len()..].starts_with(';') {
        return NAMES.get(name).map(|c| ((*c).to_owned(), end + 1));
    }
    // Without its semicolon it may be a parameter of a link ("?a=1&copy=2") or a name ("AT&T"), so
    // only the commonest that are no words are read so, and only at their ends.
    let is_known = matches!(name, "nbsp" | "amp" | "lt" | "gt" | "quot");
    let is_whole = is_known && !text[end..].starts_with(['=', '_', '-']);
    NAMES.get(name).filter(|_| is_whole).map(|c| ((*c).to_owned(), end))
}

/// The character of a decimal or hexadecimal number that ends with a semicolon, and the length of it.
fn numeric(rest: &str) -> Option<(char, usize)> {
    let (code, length) = number(rest)?;
    let c = match code {
        // As all browsers do.
        0x80..=0x9F => {
            let byte = [u8::try_from(code).ok()?];
            WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()?
        }
        // Half of a surrogate pair; the other half has to follow.
        0xD800..=0xDBFF => {
            let (low, more) = number(rest[length..].strip_prefix("&#")?)?;
            let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
            let c = char::from_u32(0x10000 + ((code - 0xD800) << 10) + low)?;
            return Some((c, length + 2 + more));
        }
        _ => char::from_u32(code)?,
    };
    // What would have to go at once, or is no text at all.
    let is_text = !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    is_text.then_some((c, length))
}

fn number(rest: &str) -> Option<(u32, usize)> {
    let (digits, radix, prefix) = match rest.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 1),
        None => (rest, 10, 0),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    digits[length..].starts_with(';').then_some((code, prefix + length + 1))
}

/// The named characters of HTML, without `&` and `;`.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let of = |entity: &'static entities::Entity| {
        let name = entity.entity.trim_start_matches('&');
        Some((name.strip_suffix(';')?, entity.characters))
    };
    ENTITIES.iter().filter_map(of).collect()
});

#[cfg(test)]
mod tests;
