//! Makes the profile that comes with the program, `src/profile/data/default.profile`.
//!
//! ```text
//! cargo run --release --features train --example default_profile -- \
//!     --shared ../shared/data --texts DIR --words DIR [--part all|statistics] \
//!     -o src/profile/data/default.profile
//! ```
//!
//! It counts in the texts of [`TEXTS`] below `--shared`, and in those of the packages that
//! `sources.tsv` names, which `fetch DIR`, beside this file, puts into `--texts`; and it notes the
//! frequencies of the word lists in `--words`, which come from two packages of PyPI (see NOTICE):
//!
//! ```text
//! pip download --no-deps pyspellchecker==0.9.1 symspellpy==6.10.1
//! unzip -j pyspellchecker-*.whl 'spellchecker/resources/*.json.gz' -d DIR
//! unzip -j symspellpy-*.whl symspellpy/frequency_dictionary_en_82_765.txt -d DIR
//! ```
//!
//! What is rare is pruned, by the numbers in [`LANGUAGES`], so that the file stays small. The same
//! input gives the same file. `--part statistics` counts, of what is below `--shared`, only in the
//! part that is kept for it when the weights of the boundary score are learned and judged (see the
//! example `train`). The packages are not judged on, and always count.

#[path = "../texts/mod.rs"]
mod texts;

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use copydesk::pipeline::save_profile;
use copydesk::{Learner, WordCounts, detect, first_key};
use texts::{Part, gzipped};

/// Where text comes from, and what of it is counted.
const TEXTS: &[(&str, Count)] = &[
    ("clean/18f", Count::All),
    ("clean/digitalgov", Count::All),
    ("clean/lctt", Count::All),
    ("clean/masakhane", Count::All),
    ("clean/masakhane_fr", Count::All),
    ("clean/news", Count::All),
    ("clean/rust", Count::All),
    // Headings are run into its text.
    ("clean/techblogs", Count::Names),
    ("sentences/GUM_full", Count::All),
    ("sentences/UD_Dutch-LassySmall", Count::All),
    ("sentences/UD_English-LinES", Count::All),
    ("sentences/UD_French-GSD", Count::All),
    ("sentences/UD_French-Sequoia", Count::All),
    ("sentences/UD_German-GSD", Count::All),
    ("sentences/UD_Italian-ISDT", Count::All),
    ("sentences/UD_Portuguese-Bosque", Count::All),
];

#[derive(Clone, Copy)]
enum Count {
    All,
    Names,
}

/// A language, what it keeps, and the lists of frequencies of its words. A word is kept for any of
/// three reasons.
struct Language {
    code: &'static str,
    /// It was seen so often.
    seen: u64,
    /// It was seen so often with a capital: that is what tells names from beginnings of sentences.
    capitalised: u64,
    /// A list has it so often in a hundred million.
    listed: u32,
    lists: &'static [&'static str],
}

impl Language {
    fn keeps(&self, counts: &WordCounts) -> bool {
        counts.seen() >= self.seen
            || u64::from(counts.inside) + u64::from(counts.start) >= self.capitalised
            || counts.general >= self.listed
    }
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        seen: 3,
        capitalised: 3,
        listed: 50,
        lists: &["en.json.gz", "frequency_dictionary_en_82_765.txt"],
    },
    Language { code: "de", seen: 5, capitalised: 2, listed: 1000, lists: &["de.json.gz"] },
    Language { code: "fr", seen: 5, capitalised: 2, listed: 1000, lists: &["fr.json.gz"] },
    Language { code: "es", seen: 5, capitalised: 2, listed: 1000, lists: &["es.json.gz"] },
    Language { code: "pt", seen: 5, capitalised: 2, listed: 1000, lists: &["pt.json.gz"] },
    Language { code: "it", seen: 5, capitalised: 2, listed: 1000, lists: &["it.json.gz"] },
    Language { code: "nl", seen: 5, capitalised: 1, listed: 1000, lists: &["nl.json.gz"] },
];

/// How often a word is seen in text before a name is taken to be made of it.
const KNOWN: u64 = 3;

