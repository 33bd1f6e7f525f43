//! A document before and after, with each edit marked.

use super::book::Place;
use super::shown::{Breaks, Piece, pieces};
use super::tally::band;
use crate::cleaner::Cleaner;
use crate::edit::Edit;
use crate::passes::Explanation;
use crate::pipeline::Change;

/// So many bytes of a document are kept.
const KEPT: usize = 64 << 10;
/// A stretch without an edit that is longer is shown by its ends, where a document has no room.
const STRETCH: usize = 400;

/// A document, or the first of it.
#[derive(Debug)]
pub(super) struct Kept {
    pub place: Place,
    text: Box<str>,
    edits: Vec<Edit>,
    /// Bytes and edits of the whole.
    bytes: usize,
    all_edits: usize,
}

/// Both versions of a document.
pub(super) struct Versions<'k> {
    pub place: &'k Place,
    pub before: Vec<Part<'k>>,
    pub after: Vec<Part<'k>>,
    /// What is known of each edit.
    pub notes: Vec<EditNote>,
    pub all_edits: usize,
}

/// A part of a version.
pub(super) enum Part<'k> {
    Same(Vec<Piece<'k>>),
    /// What an edit, by its number among the notes, takes out or puts in; it can be nothing.
    Edit(usize, Vec<Piece<'k>>),
}

/// An edit in words.
pub(super) struct EditNote {
    pub rule: crate::edit::Rule,
    pub band: usize,
    pub text: String,
}

impl Kept {
    pub(super) fn new(place: Place, change: &Change<'_>) -> Self {
        let text = change.text;
        let mut end = text.floor_char_boundary(KEPT);
        let edits: Vec<_> =
            change.script.edits().iter().take_while(|edit| edit.range.end <= end).cloned().collect();
        if let Some(cut) = change.script.edits().get(edits.len()) {
            end = end.min(cut.range.start);
        }
        let all_edits = change.script.len();
        Self { place, text: text[..end].into(), edits, bytes: text.len(), all_edits }
    }

    /// Shows both versions, each in about `room` bytes. The cleaner tells the evidence for the edits, as
    /// far as it lies in what is kept.
    pub(super) fn versions<'k>(&'k self, cleaner: &Cleaner, room: usize) -> Versions<'k> {
        let explanations = cleaner.explain(&self.text);
        let mut versions = Versions {
            place: &self.place,
            before: Vec::new(),
            after: Vec::new(),
            notes: Vec::new(),
            all_edits: self.all_edits,
        };
        let is_whole = self.text.len() <= room;
        let mut at = 0;
        let mut left = room;
        for edit in &self.edits {
            let size = edit.range.len().max(edit.replacement.len());
            let stretch = (edit.range.start - at).min(STRETCH);
            if !is_whole && size + stretch > left {
                break;
            }
            left = left.saturating_sub(size + stretch);
            versions.same(&self.text[at..edit.range.start], is_whole);
            versions.edit(&self.text, edit, explanations.iter().find(|e| e.is_of(edit)));
            at = edit.range.end;
        }
        let rest = &self.text[at..];
        let shown = if is_whole { rest.len() } else { rest.floor_char_boundary(left.min(STRETCH)) };
        versions.same(&rest[..shown], true);
        if at + shown < self.bytes {
            versions.both(vec![Piece::left((self.bytes - at - shown) as u64)]);
        }
        versions
    }
}

impl<'k> Versions<'k> {
    fn both(&mut self, pieces: Vec<Piece<'k>>) {
        self.before.push(Part::Same(pieces.clone()));
        self.after.push(Part::Same(pieces));
    }

    fn same(&mut self, text: &'k str, is_whole: bool) {
        if is_whole || text.len() <= STRETCH {
            return self.both(pieces(text, Breaks::Plain));
        }
        let head = text.floor_char_boundary(STRETCH / 2);
        let tail = text.ceil_char_boundary(text.len() - STRETCH / 2);
        self.both(pieces(&text[..head], Breaks::Plain));
        self.both(vec![Piece::left((tail - head) as u64)]);
        self.both(pieces(&text[tail..], Breaks::Plain));
    }

    fn edit(&mut self, text: &'k str, edit: &'k Edit, explanation: Option<&Explanation>) {
        let number = self.notes.len();
        self.before.push(Part::Edit(number, pieces(&text[edit.range.clone()], Breaks::Both)));
        self.after.push(Part::Edit(number, pieces(&edit.replacement, Breaks::Both)));
        let sure = super::shown::confidence(edit.confidence);
        let about = edit.rule.about();
        let evidence = explanation.map_or(String::new(), |explanation| format!(" Weighed: {explanation}."));
        let text = format!("{}, {sure}. {about}{evidence}", edit.rule);
        self.notes.push(EditNote { rule: edit.rule, band: band(edit.confidence), text });
    }
}
