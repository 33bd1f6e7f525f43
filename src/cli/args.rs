//! The arguments.

use std::fs;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::{Cleaner, CleanerBuilder, DashStyle, Pass, QuoteStyle, Rule, is_language_tag};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

use super::input::{Input, Reading};
use super::resuming::Resuming;
use super::{Error, manual, profile, settings};

/// The copy desk for scraped text: takes out ads, puts back lost sentence ends, sets one style.
///
/// Exit status: 0 done, 1 --check or --diff found changes, 2 an error.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub settings: settings::Choice,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Clean(Clean),
    Undo(Undo),
    Explain(Explain),
    Learn(Learn),
    #[command(subcommand)]
    Profile(Profile),
    Rules(RuleList),
    #[command(subcommand)]
    Config(settings::Config),
    Completions(manual::Completions),
    Man(manual::Manual),
}

/// Cleans texts: standard input to standard output, files, whole directories.
///
/// Plain, .gz, .zst, .bz2 and .xz are read whatever the name says, and written as the output's name says;
/// in a tree, .bz2 and .xz, which are only read, become .zst.
/// A file that cannot be read is named, leaves no output, and does not stop the others.
#[derive(Debug, clap::Args)]
pub struct Clean {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub rules: Rules,
    /// Where to write: a file for one file, else a directory in which the tree is mirrored.
    #[arg(short, long, value_name = "DIR|FILE", conflicts_with_all = ["in_place", "check", "diff"])]
    pub output: Option<PathBuf>,
    /// Replace the files, where something changes in them or they are not in UTF-8.
    #[arg(short, long, conflicts_with_all = ["check", "diff"])]
    pub in_place: bool,
    /// Write every edit to this file, as JSON Lines (.gz and .zst are packed).
    #[arg(long, value_name = "FILE")]
    pub edits: Option<PathBuf>,
    /// Write what was done and what failed to this file, as JSON.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// Write a page for the browser to this file, of what was done: counts, removed lines, samples of
    /// edits and documents. All is in the one file.
    #[arg(long, value_name = "FILE.html", conflicts_with = "resume")]
    pub report: Option<PathBuf>,
    /// Write no text; name the files in which something would change.
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Write no text; show what would change as a unified diff, which `patch` and `git apply` take; in colour,
    /// with the words marked.
    #[arg(long)]
    pub diff: bool,
    /// Colour in --diff (auto: on a terminal).
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    #[command(flatten)]
    pub resuming: Resuming,
    #[command(flatten)]
    pub running: Running,
}

/// How a job runs, and what it tells on the way.
#[derive(Debug, clap::Args)]
pub struct Running {
    /// Threads, 512 at the most [default: one for each core]. The output is the same for any number.
    #[arg(short, long, value_name = "N", value_parser = threads)]
    pub jobs: Option<NonZeroUsize>,
    /// Show progress on standard error (auto: if it is a terminal).
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub progress: When,
    /// No summary; errors only.
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// How the closing summary is written. As JSON it has all errors in it, and standard error has
    /// nothing else.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", conflicts_with_all = ["quiet", "verbose"])]
    pub output_format: OutputFormat,
    /// Also name each file, and each record that has no text.
    #[arg(short, long)]
    pub verbose: bool,
}

/// Shows each edit in context, with its rule and confidence.
#[derive(Debug, clap::Args)]
pub struct Explain {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub rules: Rules,
    /// Also show the places where something could have been lost and nothing was put in.
    #[arg(long)]
    pub all: bool,
    /// Colour (auto: on a terminal).
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub color: When,
    /// Text for people, or a JSON object on a line for each edit.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub output_format: OutputFormat,
}

/// Takes all edits back: the original text, byte for byte, from the cleaned one and the log.
#[derive(Debug, clap::Args)]
pub struct Undo {
    /// What was cleaned: a file, a directory, or `-` for standard input.
    pub cleaned: PathBuf,
    /// The log that `clean --edits` wrote.
    #[arg(long, value_name = "FILE")]
    pub edits: PathBuf,
    /// Where to write [default: standard output].
    #[arg(short, long, value_name = "DIR|FILE")]
    pub output: Option<PathBuf>,
    /// Which file of the log this was, if the path does not say so.
    #[arg(long, value_name = "NAME")]
    pub file: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
}

