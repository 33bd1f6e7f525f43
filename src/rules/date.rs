//! The words that dates are written with.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::normal::{COLON, NUMBER};
use crate::rows::rows_of;

/// Whether a word in normal form can be a part of a date.
pub(super) fn is_of_date(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> =
        LazyLock::new(|| rows_of(include_str!("data/dates.txt")).map(|(_, word)| word).collect());
    let mut ordinals =
        ["st", "nd", "rd", "th", "er", "o"].into_iter().filter_map(|end| word.strip_suffix(end));
    // 16:15 is written 16h15 and 16.15h as well.
    let is_time = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_digit() || b == b'h')
    };
    matches!(word, NUMBER | COLON)
        || WORDS.contains(word)
        || is_time(word)
        || ordinals.any(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_dates() {
        let list: Vec<_> = rows_of(include_str!("data/dates.txt")).map(|(_, word)| word).collect();
        assert!(list.is_sorted_by(|a, b| a < b), "one word a line, sorted, each once");
        for word in ["#", "may", "sept", "3rd", "1er", "märz", "16h15", "gmt"] {
            assert!(is_of_date(word), "{word}");
        }
        for word in ["moss", "night", "nd", "h", "", "maybe"] {
            assert!(!is_of_date(word), "{word}");
        }
    }
}
