//! All quotation marks and apostrophes as `"` and `'`.

use super::marks::{Weight, each_line, is_mark};
use super::typed::{is_double, opens_behind};
use crate::chars::{after, before};
use crate::edit::Edit;
use crate::passes::Document;

pub(super) fn propose(document: &Document<'_>, language: &dyn Fn() -> bool, edits: &mut Vec<Edit>) {
    let text = document.text;
    each_line(document, false, |line| {
        if let Some(at) = line.doubt(text) {
            document.raise_doubt_at(at);
        }
        line.read(text, language, |quote| {
            let straight = match quote.weight {
                Weight::Double => "\"",
                Weight::Single => "'",
            };
            // Two apostrophes may open a quotation, with what closes it.
            let is_single = |c: char| c == '\'' || (is_mark(c) && !is_double(c));
            let (start, end) = (quote.range.start, quote.range.end);
            let joins = || {
                let left = before(text, start);
                // Most stand in a word, or behind one.
                if left.is_some_and(|c| c.is_ascii_alphanumeric()) {
                    return false;
                }
                let behind = || opens_behind(before(text, start - left.map_or(0, char::len_utf8)));
                after(text, end).is_some_and(is_single) && opens_behind(left)
                    || left.is_some_and(is_single) && behind()
            };
            if quote.is_rare() || (quote.weight == Weight::Single && joins()) {
                document.raise_doubt_at(quote.range.start);
            }
            if text.as_bytes()[quote.range.clone()] != *straight.as_bytes() {
                let rule = quote.rule();
                edits.push(Edit::new(quote.range, straight, rule));
            }
        });
    });
}
