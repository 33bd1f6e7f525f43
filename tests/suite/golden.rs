//! Each article of the corpus comes out as expected, byte for byte.

use std::fmt::Write;

use copydesk::Cleaner;

use crate::corpus;

#[test]
fn the_corpus_comes_out_as_expected() {
    let cleaner = Cleaner::new();
    let mut wrong = String::new();
    // The records are read by the program, and tested with it.
    for article in corpus::articles().iter().filter(|a| !a.name.starts_with("records")) {
        let cleaned = cleaner.clean(&article.dirty);
        if cleaned == article.expected {
            continue;
        }
        let (line, (got, want)) = cleaned
            .split_inclusive('\n')
            .chain([""])
            .zip(article.expected.split_inclusive('\n').chain([""]))
            .enumerate()
            .find(|(_, (got, want))| got != want)
            .unwrap_or((0, ("", "(more lines)")));
        writeln!(wrong, "{} line {}:\n  got  {got:?}\n  want {want:?}", article.name.display(), line + 1)
            .expect("a string");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_as_it_should_be_stays() {
    let cleaner = Cleaner::new();
    for article in corpus::articles().iter().filter(|a| a.name.starts_with("untouched")) {
        assert_eq!(article.dirty, article.expected, "{}", article.name.display());
        assert!(cleaner.edit(&article.dirty).is_empty(), "{}", article.name.display());
    }
}
