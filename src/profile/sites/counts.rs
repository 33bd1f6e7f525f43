//! The counts of one site's lines, and how they get fewer.

use foldhash::HashMap;

use super::line::Position;

/// What a line weighs beside the text that is kept of it, and a site beside its name: bytes, with
/// room for a table that grows.
pub(super) const LINE: usize = 128;
pub(super) const SITE: usize = 256;

/// What is known of a line of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Documents that have it.
    pub documents: u32,
    /// Of these, those that have it in their head, in their tail.
    pub head: u32,
    pub tail: u32,
    /// Documents more that may have had it.
    pub missed: u32,
    /// The smallest in byte order of its beginnings, so that it does not hang on the order of texts.
    pub sample: Box<str>,
}

impl Line {
    pub fn weight(&self) -> usize {
        LINE + self.sample.len()
    }

    /// No more documents than these have the line.
    pub fn at_most(&self) -> u32 {
        self.documents.saturating_add(self.missed)
    }

    fn add(&mut self, other: &Self) {
        self.documents = self.documents.saturating_add(other.documents);
        self.head = self.head.saturating_add(other.head);
        self.tail = self.tail.saturating_add(other.tail);
        self.missed = self.missed.saturating_add(other.missed);
    }
}

/// The lines of a site, by their keys.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub documents: u32,
    pub lines: HashMap<u64, Line>,
}

impl Counts {
    /// Counts a line of one more document. `missed`: how many may have had it before if it is not
    /// known. Gives what has been added to the weight.
    pub fn count(&mut self, key: u64, position: Position, sample: &str, missed: u32) -> usize {
        if let Some(line) = self.lines.get_mut(&key)
            && *sample >= *line.sample
        {
            line.documents = line.documents.saturating_add(1);
            line.head = line.head.saturating_add(u32::from(position == Position::Head));
            line.tail = line.tail.saturating_add(u32::from(position == Position::Tail));
            return 0;
        }
        let [head, tail] = [Position::Head, Position::Tail].map(|p| u32::from(position == p));
        let line = Line { documents: 1, head, tail, missed: 0, sample: sample.into() };
        self.add(key, line, missed, 0)
    }

    /// Adds what another one counted of a line. `missed`: how many documents this one may have missed
    /// if it does not know the line; `theirs`: what was added to the lines here for those that the
    /// other one may have missed.
    pub fn add(&mut self, key: u64, mut line: Line, missed: u32, theirs: u32) -> usize {
        let Some(known) = self.lines.get_mut(&key) else {
            line.missed = line.missed.saturating_add(missed);
            let weight = line.weight();
            self.lines.insert(key, line);
            return weight;
        };
        known.add(&line);
        known.missed -= theirs.min(known.missed);
        if line.sample >= known.sample {
            return 0;
        }
        let (before, after) = (known.sample.len(), line.sample.len());
        known.sample = line.sample;
        // A shorter sample weighs less, which is not worth a sign.
        after.saturating_sub(before)
    }

    pub fn weight(&self, name: &str) -> usize {
        SITE + name.len() + self.lines.values().map(Line::weight).sum::<usize>()
    }
}
