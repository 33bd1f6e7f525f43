//! What is put back where a sentence end or a space was lost.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::candidate::{Candidate, Kind, opens_word, window_back};
use super::ending::{CLOSING, Mended, is_item_number, is_picture_label, is_speaker, signs};
use super::features::Sources;
use super::language::Language;
use super::question::{Sentence, asking, is_heading, questions};
use super::score::{Group, Habit, Models};
use super::sides::Quotes;
use crate::chars::{after, before};
use crate::edit::Rule;
use crate::passes::{DEFAULT_LANGUAGE, probability};

/// Where fewer of a document's sentence ends than this are lost, what was lost behind a bracket or
/// quotation mark is a space only.
const HABITUAL: f32 = 0.05;

/// What ended is taken for a question from this probability on: a mark that was never there changes what is said.
const QUESTION: f32 = 0.7;

/// How long the place and agency before a report's first sentence are, in bytes.
const DATELINE: usize = 48;

/// What is put back at one place.
pub(super) struct Repair {
    /// Where, in bytes: a place, or the quotation mark before which the mark goes.
    pub range: Range<usize>,
    pub put_in: Cow<'static, str>,
    pub rule: Rule,
    /// How sure it is that this was lost, and nothing else, if anything was.
    pub confidence: f32,
}

/// Chooses repairs for the candidates of one document, in their order.
pub(super) struct Desk<'t> {
    text: &'t str,
    sources: &'t Sources<'t>,
    models: &'t Models,
    habit: &'t Habit,
    /// What `"` and `'` do.
    doubles: Quotes<'t>,
    singles: Quotes<'t>,
    mended: Mended,
    /// Whether this document's sentences end before the quotation mark that closes them; told when
    /// it is asked.
    marks_inside: OnceCell<bool>,
    /// Whether `»` opens; told when it is asked.
    arrows_open: OnceCell<bool>,
    /// How large a share of the document's final marks ask; read once it is asked for.
    questions: OnceCell<f32>,
}

impl<'t> Desk<'t> {
    /// For a document with this habit.
    pub(super) fn new(text: &'t str, sources: &'t Sources<'t>, models: &'t Models, habit: &'t Habit) -> Self {
        Self {
            text,
            sources,
            models,
            habit,
            doubles: Quotes::new(text, b'"'),
            singles: Quotes::new(text, b'\''),
            mended: Mended::default(),
            marks_inside: OnceCell::new(),
            arrows_open: OnceCell::new(),
            questions: OnceCell::new(),
        }
    }

    /// Takes down that a repair is made: no sentence reaches back behind it.
    pub(super) fn accept(&mut self, repair: &Repair) {
        self.mended = Mended { at: repair.range.end, is_line: repair.rule == Rule::Break };
    }

    /// The repair of a candidate.
    pub(super) fn mend(&mut self, c: &Candidate<'_>) -> Repair {
        let said = self.sources.lists.saying.has(c.left);
        let opens = match c.mark.filter(|_| c.kind == Kind::Closer) {
            Some('"') => self.doubles.opens(c.left_to - 1, said),
            Some('\'') => self.singles.opens(c.left_to - 1, said),
            Some('»') => *self.arrows_open.get_or_init(|| arrows_open(self.text)),
            _ => false,
        };
        let at = if opens { c.left_to - c.mark.map_or(0, char::len_utf8) } else { c.at };
        let (rule, confidence) = if c.is_bare() {
            self.lost(c)
        } else if self.lost_a_mark(c, at) {
            (Rule::Stop, 1.0)
        } else {
            (Rule::Gap, 1.0)
        };
        let (put_in, rule) = match rule {
            Rule::Question => ("? ", rule),
            Rule::Stop => (". ", rule),
            Rule::Break => ("\n", rule),
            _ => (" ", rule),
        };
        if rule == Rule::Stop && at == c.at && c.mark.is_some_and(closes_quotation) {
            let quote =
                &self.text[self.text[..c.left_to].trim_end_matches(closes_quotation).len()..c.left_to];
            if *self.marks_inside.get_or_init(|| marks_inside(self.text, &self.sources.language)) {
                let range = c.left_to - quote.len()..at;
                return Repair { range, put_in: format!(".{quote} ").into(), rule, confidence };
            }
        }
        Repair { range: at..at, put_in: put_in.into(), rule, confidence }
    }

