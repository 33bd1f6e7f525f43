//! Takes out what shares its line with text: labels between two sentences, asides in brackets, and
//! last sentences that lead elsewhere. The text around stays, and the joint is mended.
//!
//! No phrase is looked for in all of the text: labels have few beginnings, asides stand behind a
//! bracket, last sentences behind a mark near the end of a line.

use std::ops::Range;

use super::join::{Habit, Joiner};
use super::lines::{Line, line_around};
use super::stops::last_stops;
use crate::chars::{after, before, blanks_after, blanks_before, is_blank};
use crate::edit::{Edit, Rule};
use crate::passes::Document;
use crate::rules::{Label, Normal, PART, Part, Parts};

/// Less text before a last sentence is no paragraph that it was put behind.
const PARAGRAPH: usize = 40;
/// The longest call to read, follow or sign up, in bytes.
const CALL: usize = 100;
/// The longest abbreviations of titles and the like, in bytes.
const TITLE: usize = 4;
/// As much of a line is read to tell whether someone speaks.
const SPEECH: usize = 2048;

/// Bytes to take out, and why.
struct Cut {
    range: Range<usize>,
    part: Part,
}

/// The parts of the lines of a document, sorted and not overlapping.
pub(super) struct Cuts(Vec<Cut>);

/// Finds the parts of lines that go.
pub(super) struct Mixed {
    parts: &'static Parts,
}

impl Mixed {
    pub fn new() -> Self {
        Self { parts: Parts::embedded() }
    }

    /// Finds the parts of the lines of `document`; `cores` are the places of cores of labels in it.
    pub fn find(&self, document: &Document<'_>, cores: &[(usize, usize)], joiner: &Joiner) -> Cuts {
        let mut cuts = self.labels(document, cores, joiner);
        let mut normal = Normal::default();
        self.asides(document, &mut normal, &mut cuts);
        self.ends(document, &mut normal, &mut cuts);
        cuts.sort_by_key(|cut| (cut.range.start, cut.range.end));
        let mut reach = 0;
        cuts.retain(|cut| {
            let is_free = cut.range.start >= reach;
            reach = reach.max(cut.range.end);
            is_free
        });
        Cuts(cuts)
    }

    /// Labels that stand between two sentences, at an end of a line, or run together with words.
    fn labels(&self, document: &Document<'_>, cores: &[(usize, usize)], joiner: &Joiner) -> Vec<Cut> {
        let text = document.text;
        let mut cuts = Vec::new();
        let mut labels = self.parts.labels(text, cores).peekable();
        let mut run: Vec<Label> = Vec::new();
        while let Some(label) = labels.next() {
            run.push(label);
            if labels.peek().is_some_and(|next| is_gap(&text[label.end..next.start])) {
                continue;
            }
            let line = line_around(document, run[0].start);
            if stands_alone(text, &line, &run, joiner) {
                let end = label.end + usize::from(text[label.end..].starts_with(':'));
                let ends = run[1..].iter().map(|next| next.start).chain([end]);
                let cut = |(label, end): (&Label, usize)| Cut { range: label.start..end, part: label.part };
                cuts.extend(run.iter().zip(ends).map(cut));
            } else {
                // It may with other marks beside it, or spaces around a dash.
                document.raise_doubt_at(run[0].start);
            }
            run.clear();
        }
        cuts
    }

    /// Asides in brackets.
    fn asides(&self, document: &Document<'_>, normal: &mut Normal, cuts: &mut Vec<Cut>) {
        let text = document.text;
        let mut reach = 0;
        for start in document.scan.brackets(text) {
            // "( RELATED" has a space, "(RELATED" has none.
            let inner = text[start + 1..].strip_prefix(' ').unwrap_or(&text[start + 1..]);
            let begins = inner.starts_with(|c: char| c.is_uppercase());
            let label = || {
                let window = &inner.as_bytes()[..inner.len().min(PART)];
                &inner[..memchr::memchr2(b')', b']', window).unwrap_or_default()]
            };
            if start < reach || !begins || !self.parts.may_be_aside(label()) {
                continue;
            }
            let Some(end) = closing(text, start) else { continue };
            // "[Read more](address)" is a link, and a bracket behind a backslash is Markdown too.
            let is_link = text.as_bytes()[start] == b'[' && text[end..].starts_with(['(', '[', ':']);
            if is_link || text[start..end].contains('\\') {
                continue;
            }
            if let Some(part) = self.parts.aside(&text[start..end], normal) {
                cuts.push(Cut { range: start..end, part });
                reach = end;
            }
        }
    }

