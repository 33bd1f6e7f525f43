//! Damages clean text as extractors do.

/// What was lost at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// A final mark and a space.
    Mark(char),
    Space,
    /// The end of a line that ended without a mark.
    Line,
}

/// One text to learn from, and what is missing in it, by byte offsets.
pub struct Sample {
    pub(super) text: String,
    pub(super) lost: Vec<(usize, Loss)>,
    /// The damage, for reports.
    pub(super) damage: Damage,
    /// Whether it is only learned from where no mark stands.
    pub(super) bare_only: bool,
}

/// How a text is damaged: the shares of what is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Damage {
    /// What it is called in reports.
    pub name: &'static str,
    /// Of sentence ends, with mark and space.
    pub stops: f64,
    /// Of the spaces behind sentence ends; behind abbreviations, commas, brackets a quarter of it.
    pub spaces: f64,
    /// Of the spaces within clauses, before a capital.
    pub gaps: f64,
    /// Of line breaks behind a mark.
    pub lines: f64,
    /// Of those behind headings.
    pub headings: f64,
}

const WHOLE: Damage = Damage { name: "whole", stops: 0.0, spaces: 0.0, gaps: 0.0, lines: 0.0, headings: 0.0 };
const FEW: Damage = Damage { name: "stops .1", stops: 0.1, ..WHOLE };
const MANY: Damage = Damage { name: "stops .6", stops: 0.6, ..WHOLE };
/// Every sentence end within a line is lost.
pub const ALL: Damage = Damage { name: "stops 1", stops: 1.0, ..WHOLE };
const SPACES: Damage = Damage { name: "spaces .2", spaces: 0.2, ..WHOLE };
const GAPS: Damage = Damage { name: "gaps .02", gaps: 0.02, spaces: 0.02, ..WHOLE };
const LINES: Damage = Damage { name: "lines 1", lines: 1.0, headings: 1.0, ..WHOLE };
const SOME: Damage = Damage { name: "lines .2", lines: 0.2, headings: 0.2, gaps: 0.01, ..WHOLE };
const HEADINGS: Damage = Damage { name: "headings 1", headings: 1.0, ..WHOLE };

/// The damages that weights are learned on, in turn. Most documents are whole, as they are in the
/// world: so the confidence is not too high where nothing was lost.
pub const MIX: [Damage; 20] = [
    WHOLE, FEW, WHOLE, HEADINGS, MANY, WHOLE, SPACES, WHOLE, FEW, WHOLE, WHOLE, LINES, ALL, WHOLE, SPACES,
    GAPS, FEW, SOME, WHOLE, FEW,
];

/// splitmix64, Vigna 2015 (public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Sample {
    /// A text as it is, of which only the places without a mark tell something: where it has names
    /// in plenty, but is not free of spaces lost behind marks.
    #[must_use]
    pub fn of_names(text: &str) -> Self {
        Self { text: text.to_owned(), lost: Vec::new(), damage: WHOLE, bare_only: true }
    }

    /// Takes marks, spaces and line breaks out of a text.
    #[must_use]
    pub fn damaged(text: &str, damage: Damage, seed: u64) -> Self {
        let mut random = Random(seed);
        let mut out =
            Self { text: String::with_capacity(text.len()), lost: Vec::new(), damage, bare_only: false };
        let mut kept = 0;
        for (at, blank) in text.match_indices([' ', '\n']).filter(|(at, _)| !text[..*at].ends_with('\n')) {
            if at < kept {
                continue;
            }
            let before = &text[kept..at];
            let next = text[at..].trim_start_matches(if blank == " " { " " } else { "\n" });
            if before.is_empty() || before.ends_with(char::is_whitespace) || next.is_empty() {
                continue;
            }
            let begins = next.trim_start_matches(['“', '"', '‘', '(', '«', '„']);
            let stem = before.trim_end_matches(['”', '"', '’', ')', '»']);
            let ends = ends_sentence(stem) && begins.starts_with(char::is_uppercase);
            let loss = if blank == "\n" {
                let finished = before.ends_with(|c: char| !c.is_alphanumeric());
                let drawn = random.next();
                if finished {
                    (drawn < damage.lines).then_some(Loss::Space)
                } else {
                    (is_heading(before, next) && drawn < damage.headings).then_some(Loss::Line)
                }
            } else {
                let plain = stem.len() == before.len() && begins.len() == next.len();
                // Behind abbreviations, commas and brackets too, if less often.
                let pause = before.ends_with([',', ';', ':', '.', ')', '”', '"', '»'])
                    && begins.starts_with(char::is_alphabetic);
                let clause = before.ends_with(char::is_lowercase) && next.starts_with(char::is_uppercase);
                let space = match () {
                    () if ends => damage.spaces,
                    () if pause => damage.spaces / 4.0,
                    () if clause => damage.gaps,
                    () => 0.0,
                };
                let drawn = random.next();
                if ends && plain && drawn < damage.stops {
                    stem.chars().next_back().map(Loss::Mark)
                } else {
                    (drawn < space).then_some(Loss::Space)
                }
            };
            let Some(loss) = loss else { continue };
            let lost_mark = if matches!(loss, Loss::Mark(_)) { 1 } else { 0 };
            out.text.push_str(&before[..before.len() - lost_mark]);
            out.lost.push((out.text.len(), loss));
            kept = text.len() - next.len();
        }
        out.text.push_str(&text[kept..]);
        out
    }

    /// What was lost at a place.
    pub(super) fn lost(&self, at: usize) -> Option<Loss> {
        self.lost.binary_search_by_key(&at, |&(at, _)| at).ok().map(|i| self.lost[i].1)
    }
}

/// Whether the line at the end of one text is a heading of the paragraph that begins the other.
/// Lines of lists and of code would not tell what lines of text look like that were joined.
fn is_heading(before: &str, next: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let paragraph = next.split('\n').next().unwrap_or_default();
    let words = line.split_whitespace().count();
    (1..=16).contains(&words) && paragraph.len() > 80 && paragraph.ends_with(['.', '!', '?', '"', '”'])
}

/// Whether a text ends with a final mark that is no part of an abbreviation.
fn ends_sentence(text: &str) -> bool {
    let Some(stem) = text.strip_suffix(['.', '?', '!']) else { return false };
    if !stem.ends_with(|c: char| c.is_alphanumeric() || "%)”\"’".contains(c)) {
        return false;
    }
    let word = stem.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '"', '“', '‘']);
    !text.ends_with('.') || (word.chars().count() > 1 && !is_abbreviation(word))
}

fn is_abbreviation(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "mr", "mrs", "ms", "dr", "prof", "st", "inc", "ltd", "co", "corp", "jr", "sr", "vs", "etc", "no",
        "gen", "col", "sen", "rep", "gov", "capt", "lt", "sgt", "rev", "hon", "jan", "feb", "mar", "apr",
        "aug", "sep", "sept", "oct", "nov", "dec",
    ];
    word.contains('.') || COMMON.contains(&word.to_lowercase().as_str())
}
