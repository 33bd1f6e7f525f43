//! The marks of a text that could quote, line by line, and what each of them is, as far as its look
//! and its neighbours tell.

use std::ops::Range;

use super::guillemets;
use super::typed::typed_marks;
use crate::chars::{after, before, is_cjk, is_cjk_punctuation, is_hyphen};
use crate::edit::Rule;
use crate::passes::Document;
use crate::passes::code::is_contraction;

/// A character at its place, or two that stand for one ("``", "''", "´´").
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub range: Range<usize>,
    /// As it is written; of two, the first.
    pub c: char,
    /// What it is, where that was known when it was found.
    pub role: Option<Role>,
}

/// Whether a mark is written double or single.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Double,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Opens,
    Closes,
    Apostrophe,
    /// Of a measure or a formula.
    Prime,
}

/// A mark that quotes, or stands for an apostrophe or a prime.
#[derive(Clone, Debug)]
pub(super) struct Quote<'l> {
    /// What is to be replaced: the mark, and the blanks on the inner side of a guillemet.
    pub range: Range<usize>,
    pub mark: &'l Mark,
    pub weight: Weight,
    /// What it is, as far as its look tells.
    pub role: Option<Role>,
}

impl Quote<'_> {
    /// Whether it is a mark that other passes do not know by its look.
    pub fn is_rare(&self) -> bool {
        !matches!(self.mark.c, '"' | '\'' | '‘'..='”' | '„' | '«' | '»' | '‹' | '›')
    }

    pub fn rule(&self) -> Rule {
        match (self.role, self.weight) {
            (Some(Role::Apostrophe), _) => Rule::Apostrophe,
            (_, Weight::Double) => Rule::Double,
            (_, Weight::Single) => Rule::Single,
        }
    }
}

/// Whether `c` is a quotation mark or an apostrophe, by its look, beyond ASCII.
pub(super) fn is_mark(c: char) -> bool {
    // Nearly all that are asked about are typographic marks or ASCII.
    is_typographic(c) || !c.is_ascii() && is_rare_mark(c)
}

/// The same of all others.
fn is_rare_mark(c: char) -> bool {
    matches!(c,
        '«' | '»' | '´' | 'ʹ' | 'ʺ' | 'ʻ' | 'ʼ' | '′'..='‶' | '‹' | '›' | '⁗'
        | '❛'..='❠' | '⹂' | '〝'..='〟' | '＂' | '＇' | '🙶'..='🙸')
}

/// Whether `c` is one of the marks that most texts are set in.
fn is_typographic(c: char) -> bool {
    matches!(c, '‘'..='‟')
}

/// Whether `c` is a dash or a hyphen of any kind: the style makes one of another.
pub(super) fn is_dash(c: char) -> bool {
    is_hyphen(c) || matches!(c, '—' | '–' | '―' | '‒')
}

/// Whether `c` is a letter or a digit, and not a letter that is used as an apostrophe.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c)
}

/// The marks of one line, which are decided together.
#[derive(Default)]
pub(super) struct Line {
    pub start: usize,
    pub end: usize,
    pub marks: Vec<Mark>,
    /// Whether there are guillemets and acute accents among them.
    guillemets: bool,
    acutes: bool,
    /// Whether there is Chinese or Japanese punctuation.
    cjk: bool,
    /// Whether a quotation is opened by two: ‘‘so’’.
    opened_by_two: bool,
}

