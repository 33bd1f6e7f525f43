//! What a site repeats: how many of its documents have a line, and where.
//!
//! [`Sites`] counts, in bounded memory; a [`Site`] is what is known of one of them, from counts as
//! they stand or from profiles. Which of the lines go is decided when they are looked up (`shape`),
//! so that a profile holds counts alone.

mod counts;
mod line;
mod name;
mod shape;
mod stored;
#[cfg(test)]
mod tests;

use foldhash::{HashMap, HashSet};

use self::counts::Counts;
use self::line::Position;

pub use name::site_name;
pub(crate) use stored::Anywhere;
pub(super) use stored::{names, read, write};

/// Counts, by site, in how many documents each line stands.
///
/// Lines are the same whatever their case, digits and marks. One that stands twice in a document
/// counts once; longer ones than 200 bytes count where they speak to the reader about the site
/// ("sign up for our newsletter"), and none of more than 400.
///
/// The memory is bounded ([`Sites::with_limit`]). Until it is full, counts are exact sums, and merge
/// to the same whatever the parts and their order. Then the rarest lines are dropped, by the
/// algorithm of Misra and Gries ("Finding repeated elements", 1982), as it merges (Agarwal and others,
/// "Mergeable summaries", 2012), but with the error of each line on record as in lossy counting (Manku
/// and Motwani, "Approximate frequency counts over data streams", 2002): a line stands in as many
/// documents as counted, or in up to [`SiteLine::missed`] more, and one that is not there in no more
/// than [`Sites::missed`]. That is never more than all lines counted (over all documents), divided by
/// the number of lines that three quarters of the limit have room for. A site whose lines are all
/// dropped is forgotten, and counted anew when it comes again.
///
/// ```
/// use copydesk::{Cleaner, Sites};
///
/// let cleaner = Cleaner::new();
/// let mut sites = Sites::new();
/// for day in 1..=9 {
///     let page = format!("The boats came back on day {day}.\nTell a friend: follow us, the harbor desk");
///     sites.observe("https://www.example.org/", &page);
/// }
/// let page = "The boats stayed out, and nobody came to the market.\nTell a friend: Follow us, the Harbor Desk!";
/// let site = cleaner.for_site("example.org").knowing(&sites);
/// assert_eq!(site.clean(page), "The boats stayed out, and nobody came to the market.");
/// ```
#[derive(Clone, Debug)]
pub struct Sites {
    sites: HashMap<Box<str>, Counts>,
    limit: usize,
    /// What is held, in bytes, about.
    weight: usize,
    missed: u32,
}

impl Default for Sites {
    fn default() -> Self {
        Self::new()
    }
}

impl Sites {
    /// The limit of memory, in bytes, where none is told: 256 MiB.
    pub const LIMIT: usize = 256 << 20;

