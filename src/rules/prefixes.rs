//! The fixed beginnings of rows, by which the rows are found that a line may read like.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use super::filter::Filter;

/// Beginnings in whole words, as hashes: what they find is compared with the row.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    /// Those whose hash begins with the same bits hang together: the first of each, counted from 1.
    firsts: Vec<u32>,
    rows: Vec<Prefix>,
    /// A look at this is enough for nearly all of what no row begins like.
    known: Filter<1024>,
    /// The first words of those that have [`HEAD`] or more.
    heads: Filter<1024>,
    /// The length of the longest one, in bytes.
    longest: usize,
}

#[derive(Debug)]
struct Prefix {
    hash: u64,
    row: u32,
    /// The next that hangs here, counted from 1.
    next: u32,
}

/// By so many bits of the hash.
const BITS: u32 = 12;

/// How many words of a line are looked at before the rest is read.
pub(super) const HEAD: usize = 4;

impl Prefixes {
    /// Adds the beginning of a row, in normal form.
    pub fn add(&mut self, row: usize, prefix: &str) {
        let row = u32::try_from(row).expect("a table has fewer rows");
        let hash = hash(prefix);
        self.rows.push(Prefix { hash, row, next: 0 });
        self.known.add(hash);
        if let Some(end) = ends(prefix).nth(HEAD - 1) {
            self.heads.add(self::hash(&prefix[..end]));
        }
        self.longest = self.longest.max(prefix.len());
    }

    /// Makes those that were added ready to be found.
    pub fn link(&mut self) {
        self.firsts = vec![0; 1 << BITS];
        // The last first, so that the first comes to stand before it.
        for (index, prefix) in self.rows.iter_mut().enumerate().rev() {
            prefix.next = std::mem::replace(&mut self.firsts[place(prefix.hash)], index as u32 + 1);
        }
    }

    /// The rows that `text` begins like, in whole words: those with a shorter beginning first. `prefix` has the
    /// beginning of a row.
    pub fn starting<'p>(&self, text: &str, prefix: impl Fn(usize) -> &'p str) -> impl Iterator<Item = usize> {
        self.likely(text).filter(move |&(row, end)| prefix(row) == &text[..end]).map(|(row, _)| row)
    }

    /// The same by their hashes, and up to where.
    fn likely(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        let hashes = ends(text).take_while(|&end| end <= self.longest).map(|end| (end, hash(&text[..end])));
        let is_known = |(i, (_, hash)): &(usize, (usize, u64))| i + 1 != HEAD || self.heads.has(*hash);
        let hashes = hashes.enumerate().take_while(is_known).map(|(_, hash)| hash);
        hashes.filter(|&(_, hash)| self.known.has(hash)).flat_map(move |(end, wanted)| {
            let prefix = |number: u32| self.rows.get((number as usize).wrapping_sub(1));
            let hang = std::iter::successors(prefix(self.firsts[place(wanted)]), move |p| prefix(p.next));
            hang.filter(move |prefix| prefix.hash == wanted).map(move |prefix| (prefix.row as usize, end))
        })
    }

    /// Whether a line whose first [`HEAD`] words or some more are `text` may begin like a row. "No" is
    /// certain.
    pub fn admit(&self, text: &str) -> bool {
        let head = ends(text).nth(HEAD - 1).map(|end| hash(&text[..end]));
        head.is_none_or(|head| self.heads.has(head)) || self.likely(text).next().is_some()
    }
}

/// Where the words of a text in normal form end.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let whole = (!text.is_empty()).then_some(text.len());
    let spaces = text.as_bytes().iter().enumerate().filter(|&(_, &byte)| byte == b' ').map(|(at, _)| at);
    spaces.chain(whole)
}

fn place(hash: u64) -> usize {
    (hash >> (u64::BITS - BITS)) as usize
}

fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_whole_words() {
        let rows = ["read more", "read", "share this story with all your friends", "read more"];
        let mut prefixes = Prefixes::default();
        rows.into_iter().enumerate().for_each(|(row, prefix)| prefixes.add(row, prefix));
        prefixes.link();
        let starting = |text| prefixes.starting(text, |row| rows[row]).collect::<Vec<_>>();
        assert_eq!(starting("read more of this"), [1, 0, 3]);
        assert_eq!(starting("read"), [1]);
        assert!(starting("reader").is_empty() && starting("").is_empty());
        for (text, expected) in [
            ("share this story with", true),
            ("share this story with some", true),
            ("share this story now", false),
            ("read more of this", true),
            ("moss grows on stones", false),
            // Too few words to tell.
            ("moss", true),
        ] {
            assert_eq!(prefixes.admit(text), expected, "{text}");
        }
    }
}
