//! `copydesk profile`: merging and showing profiles.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::pipeline::save_profile;
use crate::{Profile, Table, first_key, last_key};

use super::stdout::stdout;
use super::{Ending, Error, args};

pub fn run(args: args::Profile) -> Result<Ending, Error> {
    match args {
        args::Profile::Merge { profiles, output } => {
            // All are read before one may be written over.
            let profiles = profiles.iter().map(|path| load(path)).collect::<Result<Vec<_>, _>>()?;
            save_profile(&Profile::merge(&profiles), output)?;
        }
        args::Profile::Show { profile, word, lang, site, least } => {
            let profile = load(&profile)?;
            let only_languages = lang.is_some();
            let tables: Vec<_> = match lang {
                Some(code) => profile.language(&code).into_iter().collect(),
                None => profile.languages().collect(),
            };
            let mut out = BufWriter::new(stdout());
            match (word, site) {
                (Some(word), _) => show_word(&tables, &word, &mut out),
                (None, Some(site)) => show_site(&profile, &site, least, &mut out),
                (None, None) => show_totals(&tables, &mut out)
                    .and_then(|()| if only_languages { Ok(()) } else { show_sites(&profile, &mut out) }),
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

/// A row for each language, under a head: columns with tabs between them.
fn show_totals(tables: &[Table<'_>], out: &mut impl Write) -> io::Result<()> {
    let head = "language\tdocuments\tsentences\twords\tlower\tinside\tstart\tend\tcaps\tdifferent\tnames";
    writeln!(out, "{head}")?;
    for table in tables {
        let t = table.totals();
        write!(out, "{}\t{}\t{}\t{}", table.lang(), t.documents, t.sentences, t.words)?;
        write!(out, "\t{}\t{}\t{}\t{}\t{}", t.lower, t.inside, t.start, t.end, t.caps)?;
        writeln!(out, "\t{}\t{}", table.words().count(), table.names().count())?;
    }
    Ok(())
}

/// The same for a word: two rows where the language takes it for two, as French does `l'Europe`.
fn show_word(tables: &[Table<'_>], word: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "language\tword\tlower\tinside\tstart\tend\tcaps\tgeneral\tname")?;
    for table in tables {
        let lang = table.lang();
        let (first, last) = (first_key(lang, word), last_key(lang, word));
        let second = (first != last).then_some(&last);
        for key in [Some(&first), second].into_iter().flatten() {
            let c = table.word(key);
            write!(out, "{lang}\t{key}\t{}\t{}\t{}\t{}\t{}", c.lower, c.inside, c.start, c.end, c.caps)?;
            writeln!(out, "\t{}\t{}", c.general, table.name(word))?;
        }
    }
    Ok(())
}

/// A row for each site, under a head of its own behind a blank line; nothing where there is none.
fn show_sites(profile: &Profile, out: &mut impl Write) -> io::Result<()> {
    for (i, (site, documents, lines)) in profile.sites().enumerate() {
        if i == 0 {
            writeln!(out, "\nsite\tdocuments\tlines")?;
        }
        writeln!(out, "{site}\t{documents}\t{lines}")?;
    }
    Ok(())
}

/// A row for each line of a site that several documents have.
fn show_site(profile: &Profile, site: &str, least: u32, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "goes\tcount\tdocuments\thead\ttail\tmissed\tsample")?;
    let Some(site) = profile.site(site) else { return Ok(()) };
    let documents = site.documents();
    for line in site.lines().iter().filter(|line| line.documents >= least) {
        let goes = if site.removes_known(line).is_some() { "yes" } else { "no" };
        let sample = line.sample.replace(|c: char| c.is_control(), " ");
        write!(out, "{goes}\t{}\t{documents}\t{}\t{}", line.documents, line.head, line.tail)?;
        writeln!(out, "\t{}\t{sample}", line.missed)?;
    }
    Ok(())
}
