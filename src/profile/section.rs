//! A table from words to values that is looked up in the bytes of its file, without parsing.
//!
//! The entries (a length byte, the word, the value) stand in byte order of the words. Before them
//! stand slots of four bytes: a word's home is found by its hash, and its slot is the first free
//! one from its home on, words taking their slots in the order of their homes. A slot holds where
//! the entry begins, plus one, in as many bits as that needs, and in the others bits of the hash,
//! so that hardly ever a wrong entry is looked at; 0 is a free slot.

/// The longest word that is learned, in bytes.
pub(super) const MAX_WORD: usize = 64;

/// A table in the bytes of a profile. Damaged bytes make it give wrong answers, but no panics.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Section<'b> {
    pub shape: Shape,
    pub slots: &'b [u8],
    pub entries: &'b [u8],
}

/// The numbers about a section that stand in the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// How many homes there are.
    pub homes: u32,
    /// How many slots, from its home on, a word is at most away, and one.
    pub reach: u32,
    /// How many slots there are.
    pub slots: u32,
    /// The length of the entries, in bytes.
    pub entries: u32,
}

impl Shape {
    /// The length of the section, in bytes; 64 bits, since the numbers may be damaged.
    pub fn len(&self) -> u64 {
        4 * u64::from(self.slots) + u64::from(self.entries)
    }

    /// Which bits of a slot say where the entry begins.
    fn offset_mask(&self) -> u32 {
        u32::MAX.checked_shr(self.entries.leading_zeros()).unwrap_or(0)
    }

    fn home(&self, hash: u64) -> usize {
        (((hash & 0xffff_ffff) * u64::from(self.homes)) >> 32) as usize
    }

    fn tag(&self, hash: u64) -> u32 {
        (hash >> 32) as u32 & !self.offset_mask()
    }
}

impl<'b> Section<'b> {
    /// Adds a section to `bytes`: words in byte order, none longer than 255 bytes, each with
    /// its value. Words beyond the first 4 GiB of entries are left out.
    pub fn write<'w>(words: impl Iterator<Item = (&'w str, Vec<u8>)>, bytes: &mut Vec<u8>) -> Shape {
        let (mut entries, mut starts) = (Vec::new(), Vec::new());
        for (word, value) in words {
            debug_assert!(word.len() <= usize::from(u8::MAX));
            if entries.len() + word.len() + value.len() >= u32::MAX as usize {
                break;
            }
            starts.push((hash(word.as_bytes()), entries.len() as u32));
            entries.push(word.len() as u8);
            entries.extend_from_slice(word.as_bytes());
            entries.extend_from_slice(&value);
        }
        let homes = starts.len() + starts.len() / 4;
        let mut shape = Shape { homes: homes as u32, entries: entries.len() as u32, ..Shape::default() };
        // A stable sort: words with one home stay in byte order.
        starts.sort_by_key(|&(hash, _)| shape.home(hash));
        let mut slots: Vec<u32> = Vec::new();
        for (hash, start) in starts {
            let home = shape.home(hash);
            slots.resize(slots.len().max(home), 0);
            slots.push(shape.tag(hash) | (start + 1));
            shape.reach = shape.reach.max((slots.len() - home) as u32);
        }
        shape.slots = slots.len() as u32;
        slots.iter().for_each(|slot| bytes.extend_from_slice(&slot.to_le_bytes()));
        bytes.extend_from_slice(&entries);
        shape
    }

    /// The bytes from a word's value on; `None` where the word is not there.
    pub fn find(&self, word: &str) -> Option<&'b [u8]> {
        let hash = hash(word.as_bytes());
        let (mask, tag) = (self.shape.offset_mask(), self.shape.tag(hash));
        let slots = self.slots.as_chunks::<4>().0.get(self.shape.home(hash)..)?;
        for slot in slots.iter().take(self.shape.reach as usize) {
            let slot = u32::from_le_bytes(*slot);
            if slot == 0 {
                return None;
            }
            if slot & !mask != tag {
                continue;
            }
            let start = (slot & mask).wrapping_sub(1) as usize;
            match split_entry(self.entries.get(start..)?) {
                Some((found, value)) if found == word.as_bytes() => return Some(value),
                _ => {}
            }
        }
        None
    }

    /// All words with their values, in byte order; ends where the bytes are damaged.
    pub fn iter<T>(
        self,
        value: impl Fn(&'b [u8]) -> Option<(T, &'b [u8])>,
    ) -> impl Iterator<Item = (&'b str, T)> {
        self.iter_with(move |_, bytes| value(bytes))
    }

    /// The same, where what a value is hangs on its word.
    pub fn iter_with<T>(
        self,
        value: impl Fn(&'b [u8], &'b [u8]) -> Option<(T, &'b [u8])>,
    ) -> impl Iterator<Item = (&'b str, T)> {
        let mut rest = self.entries;
        std::iter::from_fn(move || {
            let (word, value_on) = split_entry(rest)?;
            let (value, after) = value(word, value_on)?;
            rest = after;
            Some((str::from_utf8(word).ok()?, value))
        })
        .fuse()
    }
}

/// The word of the entry that begins here, and what follows it.
fn split_entry(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&len, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(len))
}

/// A hash that is the same on all machines, made for short words.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    fn mix(a: u64) -> u64 {
        let product = u128::from(a) * 0x9e37_79b9_7f4a_7c15_u128;
        (product >> 64) as u64 ^ product as u64
    }
    let (chunks, tail) = bytes.as_chunks::<8>();
    let mut state = 0x243f_6a88_85a3_08d3 ^ bytes.len() as u64;
    for chunk in chunks {
        state = mix(state ^ u64::from_le_bytes(*chunk));
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    mix(mix(state ^ u64::from_le_bytes(last)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn written(words: &BTreeMap<String, u8>) -> (Shape, Vec<u8>) {
        let mut bytes = Vec::new();
        let shape = Section::write(words.iter().map(|(word, &n)| (word.as_str(), vec![n])), &mut bytes);
        (shape, bytes)
    }

    fn section(shape: Shape, bytes: &[u8]) -> Section<'_> {
        let (slots, entries) = bytes.split_at((shape.slots as usize * 4).min(bytes.len()));
        Section { shape, slots, entries }
    }

    proptest! {
        #[test]
        fn all_words_are_found_and_no_others(
            words in prop::collection::btree_map("[a-fé]{0,9}", any::<u8>(), 0..300),
            others in prop::collection::vec("[a-g]{0,4}", 0..100),
        ) {
            let (shape, bytes) = written(&words);
            prop_assert_eq!(shape.len(), bytes.len() as u64);
            let section = section(shape, &bytes);
            for (word, &n) in &words {
                prop_assert_eq!(section.find(word).map(|value| value[0]), Some(n));
            }
            for other in others {
                prop_assert_eq!(section.find(&other).is_some(), words.contains_key(&other));
            }
            let listed: Vec<_> = section.iter(|v| Some((*v.first()?, &v[1..]))).collect();
            prop_assert!(listed.into_iter().eq(words.iter().map(|(word, &n)| (word.as_str(), n))));
        }
    }

    #[test]
    fn homes_are_spread() {
        let words = (0..50_000).map(|i| (format!("word{i}"), 1)).collect();
        let (shape, _) = written(&words);
        assert!(shape.reach < 64, "{shape:?}");
    }
}
