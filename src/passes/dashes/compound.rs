//! Whether a closed en dash joins two words or parts two clauses, as far as the words tell.

use crate::rows::rows_of;

/// What the words beside a closed dash say that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Joins,
    /// As it stands beside a name, a number or a sign, and nothing says otherwise.
    MayJoin,
    Parts,
    Unknown,
}

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

    /// What the dash between the two texts does.
    pub fn role(&self, left: &str, right: &str) -> Role {
        let (before, left) = left.split_at(left.len() - length(left.chars().rev()));
        let (right, beyond) = right.split_at(length(right.chars()));
        let capital = |word: &str| word.starts_with(char::is_uppercase);
        // "point–of–contact"
        let links = |word, beyond: bool| beyond && self.kind(word) == Some("link");
        if links(left, before.ends_with('–')) || links(right, beyond.starts_with('–')) {
            return Role::Joins;
        }
        match (self.kind(left), self.kind(right)) {
            // "geese–led by A. Crane–"
            (_, Some("suffix")) if beyond.starts_with(" by ") => Role::Parts,
            (Some("prefix"), _) | (_, Some("suffix")) => Role::Joins,
            // "then–Attorney General", "the then–governor"
            _ if left == "then" && (capital(right) || before.ends_with("the ")) => Role::Joins,
            (_, Some("clause" | "link")) if !capital(right) => Role::Parts,
            // "too busy–I'm swamped", but not "phase–I".
            _ if right == "I" && !capital(left) && beyond.starts_with(['\'', '’']) => Role::Parts,
            (Some("clause" | "link"), _) if left.len() > 1 && !capital(left) => Role::Parts,
            // "a lot shorter–10 lines", "15 min–1 hour"
            _ if is_lower(left) && right.starts_with(|c: char| c.is_ascii_digit()) => Role::Unknown,
            // Numbers, signs and names.
            _ if left.is_empty() || right.is_empty() || !is_word(left) || !is_word(right) => Role::MayJoin,
            _ if capital(left) && capital(right) => Role::Joins,
            _ => Role::Unknown,
        }
    }

    /// Whether two hyphens between the two texts stand for one: "up--to--date", "non--native".
    pub fn joins_with_two(&self, left: &str, right: &str) -> bool {
        let (before, left) = left.split_at(left.len() - length(left.chars().rev()));
        let (right, beyond) = right.split_at(length(right.chars()));
        let links = |word, beyond: bool| beyond && self.kind(word) == Some("link");
        links(left, before.ends_with("--"))
            || links(right, beyond.starts_with("--"))
            || (self.kind(left) == Some("prefix") && self.kind(right).is_none())
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
