//! Marks of direction: kept where text runs from right to left and each that opens has one that
//! closes.

use crate::chars::after;
use crate::scan::Scan;

/// Whether `c` is one.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Where those are that mark nothing, sorted.
pub(super) fn stray(text: &str, scan: &Scan) -> Vec<usize> {
    let marks = scan.invisible.iter().filter_map(|&at| Some((at, after(text, at).filter(|&c| is_mark(c))?)));
    if !scan.right_to_left {
        return marks.map(|(at, _)| at).collect();
    }
    let mut stray = Vec::new();
    // What is open in this line: where it was opened, and whether it is an isolate.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut isolates = 0;
    let mut newlines = scan.newlines.iter().peekable();
    for (at, c) in marks {
        while newlines.next_if(|&&newline| newline < at).is_some() {
            stray.extend(open.drain(..).map(|(at, _)| at));
            isolates = 0;
        }
        match c {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push((at, false)),
            '\u{2066}'..='\u{2068}' => {
                isolates += 1;
                open.push((at, true));
            }
            '\u{202C}' if open.pop_if(|(_, is_isolate)| !*is_isolate).is_none() => stray.push(at),
            '\u{2069}' if isolates == 0 => stray.push(at),
            '\u{2069}' => {
                // An isolate ends all that was opened in it.
                isolates -= 1;
                while let Some((inner, false)) = open.pop() {
                    stray.push(inner);
                }
            }
            _ => {}
        }
    }
    stray.extend(open.into_iter().map(|(at, _)| at));
    stray.sort_unstable();
    stray
}
