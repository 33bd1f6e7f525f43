//! Rounds over a text: each stage once, over what the one before it made, until another round would change
//! nothing.

use std::ops::Range;

use crate::chars::{after, before, could_be_misread, is_blank};
use crate::edit::{self, Edit, EditScript};
use crate::passes::{Document, Doubt, Origin, Stage};
use crate::scan::Scan;

/// A text is settled when a round over it changes nothing. Real text takes one round and, where
/// needed, a check; what has not settled after this many is left as it was, so that cleaning what
/// was cleaned never changes it again.
const MAX_ROUNDS: usize = 8;

/// A text of this length (bytes) or more, as sections of a stream have, is not read again as a
/// whole, but only around what could have more to it, and not by the stages that weigh the text as
/// a whole: one more name among thousands hardly moves their scales. It counts as settled if
/// nothing changes there.
const LONG: usize = 256 << 10;

/// Stages of a cleaner.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Open(u8);

impl Open {
    const NONE: Self = Self(0);
    const ALL: Self = Self(u8::MAX);

    /// The one that comes at `place` in the cleaner's order.
    fn one(place: usize) -> Self {
        Self(1 << place)
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    fn has(self, place: usize) -> bool {
        self.0 & Self::one(place).0 != 0
    }
}

/// A place of a text (bytes) to which another round could bring something, and the stages that could.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Unsure {
    at: usize,
    open: Open,
}

/// What one round made of a text.
#[derive(Default)]
struct Round {
    script: EditScript,
    cleaned: String,
    /// The stages to which another round could bring something, beside those that weigh the text as a whole:
    /// to these, what has a new style can look otherwise.
    open: Open,
    /// Where in the result, if it is long; sorted.
    unsure: Vec<Unsure>,
    /// The places of the result, where it is not long.
    scan: Scan,
}

/// What rounds make of a text until none changes it; `None` where nothing does, and nothing was left that would
/// have gone.
pub(super) fn settled(stages: &[Stage], text: &str, origin: Origin<'_>) -> Option<(EditScript, String)> {
    // What goes does not make it a short one.
    let is_long = text.len() >= LONG;
    let says_something = |(script, _): &(EditScript, String)| !script.is_empty() || script.is_flagged();
    let mut done: Option<(EditScript, String)> = None;
    for _ in 0..MAX_ROUNDS {
        let current = done.as_ref().map_or(text, |(_, cleaned)| cleaned);
        let Some(round) = round(stages, current, origin, is_long) else {
            // What one round did another may have taken back.
            return done.filter(says_something);
        };
        let settled = round.script.is_empty()
            || (is_long && (round.open == Open::NONE || is_quiet(stages, &round, origin)))
            || (!is_long && is_settled(stages, &round, origin));
        // The last round knows whether anything is left that would have gone.
        let is_flagged = round.script.is_flagged();
        let script = match done.take() {
            Some((before, _)) => before.compose(round.script).flagged(is_flagged),
            None => round.script,
        };
        done = Some((script, round.cleaned));
        if settled {
            return done.filter(says_something);
        }
    }
    None
}

/// Whether another round over the result of one would leave it as it is; what that reads is known
/// already.
fn is_settled(stages: &[Stage], done: &Round, origin: Origin<'_>) -> bool {
    let document = Document::of(&done.cleaned, &done.scan, origin);
    let mut edits = Vec::new();
    let mut leave = |stage: &Stage| {
        propose(stage, &document, &mut edits);
        edits.is_empty() && document.is_flagged() <= done.script.is_flagged()
    };
    if !stages.iter().filter(|stage| !stage.is_local).all(&mut leave) {
        return false;
    }
    let open = if document.doubt() == Some(Doubt::Edits) { Open::ALL } else { done.open };
    asked(stages, open).all(leave)
}

/// The stages that hang on what is near alone, of those that could do more.
fn asked(stages: &[Stage], open: Open) -> impl Iterator<Item = &Stage> {
    let is_asked = move |(i, stage): &(usize, &Stage)| stage.is_local && open.has(*i);
    stages.iter().enumerate().filter(is_asked).map(|(_, stage)| stage)
}

