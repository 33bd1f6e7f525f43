//! The cases of sacremoses' normaliser that make sense here, where the file with them is at hand.

use std::fs;
use std::path::Path;

use copydesk::{Cleaner, Pass};
use serde_json::Value;

#[test]
fn the_cases_that_make_sense_hold_and_the_others_are_noted() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cases/sacremoses_normalizer_values.json");
    let Ok(cases) = fs::read(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&cases).expect("JSON");
    let value = |test: &str, name: &str, at: &str| {
        let case = cases.iter().find(|case| case["test"] == test && case["var"] == name);
        let value = &case.unwrap_or_else(|| panic!("{test} has {name}"))["value"];
        let value = at.parse::<usize>().map_or(value, |at| &value[at]);
        value.as_str().expect("a text").to_owned()
    };
    let cleaner =
        Cleaner::builder().only(&[Pass::Quotes, Pass::Dashes, Pass::Spacing]).build().expect("passes");
    let rows = include_str!("../data/sacremoses.tsv").lines().filter(|line| !line.starts_with('#'));
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let [test, input, at, expected, same, note] = columns[..] else { panic!("six columns: {row}") };
        let cleaned = cleaner.clean(&value(test, input, at)).into_owned();
        let is_same = cleaned == value(test, expected, at);
        assert_eq!(is_same, same == "yes", "{test} {input} {at}: {cleaned}");
        assert_eq!(same == "yes", note == "-", "{test} {input} {at}: a note for each that does not hold");
    }
}