/// Learns how words are used, and which lines a site repeats: a profile for `clean --profile`.
///
/// Counts of words, names and short lines, and no other text. What is learned from parts of a corpus can be merged to the very profile
/// of the whole. A file that cannot be read is named, counts for nothing, and does not stop the
/// others.
#[derive(Debug, clap::Args)]
pub struct Learn {
    #[command(flatten)]
    pub input: Input,
    /// Where to write the profile.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// The language of the texts [default: found for each; `und` where it is not clear].
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub lang: Option<String>,
    #[command(flatten)]
    pub running: Running,
}

/// Merges and shows profiles.
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// Adds the counts of profiles up: exactly what learning from all their texts gives.
    Merge {
        /// What `learn` wrote.
        #[arg(required = true, value_name = "FILE")]
        profiles: Vec<PathBuf>,
        /// Where to write the result; it can be one of the files.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Shows the totals of each language and site, or all that is known of a word or of a site, as
    /// columns with tabs.
    Show {
        /// What `learn` wrote.
        #[arg(value_name = "FILE")]
        profile: PathBuf,
        /// A word, looked up in any case, or a name, in exactly this spelling.
        #[arg(value_name = "WORD")]
        word: Option<String>,
        /// This language only.
        #[arg(long, value_name = "CODE", value_parser = language)]
        lang: Option<String>,
        /// The lines of this site: whether they go, in how many documents they stand, of how many, in
        /// how many of these at the head and at the tail, how many more may have been missed, and one
        /// spelling.
        #[arg(long, value_name = "HOST", conflicts_with_all = ["word", "lang"])]
        site: Option<String>,
        /// Only lines that so many documents have, or more.
        #[arg(long, value_name = "N", default_value_t = 2, requires = "site")]
        least: u32,
        /// Columns with tabs, or a JSON object on a line for each row.
        #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
        output_format: OutputFormat,
    },
}

/// A number from 1 to 512: more would be started for minutes, and be of no use.
fn threads(text: &str) -> Result<NonZeroUsize, &'static str> {
    const MOST: usize = 512;
    text.parse()
        .ok()
        .filter(|threads: &NonZeroUsize| threads.get() <= MOST)
        .ok_or("a number from 1 to 512 is wanted")
}

/// A number from 0 to 1.
fn share(text: &str) -> Result<f32, &'static str> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or("a share is a number from 0 to 1")
}

/// The tag of a language: `en`, `pt-BR`.
fn language(tag: &str) -> Result<String, &'static str> {
    if is_language_tag(tag) {
        Ok(tag.to_owned())
    } else {
        Err("a language is two or three letters, such as en")
    }
}

/// Lists the phrases by which lines are taken out, counts what goes by them in files, or tries them on a
/// text.
///
/// Columns with tabs between them: category, where a phrase counts, the phrase, and the language or
/// the file of its table. With files, only what goes in them, with the number of hits before it, the most
/// frequent first; `-` stands for what goes by no phrase for a whole line.
#[derive(Debug, clap::Args)]
pub struct RuleList {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub phrases: Phrases,
    /// For each line of this text (`-`: standard input) that goes by a phrase: its place, the category,
    /// the phrase and the line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "files_from"])]
    pub test: Option<PathBuf>,
    /// Columns with tabs, or a JSON object on a line for each row.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub output_format: OutputFormat,
}

/// How what is told is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    #[default]
    Text,
    Json,
}

/// The phrases by which lines are taken out.
#[derive(Debug, clap::Args)]
pub struct Phrases {
    /// The categories of lines to take out, or `all`, or `none` [default: all but credit and byline].
    #[arg(long, value_name = "CATEGORIES", value_delimiter = ',', value_parser = categories())]
    pub remove: Option<Vec<&'static [Rule]>>,
    /// Also go by the phrases of this table (can be given again).
    #[arg(long = "rules", value_name = "FILE")]
    pub tables: Vec<PathBuf>,
}

impl Phrases {
    pub fn choose(&self, mut builder: CleanerBuilder) -> Result<CleanerBuilder, Error> {
        if let Some(categories) = &self.remove {
            builder = builder.remove(&categories.concat());
        }
        for path in &self.tables {
            let name = path.display().to_string();
            let table = fs::read_to_string(path).map_err(|error| Error::Read(name.clone(), error))?;
            builder = builder.rules(name, &table);
        }
        Ok(builder)
    }
}

