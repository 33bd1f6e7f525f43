//! Every quotation mark and dash of Unicode, and what only looks like one, in each style: the tables
//! in `tests/data`, which were read row by row.

use std::collections::BTreeSet;

use copydesk::{Cleaner, DashStyle, Pass, QuoteStyle};
use regex_syntax::hir::{Class, HirKind};

/// Where a quotation mark stands: opening, closing, on both sides, in a word, behind a number, and
/// in Chinese.
const QUOTES: &[[&str; 2]] = &[
    ["say ", "word here"],
    ["say word", " here"],
    ["say ", ""],
    ["don", "t go"],
    ["5", " tall"],
    ["中", "文"],
];

/// Where a dash stands: with spaces, closed, between years, before a number, at a line's end and
/// start, and in Chinese.
const DASHES: &[[&str; 2]] = &[
    ["one ", " two"],
    ["one", "two"],
    ["1914", "1918"],
    ["at ", "5 °C"],
    ["he said ", ""],
    ["", " item"],
    ["中", "文"],
];

struct Row {
    c: char,
    expected: [String; 2],
}

fn rows(table: &str) -> Vec<Row> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let rows = lines.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, _, first, second] = columns[..] else { panic!("four columns: {line}") };
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a code point");
        Row { c, expected: [first.to_owned(), second.to_owned()] }
    });
    rows.collect()
}

/// What a mark becomes at each of the places: `=` where it stays, spaces written as `_`.
fn outcome(cleaner: &Cleaner, c: char, places: &[[&str; 2]]) -> String {
    let one = |[left, right]: &[&str; 2]| {
        // A mark on both sides of a word.
        let (left, right) = if right.is_empty() && *left == "say " {
            (*left, format!("word{c}"))
        } else {
            (*left, (*right).to_owned())
        };
        let text = format!("{left}{c}{right}");
        let cleaned = cleaner.clean(&text);
        if cleaned == text {
            return "=".to_owned();
        }
        let start = left.trim_end();
        let end = right.trim_start().trim_end_matches(c);
        let became = cleaned
            .strip_prefix(start)
            .and_then(|rest| if right.contains(c) { Some(rest) } else { rest.strip_suffix(end) });
        let became = became.unwrap_or_else(|| panic!("more than the mark changed: {cleaned}"));
        let kept = became
            .strip_prefix(&left[start.len()..])
            .and_then(|m| m.strip_suffix(&right[..right.len() - right.trim_start().len()]));
        kept.unwrap_or(became).replace(' ', "_")
    };
    places.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn check(table: &str, places: &[[&str; 2]], styles: [&Cleaner; 3]) {
    let mut wrong = String::new();
    let mut last = '\0';
    for Row { c, expected } in rows(table) {
        assert!(last < c, "U+{:04X} is not in order", u32::from(c));
        last = c;
        let [first, second, keep] = styles.map(|cleaner| outcome(cleaner, c, places));
        assert!(keep.split(' ').all(|outcome| outcome == "="), "{c}: {keep}");
        if [&first, &second] != [&expected[0], &expected[1]] {
            wrong += &format!(
                "{:04X} {c}\n  want {}\t{}\n  got  {first}\t{second}\n",
                u32::from(c),
                expected[0],
                expected[1]
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The characters with a property, by the tables of the `regex-syntax` crate.
fn with_property(name: &str) -> BTreeSet<char> {
    let class = regex_syntax::parse(&format!("\\p{{{name}}}")).expect("a property");
    let HirKind::Class(Class::Unicode(class)) = class.kind() else { panic!("a class of characters") };
    class.iter().flat_map(|range| range.start()..=range.end()).collect()
}

const QUOTE_TABLE: &str = include_str!("../data/quotes.tsv");
const DASH_TABLE: &str = include_str!("../data/dashes.tsv");

#[test]
fn no_mark_is_missing() {
    for (property, table) in [("Quotation_Mark", QUOTE_TABLE), ("Dash", DASH_TABLE)] {
        let there: BTreeSet<char> = rows(table).iter().map(|row| row.c).collect();
        let all = with_property(property);
        assert!(all.len() > 20, "{property}");
        let missing: Vec<_> = all.difference(&there).map(|&c| format!("{:04X}", u32::from(c))).collect();
        assert!(missing.is_empty(), "{property}: {missing:?}");
    }
}

#[test]
fn every_quotation_mark_becomes_what_the_table_says() {
    let with = |style| {
        Cleaner::builder().only(&[Pass::Quotes]).quotes(style).language("en").build().expect("a style")
    };
    let [straight, curly, keep] = [QuoteStyle::Straight, QuoteStyle::Curly, QuoteStyle::Keep].map(with);
    check(QUOTE_TABLE, QUOTES, [&straight, &curly, &keep]);
}

#[test]
fn every_dash_becomes_what_the_table_says() {
    let with = |style| {
        Cleaner::builder().only(&[Pass::Dashes]).dashes(style).language("en").build().expect("a style")
    };
    let [ascii, typographic, keep] = [DashStyle::Ascii, DashStyle::Typographic, DashStyle::Keep].map(with);
    check(DASH_TABLE, DASHES, [&ascii, &typographic, &keep]);
}