    /// Nothing counted yet.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limit(Self::LIMIT)
    }

    /// Nothing counted yet; `bytes` is how much memory it may take. A line takes 128 bytes and its
    /// sample, which has up to 200.
    #[must_use]
    pub fn with_limit(bytes: usize) -> Self {
        Self { sites: HashMap::default(), limit: bytes, weight: 0, missed: 0 }
    }

    /// Sets the limit; where more is held, the rarest lines go.
    pub fn limit(&mut self, bytes: usize) {
        self.limit = bytes;
        self.shrink();
    }

    /// Counts a document of a site, given by an address in it or by name, as [`site_name`] takes
    /// them; one without a name is not counted.
    pub fn observe(&mut self, site: &str, text: &str) {
        let Some(name) = site_name(site) else { return };
        let counts = counts_of(&mut self.sites, &mut self.weight, &name);
        counts.documents = counts.documents.saturating_add(1);
        let total = line::lines(text).count();
        let mut found: Vec<(u64, Position, &str)> = Vec::new();
        let mut form = Vec::new();
        for (index, line) in line::lines(text).enumerate() {
            if line.len() > line::LONGEST {
                continue;
            }
            line::fold(line, &mut form);
            if line.len() > line::SAMPLE && !shape::speaks_to_reader(&form) {
                continue;
            }
            found.extend(line::key(&form).map(|key| (key, Position::of(index, total), line::sample(line))));
        }
        // Of a line that stands at several places the smallest sample comes first.
        found.sort_unstable_by_key(|&(key, _, sample)| (key, sample));
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let (key, position, sample) = same[0];
            let position = if same.iter().all(|line| line.1 == position) { position } else { Position::Body };
            self.weight += counts.count(key, position, sample, self.missed);
        }
        self.shrink();
    }

    /// Adds what another one counted. Its limit does not count.
    pub fn merge(&mut self, other: &Self) {
        let lines = other.sites.iter().flat_map(|(name, counts)| {
            let lines = counts.lines.iter().map(|(&key, line)| (key, line.clone()));
            std::iter::once((&**name, stored::Entry::Site(counts.documents)))
                .chain(lines.map(|(key, line)| (&**name, stored::Entry::Line(key, line))))
        });
        self.add(other.missed, lines);
    }

    /// Adds entries, each with the name of its site, by one who may have missed so many documents.
    fn add<'n>(&mut self, missed: u32, entries: impl Iterator<Item = (&'n str, stored::Entry)>) {
        // Those that are among the entries are known better, which takes this back.
        for line in self.sites.values_mut().flat_map(|counts| counts.lines.values_mut()) {
            line.missed = line.missed.saturating_add(missed);
        }
        for (name, entry) in entries {
            let counts = counts_of(&mut self.sites, &mut self.weight, name);
            match entry {
                stored::Entry::Site(documents) => {
                    counts.documents = counts.documents.saturating_add(documents);
                }
                stored::Entry::Line(key, line) => {
                    self.weight += counts.add(key, line, self.missed, missed);
                }
            }
        }
        self.missed = self.missed.saturating_add(missed);
        self.shrink();
    }

    /// In how many documents of a site a line can have stood that is not known: 0 as long as
    /// nothing had to be dropped.
    #[must_use]
    pub fn missed(&self) -> u32 {
        self.missed
    }

    /// Whether nothing has been counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty()
    }

    /// What is known of a site, by an address in it or its name.
    #[must_use]
    pub fn site(&self, site: &str) -> Option<Site<'_>> {
        let counts = self.sites.get(&*site_name(site)?)?;
        Some(Site { known: vec![Known::Counted(counts)] })
    }

    /// Drops the lines that fewer documents than these have; what is known of the others stays.
    pub fn prune(&mut self, documents: u32) {
        if documents > 1 {
            self.drop_lines(documents - 1);
        }
    }

    /// Keeps within the limit: drops the rarest lines until three quarters of it are held.
    fn shrink(&mut self) {
        while self.weight > self.limit {
            let mut excess = self.weight - self.limit / 4 * 3;
            // How many documents a line has at the most, and what goes with it: a share of its site.
            let mut lines: Vec<(u32, usize)> = Vec::new();
            for (name, counts) in &self.sites {
                let site = counts::SITE + name.len();
                match counts.lines.len() {
                    0 => excess = excess.saturating_sub(site),
                    count => {
                        let weight = |line: &counts::Line| (line.at_most(), line.weight() + site / count);
                        lines.extend(counts.lines.values().map(weight));
                    }
                }
            }
            lines.sort_unstable();
            let goes = lines.iter().take_while(|(_, weight)| {
                let goes = excess > 0;
                excess = excess.saturating_sub(*weight);
                goes
            });
            let most = goes.last().map_or(0, |(at_most, _)| *at_most);
            self.drop_lines(most);
        }
    }

    /// Drops the lines that at most so many documents have, and then the sites without lines.
    fn drop_lines(&mut self, most: u32) {
        self.missed = self.missed.max(most);
        for counts in self.sites.values_mut() {
            counts.lines.retain(|_, line| line.at_most() > most);
            counts.lines.shrink_to_fit();
        }
        self.sites.retain(|_, counts| !counts.lines.is_empty());
        self.weight = self.sites.iter().map(|(name, counts)| counts.weight(name)).sum();
    }
}

/// The counts of a site, which may be new.
fn counts_of<'s>(sites: &'s mut HashMap<Box<str>, Counts>, weight: &mut usize, name: &str) -> &'s mut Counts {
    if !sites.contains_key(name) {
        *weight += counts::SITE + name.len();
        sites.insert(name.into(), Counts::default());
    }
    sites.get_mut(name).expect("it is there by now")
}

