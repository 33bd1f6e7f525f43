//! A list of edits over one text: checked, applied, inverted.

use std::borrow::Cow;
use std::ops::Range;

use super::{OffsetMap, Rule, compose};
use crate::error::{Error, ErrorKind};

/// One change: a span of the original text and what stands there instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// Byte offsets into the original text. Empty where something is only put in.
    pub range: Range<usize>,
    /// The text that takes the place of the span.
    pub replacement: Cow<'static, str>,
    /// Why.
    pub rule: Rule,
    /// How sure: the probability, from 0 to 1, that the edit is right.
    pub confidence: f32,
}

impl Edit {
    /// An edit that is certain, as those that only set a style are.
    pub fn new(range: Range<usize>, replacement: impl Into<Cow<'static, str>>, rule: Rule) -> Self {
        Self { range, replacement: replacement.into(), rule, confidence: 1.0 }
    }

    /// The same edit with another confidence.
    #[must_use]
    pub fn with_confidence(self, confidence: f32) -> Self {
        Self { confidence, ..self }
    }
}

/// All edits of one text, sorted and not overlapping, with what they remove: enough to apply them
/// to the original and to take them back from the cleaned text.
///
/// ```
/// use copydesk::{Edit, EditScript, Rule};
///
/// let text = "He said.The end";
/// let script = EditScript::new(text, vec![Edit::new(8..8, " ", Rule::Gap)])?;
/// let cleaned = script.apply(text)?;
/// assert_eq!(cleaned, "He said. The end");
/// assert_eq!(script.undo(&cleaned)?, text);
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EditScript {
    pub(super) edits: Vec<Edit>,
    /// The removed spans of the original, one after the other: their lengths are in the edits.
    pub(super) removed: String,
    pub(super) is_flagged: bool,
}

impl EditScript {
    /// Makes a script of edits over `text`.
    ///
    /// # Errors
    /// Where the edits are not sorted, overlap, lie outside the text or cut a character in two.
    pub fn new(text: &str, edits: Vec<Edit>) -> Result<Self, Error> {
        Self::read(text, edits, |_, _| {})
    }

    /// Makes a script of edits with what each of them removes, as [`iter`](Self::iter) gives them, without
    /// the text: to take back what is on record.
    ///
    /// ```
    /// use copydesk::{Cleaner, EditScript};
    ///
    /// let text = "“Yes,” he said.She left.";
    /// let script = Cleaner::new().edit(text);
    /// let record: Vec<_> = script.iter().map(|(edit, removed)| (edit.clone(), removed.to_owned())).collect();
    ///
    /// let again = EditScript::recorded(record)?;
    /// assert_eq!(again, script);
    /// assert_eq!(again.undo("\"Yes,\" he said. She left.")?, text);
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the edits are not sorted or overlap, or one does not remove as many bytes as it says.
    pub fn recorded<R: AsRef<str>>(edits: impl IntoIterator<Item = (Edit, R)>) -> Result<Self, Error> {
        let mut script = Self::default();
        let mut at = 0;
        for (index, (edit, removed)) in edits.into_iter().enumerate() {
            let Range { start, end } = edit.range;
            if start < at || start.checked_add(removed.as_ref().len()) != Some(end) {
                let reason = "is out of order, or does not remove what it says";
                return Err(ErrorKind::Script { index, reason }.into());
            }
            script.removed.push_str(removed.as_ref());
            script.edits.push(edit);
            at = end;
        }
        Ok(script)
    }

