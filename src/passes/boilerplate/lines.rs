//! Finds the lines that go, and what lies around them.

use std::ops::Range;

use super::evidence::Place;
use super::join::is_numbered;
use super::menus::is_open;
use crate::chars::is_marked;
use crate::edit::Rule;
use crate::passes::Document;
use crate::rules::Found;

/// A line without its line break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
}

impl Line {
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// A line that the rules know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub line: Line,
    pub found: Found,
}

/// Lines that go, with nothing but blank lines between them, and the lines of text around.
pub(super) struct Run<'h> {
    pub before: Option<Line>,
    pub lines: &'h [Hit],
    pub after: Option<Line>,
}

/// The bytes that go.
pub(super) type Gap = Range<usize>;

impl Run<'_> {
    /// What has to go so that the text around stays apart as it stood, and no white space is left
    /// over at the ends of the document.
    pub fn gap(&self, text: &str) -> Gap {
        let (first, last) = (self.lines[0].line, self.lines[self.lines.len() - 1].line);
        match (self.before, self.after) {
            (None, None) => 0..text.len(),
            (None, Some(after)) => 0..after.start,
            // The last line keeps the line break it has, or has none, as the document had.
            (Some(before), None) => match text[before.end..].find('\n') {
                Some(at) if text.ends_with('\n') => before.end + at + 1..text.len(),
                _ => before.end..text.len(),
            },
            (Some(before), Some(after)) => {
                let (above, below) =
                    (breaks(text, before.end..first.start), breaks(text, last.end..after.start));
                // One of the two gaps stays. One blank line is what it should be; else the wider
                // one, so that no paragraph break is lost.
                if above == 2 || (below != 2 && above >= below) {
                    first.start..after.start
                } else {
                    before.end..last.end
                }
            }
        }
    }
}

/// A line that is asked about.
pub(super) struct Spot<'s> {
    text: &'s str,
    line: Line,
    words: &'s str,
    before: Option<Line>,
    hits: &'s [Hit],
}

impl<'s> Spot<'s> {
    /// The line without white space at its ends.
    pub fn words(&self) -> &'s str {
        self.words
    }

    /// Where it begins, in bytes.
    pub fn start(&self) -> usize {
        self.line.start
    }

    /// Whether one of `spaces`, which stand where there are several, is behind a word of the line, and another follows.
    pub fn has_wide_gap(&self, spaces: &[usize]) -> bool {
        let start = self.words.as_ptr() as usize - self.text.as_ptr() as usize;
        let next = spaces.partition_point(|&at| at < start + 2);
        let mut inside = spaces[next..].iter().take_while(|&&at| at < start + self.words.len());
        inside.any(|&at| self.text.as_bytes()[at - 2].is_ascii_alphabetic())
    }

    /// Whether the line before it goes.
    pub fn is_behind_removed(&self) -> bool {
        !self.hits.is_empty()
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        let previous = self.hits.last().map(|hit| hit.line).or(self.before);
        let is_short = |line: &str| line.len() < 80 && !line.ends_with(['.', '!', '?', '"', '”']);
        Place {
            is_head: self.line.start < self.text.len() / 20,
            is_tail: self.text.len() - self.line.start < self.text.len() / 10,
            is_last: self.text[self.line.end..].trim_start().is_empty(),
            behind_removed: self.is_behind_removed(),
            behind_short: previous.is_some_and(|line| is_short(line.of(self.text).trim_end())),
        }
    }
}

