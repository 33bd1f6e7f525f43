//! Decides whether a removed line had cut a paragraph in two.
//!
//! In ordinary scraped news an advertisement stands between finished paragraphs, so the two sides
//! stay apart unless both read as running text and the left one is not finished: either the right
//! one goes on in lower case, or the left one has lost its full stop.

use std::cell::OnceCell;

use super::lines::{Run, TAG};
use super::words::Words;
use crate::edit::Rule;
use crate::passes::Document;

/// What is put between two halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// The sentence goes on.
    Space,
    /// It goes on with a comma or the like.
    Nothing,
    /// The sentence ended, and its full stop was lost.
    Stop,
}

impl Joint {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Space => " ",
            Self::Nothing => "",
            Self::Stop => ". ",
        }
    }

    pub fn confidence(self) -> f32 {
        match self {
            Self::Space | Self::Nothing => 0.95,
            Self::Stop => 0.9,
        }
    }
}

/// Shorter lines are not known to be running text.
const PROSE: usize = 60;
/// How many lost stops make it a habit of the document to lose them.
const HABIT: usize = 2;
/// As much of a line as is looked at.
const SIGHT: usize = 400;

/// Whether a document has lost its stops. It is looked for at most once, and only where it counts.
pub(super) struct Habit<'d> {
    document: &'d Document<'d>,
    /// Where something ends that goes: what follows it was not run together with the text.
    gone: Vec<usize>,
    lost: OnceCell<bool>,
}

impl<'d> Habit<'d> {
    /// `gone` is sorted.
    pub fn new(document: &'d Document<'d>, gone: Vec<usize>) -> Self {
        Self { document, gone, lost: OnceCell::new() }
    }

    /// Whether stops were lost for sure elsewhere in the document, as in "MondayThe".
    fn loses_stops(&self, words: &Words) -> bool {
        let text = self.document.text;
        let lost = |&&joint: &&usize| {
            text[..joint].ends_with(char::is_lowercase) && self.gone.binary_search(&joint).is_err() && {
                let end =
                    text[joint..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |at| joint + at);
                // "iPhoneA" is none: a word of one letter proves nothing.
                end - joint > 1 && words.starter.contains(&text[joint..end])
            }
        };
        *self.lost.get_or_init(|| self.document.scan.joints.iter().filter(lost).take(HABIT).count() == HABIT)
    }
}

/// Reads the two sides of a removed line.
pub(super) struct Joiner {
    words: &'static Words,
}

impl Joiner {
    pub fn new() -> Self {
        Self { words: Words::embedded() }
    }

    /// What belongs between the lines before and after a run, if they are one paragraph.
    pub fn joint(&self, habit: &Habit<'_>, run: &Run<'_>) -> Option<Joint> {
        let text = habit.document.text;
        let (left, right) = (run.before?.of(text).trim(), run.after?.of(text).trim());
        if run.lines[0].line.of(text).trim() == TAG {
            let goes_on = right.starts_with(|c: char| c.is_ascii_punctuation() && !matches!(c, '"' | '('));
            return Some(if goes_on { Joint::Nothing } else { Joint::Space });
        }
        let first = right.split_whitespace().next()?;
        // Behind a comma only a small letter goes on for sure.
        let clause = left.strip_suffix(',').filter(|_| first.starts_with(char::is_lowercase));
        let last = last_word(clause.unwrap_or(left))?;
        if is_list_item(left) || is_list_item(right) || is_caption(left) || is_address(first) {
            return None;
        }
        let left_prose = self.is_prose(tail(left));
        if first.starts_with(char::is_lowercase) {
            let unfinished = left_prose || (left.len() >= PROSE / 2 && self.words.open.contains(last));
            return (unfinished && self.goes_on(right)).then_some(Joint::Space);
        }
        if !left_prose || right.len() < PROSE {
            return None;
        }
        let bare = first.trim_end_matches(|c: char| !c.is_alphanumeric());
        let starts = self.words.starter.contains(bare.split(['\'', '’']).next().unwrap_or(bare));
        if self.words.open.contains(last) {
            // "... said in a letter to the | Senate Committee": a name that begins the right half.
            let name = first.starts_with(char::is_uppercase) && !starts;
            return (name && self.is_prose(head(right))).then_some(Joint::Space);
        }
        if !self.is_prose(head(right)) || !self.has_verb(tail(left)) {
            return None;
        }
        let ended = if habit.loses_stops(self.words) {
            first.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“'))
        } else {
            // Where stops are not lost all over, it takes an ad, which is put in blindly, where a
            // link or a film stands between paragraphs; a left side that cannot be a heading or a
            // caption; and a right side that is a whole paragraph.
            let ad = run.lines.iter().all(|hit| hit.found.rule == Rule::Ad);
            let plain =
                last.starts_with(char::is_lowercase) && last_but_one(left).starts_with(char::is_lowercase);
            let whole = right.ends_with(['.', '!', '?', '"', '”']);
            ad && plain && whole && has_inner_stop(left) && first.starts_with(char::is_uppercase)
        };
        ended.then_some(Joint::Stop)
    }

