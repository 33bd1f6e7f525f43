//! `--diff`: what would change. Plain, a unified diff as `patch` and `git apply` take it; in colour, the same
//! lines with what goes and what comes marked in them.

use std::io::{self, Write};
use std::ops::Range;

use crate::Edit;
use crate::pipeline::{Change, Show};

use super::terminal::visible;

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
    fn write(&self, change: &Change<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        let paint = |code| if self.color { code } else { "" };
        let (bold, cyan, off) = (paint("\x1b[1m"), paint("\x1b[36m"), paint("\x1b[0m"));
        let name = change.name.unwrap_or("<stdin>").trim_start_matches('/');
        // After a tab, a header has room for what is no name; it also ends a name with blanks in it.
        let part = match (change.in_lines, change.line) {
            (true, _) => format!("\trecord {}", change.record),
            (false, 1) if name.contains(' ') => "\t".to_owned(),
            (false, 1) => String::new(),
            (false, line) => format!("\tfrom line {line}"),
        };
        let (old, new) = (quoted(&format!("a/{name}")), quoted(&format!("b/{name}")));
        writeln!(out, "{bold}--- {old}{part}\n+++ {new}{part}{off}")?;
        let (text, edits) = (change.text, change.script.edits());
        let blocks = blocks(text, edits);
        let mut lines = Lines { text, at: 0, old: change.line - 1, new: change.line - 1 };
        for hunk in blocks.chunk_by(|a, b| is_near(&text[a.bytes.end..b.bytes.start])) {
            let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
            let bytes = back(text, first.bytes.start)..forward(text, last.bytes.end);
            let (old, new) = lines.spans(bytes.clone(), hunk);
            writeln!(out, "{cyan}@@ -{old} +{new} @@{off}")?;
            let mut at = bytes.start;
            for block in hunk {
                self.write_same(&text[at..block.bytes.start], out)?;
                if self.color {
                    write_words(text, block, &edits[block.edits.clone()], out)?;
                } else {
                    write_lines(&text[block.bytes.clone()], &block.new, out)?;
                }
                at = block.bytes.end;
            }
            self.write_same(&text[at..bytes.end], out)?;
        }
        Ok(())
    }

    fn write_same(&self, text: &str, out: &mut Vec<u8>) -> io::Result<()> {
        if self.color {
            return writeln_visible(text, out);
        }
        text.split_inclusive('\n').try_for_each(|line| write_line(' ', line, out))
    }
}

/// Whole lines that change, and what stands there instead: whole lines too.
struct Block {
    bytes: Range<usize>,
    /// The edits that do it, by number.
    edits: Range<usize>,
    new: String,
}

fn blocks(text: &str, edits: &[Edit]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut next = 0;
    while let Some(edit) = edits.get(next) {
        let first = next;
        let start = line_start(text, edit.range.start);
        let (mut copied, mut end) = (start, start);
        let mut new = String::new();
        loop {
            while let Some(edit) = edits.get(next).filter(|edit| next == first || edit.range.start < end) {
                new.push_str(&text[copied..edit.range.start]);
                new.push_str(&edit.replacement);
                copied = edit.range.end;
                if copied > end {
                    end = if text[..copied].ends_with('\n') { copied } else { line_end(text, copied) };
                }
                next += 1;
            }
            let last = if copied < end { &text[copied..end] } else { &new };
            if last.is_empty() || last.ends_with('\n') || end == text.len() {
                break;
            }
            // What comes would run into the next line.
            end = line_end(text, end);
        }
        new.push_str(&text[copied..end]);
        blocks.push(Block { bytes: start..end, edits: first..next, new });
    }
    blocks
}

/// Where the line of a place begins, and where it ends, behind its line feed.
fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |feed| feed + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1)
}

/// Some lines back, or on, from the beginning of one.
fn back(text: &str, at: usize) -> usize {
    (0..CONTEXT).fold(at, |at, _| at.checked_sub(1).map_or(0, |before| line_start(text, before)))
}

