//! Quotation marks and apostrophes as a language has them.

use super::house::{Clippings, House, Pair};
use super::marks::{Quote, Role, Weight, each_line};
use crate::chars::{after, before, blanks_after, blanks_before};
use crate::edit::{Edit, Rule};
use crate::passes::Document;
use crate::passes::code::{CONTRACTED, reads_as_code};

/// How a text is set.
pub(super) struct Setting<'a> {
    pub house: &'a House,
    pub clippings: &'a Clippings,
    /// The tag of the language.
    pub tag: &'a str,
    /// Whether the language is known for sure: else the typographic marks that are there stay, as they
    /// may be right for the one that it is in.
    pub certain: bool,
}

pub(super) fn propose(
    document: &Document<'_>,
    setting: &Setting<'_>,
    language: &dyn Fn() -> bool,
    edits: &mut Vec<Edit>,
) {
    let text = document.text;
    // Guillemets, and marks of other languages, are read by what is around them.
    let mut is_plain = !setting.house.has('«', true);
    each_line(document, true, |line| {
        is_plain &= line.doubt(text).is_none();
        if reads_as_code(&text[line.start..line.end]) {
            // It may not when other passes are done.
            document.raise_doubt();
            return;
        }
        let mut quotes = Vec::with_capacity(line.marks.len());
        line.read(text, language, |quote| quotes.push(quote));
        let others = edits.len();
        Setter { text, setting, open: Vec::new(), single: None, done: 0 }.set(&quotes, edits);
        let native = |c: char| c.is_ascii() || setting.house.has(c, true) || setting.house.has(c, false);
        is_plain &= edits.len() == others || quotes.iter().all(|quote| native(quote.mark.c));
    });
    if !is_plain {
        document.raise_doubt();
    }
}

/// What sets the marks of a line. A quotation that goes on in the next paragraph opens anew there,
/// so that nothing has to be known of other lines.
struct Setter<'a> {
    text: &'a str,
    setting: &'a Setting<'a>,
    /// The marks that opened double quotations not closed yet.
    open: Vec<Opener>,
    /// The one that opened a single quotation.
    single: Option<Opener>,
    /// Where the blanks behind the last opener end, if they were set.
    done: usize,
}

/// A mark that opened, as it was and as it is set.
#[derive(Clone, Copy, Debug)]
struct Opener {
    was: char,
    set: char,
}