    /// What belongs between two words that only a label had stood between.
    pub fn glued(&self, habit: &Habit<'_>, left: &str, right: &str) -> Joint {
        // A name with a capital is as likely a byline.
        let is_plain = |last: &str| last.starts_with(char::is_lowercase) && !self.words.open.contains(last);
        let ended = last_word(left).is_some_and(is_plain)
            && self
                .words
                .starter
                .contains(right.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
            && habit.loses_stops(self.words);
        if ended { Joint::Stop } else { Joint::Space }
    }

    /// Whether `word` begins sentences and stands in no title behind a noun.
    pub fn is_subject(&self, word: &str) -> bool {
        self.words.subject.contains(word)
    }

    /// Whether `line` reads as running text: long, mostly in lower case, rich in function words.
    fn is_prose(&self, line: &str) -> bool {
        let (mut words, mut lower, mut function) = (0, 0, 0);
        for word in line.split_whitespace() {
            words += 1;
            lower += usize::from(word.starts_with(char::is_lowercase));
            function += usize::from(self.words.function.contains(word));
        }
        line.len() >= PROSE && function >= 3 && function * 7 >= words && lower * 10 >= words * 6
    }

    /// Whether `right`, which begins in lower case, goes on with a sentence.
    fn goes_on(&self, right: &str) -> bool {
        let mut words = right.split_whitespace();
        let plain = words.next().is_some_and(|word| {
            word.trim_end_matches([',', '.', ';', '”', '"'])
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
        });
        let function =
            right.split_whitespace().take(60).filter(|word| self.words.function.contains(word)).count();
        let enough = right.len() >= 40 || right.ends_with(['.', '!', '?', '”', '"']);
        plain && enough && function >= 1 && words.count() >= 3
    }

    fn has_verb(&self, line: &str) -> bool {
        line.split_whitespace().any(|word| {
            self.words.verb.contains(word)
                || (word.len() > 4 && word.starts_with(char::is_lowercase) && word.ends_with("ed"))
        })
    }
}

/// The last word of a line that ends without a mark, if it is one: no address, no tag.
fn last_word(line: &str) -> Option<&str> {
    let raw = line.rsplit(char::is_whitespace).next()?;
    let word = raw.trim_start_matches(['"', '“', '‘', '\'', '(']);
    let is_word = word.ends_with(char::is_alphanumeric) && !is_address(word) && !word.starts_with(['#', '@']);
    is_word.then_some(word)
}

fn last_but_one(line: &str) -> &str {
    line.rsplit(char::is_whitespace).nth(1).unwrap_or_default()
}

fn is_address(word: &str) -> bool {
    word.contains(['@', '/', '_', '|', '<', '=']) || word.starts_with("www.") || word.contains(".com")
}

/// "• milk", "- milk", "1. Milk", "a) milk", "[update]".
fn is_list_item(line: &str) -> bool {
    if line.starts_with(|c: char| {
        matches!(c, '•' | '·' | '-' | '–' | '—' | '*' | '+' | '>' | '|' | '#' | '[' | '(' | '■' | '▪')
    }) {
        return true;
    }
    is_numbered(line)
}

/// "1. Milk", "a) milk".
pub(super) fn is_numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    first.len() <= 4 && first.len() > 1 && first.ends_with(['.', ')']) && {
        let mark = &first[..first.len() - 1];
        mark.bytes().all(|b| b.is_ascii_digit()) || mark.chars().count() == 1
    }
}

/// What names a photographer, an agency or a post at its end is no cut sentence.
fn is_caption(line: &str) -> bool {
    const SIGNS: [&str; 14] = [
        "Photo",
        "PHOTO",
        "photo by",
        "Getty",
        "Reuters/",
        "REUTERS",
        "caption",
        "Credit",
        "(AP",
        "/AP",
        "AFP",
        "Courtesy",
        "pic.twitter",
        "http",
    ];
    let end = last_bytes(line, 90);
    SIGNS.iter().any(|sign| end.contains(sign))
}