    /// Sentences at the ends of lines.
    fn ends(&self, document: &Document<'_>, normal: &mut Normal, cuts: &mut Vec<Cut>) {
        let text = document.text;
        let mut start = 0;
        for &end in document.scan.newlines.iter().chain([&text.len()]) {
            let line = start..end;
            start = end + 1;
            let bytes = &text.as_bytes()[line.clone()];
            // Behind a quotation that ends the line there is no more to it.
            if bytes.len() <= PARAGRAPH / 2 || matches!(bytes, [.., b'"'] | [.., 0xE2, 0x80, 0x9D]) {
                continue;
            }
            // One may stand behind another.
            let is_bare = bytes.last().is_some_and(u8::is_ascii_graphic);
            let mut end = if is_bare { line.end } else { line.start + text[line.clone()].trim_end().len() };
            while let Some((at, part)) = self.last_sentence(document, line.start..end, normal) {
                cuts.push(Cut { range: at..end, part });
                end = blanks_before(text, at);
            }
        }
    }

    /// Where the part at the end of a line begins.
    fn last_sentence(
        &self,
        document: &Document<'_>,
        line: Range<usize>,
        normal: &mut Normal,
    ) -> Option<(usize, Part)> {
        let text = document.text;
        // What ends with a stop is no headline.
        let reach = if text.as_bytes()[..line.end].ends_with(b".") { CALL } else { PART };
        let low = line.end.saturating_sub(reach).max(line.start + PARAGRAPH / 2);
        // No call behind a question: "Can you not see it? Click here." belongs together.
        for mark in last_stops(text.as_bytes(), low..line.end) {
            let Some(at) = sentence_behind(text, mark, line.end) else { continue };
            let Some(part) = self.parts.end(&text[at..line.end], normal) else {
                // In "Follow Rev. Lee on Twitter" the sentence begins further left.
                let word = &text.as_bytes()[mark.saturating_sub(TITLE + 1)..mark];
                if word.len() > TITLE && word.iter().all(u8::is_ascii_lowercase) {
                    return None;
                }
                continue;
            };
            if ends_in_initial(text, mark) {
                continue;
            }
            let is_behind_text = mark >= line.start + PARAGRAPH;
            if is_behind_text && !is_speech(&text[line.start..at], &text[at..line.end]) {
                return Some((at, part));
            }
            // With other quotation marks it may be none, and with other dashes the text is longer.
            document.raise_doubt_at(at);
        }
        None
    }
}

impl Cuts {
    /// Leaves out the parts that are not wanted, by their category and where they begin (bytes).
    pub fn retain(&mut self, mut wanted: impl FnMut(Rule, usize) -> bool) {
        self.0.retain(|cut| wanted(cut.part.rule, cut.range.start));
    }

    /// Where each ends.
    pub fn ends(&self) -> Vec<usize> {
        self.0.iter().map(|cut| cut.range.end).collect()
    }

    /// A line without the parts at its ends.
    pub fn rest(&self, text: &str, line: Line) -> Line {
        let Line { mut start, mut end } = line;
        let first = self.0.partition_point(|cut| cut.range.start < line.start);
        let inside = &self.0[first..];
        let inside = &inside[..inside.partition_point(|cut| cut.range.end <= line.end)];
        for cut in inside {
            if !is_gap(&text[start..cut.range.start]) {
                break;
            }
            start = cut.range.end;
        }
        for cut in inside.iter().rev() {
            if cut.range.start < start || !is_gap(&text[cut.range.end..end]) {
                break;
            }
            end = cut.range.start;
        }
        Line { start, end: end.max(start) }
    }

