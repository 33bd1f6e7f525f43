//! A fair sample of fixed size.

use std::collections::BinaryHeap;
use std::hash::{BuildHasher, Hash};

/// The same each time, so that the same input gives the same sample.
const SEED: u64 = 0x636f_7079_6465_736b;

/// The lot that is drawn for a thing: it hangs on the thing's name alone.
pub(super) fn lot(name: impl Hash) -> u64 {
    foldhash::quality::FixedState::with_seed(SEED).hash_one(name)
}

/// Of all that it is offered, the things with the lowest lots.
///
/// Lots are as good as drawn at random, so that any so many things are as likely to have the lowest
/// as any others: a uniform sample without replacement, as a reservoir has it ("bottom-k", Cohen and
/// Kaplan 2007). But it does not hang on the order, and samples of parts merge to the very sample of the
/// whole, on any number of threads.
#[derive(Debug)]
pub(super) struct Sample<T> {
    size: usize,
    /// Who draws this or more has no chance.
    limit: u64,
    /// The highest lot on top.
    kept: BinaryHeap<Drawn<T>>,
}

#[derive(Debug)]
struct Drawn<T> {
    lot: u64,
    thing: T,
}

impl<T> Sample<T> {
    pub(super) fn new(size: usize) -> Self {
        Self { size, limit: u64::MAX, kept: BinaryHeap::new() }
    }

    /// An empty one that is to be [merged](Self::merge) into this: what has no chance here is not kept there.
    pub(super) fn part(&self) -> Self {
        Self { limit: self.limit, ..Self::new(self.size) }
    }

    /// Offers a thing, which is made only if it is kept.
    pub(super) fn offer(&mut self, lot: u64, make: impl FnOnce() -> T) {
        if lot >= self.limit {
            return;
        }
        self.kept.push(Drawn { lot, thing: make() });
        if self.kept.len() > self.size {
            self.kept.pop();
        }
        if let (true, Some(last)) = (self.kept.len() == self.size, self.kept.peek()) {
            self.limit = self.limit.min(last.lot);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for Drawn { lot, thing } in other.kept {
            self.offer(lot, || thing);
        }
    }

    /// What is kept, by lot; the first so many are a sample of that size.
    pub(super) fn drawn(&self) -> Vec<&T> {
        let mut drawn: Vec<_> = self.kept.iter().collect();
        drawn.sort_unstable_by_key(|drawn| drawn.lot);
        drawn.into_iter().map(|drawn| &drawn.thing).collect()
    }
}

impl<T> PartialEq for Drawn<T> {
    fn eq(&self, other: &Self) -> bool {
        self.lot == other.lot
    }
}

impl<T> Eq for Drawn<T> {}

impl<T> PartialOrd for Drawn<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Drawn<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.lot.cmp(&other.lot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(sample: &Sample<u32>) -> Vec<u32> {
        sample.drawn().into_iter().copied().collect()
    }

    #[test]
    fn parts_in_any_order_give_the_sample_of_the_whole() {
        let mut whole = Sample::new(20);
        (0..10_000).for_each(|i| whole.offer(lot(i), || i));
        let mut merged = Sample::new(20);
        for part in [7_000..10_000, 0..5, 5..7_000] {
            let mut sample = merged.part();
            part.rev().for_each(|i| sample.offer(lot(i), || i));
            merged.merge(sample);
        }
        assert_eq!(drawn(&whole).len(), 20);
        assert_eq!(drawn(&whole), drawn(&merged));
    }

    /// Over many populations each tenth of the places is drawn from equally often: 20,000 draws, where
    /// 1 in 10 has a standard deviation of 42.
    #[test]
    fn all_places_have_the_same_chance() {
        let mut tenths = [0; 10];
        for population in 0..1_000 {
            let mut sample = Sample::new(20);
            (0..500_u32).for_each(|i| sample.offer(lot((population, i)), || i));
            drawn(&sample).iter().for_each(|i| tenths[(i / 50) as usize] += 1);
        }
        assert!(tenths.iter().all(|count| (1_800..2_200).contains(count)), "{tenths:?}");
    }

    #[test]
    fn what_is_not_kept_is_not_made() {
        let mut sample = Sample::new(1);
        sample.offer(5, || 5);
        sample.offer(6, || unreachable!("it has no chance"));
        sample.part().offer(5, || unreachable!("nor has it here"));
        assert_eq!(drawn(&sample), [5]);
    }
}
