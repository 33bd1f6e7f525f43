//! Sentence ends and spaces that were lost in extraction: "partnershipsThis", "said.The".
//!
//! Each candidate is scored by the evidence around it and in the document; the document's habit,
//! taken from all its candidates together, then decides the unsure ones.

mod candidate;
mod ending;
mod evidence;
mod features;
mod language;
mod lists;
mod question;

mod repair;
mod score;
mod sides;
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train;

use std::borrow::Cow;

use foldhash::HashSet;

use self::candidate::{Candidate, Kind, Reading, is_later_note};
use self::evidence::Words;
use self::features::Sources;
#[cfg(feature = "train")]
use self::features::Vector;
use self::language::Language;
use self::lists::Lists;
use self::repair::Desk;
use self::score::{Group, Habit, Models};
use super::{DEFAULT_LANGUAGE, Document, Explanation, Propose, probability};
use crate::edit::{Edit, Pass, Rule};
use crate::profile::Lexicon;

/// A repair is made from this probability on ...
const THRESHOLD: f32 = 0.7;
/// ... and from this one where a mark stands and only a space can be missing: there is less to break,
/// and the weights, learned on texts chosen for having no glue, doubt a single lost space too much.
const MARKED_THRESHOLD: f32 = 0.4;
/// ... the more so where the sentence goes on behind a closing bracket or quotation mark ...
const CLAUSE_THRESHOLD: f32 = 0.2;
/// ... and before a bracket or quotation mark behind a finished sentence ("the end.(AP Photo"), or a label in
/// capitals ("the End.WATCH: ") ...
const ENDED_THRESHOLD: f32 = 0.005;
/// ... but from this one where a name and the end of a domain stand at the mark ...
const DOMAIN_THRESHOLD: f32 = 0.9;
/// ... and from this one where the left side could be part of a name that nobody knows
/// ("HarborNow"), in a document that has lost no more than this of sentence ends elsewhere, or
/// ("harborNow") no more than this for each such name that stays.
const ALONE_THRESHOLD: f32 = 0.98;
const ALONE: f32 = 0.5;
const BESIDE_NAME: f32 = 4.0;

/// From these log-odds on, to either side, the rest of the document is not asked.
const DECIDED: f32 = 6.0;

/// A token without a mark that is a name in so many documents of the profile is one here.
const KNOWN_NAME: u32 = 3;

/// A text is about code with this many places in code at least, and this share of all that was
/// looked at: there "file.Name" belongs to it, and only words that begin sentences, and names, are
/// taken for beginnings.
const MANUAL: f32 = 3.0;
const MANUAL_SHARE: f32 = 0.1;

/// A place with so many others within so many bytes, to either side, is none: base64, tables, code. It bounds
/// what a hostile text can cost.
const CROWD: usize = 64;
const CROWDED: usize = 512;

/// The pass.
pub(super) struct Boundaries {
    lists: &'static Lists,
    models: Cow<'static, Models>,
    lexicon: Lexicon,
    language: Option<String>,
}

/// A candidate with the log-odds by its evidence alone.
pub(super) struct Scored<'t> {
    pub candidate: Candidate<'t>,
    pub group: Group,
    pub odds: f32,
    #[cfg(feature = "train")]
    pub vector: Vector,
}

/// All candidates of a document, and what they say together.
pub(super) struct Read<'t, 'l> {
    pub scored: Vec<Scored<'t>>,
    pub habit: Habit,
    sources: Sources<'l>,
    words: Words,
}

impl Boundaries {
    /// With what the lexicon knows, for texts in a language given by its code, or, without one,
    /// in any.
    pub(super) fn new(lexicon: &Lexicon, language: Option<&str>) -> Self {
        Self {
            lists: Lists::embedded(),
            models: Cow::Borrowed(Models::embedded()),
            lexicon: lexicon.clone(),
            language: language.map(str::to_owned),
        }
    }

