//! `copydesk explain`: each edit in its context, and the evidence for it.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use crate::pipeline::{Change, Show, Target};
use crate::{Cleaner, Edit, Explanation, Pass};
use serde_json::json;

use super::args::{Explain, OutputFormat};
use super::progress::Progress;
use super::stdout::stdout;
use super::terminal::{columns, ends, head, tail, visible, width, wrapped};
use super::{Ending, Error};

/// Characters of context on each side, where no terminal says how much room there is.
const CONTEXT: usize = 40;

pub fn run(args: Explain) -> Result<Ending, Error> {
    let cleaner = args.rules.cleaner()?;
    let form = match args.output_format {
        OutputFormat::Json => Form::Json,
        OutputFormat::Text => columns().map_or(Form::Lines, Form::Columns),
    };
    let explained =
        Explained { cleaner: &cleaner, all: args.all, form, color: args.color.allows_color(&io::stdout()) };
    let job = args.input.job(&cleaner).target(Target::Show(&explained, stdout()));
    let summary = job.run(&Progress::silent())?;
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}

/// Shows each edit with its place, rule and confidence, and the text around with `[-what is taken out-]` and
/// `{+what is put in+}`. Below it, where evidence was weighed: the odds and what weighed most.
struct Explained<'c> {
    cleaner: &'c Cleaner,
    /// Whether what was weighed and left is shown too, with the place marked by `{}`.
    all: bool,
    form: Form,
    color: bool,
}

enum Form {
    /// A line for each edit, for `grep`.
    Lines,
    /// For a terminal of so many columns: the place, and below it the text.
    Columns(usize),
    /// An object on a line for each edit.
    Json,
}

impl Show for Explained<'_> {
    fn show(&self, change: &Change<'_>, out: &mut Vec<u8>) {
        let written = self.write(change, out);
        debug_assert!(written.is_ok(), "writing into memory");
    }

    fn wants_unchanged(&self) -> bool {
        self.all
    }
}

impl Explained<'_> {
    fn write(&self, change: &Change<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let is_weighed = |edit: &Edit| matches!(edit.rule.pass(), Pass::Boilerplate | Pass::Boundaries);
        let weighed = self.all || change.script.edits().iter().any(is_weighed);
        let explanations = if weighed { self.cleaner.explain(change.text) } else { Vec::new() };
        let mut line = change.line;
        let mut counted = 0;
        for place in self.places(change, &explanations) {
            line += line_feeds(&change.text.as_bytes()[counted..place.range.start]);
            counted = place.range.start;
            match self.form {
                Form::Lines => self.write_line(change, line, &place, out)?,
                Form::Columns(columns) => self.write_columns(change, line, &place, columns, out)?,
                Form::Json => write_json(change, line, &place, out)?,
            }
        }
        Ok(())
    }

    fn write_line(
        &self,
        change: &Change<'_>,
        line: u64,
        place: &Place<'_>,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        let Colors { dim, off, .. } = self.colors();
        let (before, was, put_in, after) = place.texts(change.text);
        let shown = self.marked(place, &was, &put_in);
        writeln!(out, "{dim}{} {}:{off} {before}{shown}{after}", place.at(change, line), place.what())?;
        if let Some(explanation) = place.explanation {
            writeln!(out, "{dim}    {explanation}{off}")?;
        }
        Ok(())
    }

    fn write_columns(
        &self,
        change: &Change<'_>,
        line: u64,
        place: &Place<'_>,
        columns: usize,
        out: &mut Vec<u8>,
    ) -> io::Result<()> {
        /// The marks around what is taken out and what is put in.
        const MARKS: usize = 8;
        let Colors { dim, off, .. } = self.colors();
        let columns = columns.max(2 * MARKS);
        let what = place.what();
        let left = columns.saturating_sub(width(&what) + 1);
        let at = if left > MARKS { tail(&place.at(change, line), left) + " " } else { String::new() };
        writeln!(out, "{dim}{at}{}{off}", head(&what, columns))?;
        let (before, was, put_in, after) = place.texts(change.text);
        let room = columns - 2;
        // Something of what stands around is always to be seen.
        let most = (room - MARKS) / 3;
        let (was, put_in) = (ends(&was, most.max(1)), ends(&put_in, most.max(1)));
        let left = room.saturating_sub(MARKS + width(&was) + width(&put_in));
        let before = tail(&before, (left / 2).max(left.saturating_sub(width(&after))));
        let after = head(&after, left.saturating_sub(width(&before)));
        writeln!(out, "  {before}{}{after}", self.marked(place, &was, &put_in))?;
        let evidence = place.explanation.map(|explanation| wrapped(&explanation.to_string(), columns - 4));
        for line in evidence.into_iter().flatten() {
            writeln!(out, "{dim}    {line}{off}")?;
        }
        Ok(())
    }

    /// What is taken out and put in, or the mark of a place where nothing is.
    fn marked(&self, place: &Place<'_>, was: &str, put_in: &str) -> String {
        let Colors { red, green, dim, off } = self.colors();
        if place.edit.is_none() {
            return format!("{dim}{{}}{off}");
        }
        let mark = |text: &str, marked: String| if text.is_empty() { String::new() } else { marked };
        let was = mark(was, format!("{red}[-{was}-]{off}"));
        was + &mark(put_in, format!("{green}{{+{put_in}+}}{off}"))
    }

    fn colors(&self) -> Colors {
        let color = |code| if self.color { code } else { "" };
        Colors {
            red: color("\x1b[31m"),
            green: color("\x1b[32m"),
            dim: color("\x1b[2m"),
            off: color("\x1b[0m"),
        }
    }

    /// What there is to show of a text, in order.
    fn places<'c>(&self, change: &'c Change<'_>, explanations: &'c [Explanation]) -> Vec<Place<'c>> {
        let edits = change.script.edits();
        let of_edit = |edit: &'c Edit| {
            let explanation = explanations.iter().find(|e| e.is_of(edit));
            Place { range: edit.range.clone(), edit: Some(edit), explanation }
        };
        let mut places: Vec<_> = edits.iter().map(of_edit).collect();
        if self.all {
            let is_left = |e: &&Explanation| !edits.iter().any(|edit| e.is_of(edit));
            let left = explanations.iter().filter(is_left);
            places.extend(left.map(|e| Place { range: e.at..e.at, edit: None, explanation: Some(e) }));
            places.sort_by_key(|place| place.range.start);
        }
        places
    }
}

