//! The charts: how long each bar is.

use super::shown::grouped;

/// Bars that lie, a row for each.
pub(super) struct Bars {
    pub id: &'static str,
    pub title: &'static str,
    pub about: String,
    pub rows: Vec<Bar>,
}

/// Columns, for what has an order.
pub(super) struct Columns {
    pub id: &'static str,
    pub title: &'static str,
    pub about: String,
    pub bars: Vec<Bar>,
}

/// A bar.
pub(super) struct Bar {
    pub label: String,
    pub value: String,
    /// Of the longest, in percent.
    pub length: f64,
    /// The number of the rule whose colour it has.
    pub rule: Option<usize>,
}

/// Bars as long as their numbers say; what is not nothing can be seen.
pub(super) fn bars(numbers: impl IntoIterator<Item = (String, u64, Option<usize>)>) -> Vec<Bar> {
    const LEAST: f64 = 0.4;
    let numbers: Vec<_> = numbers.into_iter().collect();
    let most = numbers.iter().map(|(_, number, _)| *number).max().unwrap_or(0).max(1);
    let bar = |(label, number, rule): (String, u64, Option<usize>)| {
        let length = number as f64 * 100.0 / most as f64;
        let length = if number == 0 { 0.0 } else { length.max(LEAST) };
        Bar { label, value: grouped(number), length, rule }
    };
    numbers.into_iter().map(bar).collect()
}

impl Bars {
    /// Pixels from row to row.
    pub(super) const STEP: usize = 34;

    pub(super) fn height(&self) -> usize {
        self.rows.len() * Self::STEP
    }
}

impl Columns {
    /// Pixels of the longest.
    const HEIGHT: f64 = 120.0;
    /// Pixels above, for the number, and below, for the label.
    const MARGIN: f64 = 22.0;
    /// Of the way from column to column, what is between them.
    const GAP: f64 = 0.15;

    pub(super) fn total_height(&self) -> f64 {
        Self::HEIGHT + 2.0 * Self::MARGIN
    }

    /// Percent from column to column.
    fn pitch(&self) -> f64 {
        100.0 / self.bars.len().max(1) as f64
    }

    /// Where a column begins, where its middle is and how wide it is, in percent.
    pub(super) fn left(&self, index: &usize) -> f64 {
        (*index as f64 + Self::GAP / 2.0) * self.pitch()
    }

    pub(super) fn middle(&self, index: &usize) -> f64 {
        (*index as f64 + 0.5) * self.pitch()
    }

    pub(super) fn width(&self) -> f64 {
        (1.0 - Self::GAP) * self.pitch()
    }

    pub(super) fn top(&self, bar: &Bar) -> f64 {
        Self::MARGIN + Self::HEIGHT - self.tall(bar)
    }

    pub(super) fn tall(&self, bar: &Bar) -> f64 {
        bar.length * Self::HEIGHT / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let lengths = |numbers: &[u64]| -> Vec<f64> {
            bars(numbers.iter().map(|n| (String::new(), *n, None))).iter().map(|bar| bar.length).collect()
        };
        assert_eq!(lengths(&[50, 200, 0, 100]), [25.0, 100.0, 0.0, 50.0]);
        assert_eq!(lengths(&[0, 0]), [0.0, 0.0]);
        assert!(lengths(&[1, 1_000_000])[0] > 0.0);
    }
}
