//! What stands for other characters, and what nobody sees: text read in a wrong encoding, HTML
//! entities, byte order marks, controls, invisible marks, spaces of all widths, line separators,
//! printers' ligatures, decomposed letters.

mod bidi;
mod characters;
mod entities;
mod escapes;
mod misread;
mod mojibake;
mod nfc;

#[cfg(feature = "train")]
pub use mojibake::count_reading;

use std::ops::Range;

use super::{Document, Propose};
use crate::chars::{after, before, could_be_misread};
use crate::edit::{self, Edit, Rule};

/// The pass.
#[derive(Default)]
pub(super) struct Unicode {
    /// Whether narrow no-break spaces inside guillemets stay: quotation marks are set with them, and
    /// known by them.
    pub keeps_guillemets: bool,
}

impl Propose for Unicode {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let Document { text, scan, .. } = document;
        let has_form = mojibake::propose(text, &scan.suspects, edits);
        merge(edits, entities::propose(document));
        merge(edits, misread::propose(text, scan));
        merge(edits, characters::propose(text, scan, self.keeps_guillemets));
        nfc::propose(text, &scan.decomposable, edits);
        // What goes can bring together what has a composed form, or the halves of a line end, or
        // leave a joiner with nothing to join. No-break spaces and the like, by far the most
        // common, can do none of it where no joiner is.
        let plain =
            |edit: &Edit| matches!(edit.rule, Rule::Space | Rule::ZeroWidth | Rule::SoftHyphen | Rule::Bom);
        let joiner = |&at: &usize| text[at..].starts_with(['\u{200c}', '\u{200d}', '\u{3000}']);
        // A control stays beside what may yet become ASCII.
        let control = |&at: &usize| text[at..].starts_with(|c| matches!(c, '\u{80}'..='\u{9f}'));
        let is_plain =
            scan.decomposable.is_empty() && edits.iter().all(plain) && !scan.invisible.iter().any(joiner);
        let settled = edits.is_empty() || is_plain;
        if has_form || !settled {
            document.raise_doubt();
        }
        scan.invisible.iter().filter(|at| control(at)).for_each(|&at| document.raise_doubt_at(at));
        // An entity may have been in two, and so may what was misread, of which a space can be a part.
        let parts = |edit: &&Edit| parts_entity(text, edit) || is_beside_misread(document, edit);
        edits.iter().filter(parts).for_each(|edit| document.raise_doubt_at(edit.range.start));
    }
}

/// Whether an edit takes out what an entity could have around it.
fn parts_entity(text: &str, edit: &Edit) -> bool {
    /// The longest name of an entity, and some more that goes.
    const REACH: usize = 64;
    let before = text.floor_char_boundary(edit.range.start.saturating_sub(REACH));
    edit.replacement.is_empty() && text[before..edit.range.start].contains('&')
}

/// Whether an edit leaves a character beside another that could be part of one that was misread.
fn is_beside_misread(Document { text, scan, .. }: &Document<'_>, edit: &Edit) -> bool {
    /// The bytes of four characters.
    const REACH: usize = 16;
    let Range { start, end } = edit.range;
    let near = scan.suspects.partition_point(|&at| at < start);
    let meet = || Some(could_be_misread(before(text, start)?, after(text, end)?));
    near.checked_sub(1).is_some_and(|near| scan.suspects[near] + REACH > start)
        || edit.replacement.is_empty() && meet() == Some(true)
}

/// Adds edits to others, but for those that overlap one of them: they come with the next round.
fn merge(edits: &mut Vec<Edit>, others: Vec<Edit>) {
    if edits.is_empty() {
        *edits = others;
    } else if !others.is_empty() {
        edit::merge(edits, others, |_, _, _| {});
    }
}

#[cfg(test)]
mod tests;
