//! All tables in one: loaded, checked, searched.

use foldhash::HashSet;

use super::endings::Endings;
use super::entry::Entry;
use super::normal::{BAR, Normal};
use super::pattern::read_prefix;
use super::prefixes::{HEAD, Prefixes};
use super::row::{Fields, Found, Known, Row, Standing};
use super::source::Source;
use super::starts::Starts;
use crate::chars::{is_post, is_quoted};
use crate::edit::Rule;
use crate::error::Error;

/// Longer lines are text, whatever they begin with ...
const SHORT: usize = 200;
/// ... but for notices, which a table names one by one.
const LONG: usize = 600;

/// The phrases of all languages: a line need not say which it is in.
#[derive(Debug)]
pub(crate) struct Table {
    sources: Vec<Source>,
    rows: Vec<Entry>,
    /// The first look at a line, and at one too long for all but notices.
    starts: Starts,
    notices: Starts,
    prefixes: Prefixes,
    endings: Endings,
    /// The categories whose lines go.
    removed: Vec<Rule>,
}

impl Table {
    /// Reads tables; of their rows it takes up those of the categories in `remove`, and those that
    /// keep a line.
    ///
    /// # Errors
    /// At the first row that is malformed or stands a second time, and where a line of a user's table
    /// that must stay would go.
    pub(super) fn load(sources: Vec<Source>, remove: &[Rule]) -> Result<Self, Error> {
        let mut table = Self {
            sources: Vec::new(),
            // About a row each, to begin with.
            rows: Vec::with_capacity(sources.iter().map(|source| source.text.len() / 32).sum()),
            starts: Starts::default(),
            notices: Starts::default(),
            prefixes: Prefixes::default(),
            endings: Endings::default(),
            removed: remove.to_vec(),
        };
        let (mut prefix, mut normal) = (String::new(), Normal::default());
        for (number, source) in sources.iter().enumerate() {
            // The user may say otherwise than the program.
            let mut seen = HashSet::default();
            // Nearly all rows are of the category of the one before.
            let mut category = ("", false);
            for (origin, line) in source.rows(number) {
                let refuse = |reason: String| Error::table(&source.file, origin.line, reason);
                let fields = Fields::split(line).map_err(refuse)?;
                if fields.category != category.0 {
                    category = (fields.category, fields.is_wanted(remove));
                }
                let is_wanted = category.1;
                if !source.own {
                    // That the tables of the program hold is for the tests to say.
                    if !is_wanted {
                        continue;
                    }
                    let is_exact = read_prefix(fields.pattern, &mut prefix, &mut normal);
                    if prefix.is_empty() {
                        table.add(Row::parse(&fields, origin.clone(), &mut normal).map_err(refuse)?);
                    } else {
                        table.add_beginning(&prefix, is_exact, fields.is_long());
                        table.rows.push(Entry::unread(origin));
                    }
                    continue;
                }
                let row = Row::parse(&fields, origin.clone(), &mut normal).map_err(refuse)?;
                if !seen.insert(row.pattern.form()) {
                    let pattern = fields.pattern;
                    return Err(refuse(format!(
                        "\"{pattern}\" stands here already, perhaps spelt in another way"
                    )));
                }
                if is_wanted {
                    table.add(row);
                }
            }
        }
        table.prefixes.link();
        table.sources = sources;
        table.check(|source| source.own)?;
        Ok(table)
    }

    fn add(&mut self, row: Row) {
        let pattern = &row.pattern;
        let is_long = row.standing == Standing::Long;
        if pattern.prefix.is_empty() {
            self.endings.add(self.rows.len(), &pattern.ending, is_long);
        } else {
            self.add_beginning(&pattern.prefix, pattern.is_exact(), is_long);
        }
        self.rows.push(Entry::read(row));
    }

    /// How the next row begins, in normal form.
    fn add_beginning(&mut self, prefix: &str, is_exact: bool, is_long: bool) {
        self.starts.add(prefix, is_exact);
        if is_long {
            self.notices.add(prefix, is_exact);
        }
        self.prefixes.add(self.rows.len(), prefix);
    }

