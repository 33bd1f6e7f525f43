//! The one pass over the bytes of a text: finds every place where anything could have to be done.
//!
//! The text is read in blocks of 64 bytes. Each block is turned into bit masks, one for a class of
//! bytes, by code without branches that the compiler turns into vector instructions; shifted masks
//! combined give the places where two classes meet. Only the places found are looked at again.
//! The passes decide; nothing here does.

/// The places found in a text, as sorted byte offsets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Line feeds.
    pub newlines: Vec<usize>,
    /// Where two sentences, or two words, could have been run together: the start of the right
    /// side.
    pub joints: Vec<usize>,
    /// Characters that are neither printable ASCII nor a letter or digit of another script, and
    /// are no line feed or tab; and U+02BC, a letter that is used as an apostrophe.
    pub symbols: Vec<usize>,
    /// Spaces and tabs that follow another, line feeds (or the end of the text) that follow one,
    /// and line feeds that follow two others.
    pub spaces: Vec<usize>,
    /// How many sentences end inside a line as they should: mark, space, capital.
    pub sentence_ends: usize,
    /// Whether the text may hold sequences that are not in the composed form NFC.
    pub may_decompose: bool,
}

/// The length of a block, in bytes.
pub(crate) const BLOCK: usize = 64;

/// Sets a bit for each byte of which `class` is true.
#[inline(always)]
pub(crate) fn mask(block: &[u8; BLOCK], class: impl Fn(u8) -> bool) -> u64 {
    let mut flags = [0u8; BLOCK];
    for (flag, &byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(class(byte));
    }
    let mut mask = 0;
    for (i, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Each byte is 0 or 1: the product gathers the eight of them in its top byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= gathered << (8 * i);
    }
    mask
}

/// The classes of bytes that decide, one bit a byte.
#[derive(Clone, Copy, Default)]
struct Masks {
    lower: u64,
    upper: u64,
    digit: u64,
    stop: u64,
    comma: u64,
    closer: u64,
    bracket: u64,
    space: u64,
    newline: u64,
    /// First bytes of characters beyond ASCII, and control characters.
    other: u64,
}

impl Masks {
    #[inline(always)]
    fn of(block: &[u8; BLOCK]) -> Self {
        Self {
            lower: mask(block, |b| b.is_ascii_lowercase()),
            upper: mask(block, |b| b.is_ascii_uppercase()),
            digit: mask(block, |b| b.is_ascii_digit() || b == b'%'),
            stop: mask(block, |b| matches!(b, b'.' | b'!' | b'?' | b':')),
            comma: mask(block, |b| matches!(b, b',' | b';')),
            closer: mask(block, |b| matches!(b, b'"' | b')' | b']')),
            bracket: mask(block, |b| matches!(b, b'(' | b'[')),
            space: mask(block, |b| matches!(b, b' ' | b'\t')),
            newline: mask(block, |b| b == b'\n'),
            other: mask(block, |b| b >= 0xC0 || b < b'\t' || (b'\x0b'..b' ').contains(&b) || b == 0x7f),
        }
    }
}

