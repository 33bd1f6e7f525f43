//! Two parts that meet at a place and belong to one sign: a model, a file, an abbreviation, a plural in capitals.

use super::Kind;

/// What words begin with, and no word is: "antiTrump".
const PREFIXES: &[&str] = &[
    "anti", "co", "ex", "mis", "multi", "neo", "non", "pre", "pro", "pré", "pró", "pseudo", "re", "semi",
    "sub", "un",
];

/// Whether two parts without a mark between belong to one sign: the plural of an acronym (`RNAs`),
/// a company's form (`KGaA`), a model, a time or a grade (`F-16A`, `5T32`, `10PM`), an
/// abbreviation (`z.B`).
pub(super) fn is_sign(kind: Kind, mark: char, left: &str, right: &str, rest: &str) -> bool {
    let mut letters = right.chars();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let one_letter = first.is_some() && second.is_none();
    let plural = second == Some('s') && third.is_none();
    let is_prefix = || PREFIXES.iter().any(|prefix| prefix.eq_ignore_ascii_case(left));
    match kind {
        Kind::Capitals => plural,
        // "pH", "kWh", "iPhone"; "KGaA", but not "GeeseI saw".
        Kind::Word => {
            let tail = left.trim_start_matches(char::is_uppercase);
            let is_word = tail.chars().all(char::is_lowercase) && left.len() - tail.len() <= 1;
            let is_name = left.starts_with(char::is_uppercase) && left.chars().nth(3).is_none();
            left.chars().nth(1).is_none()
                || is_prefix()
                || one_letter && (!is_word || is_name || !rest.starts_with(' '))
        }
        Kind::Digit => {
            // "2018REUTERS" is a date and a credit.
            let short = right.chars().nth(3).is_none();
            let no_word = right.contains(char::is_numeric) || short && all_capitals(right);
            one_letter || plural || no_word || is_unit(right, rest) || left.contains(char::is_alphabetic)
        }
        // "z.B", "J.K"; "GSE.N", where a share is traded.
        Kind::Stop => {
            if first.is_some_and(char::is_numeric) {
                return !is_item(left, right, rest);
            }
            let letters = one_letter || (third.is_none() && all_capitals(right));
            let is_start = matches!(right, "I" | "A") && rest.starts_with(' ');
            let acronym = left.chars().all(|c| c.is_uppercase() || c == '.');
            // "CONFIG.SYS has", but not "THE END.THE START".
            let is_short = right.chars().nth(4).is_none() && all_capitals(right);
            let next = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
            let is_file =
                is_short && mark == '.' && all_capitals(left) && next.is_some_and(char::is_lowercase);
            // "S.p.A.", "i.H.v.", "J.R.R.Goose" before its last letter.
            let are_letters = |word: &str| word.split('.').all(|part| part.chars().nth(1).is_none());
            let is_initialism = (right.contains('.') || rest.starts_with('.'))
                && are_letters(left.rsplit(['’', '\'']).next().unwrap_or_default())
                && right.split('.').next().is_some_and(are_letters);
            // "compare.R", "GCC 4.9.X", "1.0.RC1".
            let is_version = || left.ends_with(char::is_numeric) && right.contains(char::is_numeric);
            // "(cs.LG)", "[stat.ML]": a field of science.
            let is_field = || {
                third.is_none()
                    && all_capitals(right)
                    && left.chars().all(char::is_lowercase)
                    && rest.starts_with([')', ']'])
            };
            left.chars().nth(1).is_none() && one_letter
                || is_initialism
                || is_field()
                || one_letter
                    && !matches!(right, "A" | "I" | "O" | "À" | "É" | "È" | "Y" | "E")
                    && !rest.starts_with('.')
                || is_version()
                || acronym && letters && !is_start
                || is_file
        }
        // "re:Goose"
        Kind::Comma if mark == ':' && left.eq_ignore_ascii_case("re") => true,
        // "TL;DR"
        Kind::Comma if mark == ';' && all_capitals(left) && all_capitals(right) => true,
        // "RTS,S", "Room B,C"
        Kind::Comma if mark == ',' && one_letter && all_capitals(left) => {
            all_capitals(right) && left.chars().nth(3).is_none() && !matches!(right, "A" | "I")
        }
        // "iv,v,vi"
        Kind::Comma => is_roman(left.rsplit('.').next().unwrap_or_default()) && is_roman(right),
        // "[CH2]Tpg4", in the name of a substance.
        Kind::Closer if has_digit(left) && has_digit(right) => true,
        // "(in)famous", "(was)n't": one word, of which a part is set in brackets.
        Kind::Closer if matches!(mark, ')' | ']') && right.starts_with(char::is_lowercase) => {
            right == "n't" || left.chars().nth(3).is_none()
        }
        // "(c)X", but not "(D)The", "(see map)A goose"; "(re)Define".
        Kind::Closer if mark == ')' => one_letter && !rest.starts_with(' ') || is_prefix(),
        // "WE’RE"; "IT’S"; "57' 34.6"W"; "O’Neill", "l'“eau”".
        Kind::Closer if matches!(mark, '’' | '\'') && third.is_none() && all_capitals(left) => {
            all_capitals(right)
        }
        Kind::Closer if one_letter && (mark == '’' || left.ends_with(char::is_numeric)) => true,
        // "the "Victoria"s"
        Kind::Closer if right == "s" => true,
        Kind::Closer | Kind::Opener => left.chars().nth(1).is_none(),
    }
}

/// Whether the token before a place is a part of a word, set in brackets: "(meta)physics", "(Vor-)Geschichte",
/// "culture(al)s".
pub(super) fn is_bracketed_part(token_before: &str, left: &str, right: &str) -> bool {
    const LONGEST: usize = 5;
    let Some(inner) = token_before.strip_suffix([')', ']']) else { return false };
    let Some((head, part)) = inner.rsplit_once(['(', '[']) else { return false };
    let is_lower = |word: &str| word.chars().all(char::is_lowercase);
    part.ends_with('-')
        || right.starts_with(char::is_lowercase)
            && is_lower(part)
            && if head.is_empty() {
                part == left && left.chars().nth(LONGEST).is_none()
            } else {
                head.ends_with(char::is_lowercase)
            }
}

/// Whether a word behind a number is a unit, by having no vowel: "57Kb". "Mr" goes on with a name.
fn is_unit(right: &str, rest: &str) -> bool {
    let next = rest.strip_prefix(' ').unwrap_or(rest).chars().next();
    let is_title = rest.starts_with('.') || next.is_some_and(char::is_uppercase);
    right.len() <= 4
        && !right.contains(['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y'])
        && !is_title
}

/// Whether the number of an item stands behind the last word of the one before: "the boats.3. Nets".
/// Notes ("the tests.12 That") and versions have nothing behind the number.
fn is_item(left: &str, right: &str, rest: &str) -> bool {
    let behind = rest.strip_prefix(". ").or(rest.strip_prefix(".\u{a0}")).or(rest.strip_prefix(") "));
    left.chars().nth(3).is_some()
        && right.len() <= 2
        && behind.is_some_and(|text| text.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')))
}

/// A small number such as those of notes: "iv".
fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
}

fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
}

pub(super) fn all_capitals(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}
