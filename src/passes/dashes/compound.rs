//! Whether a closed en dash joins two words or parts two clauses, as far as the words tell.

use crate::rows::rows_of;

/// Words with what they say of a dash beside them.
pub(super) struct Compounds(Vec<(&'static str, &'static str)>);

impl Compounds {
    pub fn english() -> Self {
        let rows = rows_of(include_str!("data/en-dash.en.txt"));
        Self(rows.filter_map(|(_, row)| row.split_once(' ')).collect())
    }

    #[cfg(test)]
    pub fn rows(&self) -> &[(&'static str, &'static str)] {
        &self.0
    }

    fn kind(&self, word: &str) -> Option<&'static str> {
        let word = word.to_ascii_lowercase();
        let at = self.0.binary_search_by_key(&word.as_str(), |row| row.0).ok()?;
        Some(self.0[at].1)
    }

    /// Whether the dash between the two texts joins; `None` where that depends on how dashes are
    /// used elsewhere.
    pub fn join(&self, left: &str, right: &str) -> Option<bool> {
        let left = &left[left.len() - length(left.chars().rev())..];
        let (right, beyond) = right.split_at(length(right.chars()));
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        match (self.kind(left), self.kind(right)) {
            (Some("prefix"), _) | (_, Some("suffix")) => Some(true),
            // "then–Attorney General"
            _ if left == "then" && capital(right) => Some(true),
            (_, Some("clause")) if !capital(right) => Some(false),
            // "too busy–I'm swamped", but not "phase–I".
            _ if right == "I" && !capital(left) && beyond.starts_with(['\'', '’']) => Some(false),
            (Some("clause"), _) if left.len() > 1 && !capital(left) => Some(false),
            // "a lot shorter–10 lines", "15 min–1 hour"
            _ if is_lower(left) && right.starts_with(|c: char| c.is_ascii_digit()) => None,
            // Numbers, signs and names.
            _ if left.is_empty() || right.is_empty() || !is_word(left) || !is_word(right) => Some(true),
            _ if capital(left) && capital(right) => Some(true),
            _ => None,
        }
    }
}

/// The length in bytes of the word that `chars` begins with, as far as it matters.
fn length(chars: impl Iterator<Item = char>) -> usize {
    chars.take(32).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum()
}

fn is_lower(word: &str) -> bool {
    word.len() > 1 && word.chars().all(char::is_lowercase)
}

fn is_word(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}
