//! A table of phrases: loaded, checked, searched.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::automaton::{Automaton, OverlappingState};
use aho_corasick::nfa::contiguous::NFA;
use aho_corasick::{Anchored, Input, MatchKind};

use super::normal::{BAR, Normal, is_quoted};
use super::pattern::Pattern;
use super::starts::{Start, Starts};
use crate::edit::{Pass, Rule};
use crate::error::Error;
use crate::rows::rows_of;

/// Longer lines are text, whatever they begin with ...
const SHORT: usize = 200;
/// ... but for notices, which a table names one by one.
const LONG: usize = 600;

/// The phrases of one language.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Row>,
    /// The first look at a line.
    starts: Starts,
    /// The fixed beginnings of the rows; the match of a pattern is that of the row in `fixed`.
    prefixes: NFA,
    fixed: Vec<usize>,
    /// The rows that begin with an open slot.
    open: Vec<usize>,
}

#[derive(Debug)]
struct Row {
    rule: Rule,
    standing: Standing,
    pattern: Pattern,
    confidence: f32,
    /// A sentence of the article could begin like it.
    runs_on: bool,
    /// A line that must stay.
    #[cfg_attr(not(test), allow(dead_code))]
    keep: Option<String>,
}

/// Where a phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// As a whole line.
    Line,
    /// As a whole line, which may be long.
    Long,
    /// As a whole line, next to another of its category.
    Beside,
    /// As one of the parts of a line with bars between them.
    Menu,
}

/// What a line was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub rule: Rule,
    pub confidence: f32,
    /// It counts only next to a line of the same rule that goes.
    pub beside: bool,
    /// It names something to read or to watch, after a label with a colon.
    pub names: bool,
}

