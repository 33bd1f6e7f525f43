//! The words that make a line worth weighing.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::edit::Rule;
use crate::error::Error;
use crate::rows::rows_of;
use crate::rules::Filter;
use crate::scan::{BLOCK, Block, Sights, WINDOW, window};

/// Lines of so many bytes at most are weighed if they hold any cue ...
const SHORT: usize = 200;
/// ... and these if they hold one that says more.
const LONG: usize = 700;

/// The table of cues, ready to be searched for. A cue begins where a word does.
pub(super) struct Cues {
    /// Those with the same start in the order of the table.
    rows: Vec<Row>,
    /// Tells where one may begin, and whether one may begin with some bytes.
    sights: Sights,
    starts: Filter<16>,
    /// The [`tails`] of the cues of long lines.
    tails: Vec<String>,
}

struct Row {
    cue: &'static str,
    /// Its first bytes.
    start: u32,
    rule: Rule,
    /// Whether it counts in a long line.
    is_for_long: bool,
}

/// As many first bytes of a cue are looked at to find it.
const START: usize = 4;

impl Cues {
    pub fn embedded() -> Result<Self, Error> {
        Self::load("cues.tsv", include_str!("data/cues.tsv"))
    }

    fn load(file: &str, table: &'static str) -> Result<Self, Error> {
        let (mut rows, mut tails) = (Vec::new(), Vec::new());
        let mut last = "";
        for (number, row) in rows_of(table) {
            let refused = |reason: &str| Err(Error::table(file, number, reason));
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
            let is_for_long = match place {
                "line" => true,
                "short" => false,
                _ => return refused("a cue stands in a line, or in a short one"),
            };
            let Some(start) = start(cue.as_bytes()).filter(|_| cue.is_ascii()) else {
                return refused("a cue is four letters of ASCII at least");
            };
            if is_for_long {
                tails.extend(self::tails(cue));
            }
            rows.push(Row { cue, start, rule, is_for_long });
        }
        rows.sort_by_key(|row| row.start);
        let (mut sights, mut starts) = (Sights::default(), Filter::default());
        for (i, row) in rows.iter().enumerate() {
            sights.add(&row.start.to_be_bytes(), i * Sights::GROUPS / rows.len());
            starts.add(row.start.into());
        }
        Ok(Self { rows, sights, starts, tails })
    }

    /// Whether all cues count in a line.
    pub fn is_short(line: &str) -> bool {
        line.len() <= SHORT
    }

    /// The category that most cues of a line belong to, if it holds any. `in_long` are the places
    /// in it where one of long lines may begin.
    pub fn category(&self, line: &str, in_long: impl Iterator<Item = usize>) -> Option<Rule> {
        // Hardly a line holds any.
        let mut counts: Option<[u32; Rule::ALL.len()]> = None;
        let mut count = |row: &Row| counts.get_or_insert([0; Rule::ALL.len()])[row.rule as usize] += 1;
        if Self::is_short(line) {
            dispatch!(Level::new(), simd => self.search(simd, line, &mut count));
        } else if line.len() <= LONG {
            in_long.filter_map(|at| self.at(line.as_bytes(), at, true)).for_each(count);
        }
        let counts = counts?;
        let rules = Rule::CATEGORIES.iter().copied().filter(|&rule| counts[rule as usize] > 0);
        rules.max_by_key(|&rule| counts[rule as usize])
    }

    /// The cues of long lines without their first letter, whose case hangs on where they stand: so few
    /// that vectors find them in all of a text.
    pub fn tails(&self) -> &[String] {
        &self.tails
    }

    /// Gives the cues of a short line.
    #[inline(always)]
    fn search<S: Simd>(&self, simd: S, line: &str, give: &mut impl FnMut(&Row)) {
        let bytes = line.as_bytes();
        let (mut at, mut in_word) = (0, 0);
        while at < bytes.len() {
            let mut filled = [b' '; WINDOW];
            let window = window(bytes, at, &mut filled);
            let block = Block::new(simd, window.first_chunk().expect("a window is longer"));
            let letters = (block.within(b'a', b'z') | block.within(b'A', b'Z')).to_bitmask();
            let mut starts = self.sights.seen(simd, window) & letters & !(letters << 1 | in_word);
            in_word = letters >> (BLOCK - 1);
            while starts != 0 {
                let place = at + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                if start(&bytes[place..]).is_some_and(|start| self.starts.has(start.into())) {
                    self.at(bytes, place, false).into_iter().for_each(&mut *give);
                }
            }
            at += BLOCK;
        }
    }