/// Hands on the lines that have marks. With `ascii`, `"` and `'` are among them. Nothing of what is
/// code is.
pub(super) fn each_line(document: &Document<'_>, ascii: bool, mut decide: impl FnMut(&Line)) {
    let Document { text, scan, .. } = document;
    let code = Some(document.code()).filter(|code| !code.is_empty());
    let mut line = Line::default();
    let mut others = typed_marks(document, ascii).into_iter().peekable();
    let mut symbols = scan.symbols.iter().copied();
    let mut done = 0;
    loop {
        let is_next = |mark: &Mark| symbols.clone().next().is_none_or(|at| mark.range.start <= at);
        let other = if others.len() == 0 { None } else { others.next_if(is_next) };
        let mark = match other {
            Some(mark) => mark,
            None => {
                let Some(at) = symbols.next() else { break };
                let Some(mark) = symbol(text, at) else { continue };
                mark
            }
        };
        let at = mark.range.start;
        if at < done {
            continue;
        }
        if code.is_some_and(|code| code.contains(at)) || (ascii && document.is_indented(at)) {
            continue;
        }
        if at >= line.end {
            decide(&line);
            let next = scan.newlines.partition_point(|&newline| newline < at);
            line.start = next.checked_sub(1).map_or(0, |i| scan.newlines[i] + 1);
            line.end = scan.newlines.get(next).copied().unwrap_or(text.len());
            line.marks.clear();
            (line.guillemets, line.acutes, line.cjk, line.opened_by_two) = (false, false, false, false);
        }
        // Curled, two that were typed would look so.
        let mark = if !ascii && line.is_closed_by_two(text, &mark) {
            Mark { range: at..mark.range.end + mark.c.len_utf8(), role: Some(Role::Closes), ..mark }
        } else {
            mark
        };
        done = mark.range.end;
        if is_typographic(mark.c) {
            let is_second = |before: &Mark| before.c == '‘' && before.range.end == at;
            line.opened_by_two |= mark.c == '‘' && line.marks.last().is_some_and(is_second);
            line.marks.push(mark);
        } else if mark.c.is_ascii() || is_mark(mark.c) {
            line.guillemets |= guillemets::is_guillemet(mark.c);
            line.acutes |= mark.c == '´';
            line.marks.push(mark);
        } else {
            line.cjk |= is_cjk_punctuation(mark.c);
        }
    }
    decide(&line);
}

/// The mark at a symbol's place.
fn symbol(text: &str, at: usize) -> Option<Mark> {
    // Most by far are quotation marks and dashes of one block.
    if let [0xE2, 0x80, last, ..] = text.as_bytes()[at..] {
        let c = char::from_u32(0x2000 + u32::from(last & 0x3F)).filter(|&c| is_mark(c))?;
        return Some(Mark { range: at..at + 3, c, role: None });
    }
    let c = after(text, at).filter(|&c| is_mark(c) || is_cjk_punctuation(c))?;
    let end = at + c.len_utf8();
    let twice = c == '´' && after(text, end) == Some(c);
    let end = if twice { end + c.len_utf8() } else { end };
    Some(Mark { range: at..end, c, role: None })
}

impl Line {
    /// Where a guillemet stands beside a dash, and may quote when that has its spaces.
    pub fn doubt(&self, text: &str) -> Option<usize> {
        if !self.guillemets {
            return None;
        }
        // With a dash beside it, a hyphen gets spaces too.
        let dash = |c: Option<char>| c.is_some_and(is_dash);
        let is_beside = |m: &Mark| dash(before(text, m.range.start)) || dash(after(text, m.range.end));
        let mut guillemets = self.marks.iter().filter(|mark| guillemets::is_guillemet(mark.c));
        // One that has no partner gets another one once the others are set.
        let is_odd = guillemets.clone().count() % 2 == 1;
        guillemets.find(|mark| is_odd || is_beside(mark)).map(|mark| mark.range.start)
    }

    /// Whether `mark` and another behind it, two apostrophes, close what a double mark opened: “so’’.
    fn is_closed_by_two(&self, text: &str, mark: &Mark) -> bool {
        let is_two = || {
            let rest = text[mark.range.end..].strip_prefix('’');
            rest.is_some_and(|rest| !after(rest, 0).is_some_and(|c| c == '’' || is_word(c)))
        };
        let quotes = |mark: &&Mark| matches!(mark.c, '“' | '”' | '„' | '‘' | '"');
        mark.c == '’'
            && mark.role.is_none()
            && !self.opened_by_two
            && is_two()
            && self.marks.iter().rev().find(quotes).is_some_and(|open| matches!(open.c, '“' | '„'))
    }

