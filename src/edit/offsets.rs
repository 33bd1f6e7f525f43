//! Offsets of the original in the cleaned text, and back.

use std::ops::Range;

use super::Edit;

/// Where a span of the original text lies in the cleaned text, and the other way round: for
/// annotations made before or after cleaning.
///
/// ```
/// use copydesk::Cleaner;
///
/// let text = "“Yes,” she said.The end.";
/// let map = Cleaner::new().edit(text).offset_map();
/// let end = text.find("end").unwrap();
/// let span = map.to_cleaned(end..end + 3);
/// assert_eq!(&Cleaner::new().clean(text)[span.clone()], "end");
/// assert_eq!(map.to_original(span), end..end + 3);
/// ```
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    /// Each edit as (span of the original, span of the cleaned text).
    spans: Vec<(Range<usize>, Range<usize>)>,
}

impl OffsetMap {
    pub(super) fn new(edits: &[Edit]) -> Self {
        let (mut original, mut cleaned) = (0, 0);
        let spans = edits
            .iter()
            .map(|edit| {
                let start = cleaned + (edit.range.start - original);
                let end = start + edit.replacement.len();
                (original, cleaned) = (edit.range.end, end);
                (edit.range.clone(), start..end)
            })
            .collect();
        Self { spans }
    }

    /// The span of the cleaned text (bytes) that holds what `range` (bytes) of the original held.
    ///
    /// What was put in at either end of the span stays outside it; an end inside a changed place
    /// moves to that place's edge, so that the result never cuts a replacement. A span that was
    /// removed whole comes back empty.
    #[must_use]
    pub fn to_cleaned(&self, range: Range<usize>) -> Range<usize> {
        map(&self.spans, range, |(from, to)| (from, to))
    }

    /// The span of the original (bytes) that `range` (bytes) of the cleaned text came from, by
    /// the same measure as [`to_cleaned`](Self::to_cleaned).
    #[must_use]
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        map(&self.spans, range, |(to, from)| (from, to))
    }
}

type Span = (Range<usize>, Range<usize>);

fn map(
    spans: &[Span],
    range: Range<usize>,
    side: impl Fn(&Span) -> (&Range<usize>, &Range<usize>),
) -> Range<usize> {
    // The start goes behind everything that ends at or before it ...
    let before = spans.partition_point(|span| side(span).0.end <= range.start);
    let shift = |offset: usize, count: usize| match count.checked_sub(1).map(|i| side(&spans[i])) {
        Some((from, to)) => to.end + (offset - from.end),
        None => offset,
    };
    let start = match spans.get(before).map(&side) {
        Some((from, to)) if from.start < range.start => to.start,
        _ => shift(range.start, before),
    };
    // ... and the end goes before everything that begins at or after it.
    let reached = spans.partition_point(|span| side(span).0.start < range.end);
    let end = match reached.checked_sub(1).map(|i| side(&spans[i])) {
        Some((from, to)) if from.end > range.end => to.end,
        _ => shift(range.end, reached),
    };
    start..end.max(start)
}
