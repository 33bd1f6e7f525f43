//! What of a character is known without the tables of Unicode, where it is one of the common ones.

/// Whether text begins with a letter beside which nothing is to be found: what most of Russian,
/// Chinese and Korean text is made of, told by its bytes. The text before it does not matter.
#[inline(always)]
pub(super) fn is_plain_letter(bytes: &[u8]) -> bool {
    match *bytes {
        // Ideographs, and most syllables of Korean.
        [0xE4, 0xB8..=0xBF, ..] | [0xE5..=0xE9 | 0xEB | 0xEC, ..] => true,
        // Small letters of Russian, before another letter of it or what is no capital.
        [0xD0, 0xB0..=0xBF, ref rest @ ..] | [0xD1, ..=0x8F, ref rest @ ..] => {
            matches!(*rest, [0xD0, 0x90..=0xBF, ..] | [0xD1, ..=0x8F, ..] | [..=b'@' | b'['..=0x7F, ..])
        }
        _ => false,
    }
}

/// Whether a letter is a capital.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
    /// Its script has no capitals.
    None,
}

/// The case of the letters that are common by far, and that NFC leaves alone; `None` of all others.
pub(super) fn case_of_common(c: char) -> Option<Case> {
    match c {
        'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => Some(Case::Lower),
        'À'..='Ö' | 'Ø'..='Þ' | 'Ѐ'..='Я' => Some(Case::Upper),
        '一'..='鿿' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '가'..='힣' => Some(Case::None),
        _ => None,
    }
}

/// Whether a word, clause, sentence or quotation can end with `c`.
pub(crate) fn ends_something(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | ',' | ';' | '"' | ')' | ']' | '%' | '”' | '»' | '’' | '…')
        || c.is_alphanumeric()
}

/// What is by far the most common of all that is no letter: told without the tables of Unicode.
pub(super) fn is_common_punctuation(c: char) -> bool {
    matches!(c, '«' | '»' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
        | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF40}'
        | '\u{FF5B}'..='\u{FF65}')
}

/// Whether `c` (from U+0300 on) is one of the common characters that NFC always leaves alone,
/// whatever they stand beside. For all others the full check decides.
pub(super) fn is_composed_for_sure(c: char) -> bool {
    matches!(c,
        '\u{370}'..='\u{373}' | '\u{386}' | '\u{388}'..='\u{3FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{58F}'
        | '\u{1E00}'..='\u{1EFF}' | '\u{2002}'..='\u{20CF}' | '\u{2100}'..='\u{2125}' | '\u{2150}'..='\u{2328}' | '\u{232B}'..='\u{2ADB}'
        | '\u{3000}'..='\u{3029}' | '\u{3031}'..='\u{3098}' | '\u{309B}'..='\u{A66E}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEE}'
        | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::super::Scan;
    use super::*;
    use crate::chars::{is_invisible, is_right_to_left};
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};

    #[test]
    fn beside_plain_letters_nothing_is_found() {
        let nexts: Vec<char> = (' '..='\u{4ff}')
            .chain(['„', '”', '—', '\u{2028}', '\u{3000}', '。', '中', '\u{fffd}'])
            .collect();
        let mut plain = 0;
        for c in '\u{400}'..='\u{ffff}' {
            // One of each script is enough for all that comes next.
            let nexts = if matches!(c, '中' | '한' | 'а'..='я') { &nexts[..] } else { &[' ', 'A', 'é'] };
            for next in nexts {
                let text = format!("{c}{next}");
                if is_plain_letter(text.as_bytes()) {
                    plain += 1;
                    let mut scan = Scan::default();
                    scan.character(&text, 0);
                    assert_eq!(scan, Scan::default(), "{text:?}");
                }
            }
        }
        assert!(plain > 80_000);
    }

    #[test]
    fn common_letters_have_the_case_that_the_standard_library_says() {
        for c in '\0'..='\u{10FFFF}' {
            let Some(case) = case_of_common(c) else { continue };
            let known = match (c.is_lowercase(), c.is_uppercase()) {
                (true, false) => Case::Lower,
                (false, true) => Case::Upper,
                _ => Case::None,
            };
            assert!(case == known && c.is_alphabetic() && !is_right_to_left(c) && !is_invisible(c), "{c}");
            assert!(c < '\u{300}' || is_composed_for_sure(c), "{c}");
        }
    }

    #[test]
    fn common_punctuation_is_no_letter_and_no_digit() {
        for c in ('\0'..='\u{10FFFF}').filter(|&c| is_common_punctuation(c)) {
            assert!(!c.is_alphanumeric(), "{c}");
        }
    }

    #[test]
    fn what_counts_as_composed_is_left_alone_by_nfc() {
        for c in ('\0'..='\u{10FFFF}').filter(|&c| c < '\u{300}' || is_composed_for_sure(c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{:x}", c as u32);
            assert_eq!(canonical_combining_class(c), 0, "{:x}", c as u32);
        }
    }
}