    /// Hands on those of the marks that quote, or stand for something like it.
    pub fn read<'l>(&'l self, text: &str, language: &dyn Fn() -> bool, mut found: impl FnMut(Quote<'l>)) {
        let pairs = if self.guillemets { guillemets::decide(text, &self.marks) } else { Vec::new() };
        let is_last = |mark: &&Mark| mark.c == '´' && closes(text, mark);
        let last_acute = self.marks.iter().rev().find(|mark| self.acutes && is_last(mark));
        let mut reader = Reader {
            text,
            line: self,
            language,
            open: [None; 2],
            mock: [false; 2],
            acute: false,
            last_acute: last_acute.map(|mark| mark.range.start),
        };
        for (i, mark) in self.marks.iter().enumerate() {
            let quote = if self.guillemets && guillemets::is_guillemet(mark.c) {
                let double = matches!(mark.c, '«' | '»');
                let weight = if double { Weight::Double } else { Weight::Single };
                pairs[i].clone().map(|(range, role)| Quote { range, mark, weight, role: Some(role) })
            } else {
                let range = mark.range.clone();
                reader.read(mark).map(|(weight, role)| Quote { range, mark, weight, role })
            };
            if let Some(quote) = quote {
                found(quote);
            }
        }
    }
}

/// Whether an acute accent stands as a closing mark does.
fn closes(text: &str, mark: &Mark) -> bool {
    before(text, mark.range.start).is_some_and(|c| !c.is_whitespace())
        && !after(text, mark.range.end).is_some_and(is_word)
}

/// Reads the marks of a line in their order.
struct Reader<'a> {
    text: &'a str,
    line: &'a Line,
    /// Whether the text's language is one that writes apostrophes and has no letter like them.
    language: &'a dyn Fn() -> bool,
    /// Whether the last opening mark stayed, double and single.
    open: [Option<bool>; 2],
    /// Whether primes opened a quotation, double and single.
    mock: [bool; 2],
    /// Whether an acute accent did, and where the last one is that could close.
    acute: bool,
    last_acute: Option<usize>,
}

