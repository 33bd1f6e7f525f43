//! Learns the weights of the boundary score from clean text, and judges them.
//!
//! ```text
//! cargo run --release --features train --example train -- \
//!     --shared ../shared/data --profile FILE [-o src/passes/boundaries/data/weights.tsv] \
//!     [--judge WEIGHTS] [--show FILE] [--test-texts DIR] [--asking FILE]
//! ```
//!
//! The texts below `--shared` come in three parts that share no site. The profile has to be made
//! from the first (`default_profile --part statistics`): a name of the text that weights are learned
//! from must not be known from that text. The weights are learned on the second, and judged on the
//! third: the table of what was found, and of the share of right edits by their confidence, goes to
//! the standard output. `--judge` judges the weights of a file and learns none. `--show` writes what
//! went wrong, `--test-texts` the texts of the third part, for other scorers. `--asking` writes the
//! table of the words that questions begin with, counted in the first part, and does nothing else:
//! the weights are learned over the table that is compiled in.

mod texts;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use copydesk::train::{ALL, MIX, Sample, count_asking, judge, learn};
use copydesk::{Lexicon, Profile};
use texts::{Part, Text};

/// Where text comes from. That of `digitalgov` is not free of glue.
const TEXTS: &[&str] = &[
    "clean/18f",
    "clean/lctt",
    "clean/masakhane",
    "clean/masakhane_fr",
    "clean/news",
    "clean/rust",
    "sentences/GUM_full",
    "sentences/UD_Dutch-LassySmall",
    "sentences/UD_English-LinES",
    "sentences/UD_French-GSD",
    "sentences/UD_French-Sequoia",
    "sentences/UD_German-GSD",
    "sentences/UD_Italian-ISDT",
    "sentences/UD_Polish-PDB",
    "sentences/UD_Portuguese-Bosque",
    "sentences/UD_Swedish-Talbanken",
];

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read()?;
    let lexicon = Lexicon::empty().with(Profile::load(&options.profile)?);
    let (mut statistics, mut samples, mut test) = (Vec::new(), Vec::new(), Vec::new());
    // Its headings are run into the text, but its names are many.
    for text in texts::read(&options.shared.join("clean/techblogs.jsonl.gz"))? {
        if text.part == Part::Weights {
            samples.push(Sample::of_names(&text.text()));
        }
    }
    for name in TEXTS {
        let mut held_out = Vec::new();
        for text in texts::read(&options.shared.join(name).with_extension("jsonl.gz"))? {
            match text.part {
                Part::Weights => samples.extend(damaged(&text)),
                Part::Test => {
                    test.extend(damaged(&text));
                    held_out.push(text);
                }
                Part::Statistics if options.asking.is_some() => {
                    statistics.push(Sample::damaged(&text.text(), ALL, 0));
                }
                Part::Statistics => {}
            }
        }
        if let Some(folder) = &options.test_texts {
            let mut file = fs::File::create(folder.join(name.replace('/', "-")).with_extension("jsonl"))?;
            for text in held_out {
                let record = serde_json::json!({ "lang": text.lang, "id": text.record, "paragraphs": text.paragraphs });
                writeln!(file, "{record}")?;
            }
        }
    }
    if let Some(output) = &options.asking {
        fs::write(output, count_asking(&statistics, &lexicon)?)?;
        return Ok(());
    }
    let weights = match &options.judge {
        Some(file) => fs::read_to_string(file)?,
        None => learn(&samples, &lexicon)?,
    };
    if let Some(output) = &options.output {
        fs::write(output, &weights)?;
    }
    let mut shown = options.show.map(fs::File::create).transpose()?;
    let show = |line: &str| {
        if let Some(file) = &mut shown {
            let _ = writeln!(file, "{line}");
        }
    };
    print!("{}", judge(&weights, &test, &lexicon, show)?);
    Ok(())
}

/// A text with several damages, below its title.
fn damaged(text: &Text) -> impl Iterator<Item = Sample> {
    let seed = texts::hash(&text.record);
    let text = format!("{}\n{}", text.title, text.text());
    (0..12).map(move |i| {
        Sample::damaged(text.trim_start(), MIX[(seed as usize + 3 * i) % MIX.len()], seed + i as u64)
    })
}

struct Options {
    shared: PathBuf,
    profile: PathBuf,
    output: Option<PathBuf>,
    judge: Option<PathBuf>,
    show: Option<PathBuf>,
    test_texts: Option<PathBuf>,
    asking: Option<PathBuf>,
}

impl Options {
    fn read() -> Result<Self, Box<dyn Error>> {
        let names = ["--shared", "--profile", "-o", "--judge", "--show", "--test-texts", "--asking"];
        let mut values = [const { None }; 7];
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            let place =
                names.iter().position(|n| *n == name).ok_or_else(|| format!("there is no option {name}"))?;
            values[place] =
                Some(PathBuf::from(arguments.next().ok_or_else(|| format!("{name} wants a value"))?));
        }
        let [shared, profile, output, judge, show, test_texts, asking] = values;
        Ok(Self {
            shared: shared.ok_or("--shared DIR is missing")?,
            profile: profile.ok_or("--profile FILE is missing")?,
            output,
            judge,
            show,
            test_texts,
            asking,
        })
    }
}
