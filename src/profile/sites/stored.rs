//! The counts of sites in the bytes of a profile.
//!
//! They stand in one section. A site's entry has its name for a key, and its documents for a value;
//! the entries of its lines, which follow it, have the name, a zero byte and the key of the line in
//! hexadecimal digits.

use foldhash::HashMap;

use super::counts::Line;
use super::{Known, Site, SiteLine, Sites, line, shape};
use crate::chars::is_quoted;
use crate::profile::counts::{read_number, write_number};
use crate::profile::section::{Section, Shape};

/// What stands under a key.
pub(super) enum Entry {
    /// How many documents of a site were seen.
    Site(u32),
    Line(u64, Line),
}

/// Adds the counts to the bytes of a profile.
pub(in crate::profile) fn write(sites: &Sites, bytes: &mut Vec<u8>) -> Shape {
    let mut entries: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, counts) in &sites.sites {
        let mut value = Vec::new();
        write_number(counts.documents, &mut value);
        entries.push((name.to_string(), value));
        for (&key, line) in &counts.lines {
            let mut value = Vec::with_capacity(8 + line.sample.len());
            for number in [line.documents, line.head, line.tail, line.missed, line.sample.len() as u32] {
                write_number(number, &mut value);
            }
            value.extend_from_slice(line.sample.as_bytes());
            entries.push((line_key(name, key), value));
        }
    }
    entries.sort_unstable();
    Section::write(entries.iter_mut().map(|(key, value)| (&**key, std::mem::take(value))), bytes)
}

/// Adds what stands in a profile, whose counts may have missed so many documents.
pub(in crate::profile) fn read(section: Section<'_>, missed: u32, sites: &mut Sites) {
    sites.add(
        missed,
        entries(section).filter_map(|(name, key, value)| {
            let Some(key) = key else { return Some((name, Entry::Site(read_number(value)?.0))) };
            let (SiteLine { documents, head, tail, missed, sample }, _) = read_line(value)?;
            Some((name, Entry::Line(key, Line { documents, head, tail, missed, sample: sample.into() })))
        }),
    );
}

/// All entries: the site, the key of a line, and the value.
fn entries(section: Section<'_>) -> impl Iterator<Item = (&str, Option<u64>, &[u8])> {
    let values = section.iter_with(|word, bytes| {
        let rest = if word.contains(&0) { read_line(bytes)?.1 } else { read_number(bytes)?.1 };
        Some((bytes, rest))
    });
    values.filter_map(|(word, value)| match word.split_once('\0') {
        Some((name, key)) => Some((name, Some(u64::from_str_radix(key, 16).ok()?), value)),
        None => Some((word, None, value)),
    })
}

fn read_line(bytes: &[u8]) -> Option<(SiteLine<'_>, &[u8])> {
    let (documents, bytes) = read_number(bytes)?;
    let (head, bytes) = read_number(bytes)?;
    let (tail, bytes) = read_number(bytes)?;
    let (missed, bytes) = read_number(bytes)?;
    let (len, bytes) = read_number(bytes)?;
    let (sample, rest) = bytes.split_at_checked(len as usize)?;
    Some((SiteLine { documents, head, tail, missed, sample: str::from_utf8(sample).ok()? }, rest))
}

fn line_key(name: &str, key: u64) -> String {
    format!("{name}\0{key:016x}")
}

/// A site in a profile.
#[derive(Clone, Debug)]
pub(super) struct Stored<'s> {
    section: Section<'s>,
    name: String,
    pub documents: u32,
}

impl<'s> Stored<'s> {
    pub fn find(&self, key: u64) -> Option<SiteLine<'s>> {
        read_line(self.section.find(&line_key(&self.name, key))?).map(|(line, _)| line)
    }

    pub fn keys(&self) -> Vec<u64> {
        let own = entries(self.section).filter(|(name, ..)| *name == self.name);
        own.filter_map(|(_, key, _)| key).collect()
    }
}

impl<'s> Site<'s> {
    /// Looks a site up in a profile, by its name.
    pub(in crate::profile) fn stored(section: Section<'s>, name: &str) -> Option<Self> {
        let (documents, _) = read_number(section.find(name)?)?;
        Some(Self { known: vec![Known::Stored(Stored { section, name: name.to_owned(), documents })] })
    }
}

/// The names of all sites in a profile, with their documents and how many lines are known.
pub(in crate::profile) fn names(section: Section<'_>) -> impl Iterator<Item = (&str, u32, usize)> {
    let mut entries = entries(section).peekable();
    std::iter::from_fn(move || {
        let (name, _, value) = entries.next()?;
        let mut lines = 0;
        while entries.next_if(|(_, key, _)| key.is_some()).is_some() {
            lines += 1;
        }
        Some((name, read_number(value)?.0, lines))
    })
}

/// The lines that go on some site, for texts of which nobody says where they come from.
#[derive(Debug, Default)]
pub(crate) struct Anywhere {
    lines: HashMap<u64, f32>,
}

impl Anywhere {
    /// Adds the lines of a profile. It goes through all of them.
    pub(in crate::profile) fn add(&mut self, section: Section<'_>) {
        let mut form = Vec::new();
        let mut documents = 0;
        for (_, key, value) in entries(section) {
            let Some(key) = key else {
                documents = read_number(value).map_or(0, |(number, _)| number);
                continue;
            };
            let Some((seen, _)) = read_line(value).filter(|(seen, _)| seen.documents >= shape::FEWEST) else {
                continue;
            };
            line::fold(seen.sample, &mut form);
            if !shape::is_specific(&form) {
                continue;
            }
            if let Some(confidence) = shape::confidence(seen.sample, &form, &seen, documents) {
                let known = self.lines.entry(key).or_default();
                *known = known.max(confidence);
            }
        }
    }

    /// How sure it is that a line goes.
    pub(crate) fn judge(&self, line: &str, form: &mut Vec<u8>) -> Option<f32> {
        if self.lines.is_empty() || line.len() > line::LONGEST {
            return None;
        }
        line::fold(line, form);
        // The line's own marks can be others than those of the sample.
        let stays = line.ends_with([':', '?']) || is_quoted(line);
        self.lines.get(&line::key(form)?).copied().filter(|_| !stays)
    }
}