impl Reader<'_> {
    fn read(&mut self, mark: &Mark) -> Option<(Weight, Option<Role>)> {
        let text = self.text;
        let Mark { range, c, role } = mark;
        let is_letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
        // Most marks by far stand among ASCII.
        if role.is_none() && matches!(c, '‘' | '’' | '“' | '”') {
            let weight = if matches!(c, '“' | '”') { Weight::Double } else { Weight::Single };
            let (left, right) = (range.start.checked_sub(1), range.end);
            if *c == '’' && left.is_some_and(is_letter) && is_letter(right) {
                return Some((weight, Some(Role::Apostrophe)));
            }
            let is_ascii = |at: usize| text.as_bytes().get(at).is_none_or(u8::is_ascii);
            if left.is_none_or(is_ascii) && is_ascii(right) && !self.line.cjk {
                return (!self.stays_beside(*c, false)).then_some((weight, None));
            }
        }
        let (left, right) = (before(text, range.start), after(text, range.end));
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && is_word(c) && !is_cjk(c));
        let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let inside = letter(left) && letter(right);
        let long = range.len() > c.len_utf8();
        let apostrophe = Some((Weight::Single, Some(Role::Apostrophe)));
        match c {
            '`' | '\'' | '"' => {
                let double = *c == '"' || long;
                Some((if double { Weight::Double } else { Weight::Single }, *role))
            }
            // What it closes stays beside Chinese and Japanese punctuation.
            '’' if role.is_some() && self.line.cjk => None,
            '´' | '’' if role.is_some() => {
                Some((if long { Weight::Double } else { Weight::Single }, *role))
            }
            '´' => self.acute(mark, left, right, inside),
            'ʹ' | 'ʺ' if digit(left) => {
                Some((if *c == 'ʹ' { Weight::Single } else { Weight::Double }, Some(Role::Prime)))
            }
            'ʹ' | 'ʺ' => None,
            // Letters in Hawaiian and Uzbek, in Ukrainian, in transliterations.
            'ʻ' => (is_contraction(text, range.clone()) && (self.language)()).then_some(apostrophe?),
            'ʼ' => {
                let foreign = |c: Option<char>| c.is_some_and(|c| c > '\u{24F}' && !is_mark(c));
                let stays = foreign(left) || foreign(right);
                let ours = || is_contraction(text, range.clone()) || (self.language)();
                let ends = left == Some('s') && !letter(right);
                if (inside || ends) && !stays && ours() { apostrophe } else { None }
            }
            '′' | '‵' => {
                let role = if inside && is_contraction(text, range.clone()) {
                    Some(Role::Apostrophe)
                } else {
                    self.prime(Weight::Single, left, right)
                };
                Some((Weight::Single, role))
            }
            '″' | '‶' => Some((Weight::Double, self.prime(Weight::Double, left, right))),
            '‴' | '‷' | '⁗' => None,
            '’' if inside => apostrophe,
            // Alone, ornaments are ornaments.
            '❛'..='❠' | '🙶'..='🙸'
                if ![left, right].into_iter().flatten().any(|c| is_word(c) || ".,;:!?".contains(c)) =>
            {
                None
            }
            // Behind a word it stands for the comma that it looks like.
            '‚' if left.is_some_and(is_word) => None,
            _ if self.stays(mark) => None,
            '‘'..='‛' | '❛' | '❜' | '❟' | '＇' => Some((Weight::Single, None)),
            _ => Some((Weight::Double, None)),
        }
    }

    /// What a prime is, if it does not quote: only what opens apart from a word, and what closes that,
    /// does.
    fn prime(&mut self, weight: Weight, left: Option<char>, right: Option<char>) -> Option<Role> {
        let mock = &mut self.mock[weight as usize];
        let word = right.is_some_and(|c| is_word(c) || is_mark(c) || "([\"'¿¡$€£".contains(c));
        if left.is_none_or(|c| c.is_whitespace() || "([{".contains(c) || is_dash(c)) && word {
            *mock = true;
            return None;
        }
        if std::mem::take(mock) { None } else { Some(Role::Prime) }
    }

    /// An acute accent typed for an apostrophe or, with another, for quotation marks.
    fn acute(
        &mut self,
        mark: &Mark,
        left: Option<char>,
        right: Option<char>,
        inside: bool,
    ) -> Option<(Weight, Option<Role>)> {
        let weight = if mark.range.len() > '´'.len_utf8() { Weight::Double } else { Weight::Single };
        let free = |c: Option<char>| c.is_none_or(|c| !is_word(c));
        if inside && weight == Weight::Single {
            return Some((weight, Some(Role::Apostrophe)));
        }
        if left.is_some_and(char::is_numeric) && free(right) {
            return Some((weight, Some(Role::Prime)));
        }
        let opens = free(left) && right.is_some_and(is_word);
        if opens {
            let rest = &self.text[mark.range.end..];
            let year = rest.bytes().take_while(u8::is_ascii_digit).count() == 2;
            if year && weight == Weight::Single {
                return Some((weight, Some(Role::Apostrophe)));
            }
            self.acute = self.last_acute.is_some_and(|last| last > mark.range.start);
            return self.acute.then_some((weight, Some(Role::Opens)));
        }
        if closes(self.text, mark) && std::mem::take(&mut self.acute) {
            return Some((weight, Some(Role::Closes)));
        }
        let ends = right.is_none_or(char::is_whitespace);
        (left == Some('s') && ends && weight == Weight::Single).then_some((weight, Some(Role::Apostrophe)))
    }

    /// Whether a mark belongs to Chinese or Japanese text, of which it is the proper mark.
    fn stays(&mut self, mark: &Mark) -> bool {
        let Mark { range, c, .. } = mark;
        let beside = [before(self.text, range.start), after(self.text, range.end)];
        let beside = self.line.cjk || beside.into_iter().flatten().any(|c| is_cjk(c) && !is_mark(c));
        self.stays_beside(*c, beside)
    }

    /// The same, by whether such text is `beside` it; else what closes goes with what opened.
    fn stays_beside(&mut self, c: char, beside: bool) -> bool {
        let open = &mut self.open[usize::from(matches!(c, '‘'..='‛' | '＇'))];
        match c {
            '“' | '‘' | '〝' => *open.insert(beside),
            '＂' | '＇' if open.is_none() => *open.insert(beside),
            _ => open.take().unwrap_or(beside),
        }
    }
}