    /// Whether the lines stay that must, of the sources asked for. Alone, that is: not beside a line
    /// that goes.
    fn check(&self, wanted: impl Fn(&Source) -> bool) -> Result<(), Error> {
        let mut normal = Normal::default();
        for (number, source) in self.sources.iter().enumerate().filter(|(_, source)| wanted(source)) {
            for (origin, line) in source.rows(number) {
                let Some(keep) = Fields::split(line).ok().and_then(|fields| fields.keep) else { continue };
                if let Some((_, Some(found))) = self.search(keep.trim(), &mut normal)
                    && !found.beside
                {
                    let reason = format!("\"{keep}\" must stay, and would go as {}", found.rule.name());
                    return Err(Error::table(&source.file, origin.line, reason));
                }
            }
        }
        Ok(())
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(|entry| entry.row(&self.sources))
    }

    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether `line`, without white space at its ends, is too long for all but notices, and reads like none
    /// of these at its ends: so do nearly all paragraphs.
    pub fn is_paragraph(&self, line: &str) -> bool {
        line.len() > SHORT
            && (line.len() > LONG || !(self.notices.admit(line) || self.endings.admit_notice(line)))
    }

    /// What `line`, without white space at its ends, is by the phrases. `normal` is scratch space.
    pub fn find(&self, line: &str, normal: &mut Normal) -> Known {
        match self.search(line, normal) {
            Some((_, Some(found))) => Known::Goes(found),
            Some((_, None)) => Known::Stays,
            None => Known::No,
        }
    }

    /// Whether a line is, word for word, a label that goes, alone or beside others. `normal` is scratch
    /// space.
    pub fn is_label(&self, line: &str, normal: &mut Normal) -> bool {
        let is_label = |row: &Row| row.rule.is_some() && row.pattern.is_exact();
        normal.fold(line, usize::MAX, |_| true)
            && self.starting(&normal.text).any(|row| is_label(row) && row.pattern.matches(normal))
    }

    /// Whether lines of a category go.
    pub fn removes(&self, rule: Rule) -> bool {
        self.removed.contains(&rule)
    }

    /// The row that a line reads like, and what it is if it goes.
    pub(super) fn search(&self, line: &str, normal: &mut Normal) -> Option<(&Row, Option<Found>)> {
        let is_long = line.len() > SHORT;
        if line.len() > LONG {
            return None;
        }
        // A headline may be quoted before its label: "'We go': the geese leave. Read more".
        let is_quoted = !is_long && is_quoted(line);
        let starts = if is_long { self.notices.admit(line) } else { !is_quoted && self.starts.admit(line) };
        let ends = self.ending(line, is_long).next().is_some();
        if !starts && !ends {
            return None;
        }
        // Nearly all lines that begin like a row for two words do so for no more than these.
        if !normal.fold(line, HEAD, |text| ends || self.prefixes.admit(text)) {
            return None;
        }
        if !is_long && is_post(line) {
            return None;
        }
        let best = self.best(line, normal, |row| {
            if is_long {
                return row.standing == Standing::Long;
            }
            if is_quoted && !row.pattern.prefix.is_empty() {
                return false;
            }
            // "Click here to see the demo. In the next part ..." goes on with the article, and
            // "See also: our list of geese." is the author's own sentence.
            let runs_on = normal.sentences && row.runs_on || row.pattern.goes_on_in_words(normal);
            let text = row.rule == Some(Rule::Nav) && runs_on;
            row.standing != Standing::Menu && !(text && row.standing != Standing::Long)
        });
        match best {
            Some(row) => Some((row, row.found())),
            None if is_long || is_quoted => None,
            None => self.menu(normal),
        }
    }

    fn row(&self, number: usize) -> &Row {
        self.rows[number].row(&self.sources)
    }

    /// The surest of the rows that match the whole line.
    fn best(&self, line: &str, normal: &Normal, wanted: impl Fn(&Row) -> bool) -> Option<&Row> {
        let mut best: Option<&Row> = None;
        for row in self.starting(&normal.text).chain(self.ending(line, false)) {
            if wanted(row) && best.is_none_or(|best| row.rank() > best.rank()) && row.pattern.matches(normal)
            {
                best = Some(row);
            }
        }
        best
    }

    /// The rows that begin with a slot, and end as `line` does.
    fn ending(&self, line: &str, is_long: bool) -> impl Iterator<Item = &Row> {
        let (rows, bare) = self.endings.of(line, is_long);
        let open = rows.iter().map(|&row| self.row(row));
        open.filter(move |row| (!is_long || row.standing == Standing::Long) && row.pattern.ends(bare))
    }

