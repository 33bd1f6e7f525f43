//! What a job did, as JSON.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::output::write_whole;
use super::{BrokenRecords, Failure, Summary};
use crate::edit::Rule;

#[derive(Serialize)]
struct Json<'a> {
    version: &'static str,
    /// `done`, `failed` (some files), `interrupted`, or `stopped` (by an error).
    outcome: &'static str,
    seconds: f64,
    files: u64,
    files_changed: u64,
    bytes_read: u64,
    documents: u64,
    documents_changed: u64,
    documents_flagged: u64,
    text_bytes: u64,
    lines_removed: u64,
    edits: BTreeMap<&'static str, u64>,
    without_text: Vec<WithoutText<'a>>,
    broken: Vec<Broken<'a>>,
    skipped: Vec<std::borrow::Cow<'a, str>>,
    failures: Vec<Failed<'a>>,
}

#[derive(Serialize)]
struct Broken<'a> {
    path: Option<std::borrow::Cow<'a, str>>,
    records: u64,
    first: Vec<Failed<'a>>,
}

#[derive(Serialize)]
struct WithoutText<'a> {
    path: Option<std::borrow::Cow<'a, str>>,
    records: u64,
}

#[derive(Serialize)]
struct Failed<'a> {
    path: Option<std::borrow::Cow<'a, str>>,
    record: Option<u64>,
    line: Option<u64>,
    kind: &'static str,
    message: String,
}

impl Summary {
    /// As a JSON object: `version`, `outcome` (`done`, `failed` where a file did or a record was broken, `interrupted`),
    /// `seconds`, `files`, `files_changed`, `bytes_read` (as they lie on disk), `documents`,
    /// `documents_changed`, `documents_flagged`, `text_bytes`, `lines_removed`, `edits` (numbers by
    /// rule), `without_text` (`path`, `records`), `broken` (`path`, `records` and the `first` of them as
    /// `failures`), `skipped` (paths of what is no text) and `failures` (`path`, `record` from 0, `line` from
    /// 1, [`kind`](Failure::kind), `message`). What is not known, as the path of standard input, is
    /// null; what is no Unicode in a path is replaced.
    ///
    /// ```
    /// use copydesk::Cleaner;
    /// use copydesk::pipeline::Job;
    ///
    /// # let directory = tempfile::tempdir()?;
    /// # let article = directory.path().join("a.txt");
    /// std::fs::write(&article, "“Yes.”")?;
    /// let summary = Job::new(&Cleaner::new()).input(&article).run(&())?;
    /// assert!(summary.to_json().contains("\"quotes/double\": 2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn to_json(&self) -> String {
        self.json(None)
    }

    fn json(&self, fatal: Option<&Failure>) -> String {
        let name = |path: Option<&Path>| path.map(|path| path.display().to_string().into());
        let failed = |failure: &Failure| {
            let (record, line) = failure.numbered().unzip();
            let (path, message) = (name(failure.path()), failure.message());
            Failed { path, record, line, kind: failure.kind(), message }
        };
        let without_text = |(path, records): &(Option<_>, u64)| {
            let path: Option<&std::path::PathBuf> = path.as_ref();
            WithoutText { path: name(path.map(|path| path.as_path())), records: *records }
        };
        let broken = |broken: &BrokenRecords| Broken {
            path: name(broken.path.as_deref()),
            records: broken.records,
            first: broken.first.iter().map(failed).collect(),
        };
        let stats = &self.stats;
        let counts = Rule::ALL.iter().map(|rule| (rule.as_str(), stats.edits(*rule)));
        let json = Json {
            version: env!("CARGO_PKG_VERSION"),
            outcome: match fatal {
                Some(_) => "stopped",
                None if self.interrupted => "interrupted",
                None if self.is_clean() => "done",
                None => "failed",
            },
            seconds: self.elapsed.as_secs_f64(),
            files: self.files,
            files_changed: self.files_changed,
            bytes_read: self.bytes_read,
            documents: stats.documents,
            documents_changed: stats.changed,
            documents_flagged: stats.flagged,
            text_bytes: stats.bytes,
            lines_removed: stats.lines_removed,
            edits: counts.filter(|(_, edits)| *edits > 0).collect(),
            without_text: self.without_text.iter().map(without_text).collect(),
            broken: self.broken.iter().map(broken).collect(),
            skipped: self.skipped.iter().map(|path| path.display().to_string().into()).collect(),
            failures: self.failures.iter().chain(fatal).map(failed).collect(),
        };
        serde_json::to_string_pretty(&json).expect("a summary into memory") + "\n"
    }

    /// Writes it to a file, whole or not at all.
    pub(super) fn save(&self, path: &Path, fatal: Option<&Failure>) -> Result<(), Failure> {
        write_whole(path, self.json(fatal).as_bytes())
    }
}