impl Table {
    /// The phrases that come with the program, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            // It is part of the program, and the tests load it.
            Table::load("en.tsv", include_str!("data/en.tsv")).expect("the table holds")
        });
        &TABLE
    }

    /// Reads a table; `file` is its name in errors.
    ///
    /// # Errors
    /// At the first row that is malformed, stands a second time or in the wrong place.
    pub fn load(file: &str, table: &str) -> Result<Self, Error> {
        // About a row each, to begin with.
        let size = table.len() / 32;
        let mut rows: Vec<Row> = Vec::with_capacity(size);
        let mut seen = HashSet::with_capacity(size);
        let mut normal = Normal::default();
        let mut last = None;
        for (number, line) in rows_of(table) {
            let refuse = |reason: String| Error::table(file, number, reason);
            let (row, text) = parse_row(line, &mut normal).map_err(refuse)?;
            let place = (row.rule, text);
            if last.is_some_and(|last| last >= place) {
                return Err(refuse(format!("out of order: \"{text}\" comes too late")));
            }
            if !seen.insert(row.pattern.form()) {
                return Err(refuse(format!("\"{text}\" stands here already, perhaps spelt in another way")));
            }
            last = Some(place);
            rows.push(row);
        }
        Self::build(rows).map_err(|reason| Error::table(file, 0, reason))
    }

    fn build(rows: Vec<Row>) -> Result<Self, String> {
        let (open, fixed): (Vec<_>, Vec<_>) =
            (0..rows.len()).partition(|&row| rows[row].pattern.prefix.is_empty());
        let starts = Starts::new(fixed.iter().map(|&row| {
            let Row { pattern, standing, .. } = &rows[row];
            Start::new(&pattern.prefix, pattern.is_exact(), *standing == Standing::Long)
        }));
        // All prefixes that a line begins with are wanted, not the first or longest.
        let prefixes = NFA::builder()
            .match_kind(MatchKind::Standard)
            .prefilter(false)
            .build(fixed.iter().map(|&row| &rows[row].pattern.prefix))
            .map_err(|error| error.to_string())?;
        Ok(Self { starts, prefixes, fixed, open, rows })
    }

    /// What `line`, without white space at its ends, is if it is not text. `normal` is scratch space.
    pub fn find(&self, line: &str, normal: &mut Normal) -> Option<Found> {
        let is_long = line.len() > SHORT;
        if line.len() > LONG || (!is_long && is_quoted(line)) {
            return None;
        }
        let starts = self.starts.admit(line, is_long);
        let ends = !is_long && self.open.iter().any(|&row| self.rows[row].pattern.ends(line));
        if !starts && !ends {
            return None;
        }
        // Nearly all lines that begin like a row for two words do so for no more than these.
        if !normal.fold(line, 4, |text| ends || self.may_begin(text)) {
            return None;
        }
        if is_long {
            return self.best(normal, |row| row.standing == Standing::Long);
        }
        if normal.posted {
            return None;
        }
        let found = self.best(normal, |row| {
            // "Click here to see the demo. In the next part ..." goes on with the article, and
            // "See also: our list of geese." is the author's own sentence.
            let runs_on = normal.sentences && row.runs_on || row.pattern.goes_on_in_words(normal);
            let text = row.rule == Rule::Nav && runs_on;
            row.standing != Standing::Menu && !(text && row.standing != Standing::Long)
        });
        let found = found.or_else(|| self.menu(normal));
        found.or_else(|| {
            let mut open = self.open.iter().map(|&row| &self.rows[row]);
            open.find(|row| row.pattern.ends(line) && row.pattern.matches(normal)).map(Row::found)
        })
    }

    /// The surest of the rows that match the whole line.
    fn best(&self, line: &Normal, wanted: impl Fn(&Row) -> bool) -> Option<Found> {
        let mut best: Option<&Row> = None;
        for row in self.starting(&line.text) {
            if wanted(row) && best.is_none_or(|best| row.rank() > best.rank()) && row.pattern.matches(line) {
                best = Some(row);
            }
        }
        best.map(Row::found)
    }

    /// Whether a line that begins with `text` may begin with a prefix. "No" is certain.
    fn may_begin(&self, text: &str) -> bool {
        let Ok(mut state) = self.prefixes.start_state(Anchored::Yes) else { return true };
        for &byte in text.as_bytes() {
            state = self.prefixes.next_state(Anchored::Yes, state, byte);
            if self.prefixes.is_special(state) {
                return !self.prefixes.is_dead(state);
            }
        }
        true
    }

    /// The rows whose prefix `text` begins with, in whole words; those with a shorter one first.
    fn starting<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Row> {
        let input = Input::new(text).anchored(Anchored::Yes);
        let mut state = OverlappingState::start();
        let matches = std::iter::from_fn(move || {
            self.prefixes
                .try_find_overlapping(&input, &mut state)
                .expect("the automaton is built for anchored, overlapping search");
            state.get_match()
        });
        // What ends here too, but began later, is no beginning of the line.
        let matches = matches.filter(|found| {
            found.start() == 0 && matches!(text.as_bytes().get(found.end()), None | Some(b' '))
        });
        matches.map(|found| &self.rows[self.fixed[found.pattern().as_usize()]])
    }

    /// A line whose parts, with bars between them, are all labels: three of any kind, or two that
    /// would go alone.
    fn menu(&self, line: &Normal) -> Option<Found> {
        let mut first = None;
        let (mut parts, mut strong) = (0, 0);
        let mut start = 0;
        for end in 0..=line.tokens.len() {
            if end < line.tokens.len() && line.word(end) != BAR {
                continue;
            }
            let text =
                line.text.get(line.tokens.get(start)?.start..line.tokens.get(end.checked_sub(1)?)?.end)?;
            let is_label =
                |row: &&Row| row.pattern.is_exact() && row.pattern.matches_tokens(line, start, end);
            let row = self.starting(text).filter(is_label).last()?;
            first = first.or(Some(row));
            parts += 1;
            strong += usize::from(row.standing == Standing::Line);
            start = end + 1;
        }
        let enough = parts >= 3 || (parts == 2 && strong >= 1);
        first.filter(|_| enough).map(|row| Found {
            rule: row.rule,
            confidence: 0.97,
            beside: false,
            names: false,
        })
    }
}

impl Row {
    /// Exact labels that need no neighbour come first.
    fn rank(&self) -> (bool, f32) {
        (self.standing != Standing::Beside, self.confidence)
    }