/// A line of a site: see [`Site::line`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteLine<'s> {
    /// How many documents of the site have it, at least.
    pub documents: u32,
    /// Of these, how many have it among their first four lines that are not blank.
    pub head: u32,
    /// How many have it among their last four; all others have it in between, or at several places.
    pub tail: u32,
    /// How many documents more may have it, since what is rare was dropped.
    pub missed: u32,
    /// Its beginning, of at most 200 bytes, in one of its spellings.
    pub sample: &'s str,
}

impl SiteLine<'_> {
    /// Which part of the documents has it at the end where most have it.
    fn at_one_end(&self) -> f32 {
        self.head.max(self.tail) as f32 / self.documents.max(1) as f32
    }
}

/// What is known of one site: by [`Sites`], by a [`Profile`](crate::Profile), or by several of them.
#[derive(Clone, Debug)]
pub struct Site<'s> {
    known: Vec<Known<'s>>,
}

#[derive(Clone, Debug)]
enum Known<'s> {
    /// As it is being counted.
    Counted(&'s Counts),
    /// As it stands in a profile.
    Stored(stored::Stored<'s>),
}

impl<'s> Site<'s> {
    /// Of several that tell of one site.
    pub(crate) fn of(sites: impl IntoIterator<Item = Self>) -> Option<Self> {
        let known: Vec<_> = sites.into_iter().flat_map(|site| site.known).collect();
        (!known.is_empty()).then_some(Self { known })
    }

    /// How many documents of it were counted.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.known.iter().fold(0, |sum, known| {
            sum.saturating_add(match known {
                Known::Counted(counts) => counts.documents,
                Known::Stored(stored) => stored.documents,
            })
        })
    }

    /// What is known of a line, whatever its case, digits and marks.
    #[must_use]
    pub fn line(&self, line: &str) -> Option<SiteLine<'s>> {
        let mut form = Vec::new();
        line::fold(line, &mut form);
        self.find(line::key(&form)?)
    }

    fn find(&self, key: u64) -> Option<SiteLine<'s>> {
        let found = self.known.iter().filter_map(|known| match known {
            Known::Counted(counts) => counts.lines.get(&key).map(SiteLine::from),
            Known::Stored(stored) => stored.find(key),
        });
        found.reduce(|a, b| SiteLine {
            documents: a.documents.saturating_add(b.documents),
            head: a.head.saturating_add(b.head),
            tail: a.tail.saturating_add(b.tail),
            missed: a.missed.saturating_add(b.missed),
            sample: a.sample.min(b.sample),
        })
    }

    /// All lines known, those that most documents have first. It looks through all that the
    /// profiles know of any site.
    #[must_use]
    pub fn lines(&self) -> Vec<SiteLine<'s>> {
        let keys = self.known.iter().flat_map(|known| match known {
            Known::Counted(counts) => counts.lines.keys().copied().collect(),
            Known::Stored(stored) => stored.keys(),
        });
        let keys: HashSet<u64> = keys.collect();
        let mut lines: Vec<_> = keys.into_iter().filter_map(|key| self.find(key)).collect();
        lines.sort_unstable_by(|a, b| b.documents.cmp(&a.documents).then(a.sample.cmp(b.sample)));
        lines
    }

    /// How sure it is (0 to 1) that a line is no part of the article, going by what the site
    /// repeats; `None` where it stays. Lines of more than 200 bytes are told by their beginning.
    #[must_use]
    pub fn removes(&self, line: &str) -> Option<f32> {
        self.judge(line.trim(), &mut Vec::new())
    }

    /// The same of a line that is known.
    #[must_use]
    pub fn removes_known(&self, line: &SiteLine<'_>) -> Option<f32> {
        let mut form = Vec::new();
        line::fold(line.sample, &mut form);
        shape::confidence(line.sample, &form, line, self.documents())
    }

    /// The same of a line without white space at its ends. `form` is scratch space.
    pub(crate) fn judge(&self, line: &str, form: &mut Vec<u8>) -> Option<f32> {
        if line.len() > line::LONGEST {
            return None;
        }
        line::fold(line, form);
        let seen = self.find(line::key(form)?)?;
        let documents = self.documents();
        let beginning = line::sample(line);
        if beginning.len() < line.len() {
            line::fold(beginning, form);
        }
        shape::confidence(beginning, form, &seen, documents)
    }
}

impl<'s> From<&'s counts::Line> for SiteLine<'s> {
    fn from(line: &'s counts::Line) -> Self {
        let counts::Line { documents, head, tail, missed, .. } = *line;
        Self { documents, head, tail, missed, sample: &line.sample }
    }
}