    /// The rows whose prefix `text` begins with, in whole words; those with a shorter one first.
    fn starting<'a, 't>(&'a self, text: &'t str) -> impl Iterator<Item = &'a Row> + use<'a, 't> {
        self.prefixes.starting(text, |row| &self.row(row).pattern.prefix).map(|row| self.row(row))
    }

    /// A line whose parts, with bars between them, are all labels: three of any kind, or two that
    /// would go alone.
    fn menu(&self, line: &Normal) -> Option<(&Row, Option<Found>)> {
        let mut first = None;
        let (mut parts, mut strong) = (0, 0);
        let mut start = 0;
        for end in 0..=line.tokens.len() {
            if end < line.tokens.len() && line.word(end) != BAR {
                continue;
            }
            let text =
                line.text.get(line.tokens.get(start)?.start..line.tokens.get(end.checked_sub(1)?)?.end)?;
            let is_label = |row: &&Row| {
                row.rule.is_some() && row.pattern.is_exact() && row.pattern.matches_tokens(line, start, end)
            };
            let row = self.starting(text).filter(is_label).last()?;
            first = first.or(Some(row));
            parts += 1;
            strong += usize::from(row.standing == Standing::Line);
            start = end + 1;
        }
        let enough = parts >= 3 || (parts == 2 && strong >= 1);
        let first = first.filter(|_| enough)?;
        Some((
            first,
            Some(Found { rule: first.rule?, confidence: 0.97, beside: false, names: false, is_bare: false }),
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;
    use std::time::Instant;

    use super::super::row::Origin;
    use super::super::source::{Choice, EMBEDDED};
    use super::*;

    fn goes(table: &Table, line: &str) -> Option<Found> {
        match table.find(line, &mut Normal::default()) {
            Known::Goes(found) => Some(found),
            Known::Stays | Known::No => None,
        }
    }

    /// All that comes with the program, the categories too that stay by default.
    fn whole() -> &'static Table {
        static WHOLE: LazyLock<Table> =
            LazyLock::new(|| Table::load(EMBEDDED.to_vec(), Rule::CATEGORIES).unwrap());
        &WHOLE
    }

    fn find(line: &str) -> Option<&'static str> {
        let found = goes(&Choice::default().table().unwrap(), line)?;
        Some(if found.beside { "beside" } else { &found.rule.as_str()["boilerplate/".len()..] })
    }

    #[test]
    fn the_embedded_tables_load_fast_and_keep_what_they_say() {
        let begun = Instant::now();
        let table = Table::load(EMBEDDED.to_vec(), &Rule::CATEGORIES[..7]).unwrap();
        let taken = begun.elapsed();
        // 3 ms in a release build; leave room for the debug build and a busy machine.
        assert!(taken.as_millis() < 500, "{taken:?}");
        for table in [&table, whole()] {
            table.check(|_| true).unwrap();
        }
        let mut seen = HashSet::default();
        for row in whole().rows() {
            assert!(seen.insert(row.pattern.form()), "{:?} stands there twice", row.pattern);
        }
    }

    #[test]
    fn a_prefix_is_that_of_the_pattern() {
        let (mut prefix, mut normal) = (String::new(), Normal::default());
        for row in whole().rows() {
            let source = &EMBEDDED[row.origin.source];
            let fields = Fields::split(&source.text[row.origin.span.clone()]).unwrap();
            assert_eq!(fields.is_long(), row.standing == Standing::Long);
            let is_exact = read_prefix(fields.pattern, &mut prefix, &mut normal);
            assert_eq!((&*prefix, is_exact), (&*row.pattern.prefix, row.pattern.is_exact()));
        }
    }

    #[test]
    fn the_embedded_tables_are_large_enough_and_in_order() {
        for (number, source) in EMBEDDED.iter().enumerate() {
            let place =
                |fields: &Fields<'_>| Rule::CATEGORIES.iter().position(|rule| rule.name() == fields.category);
            let rows: Vec<_> = source.rows(number).map(|(_, row)| Fields::split(row).unwrap()).collect();
            assert!(rows.len() >= if source.file == "en.tsv" { 400 } else { 60 }, "{}", source.file);
            for two in rows.windows(2) {
                let in_order = (place(&two[0]), two[0].pattern) < (place(&two[1]), two[1].pattern);
                assert!(in_order, "{}: \"{}\" comes too late", source.file, two[1].pattern);
            }
        }
    }

    #[test]
    fn a_quotation_stays_whatever_quotes_are_set_to() {
        for quote in ["'", "’", "‘", "\"", "“"] {
            for line in ["Share this", "I wish that they would read more.", "We go, she said. They read more"]
            {
                let line = format!("{quote}{line}");
                assert_eq!(whole().find(&line, &mut Normal::default()), Known::No, "{line}");
            }
            let headline = format!("{quote}They call us geese': the pond that argued back Read more");
            assert_eq!(find(&headline), Some("nav"), "{headline}");
        }
    }

    #[test]
    fn every_row_matches_an_example_of_itself() {
        let table = whole();
        for parsed in table.rows() {
            let Origin { source, ref span, .. } = parsed.origin;
            let pattern = Fields::split(&EMBEDDED[source].text[span.clone()]).unwrap().pattern;
            let line = pattern
                .replace("{n}", "12")
                .replace("{name}", "Daily Bee")
                .replace("{year}", "2019")
                .replace("{date}", "3 May 2019")
                .replace("{url}", "www.example.com")
                .replace("{handle}", "@example")
                .replace("{email}", "ann@example.com")
                .replace("{...}", "some more words");
            // What follows an open slot at the start begins anew.
            let line = match line.strip_prefix("some more words ") {
                Some(rest) => format!("Mayor steps down {}{}", rest[..1].to_uppercase(), &rest[1..]),
                None => line,
            };
            let mut normal = Normal::default();
            normal.fold(&line, usize::MAX, |_| true);
            assert!(parsed.pattern.matches(&normal), "{pattern} / {line}");
            for line in [&line, &line.to_uppercase(), &format!("“{line}”"), &line.replacen(' ', ", ", 1)]
            {
                let open = parsed.pattern.prefix.is_empty();
                let starts = if parsed.standing == Standing::Long { &table.notices } else { &table.starts };
                assert!(open || starts.admit(line), "{pattern} / {line}");
            }
            if parsed.standing != Standing::Menu {
                assert!(goes(table, &line).is_some(), "{pattern} / {line}");
            }
        }
    }

    fn load(table: &'static str, remove: &[Rule]) -> Result<Table, Error> {
        let own = Source { file: "t.tsv".into(), text: table.into(), own: true };
        Table::load(EMBEDDED.iter().cloned().chain([own]).collect(), remove)
    }

    #[test]
    fn a_users_rows_go_before_those_of_the_program() {
        let table = "promo\tline\tread more\nsocial\tline\tmoss and goose\nkeep\tline\tshare this\n\
                     keep\tlong\tcopyright {...} the moss {...}\nad\tline\tgoose {...}\tGoose grease";
        let with = load("keep\tline\tgoose grease", Rule::CATEGORIES).unwrap();
        assert_eq!(with.find("Goose grease", &mut Normal::default()), Known::Stays);
        let refused = load(table, Rule::CATEGORIES).unwrap_err().to_string();
        assert!(refused.contains("t.tsv:5: \"Goose grease\" must stay"), "{refused}");
        let table = table.rsplit_once('\n').unwrap().0;
        let (all, nav) = (load(table, Rule::CATEGORIES).unwrap(), load(table, &[Rule::Nav]).unwrap());
        for (line, of_all, of_nav) in [
            ("Read more", Some(Rule::Promo), Some(Rule::Nav)),
            ("Moss & Goose", Some(Rule::Social), None),
            ("SHARE THIS", None, None),
            ("Copyright 2019 the moss. All rights reserved.", None, None),
            ("Copyright 2019 the goose. All rights reserved.", Some(Rule::Legal), None),
            ("Ann Lee/Getty Images", Some(Rule::Credit), None),
        ] {
            let rule = |table: &Table| goes(table, line).map(|found| found.rule);
            assert_eq!((rule(&all), rule(&nav)), (of_all, of_nav), "{line}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line, reason) in [
            ("ad\tline\tskip ad\nad\tline\tskip ad", 2, "already"),
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
            ("keep\tbeside\tads", 1, "whole line"),
            ("\n\r\nad\tline\tskip {...}\tSkip the ad, he said.", 3, "must stay, and would go as ad"),
            ("ad\tline\tskip moss\tRead more", 1, "would go as nav"),
        ] {
            let error = load(table, Rule::CATEGORIES).unwrap_err().to_string();
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
            ("WEITERLESEN NACH DER ANZEIGE", Some("ad")),
            ("PUBLICITÉ", Some("ad")),
            ("Lire aussi\u{a0}: La mairie ferme le pont", Some("nav")),
            ("À LIRE AUSSI", Some("nav")),
            ("Abonnez\u{2011}vous à la newsletter du soir", Some("promo")),
            ("Te puede interesar: El puente cierra", Some("nav")),
            ("ÚLTIMAS NOTICIAS", Some("nav")),
            ("Continua depois da publicidade", Some("ad")),
            ("LEGGI ANCHE: Il ponte chiude", Some("nav")),
            ("© Riproduzione riservata", Some("legal")),
            ("Lees ook: De brug gaat dicht", Some("nav")),
            ("Lesedauer: 3 Minuten", Some("counter")),
            ("12 Kommentare", Some("counter")),
            ("Lees meer boeken, zei ze.", None),
            ("Anzeige erstattete niemand.", None),
            ("Ann Lee/Getty Images", None),
            ("By Ann Lee", None),
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
