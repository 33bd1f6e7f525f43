//! The composed form NFC, segment by segment.

use std::iter::once;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::edit::{Edit, Rule};

/// Adds the edits that compose `text` around `places`, those apart that would touch an edit
/// already there: they come with the next round.
pub(super) fn propose(text: &str, places: &[usize], edits: &mut Vec<Edit>) {
    let others = edits.len();
    let (mut next, mut done) = (0, 0);
    for &place in places.iter() {
        if place < done {
            continue;
        }
        // From the character before, which may take this one in, to all that may be taken in.
        let start = text[..place].char_indices().next_back().map_or(0, |(at, _)| at).max(done);
        let end = text[place..].char_indices().skip(1).find(|&(_, c)| is_stable(c));
        let end = end.map_or(text.len(), |(at, _)| place + at);
        done = end;
        if let Some(edit) = compose(&text[start..end], start) {
            while next < others && edits[next].range.end <= edit.range.start {
                next += 1;
            }
            if next == others || edit.range.end <= edits[next].range.start {
                edits.push(edit);
            }
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
}

/// Whether `c` begins anew, whatever stands before it.
fn is_stable(c: char) -> bool {
    c < '\u{300}' || (is_yes(c) && canonical_combining_class(c) == 0)
}

/// Whether NFC leaves `c` alone whatever it stands beside.
fn is_yes(c: char) -> bool {
    is_nfc_quick(once(c)) == IsNormalized::Yes
}

/// The smallest edit that composes `segment`, which begins at `offset`.
fn compose(segment: &str, offset: usize) -> Option<Edit> {
    let composed: String = segment.nfc().collect();
    if composed == segment {
        return None;
    }
    let same = |(a, b): &(char, char)| a == b;
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(same).map(|(c, _)| c.len_utf8()).sum()
    };
    let front = common(&mut segment.chars().zip(composed.chars()));
    let (old, new) = (&segment[front..], &composed[front..]);
    let back = common(&mut old.chars().rev().zip(new.chars().rev()));
    let range = offset + front..offset + segment.len() - back;
    Some(Edit::new(range, new[..new.len() - back].to_owned(), Rule::Nfc))
}
