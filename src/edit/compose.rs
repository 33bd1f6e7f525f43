//! Two scripts made one.
//!
//! Three texts: A, the middle B, and C. `first` leads from A to B, `next` from B to C. Edits that
//! touch nothing of the other script are only shifted; edits that overlap in B form a cluster, and
//! a cluster becomes one edit.

use std::borrow::Cow;

use super::{Edit, EditScript};

/// An edit of the first script with its place in B.
struct Placed<'a> {
    start: usize,
    end: usize,
    edit: &'a Edit,
    removed: &'a str,
}

pub(super) fn compose(first: &EditScript, next: EditScript) -> EditScript {
    let mut out = EditScript {
        edits: Vec::with_capacity(first.len() + next.len()),
        removed: String::with_capacity(first.removed.len() + next.removed.len()),
        is_flagged: first.is_flagged || next.is_flagged,
    };
    let mut firsts = placed(first).peekable();
    let mut nexts = Nexts { edits: next.edits.into_iter(), removed: &next.removed };
    // Position reached in A and in B: all between here and the next edit is the same in both.
    let (mut at_a, mut at_b) = (0usize, 0usize);

    // The cluster: what begins first in B, and then all that overlaps it.
    let mut from_a = Vec::new();
    let mut from_b = Vec::new();
    loop {
        // Most of what comes second touches nothing of the first, and is only moved.
        let before = firsts.peek().map_or(usize::MAX, |a| a.start);
        let moved = at_a.wrapping_sub(at_b);
        let is_apart = |edit: &&Edit| edit.range.end < before;
        let apart = nexts.edits.as_slice().iter().take_while(is_apart).count();
        for (mut edit, removed) in nexts.by_ref().take(apart) {
            at_b = edit.range.end;
            if removed != edit.replacement {
                edit.range = edit.range.start.wrapping_add(moved)..at_b.wrapping_add(moved);
                out.removed.push_str(removed);
                out.edits.push(edit);
            }
        }
        at_a = at_b.wrapping_add(moved);
        from_a.clear();
        from_b.clear();
        let mut span: Option<(usize, usize)> = None;
        loop {
            let a = firsts.peek().map(|a| (a.start, a.end));
            let b = nexts.edits.as_slice().first().map(|edit| (edit.range.start, edit.range.end));
            let joins = |at: Option<(usize, usize)>| match (at, span) {
                (Some((start, end)), Some((_, reach))) => start < reach && span_overlaps(span, start, end),
                _ => false,
            };
            let take_a = match (a, b, span) {
                (None, None, _) => break,
                // An insertion of `next` at the very start of a place in B goes before it.
                (Some(a), Some(b), None) => a.0 < b.0 || (a.0 == b.0 && (b.1 > b.0 || a.1 == a.0)),
                (_, None, None) => true,
                (None, _, None) => false,
                _ if joins(a) && (!joins(b) || a.map(|a| a.0) <= b.map(|b| b.0)) => true,
                _ if joins(b) => false,
                _ => break,
            };
            let (start, end) = if take_a {
                from_a.extend(firsts.next());
                a.unwrap_or_default()
            } else {
                from_b.extend(nexts.next());
                b.unwrap_or_default()
            };
            span = Some(span.map_or((start, end), |(s, e)| (s.min(start), e.max(end))));
        }
        let Some((start, end)) = span else { break };
        let start_a = at_a + (start - at_b);
        let end_a = push_cluster(&mut out, &from_a, &from_b, start_a, start, end);
        (at_a, at_b) = (end_a, end);
    }
    out
}

/// Whether [start, end) shares more than an edge with the span; an empty one has to lie inside.
fn span_overlaps(span: Option<(usize, usize)>, start: usize, end: usize) -> bool {
    span.is_some_and(|(s, e)| start < e && s < end)
}

/// The edits of the second script that are left, and what they remove.
struct Nexts<'a> {
    edits: std::vec::IntoIter<Edit>,
    removed: &'a str,
}

impl<'a> Iterator for Nexts<'a> {
    type Item = (Edit, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let edit = self.edits.next()?;
        let removed;
        (removed, self.removed) = self.removed.split_at(edit.range.len());
        Some((edit, removed))
    }
}

fn placed(script: &EditScript) -> impl Iterator<Item = Placed<'_>> {
    let (mut at_a, mut at_b) = (0, 0);
    script.iter().map(move |(edit, removed)| {
        let start = at_b + (edit.range.start - at_a);
        let end = start + edit.replacement.len();
        (at_a, at_b) = (edit.range.end, end);
        Placed { start, end, edit, removed }
    })
}

/// Writes one cluster (its place in B is [start, end)) as one edit; gives its end in A.
fn push_cluster(
    out: &mut EditScript,
    from_a: &[Placed<'_>],
    from_b: &[(Edit, &str)],
    start_a: usize,
    start: usize,
    end: usize,
) -> usize {
    // What it removes from A: what the first script removed, and those parts of B that came
    // unchanged from A, which in a cluster are always inside something that `next` removes.
    let before = out.removed.len();
    let mut at = start;
    for a in from_a {
        push_copied(&mut out.removed, from_b, at, a.start);
        out.removed.push_str(a.removed);
        at = a.end;
    }
    push_copied(&mut out.removed, from_b, at, end);
    let end_a = start_a + (out.removed.len() - before);

    // What it puts into C: what `next` puts in, and those parts of the first script's
    // replacements that `next` leaves.
    let replacement = match (from_a, from_b) {
        ([a], []) => a.edit.replacement.clone(),
        ([], [(b, _)]) => b.replacement.clone(),
        _ => {
            let mut text = String::new();
            let mut at = start;
            for (b, _) in from_b {
                push_left(&mut text, from_a, at, b.range.start);
                text.push_str(&b.replacement);
                at = b.range.end;
            }
            push_left(&mut text, from_a, at, end);
            Cow::Owned(text)
        }
    };
    let causes = from_a.iter().map(|a| a.edit).chain(from_b.iter().map(|(edit, _)| edit));
    let confidence = causes.clone().map(|edit| edit.confidence).fold(1.0, f32::min);
    let Some(cause) = causes.into_iter().next() else { return end_a };
    if out.removed[before..] == replacement {
        // The second script took the first one back.
        out.removed.truncate(before);
    } else {
        let range = start_a..end_a;
        out.edits.push(Edit { range, replacement, rule: cause.rule, confidence });
    }
    end_a
}

/// The part [from, to) of B, which `next` removes.
fn push_copied(removed: &mut String, nexts: &[(Edit, &str)], from: usize, to: usize) {
    for (edit, text) in nexts {
        let (start, end) = (from.max(edit.range.start), to.min(edit.range.end));
        if start < end {
            removed.push_str(&text[start - edit.range.start..end - edit.range.start]);
        }
    }
}

/// The part [from, to) of B, which stands in replacements of the first script.
fn push_left(text: &mut String, firsts: &[Placed<'_>], from: usize, to: usize) {
    for a in firsts {
        let (start, end) = (from.max(a.start), to.min(a.end));
        if start < end {
            text.push_str(&a.edit.replacement[start - a.start..end - a.start]);
        }
    }
}
