//! Looks for a few strings in all of a text: four bytes of each, which are rare in text, are told by vectors,
//! and only where those may stand is it compared.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::BLOCK;
use super::sights::{SIGHT, Sights, WINDOW};

/// Such bytes as are rare in text, though they stand in common words.
const RARE: [&str; 11] =
    ["icit", "ivac", "nzei", "gn u", "nbox", "w us", "wsle", "dver", "okie", "bscr", "onti"];

/// Strings to look for.
#[derive(Debug)]
pub(crate) struct Needles {
    needles: Vec<Needle>,
    /// The bytes told of each.
    sights: Sights,
}

#[derive(Debug)]
struct Needle {
    text: String,
    /// The bytes told, as [`folded`], and where in it they begin.
    sight: u32,
    offset: usize,
}

impl Needles {
    /// Strings of four bytes of ASCII at least, which are found as they are written.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Self {
        let mut sights = Sights::default();
        let needle = |text: String| {
            let lower = text.to_ascii_lowercase();
            let rare = RARE.iter().enumerate().find_map(|(i, rare)| Some((i, lower.find(rare)?)));
            let (group, offset) = rare.unwrap_or_default();
            let sight = text.as_bytes()[offset..].first_chunk().expect("a string has four bytes");
            sights.add(*sight, group % Sights::GROUPS);
            let sight = folded(sight);
            Needle { text, sight, offset }
        };
        let needles = texts.into_iter().map(needle).collect();
        Self { needles, sights }
    }

    /// Gives the number of each string that is found in `text`, and where it begins, in bytes.
    pub fn find(&self, text: &str, mut give: impl FnMut(usize, usize)) {
        dispatch!(Level::new(), simd => self.search(simd, text.as_bytes(), &mut give));
    }

    #[inline(always)]
    fn search<S: Simd>(&self, simd: S, text: &[u8], give: &mut impl FnMut(usize, usize)) {
        let mut at = 0;
        while at < text.len() {
            let mut seen = match text[at..].first_chunk() {
                Some(window) => self.sights.seen(simd, window),
                None => {
                    let mut window = [0; WINDOW];
                    window[..text.len() - at].copy_from_slice(&text[at..]);
                    self.sights.seen(simd, &window)
                }
            };
            while seen != 0 {
                self.compare(text, at + seen.trailing_zeros() as usize, give);
                seen &= seen - 1;
            }
            at += BLOCK;
        }
    }

    /// Gives the strings whose rare bytes stand at a place.
    #[cold]
    fn compare(&self, text: &[u8], at: usize, give: &mut impl FnMut(usize, usize)) {
        let Some(sight) = text.get(at..).and_then(<[u8]>::first_chunk).map(folded) else { return };
        for (number, needle) in self.needles.iter().enumerate() {
            let starts = |&start: &usize| text[start..].starts_with(needle.text.as_bytes());
            if needle.sight == sight
                && let Some(start) = at.checked_sub(needle.offset).filter(starts)
            {
                give(number, start);
            }
        }
    }
}

/// Bytes with the bit set by which capitals differ from small letters.
fn folded(bytes: &[u8; SIGHT]) -> u32 {
    u32::from_le_bytes(*bytes) | 0x2020_2020
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_are_found_and_no_others(text in "([iI]gn [uU]p|DVERT|dvert|nbox|ox|goose|[a-zA-Z éß—\n]|ign){0,80}") {
            let texts = ["dvert", "DVERT", "ign up", "ign Up", "nbox", "goose"];
            let mut found = Vec::new();
            Needles::new(texts.map(str::to_owned)).find(&text, |number, at| found.push((at, number)));
            found.sort_unstable();
            let all = text.char_indices().flat_map(|(at, _)| {
                let here = text[at..].to_owned();
                texts.iter().enumerate().filter(move |(_, t)| here.starts_with(**t)).map(move |(n, _)| (at, n))
            });
            prop_assert_eq!(found, all.collect::<Vec<_>>(), "{}", text);
        }
    }
}