    /// Scores all candidates of a document; `None` where it has none.
    fn read<'t>(&self, document: &Document<'t>) -> Option<Read<'t, '_>> {
        let text = document.text;
        let mut candidates = Vec::new();
        let mut code = 0.0;
        let joints = &document.scan.joints;
        for (i, &at) in joints.iter().enumerate() {
            if is_crowded(joints, i) {
                // It may not be once the style is set.
                document.raise_doubt();
                continue;
            }
            match Candidate::read(text, at) {
                Reading::Candidate(candidate) => candidates.push(candidate),
                Reading::Code => code += 1.0,
                Reading::Nothing => {}
            }
        }
        if candidates.is_empty() {
            return None;
        }
        let in_code = code / (code + candidates.len() as f32 + document.scan.sentence_ends as f32);
        let is_manual = code >= MANUAL && in_code >= MANUAL_SHARE;
        // Most texts have nothing but names that are known far and wide: for these, the language
        // need not be told.
        let names = self.lexicon.language(DEFAULT_LANGUAGE);
        candidates.retain_mut(|c| {
            if c.kind == Kind::Word {
                // "partnershipsiPhone"
                c.begin_before(text, |name| names.name(name) > 0);
            }
            let is_inside = c.is_bare() || c.whole.contains('.');
            let is_listed = || [c.whole, c.name].iter().any(|name| self.lists.names.contains(name));
            !(is_inside && is_listed() || c.is_bare() && names.name(c.whole) >= KNOWN_NAME)
        });
        if candidates.is_empty() {
            return None;
        }
        let code = document.language_in(&self.lexicon, self.language.as_deref());
        let language = Language::new(code, &self.lexicon, names);
        let known = self.language.as_deref().or_else(|| document.language());
        // Hardly any text has a place that could be one, so all places are looked at for these only.
        let has_notes = candidates.iter().any(|c| language.could_be_note(c))
            && (document.scan.joints.iter().any(|&at| is_later_note(text, at))
                || candidates.iter().any(|c| language.is_note(c, &self.lists.joining)));
        candidates.retain(|c| {
            let is_name = c.is_bare() && language.name(c.whole) >= KNOWN_NAME;
            let is_note = has_notes && language.could_be_note(c);
            let is_domain = c.is_dotted_acronym() && self.lists.is_domain(c.right);
            let is_suffix = c.is_bare() && self.lists.suffixes.has(known, c.left, c.right);
            // "so ?So" in French; "?Sized" in programs.
            let is_sign = document.text[c.token_at..].starts_with(['?', '!']) && language.code() != "fr";
            !(is_name
                || is_sign
                || is_note
                || is_domain
                || is_suffix
                || language.is_ending(text, c)
                || is_manual && language.is_plain(c.right))
        });
        if candidates.is_empty() {
            return None;
        }
        let sources = Sources { language, lists: self.lists, lexicon: &self.lexicon, in_code };
        Some(self.score(document, candidates, sources))
    }

    fn score<'t, 'l>(
        &self,
        document: &Document<'t>,
        candidates: Vec<Candidate<'t>>,
        sources: Sources<'l>,
    ) -> Read<'t, 'l> {
        let mut words = Words::of_tokens(&candidates);
        let mut scored: Vec<_> = candidates
            .into_iter()
            .map(|candidate| {
                let mut vector = features::around(document.text, &candidate, &sources);
                features::again(&candidate, &words, &mut vector);
                let group = Group::of(&candidate);
                Scored {
                    odds: self.models.get(group).local(&vector),
                    candidate,
                    group,
                    #[cfg(feature = "train")]
                    vector,
                }
            })
            .collect();
        // Only names tell something by standing elsewhere: small letters begin nine words of ten.
        let is_name = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
        let undecided = |s: &Scored<'_>| s.odds.abs() < DECIDED;
        let asked =
            scored.iter().filter(|s| undecided(s)).flat_map(|s| [s.candidate.left, s.candidate.right]);
        words.count(document, asked.filter(is_name));
        for s in scored.iter_mut().filter(|s| undecided(s)) {
            let vector = features::elsewhere(&s.candidate, &words, &sources);
            s.odds += self.models.get(s.group).local(&vector);
            #[cfg(feature = "train")]
            s.vector.iter_mut().zip(vector).for_each(|(v, w)| *v += w);
        }
        let mut habit = Habit { intact: document.scan.sentence_ends as f32, ..Habit::default() };
        // What the same token shows again and again, it shows once: a name stands in many places.
        let mut seen = HashSet::default();
        for s in &scored {
            let is_bare = s.candidate.is_bare();
            if !is_bare || seen.insert(s.candidate.whole) {
                let tally = if is_bare { &mut habit.bare } else { &mut habit.marked };
                tally.add(s.odds);
            }
        }
        Read { scored, habit, sources, words }
    }

    /// How many names begin in lower case, with a capital inside: "harborNow". One that stands in many places
    /// counts once.
    fn names(&self, Read { scored, habit, sources, .. }: &Read<'_, '_>) -> usize {
        let is_name = |s: &&Scored<'_>| {
            let is_lost = || self.confidence(s, habit) >= THRESHOLD;
            s.group == Group::Word && (sources.language.is_inside_name(&s.candidate) || !is_lost())
        };
        scored.iter().filter(is_name).map(|s| s.candidate.whole).collect::<HashSet<_>>().len()
    }

    /// How likely it is that something was lost, by the evidence and the document's habit.
    fn confidence(&self, s: &Scored<'_>, habit: &Habit) -> f32 {
        probability(self.models.get(s.group).with_habit(s.odds, habit, s.candidate.is_bare()))
    }
}

