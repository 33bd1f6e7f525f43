//! A table of phrases: loaded, checked, searched.

use std::collections::{HashMap, HashSet};

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};

use super::normal::{BAR, Normal};
use super::pattern::Pattern;
use crate::edit::{Pass, Rule};
use crate::error::Error;

/// Longer lines are text, whatever they begin with ...
const SHORT: usize = 200;
/// ... but for notices, which a table names one by one.
const LONG: usize = 600;

/// The phrases of one language.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Row>,
    /// The first words of the rows; a match has the number of a distinct prefix.
    starts: AhoCorasick,
    /// The rows with each of these prefixes.
    with_prefix: Vec<Vec<usize>>,
    /// The rows that begin with an open slot.
    open: Vec<usize>,
    /// The words that rows begin with, and whether a notice does. Few lines begin with one, and
    /// the others need no second look.
    firsts: HashMap<String, bool>,
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
}

impl Table {
    /// The phrases that come with the program.
    pub fn embedded() -> Result<Self, Error> {
        Self::load("en.tsv", include_str!("data/en.tsv"))
    }

    /// Reads a table; `file` is its name in errors.
    ///
    /// # Errors
    /// At the first row that is malformed, stands a second time or in the wrong place.
    pub fn load(file: &str, table: &str) -> Result<Self, Error> {
        let mut rows: Vec<Row> = Vec::new();
        let mut seen = HashSet::new();
        let mut last = None;
        for (index, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let refuse = |reason: String| Error::table(file, index + 1, reason);
            let (row, text) = parse_row(line).map_err(refuse)?;
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
        let mut prefixes: Vec<&str> = Vec::new();
        let mut number_of: HashMap<&str, usize> = HashMap::new();
        let mut with_prefix: Vec<Vec<usize>> = Vec::new();
        let mut firsts = HashMap::new();
        let mut open = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let prefix = row.pattern.prefix.as_str();
            let Some(first) = prefix.split(' ').next().filter(|first| !first.is_empty()) else {
                open.push(index);
                continue;
            };
            *firsts.entry(first.to_owned()).or_default() |= row.standing == Standing::Long;
            let number = *number_of.entry(prefix).or_insert_with(|| {
                prefixes.push(prefix);
                with_prefix.push(Vec::new());
                prefixes.len() - 1
            });
            with_prefix[number].push(index);
        }
        // All prefixes of a line that are in the table are wanted, not the first or longest.
        let starts = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(StartKind::Anchored)
            .build(&prefixes)
            .map_err(|error| error.to_string())?;
        Ok(Self { starts, with_prefix, open, firsts, rows })
    }

    /// What `line` is, if it is not text. `normal` is scratch space.
    pub fn find(&self, line: &str, normal: &mut Normal) -> Option<Found> {
        let line = line.trim();
        if line.len() > LONG {
            return None;
        }
        normal.fold_first(line);
        let &first = normal.tokens.first()?;
        let begins = self.firsts.get(normal.token(first)).copied();
        if line.len() > SHORT {
            return begins.filter(|&notice| notice).and_then(|_| {
                normal.fold(line);
                self.best(normal, |row| row.standing == Standing::Long)
            });
        }
        let menu = line.contains(['|', '•', '·']);
        let last = line.rsplit(' ').next().unwrap_or_default();
        let ends = |&&row: &&usize| {
            self.rows[row].pattern.last_word().is_some_and(|word| word.eq_ignore_ascii_case(last))
        };
        let open = self.open.iter().any(|row| ends(&row));
        if begins.is_none() && !menu && !open {
            return None;
        }
        normal.fold(line);
        if normal.quoted || normal.posted {
            return None;
        }
        let found = begins.and_then(|_| {
            self.best(normal, |row| {
                // "Click here to see the demo. In the next part ..." goes on with the article.
                let text = normal.sentences && row.rule == Rule::Nav && row.runs_on;
                row.standing != Standing::Menu && !(text && row.standing != Standing::Long)
            })
        });
        let found = found.or_else(|| self.menu(normal).filter(|_| menu));
        found.or_else(|| {
            let row = self.open.iter().map(|&row| &self.rows[row]).find(|row| row.pattern.matches(normal))?;
            Some(row.found())
        })
    }

    /// The surest of the rows that match the whole line.
    fn best(&self, line: &Normal, wanted: impl Fn(&Row) -> bool) -> Option<Found> {
        let mut best: Option<&Row> = None;
        self.each_start(&line.text, |row| {
            if wanted(row) && best.is_none_or(|best| row.rank() > best.rank()) && row.pattern.matches(line) {
                best = Some(row);
            }
        });
        best.map(Row::found)
    }

    /// Calls `look` with each row whose prefix `text` begins with, in whole words.
    fn each_start<'a>(&'a self, text: &str, mut look: impl FnMut(&'a Row)) {
        let mut state = OverlappingState::start();
        let input = Input::new(text).anchored(Anchored::Yes);
        while self.starts.try_find_overlapping(input.clone(), &mut state).is_ok() {
            let Some(found) = state.get_match() else { break };
            // Words of the table that end here too, but began later, are none of the line's start.
            if found.start() == 0 && matches!(text.as_bytes().get(found.end()), None | Some(b' ')) {
                self.with_prefix[found.pattern().as_usize()].iter().for_each(|&row| look(&self.rows[row]));
            }
        }
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
            let mut label = None;
            self.each_start(text, |row| {
                if row.pattern.is_exact() && row.pattern.matches_tokens(line, start, end) {
                    label = Some(row);
                }
            });
            let row = label?;
            first = first.or(Some(row));
            parts += 1;
            strong += usize::from(row.standing == Standing::Line);
            start = end + 1;
        }
        let enough = parts >= 3 || (parts == 2 && strong >= 1);
        first.filter(|_| enough).map(|row| Found { rule: row.rule, confidence: 0.97, beside: false })
    }
}

impl Row {
    /// Exact labels that need no neighbour come first.
    fn rank(&self) -> (bool, f32) {
        (self.standing != Standing::Beside, self.confidence)
    }

    fn found(&self) -> Found {
        let beside = self.standing == Standing::Beside;
        Found { rule: self.rule, confidence: self.confidence, beside }
    }
}

/// A row and the text of its pattern.
fn parse_row(line: &str) -> Result<(Row, &str), String> {
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
    if text.trim() != text || text.to_lowercase() != text {
        return Err(format!("not in lower case, or with space around it: \"{text}\""));
    }
    let pattern = Pattern::parse(text)?;
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
        let found = Table::embedded().unwrap().find(line, &mut Normal::default())?;
        Some(if found.beside { "beside" } else { &found.rule.as_str()["boilerplate/".len()..] })
    }

    #[test]
    fn the_embedded_table_loads_fast_and_keeps_what_it_says() {
        let begun = Instant::now();
        let table = Table::embedded().unwrap();
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
    fn every_row_matches_an_example_of_itself() {
        let table = Table::embedded().unwrap();
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
            normal.fold(&line);
            assert!(parsed.pattern.matches(&normal), "{pattern} / {line}");
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
