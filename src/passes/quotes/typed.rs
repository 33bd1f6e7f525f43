//! The marks that are typed with ASCII characters: `"` and `'`, two apostrophes for one `"`, grave
//! accents. And which of them set nothing: those of tags, of code, in the place of an apostrophe.

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr2_iter, memmem, memrchr2};

use super::marks::{Mark, Role, is_dash, is_mark};
use crate::chars::{after, before};
use crate::passes::Document;
use crate::passes::code::{Tick, is_contraction, is_elision};

/// Grave accents and pairs of apostrophes that quote, with what closes them; with `all`, also `"` and
/// `'`.
pub(super) fn typed_marks(document: &Document<'_>, all: bool) -> Vec<Mark> {
    let text = document.text;
    let mark = |range: Range<usize>, role| Mark {
        c: after(text, range.start).unwrap_or('\''),
        range,
        role: Some(role),
    };
    let quotation = |(open, close)| [mark(open, Role::Opens), mark(close, Role::Closes)];
    let mut marks: Vec<Mark> = doubled(document).into_iter().flat_map(quotation).collect();
    // What is an entity yet is so in code, or waits for its character.
    let is_entity =
        |tick: &&Tick| tick.closer.as_ref().is_some_and(|closer| text[closer.clone()].starts_with('&'));
    for tick in document.code().ticks.iter().filter(|tick| !is_entity(tick)) {
        match tick.closer.clone() {
            Some(closer) => marks.extend(quotation((tick.range.clone(), closer))),
            None => marks.push(mark(tick.range.clone(), Role::Apostrophe)),
        }
    }
    if all {
        let bytes = text.as_bytes();
        let mut straight: Vec<usize> =
            memchr2_iter(b'"', b'\'', bytes).filter(|&at| !is_attribute(bytes, at)).collect();
        drop_apostrophes(text, &mut straight);
        drop_lifetimes(text, &mut straight);
        let others = straight.into_iter();
        marks.extend(others.map(|at| Mark { range: at..at + 1, c: char::from(bytes[at]), role: None }));
    }
    marks.sort_by_key(|mark| mark.range.start);
    marks
}

/// Whether a pair of apostrophes opens a quotation behind `left`: in whatever style that is set.
pub(super) fn opens_behind(left: Option<char>) -> bool {
    left.is_none_or(|c| c.is_whitespace() || "([{".contains(c) || is_dash(c) || is_double(c))
}

/// Whether a mark looks like a double one, or like three.
pub(super) fn is_double(c: char) -> bool {
    "\"“”„‟«»″‶ʺ⁗❝❞❠⹂〝〞〟＂🙶🙷🙸".contains(c)
}

/// Pairs of apostrophes that stand for `"`, with what closes them in the same line: ''so''. Wikis set
/// italics so, and bold with three.
fn doubled(document: &Document<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let text = document.text;
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut pair = |second: usize| {
        // Of three, the last belongs to no pair.
        let is_free = second > end;
        end = if is_free { second + 1 } else { end };
        is_free.then_some(second - 1)
    };
    let mut runs = document.scan.signs_of(text, b'\'').filter_map(&mut pair).peekable();
    if runs.peek().is_none() {
        return Vec::new();
    }
    let code = document.code();
    let mut closers: Vec<usize> =
        code.ticks.iter().filter_map(|tick| Some(tick.closer.as_ref()?.start)).collect();
    closers.sort_unstable();
    let mut pairs = Vec::new();
    // One may stand in another, or have lost its closer. All of them find theirs at once, or a second look
    // would pair those that were left.
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut done = 0;
    let mut opened = 0;
    for at in runs {
        let range = at..at + 2;
        let (left, right) = (before(text, at), after(text, range.end));
        let opens = opens_behind(left);
        if opens && right == Some('\'') {
            return Vec::new();
        }
        if left == Some('\'')
            || right == Some('\'')
            || closers.binary_search(&at).is_ok()
            || code.contains(at)
        {
            continue;
        }
        let begins = right.is_some_and(|c| c.is_alphanumeric() || is_mark(c) || "([{\"¿¡…$€£@#".contains(c))
            || text[range.end..].starts_with("...");
        let closes = left.is_some_and(|c| !c.is_whitespace()) && !right.is_some_and(char::is_alphanumeric);
        if bytes[done..at].contains(&b'\n') {
            open.clear();
        }
        done = at;
        if opens && begins {
            open.push(range);
            opened += 1;
        } else if closes && let Some(open) = open.pop() {
            pairs.push((open, range));
        }
    }
    if opened > pairs.len() {
        // What could close it may be typographic yet.
        document.raise_doubt();
    }
    let is_wiki = || memmem::find(bytes, b"[[").is_some();
    if pairs.is_empty() || is_wiki() { Vec::new() } else { pairs }
}

