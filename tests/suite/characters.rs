//! What becomes of each space, control and format character, by a table that was read by eye.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use copydesk::{Cleaner, Pass};

/// The letters to both sides, for each column of the table.
const SIDES: [(&str, &str); 3] = [("a", "b"), ("ש", "ת"), ("中", "文")];

/// The outcomes for each character of the table.
fn table() -> BTreeMap<char, Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/spaces-and-formats.tsv");
    let text = fs::read_to_string(path).expect("the table");
    let mut table = BTreeMap::new();
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (first, last) = columns[0].split_once("..").unwrap_or((columns[0], columns[0]));
        let code = |hex| u32::from_str_radix(hex, 16).expect("a code point");
        let outcomes: Vec<String> = columns[2..5].iter().map(|outcome| (*outcome).to_owned()).collect();
        for c in (code(first)..=code(last)).filter_map(char::from_u32) {
            assert!(table.insert(c, outcomes.clone()).is_none(), "{c:?} stands twice");
        }
    }
    table
}

#[test]
fn every_space_and_format_character_comes_out_as_the_table_says() {
    let cleaner = Cleaner::builder().only(&[Pass::Unicode]).build().expect("a pass");
    for (c, outcomes) in table() {
        for ((left, right), outcome) in SIDES.iter().zip(outcomes) {
            let expected = match outcome.as_str() {
                "kept" => c.to_string(),
                "removed" => String::new(),
                "space" => " ".to_owned(),
                "newline" => "\n".to_owned(),
                other => other.to_owned(),
            };
            let cleaned = cleaner.clean(&format!("{left}{c}{right}")).into_owned();
            assert_eq!(cleaned, format!("{left}{expected}{right}"), "{:04X}", c as u32);
        }
    }
}

#[test]
fn the_table_has_every_space_and_control() {
    let table = table();
    for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace() || c.is_control()) {
        assert!(table.contains_key(&c), "{:04X}", c as u32);
    }
}
