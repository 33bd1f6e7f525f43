//! How a sentence reads that has lost its mark: whether it asks.

mod lifts;
mod sentence;
mod words;

use super::ending::CLOSING;
use super::features::{Sources, evidence, flag};
#[cfg(feature = "train")]
pub(super) use lifts::key;
pub(super) use lifts::{Lifts, Place};
pub(super) use sentence::Sentence;
use words::Class;
pub(super) use words::{QuestionWords, Word};

evidence! {
    /// One kind of evidence for a question.
    Asking {
        bias "always 1",
        start_asks "the sentence begins with a word that asks, those left out that lead up to it",
        start_asks_verb "behind it stands a verb",
        start_asks_verb_subject "and behind that a subject",
        start_asks_later "the same stands further behind it: 'what use do they have'",
        start_asks_pronoun "a pronoun stands right behind it, as in 'what they want is help'",
        start_verb "the sentence begins with a verb",
        start_verb_subject "behind it stands a subject",
        start_asks_last "the last word asks",
        clause_asks "the last clause, where there are several, begins so with a word that asks",
        clause_asks_verb "behind it stands a verb",
        clause_asks_verb_subject "and behind that a subject",
        clause_asks_later "the same stands further behind it",
        clause_asks_pronoun "a pronoun stands right behind it",
        clause_verb "the last clause begins with a verb",
        clause_verb_subject "behind it stands a subject",
        clause_asks_last "the last word of it asks",
        asks_later "a word that asks stands further inside, before a verb and a subject",
        verb_last "the sentence ends with a verb and a pronoun: 'do you'",
        tag_last "it ends with a word such as 'right'",
        inverted "a verb and its subject stand joined by a hyphen",
        opened "a question mark opens the sentence",
        addressed "somebody is addressed: 'you'",
        words "how many words it has",
        one_word "it has one",
        two_words "it has two",
        few_words "it has at most four",
        clause_words "how many words its last clause has, where there are several",
        first "how much more often than others sentences ask that begin with the same words",
        clause "the same for the last clause, where there are several",
        next "the same for the sentence behind it",
        next_answers "an answer follows",
        next_asks "another question follows",
        next_words "how many words the sentence behind it has",
        next_one_word "it has one",
        next_few_words "it has at most three",
        mark_before_asks "the sentence before it ends with a question mark",
        mark_before_other "with another mark",
        mark_behind_asks "the sentence behind it ends with a question mark",
        mark_behind_other "with another mark",
        questions "how large a share of the document's final marks ask",
    }
}

/// How large a share of the final marks of a text are question marks, as a logarithm. It reads all
/// of the text.
pub(super) fn questions(text: &str) -> f32 {
    let (mut asking, mut all) = (0.0f32, 0.0f32);
    for i in memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()) {
        let rest = text[i + 1..].trim_start_matches(CLOSING);
        if rest.is_empty() || rest.starts_with([' ', '\n']) {
            all += 1.0;
            asking += flag(text.as_bytes()[i] == b'?');
        }
    }
    ((asking + 0.3) / (all + 3.0)).ln()
}

/// The evidence for whether a sentence asks, in a document with such a share of questions.
pub(super) fn asking(
    sentence: &Sentence<'_>,
    questions: f32,
    sources: &Sources<'_>,
) -> [f32; Asking::NAMES.len()] {
    use Asking as A;
    let mut v = [0.0; Asking::NAMES.len()];
    let mut set = |name: Asking, value: f32| v[name as usize] = value;
    let Sentence { words, next, .. } = sentence;
    let log = |count: usize| (count as f32).ln_1p();
    let last_clause = sentence.last_clause();
    set(A::bias, 1.0);
    let start = START.into_iter().zip(order(words));
    let clause = CLAUSE.into_iter().zip(last_clause.map(order).unwrap_or_default());
    start.chain(clause).for_each(|(name, on)| set(name, flag(on)));
    let is = |i: usize, class: Class| words.get(i).is_some_and(|word| word.is(class));
    let last = words.len().saturating_sub(1);
    set(A::asks_later, flag((2..words.len()).any(|i| asks_in_order(words, i))));
    set(A::verb_last, flag(last > 1 && is(last - 1, Class::Verb) && is(last, Class::Pronoun)));
    set(A::tag_last, flag(is(last, Class::Tag)));
    set(A::inverted, flag(words.iter().any(Word::is_inverted)));
    set(A::opened, flag(sentence.opened));
    set(A::addressed, flag(words.iter().any(|word| word.is(Class::Addressed))));
    set(A::words, log(words.len()));
    set(A::one_word, flag(words.len() == 1));
    set(A::two_words, flag(words.len() == 2));
    set(A::few_words, flag(words.len() <= 4));
    set(A::clause_words, last_clause.map_or(0.0, |clause| log(clause.len())));
    let lift = |place, words| sources.lists.lifts.of(sources.language.code(), place, words);
    set(A::first, lift(Place::First, words));
    set(A::clause, lift(Place::Clause, last_clause.unwrap_or_default()));
    set(A::next, lift(Place::Next, next));
    let follows = |class: Class| next.first().is_some_and(|word| word.is(class));
    set(A::next_answers, flag(follows(Class::Answer)));
    set(A::next_asks, flag(follows(Class::Asks) || follows(Class::Verb)));
    set(A::next_words, log(sentence.next_words));
    set(A::next_one_word, flag(sentence.next_words == 1));
    set(A::next_few_words, flag(sentence.next_words <= 3));
    let other = |mark: Option<char>| flag(mark.is_some_and(|mark| mark != '?'));
    set(A::mark_before_asks, flag(sentence.mark_before == Some('?')));
    set(A::mark_before_other, other(sentence.mark_before));
    set(A::mark_behind_asks, flag(sentence.mark_behind == Some('?')));
    set(A::mark_behind_other, other(sentence.mark_behind));
    set(A::questions, questions);
    v
}

