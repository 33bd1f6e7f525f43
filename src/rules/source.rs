//! The tables as they are written, and which of their rows a cleaner goes by.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::row::Origin;
use super::table::Table;
use crate::edit::Rule;
use crate::error::{Error, ErrorKind};
use crate::rows::rows_of;

/// The text of a table.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its name in errors.
    pub file: Cow<'static, str>,
    pub text: Cow<'static, str>,
    /// The user's, no part of the program.
    pub own: bool,
}

impl Source {
    /// The rows as they are written. `number` is that of the source.
    pub fn rows(&self, number: usize) -> impl Iterator<Item = (Origin, &str)> {
        rows_of(&self.text).map(move |(line, row)| {
            let start = row.as_ptr() as usize - self.text.as_ptr() as usize;
            (Origin { source: number, own: self.own, span: start..start + row.len(), line }, row)
        })
    }
}

macro_rules! embedded {
    ($($file:literal),+) => {
        [$(Source {
            file: Cow::Borrowed($file),
            text: Cow::Borrowed(include_str!(concat!("data/", $file))),
            own: false,
        }),+]
    };
}

/// The tables that come with the program, named by their language.
pub(super) const EMBEDDED: [Source; 19] = embedded![
    "en.tsv", "de.tsv", "fr.tsv", "es.tsv", "pt.tsv", "it.tsv", "nl.tsv", "da.tsv", "no.tsv", "sv.tsv",
    "pl.tsv", "ru.tsv", "ro.tsv", "tr.tsv", "id.tsv", "uk.tsv", "cs.tsv", "fi.tsv", "hu.tsv"
];

/// The rows that a cleaner goes by: categories, and tables beside those of the program.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    remove: Vec<Rule>,
    own: Vec<Source>,
}

impl Default for Choice {
    fn default() -> Self {
        let stays = |rule: &Rule| matches!(rule, Rule::Credit | Rule::Byline);
        let remove = Rule::CATEGORIES.iter().copied().filter(|rule| !stays(rule)).collect();
        Self { remove, own: Vec::new() }
    }
}

impl Choice {
    /// Only lines of these categories go.
    pub fn remove(&mut self, categories: &[Rule]) {
        categories.clone_into(&mut self.remove);
    }

    /// Adds a table; `file` is its name in errors.
    pub fn add(&mut self, file: String, text: &str) {
        let text = text.trim_start_matches('\u{feff}').to_owned();
        self.own.push(Source { file: file.into(), text: text.into(), own: true });
    }

    /// The table of these rows. That of the default is made once for all cleaners.
    ///
    /// # Errors
    /// At a rule that is no category, and at the first row that cannot stand.
    pub fn table(&self) -> Result<Arc<Table>, Error> {
        static DEFAULT: LazyLock<Arc<Table>> = LazyLock::new(|| {
            let table = Table::load(EMBEDDED.to_vec(), &Choice::default().remove);
            // They are part of the program, and the tests load them.
            Arc::new(table.expect("the tables hold"))
        });
        if let Some(rule) = self.remove.iter().find(|rule| !Rule::CATEGORIES.contains(rule)) {
            return Err(ErrorKind::Options(format!("{rule} is no category of lines")).into());
        }
        if self.own.is_empty() && self.remove == Self::default().remove {
            return Ok(Arc::clone(&DEFAULT));
        }
        let sources = EMBEDDED.iter().chain(&self.own).cloned().collect();
        Table::load(sources, &self.remove).map(Arc::new)
    }
}
