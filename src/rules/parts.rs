//! The table of what shares its line with text.

use std::sync::LazyLock;

use super::normal::Normal;
use super::pattern::Pattern;
use super::prefixes::{HEAD, Prefixes};
use super::starts::Starts;
use crate::edit::Rule;
use crate::error::Error;
use crate::rows::rows_of;

/// The table as it is written.
pub(super) const TABLE: &str = include_str!("data/parts.tsv");
/// Longer asides and sentences are text, whatever they begin with.
pub(crate) const PART: usize = 200;
/// What labels are looked for by: one of these is in each of them, so written or in capitals. A few,
/// and rare in text, as the search reads all of it.
const CORES: [&str; 4] = ["dvert", "nzeige", "ontin", "ublicit"];
/// A headline has at least so many words.
const HEADLINE: usize = 3;
/// A sentence with an open slot in it has at most so many words; longer ones tell something.
const CALL: usize = 14;
/// A phrase of no more words, with a mark behind it, can be a sentence of the article.
const TERSE: usize = 2;
/// A sentence that tells who said it is one of the article.
const SAYING: [&str; 6] = ["cried", "said", "saying", "says", "told", "wrote"];

/// The phrases that stand in a line beside text.
#[derive(Debug)]
pub(crate) struct Parts {
    labels: Labels,
    asides: Phrases,
    ends: Phrases,
    #[cfg(test)]
    pub keep: Vec<String>,
}

/// What a part of a line was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Part {
    pub rule: Rule,
    pub confidence: f32,
}

/// A label, as it was found in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub start: usize,
    pub end: usize,
    pub part: Part,
    /// It counts only at the start of a line.
    pub starts_line: bool,
    /// It is a word that stands in sentences too, with a capital where it begins one.
    pub is_word: bool,
}

/// Phrases without slots, in the three ways in which they are set.
#[derive(Debug)]
struct Labels {
    cores: Vec<String>,
    /// For each core, the labels that have it first, the longest of them first.
    by_core: Vec<Vec<Setting>>,
}

/// A label as it stands in a text.
#[derive(Debug)]
struct Setting {
    text: String,
    /// Where its core is, in bytes.
    core: usize,
    part: Part,
    starts_line: bool,
    is_word: bool,
}

/// Phrases that a stretch of text as a whole reads like.
#[derive(Debug)]
struct Phrases {
    /// A bit for each letter that one begins with; the highest for those beyond ASCII.
    letters: u32,
    starts: Starts,
    prefixes: Prefixes,
    rows: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    part: Part,
    pattern: Pattern,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    Start,
    Inside,
    End,
}

struct Row<'t> {
    rule: Rule,
    place: Place,
    text: &'t str,
    pattern: Pattern,
    #[cfg_attr(not(test), allow(dead_code))]
    keep: Option<&'t str>,
}