/// Drops the marks that were typed for apostrophes: `"` in a word (Grey"s), unless the quotations of its
/// line come out even only with it; and those of several apostrophes that are no pair.
fn drop_apostrophes(text: &str, marks: &mut Vec<usize>) {
    let bytes = text.as_bytes();
    let is_apostrophe = |at: usize| {
        let range = at..at + 1;
        // "B"s are several of a letter.
        let is_letter = text[..at].chars().nth_back(1) == Some('"');
        bytes[at] == b'"' && !is_letter && (is_contraction(text, range.clone()) || is_elision(text, range))
    };
    let mut start = 0;
    let mut dropped: HashSet<usize> = HashSet::new();
    while start < marks.len() {
        // The marks of a line.
        let newline = memchr(b'\n', &bytes[marks[start]..]).map_or(bytes.len(), |i| marks[start] + i);
        let end = start + marks[start..].partition_point(|&at| at < newline);
        let line = &marks[start..end];
        let quotes = line.iter().filter(|&&at| bytes[at] == b'"').count();
        let inside: Vec<usize> = line.iter().copied().filter(|&at| is_apostrophe(at)).collect();
        if quotes % 2 == 1 || inside.len().is_multiple_of(2) {
            dropped.extend(inside);
        }
        start = end;
    }
    let is_one_of_many =
        |at: usize| bytes[at] == b'\'' && (bytes[..at].ends_with(b"'") || bytes[at + 1..].starts_with(b"'"));
    marks.retain(|at| !is_one_of_many(*at) && !dropped.contains(at));
}

/// Drops the marks of Rust's lifetimes ('a, 'static) in a text that has some where nothing else can be
/// meant: `&'a str`, `Vec<'a>`.
fn drop_lifetimes(text: &str, marks: &mut Vec<usize>) {
    let name = |at: usize| {
        let rest = &text.as_bytes()[at + 1..];
        let length =
            rest.iter().take_while(|&&b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_').count();
        let is_name = length > 0 && !rest[0].is_ascii_digit() && !rest[length..].starts_with(b"'");
        is_name.then(|| &text[at + 1..at + 1 + length])
    };
    let is_sure = |at: usize| text.as_bytes()[at] == b'\'' && text[..at].ends_with(['<', '&']);
    let mut names: HashSet<&str> =
        marks.iter().filter(|&&at| is_sure(at)).filter_map(|&at| name(at)).collect();
    if names.is_empty() {
        return;
    }
    names.extend(["static", "_"]);
    let is_lifetime = |at: usize| {
        !before(text, at).is_some_and(char::is_alphanumeric)
            && name(at).is_some_and(|name| names.contains(name))
    };
    marks.retain(|&at| text.as_bytes()[at] != b'\'' || !is_lifetime(at));
}

/// Whether the mark at `at` is one of two around the value of an attribute: `<a href="x">`.
fn is_attribute(bytes: &[u8], at: usize) -> bool {
    const REACH: usize = 256;
    if at > 0 && bytes[at - 1] == b'=' {
        return true;
    }
    let before = &bytes[at.saturating_sub(REACH)..at];
    let opener = memrchr2(bytes[at], b'\n', before);
    opener.is_some_and(|i| before[i] == bytes[at] && i > 0 && before[i - 1] == b'=')
}
