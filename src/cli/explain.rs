//! `copydesk explain`: each edit in its context, and the evidence for it.

use std::io::{self, Write};
use std::ops::Range;

use crate::pipeline::{Change, Job, Show, Target};
use crate::{Cleaner, Edit, Explanation, Pass};

use super::args::Explain;
use super::progress::Progress;
use super::stdout::stdout;
use super::{Ending, Error};

/// Characters of context on each side.
const CONTEXT: usize = 40;

pub fn run(args: Explain) -> Result<Ending, Error> {
    let cleaner = args.rules.cleaner()?;
    let explained =
        Explained { cleaner: &cleaner, all: args.all, color: args.color.allows_color(&io::stdout()) };
    let mut job = Job::new(&cleaner)
        .target(Target::Show(&explained, stdout()))
        .reading(args.input.reading())
        .on_error(args.input.on_error.into())
        .select(args.input.files.selection());
    for source in args.input.sources() {
        job = job.input(source);
    }
    let summary = job.run(&Progress::silent())?;
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}

/// One line for each edit: `file:record:line`, rule, confidence, and the text around with
/// `[-what is taken out-]` and `{+what is put in+}`. Below it, where evidence was weighed: the odds
/// and what weighed most.
struct Explained<'c> {
    cleaner: &'c Cleaner,
    /// Whether what was weighed and left has a line too, with the place marked by `{}`.
    all: bool,
    color: bool,
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
        let (red, green, dim, off) =
            if self.color { ("\x1b[31m", "\x1b[32m", "\x1b[2m", "\x1b[0m") } else { ("", "", "", "") };
        let name = change.name.unwrap_or("<stdin>");
        let is_weighed = |edit: &Edit| matches!(edit.rule.pass(), Pass::Boilerplate | Pass::Boundaries);
        let weighed = self.all || change.script.edits().iter().any(is_weighed);
        let explanations = if weighed { self.cleaner.explain(change.text) } else { Vec::new() };
        let mut line = change.line;
        let mut counted = 0;
        for Place { range, edit, explanation } in self.places(change, &explanations) {
            line += line_feeds(&change.text.as_bytes()[counted..range.start]);
            counted = range.start;
            write!(out, "{dim}{name}:{}:{line}: ", change.record)?;
            let was = visible(&change.text[range.clone()]);
            let shown = match edit {
                Some(edit) => {
                    write!(out, "{} {:.2}:{off} ", edit.rule, edit.confidence)?;
                    let put_in = visible(&edit.replacement);
                    let deleted = if was.is_empty() { was } else { format!("{red}[-{was}-]{off}") };
                    let inserted =
                        if put_in.is_empty() { put_in } else { format!("{green}{{+{put_in}+}}{off}") };
                    deleted + &inserted
                }
                None => {
                    write!(out, "left:{off} ")?;
                    format!("{dim}{{}}{off}")
                }
            };
            let before = visible(last_chars(&change.text[..range.start]));
            let after = visible(first_chars(&change.text[range.end..]));
            writeln!(out, "{before}{shown}{after}")?;
            if let Some(explanation) = explanation {
                writeln!(out, "{dim}    {explanation}{off}")?;
            }
        }
        Ok(())
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

/// Something to show: an edit, what was weighed for it, or both.
struct Place<'c> {
    range: Range<usize>,
    edit: Option<&'c Edit>,
    explanation: Option<&'c Explanation>,
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

/// The text on one line, with all that cannot be seen as an escape.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push('⏎'),
            ' ' => out.push(' '),
            c if c.is_control() || c.is_whitespace() || is_invisible(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