    fn found(&self) -> Found {
        let beside = self.standing == Standing::Beside;
        let names = self.rule == Rule::Nav && !self.pattern.is_closed() && !self.runs_on;
        Found { rule: self.rule, confidence: self.confidence, beside, names }
    }
}

/// A row and the text of its pattern. `normal` is scratch space.
fn parse_row<'t>(line: &'t str, normal: &mut Normal) -> Result<(Row, &'t str), String> {
    let mut fields = line.split('\t');
    let (Some(category), Some(standing), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(
            "a row is: category, where, pattern, perhaps a line that must stay, with tabs between".to_owned()
        );
    };
    let keep = fields.next().map(str::to_owned);
    if fields.next().is_some() {
        return Err("more than four fields".to_owned());
    }
    let rule = Rule::ALL
        .iter()
        .copied()
        .filter(|rule| rule.removes_line())
        .find(|rule| {
            rule.as_str().strip_prefix(Pass::Boilerplate.as_str()).is_some_and(|name| name[1..] == *category)
        })
        .ok_or_else(|| format!("no such category: \"{category}\""))?;
    let standing = match standing {
        "line" => Standing::Line,
        "long" => Standing::Long,
        "beside" => Standing::Beside,
        "menu" => Standing::Menu,
        _ => return Err(format!("a phrase stands as line, long, beside or menu, not \"{standing}\"")),
    };
    let is_lower = if text.is_ascii() {
        !text.bytes().any(|byte| byte.is_ascii_uppercase())
    } else {
        text.to_lowercase() == text
    };
    if text.trim() != text || !is_lower {
        return Err(format!("not in lower case, or with space around it: \"{text}\""));
    }
    let pattern = Pattern::parse(text, normal)?;
    if standing == Standing::Menu && !pattern.is_exact() {
        return Err("an entry of a menu has no slots".to_owned());
    }
    let confidence = match standing {
        Standing::Beside => 0.9,
        _ if pattern.is_exact() => 0.99,
        _ if pattern.is_closed() => 0.97,
        _ => 0.93,
    };
    let runs_on = pattern.runs_on();
    Ok((Row { rule, standing, pattern, runs_on, confidence, keep }, text))
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn find(line: &str) -> Option<&'static str> {
        let found = Table::embedded().find(line, &mut Normal::default())?;
        Some(if found.beside { "beside" } else { &found.rule.as_str()["boilerplate/".len()..] })
    }

    #[test]
    fn the_embedded_table_loads_fast_and_keeps_what_it_says() {
        let begun = Instant::now();
        let table = Table::load("en.tsv", include_str!("data/en.tsv")).unwrap();
        let taken = begun.elapsed();
        // 20 ms in a release build; leave room for the debug build and a busy machine.
        assert!(taken.as_millis() < 500, "{taken:?}");
        assert!(table.rows.len() > 250);
        let mut normal = Normal::default();
        for row in &table.rows {
            if let Some(keep) = &row.keep {
                // Alone, that is.
                assert_eq!(table.find(keep, &mut normal).filter(|found| !found.beside), None, "{keep}");
            }
        }
    }

    #[test]
    fn a_quotation_stays_whatever_quotes_are_set_to() {
        for line in ["'Share this", "’Share this", "‘Share this", "\"Share this", "“Share this"] {
            assert_eq!(Table::embedded().find(line, &mut Normal::default()), None, "{line}");
        }
    }

    #[test]
    fn every_row_matches_an_example_of_itself() {
        let table = Table::embedded();
        let rows = include_str!("data/en.tsv").lines().filter(|row| !row.starts_with('#'));
        for (row, parsed) in rows.zip(&table.rows) {
            let pattern = row.split('\t').nth(2).unwrap();
            let line = pattern
                .replace("{n}", "12")
                .replace("{name}", "Daily Bee")
                .replace("{year}", "2019")
                .replace("{url}", "www.example.com")
                .replace("{handle}", "@example")
                .replace("{email}", "ann@example.com")
                .replace("{...} read more", "Mayor steps down Read more")
                .replace("{...}", "some more words");
            let mut normal = Normal::default();
            normal.fold(&line, usize::MAX, |_| true);
            assert!(parsed.pattern.matches(&normal), "{pattern} / {line}");
            for line in [&line, &line.to_uppercase(), &format!("“{line}”"), &line.replacen(' ', ", ", 1)]
            {
                let is_notice = parsed.standing == Standing::Long;
                let open = parsed.pattern.prefix.is_empty();
                assert!(open || table.starts.admit(line, is_notice), "{pattern} / {line}");
            }
            if parsed.standing != Standing::Menu {
                assert!(table.find(&line, &mut normal).is_some(), "{pattern} / {line}");
            }
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line, reason) in [
            ("ad\tline\tadvert\nad\tline\tad", 2, "out of order"),
            ("nav\tline\tmore\nad\tline\tad", 2, "out of order"),
            ("ad\tline\tskip ad\nad\tline\tskip ad", 2, "out of order"),
            ("# c\n\nad\tline\tskip ad\npromo\tline\tskip, ad", 4, "already"),
            ("ad\tadvert", 1, "a row is"),
            ("ad\tline\tadvert\tstay\tand", 1, "more than four"),
            ("advice\tline\tadvert", 1, "no such category"),
            ("join\tline\tadvert", 1, "no such category"),
            ("ad\teverywhere\tadvert", 1, "a phrase stands"),
            ("ad\tline\tAdvert", 1, "lower case"),
            ("ad\tline\t advert", 1, "space around"),
            ("ad\tline\tby {nobody}", 1, "no such slot"),
            ("ad\tline\t{n}", 1, "needs a word"),
            ("ad\tmenu\tads by {name}", 1, "no slots"),
        ] {
            let error = Table::load("t.tsv", table).unwrap_err().to_string();
            assert!(error.starts_with(&format!("t.tsv:{line}: ")) && error.contains(reason), "{error}");
        }
    }

    #[test]
    fn lines_that_go_and_lines_that_stay() {
        for (line, expected) in [
            ("AD", Some("ad")),
            ("Story continues below this ad", Some("ad")),
            ("[Advertisement]", Some("ad")),
            ("Sign up for our Tech Weekly newsletter", Some("promo")),
            ("Save up to 40% on car rental: click here", Some("promo")),
            ("You have 3 free articles remaining this month.", Some("promo")),
            ("Share this:", Some("social")),
            ("Follow @politico", Some("social")),
            ("Follow Penny Starr on Twitter", Some("social")),
            ("Facebook", Some("beside")),
            ("RELATED: How a recount works", Some("nav")),
            ("Read more: Five things your phone knows about your dog", Some("nav")),
            ("Home | News | Weather | Contact", Some("nav")),
            ("Terms of use | Privacy policy | Contact us", Some("legal")),
            ("Home > Travel > Weekend breaks", Some("nav")),
            ("Accept all cookies", Some("consent")),
            ("We use cookies to improve your experience.", Some("consent")),
            ("© 2023 Lowfield Gazette. All rights reserved.", Some("legal")),
            ("COPYRIGHT 2016 CREATORS.COM", Some("legal")),
            ("1.2k shares", Some("counter")),
            ("5 min read", Some("counter")),
            ("Advertisement spending fell.", None),
            ("“Subscribe now,” the sign said.", None),
            ("Read more books, he said.", None),
            ("Sign up for classes begins Monday.", None),
            ("Follow the river north.", None),
            ("Copyright law changed in 1976.", None),
            ("Related work", None),
            ("Share.", None),
            ("14 comments were left by noon.", None),
            ("Watch the road", None),
            ("Home", None),
            ("Ann | Bob | Carl", None),
            ("More from Krugman's column:", None),
            ("The newsletter", None),
            ("## See also", None),
            ("See also: our list of geese.", None),
            ("See also: Our list of geese", Some("nav")),
            ("See also", Some("beside")),
            ("Terms of Service", Some("beside")),
            ("Loading...", Some("nav")),
            ("Read more from Yahoo News:", Some("nav")),
            ("Read more: https://t.co/5x pic.example — The Committee (@committee) August 1, 2019", None),
            ("", None),
            ("— — —", None),
        ] {
            assert_eq!(find(line), expected, "{line}");
        }
    }
}
