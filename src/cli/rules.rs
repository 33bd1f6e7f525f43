//! `copydesk rules`: the phrases, listed or tried on a text.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use crate::{Cleaner, Phrases};

use super::args::RuleList;
use super::stdout::stdout;
use super::{Ending, Error};

pub fn run(args: RuleList) -> Result<Ending, Error> {
    let phrases = args.phrases.choose(Cleaner::builder())?.phrases()?;
    let mut out = BufWriter::new(stdout());
    match &args.test {
        Some(path) if path.as_os_str() == "-" => test(&phrases, "<stdin>", io::stdin().lock(), &mut out)?,
        Some(path) => test(&phrases, &path.display().to_string(), open(path)?, &mut out)?,
        None => list(&phrases, &mut out).map_err(Error::Output)?,
    }
    out.flush().map_err(Error::Output)?;
    Ok(Ending::Done)
}

fn open(path: &Path) -> Result<BufReader<File>, Error> {
    let file = File::open(path).map_err(|error| Error::Read(path.display().to_string(), error))?;
    Ok(BufReader::new(file))
}

/// A row for each phrase, columns with tabs between them.
fn list(phrases: &Phrases, out: &mut impl Write) -> io::Result<()> {
    for phrase in phrases.iter() {
        writeln!(out, "{}\t{}\t{}\t{}", phrase.category, phrase.standing, phrase.pattern, phrase.table)?;
    }
    Ok(())
}

/// The lines of a text that go by a phrase, each with its place and the phrase.
fn test(phrases: &Phrases, name: &str, text: impl BufRead, out: &mut impl Write) -> Result<(), Error> {
    for (index, line) in text.lines().enumerate() {
        let line = line.map_err(|error| Error::Read(name.to_owned(), error))?;
        let line = line.trim();
        if let Some(phrase) = phrases.find(line) {
            let (number, category, pattern) = (index + 1, phrase.category, phrase.pattern);
            writeln!(out, "{name}:{number}: {category}: {pattern}: {line}").map_err(Error::Output)?;
        }
    }
    Ok(())
}