impl Setter<'_> {
    fn set(mut self, quotes: &[Quote<'_>], edits: &mut Vec<Edit>) {
        let [mut doubles, mut singles] = [Weight::Double, Weight::Single]
            .map(|w| quotes.iter().filter(|q| self.could_close(q, w)).count());
        // What the mark that touches this one on the left became.
        let mut last: Option<(usize, Role)> = None;
        for quote in quotes {
            doubles -= usize::from(self.could_close(quote, Weight::Double));
            singles -= usize::from(self.could_close(quote, Weight::Single));
            let touching = last.filter(|&(end, _)| end == quote.range.start).map(|(_, role)| role);
            let place = Place::new(self.text, quote, touching);
            let (role, mark) = match quote.weight {
                Weight::Double => self.double(quote, place, doubles),
                Weight::Single => self.single(quote, place, singles),
            };
            last = Some((quote.range.end, role));
            self.put(quote, role, mark, edits);
        }
    }

    /// What a double mark is, and the mark to set. `closers` is how many marks ahead could close.
    fn double(&mut self, quote: &Quote<'_>, place: Place, closers: usize) -> (Role, char) {
        let house = self.setting.house;
        let role = match self.hint(quote, place) {
            Some(Role::Prime) if closers == 0 && self.closes_behind_year(quote) => Role::Closes,
            Some(role) => role,
            None if quote.mark.c == '"' && self.is_measure(quote, place) => Role::Prime,
            None => place.double(!self.open.is_empty()),
        };
        let mark = match role {
            Role::Prime => '″',
            Role::Opens => {
                let is_nested = !self.open.is_empty() && closers > self.open.len();
                let Pair { open, .. } = if is_nested { house.nested } else { house.double };
                let mark = self.kept(quote, true).unwrap_or(open);
                if !is_nested {
                    self.open.clear();
                }
                self.open.push(Opener { was: quote.mark.c, set: mark });
                mark
            }
            Role::Closes | Role::Apostrophe => {
                let opener = self.open.pop();
                let close = opener.and_then(|open| house.closer_of(open.set));
                self.kept(quote, false).unwrap_or(close.unwrap_or(house.double.close))
            }
        };
        (role, mark)
    }

    /// The same for a single one.
    fn single(&mut self, quote: &Quote<'_>, place: Place, closers: usize) -> (Role, char) {
        let house = self.setting.house;
        let is_straight = quote.mark.c.is_ascii();
        let role = match self.hint(quote, place) {
            Some(role) => role,
            // Where it does not close in this language, it closes what another one opened.
            None if quote.mark.c == '’' => {
                let foreign = self.single.is_some_and(|open| !house.has(open.was, true));
                if foreign || house.has('’', false) {
                    place.single(self.single.is_some())
                } else {
                    Role::Apostrophe
                }
            }
            None if is_straight && self.is_measure(quote, place) => Role::Prime,
            None if self.elides(quote, place) => Role::Apostrophe,
            None if place.may_open()
                && (closers > 0 || self.opens_alone(quote, place))
                && !self.is_clipping(quote) =>
            {
                Role::Opens
            }
            None => place.single(self.single.is_some()),
        };
        let mark = match role {
            Role::Prime => '′',
            Role::Apostrophe => '’',
            Role::Opens => {
                let mark = self.kept(quote, true).unwrap_or(house.single.open);
                self.single = Some(Opener { was: quote.mark.c, set: mark });
                mark
            }
            Role::Closes => {
                let close = self.single.take().and_then(|open| house.closer_of(open.set));
                self.kept(quote, false).unwrap_or(close.unwrap_or(house.single.close))
            }
        };
        (role, mark)
    }

    /// What a mark does by its look; `None` where its place decides.
    fn hint(&self, quote: &Quote<'_>, place: Place) -> Option<Role> {
        let house = self.setting.house;
        // Which of the two it is depends on the language.
        let by_place = Some(if place.surely_opens(quote.weight) { Role::Opens } else { Role::Closes });
        let after = |open: Option<&Opener>, mark: char| open.is_some_and(|open| open.was == mark);
        match quote.mark.c {
            _ if quote.role.is_some() => quote.role,
            '“' if house.has('“', false) || after(self.open.last(), '„') => by_place,
            '”' if house.has('”', true) || !house.has('”', false) => by_place,
            '‘' if self.is_decade(quote) => Some(Role::Apostrophe),
            '‘' if house.has('‘', false) || after(self.single.as_ref(), '‚') => by_place,
            '“' | '„' | '‟' | '‘' | '‚' | '❝' | '❛' | '⹂' => Some(Role::Opens),
            '”' | '❞' => Some(Role::Closes),
            _ => None,
        }
    }

    /// The mark as it is, if it is to stay.
    fn kept(&self, quote: &Quote<'_>, opens: bool) -> Option<char> {
        let c = quote.mark.c;
        // Two that stand for one are set anew.
        let is_one = quote.mark.range.len() == c.len_utf8();
        let typographic = is_one && matches!(c, '‘'..='„' | '«' | '»' | '‹' | '›');
        (typographic && (!self.setting.certain || self.setting.house.has(c, opens))).then_some(c)
    }

    fn put(&mut self, quote: &Quote<'_>, role: Role, mark: char, edits: &mut Vec<Edit>) {
        let space = self.setting.house.space_beside(mark);
        let stays = mark == quote.mark.c && space.is_empty();
        // Primes, of all kinds, are what they should be.
        if stays || (role == Role::Prime && !matches!(quote.mark.c, '"' | '\'' | '´')) {
            return;
        }
        let mut range = quote.range.clone();
        // ‘‘So’’ is set in print too where marks are “like these”.
        let Pair { open, close } = self.setting.house.double;
        let is_two = &self.text[range.clone()] == "''" && (open, close) == ('“', '”');
        let mut new = match mark {
            '“' if is_two => "‘‘".to_owned(),
            '”' if is_two => "’’".to_owned(),
            _ => String::from(mark),
        };
        if !space.is_empty() && role == Role::Opens {
            range.end = blanks_after(self.text, range.end);
            new.push_str(space);
            self.done = range.end;
        } else if !space.is_empty() && role == Role::Closes {
            range.start = blanks_before(self.text, range.start).max(self.done);
            if range.start > self.done || self.done == 0 {
                new.insert_str(0, space);
            }
        }
        if self.text[range.clone()] != new {
            let rule = if role == Role::Apostrophe { Rule::Apostrophe } else { quote.rule() };
            edits.push(Edit::new(range, new, rule));
        }
    }

    /// Whether a mark of a weight stands as closing ones do.
    fn could_close(&self, quote: &Quote<'_>, weight: Weight) -> bool {
        quote.weight == weight
            && !matches!(quote.role, Some(Role::Opens | Role::Apostrophe | Role::Prime))
            && before(self.text, quote.range.start).is_some_and(|c| !c.is_whitespace())
            && !after(self.text, quote.range.end).is_some_and(char::is_alphanumeric)
    }

    /// Whether a mark opens that no other closes: the quotation goes on in the next paragraph, or ends
    /// with a mark of another kind. Without a mark or a word that introduces one it may as well be
    /// an apostrophe, but before a capital.
    fn opens_alone(&self, quote: &Quote<'_>, place: Place) -> bool {
        let word = word_at(self.text, quote.range.end);
        let begins =
            place.right.is_word() || self.text[quote.range.end..].starts_with(['$', '€', '£', '¿', '¡']);
        if !begins || CONTRACTED.iter().any(|end| word.eq_ignore_ascii_case(end)) {
            return false;
        }
        let begins_name = word.starts_with(char::is_uppercase) && word.chars().nth(2).is_some();
        match place.left {
            Side::Opening => !self.text[..quote.range.start].ends_with(['<', '{']),
            Side::Dash => begins_name,
            _ => {
                let lead = before(self.text, blanks_before(self.text, quote.range.start));
                let is_led = lead.is_none_or(|c| matches!(c, ',' | ':' | '\n'));
                let is_alone = word.len() < 2 && !word.starts_with(char::is_uppercase);
                (is_led && !is_alone) || begins_name
            }
        }
    }

    /// Whether a vowel is left out before a quotation: l'"eau".
    fn elides(&self, quote: &Quote<'_>, place: Place) -> bool {
        let rest = &self.text[quote.range.end..];
        place.left == Side::Letter
            && rest.starts_with('"')
            && after(rest, 1).is_some_and(char::is_alphanumeric)
    }

    /// Whether an apostrophe stands for the beginning of the word, or the century of the year, that
    /// begins behind a mark.
    fn is_clipping(&self, quote: &Quote<'_>) -> bool {
        let word = word_at(self.text, quote.range.end);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let year = digits == 2 && matches!(&word[2..], "" | "s" | "S" | "er" | "ers");
        // "'17%" and "'10,000" are amounts.
        let rest = &self.text[quote.range.end + word.len()..];
        let goes_on =
            rest.strip_prefix([',', '.']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        (year && !rest.starts_with('%') && !goes_on)
            || self.setting.clippings.contains(self.setting.tag, word)
    }

    /// Whether a decade ('90s) follows a mark. Behind another mark of its kind it quotes with that: ‘‘90s’’.
    fn is_decade(&self, quote: &Quote<'_>) -> bool {
        let rest = &self.text.as_bytes()[quote.range.end..];
        before(self.text, quote.range.start) != Some(quote.mark.c)
            && matches!(rest, [b'0'..=b'9', b'0', b's', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    }

    /// Whether a straight mark behind a number says feet, inches, minutes or seconds: 6'2", 40°26'46", and,
    /// where nothing is open, a 12" record.
    fn is_measure(&self, quote: &Quote<'_>, place: Place) -> bool {
        let text = self.text.as_bytes();
        let (start, end) = (quote.range.start, quote.range.end);
        let number = |end: usize| text[..end].iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
        let digits = number(start);
        // "46"N": a letter of the compass.
        let compass = matches!(text[end..], [b'N' | b'S' | b'E' | b'W', ref rest @ ..]
            if !rest.first().is_some_and(u8::is_ascii_alphanumeric));
        let in_word = place.right == Side::Letter && !compass;
        if !matches!(digits, 1..=3) || in_word || quote.range.len() > 1 {
            return false;
        }
        let feet = |at: usize| {
            let feet = self.text[..at].strip_suffix(['\'', '′']);
            feet.is_some_and(|feet| feet.ends_with(|c: char| c.is_ascii_digit()))
        };
        match quote.weight {
            Weight::Double => {
                feet(start - digits) && place.right != Side::Digit
                    || (self.open.is_empty()
                        && self.stands_alone(start - digits)
                        && place.right != Side::Digit)
            }
            // Feet before inches, minutes before seconds.
            Weight::Single => {
                let inches = text[end..].iter().take(3).take_while(|b| b.is_ascii_digit()).count();
                let rest = &self.text[end + inches..];
                let closed = rest.starts_with(['"', '″']) || rest.starts_with("''");
                let degrees = self.text[..start - digits].ends_with('°');
                (matches!(inches, 1 | 2) && closed) || degrees
            }
        }
    }

    /// Whether a prime ends the quotation that is open: more than three digits are no measure.
    fn closes_behind_year(&self, quote: &Quote<'_>) -> bool {
        let digits = self.text[..quote.range.start].bytes().rev().take(4).take_while(u8::is_ascii_digit);
        !self.open.is_empty() && digits.count() == 4
    }

    /// Whether a blank, or nothing but a hyphen or bracket, stands before the number at `at`.
    fn stands_alone(&self, at: usize) -> bool {
        before(self.text, at).is_none_or(|c| c.is_whitespace() || c == '(')
    }
}

/// The word that begins at `at`, or as much of it as no clipping has.
fn word_at(text: &str, at: usize) -> &str {
    const LONGEST: usize = 16;
    let rest = &text[at..];
    let end = rest.char_indices().enumerate().find(|&(i, (_, c))| i == LONGEST || !c.is_alphanumeric());
    &rest[..end.map_or(rest.len(), |(_, (end, _))| end)]
}

/// What stands on the two sides of a mark.
#[derive(Clone, Copy, Debug)]
struct Place {
    left: Side,
    right: Side,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Blank,
    Letter,
    Digit,
    /// A bracket or mark that opens.
    Opening,
    Dash,
    /// A mark that hardly anything begins with, but for omission points.
    Stop,
    /// One that is set: "l'«eau»".
    Apostrophe,
    Other,
}

impl Side {
    fn of(c: Option<char>) -> Self {
        match c {
            None => Self::Blank,
            Some(c) if c.is_whitespace() => Self::Blank,
            Some(c) if c.is_numeric() => Self::Digit,
            Some(c) if c.is_alphabetic() => Self::Letter,
            Some('(' | '[' | '{' | '<' | '“' | '‘' | '„' | '‚' | '«' | '¿' | '¡') => Self::Opening,
            Some('-' | '–' | '—' | '―' | '/') => Self::Dash,
            Some(',' | ';' | ':' | '.' | '!' | '?' | ')' | ']' | '}') => Self::Stop,
            Some(_) => Self::Other,
        }
    }

    fn is_word(self) -> bool {
        matches!(self, Self::Letter | Self::Digit)
    }
}

impl Place {
    fn new(text: &str, quote: &Quote<'_>, touching: Option<Role>) -> Self {
        let left = match touching {
            Some(Role::Opens) => Side::Opening,
            Some(Role::Apostrophe) => Side::Apostrophe,
            Some(_) => Side::Other,
            None => Side::of(before(text, quote.range.start)),
        };
        let rest = &text[quote.range.end..];
        let right = if rest.starts_with("..") { Side::Other } else { Side::of(after(rest, 0)) };
        Self { left, right }
    }

    /// A double mark, where a quotation is open or not.
    fn double(self, open: bool) -> Role {
        let opens = match (self.left, self.right) {
            (Side::Blank | Side::Opening, Side::Blank) | (Side::Blank, Side::Stop) => !open,
            (Side::Blank | Side::Opening, _) => true,
            (Side::Dash, right) => right.is_word() || (!open && right != Side::Blank),
            (Side::Apostrophe, right) => right.is_word(),
            (Side::Digit, _) => false,
            (_, right) => !open && right.is_word(),
        };
        if opens { Role::Opens } else { Role::Closes }
    }

    /// Whether a mark that could be of either kind can only open here: none that closes is set so.
    fn surely_opens(self, weight: Weight) -> bool {
        let inside = weight == Weight::Double && self.left == Side::Opening;
        self.may_open() && (self.right.is_word() || inside)
    }

    /// Whether a single mark stands as opening ones do.
    fn may_open(self) -> bool {
        matches!(self.left, Side::Blank | Side::Opening | Side::Dash) && self.right != Side::Blank
    }

    /// A single mark that does not open, where a quotation is open or not.
    fn single(self, open: bool) -> Role {
        let inside = self.left.is_word() && self.right.is_word();
        if inside || !open || self.right.is_word() { Role::Apostrophe } else { Role::Closes }
    }
}