    /// The cue at a place.
    #[cold]
    fn at(&self, text: &[u8], at: usize, is_long: bool) -> Option<&Row> {
        if at > 0 && text[at - 1].is_ascii_alphabetic() {
            return None;
        }
        let word = &text[at..];
        let start = start(word)?;
        let is_here = |row: &&Row| {
            (row.is_for_long || !is_long)
                && word.get(..row.cue.len()).is_some_and(|word| word.eq_ignore_ascii_case(row.cue.as_bytes()))
        };
        let first = self.rows.partition_point(|row| row.start < start);
        self.rows[first..].iter().take_while(|row| row.start == start).find(is_here)
    }
}

/// A cue without its first letter, as it stands in text: "sign up", "Sign Up". The first word is
/// enough if it is a long one.
fn tails(cue: &str) -> Vec<String> {
    const ENOUGH: usize = 6;
    let Some((first, more)) = cue.split_once(' ').filter(|(first, _)| first.len() <= ENOUGH) else {
        return vec![cue.split(' ').next().unwrap_or(cue)[1..].to_owned()];
    };
    let capital = format!("{}{}", more[..1].to_uppercase(), &more[1..]);
    vec![format!("{} {more}", &first[1..]), format!("{} {capital}", &first[1..])]
}

/// The first bytes of a word, with the bit set by which capitals differ from small letters.
#[inline(always)]
fn start(word: &[u8]) -> Option<u32> {
    let start: &[u8; START] = word.first_chunk()?;
    Some(u32::from_be_bytes(*start) | 0x2020_2020)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn short_lines_are_searched_as_if_byte_by_byte(
            line in "([sS]ign [uU]p|COOKIES|read more|[cC]lick|shares|[a-zA-Z é”.]|[ ]|log in){0,30}",
        ) {
            let cues = Cues::embedded().unwrap();
            let mut found = Vec::new();
            dispatch!(Level::new(), simd => cues.search(simd, &line, &mut |row: &Row| found.push(row.cue)));
            let all = (0..line.len()).filter_map(|at| Some(cues.at(line.as_bytes(), at, false)?.cue));
            prop_assert!(all.eq(found), "{line:?}");
        }
    }

    /// The category of a text of one line.
    fn category(cues: &Cues, line: &str) -> Option<Rule> {
        let tails = cues.tails().iter().flat_map(|tail| line.match_indices(tail));
        let mut places: Vec<usize> = tails.filter_map(|(at, _)| at.checked_sub(1)).collect();
        places.sort_unstable();
        cues.category(line, places.into_iter())
    }

    #[test]
    fn cues_are_found_in_any_case_where_a_word_begins() {
        let cues = Cues::embedded().unwrap();
        for text in ["So sign up now", "So (Sign up now", "So “Sign Up”", "So-SIGN UP NOW"] {
            assert_eq!(category(&cues, text), Some(Rule::Promo), "{text}");
        }
        for text in ["The signs went up in May.", "resign up", "sign", "sig", ""] {
            assert_eq!(category(&cues, text), None, "{text}");
        }
        assert_eq!(category(&cues, "Sign up, says our privacy policy, for newsletters"), Some(Rule::Promo));
    }

    #[test]
    fn in_long_lines_few_cues_count() {
        let cues = Cues::embedded().unwrap();
        let line = |cue: &str, times| format!("{}{cue}{}", "The moss grew. ".repeat(times), ".".repeat(9));
        for cue in ["Newsletter", "sign up", "Sign Up"] {
            assert_eq!(category(&cues, &line(cue, 20)), Some(Rule::Promo), "{cue}");
            assert_eq!(category(&cues, &line(cue, 60)), None, "{cue}");
        }
        for cue in ["podcast", "resign up"] {
            assert_eq!(category(&cues, &line(cue, 20)), None, "{cue}");
        }
        assert_eq!(tails("privacy policy"), ["rivacy"]);
        assert_eq!(tails("sign up"), ["ign up", "ign Up"]);
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line) in [
            ("nav\tshort\tb...\nnav\tshort\ta...", 2),
            ("nav\tshort", 1),
            ("news\tshort\tabcd", 1),
            ("# c\nnav\tlong\tabcd", 2),
            ("nav\tshort\tabc", 1),
            ("join\tshort\tabcd", 1),
        ] {
            let error = Cues::load("c.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("c.tsv:{line}: ")), "{error}");
        }
    }
}