impl Propose for Boundaries {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let Some(read) = self.read(document) else { return };
        let names = self.names(&read) as f32;
        let Read { scored, habit, sources, .. } = read;
        let mut desk = Desk::new(document.text, &sources, &self.models, &habit);
        let mut reached = None;
        let before = edits.len();
        for scored in scored {
            let others = habit.bare.lost - probability(scored.odds);
            let confidence = self.confidence(&scored, &habit);
            let Scored { candidate, group, .. } = scored;
            let threshold = match group {
                Group::Word if others < BESIDE_NAME * names => ALONE_THRESHOLD,
                Group::Title | Group::Number if others < ALONE => ALONE_THRESHOLD,
                Group::Word | Group::Title | Group::Number => THRESHOLD,
                // "Dream.US"
                Group::TitleStop if self.lists.is_domain(candidate.right) => DOMAIN_THRESHOLD,
                Group::Opener | Group::TitleStop if candidate.is_behind_end() => ENDED_THRESHOLD,
                Group::Closer if candidate.right.starts_with(char::is_lowercase) => CLAUSE_THRESHOLD,
                _ => MARKED_THRESHOLD,
            };
            if confidence < threshold {
                if confidence > narrow(&candidate) {
                    document.raise_doubt();
                }
                continue;
            }
            let repair = desk.mend(&candidate);
            let is_end = candidate.is_bare() && repair.rule != Rule::Gap;
            if is_end && others < ALONE && belongs_to_name(&candidate) {
                continue;
            }
            desk.accept(&repair);
            // What is found on both sides of a quotation mark is mended once.
            if reached < Some(repair.range.start) {
                reached = Some(repair.range.end);
                let edit = Edit::new(repair.range, repair.put_in, repair.rule);
                edits.push(edit.with_confidence(confidence * repair.confidence));
            }
        }
        if edits.len() > before {
            document.raise_doubt();
        }
    }

    fn explain(&self, document: &Document<'_>) -> Vec<Explanation> {
        let Some(Read { scored, habit, sources, words }) = self.read(document) else { return Vec::new() };
        let explain = |s: &Scored<'_>| {
            let (model, is_bare) = (self.models.get(s.group), s.candidate.is_bare());
            let mut vector = features::around(document.text, &s.candidate, &sources);
            features::again(&s.candidate, &words, &mut vector);
            let first = model.local(&vector);
            if first != s.odds {
                let elsewhere = features::elsewhere(&s.candidate, &words, &sources);
                vector.iter_mut().zip(elsewhere).for_each(|(v, w)| *v += w);
            }
            let evidence = model.evidence(&vector, s.odds, &habit, is_bare);
            let odds = evidence.iter().map(|part| part.1).sum();
            Explanation { pass: Pass::Boundaries, at: s.candidate.at, odds, evidence }
        };
        scored.iter().map(explain).collect()
    }
}

/// Whether one of the places, which are sorted, stands among many.
fn is_crowded(places: &[usize], i: usize) -> bool {
    let before = i.checked_sub(CROWD).is_some_and(|first| places[i] - places[first] < CROWDED);
    before && places.get(i + CROWD).is_some_and(|last| last - places[i] < CROWDED)
}

/// Whether the right side is rather the end of a name than the beginning of a sentence: a word in capitals
/// ("HarborIT"), a letter behind a word with a capital ("IstoÉ").
fn belongs_to_name(Candidate { left, right, .. }: &Candidate<'_>) -> bool {
    let is_letter = right.chars().nth(1).is_none();
    right.chars().all(char::is_uppercase)
        && *right != "I"
        && (!is_letter || left.starts_with(char::is_uppercase))
}

/// From which probability on a candidate that was left could be taken up once the style of the
/// text is set: where a quotation mark or omission points stand, it will look quite otherwise.
fn narrow(candidate: &Candidate<'_>) -> f32 {
    match candidate.kind {
        Kind::Closer | Kind::Opener => 0.0,
        _ if candidate.mark == Some('…') => 0.0,
        _ => 0.3,
    }
}
