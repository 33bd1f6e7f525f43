//! Which of the lines that a site repeats are no part of its articles.
//!
//! That a line stands in many articles proves nothing: crossheads, names of speakers, bylines and
//! refrains do. So it takes a line that speaks to the reader about the site; or a whole sentence that
//! a good part of all articles have at the same end. What is short and has no such words stays.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::SiteLine;
use super::line::fold;
use crate::chars::is_quoted;
use crate::error::Error;
use crate::rows::rows_of;

/// The fewest documents that make a line one that is repeated.
pub(super) const FEWEST: u32 = 3;

/// What a line must have that does not speak to the reader: it stands in so many documents ...
const MANY: u32 = 8;
/// ... which are this share of the site's ...
const SHARE: f32 = 0.2;
/// ... nearly always at the same end, unless this share has it ...
const MOST: f32 = 0.5;
const SAME_END: f32 = 0.9;
/// ... it has so many words, and ends like a sentence, or has a few more ...
const WORDS: usize = 9;
const UNMARKED_WORDS: usize = 12;
/// ... and fewer numbers than a table.
const NUMBERS: usize = 3;

/// Lines with fewer words say too little where it is not known which site they come from.
const SPECIFIC: usize = 6;

/// How sure it is that a line of a site with so many documents goes; `None` where it stays. `line`
/// is the beginning of it, `form` the same folded.
pub(super) fn confidence(line: &str, form: &[u8], seen: &SiteLine<'_>, documents: u32) -> Option<f32> {
    if seen.documents < FEWEST || line.ends_with([':', '?']) || is_quoted(line) {
        return None;
    }
    let share = seen.documents as f32 / documents.max(seen.documents) as f32;
    let often = (seen.documents as f32 / 20.0).min(1.0);
    match Words::embedded().kind(form) {
        Some(Kind::Article) => None,
        Some(Kind::Site) => Some(0.9 + 0.05 * often + 0.04 * share),
        None => {
            let count = words(form).count();
            let numbers = words(form).filter(|word| *word == b"0").count();
            let ends = line.ends_with(['.', '!', '…']) && count >= WORDS;
            let placed = share >= MOST || seen.at_one_end() >= SAME_END;
            let goes = seen.documents >= MANY && share >= SHARE && placed && numbers < NUMBERS;
            (goes && (ends || count >= UNMARKED_WORDS)).then_some(0.8 + 0.1 * often + 0.09 * share)
        }
    }
}

fn words(form: &[u8]) -> impl Iterator<Item = &[u8]> {
    form.trim_ascii().split(|&byte| byte == b' ')
}

/// Whether a line says enough to go wherever it stands.
pub(super) fn is_specific(form: &[u8]) -> bool {
    words(form).nth(SPECIFIC - 1).is_some()
}

/// Whether a line speaks to the reader about the site.
pub(super) fn speaks_to_reader(form: &[u8]) -> bool {
    Words::embedded().site.is_match(form)
}

/// The phrases of `site-words.tsv`, where the kinds are described, each with a space at its ends.
struct Words {
    article: AhoCorasick,
    site: AhoCorasick,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Article,
    Site,
}