/// Whether a sentence ends inside `line`.
fn has_inner_stop(line: &str) -> bool {
    let mut words = tail(line).split_whitespace().peekable();
    while let Some(word) = words.next() {
        let ends = word.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?']) && word.len() > 3;
        if ends
            && words
                .peek()
                .is_some_and(|next| next.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')))
        {
            return true;
        }
    }
    false
}

fn tail(line: &str) -> &str {
    last_bytes(line, SIGHT)
}

fn head(line: &str) -> &str {
    let end = (0..=SIGHT.min(line.len())).rev().find(|&at| line.is_char_boundary(at));
    &line[..end.unwrap_or_default()]
}

/// The last `count` bytes or a little less, in whole characters.
fn last_bytes(line: &str, count: usize) -> &str {
    let start = (line.len().saturating_sub(count)..line.len()).find(|&at| line.is_char_boundary(at));
    &line[start.unwrap_or(line.len())..]
}

#[cfg(test)]
mod tests {
    use super::super::lines::{Hit, Line};
    use super::*;
    use crate::rules::Found;
    use crate::scan::Scan;

    fn joint_at(rule: Rule, left: &str, right: &str, more: &str) -> Option<Joint> {
        let gap = if rule == Rule::Nav { "[update]" } else { "Ad" };
        let text = format!("{left}\n{gap}\n{right}\n{more}");
        let scan = Scan::new(&text);
        let line = |start: usize, len: usize| Line { start, end: start + len };
        let at = left.len() + 1;
        let found = Found { rule, confidence: 1.0, beside: false, names: false, is_bare: false };
        let lines = [Hit { line: line(at, gap.len()), found }];
        let after = Some(line(at + gap.len() + 1, right.len()));
        let run = Run { before: Some(line(0, left.len())), lines: &lines, after };
        Joiner::new().joint(&Habit::new(&Document::new(&text, &scan), Vec::new()), &run)
    }

    fn joint_in(left: &str, right: &str, more: &str) -> Option<Joint> {
        joint_at(Rule::Ad, left, right, more)
    }

    const LEFT: &str =
        "The council voted on Monday to repair the roof of the museum. It will be paid for with the";
    const RIGHT: &str = "money that was left from the sale of the old bus station.";
    const DONE: &str = "The roof leaks. It has been leaking since the winter, and nobody in the town has the money for repairs";
    const NEXT: &str =
        "However, the mayor said that the work would begin in spring, and that it would be done by May.";
    const LOST: &str =
        "He came on MondayThe others had left.The door was open and it was coldBut nobody minded";

    #[test]
    fn halves_of_a_sentence() {
        assert_eq!(joint_in(LEFT, RIGHT, ""), Some(Joint::Space));
        assert_eq!(joint_in("She would like it known that she is", RIGHT, ""), Some(Joint::Space));
        let clause = format!("{DONE}, though the mayor,");
        assert_eq!(joint_in(&clause, "who knew it, would not say for how long.", ""), Some(Joint::Space));
        assert_eq!(joint_in(&clause, NEXT, ""), None);
        let name = "Senate has to agree, and it is not known when that will be, or whether it will.";
        assert_eq!(joint_in(LEFT, name, ""), Some(Joint::Space));
    }

    #[test]
    fn halves_around_a_tag() {
        for (right, joint) in [
            (", it has grown.", Joint::Nothing),
            ("Moss Index", Joint::Space),
            ("it has grown.", Joint::Space),
            ("(", Joint::Space),
        ] {
            assert_eq!(joint_at(Rule::Nav, "As of 2016", right, ""), Some(joint), "{right}");
        }
    }

    #[test]
    fn lost_stops() {
        // Not where a video or a promotion stood, unless the document loses stops.
        assert_eq!(joint_at(Rule::Promo, DONE, NEXT, ""), None);
        assert_eq!(joint_at(Rule::Promo, DONE, NEXT, LOST), Some(Joint::Stop));
        assert_eq!(joint_in(DONE, NEXT, ""), Some(Joint::Stop));
        assert_eq!(joint_in(DONE, NEXT, LOST), Some(Joint::Stop));
        let spoken = "“I saw it coming,” she said, and she added that it was not for the first time.";
        assert_eq!(joint_in(DONE, spoken, ""), None);
        assert_eq!(joint_in(DONE, spoken, LOST), Some(Joint::Stop));
    }

    #[test]
    fn what_stays_apart() {
        for (left, right) in [
            // Finished, or interrupted.
            (&*format!("{DONE}."), NEXT),
            (&*format!("{DONE}:"), NEXT),
            (&*format!("{DONE} —"), NEXT),
            (&*format!("{DONE} --"), NEXT),
            (&*format!("{DONE} ..."), NEXT),
            (&*format!("{DONE} (Source)"), NEXT),
            (&*format!("{DONE} pic.twitter.com/abc"), NEXT),
            // Not running text.
            ("The Road to the Capital", NEXT),
            ("The bigger picture is still remarkable", NEXT),
            ("Dear Camille,", NEXT),
            ("* * *", NEXT),
            (
                "The mayor of the town stands on the roof. It was built in the year of the flood. Photo by Ann Lee",
                NEXT,
            ),
            ("The Rise of the National State as the Fourth Branch of the Government of the Land", NEXT),
            (&*format!("• {DONE}"), NEXT),
            (&*format!("1. {DONE}"), NEXT),
            // The other side is none.
            (DONE, "What Comes Next"),
            (LEFT, "a) the money that was left from the sale"),
            (LEFT, "www.example.com is where the money is"),
            (LEFT, "[update]"),
            (LEFT, "getty images/file"),
            (
                DONE,
                "• However, the mayor said that the work would begin in spring, and that it would be done.",
            ),
        ] {
            assert_eq!(joint_in(left, right, ""), None, "{left} / {right}");
            assert_eq!(joint_in(left, right, LOST), None, "{left} / {right}");
        }
    }
}