/// Whether the lines around all that is unsure in a long text would be left as they are.
fn is_quiet(stages: &[Stage], done: &Round, origin: Origin<'_>) -> bool {
    let text = &done.cleaned;
    if done.unsure.is_empty() {
        return false;
    }
    let mut left = done.unsure.as_slice();
    while let [first, ..] = left {
        // Read with a margin, as the ends of what is read look like the ends of a text.
        let (inner, outer) = (lines_around(text, first.at, 1), lines_around(text, first.at, 2));
        let here = left.iter().take_while(|unsure| unsure.at < inner.end).count().max(1);
        let mut open = Open::NONE;
        left[..here].iter().for_each(|unsure| open.add(unsure.open));
        left = &left[here..];
        let inner = inner.start - outer.start..inner.end - outer.start;
        if let Some(again) = round(asked(stages, open), &text[outer], origin, false) {
            let inside = |edit: &Edit| edit.range.start < inner.end && inner.start < edit.range.end;
            if again.script.edits().iter().any(inside) {
                return false;
            }
        }
    }
    true
}

/// Each stage once, over what the one before it made. `None` where nothing changes.
fn round<'s>(
    stages: impl IntoIterator<Item = &'s Stage>,
    text: &str,
    origin: Origin<'_>,
    is_long: bool,
) -> Option<Round> {
    let mut stages = stages.into_iter().enumerate().peekable();
    let mut scan = Scan::new(text);
    let mut done: Option<Round> = None;
    let mut open = Open::NONE;
    let mut is_flagged = false;
    // A short text is read again as a whole, so nobody asks where.
    let mut unsure = Vec::new();
    let mut edits: Vec<Edit> = Vec::new();
    while let Some((place, stage)) = stages.next() {
        let current = done.as_ref().map_or(text, |done| &done.cleaned);
        let document = Document::of(current, &scan, origin).long(is_long);
        let close = propose(stage, &document, &mut edits);
        let doubtful = document.doubtful();
        is_flagged |= document.is_flagged();
        // Of a long text only what lies around places is asked again.
        let doubt = document.doubt().filter(|_| !is_long || !edits.is_empty());
        if doubt == Some(Doubt::Edits) || !doubtful.is_empty() {
            open = Open::ALL;
        } else if doubt.is_some() || !close.is_empty() {
            open.add(Open::one(place));
        }
        if is_long {
            let all = edits.iter().filter(|_| doubt.is_some()).map(|edit| edit.range.start);
            unsure.extend(all.chain(doubtful).map(|at| Unsure { at, open: Open::ALL }));
            unsure.extend(close.into_iter().map(|at| Unsure { at, open: Open::one(place) }));
        }
        if edits.is_empty() {
            continue;
        }
        let applied = EditScript::applied(current, std::mem::take(&mut edits));
        debug_assert!(applied.is_ok(), "{applied:?}");
        let Ok((script, cleaned)) = applied else { continue };
        let misreadable = misreadable(&script, &cleaned);
        if !misreadable.is_empty() {
            open = Open::ALL;
        }
        if stages.peek().is_some() || !is_long {
            // Where most of the text is touched, reading it all again is cheaper.
            let dense = script.len() > cleaned.len() / 512;
            scan = if dense { Scan::new(&cleaned) } else { scan.patched(current, &script, &cleaned) };
        }
        if is_long {
            unsure.extend(misreadable.into_iter().map(|at| Unsure { at, open: Open::ALL }));
            unsure.sort_unstable();
            let map = script.offset_map();
            unsure.iter_mut().for_each(|unsure| unsure.at = map.to_cleaned(unsure.at..unsure.at).start);
            // What went can have had many.
            unsure.dedup();
        }
        let script = match done.take() {
            Some(before) => before.script.compose(script),
            None => script,
        };
        done = Some(Round { script, cleaned, ..Round::default() });
    }
    unsure.sort_unstable();
    let left = || Round { cleaned: text.to_owned(), ..Round::default() };
    let done = done.or_else(|| is_flagged.then(left));
    done.map(|done| Round { open, script: done.script.flagged(is_flagged), unsure, scan, ..done })
}

