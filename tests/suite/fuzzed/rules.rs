//! A table of phrases of the user's own.

use std::hint::black_box;

use copydesk::{Cleaner, Pass, Rule};

use crate::laws;

/// What stands in a line where a phrase has a slot.
const SLOTS: &[(&str, &str)] = &[
    ("{n}", "12"),
    ("{year}", "2019"),
    ("{date}", "3 May 2019"),
    ("{name}", "Ann Lee"),
    ("{email}", "ann@a.org"),
    ("{url}", "https://a.org/b"),
    ("{handle}", "@ann_lee"),
    ("{...}", "of the old mill"),
];

pub fn check(data: &[u8]) {
    let Ok(table) = std::str::from_utf8(data) else { return };
    // Of the tables of the program only what is needed: the table is what is read here.
    let has = |rule: &Rule| table.contains(&format!("{}\t", rule.name()));
    let named: Vec<_> = Rule::CATEGORIES.iter().copied().filter(has).collect();
    let builder = Cleaner::builder().only(&[Pass::Boilerplate]).remove(&named).rules("own.tsv", table);
    let phrases = match builder.phrases() {
        Ok(phrases) => phrases,
        Err(error) => {
            assert!(error.to_string().contains("own.tsv:"), "{error} does not say where");
            return;
        }
    };
    let mut text = String::new();
    for phrase in phrases.iter().filter(|phrase| phrase.table == "own.tsv") {
        let row = table.trim_start_matches('\u{feff}').lines().nth(phrase.line - 1).expect("a line of it");
        assert!(row.contains(phrase.pattern), "{phrase:?} is not in {row:?}");
        let line =
            SLOTS.iter().fold(phrase.pattern.to_owned(), |line, (slot, example)| line.replace(slot, example));
        black_box(phrases.find(&line));
        text += &line;
        text += "\nThe goose won.\n";
    }
    if !text.is_empty() {
        let cleaner = builder.build().expect("its phrases were read");
        laws::hold(&cleaner, &text);
    }
}
