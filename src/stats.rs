//! What a cleaner did, counted.

use crate::edit::{EditScript, Rule};

/// Counts over any number of documents. They add up in any order.
///
/// ```
/// use copydesk::{Cleaner, Rule, Stats};
///
/// let text = "“Yes.”\nAdvertisement\nNo.";
/// let script = Cleaner::new().edit(text);
/// let mut stats = Stats::default();
/// stats.record(text, &script);
/// assert_eq!(stats.documents, 1);
/// assert_eq!(stats.edits(Rule::Ad), 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Documents seen.
    pub documents: u64,
    /// Documents in which something was changed.
    pub changed: u64,
    /// Bytes of text seen (of the documents, not of the files they stand in).
    pub bytes: u64,
    /// Documents in which lines were left that would have gone, as they were too many
    /// ([`CleanerBuilder::max_removed`](crate::CleanerBuilder::max_removed)); of a long text, sections.
    pub flagged: u64,
    /// Lines taken out whole. A text that is nothing but such a line is not counted.
    pub lines_removed: u64,
    by_rule: [u64; Rule::ALL.len()],
}

impl Default for Stats {
    fn default() -> Self {
        let by_rule = [0; Rule::ALL.len()];
        Self { documents: 0, changed: 0, bytes: 0, flagged: 0, lines_removed: 0, by_rule }
    }
}

impl Stats {
    /// Counts one document and the edits made in it.
    pub fn record(&mut self, text: &str, script: &EditScript) {
        self.documents += 1;
        self.bytes += text.len() as u64;
        self.record_edits(script);
        self.changed += u64::from(!script.is_empty());
    }

    /// Counts edits of a document that is counted elsewhere, as parts of one long text are.
    pub fn record_edits(&mut self, script: &EditScript) {
        self.flagged += u64::from(script.is_flagged());
        for (edit, removed) in script.iter() {
            self.by_rule[edit.rule as usize] += 1;
            // A line goes with its line break, a part of one leaves it.
            self.lines_removed += u64::from(edit.rule.removes_line() && removed.contains('\n'));
        }
    }

    /// How many edits a rule has made.
    #[must_use]
    pub fn edits(&self, rule: Rule) -> u64 {
        self.by_rule[rule as usize]
    }

    /// How many edits there are in all.
    #[cfg(feature = "pipeline")]
    pub(crate) fn all_edits(&self) -> u64 {
        self.by_rule.iter().sum()
    }

    /// Counts edits that were counted before.
    #[cfg(feature = "pipeline")]
    pub(crate) fn add_edits(&mut self, rule: Rule, edits: u64) {
        self.by_rule[rule as usize] += edits;
    }

    /// Adds the counts of another.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.changed += other.changed;
        self.bytes += other.bytes;
        self.flagged += other.flagged;
        self.lines_removed += other.lines_removed;
        for (mine, theirs) in self.by_rule.iter_mut().zip(other.by_rule) {
            *mine += theirs;
        }
    }
}
