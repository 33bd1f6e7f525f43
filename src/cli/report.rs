//! The closing summary.

use std::io::{self, Write};

use crate::pipeline::Summary;
use crate::{Profile, Rule};

use super::progress::name;

/// Of a job that cleaned.
pub fn cleaned(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let stats = &summary.stats;
    writeln!(out, "{} changed of {}", stats.changed, volume(summary))?;
    if stats.lines_removed > 0 {
        writeln!(out, "{} removed", count(stats.lines_removed, "line"))?;
    }
    if stats.flagged > 0 {
        let texts = count(stats.flagged, "text");
        writeln!(out, "{texts} flagged: more lines would have gone than --max-removed allows, and stayed")?;
    }
    for &rule in Rule::ALL {
        if stats.edits(rule) > 0 {
            writeln!(out, "{:>10}  {rule}", stats.edits(rule))?;
        }
    }
    exceptions(summary, "passed unchanged, without a text", out)
}

/// Of a job that learned.
pub fn learned(profile: &Profile, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "learned from {}", volume(summary))?;
    for table in profile.languages() {
        let totals = table.totals();
        let (lang, documents) = (table.lang(), count(totals.documents, "document"));
        writeln!(out, "{:>10}  words of {lang} in {documents}", totals.words)?;
    }
    exceptions(summary, "passed over, without a text", out)
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
fn exceptions(summary: &Summary, without_text: &str, out: &mut impl Write) -> io::Result<()> {
    for (path, records) in &summary.without_text {
        writeln!(out, "{}: {} {without_text}", name(path.as_deref()), count(*records, "record"))?;
    }
    if !summary.skipped.is_empty() {
        writeln!(out, "{} skipped", count(summary.skipped.len() as u64, "binary file"))?;
    }
    for broken in &summary.broken {
        let records = count(broken.records, "record");
        writeln!(out, "{}: {records} could not be read", name(broken.path.as_deref()))?;
    }
    if !summary.failures.is_empty() {
        writeln!(out, "{} failed:", count(summary.failures.len() as u64, "input"))?;
        for failure in &summary.failures {
            writeln!(out, "  {failure}")?;
        }
    }
    Ok(())
}

/// A number with its noun.
fn count(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
