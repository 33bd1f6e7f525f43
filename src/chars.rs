//! What a character is, for those who decide: classes beyond those of the standard library, and
//! the characters beside a place.

/// The character that ends at `at`.
pub(crate) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character that begins at `at`.
pub(crate) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether `c` is a hyphen or a minus sign, which the plain style sets as one.
pub(crate) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '−' | '˗' | '‐' | '‑' | '﹣' | '－' | '⁃')
}

/// Whether `c` is a character of Chinese or Japanese writing, its punctuation among them (but not
/// the ideographic space). Korean is set with Western punctuation and spaces.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{312F}' | '\u{3190}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether `c` is punctuation of Chinese or Japanese text, or a full-width form.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303F}' | '\u{30FB}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF65}')
}

/// Whether nothing of `c` is seen: controls, white space of all kinds, marks that shape the line.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..=' ' | '\u{7F}'..='\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200F}'
        | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}' | '\u{3000}' | '\u{FEFF}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}'..='\u{E007F}')
}

/// Whether `c` has no width and joins nothing: what it parts looks run together.
pub(crate) fn has_no_width(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `c` belongs to a script written from right to left.
pub(crate) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Whether `c` is a white space that stays within a line, a tab left out: tabs set columns.
pub(crate) fn is_blank(c: char) -> bool {
    c == ' ' || (c > '\u{7f}' && c.is_whitespace() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}'))
}

/// Where the blanks that end at `at` begin.
pub(crate) fn blanks_before(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches(is_blank).len()
}

/// Where the blanks that begin at `at` end.
pub(crate) fn blanks_after(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(is_blank).len()
}

/// Where the capitals behind small letters are in a word, in bytes.
pub(crate) fn humps(word: &str) -> impl Iterator<Item = usize> {
    let pairs = word.chars().zip(word.char_indices().skip(1));
    pairs.filter(|(a, (_, b))| a.is_lowercase() && b.is_uppercase()).map(|(_, (at, _))| at)
}

/// Whether `c` and `next` could be two bytes of UTF-8 that was read in a code page of one byte a
/// character: most that stand side by side in true text are not.
pub(crate) fn could_be_misread(c: char, next: char) -> bool {
    // Letters of Western, Central European and Cyrillic pages; signs, and lines of boxes.
    let is_in_page = |c: char| {
        matches!(c, '\u{80}'..='\u{17f}' | '\u{192}' | '\u{2c6}'..='\u{2dd}' | '\u{393}'..='\u{3c6}'
            | '\u{401}'..='\u{491}' | '\u{2013}'..='\u{22ff}' | '\u{2310}'..='\u{25ff}' | '\u{f8ff}' | '\u{fb01}' | '\u{fb02}')
    };
    match next {
        ' ' => matches!(c, 'Ã' | 'Â'),
        // These stand for no byte that comes second; nor do Greek letters, but for two of them.
        'А'..='я' => false,
        '\u{370}'..='\u{3ff}' => {
            matches!(next, 'Ω' | 'π') && is_in_page(c) && !('\u{370}'..='\u{3ff}').contains(&c)
        }
        '\u{fffd}' => is_in_page(c),
        _ => is_in_page(next) && is_in_page(c),
    }
}
/// Whether a line ends with a final mark, before closing quotation marks and brackets.
pub(crate) fn is_marked(line: &str) -> bool {
    // Most end with a mark or a letter of ASCII.
    if let Some(&last) = line.as_bytes().last()
        && last.is_ascii()
        && !matches!(last, b'"' | b'\'' | b')')
    {
        return matches!(last, b'.' | b'!' | b'?');
    }
    line.trim_end_matches(['"', '”', '’', ')', '\'']).ends_with(['.', '!', '?', '…'])
}

/// Whether a line is a post of a social network, with its author and date at the end: "Geese are back.
/// Ann Lee (@annlee) May 3, 2019".
pub(crate) fn is_post(line: &str) -> bool {
    let bare = line.trim_end_matches(|c: char| !c.is_alphanumeric()).as_bytes();
    let is_year = match bare {
        [before @ .., b'1', b'9', _, _] | [before @ .., b'2', b'0', _, _] => {
            bare[bare.len() - 2..].iter().all(u8::is_ascii_digit)
                && before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric())
        }
        _ => false,
    };
    is_year && line.contains("(@")
}

/// Whether a line begins with a quotation mark, of whatever style, or the sign of a Markdown heading: it
/// belongs to the article, whatever its words are. "» Read more" is no quotation.
pub(crate) fn is_quoted(line: &str) -> bool {
    if line.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let quotes = ['"', '“', '”', '„', '«', '‹', '‘', '’', '‚', '\'', '#'];
    let closing = || line.strip_prefix(['»', '›']).is_some_and(|rest| !rest.starts_with(is_blank));
    line.starts_with(quotes) || closing()
}