fn forward(text: &str, at: usize) -> usize {
    (0..CONTEXT).fold(at, |at, _| line_end(text, at))
}

/// Whether so few lines lie between two blocks that they stand in one hunk.
fn is_near(between: &str) -> bool {
    between.split_inclusive('\n').nth(2 * CONTEXT).is_none()
}

/// Numbers the lines of both versions, from hunk to hunk.
struct Lines<'t> {
    text: &'t str,
    /// All before this place is counted.
    at: usize,
    old: u64,
    new: u64,
}

impl Lines<'_> {
    /// The lines of a hunk in both versions, as its header has them.
    fn spans(&mut self, bytes: Range<usize>, blocks: &[Block]) -> (String, String) {
        let before = count(&self.text[self.at..bytes.start]);
        (self.old, self.new) = (self.old + before, self.new + before);
        let old = count(&self.text[bytes.clone()]);
        let gone: u64 = blocks.iter().map(|block| count(&self.text[block.bytes.clone()])).sum();
        let come: u64 = blocks.iter().map(|block| count(&block.new)).sum();
        let new = old - gone + come;
        let spans = (span(self.old, old), span(self.new, new));
        (self.old, self.new, self.at) = (self.old + old, self.new + new, bytes.end);
        spans
    }
}

fn count(text: &str) -> u64 {
    text.split_inclusive('\n').count() as u64
}

/// The first line, from 1, and how many there are; before no lines stands the one before.
fn span(before: u64, lines: u64) -> String {
    match (before + u64::from(lines > 0), lines) {
        (first, 1) => format!("{first}"),
        (first, lines) => format!("{first},{lines}"),
    }
}

/// The lines of a block, without what is the same at its ends.
fn write_lines(old: &str, new: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let (mut old, mut new): (Vec<_>, Vec<_>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(same).count();
    let kept = old.split_off(old.len() - tail);
    new.truncate(new.len() - tail);
    let write = |sign, lines: &[&str], out: &mut Vec<u8>| {
        lines.iter().try_for_each(|line| write_line(sign, line, out))
    };
    write(' ', &old[..head], out)?;
    write('-', &old[head..], out)?;
    write('+', &new[head..], out)?;
    write(' ', &kept, out)
}

fn write_line(sign: char, line: &str, out: &mut Vec<u8>) -> io::Result<()> {
    write!(out, "{sign}{line}")?;
    if line.ends_with('\n') { Ok(()) } else { writeln!(out, "\n\\ No newline at end of file") }
}

/// A block with what goes in red and struck through, and what comes in green and underlined.
fn write_words(text: &str, block: &Block, edits: &[Edit], out: &mut Vec<u8>) -> io::Result<()> {
    const GONE: &str = "\x1b[31;9m";
    const COME: &str = "\x1b[32;4m";
    let mut at = block.bytes.start;
    for edit in edits {
        write_visible(&text[at..edit.range.start], out)?;
        for (color, changed) in [(GONE, &text[edit.range.clone()]), (COME, &edit.replacement)] {
            for line in changed.split_inclusive('\n') {
                let (line, feed) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "⏎"));
                write!(out, "{color}{}{feed}\x1b[0m", visible(line))?;
                if !feed.is_empty() {
                    writeln!(out)?;
                }
            }
        }
        at = edit.range.end;
    }
    writeln_visible(&text[at..block.bytes.end], out)
}

/// Lines of text as a terminal may have them.
fn write_visible(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    for line in text.split_inclusive('\n') {
        let (line, feed) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        write!(out, "{}{feed}", visible(line))?;
    }
    Ok(())
}

/// The same, which ends its last line.
fn writeln_visible(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    write_visible(text, out)?;
    if out.ends_with(b"\n") { Ok(()) } else { writeln!(out) }
}

/// A name as `git` writes it: in quotation marks, if there is anything strange in it.
fn quoted(name: &str) -> String {
    let is_strange = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if !name.contains(is_strange) {
        return name.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_strange(c) => c.to_string().bytes().for_each(|byte| quoted += &format!("\\{byte:03o}")),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
