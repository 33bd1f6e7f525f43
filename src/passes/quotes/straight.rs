//! All quotation marks and apostrophes as `"` and `'`.

use super::marks::{Weight, each_line, is_mark};
use crate::chars::{after, before};
use crate::edit::Edit;
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, language: &dyn Fn() -> bool, edits: &mut Vec<Edit>) {
    let text = document.text;
    each_line(document, false, |line| {
        line.read(text, language, |quote| {
            let straight = match quote.weight {
                Weight::Double => "\"",
                Weight::Single => "'",
            };
            // Two apostrophes may be a pair.
            let is_beside = |c: Option<char>| c.is_some_and(|c| c == '\'' || is_mark(c));
            let sides = [before(text, quote.range.start), after(text, quote.range.end)];
            let joins = quote.weight == Weight::Single && sides.into_iter().any(is_beside);
            if quote.is_wide() || joins {
                document.raise_doubt_at(quote.range.start);
            }
            if &text[quote.range.clone()] != straight {
                let rule = quote.rule();
                edits.push(Edit::new(quote.range, straight, rule));
            }
        });
    });
}