    /// Adds the edits to those that take out whole lines.
    pub fn add_edits(
        &self,
        document: &Document<'_>,
        joiner: &Joiner,
        habit: &Habit<'_>,
        edits: &mut Vec<Edit>,
    ) {
        let text = document.text;
        let lines = edits.len();
        let mut gone = 0;
        for line in self.0.chunk_by(|a, b| !text[a.range.end..b.range.start].contains('\n')) {
            let start = line[0].range.start;
            while gone < lines && edits[gone].range.end <= start {
                gone += 1;
            }
            let goes = gone < lines && edits[gone].range.start <= start;
            // A line with no text beside its parts is for the rules of whole lines.
            if !goes && has_text(document, line) {
                for group in line.chunk_by(|a, b| is_gap(&text[a.range.end..b.range.start])) {
                    mend(document, joiner, habit, group, edits);
                }
            }
        }
        if edits.len() > lines {
            edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        }
    }
}

/// Whether nothing but spaces, and perhaps a colon, stand between two parts.
fn is_gap(between: &str) -> bool {
    let colon = between.strip_prefix(':').unwrap_or(between);
    colon.chars().all(is_blank)
}

/// Whether something of the line stays when the parts are gone.
fn has_text(document: &Document<'_>, cuts: &[Cut]) -> bool {
    let text = document.text;
    let line = line_around(document, cuts[0].range.start);
    let starts = std::iter::once(line.start).chain(cuts.iter().map(|cut| cut.range.end));
    let ends = cuts.iter().map(|cut| cut.range.start).chain([line.end]);
    starts.zip(ends).any(|(start, end)| text[start..end].contains(char::is_alphanumeric))
}

/// How the text to the left of a label ends.
#[derive(PartialEq)]
enum Left {
    /// Nothing stands there.
    Nothing,
    /// A sentence ends.
    Finished,
    /// A word is run together with the label.
    Word,
}

/// How the text to the right of a label begins.
enum Right {
    Nothing,
    /// A sentence begins for sure.
    Sentence,
    /// A capital: a name, or a sentence.
    Capital,
}

/// Whether the labels of a run, which stand one behind the other, are labels and no words of the
/// text: "an Advertisement for a Wife" is none.
fn stands_alone(text: &str, line: &Range<usize>, run: &[Label], joiner: &Joiner) -> bool {
    let (first, last) = (run[0], run[run.len() - 1]);
    let (Some(left), Some(right)) =
        (left_of(text, line.start, first.start), right_of(text, line.end, last.end, joiner))
    else {
        return false;
    };
    if run.iter().any(|label| label.starts_line) && left != Left::Nothing {
        return false;
    }
    // A word alone could belong to a name or a title, as could one that only begins lines.
    let is_weak = run.len() == 1 && (first.is_word || first.starts_line);
    match (left, right) {
        (_, Right::Sentence) => true,
        (Left::Nothing, Right::Nothing) => false,
        (Left::Finished, Right::Nothing) => first.start - line.start >= PARAGRAPH,
        // "routerAdvertisement" is a name in code.
        (Left::Word, Right::Nothing) => !is_weak && first.start - line.start >= PARAGRAPH,
        (_, Right::Capital) => !is_weak,
    }
}

fn left_of(text: &str, line: usize, label: usize) -> Option<Left> {
    let end = blanks_before(text, label).max(line);
    let left = &text[line..end];
    if left.trim().is_empty() {
        return Some(Left::Nothing);
    }
    let bare = left.trim_end_matches(is_closer);
    if bare.ends_with(['.', '!', '?', '…']) {
        let mark = line + bare.len() - 1;
        return (bare.ends_with('…') || !ends_in_initial(text, mark)).then_some(Left::Finished);
    }
    let is_glued = end == label;
    // "(see the picture)Advertisement".
    let closed = left.len() > bare.len();
    let word = left.ends_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    (is_glued && (closed || word)).then_some(Left::Word)
}

fn right_of(text: &str, line: usize, label: usize, joiner: &Joiner) -> Option<Right> {
    let colon = usize::from(text[label..line].starts_with(':'));
    let start = blanks_after(text, label + colon).min(line);
    let right = &text[start..line];
    if right.is_empty() {
        return Some(Right::Nothing);
    }
    let bare = right.trim_start_matches(['"', '“', '‘', '\'']);
    let word = &bare[..bare.find(|c: char| !c.is_alphanumeric()).unwrap_or(bare.len())];
    if !word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
        return None;
    }
    // Names in code go on with a bracket, a stop or an underscore.
    let goes_on = bare[word.len()..].starts_with([' ', ',', '\'', '’']);
    if bare.len() < right.len() {
        return Some(Right::Sentence);
    }
    if goes_on && joiner.is_subject(word) {
        return Some(Right::Sentence);
    }
    // Among other capitals, a label in capitals is a word like them.
    let shouts = word.chars().count() > 1 && !word.contains(char::is_lowercase);
    (goes_on && !shouts && !word.starts_with(|c: char| c.is_ascii_digit())).then_some(Right::Capital)
}