impl Scan {
    /// Finds the places of `text`.
    pub fn new(text: &str) -> Self {
        let mut scan = Self::default();
        let mut before = Masks { newline: u64::MAX, ..Masks::default() };
        let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
        for (i, block) in blocks.iter().enumerate() {
            before = scan.block(text, block, i * BLOCK, &before);
        }
        // Filled up with line feeds, so that white space at the end of the text ends a line too.
        let mut last = [b'\n'; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        scan.block(text, &last, blocks.len() * BLOCK, &before);
        scan.newlines.truncate(scan.newlines.partition_point(|&at| at < text.len()));
        scan.spaces.truncate(scan.spaces.partition_point(|&at| at <= text.len()));
        // Those beside characters beyond ASCII were found apart from the others.
        scan.joints.sort_unstable();
        scan.joints.dedup();
        scan
    }

    #[inline(always)]
    fn block(&mut self, text: &str, block: &[u8; BLOCK], at: usize, before: &Masks) -> Masks {
        let now = Masks::of(block);
        // The bytes whose n-th predecessor is in a class.
        let after = |n: u32, class: fn(&Masks) -> u64| (class(&now) << n) | (class(before) >> (64 - n));
        let letter = now.lower | now.upper;
        let after_stop = after(1, |m| m.stop);
        let after_comma = after(1, |m| m.comma);
        let after_blank = after(2, |m| m.space | m.newline | m.bracket);

        let joints = (now.upper & (after(1, |m| m.lower | m.digit) | after_stop | after_comma))
            | (now.lower & after_comma)
            // A quote between white space and a letter opens.
            | (letter & after(1, |m| m.closer) & !after_blank)
            | (now.bracket & (after_stop | after_comma));
        push(&mut self.joints, joints, at, 0);
        // "CEOTim" is seen at its "i", as the word's first letter is one of the capitals.
        let three_capitals = after(1, |m| m.upper) & after(2, |m| m.upper) & after(3, |m| m.upper);
        push(&mut self.joints, now.lower & three_capitals, at, 1);

        let after_end = after(2, |m| m.stop) | (after(2, |m| m.closer) & after(3, |m| m.stop));
        self.sentence_ends += (now.upper & after(1, |m| m.space) & after_end).count_ones() as usize;

        push(&mut self.newlines, now.newline, at, 0);
        let after_newlines = after(1, |m| m.newline) & after(2, |m| m.newline);
        let spaces = ((now.space | now.newline) & after(1, |m| m.space)) | (now.newline & after_newlines);
        push(&mut self.spaces, spaces, at, 0);

        let mut other = now.other;
        while other != 0 {
            self.character(text, at + other.trailing_zeros() as usize);
            other &= other - 1;
        }
        now
    }

    /// Looks at a character beyond printable ASCII.
    fn character(&mut self, text: &str, at: usize) {
        let Some(c) = text[at..].chars().next() else { return };
        self.may_decompose |= c >= '\u{300}' && !is_composed_for_sure(c);
        let next = text[at + c.len_utf8()..].chars().next();
        // General punctuation is by far the most common, so it is told first.
        let punctuation = ('\u{2000}'..='\u{206F}').contains(&c);
        if !punctuation && c.is_alphanumeric() && c != '\u{2BC}' {
            let before = text[..at].chars().next_back();
            if c.is_uppercase() && before.is_some_and(|b| b.is_lowercase() || ends_something(b)) {
                self.joints.push(at);
            }
            if c.is_lowercase() && next.is_some_and(|n| n.is_ascii_uppercase()) {
                self.joints.push(at + c.len_utf8());
            }
        } else {
            self.symbols.push(at);
            let closes = matches!(c, '”' | '»' | '’' | '…');
            let opens = matches!(c, '“' | '‘' | '«');
            let joins = |n: char| n.is_uppercase() || (n.is_lowercase() && matches!(c, '”' | '»'));
            if closes && next.is_some_and(joins) {
                self.joints.push(at + c.len_utf8());
            }
            if opens && text[..at].chars().next_back().is_some_and(|b| b.is_lowercase() || ends_something(b))
            {
                self.joints.push(at);
            }
        }
    }
}

/// Whether a sentence, clause or quotation can end with `c`.
fn ends_something(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | ',' | ';' | '"' | ')' | ']' | '%' | '”' | '»' | '’' | '…')
        || c.is_numeric()
}

/// Whether `c` (from U+0300 on) is one of the common characters that NFC always leaves alone,
/// whatever they stand beside. For all others the full check decides.
fn is_composed_for_sure(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{373}' | '\u{386}' | '\u{388}'..='\u{3FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{58F}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{2002}'..='\u{20CF}' | '\u{2100}'..='\u{2125}' | '\u{2150}'..='\u{2328}' | '\u{232B}'..='\u{2ADB}'
        | '\u{3000}'..='\u{3029}' | '\u{3031}'..='\u{3098}' | '\u{309B}'..='\u{A66E}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEE}'
        | '\u{1F000}'..='\u{1FAFF}')
}

/// Adds the offset of each bit of `mask`, less `back`.
#[inline(always)]
fn push(places: &mut Vec<usize>, mut mask: u64, at: usize, back: usize) {
    while mask != 0 {
        places.push(at + mask.trailing_zeros() as usize - back);
        mask &= mask - 1;
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    #[test]
    fn what_counts_as_composed_is_left_alone_by_nfc() {
        for c in ('\0'..='\u{10FFFF}').filter(|&c| c < '\u{300}' || super::is_composed_for_sure(c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{:x}", c as u32);
            assert_eq!(canonical_combining_class(c), 0, "{:x}", c as u32);
        }
    }
}
