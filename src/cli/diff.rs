//! `--diff`: a unified diff for each text.

use std::io::Write;

use crate::pipeline::{Change, Show};
use similar::{ChangeTag, TextDiff};

/// Lines that stay, shown around those that change.
const CONTEXT: usize = 3;

pub struct Diff {
    pub color: bool,
}

impl Show for Diff {
    fn show(&self, change: &Change<'_>, out: &mut Vec<u8>) {
        let written = self.write(change, out);
        debug_assert!(written.is_ok(), "writing into memory");
    }
}

impl Diff {
    fn write(&self, change: &Change<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
        let paint = |code| if self.color { code } else { "" };
        let (bold, cyan, off) = (paint("\x1b[1m"), paint("\x1b[36m"), paint("\x1b[0m"));
        let name = change.name.unwrap_or("<stdin>");
        // After a tab, a header has room for what is no name.
        let part = match (change.in_lines, change.line) {
            (true, _) => format!("\trecord {}", change.record),
            (false, 1) => String::new(),
            (false, line) => format!("\tfrom line {line}"),
        };
        writeln!(out, "{bold}--- a/{name}{part}\n+++ b/{name}{part}{off}")?;
        let diff = TextDiff::from_lines(change.text, change.cleaned);
        let first = usize::try_from(change.line).unwrap_or(usize::MAX) - 1;
        for group in diff.grouped_ops(CONTEXT) {
            let (Some(begin), Some(end)) = (group.first(), group.last()) else { continue };
            let old = begin.old_range().start..end.old_range().end;
            let new = begin.new_range().start..end.new_range().end;
            writeln!(out, "{cyan}@@ -{} +{} @@{off}", span(&old, first), span(&new, first))?;
            for line in group.iter().flat_map(|op| diff.iter_changes(op)) {
                let (sign, color) = match line.tag() {
                    ChangeTag::Equal => (' ', ""),
                    ChangeTag::Delete => ('-', paint("\x1b[31m")),
                    ChangeTag::Insert => ('+', paint("\x1b[32m")),
                };
                let text = line.value();
                let (text, feed) = text.strip_suffix('\n').map_or((text, ""), |text| (text, "\n"));
                let off = if color.is_empty() { "" } else { off };
                write!(out, "{color}{sign}{text}{off}{feed}")?;
                if feed.is_empty() {
                    writeln!(out, "\n\\ No newline at end of file")?;
                }
            }
        }
        Ok(())
    }
}

/// Lines as a hunk's header has them: the first, from 1, and how many.
fn span(lines: &std::ops::Range<usize>, before: usize) -> String {
    let first = before + lines.start + usize::from(!lines.is_empty());
    match lines.len() {
        1 => format!("{first}"),
        len => format!("{first},{len}"),
    }
}
