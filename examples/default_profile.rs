//! Makes the profile that comes with the program, `src/profile/data/default.profile`.
//!
//! ```text
//! cargo run --release --features train --example default_profile -- \
//!     --shared ../shared/data --words DIR [--sites all|even|odd] -o src/profile/data/default.profile
//! ```
//!
//! It counts in the texts of `clean/` and `sentences/` below `--shared`, and notes the frequencies
//! of the word lists in `--words`, which come from two packages of PyPI (see NOTICE):
//!
//! ```text
//! pip download --no-deps pyspellchecker==0.9.1 symspellpy==6.10.1
//! unzip -j pyspellchecker-*.whl 'spellchecker/resources/*.json.gz' -d DIR
//! unzip -j symspellpy-*.whl symspellpy/frequency_dictionary_en_82_765.txt -d DIR
//! ```
//!
//! What is rare is pruned, by the numbers in [`LANGUAGES`], so that the file stays small. The same
//! input gives the same file. `--sites even` counts only in records whose "source" has an even
//! hash, `--sites odd` only in the others: statistics and weights that are to be judged must not
//! come from the same sites.

use std::collections::HashMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use copydesk::pipeline::save_profile;
use copydesk::{Learner, first_key};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

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

#[derive(Clone, Copy, PartialEq)]
enum Count {
    All,
    Names,
}

/// A language, what it keeps, and the lists of frequencies of its words.
struct Language {
    code: &'static str,
    /// A word that no list has is kept when it was seen so often.
    seen: u64,
    /// A word that was not seen is kept when a list has it so often in a hundred million.
    listed: u32,
    lists: &'static [&'static str],
}

const LANGUAGES: &[Language] = &[
    Language {
        code: "en",
        seen: 3,
        listed: 50,
        lists: &["en.json.gz", "frequency_dictionary_en_82_765.txt"],
    },
    Language { code: "de", seen: 2, listed: 120, lists: &["de.json.gz"] },
    Language { code: "fr", seen: 2, listed: 180, lists: &["fr.json.gz"] },
    Language { code: "es", seen: 2, listed: 150, lists: &["es.json.gz"] },
    Language { code: "pt", seen: 2, listed: 180, lists: &["pt.json.gz"] },
    Language { code: "it", seen: 2, listed: 180, lists: &["it.json.gz"] },
    Language { code: "nl", seen: 2, listed: 180, lists: &["nl.json.gz"] },
];

/// How often a word is seen in text before a name is taken to be made of it.
const KNOWN: u64 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let Options { shared, words, output, sites } = Options::read()?;
    let mut learner = Learner::new();
    for &(name, count) in TEXTS {
        learn(&mut learner, &shared.join(name).with_extension("jsonl.gz"), count, sites)?;
    }
    note_lists(&mut learner, &words)?;
    learner.retain_words(|code, _, counts| {
        let kept = |l: &Language| counts.seen() >= l.seen || counts.general >= l.listed;
        LANGUAGES.iter().find(|l| l.code == code).is_some_and(kept)
    });
    let known = learner.to_profile();
    learner.retain_names(|code, name, documents| {
        let is_word = |part: &str| {
            known.language(code).is_some_and(|table| table.word(&first_key(code, part)).seen() >= KNOWN)
        };
        // A name of two words that stands in one document only may be two sentences run together.
        documents > 1 || !parts(name).into_iter().all(is_word)
    });
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

/// Counts in the records of a file: their "text", or the sentences of their "paragraphs", each as
/// a line.
fn learn(learner: &mut Learner, path: &Path, count: Count, sites: Option<u64>) -> Result<(), Box<dyn Error>> {
    for line in gzipped(path)?.lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let site = record["source"].as_str().unwrap_or_default();
        if sites.is_some_and(|parity| hash(site) % 2 != parity) {
            continue;
        }
        let lang = record["lang"].as_str().ok_or("a record without \"lang\"")?;
        let sentences = || {
            let paragraphs = record["paragraphs"].as_array()?.iter().filter_map(Value::as_array);
            Some(paragraphs.flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"))
        };
        let text =
            record["text"].as_str().map(str::to_owned).or_else(sentences).ok_or("a record without text")?;
        match count {
            Count::All => learner.observe(lang, &text),
            Count::Names => learner.observe_names(lang, &text),
        }
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

fn gzipped(path: &Path) -> Result<BufReader<MultiGzDecoder<File>>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(BufReader::new(MultiGzDecoder::new(file)))
}

/// FNV-1a, as in the example `train`.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        >> 7
}

struct Options {
    shared: PathBuf,
    words: PathBuf,
    output: PathBuf,
    /// The remainder by two of the sites' hashes.
    sites: Option<u64>,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let (mut shared, mut words, mut output, mut sites) = (None, None, None, None);
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--shared" => shared = Some(PathBuf::from(value)),
                "--words" => words = Some(PathBuf::from(value)),
                "-o" => output = Some(PathBuf::from(value)),
                "--sites" => {
                    sites = match value.as_str() {
                        "all" => None,
                        "even" => Some(0),
                        "odd" => Some(1),
                        _ => return Err("--sites is all, even or odd".into()),
                    }
                }
                _ => return Err(format!("there is no option {name}").into()),
            }
        }
        Ok(Self {
            shared: shared.ok_or("--shared DIR is missing")?,
            words: words.ok_or("--words DIR is missing")?,
            output: output.ok_or("-o FILE is missing")?,
            sites,
        })
    }
}
