//! The words that make a line worth weighing.

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{AhoCorasick, Input, MatchKind, StartKind};

use crate::edit::Rule;
use crate::error::Error;

/// The table of cues, ready to be searched for.
pub(super) struct Cues {
    /// All of them, whatever their case.
    all: DFA,
    rules: Vec<Rule>,
    /// Those that count in long lines, without their first letter, in the three cases that text has:
    /// few enough to be looked for in the whole text by vectors.
    long: AhoCorasick,
}

impl Cues {
    /// Lines of so many bytes at most are weighed if they hold any cue ...
    pub const SHORT: usize = 200;
    /// ... and these if they hold one that says more.
    pub const LONG: usize = 700;

    pub fn embedded() -> Result<Self, Error> {
        Self::load("cues.tsv", include_str!("data/cues.tsv"))
    }

    fn load(file: &str, table: &str) -> Result<Self, Error> {
        let (mut cues, mut rules, mut stems) = (Vec::new(), Vec::new(), Vec::new());
        let mut last = "";
        let rows = table.lines().enumerate().filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
        for (index, row) in rows {
            let refused = |reason: &str| Err(Error::table(file, index + 1, reason));
            if row <= last {
                return refused("out of order, or here a second time");
            }
            last = row;
            let mut fields = row.split('\t');
            let (Some(category), Some(place), Some(cue), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return refused("a row is: category, where, cue, with tabs between");
            };
            let Some(rule) = Rule::of_category(category) else {
                return refused("no such category");
            };
            match place {
                "line" => stems.extend(stem(cue)),
                "short" => {}
                _ => return refused("a cue stands in a line, or in a short one"),
            }
            cues.push(cue);
            rules.push(rule);
        }
        let built = |error: aho_corasick::BuildError| Error::table(file, 0, error.to_string());
        let all = DFA::builder()
            .ascii_case_insensitive(true)
            .start_kind(StartKind::Unanchored)
            .prefilter(false)
            .build(cues)
            .map_err(built)?;
        let long = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(stems).map_err(built)?;
        Ok(Self { all, rules, long })
    }

    /// Whether there is any cue in a short line.
    pub fn are_in_short(&self, line: &str) -> bool {
        // It cannot fail: the automaton is built for such a search.
        self.all.try_find(&Input::new(line).earliest(true)).is_ok_and(|found| found.is_some())
    }

    /// Where the next cue stands from `from` on that counts in long lines, in bytes.
    pub fn next(&self, text: &str, from: usize) -> Option<usize> {
        let text = text.as_bytes().get(from..)?;
        self.long.find(text).map(|found| from + found.start())
    }

    /// The category that most cues of a line belong to.
    pub fn category(&self, line: &str) -> Option<Rule> {
        let mut counts = [0u32; Rule::ALL.len()];
        for found in self.all.try_find_iter(Input::new(line)).into_iter().flatten() {
            counts[self.rules[found.pattern().as_usize()] as usize] += 1;
        }
        let rules = Rule::CATEGORIES.iter().copied();
        rules.filter(|&rule| counts[rule as usize] > 0).max_by_key(|&rule| counts[rule as usize])
    }
}

/// A cue without its first letter: "sign up", "Sign Up", "SIGN UP".
fn stem(cue: &str) -> [String; 3] {
    let mut title = String::with_capacity(cue.len());
    for c in cue.chars() {
        let starts = title.is_empty() || title.ends_with(' ');
        title.push(if starts { c.to_ascii_uppercase() } else { c });
    }
    [cue.to_owned(), title, cue.to_ascii_uppercase()].map(|cue| cue.chars().skip(1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_are_found_in_any_case() {
        let cues = Cues::embedded().unwrap();
        for text in ["So sign up now", "Sign up now", "Now Sign Up", "SIGN UP NOW"] {
            assert!(cues.next(text, 0).is_some() && cues.are_in_short(text), "{text}");
        }
        assert_eq!(cues.category("Sign up for our newsletter, says our privacy policy"), Some(Rule::Promo));
        assert_eq!(cues.next("The signs went up in May.", 0), None);
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line) in [
            ("nav\tshort\tb\nnav\tshort\ta", 2),
            ("nav\tshort", 1),
            ("news\tshort\ta", 1),
            ("# c\nnav\tlong\ta", 2),
            ("join\tshort\ta", 1),
        ] {
            let error = Cues::load("c.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("c.tsv:{line}: ")), "{error}");
        }
    }
}