    /// Makes a script of edits over `text`, and applies it on the way.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn applied(text: &str, edits: Vec<Edit>) -> Result<(Self, String), Error> {
        let mut cleaned = String::with_capacity(text.len() + 2 * edits.len());
        let script = Self::read(text, edits, |kept, edit| {
            append(&mut cleaned, kept);
            cleaned.push_str(&edit.replacement);
        })?;
        let rest = script.edits.last().map_or(0, |edit| edit.range.end);
        append(&mut cleaned, &text[rest..]);
        Ok((script, cleaned))
    }

    /// Checks the edits; calls `each` with each of them and the text that is kept before it.
    fn read(text: &str, edits: Vec<Edit>, mut each: impl FnMut(&str, &Edit)) -> Result<Self, Error> {
        let mut at = 0;
        let mut removed = String::with_capacity(2 * edits.len());
        for (index, edit) in edits.iter().enumerate() {
            let Range { start, end } = edit.range;
            if start < at || end < start {
                let reason = "overlaps the one before it, or is out of order";
                return Err(ErrorKind::Script { index, reason }.into());
            }
            let (Some(kept), Some(span)) = (text.get(at..start), text.get(start..end)) else {
                let reason = "lies outside the text, or cuts a character in two";
                return Err(ErrorKind::Script { index, reason }.into());
            };
            each(kept, edit);
            removed.push_str(span);
            at = end;
        }
        Ok(Self { edits, removed, is_flagged: false })
    }

    /// Whether lines were left that would have gone, as they were too many
    /// ([`CleanerBuilder::max_removed`](crate::CleanerBuilder::max_removed)).
    #[must_use]
    pub fn is_flagged(&self) -> bool {
        self.is_flagged
    }

    /// The same script, flagged or not.
    pub(crate) fn flagged(self, is_flagged: bool) -> Self {
        Self { is_flagged, ..self }
    }

    /// The edits, in the order of the text.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Each edit with the text that it removes.
    pub fn iter(&self) -> impl Iterator<Item = (&Edit, &str)> {
        let mut at = 0;
        self.edits.iter().map(move |edit| {
            let start = at;
            at += edit.range.len();
            (edit, &self.removed[start..at])
        })
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The number of edits.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// The cleaned text.
    ///
    /// # Errors
    /// Where `text` is not the text that the script was made for, as far as the edits show it.
    pub fn apply(&self, text: &str) -> Result<String, Error> {
        let mut out = String::with_capacity(text.len() + 2 * self.edits.len());
        let mut at = 0;
        for (edit, removed) in self.iter() {
            let Range { start, end } = edit.range;
            let (Some(kept), Some(span)) = (text.get(at..start), text.get(start..end)) else {
                return Err(ErrorKind::Mismatch { offset: start.min(text.len()) }.into());
            };
            if span != removed {
                return Err(ErrorKind::Mismatch { offset: start }.into());
            }
            append(&mut out, kept);
            out.push_str(&edit.replacement);
            at = end;
        }
        append(&mut out, &text[at..]);
        Ok(out)
    }

    /// The original text, byte for byte.
    ///
    /// # Errors
    /// Where `cleaned` is not what the script makes of its text, as far as the edits show it.
    pub fn undo(&self, cleaned: &str) -> Result<String, Error> {
        self.invert().apply(cleaned)
    }

    /// The script that leads back: its edits lie over the cleaned text.
    #[must_use]
    pub fn invert(&self) -> Self {
        let mut inverse = Self::default();
        let (mut original, mut cleaned) = (0, 0);
        for (edit, removed) in self.iter() {
            // No text is so long that these are reached; what is on record can say anything.
            let start = usize::saturating_add(cleaned, edit.range.start - original);
            let end = start.saturating_add(edit.replacement.len());
            inverse.removed.push_str(&edit.replacement);
            inverse.edits.push(Edit {
                range: start..end,
                replacement: Cow::Owned(removed.to_owned()),
                rule: edit.rule,
                confidence: edit.confidence,
            });
            (original, cleaned) = (edit.range.end, end);
        }
        inverse
    }

    /// This script and then another over its result, as one script over the original.
    ///
    /// Where the two touch the same place, one edit stands for both. It keeps the earlier rule,
    /// which is the cause, and the lower confidence.
    #[must_use]
    pub fn compose(self, next: Self) -> Self {
        if self.is_empty() {
            next
        } else if next.is_empty() {
            self
        } else {
            compose::compose(&self, next)
        }
    }

    /// The script read sideways: where an offset of one text lies in the other.
    #[must_use]
    pub fn offset_map(&self) -> OffsetMap {
        OffsetMap::new(&self.edits)
    }
}

/// Adds text that stays, some at a time: what is longer, glibc copies by `rep movsb`, which takes some processors
/// (AMD's Zen 3) longer than its loop of vectors does.
fn append(to: &mut String, mut text: &str) {
    const PIECE: usize = 2 << 10;
    while text.len() > PIECE {
        let (piece, rest) = text.split_at(text.floor_char_boundary(PIECE));
        to.push_str(piece);
        text = rest;
    }
    to.push_str(text);
}
