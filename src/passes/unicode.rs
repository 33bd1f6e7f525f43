//! Characters that nobody sees, or that stand for another: byte order marks, controls, invisible
//! marks, spaces of all widths, line separators, decomposed letters.

mod nfc;

use std::cell::OnceCell;

use super::{Document, Propose};
use crate::chars::{after, before, is_cjk};
use crate::edit::{Edit, Rule};

/// The pass.
pub(super) struct Unicode;

impl Propose for Unicode {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let text = document.text;
        // Looked up once, when first asked for.
        let misread = OnceCell::new();
        let mut done = 0;
        for &at in &document.scan.invisible {
            if at < done {
                continue;
            }
            let Some(c) = after(text, at) else { continue };
            let mut end = at + c.len_utf8();
            let (replacement, rule) = match c {
                '\u{FEFF}' => ("", Rule::Bom),
                '\r' if text.as_bytes().get(end) == Some(&b'\n') => continue,
                '\r' | '\x0b' | '\x0c' | '\u{2028}' | '\u{2029}' => ("\n", Rule::LineBreak),
                '\x1b' => {
                    end = end_of_escape(text, end);
                    ("", Rule::Control)
                }
                '\0'..='\x1f' | '\x7f' => ("", Rule::Control),
                '\u{85}' if *misread.get_or_init(|| is_misread(document)) => continue,
                '\u{85}' => ("\n", Rule::LineBreak),
                // The other C1 controls stay. In scraped text they are quotes and dashes of
                // windows-1252 read as Latin-1: to delete them would lose what they stand for.
                '\u{AD}' => ("", Rule::SoftHyphen),
                '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{180E}' => ("", Rule::ZeroWidth),
                '\u{200C}' | '\u{200D}' if joins_nothing(text, at, end) => ("", Rule::ZeroWidth),
                '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                    if !document.scan.right_to_left =>
                {
                    ("", Rule::ZeroWidth)
                }
                '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => {
                    (" ", Rule::Space)
                }
                '\u{3000}' => {
                    done = text.len() - text[at..].trim_start_matches('\u{3000}').len();
                    if !before(text, at).is_some_and(is_cjk) && !after(text, done).is_some_and(is_cjk) {
                        let each = |i| Edit::new(i..i + '\u{3000}'.len_utf8(), " ", Rule::Space);
                        edits.extend((at..done).step_by('\u{3000}'.len_utf8()).map(each));
                    }
                    continue;
                }
                _ => continue,
            };
            edits.push(Edit::new(at..end, replacement, rule));
            done = end;
        }
        nfc::propose(text, &document.scan.decomposable, edits);
        // What goes can bring together what has a composed form, or the halves of a line end, or
        // leave a joiner with nothing to join. No-break spaces and the like, by far the most
        // common, can do none of it where no joiner is.
        let plain =
            |edit: &Edit| matches!(edit.rule, Rule::Space | Rule::ZeroWidth | Rule::SoftHyphen | Rule::Bom);
        let joiner = |&at: &usize| text[at..].starts_with(['\u{200c}', '\u{200d}', '\u{3000}']);
        let settled = edits.is_empty()
            || document.scan.decomposable.is_empty()
                && edits.iter().all(plain)
                && !document.scan.invisible.iter().any(joiner);
        if !settled {
            document.raise_doubt();
        }
    }
}

/// Whether C1 controls stand for windows-1252 punctuation here, so that U+0085 is a lost "…" and no
/// line end.
fn is_misread(Document { text, scan, .. }: &Document<'_>) -> bool {
    let other =
        |&at: &usize| after(text, at).is_some_and(|c| matches!(c, '\u{80}'..='\u{9f}') && c != '\u{85}');
    scan.invisible.iter().any(other)
}

/// Where an escape sequence of a terminal ends whose escape character ends at `at`; there, if
/// there is none.
fn end_of_escape(text: &str, at: usize) -> usize {
    let Some(rest) = text[at..].strip_prefix('[') else { return at };
    let parameters = rest.bytes().take_while(|b| (0x20..0x40).contains(b)).count();
    match rest.as_bytes().get(parameters) {
        Some(0x40..=0x7e) => at + 1 + parameters + 1,
        _ => at,
    }
}

/// Whether a joiner between `start` and `end` stands among characters that never join: it is kept
/// beside letters of the scripts that need it and beside emoji.
fn joins_nothing(text: &str, start: usize, end: usize) -> bool {
    let never_joins = |c: char| {
        matches!(c,
            '\0'..='\u{58F}' | '\u{1E00}'..='\u{203B}' | '\u{203D}'..='\u{2048}' | '\u{204A}'..='\u{20CF}'
            | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}' | '\u{180E}' | '\u{FEFF}')
    };
    before(text, start).is_none_or(never_joins) && after(text, end).is_none_or(never_joins)
}

#[cfg(test)]
mod tests;
