//! The file of a profile: a header that says where each language's tables are, and the tables.
//!
//! ```text
//! "copydesk"  version: u32  languages: u32
//! sites: homes, reach, slots, bytes of entries, missed: u32
//! for each language, sorted by code:
//!     code: 8 bytes, zeros behind it  totals: 8 x u64
//!     words: homes, reach, slots, bytes of entries: u32  names: the same
//! for each language: slots and entries of words, slots and entries of names
//! slots and entries of sites
//! ```
//!
//! Version 1, which is still read, has no sites, and not the line of the header about them.
//! All numbers are little-endian. The sections fill the file to its end, without gaps.

use std::ops::Range;

use super::code::Code;
use super::counts::Totals;
use super::section::{Section, Shape};

pub(crate) const MAGIC: &[u8; 8] = b"copydesk";
const VERSION: u32 = 2;
const WITHOUT_SITES: u32 = 1;
const HEADER: usize = MAGIC.len() + 8 + SITES;
/// What the header tells of the sites.
const SITES: usize = 16 + 4;
const RECORD: usize = Code::LEN + 8 * Totals::LEN + 2 * 16;

/// A language in the header of a profile.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub code: Code,
    pub totals: Totals,
    pub words: Place,
    pub names: Place,
}

/// What the header of a profile tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub languages: Vec<Record>,
    pub sites: Place,
    /// How many documents the counts of sites may have missed.
    pub missed: u32,
}

/// A section's shape, and where it begins in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    shape: Shape,
    start: usize,
}

impl Place {
    /// The section in the bytes of its file.
    pub fn section<'b>(&self, bytes: &'b [u8]) -> Section<'b> {
        let middle = self.start + 4 * self.shape.slots as usize;
        let get = |range: Range<usize>| bytes.get(range).unwrap_or_default();
        Section {
            shape: self.shape,
            slots: get(self.start..middle),
            entries: get(middle..middle + self.shape.entries as usize),
        }
    }
}

/// Writes a profile; `sections` adds a language's two sections to the bytes, `sites` that of the
/// sites.
pub(super) fn write<L>(
    languages: &[(Code, Totals, L)],
    sections: impl Fn(&L, &mut Vec<u8>) -> [Shape; 2],
    sites: impl Fn(&mut Vec<u8>) -> Shape,
    missed: u32,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&(languages.len() as u32).to_le_bytes());
    bytes.resize(HEADER + languages.len() * RECORD, 0);
    for (i, (code, totals, language)) in languages.iter().enumerate() {
        let shapes = sections(language, &mut bytes);
        let mut record = Vec::with_capacity(RECORD);
        record.extend_from_slice(&code.bytes());
        totals.array().iter().for_each(|n| record.extend_from_slice(&n.to_le_bytes()));
        shapes.iter().for_each(|shape| write_shape(shape, &mut record));
        bytes[HEADER + i * RECORD..][..RECORD].copy_from_slice(&record);
    }
    let mut record = Vec::with_capacity(SITES);
    write_shape(&sites(&mut bytes), &mut record);
    record.extend_from_slice(&missed.to_le_bytes());
    bytes[HEADER - SITES..HEADER].copy_from_slice(&record);
    bytes
}

fn write_shape(shape: &Shape, bytes: &mut Vec<u8>) {
    let Shape { homes, reach, slots, entries } = *shape;
    [homes, reach, slots, entries].iter().for_each(|n| bytes.extend_from_slice(&n.to_le_bytes()));
}

/// Reads the header, and checks that the sections it tells of fill the file. What is in them is
/// not looked at.
pub(super) fn read(bytes: &[u8]) -> Result<Header, &'static str> {
    const CUT: &str = "the profile is cut off or damaged";
    let rest = bytes.strip_prefix(MAGIC).ok_or("not a profile of copydesk")?;
    let mut fields = Fields(rest);
    let version = fields.u32().ok_or(CUT)?;
    if !matches!(version, VERSION | WITHOUT_SITES) {
        return Err("the profile was made by another version of copydesk");
    }
    let count = fields.u32().ok_or(CUT)? as usize;
    let (sites, missed) = match version {
        WITHOUT_SITES => Default::default(),
        _ => (fields.shape().ok_or(CUT)?, fields.u32().ok_or(CUT)?),
    };
    if count > fields.0.len() / RECORD {
        return Err(CUT);
    }
    let mut start = bytes.len() - fields.0.len() + count * RECORD;
    let mut place = |shape: Option<Shape>| {
        let shape = shape?;
        let place = Place { shape, start };
        start = start.checked_add(usize::try_from(shape.len()).ok()?)?;
        (start <= bytes.len()).then_some(place)
    };
    let mut languages: Vec<Record> = Vec::with_capacity(count);
    for _ in 0..count {
        let code =
            fields.take().and_then(Code::from_bytes).ok_or("the profile is damaged: no language code")?;
        if languages.last().is_some_and(|last| last.code >= code) {
            return Err("the profile is damaged: its languages are not in order");
        }
        let mut totals = [0; Totals::LEN];
        for total in &mut totals {
            *total = u64::from_le_bytes(fields.take().ok_or(CUT)?);
        }
        let words = place(fields.shape()).ok_or(CUT)?;
        let names = place(fields.shape()).ok_or(CUT)?;
        languages.push(Record { code, totals: Totals::from_array(totals), words, names });
    }
    let sites = place(Some(sites)).ok_or(CUT)?;
    if start != bytes.len() {
        return Err(CUT);
    }
    Ok(Header { languages, sites, missed })
}

/// The bytes of the header that are still to be read.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (&first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(first)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn shape(&mut self) -> Option<Shape> {
        Some(Shape { homes: self.u32()?, reach: self.u32()?, slots: self.u32()?, entries: self.u32()? })
    }
}
