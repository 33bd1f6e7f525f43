//! The fixed beginnings of rows, by which the rows are found that a line may read like.

use std::hash::BuildHasher;

use foldhash::HashSet;
use foldhash::fast::FixedState;

use super::filter::Filter;

/// Beginnings in whole words, as hashes: what is found has to be compared with the row.
#[derive(Debug, Default)]
pub(super) struct Prefixes {
    /// The hash of each beginning and its row, sorted.
    rows: Vec<(u64, u32)>,
    /// A look at this is enough for nearly all of what no row begins like.
    known: Filter<1024>,
    /// The first words of those that have [`HEAD`] or more.
    heads: HashSet<u64>,
    /// The length of the longest one, in bytes.
    longest: usize,
}

/// How many words of a line are looked at before the rest is read.
pub(super) const HEAD: usize = 4;

impl Prefixes {
    /// The beginnings of rows, in normal form, and the number of each row.
    pub fn new<'p>(prefixes: impl Iterator<Item = (usize, &'p str)>) -> Self {
        let mut new = Self::default();
        for (row, prefix) in prefixes {
            let row = u32::try_from(row).expect("a table has fewer rows");
            new.rows.push((hash(prefix), row));
            new.known.add(hash(prefix));
            new.heads.extend(ends(prefix).nth(HEAD - 1).map(|end| hash(&prefix[..end])));
            new.longest = new.longest.max(prefix.len());
        }
        new.rows.sort_unstable();
        new
    }

    /// The rows that `text` may begin like, and up to where: those with a shorter beginning first.
    pub fn starting(&self, text: &str) -> impl Iterator<Item = (usize, usize)> {
        let hashes = ends(text).take_while(|&end| end <= self.longest).map(|end| (end, hash(&text[..end])));
        let is_known = |(i, (_, hash)): &(usize, (usize, u64))| i + 1 != HEAD || self.heads.contains(hash);
        let hashes = hashes.enumerate().take_while(is_known).map(|(_, hash)| hash);
        hashes.filter(|&(_, hash)| self.known.has(hash)).flat_map(move |(end, wanted)| {
            let from = self.rows.partition_point(|&(hash, _)| hash < wanted);
            let same = self.rows[from..].iter().take_while(move |&&(hash, _)| hash == wanted);
            same.map(move |&(_, row)| (row as usize, end))
        })
    }

    /// Whether a line whose first [`HEAD`] words or some more are `text` may begin like a row. "No" is
    /// certain.
    pub fn admit(&self, text: &str) -> bool {
        let head = ends(text).nth(HEAD - 1).map(|end| hash(&text[..end]));
        head.is_none_or(|head| self.heads.contains(&head)) || self.starting(text).next().is_some()
    }
}

/// Where the words of a text in normal form end.
fn ends(text: &str) -> impl Iterator<Item = usize> {
    let whole = (!text.is_empty()).then_some(text.len());
    memchr::memchr_iter(b' ', text.as_bytes()).chain(whole)
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
        let prefixes = Prefixes::new(rows.into_iter().enumerate());
        let starting = |text| prefixes.starting(text).map(|(row, _)| row).collect::<Vec<_>>();
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
