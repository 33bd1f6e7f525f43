//! Where an entity stands, and in what kind of text.

use memchr::memmem;

use super::Entity;
use crate::chars::{after, before};
use crate::passes::Document;
use crate::passes::code::Code;

/// Entities that are part of words, from which on those between words were left over too.
const DAMAGED: usize = 2;

/// What is known of a text, read along with its entities.
pub(super) struct Context<'t> {
    text: &'t str,
    /// Whether it speaks of markup, and nothing shows that its own was left in.
    is_about_markup: bool,
    /// Whether it is markup: it has tags that close.
    is_markup: bool,
    /// In code an entity says what it is.
    code: &'t Code,
}

impl<'t> Context<'t> {
    pub fn new(document: &'t Document<'t>, entities: &[Entity]) -> Self {
        let text = document.text;
        let in_words = entities.iter().filter(|entity| is_in_word(text, entity)).take(DAMAGED).count();
        Self {
            text,
            is_about_markup: in_words < DAMAGED && speaks_of_markup(text),
            is_markup: has_tags(text),
            code: document.code(),
        }
    }

    /// Whether an entity stands for its character.
    pub fn is_left_over(&self, entity: &Entity) -> bool {
        let Entity { start, end, stands_for } = entity;
        if self.code.contains(*start) {
            return false;
        }
        // In markup these would be taken for more of it.
        if self.is_markup && is_markup(stands_for) {
            return false;
        }
        if is_in_word(self.text, entity) {
            return true;
        }
        !self.is_about_markup && !is_quoted(self.text, *start, *end)
    }
}

/// Whether an entity touches a word as one that is mentioned does not. Brackets of tags stand beside
/// words wherever markup is shown, so these need one to either side; so does "&".
fn is_in_word(text: &str, Entity { start, end, stands_for }: &Entity) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let sides = [is_letter(before(text, *start)), is_letter(after(text, *end))];
    if matches!(stands_for.as_str(), "<" | ">" | "&") { sides == [true; 2] } else { sides.contains(&true) }
}

/// Whether these are characters that mean something in markup.
fn is_markup(characters: &str) -> bool {
    matches!(characters, "<" | ">" | "&" | "\"" | "'")
}

/// Whether an entity is alone between quotation marks, brackets or the like.
fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let pairs = ["\"\"", "''", "“”", "‘’", "””", "’’", "«»", "»«", "„“", "„”", "‚‘", "()", "[]", "``"];
    let (Some(left), Some(right)) = (before(text, start), after(text, end)) else { return false };
    pairs.iter().any(|pair| pair.starts_with(left) && pair.ends_with(right))
}

/// Whether the words of a text are those of one about markup.
fn speaks_of_markup(text: &str) -> bool {
    ["HTML", "XML", "html", "Html", "markup", "Markup", "character entit", "The entity", "the entity"]
        .iter()
        .any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Whether there is a tag that closes: `</p>`
fn has_tags(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "</").any(|at| {
        let name = text[at + 2..].bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
        name > 0 && text[at + 2 + name..].starts_with('>')
    })
}