impl Parts {
    /// The parts that the program knows, read once for all cleaners.
    pub fn embedded() -> &'static Self {
        static PARTS: LazyLock<Parts> = LazyLock::new(|| {
            // It is part of the program, and the tests load it.
            Parts::load("parts.tsv", TABLE).expect("the table holds")
        });
        &PARTS
    }

    /// Reads a table; `file` is its name in errors.
    ///
    /// # Errors
    /// At the first row that is malformed or in the wrong place.
    pub fn load(file: &str, table: &str) -> Result<Self, Error> {
        let mut normal = Normal::default();
        let mut last = None;
        let [mut labels, mut asides, mut ends] = [const { Vec::new() }; 3];
        #[cfg(test)]
        let mut keep = Vec::new();
        for (number, line) in rows_of(table) {
            let refuse = |reason: String| Error::table(file, number, reason);
            let row = parse_row(line, &mut normal).map_err(refuse)?;
            let order = (row.rule, row.place, row.text);
            if last.is_some_and(|last| last >= order) {
                return Err(refuse(format!("out of order: \"{}\" comes too late", row.text)));
            }
            last = Some(order);
            #[cfg(test)]
            keep.extend(row.keep.map(str::to_owned));
            match row.place {
                Place::End => ends.push(row),
                Place::Inside if row.pattern.is_bracketed() => asides.push(row),
                Place::Start | Place::Inside => labels.push(row),
            }
        }
        Ok(Self {
            labels: Labels::new(&labels).map_err(|reason| Error::table(file, 0, reason))?,
            asides: Phrases::new(asides),
            ends: Phrases::new(ends),
            #[cfg(test)]
            keep,
        })
    }

    /// What a text is to be searched for, for its labels to be found.
    pub fn cores(&self) -> &[String] {
        &self.labels.cores
    }

    /// The labels in `text`, wherever they stand; `cores` are the places of cores in it, in order, and
    /// which of [`Self::cores`] each is. What stands around them has to tell whether they are labels there.
    pub fn labels<'t>(
        &'t self,
        text: &'t str,
        cores: &'t [(usize, usize)],
    ) -> impl Iterator<Item = Label> + 't {
        let mut reach = 0;
        cores.iter().filter_map(move |&(at, core)| {
            let label = self.labels.by_core[core].iter().find_map(|setting| setting.at(text, at, reach))?;
            reach = label.end;
            Some(label)
        })
    }

    /// Whether an aside may begin like `text`, without its bracket. "No" is certain.
    pub fn may_be_aside(&self, text: &str) -> bool {
        self.asides.may_begin(text)
    }

    /// What `aside`, with its brackets, is if it is not text. `normal` is scratch space.
    pub fn aside(&self, aside: &str, normal: &mut Normal) -> Option<Part> {
        self.asides.find(aside, normal)
    }

    /// What the last sentence of a line is if it is not text. `normal` is scratch space.
    pub fn end(&self, sentence: &str, normal: &mut Normal) -> Option<Part> {
        if self.ends.may_begin(sentence) { self.ends.find(sentence, normal) } else { None }
    }
}

impl Labels {
    fn new(rows: &[Row<'_>]) -> Result<Self, String> {
        let cores: Vec<_> = CORES.iter().flat_map(|core| [(*core).to_owned(), core.to_uppercase()]).collect();
        let mut by_core: Vec<Vec<Setting>> = cores.iter().map(|_| Vec::new()).collect();
        for row in rows {
            let mut texts = vec![sentence_case(row.text), title_case(row.text), row.text.to_uppercase()];
            texts.dedup();
            let capitals = texts.len() - 1;
            for (index, text) in texts.into_iter().enumerate() {
                let places = cores.iter().enumerate().filter_map(|(i, core)| Some((text.find(core)?, i)));
                let first = places.min().ok_or_else(|| format!("\"{text}\" has none of the cores"))?;
                by_core[first.1].push(Setting {
                    core: first.0,
                    part: Part { rule: row.rule, confidence: 0.95 },
                    starts_line: row.place == Place::Start,
                    is_word: !row.text.contains(' ') && index < capitals,
                    text,
                });
            }
        }
        for settings in &mut by_core {
            settings.sort_by_key(|setting| std::cmp::Reverse(setting.text.len()));
        }
        Ok(Self { cores, by_core })
    }
}

impl Setting {
    /// The label in `text` whose core is at `core`, if it is there and begins at `reach` or behind.
    fn at(&self, text: &str, core: usize, reach: usize) -> Option<Label> {
        let start = core.checked_sub(self.core).filter(|&start| start >= reach)?;
        let end = start + self.text.len();
        let Self { part, starts_line, is_word, .. } = *self;
        // Most of what has a core begins with a small letter.
        if text.as_bytes()[start] != self.text.as_bytes()[0] {
            return None;
        }
        (text.as_bytes().get(start..end)? == self.text.as_bytes()).then_some(Label {
            start,
            end,
            part,
            starts_line,
            is_word,
        })
    }
}

impl Phrases {
    fn new(rows: Vec<Row<'_>>) -> Self {
        let (mut starts, mut prefixes) = (Starts::default(), Prefixes::default());
        for (number, row) in rows.iter().enumerate() {
            starts.add(&row.pattern.prefix, row.pattern.is_exact());
            prefixes.add(number, &row.pattern.prefix);
        }
        prefixes.link();
        let letters = rows.iter().fold(0, |letters, row| letters | letter_bit(&row.pattern.prefix));
        let phrase = |row: Row<'_>| {
            let confidence = if row.pattern.is_exact() { 0.97 } else { 0.93 };
            Phrase { part: Part { rule: row.rule, confidence }, pattern: row.pattern }
        };
        Self { letters, starts, prefixes, rows: rows.into_iter().map(phrase).collect() }
    }