/// In how many documents a name is taken to stand that is known far and wide.
const NOTED: u32 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let Options { shared, texts, words, output, part } = Options::read()?;
    let mut learner = Learner::new();
    for &(name, count) in TEXTS {
        learn(&mut learner, &shared.join(name).with_extension("jsonl.gz"), count, part)?;
    }
    let mut packages = Learner::new();
    for language in LANGUAGES {
        learn_packages(&mut packages, &texts.join(language.code), language.code)?;
    }
    // Now and then words are run together in them.
    packages.retain_names(|_, _, documents| documents > 1);
    learner.merge(&packages);
    note_lists(&mut learner, &words)?;
    learner.retain_words(|code, _, counts| {
        LANGUAGES.iter().find(|language| language.code == code).is_some_and(|language| language.keeps(counts))
    });
    let known = learner.to_profile();
    learner.retain_names(|code, name, documents| {
        let is_word = |part: &str| {
            known.language(code).is_some_and(|table| table.word(&first_key(code, part)).seen() >= KNOWN)
        };
        // A name of two words that stands in one document only may be two sentences run together.
        documents > 1 || !parts(name).into_iter().all(is_word)
    });
    for name in include_str!("../texts/names.txt").lines().filter(|line| !line.starts_with('#')) {
        learner.note_name("en", name, NOTED);
    }
    let profile = learner.to_profile();
    save_profile(&profile, &output)?;
    eprintln!("{}: {} bytes", output.display(), profile.as_bytes().len());
    for table in profile.languages() {
        let (words, names) = (table.words().count(), table.names().count());
        eprintln!("{}: {words} words, {names} names, {:?}", table.lang(), table.totals());
    }
    Ok(())
}

/// What a name is made of: from each dot, and each capital behind a small letter, to the next.
fn parts(name: &str) -> Vec<&str> {
    let (mut parts, mut start, mut before) = (Vec::new(), 0, ' ');
    for (at, c) in name.char_indices() {
        if c == '.' || (before.is_lowercase() && c.is_uppercase()) {
            parts.push(&name[start..at]);
            start = at + usize::from(c == '.');
        }
        before = c;
    }
    parts.push(&name[start..]);
    parts
}

/// Counts in the texts of a file; where their sentences are known, each is a line.
fn learn(learner: &mut Learner, path: &Path, count: Count, part: Option<Part>) -> Result<(), Box<dyn Error>> {
    for text in texts::read(path)? {
        if part.is_some_and(|part| part != text.part) {
            continue;
        }
        match count {
            Count::All => learner.observe(&text.lang, &text.sentences()),
            Count::Names => learner.observe_names(&text.lang, &text.text()),
        }
    }
    Ok(())
}

/// Counts in the texts of packages in one language, each a file of lines and one document. Some are not translated
/// to the end: of a line too short to tell its language, the one before it decides.
fn learn_packages(learner: &mut Learner, folder: &Path, lang: &str) -> Result<(), Box<dyn Error>> {
    if !folder.exists() {
        return Ok(());
    }
    let mut files: Vec<_> =
        folder.read_dir()?.map(|entry| Ok(entry?.path())).collect::<Result<_, Box<dyn Error>>>()?;
    files.sort();
    for file in files {
        let (mut text, mut own) = (String::new(), true);
        for line in BufReader::new(File::open(file)?).lines() {
            let line = line?;
            own = detect(&line).map_or(own, |found| found == lang);
            if own {
                text.push_str(&line);
                text.push('\n');
            }
        }
        learner.observe(lang, &text);
    }
    Ok(())
}

/// Notes the frequencies of all lists.
fn note_lists(learner: &mut Learner, folder: &Path) -> Result<(), Box<dyn Error>> {
    for language in LANGUAGES {
        for list in language.lists {
            let path = folder.join(list);
            let counts = if list.ends_with(".json.gz") { read_json(&path)? } else { read_pairs(&path)? };
            let total: f64 = counts.values().map(|&count| count as f64).sum();
            for (word, count) in counts {
                learner.note_frequency(language.code, &word, (count as f64 / total * 1e8).round() as u32);
            }
        }
    }
    Ok(())
}

fn read_json(path: &Path) -> Result<HashMap<String, u64>, Box<dyn Error>> {
    Ok(serde_json::from_reader(gzipped(path)?)?)
}

/// Lines of a word, a space, a count.
fn read_pairs(path: &Path) -> Result<HashMap<String, u64>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let pair = |line: &str| {
        let (word, count) = line.rsplit_once(' ').ok_or("a row without a count")?;
        Ok((word.to_owned(), count.parse()?))
    };
    text.trim_start_matches('\u{feff}').lines().map(pair).collect()
}

struct Options {
    shared: PathBuf,
    texts: PathBuf,
    words: PathBuf,
    output: PathBuf,
    part: Option<Part>,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let (mut shared, mut texts, mut words, mut output, mut part) = (None, None, None, None, None);
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--shared" => shared = Some(PathBuf::from(value)),
                "--texts" => texts = Some(PathBuf::from(value)),
                "--words" => words = Some(PathBuf::from(value)),
                "-o" => output = Some(PathBuf::from(value)),
                "--part" => {
                    part = match value.as_str() {
                        "all" => None,
                        "statistics" => Some(Part::Statistics),
                        _ => return Err("--part is all or statistics".into()),
                    }
                }
                _ => return Err(format!("there is no option {name}").into()),
            }
        }
        Ok(Self {
            shared: shared.ok_or("--shared DIR is missing")?,
            texts: texts.ok_or("--texts DIR is missing")?,
            words: words.ok_or("--words DIR is missing")?,
            output: output.ok_or("-o FILE is missing")?,
            part,
        })
    }
}
