//! What is noted of texts while a job runs.

use std::any::Any;
use std::sync::Arc;

use super::document::Kept;
use super::sample::{Sample, lot};
use super::shown::Cut;
use super::tally::{BANDS, DAMAGE, Edits, Extent, Lines, Sites, band};
use crate::edit::{Edit, Rule};
use crate::pipeline::{Change, Notes};

/// Edits that are kept of each rule in each band, and documents.
pub(super) const EXAMPLES: usize = 6;
pub(super) const DOCUMENTS: usize = 20;
pub(super) const FLAGGED: usize = 100;

/// Bytes of text that are kept: around an edit, of an edit, of a removed line.
const CONTEXT: usize = 120;
const EDIT: usize = 300;
const LINE: usize = 200;

/// Different ones that are counted each by itself.
const LINES: usize = 4096;
const SITES: usize = 16384;

/// Notes on some texts, or on all.
#[derive(Debug)]
pub(super) struct Book {
    pub edits: Edits,
    /// By rule and band, as in `edits`.
    pub examples: Vec<Sample<Example>>,
    pub lines: Lines,
    pub sites: Sites,
    /// Texts of which no site is known.
    pub siteless: u64,
    /// Documents by their damage.
    pub damage: [u64; DAMAGE.len()],
    /// The text whose sections are coming.
    open: Option<(Option<Arc<str>>, Extent)>,
    pub documents: Sample<Kept>,
    pub flagged: Sample<Place>,
}

/// Where a text stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The file's name; `None` for standard input.
    pub file: Option<Arc<str>>,
    /// The number of the record, where the file has several.
    pub record: Option<u64>,
    /// The line, from 1, of the document's text, where the whole of it is not meant.
    pub line: Option<u64>,
    pub site: Option<Arc<str>>,
}

/// An edit with what stands around it.
#[derive(Debug)]
pub(super) struct Example {
    pub place: Place,
    pub confidence: f32,
    pub before: Cut,
    pub removed: Cut,
    pub put_in: Cut,
    pub after: Cut,
}

impl Book {
    pub(super) fn new() -> Self {
        let examples = (0..Rule::ALL.len() * BANDS.len()).map(|_| Sample::new(EXAMPLES));
        Self::with(examples.collect(), Sample::new(DOCUMENTS), Sample::new(FLAGGED))
    }

    /// An empty one whose notes are to be added to this.
    pub(super) fn part(&self) -> Self {
        let examples = self.examples.iter().map(Sample::part);
        Self::with(examples.collect(), self.documents.part(), self.flagged.part())
    }

    fn with(examples: Vec<Sample<Example>>, documents: Sample<Kept>, flagged: Sample<Place>) -> Self {
        Self {
            edits: Edits::new(),
            examples,
            lines: Lines::new(LINES),
            sites: Sites::new(SITES),
            siteless: 0,
            damage: [0; DAMAGE.len()],
            open: None,
            documents,
            flagged,
        }
    }

    /// How many documents have how much damage.
    pub(super) fn damage(&self) -> [u64; DAMAGE.len()] {
        let mut damage = self.damage;
        if let Some((_, extent)) = self.open {
            damage[extent.damage()] += 1;
        }
        damage
    }

    /// A further section of a text that is a file.
    fn section(&mut self, name: Option<Arc<str>>, extent: Extent) {
        match &mut self.open {
            Some((open, whole)) if *open == name => whole.add(extent),
            open => {
                if let Some((_, before)) = open.replace((name, extent)) {
                    self.damage[before.damage()] += 1;
                }
            }
        }
    }

    fn merge(&mut self, later: Self) {
        self.edits.merge(&later.edits);
        for (mine, theirs) in self.examples.iter_mut().zip(later.examples) {
            mine.merge(theirs);
        }
        self.lines.merge(later.lines);
        self.sites.merge(later.sites);
        self.siteless += later.siteless;
        self.damage.iter_mut().zip(later.damage).for_each(|(mine, theirs)| *mine += theirs);
        if let Some((name, extent)) = later.open {
            self.section(name, extent);
        }
        self.documents.merge(later.documents);
        self.flagged.merge(later.flagged);
    }
}