    /// Whether one may begin like `text`. "No" is certain.
    fn may_begin(&self, text: &str) -> bool {
        letter_bit(text) & self.letters != 0 && self.starts.admit(text)
    }

    fn find(&self, text: &str, normal: &mut Normal) -> Option<Part> {
        let first = text.chars().find(|c| c.is_alphanumeric())?;
        // "Is it new? Is it old? Is it blue?": several headlines, or sentences.
        let asks_inside = text.trim_end_matches(|c: char| !c.is_alphanumeric()).contains("? ");
        let begins = |text: &str| self.prefixes.admit(text);
        if text.len() > PART || asks_inside || !first.is_uppercase() || !normal.fold(text, HEAD, begins) {
            return None;
        }
        // "Click here to read it --Ann Lee, editor" has more than the call in it, in whatever style its dash is set.
        let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric());
        let reported = ["--", "—", " – ", " - "].iter().any(|dash| bare.contains(dash))
            || (0..normal.tokens.len()).skip(1).any(|at| SAYING.contains(&normal.word(at)));
        let in_capitals = !text.contains(char::is_lowercase);
        let begun = self.prefixes.starting(&normal.text, |row| &self.rows[row].pattern.prefix);
        let like = begun.filter(|&row| self.rows[row].reads_like(normal, in_capitals, reported));
        like.min().map(|row| self.rows[row].part)
    }
}

impl Phrase {
    /// Whether a line that is a label reads like this, and not like a sentence of the article. That it
    /// begins so has been seen already.
    fn reads_like(&self, text: &Normal, in_capitals: bool, reported: bool) -> bool {
        if text.sentences || !self.pattern.matches(text) {
            return false;
        }
        match self.pattern.label() {
            Some(label) => {
                let headline = &text.tokens[label..];
                let begins = headline.first().is_some_and(|word| word.capital);
                begins && headline.len() >= HEADLINE && text.mark != Some('.')
            }
            None => {
                let terse = text.tokens.len() <= TERSE && self.pattern.is_exact();
                let is_word = text.tokens.len() == 1;
                let tells = !self.pattern.is_closed() && text.tokens.len() > CALL;
                let is_sentence = reported || tells || (terse && text.mark.is_some());
                !is_sentence && (!is_word || in_capitals)
            }
        }
    }
}

