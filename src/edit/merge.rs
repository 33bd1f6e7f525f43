//! Edits of two passes over the same text, as one list.

use super::Edit;

/// Merges edits into others, but for those that overlap one of them; both sorted. Of each edit, `beside`
/// is told where the one before it ends and where the next one begins.
pub(crate) fn merge(
    edits: &mut Vec<Edit>,
    others: impl IntoIterator<Item = Edit>,
    mut beside: impl FnMut(&Edit, Option<usize>, Option<usize>),
) {
    let others = others.into_iter();
    let room = edits.len() + others.size_hint().0;
    let mut first = std::mem::replace(edits, Vec::with_capacity(room)).into_iter();
    for other in others {
        let is_before = |edit: &&Edit| edit.range.end <= other.range.start;
        let earlier = first.as_slice().iter().take_while(is_before).count();
        edits.extend(first.by_ref().take(earlier));
        let before = edits.last().map(|edit| edit.range.end);
        let after = first.as_slice().first().map(|edit| edit.range.start);
        beside(&other, before, after);
        if before.is_none_or(|end| end <= other.range.start)
            && after.is_none_or(|start| other.range.end <= start)
        {
            edits.push(other);
        }
    }
    edits.extend(first);
}