/// Lets the passes of a stage propose; gives the places where edits of two of them are so close that one could
/// make the other decide anew.
pub(super) fn propose(stage: &Stage, document: &Document<'_>, edits: &mut Vec<Edit>) -> Vec<usize> {
    // A dash looks for quotation marks behind a space or two.
    const CLOSE: usize = 8;
    let mut close = Vec::new();
    let mut own = Vec::new();
    for pass in &stage.passes {
        pass.propose(document, &mut own);
        if edits.is_empty() {
            std::mem::swap(edits, &mut own);
        } else if !own.is_empty() {
            edit::merge(edits, own.drain(..), |edit, before, after| {
                if before.is_some_and(|end| end + CLOSE > edit.range.start)
                    || after.is_some_and(|start| edit.range.end + CLOSE > start)
                {
                    close.push(edit.range.start);
                }
            });
        }
    }
    if !edits.is_empty() {
        // What a grave accent is, hangs on its line.
        let places = edits.iter().map(|edit| edit.range.start);
        places.filter(|&at| document.code().is_beside(at)).for_each(|at| document.raise_doubt_at(at));
    }
    close
}

/// Where edits bring together what could be a character that was misread ("Ã’", "”©"; "Â " from "Â--"): that is
/// not known before they are applied.
fn misreadable(script: &EditScript, cleaned: &str) -> Vec<usize> {
    // Neither of the two is ASCII, but for the second one, which the first tells.
    let is_ascii = |end: usize| end == 0 || cleaned.as_bytes()[end - 1].is_ascii();
    let mut places = Vec::new();
    let mut start = 0;
    let mut read = 0;
    for Edit { range, replacement, .. } in script.edits() {
        start += range.start - read;
        let end = start + replacement.len();
        if (!is_ascii(start) && could_end(cleaned, start)) || (!is_ascii(end) && could_begin(cleaned, end)) {
            places.push(range.start);
        }
        (start, read) = (end, range.end);
    }
    places
}

/// Whether what stands at `at` could be the end of a character that was misread.
fn could_end(text: &str, at: usize) -> bool {
    let (Some(lead), Some(next)) = (before(text, at), after(text, at)) else { return false };
    // A small letter begins nothing that is shorter than three: of "à" to "ï" in Western pages.
    let goes_on = || after(text, at + next.len_utf8()).is_some_and(|last| could_be_misread(next, last));
    could_be_misread(lead, next) && (!lead.is_lowercase() || goes_on())
}

/// Whether what ends at `at` could be the beginning of one.
fn could_begin(text: &str, at: usize) -> bool {
    let (Some(lead), Some(next)) = (before(text, at), after(text, at)) else { return false };
    // In the page where these are leads, they are those of letters that stand in no Latin word: "l’été".
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let in_word =
        || is_letter(before(text, at - lead.len_utf8())) || is_letter(after(text, at + next.len_utf8()));
    // Only of letters is that so: "’©Wright".
    let is_sign = !next.is_alphabetic() && !matches!(next, '‘'..='”' | '–' | '—' | '…');
    could_be_misread(lead, next) && !is_blank(next) && (is_sign || !(matches!(lead, '‘'..='”') && in_word()))
}

/// Some lines before a place to some behind it; at the most 4 KiB to either side.
fn lines_around(text: &str, place: usize, lines: usize) -> Range<usize> {
    const REACH: usize = 4 << 10;
    let place = text.floor_char_boundary(place);
    let low = text.floor_char_boundary(place.saturating_sub(REACH));
    let high = text.ceil_char_boundary((place + REACH).min(text.len()));
    let (before, after) = (&text.as_bytes()[low..place], &text.as_bytes()[place..high]);
    let start = memchr::memrchr_iter(b'\n', before).nth(lines).map_or(low, |i| low + i + 1);
    let end = memchr::memchr_iter(b'\n', after).nth(lines).map_or(high, |i| place + i + 1);
    start..end
}