/// Whether a sentence is rather a heading than a question: "How a Goose Won", "How a goose won the vote".
pub(super) fn is_heading(sentence: &Sentence<'_>) -> bool {
    let words = &sentence.words[..];
    let adverb = |part: &[Word<'_>]| part.get(leads(part)).is_some_and(|word| word.is(Class::Adverb));
    let asks = |part: &[Word<'_>]| {
        let [asks, asks_verb, _, asks_later, _, _, verb_subject, _] = order(part);
        asks_verb || asks_later || verb_subject || (asks && !adverb(part))
    };
    let parts = || [Some(words), sentence.last_clause()].into_iter().flatten();
    is_title(words) || (parts().any(adverb) && !parts().any(asks))
}

/// Whether all words but short ones are capitalised.
fn is_title(words: &[Word<'_>]) -> bool {
    const SHORT: usize = 3;
    let mut long = words.iter().map(|word| word.text).filter(|word| word.len() > SHORT);
    long.clone().nth(2).is_some() && long.all(|word| word.starts_with(char::is_uppercase))
}

/// How many words that lead up to a question are left out.
const LEADS: usize = 2;

/// How far behind a word that asks the verb and the subject can stand.
const LATER: usize = 6;

/// Where a sentence begins behind the words that lead up to it.
fn leads(words: &[Word<'_>]) -> usize {
    let leads = words.iter().take(LEADS).take_while(|word| word.is(Class::Lead)).count();
    leads.min(words.len().saturating_sub(1))
}

/// How the words of a sentence are ordered, ...
const START: [Asking; 8] = [
    Asking::start_asks,
    Asking::start_asks_verb,
    Asking::start_asks_verb_subject,
    Asking::start_asks_later,
    Asking::start_asks_pronoun,
    Asking::start_verb,
    Asking::start_verb_subject,
    Asking::start_asks_last,
];
/// ... and those of its last clause.
const CLAUSE: [Asking; 8] = [
    Asking::clause_asks,
    Asking::clause_asks_verb,
    Asking::clause_asks_verb_subject,
    Asking::clause_asks_later,
    Asking::clause_asks_pronoun,
    Asking::clause_verb,
    Asking::clause_verb_subject,
    Asking::clause_asks_last,
];

/// Whether the words are ordered in these ways.
fn order(words: &[Word<'_>]) -> [bool; 8] {
    let k = leads(words);
    let is = |i: usize, class: Class| words.get(i).is_some_and(|word| word.is(class));
    let asks = is(k, Class::Asks);
    let told = asks && is(k + 1, Class::Pronoun) && !is(k + 1, Class::Verb) && !words[k].has_verb();
    let last = words.len().saturating_sub(1);
    [
        asks,
        asks && has_verb(words, k + 1),
        asks && asks_in_order(words, k),
        asks && !told
            && (k + 2..words.len().min(k + 1 + LATER))
                .any(|i| is(i, Class::Verb) && is_subject(words, i + 1)),
        told,
        is(k, Class::Verb),
        is(k, Class::Verb) && is_subject(words, k + 1),
        last > 0 && is(last, Class::Asks),
    ]
}

/// Whether a word asks, and a verb and a subject stand behind it.
fn asks_in_order(words: &[Word<'_>], i: usize) -> bool {
    words[i].is(Class::Asks)
        && has_verb(words, i + 1)
        && is_subject(words, if words[i].has_verb() { i + 1 } else { i + 2 })
}

/// Whether a verb stands at a place, or is part of the word before it: "what's".
fn has_verb(words: &[Word<'_>], i: usize) -> bool {
    words.get(i).is_some_and(|word| word.is(Class::Verb)) || i > 0 && words[i - 1].has_verb()
}

fn is_subject(words: &[Word<'_>], i: usize) -> bool {
    words.get(i).is_some_and(|word| {
        word.is(Class::Subject) || word.is(Class::Pronoun) || word.text.starts_with(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::boundaries::candidate::{Candidate, Reading};
    use crate::passes::boundaries::ending::Mended;
    use crate::passes::boundaries::language::Language;
    use crate::passes::boundaries::lists::Lists;
    use crate::profile::Lexicon;

    /// Calls `look` with what is read around the `|` of a text, which is taken out.
    fn read(marked: &str, look: impl FnOnce(&Sentence<'_>, &dyn Fn(Asking) -> f32)) {
        let at = marked.find('|').expect("a place");
        let text = marked.replace('|', "");
        let Reading::Candidate(c) = Candidate::read(&text, at) else { panic!("no candidate in {text}") };
        let (lexicon, lists) = (Lexicon::empty(), Lists::embedded());
        let language = Language::new("en", &lexicon, lexicon.language("en"));
        let sources = Sources { language, lists, lexicon: &lexicon, in_code: 0.0 };
        let sentence = Sentence::read(&text, &c, &Mended::default(), &sources);
        let evidence = asking(&sentence, questions(&text), &sources);
        look(&sentence, &|name| evidence[name as usize]);
    }

    #[test]
    fn the_order_of_words_is_seen_at_the_start_and_in_the_last_clause() {
        use Asking as A;
        for (text, seen, unseen) in [
            ("And so why did they go|Nobody knew.", A::start_asks_verb_subject, A::clause_asks),
            ("What boat do they have|It is old.", A::start_asks_later, A::start_asks_verb),
            ("Is it late|It is.", A::start_verb_subject, A::start_asks),
            ("What’s the use|None at all.", A::start_asks_verb_subject, A::start_asks_later),
            ("With the tide out, how do we land|We wait.", A::clause_asks_verb_subject, A::start_asks),
            ("The pilot asked: do you see it|He did.", A::clause_verb_subject, A::start_verb),
            ("What they want is their own boat|It is old.", A::start_asks_pronoun, A::start_asks_later),
            ("They went where|To sea.", A::start_asks_last, A::clause_asks_last),
            ("They know where he went|It was far.", A::words, A::asks_later),
        ] {
            read(text, |_, of| assert!(of(seen) > 0.0 && of(unseen) == 0.0, "{text}"));
        }
    }

    #[test]
    fn headings_ask_nothing() {
        for (text, expected) in [
            ("How one goose became famous|The pond", true),
            ("And why the big geese stay all winter|The pond", true),
            ("From the pond: how a goose won the vote|The pond", true),
            ("Do Not Sell My Personal Geese|The pond", true),
            ("WHERE THE GEESE WENT|The pond", true),
            ("How many geese are there|None", false),
            ("Why did they go|Nobody knew.", false),
            ("When he came, did they go|No", false),
            ("What happened there|Nobody knew.", false),
            ("Is it late|It is.", false),
        ] {
            read(text, |sentence, _| assert_eq!(is_heading(sentence), expected, "{text}"));
        }
    }

    #[test]
    fn the_marks_beside_a_sentence_are_seen_where_they_stand() {
        for (text, before, behind) in [
            ("Who was it? He had gone|Was he lost? No.", Some('?'), Some('?')),
            ("“It is late.” They left|The end came soon.", Some('.'), Some('.')),
            ("They left|The end cameNobody saw it.", None, None),
            ("First line.\nThey left|The end\nLast line.", None, None),
            ("They left|The end was seen by Mr. Fox in the hall!", None, Some('!')),
        ] {
            read(text, |s, _| assert_eq!((s.mark_before, s.mark_behind), (before, behind), "{text}"));
        }
    }

    #[test]
    fn the_share_of_questions_counts_marks_at_ends_only() {
        let share = |asking: f32, all: f32| ((asking + 0.3) / (all + 3.0)).ln();
        for (text, asking, all) in [
            ("", 0.0, 0.0),
            ("Why? “Why not?” So.\nIt is 3.5 miles!", 2.0, 4.0),
            ("See example.org/?q=1 (now?)", 1.0, 1.0),
        ] {
            assert_eq!(questions(text), share(asking, all), "{text}");
        }
    }
}