impl Notes for Book {
    fn see(&mut self, change: &Change<'_>) {
        let text = Seen::new(change);
        let extent = Extent::of(change.text, change.script);
        if change.in_lines {
            self.damage[extent.damage()] += 1;
        } else {
            self.section(text.name.clone(), extent);
        }
        if let Some(site) = change.site {
            let counts = self.sites.see(site);
            // A text in sections is counted with the first.
            let is_first = change.line == 1;
            counts.documents += u64::from(is_first);
            counts.changed += u64::from(is_first && !change.script.is_empty());
            counts.edits += change.script.len() as u64;
        } else {
            self.siteless += 1;
        }
        let section = (change.line > 1).then_some(change.line);
        if change.script.is_flagged() {
            self.flagged.offer(text.lot, || text.place(section));
        }
        if change.script.is_empty() {
            return;
        }
        let documents = &mut self.documents;
        documents.offer(text.lot, || Kept::new(text.place(section), change));
        let mut line = Line { at: 0, number: change.line };
        for (edit, removed) in change.script.iter() {
            let (rule, band) = (edit.rule as usize, band(edit.confidence));
            self.edits.0[rule][band] += 1;
            let lot = lot((text.lot, edit.range.start));
            let mut place = || text.place(Some(line.of(change.text, edit.range.start)));
            self.examples[rule * BANDS.len() + band]
                .offer(lot, || example(place(), change.text, edit, removed));
            if edit.rule.removes_line() {
                self.line(change, edit, removed, lot);
            }
        }
    }

    fn add(&mut self, later: Box<dyn Notes>) {
        let later: Box<dyn Any> = later;
        if let Ok(later) = later.downcast::<Self>() {
            self.merge(*later);
        }
    }
}

impl Book {
    /// Counts a line, or a part of one, that was taken out.
    fn line(&mut self, change: &Change<'_>, edit: &Edit, removed: &str, lot: u64) {
        let removed = removed.trim();
        let counts = self.lines.see(&removed[..removed.floor_char_boundary(LINE)]);
        counts.count += 1;
        counts.is_longer |= removed.len() > LINE;
        counts.rules.add(edit.rule, 1);
        counts.bands[band(edit.confidence)] += 1;
        counts.fifths[(edit.range.start * 5 / change.text.len().max(1)).min(4)] += 1;
        if let Some(site) = change.site {
            counts.sites.add(site.into(), 1);
        }
        counts.contexts.offer(lot, || {
            let (before, after) = (&change.text[..edit.range.start], &change.text[edit.range.end..]);
            (Cut::tail(before.trim_end(), CONTEXT).open(), Cut::head(after.trim_start(), CONTEXT).open())
        });
    }
}

fn example(place: Place, text: &str, edit: &Edit, removed: &str) -> Example {
    Example {
        place,
        confidence: edit.confidence,
        before: Cut::tail(&text[..edit.range.start], CONTEXT).open(),
        removed: Cut::head(removed, EDIT),
        put_in: Cut::head(&edit.replacement, EDIT),
        after: Cut::head(&text[edit.range.end..], CONTEXT).open(),
    }
}

/// A text, and the lot that is drawn for it.
struct Seen {
    name: Option<Arc<str>>,
    record: Option<u64>,
    site: Option<Arc<str>>,
    lot: u64,
}

impl Seen {
    fn new(change: &Change<'_>) -> Self {
        Self {
            name: change.name.map(Into::into),
            record: change.in_lines.then_some(change.record),
            site: change.site.map(Into::into),
            lot: lot((change.name, change.record, change.line)),
        }
    }

    fn place(&self, line: Option<u64>) -> Place {
        Place { file: self.name.clone(), record: self.record, line, site: self.site.clone() }
    }
}

/// Counts lines on the way through a text.
struct Line {
    at: usize,
    number: u64,
}

impl Line {
    fn of(&mut self, text: &str, at: usize) -> u64 {
        self.number += memchr::memchr_iter(b'\n', &text.as_bytes()[self.at..at]).count() as u64;
        self.at = at;
        self.number
    }
}
