//! Menus: runs of short lines without a final mark, some of them known as labels of pages. In the middle
//! of a text such a run may be a list that belongs to it: there it takes more of them than before the
//! first paragraph and behind the last.

use std::ops::Range;

use crate::passes::Document;
use crate::rules::{Normal, Table};

/// A menu has so many lines at least ...
const LINES: usize = 6;
/// ... and so many of them are known labels, of every so many lines one, at an edge of the text ...
const LABELS: usize = 2;
const EVERY: usize = 12;
/// ... and in the middle of it.
const INNER_LABELS: usize = 4;
const INNER_EVERY: usize = 3;
/// Its lines are no longer than this, in bytes.
const SHORT: usize = 60;
/// A line of this length (bytes) with a final mark is a paragraph. A text with fewer than so many is
/// perhaps a list as a whole.
const PARAGRAPH: usize = 80;
const PARAGRAPHS: usize = 3;
/// The lines before the first paragraph that stay: title, author and date stand there.
const TITLE: usize = 5;

/// The menus of a document, by their bytes, in order.
pub(super) struct Menus(Vec<Range<usize>>);

impl Menus {
    /// Finds them; `normal` is scratch space.
    pub fn find(document: &Document<'_>, table: &Table, normal: &mut Normal) -> Self {
        let text = document.text;
        let (mut first, mut last, mut paragraphs) = (text.len(), 0, 0);
        let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
        let mut run: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for &end in document.scan.newlines.iter().chain([&text.len()]) {
            let line = start..end;
            start = end + 1;
            let words = text[line.clone()].trim();
            if words.is_empty() {
                continue;
            }
            if is_entry(words) {
                run.push(line);
                continue;
            }
            if words.len() >= PARAGRAPH && is_marked(words) {
                (first, last, paragraphs) = (first.min(line.start), line.start, paragraphs + 1);
            }
            close(&mut run, &mut runs);
        }
        close(&mut run, &mut runs);
        if paragraphs < PARAGRAPHS {
            return Self(Vec::new());
        }
        let mut menu = |run: Vec<Range<usize>>| {
            let is_head = run[0].start < first;
            let run = &run[..run.len() - if is_head { TITLE } else { 0 }];
            let is_edge = is_head || run[0].start > last;
            let (least, every) = if is_edge { (LABELS, EVERY) } else { (INNER_LABELS, INNER_EVERY) };
            let is_label = |line: &&Range<usize>| table.is_label(text[(*line).clone()].trim(), normal);
            let is_menu =
                run.len() >= LINES && run.iter().filter(is_label).count() >= least.max(run.len() / every);
            is_menu.then(|| run[0].start..run[run.len() - 1].end)
        };
        Self(runs.into_iter().filter_map(&mut menu).collect())
    }

    /// Whether a line that begins at `at` (bytes) belongs to one.
    pub fn has(&self, at: usize) -> bool {
        let next = self.0.partition_point(|menu| menu.start <= at);
        next > 0 && at < self.0[next - 1].end
    }
}

/// Ends a run of short lines; only long ones are kept.
fn close(run: &mut Vec<Range<usize>>, runs: &mut Vec<Vec<Range<usize>>>) {
    if run.len() >= LINES {
        runs.push(std::mem::take(run));
    }
    run.clear();
}

/// Whether a line could be an entry of a menu: short, without a final mark, and no item of a list.
fn is_entry(line: &str) -> bool {
    line.len() <= SHORT
        && !is_marked(line)
        && !line.ends_with([',', ';', ':'])
        && !line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '*' | '•' | '#' | '"' | '“'))
}

fn is_marked(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', ')', '\'']).ends_with(['.', '!', '?', '…'])
}
