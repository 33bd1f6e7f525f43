//! `copydesk profile`: merging and showing profiles.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::pipeline::save_profile;
use crate::{Profile, Table, first_key, last_key};
use serde_json::json;

use super::args::OutputFormat;
use super::rows::Rows;
use super::stdout::stdout;
use super::{Ending, Error, args};

pub fn run(args: args::Profile) -> Result<Ending, Error> {
    match args {
        args::Profile::Merge { profiles, output } => {
            // All are read before one may be written over.
            let profiles = profiles.iter().map(|path| load(path)).collect::<Result<Vec<_>, _>>()?;
            save_profile(&Profile::merge(&profiles), output)?;
        }
        args::Profile::Show { profile, word, lang, site, least, output_format: format } => {
            let profile = load(&profile)?;
            let only_languages = lang.is_some();
            let tables: Vec<_> = match lang {
                Some(code) => profile.language(&code).into_iter().collect(),
                None => profile.languages().collect(),
            };
            let mut out = BufWriter::new(stdout());
            match (word, site) {
                (Some(word), _) => show_word(&tables, &word, format, &mut out),
                (None, Some(site)) => show_site(&profile, &site, least, format, &mut out),
                (None, None) => show_totals(&tables, format, &mut out).and_then(|()| match only_languages {
                    true => Ok(()),
                    false => show_sites(&profile, format, &mut out),
                }),
            }
            .and_then(|()| out.flush())
            .map_err(Error::Output)?;
        }
    }
    Ok(Ending::Done)
}

pub fn load(path: &Path) -> Result<Profile, Error> {
    Profile::load(path).map_err(Error::Library)
}

/// A row for each language, under a head.
fn show_totals(tables: &[Table<'_>], format: OutputFormat, out: &mut impl Write) -> io::Result<()> {
    let columns = &[
        "language",
        "documents",
        "sentences",
        "words",
        "lower",
        "inside",
        "start",
        "end",
        "caps",
        "different",
        "names",
    ];
    let mut rows = Rows::new(columns, format, out).head()?;
    tables.iter().try_for_each(|table| {
        let t = table.totals();
        let numbers = [t.documents, t.sentences, t.words, t.lower, t.inside, t.start, t.end, t.caps];
        let [documents, sentences, words, lower, inside, start, end, caps] = numbers.map(|n| json!(n));
        let (different, names) = (json!(table.words().count()), json!(table.names().count()));
        let lang = json!(table.lang());
        rows.row([lang, documents, sentences, words, lower, inside, start, end, caps, different, names])
    })
}

/// The same for a word: two rows where the language takes it for two, as French does `l'Europe`.
fn show_word(tables: &[Table<'_>], word: &str, format: OutputFormat, out: &mut impl Write) -> io::Result<()> {
    let columns = &["language", "word", "lower", "inside", "start", "end", "caps", "general", "name"];
    let mut rows = Rows::new(columns, format, out).head()?;
    for table in tables {
        let lang = table.lang();
        let (first, last) = (first_key(lang, word), last_key(lang, word));
        let second = (first != last).then_some(&last);
        for key in [Some(&first), second].into_iter().flatten() {
            let c = table.word(key);
            let counts = [c.lower, c.inside, c.start, c.end, c.caps].map(|count| json!(count));
            let [lower, inside, start, end, caps] = counts;
            let (general, name) = (json!(c.general), json!(table.name(word)));
            rows.row([json!(lang), json!(key), lower, inside, start, end, caps, general, name])?;
        }
    }
    Ok(())
}

/// A row for each site, under a head of its own behind a blank line; nothing where there is none.
fn show_sites(profile: &Profile, format: OutputFormat, out: &mut impl Write) -> io::Result<()> {
    let mut sites = profile.sites().peekable();
    if sites.peek().is_none() {
        return Ok(());
    }
    if format == OutputFormat::Text {
        writeln!(out)?;
    }
    let mut rows = Rows::new(&["site", "documents", "lines"], format, out).head()?;
    sites.try_for_each(|(site, documents, lines)| rows.row([json!(site), json!(documents), json!(lines)]))
}

/// A row for each line of a site that several documents have.
fn show_site(
    profile: &Profile,
    site: &str,
    least: u32,
    format: OutputFormat,
    out: &mut impl Write,
) -> io::Result<()> {
    let columns = &["goes", "count", "documents", "head", "tail", "missed", "sample"];
    let mut rows = Rows::new(columns, format, out).head()?;
    let Some(site) = profile.site(site) else { return Ok(()) };
    let documents = json!(site.documents());
    let mut lines = site.lines().into_iter().filter(|line| line.documents >= least);
    lines.try_for_each(|line| {
        let goes = json!(site.removes_known(&line).is_some());
        let sample = json!(line.sample.replace(|c: char| c.is_control(), " "));
        let (head, tail, missed) = (json!(line.head), json!(line.tail), json!(line.missed));
        rows.row([goes, json!(line.documents), documents.clone(), head, tail, missed, sample])
    })
}
