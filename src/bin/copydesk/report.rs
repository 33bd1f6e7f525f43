//! The closing summary.

use std::io::{self, Write};

use copydesk::Rule;
use copydesk::pipeline::Summary;

use crate::progress::name;

pub fn write(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    let stats = &summary.stats;
    let seconds = summary.elapsed.as_secs_f64();
    let megabytes = stats.bytes as f64 / 1e6;
    writeln!(
        out,
        "{} changed of {}, {megabytes:.1} MB of text in {seconds:.2} s ({:.0} MB/s)",
        stats.changed,
        count(stats.documents, "document"),
        megabytes / seconds.max(1e-9),
    )?;
    if stats.lines_removed > 0 {
        writeln!(out, "{} removed", count(stats.lines_removed, "line"))?;
    }
    for &rule in Rule::ALL {
        if stats.edits(rule) > 0 {
            writeln!(out, "{:>10}  {rule}", stats.edits(rule))?;
        }
    }
    for (path, records) in &summary.without_text {
        writeln!(
            out,
            "{}: {} passed unchanged, without a text",
            name(path.as_deref()),
            count(*records, "record")
        )?;
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