impl Words {
    fn embedded() -> &'static Self {
        static WORDS: OnceLock<Words> = OnceLock::new();
        // It is part of the program, and the tests load it.
        WORDS.get_or_init(|| {
            Self::load("site-words.tsv", include_str!("../data/site-words.tsv"))
                .expect("the phrases about sites are sound")
        })
    }

    fn load(file: &str, table: &str) -> Result<Self, Error> {
        let (mut article, mut site): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
        let mut last = "";
        for (number, row) in rows_of(table) {
            let refuse = |reason: &str| Err(Error::table(file, number, reason.to_owned()));
            let Some((kind, phrase)) = row.split_once('\t') else {
                return refuse("a row is: kind, phrase, with a tab between");
            };
            let mut form = Vec::new();
            fold(phrase, &mut form);
            if phrase.is_empty() || form != format!(" {phrase} ").as_bytes() {
                return refuse("not in the form in which lines are compared");
            }
            if row <= last {
                return refuse("out of order, or here a second time");
            }
            last = row;
            match kind {
                "article" => article.push(form),
                "site" => site.push(form),
                _ => return refuse("no such kind"),
            }
        }
        let automaton = |phrases: &[Vec<u8>]| {
            let built = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases);
            built.map_err(|error| Error::table(file, 0, error.to_string()))
        };
        Ok(Self { article: automaton(&article)?, site: automaton(&site)? })
    }

    /// What kind of phrase stands in a line; what is of the article comes first.
    fn kind(&self, form: &[u8]) -> Option<Kind> {
        if self.article.is_match(form) {
            Some(Kind::Article)
        } else {
            self.site.is_match(form).then_some(Kind::Site)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goes(line: &str, of: u32, [documents, head, tail]: [u32; 3]) -> bool {
        let mut form = Vec::new();
        fold(line, &mut form);
        let seen = SiteLine { documents, head, tail, missed: 0, sample: line };
        confidence(line, &form, &seen, of).is_some()
    }

    #[test]
    fn lines_that_go_and_lines_that_stay() {
        for (line, of, seen, expected) in [
            // To the reader.
            ("Sign up for the Harbor Letter, in your inbox on Friday", 900, [3, 0, 0], true),
            ("Follow us.", 900, [5, 0, 5], true),
            ("Do let us know what you think of the new quay.", 900, [5, 0, 5], false),
            ("How to sign up for a berth", 900, [5, 0, 5], false),
            ("Click here for the map of the quay.", 900, [5, 0, 5], false),
            ("Sign up for the Harbor Letter, in your inbox on Friday", 900, [2, 0, 2], false),
            // A sentence that most articles end with.
            ("The Harbor Gazette is printed on paper made of old nets.", 40, [30, 0, 29], true),
            ("The Harbor Gazette is printed on paper made of old nets.", 40, [30, 5, 9], true),
            ("The Harbor Gazette is printed on paper made of old nets.", 400, [30, 0, 30], false),
            ("The Harbor Gazette is printed on paper made of old nets.", 100, [30, 15, 15], false),
            ("The Harbor Gazette is printed on paper made of old nets.", 7, [7, 0, 7], false),
            // Crossheads, speakers, refrains, lead-ins, questions.
            ("What comes next", 26, [25, 0, 0], false),
            ("In brief", 26, [25, 25, 0], false),
            ("MODERATOR:", 26, [25, 0, 0], false),
            ("Ann Lee", 26, [25, 25, 0], false),
            ("And the sea goes out, and the sea comes in,", 26, [4, 0, 4], false),
            ("Here is what we asked the people who sign up for the swim:", 26, [25, 0, 0], false),
            ("“Sign up for the swim”", 26, [25, 0, 0], false),
            ("What do the people of the harbor think about all of this?", 26, [25, 0, 0], false),
            ("## Subscribe to a feed", 26, [25, 0, 0], false),
            // Who wrote it, and when.
            (
                "Ann Lee is a reporter at the Harbor Gazette and lives in the old town.",
                26,
                [25, 0, 25],
                false,
            ),
            ("Ann Lee contributed to this report. Sign up for her letter.", 26, [25, 0, 25], false),
            ("Ann Lee is a senior editor. Follow her, and subscribe to the paper.", 26, [25, 0, 25], false),
            // A table.
            ("Mon 12 Tue 14 Wed 11 Thu 9 Fri 16 degrees on the pier.", 26, [25, 0, 25], false),
        ] {
            assert_eq!(goes(line, of, seen), expected, "{line} {of} {seen:?}");
        }
    }

    #[test]
    fn phrases_count_as_whole_words() {
        for (form, kind) in [
            ("please follow us now", Some(Kind::Site)),
            ("follow usher", None),
            ("a swallow us", None),
            ("follow us is a reporter", Some(Kind::Article)),
        ] {
            assert_eq!(Words::embedded().kind(format!(" {form} ").as_bytes()), kind, "{form}");
        }
    }

    #[test]
    fn bad_tables_are_refused() {
        for (table, line) in [
            ("site follow us", 1),
            ("# c\nsites\tfollow us", 2),
            ("site\tFollow us", 1),
            ("site\t", 1),
            ("site\tlike us\nsite\tfollow us", 2),
            ("site\tlike us\nsite\tlike us", 2),
        ] {
            let error = Words::load("w.tsv", table).err().expect("refused").to_string();
            assert!(error.starts_with(&format!("w.tsv:{line}: ")), "{error}");
        }
    }
}
