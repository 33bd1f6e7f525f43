//! All quotation marks and apostrophes as `"` and `'`.

use super::marks::{Weight, each_line};
use crate::edit::Edit;
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, language: &dyn Fn() -> bool, edits: &mut Vec<Edit>) {
    each_line(document, false, |line| {
        line.read(document.text, language, |quote| {
            let straight = match quote.weight {
                Weight::Double => "\"",
                Weight::Single => "'",
            };
            if quote.is_wide() {
                document.raise_doubt();
            }
            if &document.text[quote.range.clone()] != straight {
                let rule = quote.rule();
                edits.push(Edit::new(quote.range, straight, rule));
            }
        });
    });
}