/// Takes out parts that adjoin, and sets what they stood between as it should stand.
fn mend(document: &Document<'_>, joiner: &Joiner, habit: &Habit<'_>, group: &[Cut], edits: &mut Vec<Edit>) {
    let text = document.text;
    let line = line_around(document, group[0].range.start);
    let mut start = group[0].range.start;
    let mut end = group[group.len() - 1].range.end;
    let left = blanks_before(text, start).max(line.start);
    let right = blanks_after(text, end).min(line.end);
    let (is_spaced_left, is_spaced_right) = (left < start, right > end);
    let next = after(text, right).filter(|_| right < line.end);
    let previous = before(text, left).filter(|_| left > line.start);
    let mut joint = None;
    match (previous, next) {
        // White space at the end of a line stays as it was.
        (_, None) => start = left,
        (None, _) => end = right,
        (_, Some(',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '’')) => {
            (start, end) = (left, right)
        }
        (Some('(' | '[' | '“' | '‘'), _) => (start, end) = (left, right),
        _ if is_spaced_left => end = right,
        _ if is_spaced_right => {}
        _ => joint = Some(joiner.glued(habit, &text[line.start..start], &text[end..line.end])),
    }
    // What is left of the line may be known as a whole.
    document.raise_doubt_at(start);
    if let Some(joint) = joint {
        edits.push(Edit::new(start..start, joint.as_str(), Rule::Join).with_confidence(joint.confidence()));
    }
    let starts = std::iter::once(start).chain(group[1..].iter().map(|cut| cut.range.start));
    let ends = group[1..].iter().map(|cut| cut.range.start).chain([end]);
    for ((start, end), cut) in starts.zip(ends).zip(group) {
        edits.push(Edit::new(start..end, "", cut.part.rule).with_confidence(cut.part.confidence));
    }
}

/// The end of the aside whose bracket opens at `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().skip(start).take(PART) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn is_closer(c: char) -> bool {
    // Of single ones all become the same where they are set straight.
    matches!(c, '"' | '\'' | '”' | '»' | ')' | ']' | '‘'..='‛' | '‹' | '›' | '´' | '′')
}

/// Where a sentence with a capital begins behind the mark at `mark`, before `end`.
fn sentence_behind(text: &str, mark: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    // Nearly always it is a space and a letter.
    match bytes.get(mark + 1..)? {
        [] | [b'0'..=b'9' | b'a'..=b'z', ..] | [b' ', b'a'..=b'z', ..] => return None,
        [b' ', b'A'..=b'Z', ..] => return Some(mark + 2),
        _ => {}
    }
    let behind = text[mark + 1..end].trim_start_matches(is_closer);
    let at = blanks_after(text, end - behind.len());
    (at < end && after(text, at).is_some_and(char::is_uppercase)).then_some(at)
}

/// Whether the mark at `mark` stands behind a single letter or a title: no sentence ends.
fn ends_in_initial(text: &str, mark: usize) -> bool {
    // As far as it takes to tell that it is long.
    let low = text.floor_char_boundary(mark.saturating_sub(32));
    let word = text[low..mark].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "No" | "St" | "Fig" | "vs")
        || (word.chars().count() == 1 && text.as_bytes()[mark] == b'.')
}

/// Whether the end of a line belongs to what someone says in it, or to an aside.
fn is_speech(line: &str, end: &str) -> bool {
    let seen = &line[line.ceil_char_boundary(line.len().saturating_sub(SPEECH))..];
    let count = |text: &str, quote: char| text.matches(quote).count();
    let straight = |text: &str| count(text, '"') % 2 == 1;
    let uneven = |open: char, close: char| count(end, open) != count(end, close);
    count(seen, '“') > count(seen, '”')
        || straight(seen)
        || straight(end)
        || uneven('“', '”')
        || uneven('(', ')')
        || uneven('[', ']')
}
