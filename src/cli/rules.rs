//! `copydesk rules`: the phrases, listed, counted in files or tried on a text.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::pipeline::{Change, Show, Target};
use crate::{Cleaner, Pass, Phrases, Rule};
use serde_json::json;

use super::args::{OutputFormat, RuleList};
use super::progress::Progress;
use super::rows::Rows;
use super::stdout::stdout;
use super::{Ending, Error};

pub fn run(args: RuleList) -> Result<Ending, Error> {
    let phrases = args.phrases.choose(Cleaner::builder())?.phrases()?;
    let mut out = BufWriter::new(stdout());
    let mut ending = Ending::Done;
    let format = args.output_format;
    match &args.test {
        Some(path) if path.as_os_str() == "-" => {
            test(&phrases, "<stdin>", io::stdin().lock(), format, &mut out)?;
        }
        Some(path) => test(&phrases, &path.display().to_string(), open(path)?, format, &mut out)?,
        None if args.input.is_given() => ending = count(&args, &phrases, &mut out)?,
        None => list(&phrases, format, &mut out).map_err(Error::Output)?,
    }
    out.flush().map_err(Error::Output)?;
    Ok(ending)
}

fn open(path: &Path) -> Result<BufReader<File>, Error> {
    let file = File::open(path).map_err(|error| Error::Read(path.display().to_string(), error))?;
    Ok(BufReader::new(file))
}

/// A row for each phrase.
fn list(phrases: &Phrases, format: OutputFormat, out: &mut impl Write) -> io::Result<()> {
    let mut rows = Rows::new(&["category", "standing", "phrase", "table"], format, out);
    phrases.iter().try_for_each(|phrase| {
        rows.row([json!(phrase.category), json!(phrase.standing), json!(phrase.pattern), json!(phrase.table)])
    })
}

/// A row for each phrase by which something goes in the files, the most frequent first; and one for each
/// category for what goes by no phrase, but by evidence, as a part of a line or of a menu.
fn count(args: &RuleList, phrases: &Phrases, out: &mut impl Write) -> Result<Ending, Error> {
    let cleaner = args.phrases.choose(Cleaner::builder())?.build()?;
    let hits = Hits { phrases, counts: Mutex::default() };
    let job = args.input.job(&cleaner).target(Target::Show(&hits, Box::new(io::sink())));
    let summary = job.run(&Progress::silent())?;
    let counts = hits.counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let columns = &["hits", "category", "standing", "phrase", "table"];
    let mut rows = Rows::new(columns, args.output_format, out);
    for ([category, standing, pattern, table], hits) in counts {
        let row = [json!(hits), json!(category), json!(standing), json!(pattern), json!(table)];
        rows.row(row).map_err(Error::Output)?;
    }
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}

/// Counts what goes, by phrase: category, standing, pattern and table.
struct Hits<'p> {
    phrases: &'p Phrases,
    counts: Mutex<HashMap<[&'p str; 4], u64>>,
}

impl Show for Hits<'_> {
    fn show(&self, change: &Change<'_>, _: &mut Vec<u8>) {
        let gone = change.script.iter().filter(|(edit, _)| edit.rule.pass() == Pass::Boilerplate);
        for (edit, text) in gone.filter(|(edit, _)| edit.rule != Rule::Join) {
            let key = match self.phrases.find(text.trim()) {
                Some(phrase) => [phrase.category, phrase.standing, phrase.pattern, phrase.table],
                None => [edit.rule.name(), "-", "-", "-"],
            };
            *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default() += 1;
        }
    }
}

/// The lines of a text that go by a phrase, each with its place and the phrase.
fn test(
    phrases: &Phrases,
    name: &str,
    text: impl BufRead,
    format: OutputFormat,
    out: &mut impl Write,
) -> Result<(), Error> {
    for (index, line) in text.lines().enumerate() {
        let line = line.map_err(|error| Error::Read(name.to_owned(), error))?;
        let line = line.trim();
        let Some(phrase) = phrases.find(line) else { continue };
        let (number, category, pattern) = (index + 1, phrase.category, phrase.pattern);
        match format {
            OutputFormat::Text => writeln!(out, "{name}:{number}: {category}: {pattern}: {line}"),
            OutputFormat::Json => {
                let columns = &["file", "line", "category", "standing", "phrase", "table", "text"];
                let row = [name, "", category, phrase.standing, pattern, phrase.table, line];
                let mut row = row.map(|text| json!(text));
                row[1] = json!(number);
                Rows::new(columns, format, out).row(row)
            }
        }
        .map_err(Error::Output)?;
    }
    Ok(())
}
