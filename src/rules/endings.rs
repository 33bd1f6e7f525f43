//! The rows that begin with a slot: they are found by how a line ends.

use super::filter::Filter;

/// The numbers of these rows, and a look at the ends of their patterns.
#[derive(Debug, Default)]
pub(super) struct Endings {
    rows: Vec<usize>,
    tails: Filter<16>,
    /// Of notices alone.
    notices: Filter<16>,
}

impl Endings {
    /// Adds a row by the last words of its pattern.
    pub fn add(&mut self, row: usize, ending: &str, is_notice: bool) {
        self.rows.push(row);
        let Some(tail) = tail(ending) else { return };
        self.tails.add(tail);
        if is_notice {
            self.notices.add(tail);
        }
    }

    /// The rows that `line` may end like, and the line without the marks at its end. One that is long may
    /// end like notices only.
    pub fn of<'l>(&self, line: &'l str, is_long: bool) -> (&[usize], &'l str) {
        let marks = line.bytes().rev().take_while(|byte| matches!(byte, b'.' | b'!' | b'?' | b':' | b')'));
        let bare = &line[..line.len() - marks.count()];
        let tails = if is_long { &self.notices } else { &self.tails };
        let known = tail(bare).is_some_and(|tail| tails.has(tail));
        (if known { &self.rows } else { &[] }, bare)
    }

    /// Whether a long line may end like a notice. "No" is certain.
    pub fn admit_notice(&self, line: &str) -> bool {
        !self.of(line, true).0.is_empty()
    }
}

/// The last four bytes of a text in small letters, if it has so many: by these, nearly all lines are
/// told not to end like a pattern.
pub(super) fn tail(text: &str) -> Option<u64> {
    text.as_bytes().last_chunk().map(|bytes| u64::from(u32::from_be_bytes(*bytes) | 0x2020_2020))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_the_last_bytes_of_a_line() {
        let mut endings = Endings::default();
        endings.add(3, "read more", false);
        endings.add(5, "subscribe now", true);
        for (line, is_long, rows, bare) in [
            ("Mayor steps down Read More.", false, &[3, 5][..], "Mayor steps down Read More"),
            ("Mayor steps down Read More.", true, &[], "Mayor steps down Read More"),
            ("You are signed out. Subscribe now!", true, &[3, 5], "You are signed out. Subscribe now"),
            ("Mayor steps down", false, &[], "Mayor steps down"),
            ("ore", false, &[], "ore"),
        ] {
            assert_eq!(endings.of(line, is_long), (rows, bare), "{line}");
        }
        assert!(endings.admit_notice("Subscribe Now") && !endings.admit_notice("Read more"));
    }
}