/// The bit of the letter that `text` begins with.
fn letter_bit(text: &str) -> u32 {
    match text.as_bytes().first() {
        Some(letter @ (b'a'..=b'z' | b'A'..=b'Z')) => 1 << (letter & 31),
        Some(0x80..) => 1 << 31,
        _ => 0,
    }
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn title_case(text: &str) -> String {
    text.split(' ').map(sentence_case).collect::<Vec<_>>().join(" ")
}

fn parse_row<'t>(line: &'t str, normal: &mut Normal) -> Result<Row<'t>, String> {
    let mut fields = line.split('\t');
    let (Some(category), Some(place), Some(text)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(
            "a row is: category, where, pattern, perhaps a line that must stay, with tabs between".into()
        );
    };
    let keep = fields.next();
    if fields.next().is_some() {
        return Err("more than four fields".to_owned());
    }
    let rule = Rule::of_category(category).ok_or_else(|| format!("no such category: \"{category}\""))?;
    let place = match place {
        "start" => Place::Start,
        "inside" => Place::Inside,
        "end" => Place::End,
        _ => return Err(format!("a part stands at the start, inside or at the end, not \"{place}\"")),
    };
    if text.trim() != text || text.to_lowercase() != text {
        return Err(format!("not in lower case, or with space around it: \"{text}\""));
    }
    let pattern = Pattern::parse(text, normal)?;
    if pattern.prefix.is_empty() {
        return Err("a part begins with a word".to_owned());
    }
    let is_aside = pattern.is_bracketed();
    if is_aside && place != Place::Inside {
        return Err("an aside in brackets stands inside".to_owned());
    }
    let is_plain = |c: char| c.is_alphabetic() || c == ' ';
    if !is_aside && place != Place::End && !text.chars().all(is_plain) {
        return Err(format!("a label is words and spaces only: \"{text}\""));
    }
    Ok(Row { rule, place, text, pattern, keep })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn labels(text: &str) -> Vec<Label> {
        let parts = Parts::embedded();
        let places = |(number, core): (usize, &String)| -> Vec<(usize, usize)> {
            text.match_indices(core).map(|(at, _)| (at, number)).collect()
        };
        let mut cores: Vec<_> = parts.cores().iter().enumerate().flat_map(places).collect();
        cores.sort_unstable();
        parts.labels(text, &cores).collect()
    }

    #[test]
    fn every_row_matches_an_example_of_itself() {
        let parts = Parts::embedded();
        let mut normal = Normal::default();
        for (_, row) in rows_of(TABLE) {
            let fields: Vec<_> = row.split('\t').collect();
            let example = fields[2]
                .replace("{name}", "Daily Bee")
                .replace("{handle}", "@example")
                .replace(" : ", ": ")
                .replace("{...}", "Goose wins the vote");
            let rule = Rule::of_category(fields[0]);
            let found = if let Some(aside) = example.strip_prefix("( ") {
                let aside = format!("[{}]", aside.to_uppercase());
                parts.may_be_aside(&aside[1..]).then(|| parts.aside(&aside, &mut normal)).flatten()
            } else if fields[1] == "end" {
                parts.end(&sentence_case(&example), &mut normal)
            } else {
                let label = labels(&example.to_uppercase()).first().copied();
                assert_eq!(label.map(|label| label.end), Some(example.to_uppercase().len()), "{row}");
                label.map(|label| label.part)
            };
            assert_eq!(found.map(|part| part.rule), rule, "{row}");
        }
    }

    #[test]
    fn no_row_stands_twice_in_another_spelling() {
        let mut seen = HashSet::new();
        for (_, line) in rows_of(TABLE) {
            let row = parse_row(line, &mut Normal::default()).unwrap();
            assert!(seen.insert((row.place, row.pattern.form())), "{line}");
        }
    }

    #[test]
    fn labels_are_found_as_they_are_set() {
        let found = |text: &str| -> Vec<String> {
            labels(text).iter().map(|label| text[label.start..label.end].to_owned()).collect()
        };
        assert_eq!(found("A. Advertisement B. ADVERTISEMENTS"), ["Advertisement", "ADVERTISEMENTS"]);
        assert_eq!(found("Story Continues Below Advertisement"), ["Story Continues Below Advertisement"]);
        assert_eq!(found("an advertisement, and the story continues below"), [""; 0]);
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line, reason) in [
            ("ad\tinside\tadvert\nad\tinside\tad", 2, "out of order"),
            ("nav\tend\tmore\nad\tend\tmore more", 2, "out of order"),
            ("ad\tend\tskip\nad\tinside\tskip", 2, "out of order"),
            ("# c\n\nad\tend\tskip ad\nad\tend\tskip", 4, "out of order"),
            ("ad\tinside", 1, "a row is"),
            ("ad\tinside\tadvert\tstay\tand", 1, "more than four"),
            ("join\tinside\tadvert", 1, "no such category"),
            ("ad\tline\tadvert", 1, "a part stands"),
            ("ad\tinside\tAdvert", 1, "lower case"),
            ("ad\tinside\tby {name}", 1, "words and spaces"),
            ("ad\tend\tby {nobody}", 1, "no such slot"),
            ("ad\tend\t{...} here", 1, "begins with a word"),
            ("ad\tend\t( advert", 1, "stands inside"),
        ] {
            let error = Parts::load("p.tsv", table).unwrap_err().to_string();
            assert!(error.starts_with(&format!("p.tsv:{line}: ")) && error.contains(reason), "{error}");
        }
    }
}
