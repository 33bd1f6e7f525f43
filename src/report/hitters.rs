//! What is seen most often, among any number of different things, in bounded memory.

use std::borrow::Borrow;
use std::collections::HashMap;

/// Counts that add up.
pub(super) trait Merge: Default {
    fn merge(&mut self, other: Self);
}

/// Keeps at least all those that are seen more than `seen / capacity` times (Misra and Gries 1982, merged
/// as Agarwal and others 2012 do). What is kept of a thing is what was seen since it came in: exact while
/// nothing had to be dropped, and too low by [`missed`](Self::missed) at the most after that.
#[derive(Debug)]
pub(super) struct Hitters<V> {
    capacity: usize,
    kept: HashMap<Box<str>, (u64, V), foldhash::fast::FixedState>,
    missed: u64,
}

impl<V: Merge> Hitters<V> {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, kept: HashMap::default(), missed: 0 }
    }

    /// The counts of a thing, which is seen once more.
    pub(super) fn see(&mut self, name: &str) -> &mut V {
        if self.kept.len() >= 2 * self.capacity && !self.kept.contains_key(name) {
            self.drop_rare();
        }
        if !self.kept.contains_key(name) {
            self.kept.insert(name.into(), Default::default());
        }
        let (weight, counts) = self.kept.get_mut(name).expect("it is there now");
        *weight += 1;
        counts
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.missed += other.missed;
        for (name, (weight, counts)) in other.kept {
            let mine = self.kept.entry(name).or_default();
            mine.0 += weight;
            mine.1.merge(counts);
        }
        if self.kept.len() > 2 * self.capacity {
            self.drop_rare();
        }
    }

    /// By how much a count may be too low.
    pub(super) fn missed(&self) -> u64 {
        self.missed
    }

    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// All that are kept, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &V)> {
        self.kept.iter().map(|(name, (_, counts))| (name.borrow(), counts))
    }

    /// Takes the weight of the first that has no room from all, and drops those that had no more.
    fn drop_rare(&mut self) {
        let mut weights: Vec<_> = self.kept.values().map(|(weight, _)| *weight).collect();
        if weights.len() <= self.capacity {
            return;
        }
        let (_, &mut least, _) = weights.select_nth_unstable_by(self.capacity, |a, b| b.cmp(a));
        self.kept.retain(|_, (weight, _)| {
            *weight = weight.saturating_sub(least);
            *weight > 0
        });
        self.missed += least;
    }
}

/// How often something was seen, by what, for the first so many different ones; of the others, how often
/// all together.
#[derive(Clone, Debug)]
pub(super) struct Few<K, const N: usize> {
    pub by: Vec<(K, u64)>,
    pub others: u64,
}

impl<K, const N: usize> Default for Few<K, N> {
    fn default() -> Self {
        Self { by: Vec::new(), others: 0 }
    }
}

impl<K: PartialEq, const N: usize> Few<K, N> {
    pub(super) fn add(&mut self, what: K, count: u64) {
        match self.by.iter().position(|(known, _)| *known == what) {
            Some(at) => self.by[at].1 += count,
            None if self.by.len() < N => self.by.push((what, count)),
            None => self.others += count,
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.others += other.others;
        other.by.into_iter().for_each(|(what, count)| self.add(what, count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Count(u64);

    impl Merge for Count {
        fn merge(&mut self, other: Self) {
            self.0 += other.0;
        }
    }

    fn count(hitters: &Hitters<Count>, name: &str) -> u64 {
        hitters.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| count.0)
    }

    #[test]
    fn few_things_are_counted_exactly() {
        let mut hitters = Hitters::<Count>::new(4);
        for name in ["a", "b", "a", "c", "a"] {
            hitters.see(name).0 += 1;
        }
        assert_eq!((count(&hitters, "a"), count(&hitters, "b"), hitters.missed()), (3, 1, 0));
    }

    #[test]
    fn what_is_frequent_is_found_among_any_number_of_others() {
        let mut total = Hitters::<Count>::new(50);
        let mut often = 0;
        for part in 0..40 {
            let mut hitters = Hitters::<Count>::new(50);
            for number in 0..1_000 {
                let is_frequent = number % 20 == 0;
                often += u64::from(is_frequent);
                let name = if is_frequent { "often".to_owned() } else { format!("{part} {number}") };
                hitters.see(&name).0 += 1;
            }
            total.merge(hitters);
            assert!(total.len() <= 100);
        }
        let counted = count(&total, "often");
        assert!(counted <= often && often <= counted + total.missed(), "{counted} of {often}");
        assert!(total.missed() <= 40_000 / 50);
    }
}
