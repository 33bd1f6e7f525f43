//! The closing summary: never more than a screen, however much there is to say.

use std::io::{self, Write};

use crate::pipeline::{Failure, Summary};
use crate::{Profile, Rule};

use super::progress::name;
use super::terminal::{head, visible};

/// A screen has 24 lines of 80 columns. Of what there can be any number of, so many lines are shown, with one
/// more for the rest.
const COLUMNS: usize = 80;
const RULES: usize = 7;
const FILES: usize = 2;

/// Of a job that cleaned.
pub fn cleaned(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let stats = &summary.stats;
    let mut lines = vec![format!("{} changed of {}", stats.changed, volume(summary))];
    if stats.lines_removed > 0 {
        lines.push(format!("{} removed", count(stats.lines_removed, "line")));
    }
    if stats.flagged > 0 {
        let texts = count(stats.flagged, "text");
        lines.push(format!("{texts} flagged: more would have gone than --max-removed allows"));
    }
    let mut rules: Vec<_> = Rule::ALL.iter().map(|&rule| (stats.edits(rule), rule)).collect();
    rules.retain(|(edits, _)| *edits > 0);
    rules.sort_by_key(|(edits, _)| std::cmp::Reverse(*edits));
    let others: u64 = rules.iter().skip(RULES).map(|(edits, _)| edits).sum();
    let more = |rules| format!("{others:>10}  by {}", count(rules, "other rule"));
    let rules = rules.iter().map(|(edits, rule)| format!("{edits:>10}  {rule}"));
    lines.extend(some(rules, RULES, more));
    exceptions(summary, "passed unchanged, without a text", &mut lines);
    write(&lines, out)
}

/// Of a job that learned.
pub fn learned(profile: &Profile, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let mut lines = vec![format!("learned from {}", volume(summary))];
    let languages = profile.languages().map(|table| {
        let totals = table.totals();
        let (lang, documents) = (table.lang(), count(totals.documents, "document"));
        format!("{:>10}  words of {lang} in {documents}", totals.words)
    });
    lines.extend(some(languages, RULES, |more| format!("{:>10}  {}", "", count(more, "other language"))));
    exceptions(summary, "passed over, without a text", &mut lines);
    write(&lines, out)
}

fn write(lines: &[String], out: &mut impl Write) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{}", head(&visible(line), COLUMNS)))
}

/// The first of many lines, and one that says how many more there would be.
fn some(
    lines: impl Iterator<Item = String>,
    most: usize,
    more: impl FnOnce(u64) -> String,
) -> impl Iterator<Item = String> {
    let mut lines: Vec<_> = lines.collect();
    let left = lines.len().saturating_sub(most);
    if left > 1 {
        lines.truncate(most);
        lines.push(more(left as u64));
    }
    lines.into_iter()
}

/// How much a job did, and how fast.
fn volume(summary: &Summary) -> String {
    let seconds = summary.elapsed.as_secs_f64();
    let megabytes = summary.stats.bytes as f64 / 1e6;
    format!(
        "{}, {megabytes:.1} MB of text in {seconds:.2} s ({:.0} MB/s)",
        count(summary.stats.documents, "document"),
        megabytes / seconds.max(1e-9),
    )
}

/// Records without a text, and what failed.
fn exceptions(summary: &Summary, without_text: &str, lines: &mut Vec<String>) {
    let of =
        |records: u64, files: u64| format!("{} of {}", count(records, "record"), count(files, "other file"));
    let rest = |all: &[u64]| all.iter().skip(FILES).sum();

    let records: Vec<u64> = summary.without_text.iter().map(|(_, records)| *records).collect();
    let files = summary.without_text.iter().map(|(path, records)| {
        format!("{}: {} {without_text}", name(path.as_deref()), count(*records, "record"))
    });
    lines.extend(some(files, FILES, |more| format!("{} {without_text}", of(rest(&records), more))));
    if !summary.skipped.is_empty() {
        lines.push(format!("{} skipped: not a text", count(summary.skipped.len() as u64, "file")));
    }
    let records: Vec<u64> = summary.broken.iter().map(|broken| broken.records).collect();
    let files = summary.broken.iter().map(|broken| {
        let records = count(broken.records, "record");
        format!("{}: {records} could not be read", name(broken.path.as_deref()))
    });
    lines.extend(some(files, FILES, |more| format!("{} could not be read", of(rest(&records), more))));
    if !summary.failures.is_empty() {
        lines.push(format!("{} failed:", count(summary.failures.len() as u64, "input")));
        let failures = summary.failures.iter().map(|failure: &Failure| format!("  {failure}"));
        lines
            .extend(some(failures, FILES, |more| format!("  and {more} more, named above and by --summary")));
    }
}

/// A number with its noun.
fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
