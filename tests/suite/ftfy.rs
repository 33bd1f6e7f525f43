//! The cases of ftfy (https://github.com/rspeer/python-ftfy), which are not part of the project: they
//! are read from the developers' data where that is at hand.
//!
//! ftfy keeps spaces that do not break and curls no quotes back; copydesk sets all of them in its own
//! style. So what both make is compared after that style was set in what ftfy makes.

use std::fs;
use std::path::Path;

use copydesk::{Cleaner, DashStyle, Pass};
use serde_json::Value;

/// How many cases of a file there are, and those that come out otherwise.
fn judge(file: &str) -> Option<(usize, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cases").join(file);
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("skipped: there is no {}", path.display());
        return None;
    };
    let cases: Vec<Value> = serde_json::from_str(&text).expect("a list of cases");
    let passes = [Pass::Unicode, Pass::Quotes];
    let cleaner = Cleaner::builder().only(&passes).dashes(DashStyle::Keep).build().expect("passes");
    let house = |text: &str| {
        let quotes = text.replace(['“', '”'], "\"").replace(['‘', '’', '´'], "'").replace("''", "\"");
        quotes.replace("``", "\"").replace('\u{a0}', " ").replace(['\u{1a}', '\u{81}'], "")
    };
    let wrong = |case: &&Value| {
        let (original, fixed) = (case["original"].as_str()?, case["fixed"].as_str()?);
        let cleaned = cleaner.clean(original);
        (house(&cleaned) != house(fixed)).then(|| format!("{original:?}: {cleaned:?}, not {fixed:?}"))
    };
    Some((cases.len(), cases.iter().filter_map(|case| wrong(&case)).collect()))
}

#[test]
fn true_text_is_left() {
    let Some((all, wrong)) = judge("ftfy_negative.json") else { return };
    assert!(all > 25);
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn made_up_cases_are_repaired() {
    let Some((all, wrong)) = judge("ftfy_synthetic.json") else { return };
    assert!(all >= 30);
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn names_of_languages_are_repaired() {
    let Some((all, wrong)) = judge("ftfy_language-names.json") else { return };
    assert!(all >= 20);
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn some_of_what_ftfy_misses_is_repaired() {
    let Some((all, wrong)) = judge("ftfy_known-failures.json") else { return };
    assert!(all - wrong.len() >= 5, "{wrong:#?}");
}