/// A category, or several under one name.
fn categories() -> impl TypedValueParser<Value = &'static [Rule]> {
    let all = Rule::CATEGORIES;
    let names = all.iter().map(|rule| rule.name());
    PossibleValuesParser::new(names.chain(["all", "none"])).map(move |name| match name.as_str() {
        "all" => all,
        name => all.iter().position(|rule| rule.name() == name).map_or(&[][..], |at| &all[at..=at]),
    })
}

/// What is done to a text.
#[derive(Debug, clap::Args)]
pub struct Rules {
    /// Run these passes and no others.
    #[arg(long, value_name = "PASSES", value_delimiter = ',', value_parser = passes())]
    pub only: Option<Vec<Pass>>,
    /// Leave these passes out.
    #[arg(long, value_name = "PASSES", value_delimiter = ',', value_parser = passes())]
    pub skip: Option<Vec<Pass>>,
    /// Also put together paragraphs that were set to a width, and words broken at the ends of lines.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_value_t,
        default_missing_value = "true", action = ArgAction::Set, hide_possible_values = true)]
    pub unwrap: bool,
    #[command(flatten)]
    pub phrases: Phrases,
    /// How quotation marks and apostrophes are set.
    #[arg(long, value_enum, default_value_t, value_name = "STYLE")]
    pub quotes: Quotes,
    /// How dashes are set.
    #[arg(long, value_enum, default_value_t, value_name = "STYLE")]
    pub dashes: Dashes,
    /// How large a share of a text's words may go with its boilerplate lines; where more would, the
    /// lines stay and the text is flagged in the log and the summary.
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = share)]
    pub max_removed: f32,
    /// Also go by this profile of how words are used, made by `learn` (can be given again).
    #[arg(long = "profile", value_name = "FILE")]
    pub profiles: Vec<PathBuf>,
    /// The language of the texts [default: found for each].
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub lang: Option<String>,
}

impl Rules {
    /// The tables and profiles that a cleaner is made of.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.phrases.tables.iter().chain(&self.profiles).map(PathBuf::as_path)
    }

    pub fn cleaner(&self) -> Result<Cleaner, Error> {
        let mut builder = Cleaner::builder()
            .quotes(match self.quotes {
                Quotes::Straight => QuoteStyle::Straight,
                Quotes::Curly => QuoteStyle::Curly,
                Quotes::Keep => QuoteStyle::Keep,
            })
            .dashes(match self.dashes {
                Dashes::Ascii => DashStyle::Ascii,
                Dashes::Typographic => DashStyle::Typographic,
                Dashes::Keep => DashStyle::Keep,
            })
            .max_removed(self.max_removed);
        if let Some(only) = &self.only {
            builder = builder.only(only);
        }
        if self.unwrap {
            builder = builder.unwrap_lines();
        }
        if let Some(skip) = &self.skip {
            builder = builder.skip(skip);
        }
        for path in &self.profiles {
            builder = builder.profile(profile::load(path)?);
        }
        if let Some(code) = &self.lang {
            builder = builder.language(code);
        }
        Ok(self.phrases.choose(builder)?.build()?)
    }
}

fn passes() -> impl TypedValueParser<Value = Pass> {
    PossibleValuesParser::new(Pass::ALL.iter().map(|pass| pass.as_str())).map(|name| {
        let pass = Pass::ALL.iter().find(|pass| pass.as_str() == name);
        *pass.expect("one of the possible values")
    })
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Quotes {
    #[default]
    Straight,
    Curly,
    Keep,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Dashes {
    #[default]
    Ascii,
    Typographic,
    Keep,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

impl When {
    /// Whether to show something that is meant for the terminal that `stream` may be.
    pub fn is_met(self, stream: &impl IsTerminal) -> bool {
        match self {
            Self::Auto => stream.is_terminal(),
            Self::Always => true,
            Self::Never => false,
        }
    }

    /// The same for colour, which the environment can decline (<https://no-color.org>).
    pub fn allows_color(self, stream: &impl IsTerminal) -> bool {
        let declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        self.is_met(stream) && !(matches!(self, Self::Auto) && declined)
    }
}