    /// What was lost where no mark stands, and how likely that is.
    fn lost(&self, c: &Candidate<'_>) -> (Rule, f32) {
        let choose = |group: Group, evidence: &[f32]| probability(self.models.get(group).local(evidence));
        let (language, lists) = (&self.sources.language, self.sources.lists);
        let is_linking = || lists.linking.get(language.code()).is_some_and(|words| words.contains(&c.left));
        if is_item_number(self.text, c)
            || is_speaker(self.text, c, lists)
            || is_picture_label(self.text, c, &self.mended, lists)
            || is_linking()
            || language.is_link(c)
        {
            return (Rule::Gap, 1.0);
        }
        let signs = signs(self.text, c, &self.mended, self.sources, self.habit);
        let ending = choose(Group::Ending, &signs);
        if ending < 0.5 {
            return (Rule::Gap, 1.0 - ending);
        }
        let line = choose(Group::Line, &signs);
        if line >= 0.5 {
            return (Rule::Break, ending * line);
        }
        let mark = ending * (1.0 - line);
        let questions = *self.questions.get_or_init(|| questions(self.text));
        let sentence = Sentence::read(self.text, c, &self.mended, self.sources);
        let question = choose(Group::Question, &asking(&sentence, questions, self.sources));
        if question >= QUESTION && !is_heading(&sentence) {
            (Rule::Question, mark * question)
        } else {
            (Rule::Stop, mark * (1.0 - question))
        }
    }

    /// Whether more than a space is missing at `at`, behind a bracket or quotation mark.
    fn lost_a_mark(&self, c: &Candidate<'_>, at: usize) -> bool {
        let Habit { bare, intact, .. } = self.habit;
        // "(see map)The", "impossible“I": the mark stood behind the bracket, or before the quote.
        let before = self.text[..at].trim_end_matches(CLOSING).chars().next_back();
        // "NORTHFOLD (Wire)The" is no sentence yet.
        let lead = window_back(self.text, at, DATELINE);
        matches!(c.kind, Kind::Closer | Kind::Opener)
            && bare.lost >= HABITUAL * (bare.lost + intact + 1.0)
            && lead.len() + 3 >= DATELINE
            && !lead.contains('\n')
            && before.is_some_and(|c| c.is_alphanumeric() || c == '%')
            && c.right.starts_with(char::is_uppercase)
            && !self.sources.lists.saying.has(c.left)
            && self.sources.language.left(c.left).ends > -1.0
            && (self.sources.language.right(c.right).begins > 0.0 || c.left.chars().all(char::is_lowercase))
    }
}

/// Whether guillemets that point right open in a text, as in German: more of them than of those that point left
/// stand before a word.
fn arrows_open(text: &str) -> bool {
    let opening =
        |arrow: char| text.match_indices(arrow).filter(|(at, _)| opens_word(text, *at, arrow)).count();
    opening('»') > opening('«')
}

fn closes_quotation(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '»')
}

/// Whether more marks stand before closing quotation marks than behind them: "so.” He", not "so”. He".
/// Where the text does not tell, as most texts of its language have it.
fn marks_inside(text: &str, language: &Language<'_>) -> bool {
    let is_mark = |c: Option<char>| matches!(c, Some('.' | ','));
    let mut inside = 0isize;
    for (at, quote) in text.match_indices(['"', '”', '»']) {
        inside += isize::from(is_mark(before(text, at)));
        inside -= isize::from(is_mark(after(text, at + quote.len())));
    }
    inside > 0 || inside == 0 && language.code() == DEFAULT_LANGUAGE
}