struct Colors {
    red: &'static str,
    green: &'static str,
    dim: &'static str,
    off: &'static str,
}

/// Something to show: an edit, what was weighed for it, or both.
struct Place<'c> {
    range: Range<usize>,
    edit: Option<&'c Edit>,
    explanation: Option<&'c Explanation>,
}

impl Place<'_> {
    /// The file, the record, the line.
    fn at(&self, change: &Change<'_>, line: u64) -> String {
        format!("{}:{}:{line}:", visible(change.name.unwrap_or("<stdin>")), change.record)
    }

    /// The rule, and how sure it is.
    fn what(&self) -> String {
        self.edit.map_or_else(|| "left".to_owned(), |edit| format!("{} {:.2}", edit.rule, edit.confidence))
    }

    /// What stands before, what is taken out, what is put in, what stands behind.
    fn texts(&self, text: &str) -> (String, String, String, String) {
        let put_in = self.edit.map_or("", |edit| &edit.replacement);
        let before = visible(last_chars(&text[..self.range.start]));
        let after = visible(first_chars(&text[self.range.end..]));
        (before, visible(&text[self.range.clone()]), visible(put_in), after)
    }
}

fn write_json(change: &Change<'_>, line: u64, place: &Place<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let Range { start, end } = place.range;
    let evidence = |explanation: &Explanation| -> BTreeMap<String, f32> {
        explanation.evidence.iter().map(|(name, weight)| (name.to_string(), *weight)).collect()
    };
    let object = json!({
        "file": change.name,
        "record": change.record,
        "line": line,
        "start": start,
        "end": end,
        "was": &change.text[start..end],
        "text": place.edit.map(|edit| &edit.replacement),
        "rule": place.edit.map(|edit| edit.rule.as_str()),
        "confidence": place.edit.map(|edit| edit.confidence),
        "odds": place.explanation.map(|explanation| explanation.odds),
        "evidence": place.explanation.map(evidence),
        "before": last_chars(&change.text[..start]),
        "after": first_chars(&change.text[end..]),
    });
    writeln!(out, "{object}")
}

fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

fn last_chars(text: &str) -> &str {
    text.char_indices().rev().nth(CONTEXT - 1).map_or(text, |(at, _)| &text[at..])
}

fn first_chars(text: &str) -> &str {
    text.char_indices().nth(CONTEXT).map_or(text, |(at, _)| &text[..at])
}
