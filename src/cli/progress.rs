//! What is shown while a job runs.

use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use crate::pipeline::{Failure, FileReport, NoText, Observer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{OutputFormat, Running};

/// A bar, if wanted; errors, always.
pub struct Progress {
    bar: ProgressBar,
    verbose: bool,
    /// Whether what goes wrong is told at once, and not by the summary alone.
    tells: bool,
    /// Whether files that would change are named on standard output.
    names_changed: bool,
    /// Why they could not all be named there.
    unwritten: OnceLock<io::Error>,
}

impl Progress {
    pub fn new(running: &Running, names_changed: bool) -> Self {
        let bar = ProgressBar::hidden();
        if running.progress.is_met(&io::stderr()) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let tells = running.output_format == OutputFormat::Text;
        Self { bar, verbose: running.verbose, tells, names_changed, unwritten: OnceLock::new() }
    }

    /// One that tells of errors only.
    pub fn silent() -> Self {
        Self {
            bar: ProgressBar::hidden(),
            verbose: false,
            tells: true,
            names_changed: false,
            unwritten: OnceLock::new(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Why the files that would change could not all be named, if so.
    pub fn unwritten(self) -> Option<io::Error> {
        self.unwritten.into_inner()
    }

    fn say(&self, line: &str) {
        self.bar.suspend(|| eprintln!("{line}"));
    }
}

impl Observer for Progress {
    fn planned(&self, _files: usize, bytes: Option<u64>) {
        let template = match bytes {
            Some(bytes) => {
                self.bar.set_length(bytes);
                "{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta} {wide_msg}"
            }
            None => "{spinner} {bytes} {bytes_per_sec} {wide_msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        if !self.bar.is_hidden() {
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    fn file_started(&self, path: Option<&Path>) {
        if let (Some(path), false) = (path, self.bar.is_hidden()) {
            self.bar.set_message(path.display().to_string());
        }
        if self.verbose {
            self.say(&name(path));
        }
    }

    fn batch_done(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn record_passed(&self, path: Option<&Path>, record: u64, line: u64, why: NoText) {
        if self.verbose {
            let why = why.as_str();
            let line = if line > 0 { format!(" (line {line})") } else { String::new() };
            self.say(&format!("{}: record {record}{line}: the text field {why}", name(path)));
        }
    }

    fn file_finished(&self, report: &FileReport) {
        if self.names_changed && report.stats.changed > 0 {
            let stats = &report.stats;
            let name = name(report.path.as_deref());
            let line = format!("{name}: {} of {} records\n", stats.changed, stats.documents);
            let written = self.bar.suspend(|| io::stdout().write_all(line.as_bytes()));
            // The exit status says it too; who stops reading has seen enough.
            if let Some(error) = written.err().filter(|error| error.kind() != ErrorKind::BrokenPipe) {
                // The first one is told.
                let _ = self.unwritten.set(error);
            }
        }
    }

    fn skipped(&self, path: &Path) {
        if self.verbose {
            self.say(&format!("{}: skipped, not a text", path.display()));
        }
    }

    fn record_broken(&self, failure: &Failure) {
        self.failed(failure);
    }

    fn failed(&self, failure: &Failure) {
        if self.tells {
            self.say(&format!("copydesk: {failure}"));
        }
    }
}

/// The name of an input for people.
pub fn name(path: Option<&Path>) -> String {
    path.map_or_else(|| "<stdin>".to_owned(), |path| path.display().to_string())
}
