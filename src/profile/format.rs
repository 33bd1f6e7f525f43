//! The file of a profile: a header that says where each language's tables are, and the tables.
//!
//! ```text
//! "copydesk"  version: u32  languages: u32
//! for each language, sorted by code:
//!     code: 8 bytes, zeros behind it  totals: 8 x u64
//!     words: homes, reach, slots, bytes of entries: u32  names: the same
//! for each language: slots and entries of words, slots and entries of names
//! ```
//!
//! All numbers are little-endian. The sections fill the file to its end, without gaps.

use std::ops::Range;

use super::code::Code;
use super::counts::Totals;
use super::section::{Section, Shape};

const MAGIC: &[u8; 8] = b"copydesk";
const VERSION: u32 = 1;
const HEADER: usize = MAGIC.len() + 8;
const RECORD: usize = Code::LEN + 8 * Totals::LEN + 2 * 16;

/// A language in the header of a profile.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub code: Code,
    pub totals: Totals,
    pub words: Place,
    pub names: Place,
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

/// Writes a profile; `sections` adds a language's two sections to the bytes.
pub(super) fn write<L>(
    languages: &[(Code, Totals, L)],
    sections: impl Fn(&L, &mut Vec<u8>) -> [Shape; 2],
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
        for shape in shapes {
            for n in [shape.homes, shape.reach, shape.slots, shape.entries] {
                record.extend_from_slice(&n.to_le_bytes());
            }
        }
        bytes[HEADER + i * RECORD..][..RECORD].copy_from_slice(&record);
    }
    bytes
}

/// Reads the header, and checks that the sections it tells of fill the file. What is in them is
/// not looked at.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Record>, &'static str> {
    const CUT: &str = "the profile is cut off or damaged";
    let rest = bytes.strip_prefix(MAGIC).ok_or("not a profile of copydesk")?;
    let mut fields = Fields(rest);
    if fields.u32().ok_or(CUT)? != VERSION {
        return Err("the profile was made by another version of copydesk");
    }
    let count = fields.u32().ok_or(CUT)? as usize;
    if count > fields.0.len() / RECORD {
        return Err(CUT);
    }
    let mut start = HEADER + count * RECORD;
    let mut records: Vec<Record> = Vec::with_capacity(count);
    for _ in 0..count {
        let code =
            fields.take().and_then(Code::from_bytes).ok_or("the profile is damaged: no language code")?;
        if records.last().is_some_and(|last| last.code >= code) {
            return Err("the profile is damaged: its languages are not in order");
        }
        let mut totals = [0; Totals::LEN];
        for total in &mut totals {
            *total = u64::from_le_bytes(fields.take().ok_or(CUT)?);
        }
        let mut place = || {
            let shape = fields.shape()?;
            let place = Place { shape, start };
            start = start.checked_add(usize::try_from(shape.len()).ok()?)?;
            (start <= bytes.len()).then_some(place)
        };
        let (words, names) = (place().ok_or(CUT)?, place().ok_or(CUT)?);
        records.push(Record { code, totals: Totals::from_array(totals), words, names });
    }
    if start != bytes.len() {
        return Err(CUT);
    }
    Ok(records)
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