/// Asks what each line is, and calls `remove` with each run of lines that go, in the order of the text.
pub(super) fn each_run(
    document: &Document<'_>,
    mut find: impl FnMut(&Spot<'_>) -> Option<Found>,
    mut remove: impl FnMut(&Run<'_>),
) {
    let text = document.text;
    let mut before = None;
    let mut hits: Vec<Hit> = Vec::new();
    // The author introduced what comes now: "Please share these links:".
    let mut introduced = false;
    let mut start = 0;
    let ends = document.scan.newlines.iter().copied().chain(std::iter::once(text.len()));
    for end in ends {
        let line = Line { start, end: end - usize::from(matches!(text.as_bytes()[start..end], [.., b'\r'])) };
        start = end + 1;
        if line.start == line.end {
            continue;
        }
        let words = trim(line.of(text));
        if words.is_empty() {
            continue;
        }
        let is_tag = words == TAG && follows_year(text, before);
        if is_tag && !hits.is_empty() {
            // It will stand behind the year.
            document.raise_doubt_at(line.start);
        }
        let found = if is_tag && hits.is_empty() {
            Some(Found { rule: Rule::Nav, confidence: 0.97, beside: false, names: false, is_bare: false })
        } else {
            find(&Spot { text, line, words, before, hits: &hits })
        };
        let found = found.filter(|found| !is_text(document, line, found, before.filter(|_| hits.is_empty())));
        let listed = introduced && hits.is_empty();
        match found {
            Some(found) if !(listed && found.names) => hits.push(Hit { line, found }),
            found => {
                if !hits.is_empty() {
                    split(document, before, &hits, Some(line), &mut remove);
                    hits.clear();
                }
                before = Some(line);
                introduced =
                    found.is_some() || words.as_bytes().ends_with(b":") || (introduced && is_entry(words));
            }
        }
    }
    split(document, before, &hits, None, &mut remove);
}

/// Whether a line that the rules know is text for all that, by how it begins or by the line `before` it.
fn is_text(document: &Document<'_>, line: Line, found: &Found, before: Option<Line>) -> bool {
    let text = document.text;
    let words = trim(line.of(text));
    let is_heading = || is_numbered(words.strip_prefix('(').unwrap_or(words)) || is_section(words);
    // "watch: add an option", in a list of changes.
    let is_topic = || words.trim_start_matches(['*', '-', '•', ' ']).starts_with(char::is_lowercase);
    // "- Follow us!", said by somebody.
    let is_spoken = || words.starts_with(['-', '‐', '–', '—', '―']) && words.ends_with(['.', '!', '?', '…']);
    let goes_on = || {
        let is_cut =
            before.is_some_and(|before| is_under(text, before, line) && is_open(before.of(text).trim_end()));
        if is_cut {
            document.raise_doubt_at(line.start);
        }
        is_cut
    };
    (found.rule == Rule::Counter && is_heading())
        || (found.names && is_topic())
        || is_spoken()
        || (found.rule != Rule::Ad && (!found.is_bare || words.starts_with(char::is_lowercase)) && goes_on())
}

/// Whether `line` begins like a section: "2.3 Comments", "*41.11* Views".
fn is_section(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().trim_matches('*');
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    first.contains('.') && first.split('.').all(is_number)
}

/// The line in which a place is, without its line break.
pub(super) fn line_around(document: &Document<'_>, at: usize) -> Range<usize> {
    let newlines = &document.scan.newlines;
    let next = newlines.partition_point(|&newline| newline < at);
    let start = next.checked_sub(1).map_or(0, |before| newlines[before] + 1);
    let end = newlines.get(next).copied().unwrap_or(document.text.len());
    start..end - usize::from(document.text[start..end].ends_with('\r'))
}

/// A line without the white space at its ends; most have none, which two bytes tell.
pub(super) fn trim(line: &str) -> &str {
    let ends = [line.as_bytes().first(), line.as_bytes().last()];
    let bare = ends.into_iter().all(|end| end.is_some_and(u8::is_ascii_graphic));
    if bare { line } else { line.trim() }
}

/// What an encyclopedia puts behind a date that will not last.
pub(super) const TAG: &str = "[update]";

/// Whether a [`TAG`] after `before` belongs to the sentence that is cut there: "As of 2016",
/// "[update]", "it".
fn follows_year(text: &str, before: Option<Line>) -> bool {
    before.is_some_and(|before| {
        let left = before.of(text).trim_end().as_bytes();
        left.len() > 4 && left[left.len() - 4..].iter().all(u8::is_ascii_digit)
    })
}

/// Whether `line` reads like "Find: the list of projects".
fn is_entry(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.ends_with(':'))
}

/// Whether `line` reads like "100 attendees": beside such a line, "25 shares" is one of a list.
fn is_figure(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        && words.next().is_some_and(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        && words.nth(2).is_none()
}

/// Whether `line` reads like "Sound card: any" or "Recommended:": between such lines, "More: unlimited calls" is one of
/// a list.
fn is_field(line: &str) -> bool {
    const FIELD: usize = 80;
    const NAME: usize = 3;
    let name = line.split_once(':').filter(|(_, value)| value.is_empty() || value.starts_with(' '));
    line.len() <= FIELD
        && !is_marked(line.trim_end_matches(':'))
        && name.is_some_and(|(name, _)| name.split_whitespace().nth(NAME).is_none())
}

/// Whether no blank line stands between two lines.
fn is_under(text: &str, above: Line, below: Line) -> bool {
    breaks(text, above.end..below.start) == 1
}

/// How many line breaks a part of a text has.
fn breaks(text: &str, part: Range<usize>) -> usize {
    text[part].bytes().filter(|byte| *byte == b'\n').count()
}

/// Whether a line is rather a link in a sentence, which an extractor set on a line of its own: right under it the
/// sentence goes on ("Click here", "to learn more."). An ad label is put in blindly, and cuts sentences too.
fn is_link(text: &str, before: Option<Line>, lines: &[Hit], after: Option<Line>) -> bool {
    let ([Hit { line, found }], Some(after)) = (lines, after) else { return false };
    let words = after.of(text).trim_start();
    let is_ellipsis = words.starts_with("..") || words.starts_with(". .");
    let goes_on = || match words.chars().next().filter(|_| !is_ellipsis) {
        Some(',' | '.' | ';' | ')') => true,
        Some(first) => {
            first.is_lowercase() && !words.chars().take_while(|c| c.is_alphanumeric()).any(char::is_uppercase)
        }
        None => false,
    };
    found.rule != Rule::Ad
        // What names another article is no link text.
        && found.is_bare
        && !line.of(text).trim_end().ends_with(':')
        && is_under(text, *line, after)
        && before.is_none_or(|before| is_under(text, before, *line))
        && goes_on()
}

/// Leaves out the lines that need a neighbour and have none, and those of a list; they are text.
fn split(
    document: &Document<'_>,
    mut before: Option<Line>,
    hits: &[Hit],
    after: Option<Line>,
    remove: &mut impl FnMut(&Run<'_>),
) {
    if hits.is_empty() {
        return;
    }
    let text = document.text;
    let figures = [before, after].into_iter().flatten().any(|line| is_figure(line.of(text)));
    let fields = [before, after].into_iter().all(|line| line.is_some_and(|line| is_field(line.of(text))));
    let listed =
        |hit: &Hit| figures && hit.found.rule == Rule::Counter || fields && is_field(hit.line.of(text));
    // Collected once, so that a text of nothing but such lines takes no quadratic time.
    let mut sure: Vec<Rule> = Vec::new();
    for hit in hits.iter().filter(|hit| !hit.found.beside && !listed(hit)) {
        if !sure.contains(&hit.found.rule) {
            sure.push(hit.found.rule);
        }
    }
    let mut from = 0;
    for (i, hit) in hits.iter().enumerate() {
        let is_listed = listed(hit);
        if is_listed {
            // Its neighbours may read otherwise when they are cleaned.
            document.raise_doubt_at(hit.line.start);
        }
        if is_listed || (hit.found.beside && !sure.contains(&hit.found.rule)) {
            if from < i {
                remove(&Run { before, lines: &hits[from..i], after: Some(hit.line) });
            }
            before = Some(hit.line);
            from = i + 1;
        }
    }
    if from < hits.len() {
        if is_link(text, before, &hits[from..], after) {
            // What follows may begin otherwise when it is cleaned.
            document.raise_doubt_at(hits[from].line.start);
        } else {
            remove(&Run { before, lines: &hits[from..], after });
        }
    }
}
