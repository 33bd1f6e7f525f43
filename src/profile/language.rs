//! The language of a document, by its commonest words.

use std::collections::HashMap;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::token::fold;
use crate::error::Error;
use crate::rows::rows_of;

/// How much of a text is looked at: so many windows of so many bytes, spread over it.
const WINDOWS: usize = 4;
const WINDOW: usize = 512;
/// At first so much of each; only where that leaves a doubt, all of it.
const GLANCE: usize = 96;

/// What a language has to show.
struct Bar {
    /// The least words of the text that are function words of it: so many, ...
    hits: usize,
    /// ... and this share of all. In running text it is a third to a half.
    share: f32,
    /// How far it has to be ahead of the second, where words that several have count less.
    ahead: f32,
}

const CLEAR: Bar = Bar { hits: 3, share: 0.22, ahead: 1.25 };
/// After the first look.
const CERTAIN: Bar = Bar { hits: 10, share: 0.3, ahead: 2.5 };

/// The language of a text, by a cheap look at no more than 2 KiB of it: `cs`, `da`, `de`, `en`, `es`,
/// `fr`, `it`, `nb`, `nl`, `pl`, `pt`, `ru`, `sv` or `uk`; `None` where it is none of these, or not
/// clear.
///
/// ```
/// use copydesk::detect;
///
/// assert_eq!(detect("The council said that it would not vote before the summer."), Some("en"));
/// assert_eq!(detect("Der Rat will nicht vor dem Sommer über den Antrag abstimmen."), Some("de"));
/// assert_eq!(detect("1, 2, 3"), None);
/// ```
#[must_use]
pub fn detect(text: &str) -> Option<&'static str> {
    let words = FunctionWords::embedded();
    words.best(windows(text, GLANCE), &CERTAIN).or_else(|| words.best(windows(text, WINDOW), &CLEAR))
}

/// What speaks for a language.
#[derive(Clone, Copy, Default)]
struct Score {
    /// How many of its words were seen.
    hits: usize,
    /// The same, each divided by the number of languages that have it.
    weight: f32,
}

/// Gives the words of a text in lower case.
fn each_word(text: &str, mut give: impl FnMut(&str)) {
    let lower = text.to_ascii_lowercase();
    let mut rest = Some(&*lower);
    // Most are told by their bytes.
    while let Some(text) = rest {
        let is_apart = |byte: &u8| !byte.is_ascii_lowercase() && byte.is_ascii();
        let end = text.as_bytes().iter().position(is_apart).unwrap_or(text.len());
        let part = &text[..end];
        rest = text.get(end + 1..);
        if part.is_empty() {
            continue;
        }
        if part.is_ascii() {
            give(part);
        } else {
            let words = part.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            words.for_each(|word| give(&fold(word)));
        }
    }
}

/// The parts of a text that are looked at, of `size` bytes each; all of a short one.
fn windows(text: &str, size: usize) -> impl Iterator<Item = &str> {
    let short = text.len() <= WINDOWS * size;
    let (count, size) = if short { (1, text.len()) } else { (WINDOWS, size) };
    let step = (text.len() - size) / count.saturating_sub(1).max(1);
    // Forward to the next character, so that no window is cut inside one.
    let boundary = |at: usize| (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    (0..count).map(move |i| &text[boundary(i * step)..boundary(i * step + size)])
}

/// The table of function words, read.
struct FunctionWords {
    languages: Vec<&'static str>,
    /// For each word a bit for each of the languages that have it.
    map: HashMap<&'static str, u32, FixedState>,
}

impl FunctionWords {
    fn embedded() -> &'static Self {
        static WORDS: OnceLock<FunctionWords> = OnceLock::new();
        // It is part of the program, and the tests load it.
        WORDS.get_or_init(|| {
            Self::parse("function-words.tsv", include_str!("data/function-words.tsv"))
                .expect("the table of function words is sound")
        })
    }

    /// The language that the words of some parts of a text speak for, if they do so clearly.
    fn best<'t>(&self, parts: impl Iterator<Item = &'t str>, bar: &Bar) -> Option<&'static str> {
        let mut scores = vec![Score::default(); self.languages.len()];
        let mut seen = 0usize;
        for part in parts {
            each_word(part, |word| {
                seen += 1;
                let mut languages = self.map.get(word).copied().unwrap_or_default();
                let weight = 1.0 / languages.count_ones() as f32;
                while languages != 0 {
                    let score = &mut scores[languages.trailing_zeros() as usize];
                    languages &= languages - 1;
                    score.hits += 1;
                    score.weight += weight;
                }
            });
        }
        let heaviest = |a: usize, b: usize| if scores[b].weight > scores[a].weight { b } else { a };
        let first = (0..scores.len()).reduce(heaviest)?;
        let best = scores[first];
        let second = (0..scores.len()).filter(|&i| i != first).reduce(heaviest)?;
        let clear = best.hits >= bar.hits
            && best.hits as f32 >= bar.share * seen as f32
            && best.weight >= bar.ahead * scores[second].weight;
        clear.then(|| self.languages[first])
    }

    /// Reads the table.
    ///
    /// # Errors
    /// Where a row is not a language and a word, or is not behind the one before it.
    fn parse(file: &str, table: &'static str) -> Result<Self, Error> {
        let mut words = Self { languages: Vec::new(), map: HashMap::default() };
        let mut last = ("", "");
        for (number, line) in rows_of(table) {
            let refused = |reason: &str| Error::table(file, number, reason);
            let row = line.split_once('\t').ok_or_else(|| refused("a row is a language, a tab, a word"))?;
            if row.0.len() != 2 || row.1.is_empty() || !row.1.chars().all(char::is_lowercase) {
                return Err(refused("a row is two letters, a tab, a word in lower case"));
            }
            if row <= last {
                return Err(refused("the row is not in order, or is there twice"));
            }
            if row.0 != last.0 {
                words.languages.push(row.0);
            }
            last = row;
            *words.map.entry(row.1).or_default() |= 1 << (words.languages.len() - 1);
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn languages_are_told() {
        for (lang, text) in [
            ("en", "The mayor said that the bridge would not open before spring, and nobody was surprised."),
            (
                "de",
                "Die Brücke wird nicht vor dem Frühling geöffnet, sagte der Bürgermeister, und niemand war überrascht.",
            ),
            (
                "fr",
                "Le pont ne sera pas ouvert avant le printemps, a dit le maire, et personne n'a été surpris dans la ville.",
            ),
            (
                "es",
                "El puente no se abrirá hasta la primavera, dijo el alcalde, y nadie en la ciudad se mostró muy sorprendido.",
            ),
            (
                "pt",
                "A ponte não será aberta até a primavera, disse o prefeito, e ninguém na cidade ficou muito surpreso com isso.",
            ),
            (
                "it",
                "Il ponte non sarà aperto prima della primavera, ha detto il sindaco, e nessuno nella città è rimasto sorpreso.",
            ),
            (
                "nl",
                "De brug gaat niet voor het voorjaar open, zei de burgemeester, en niemand in de stad was daar erg verbaasd over.",
            ),
            (
                "sv",
                "Bron öppnar inte före våren, sade borgmästaren, och ingen i staden var särskilt förvånad över det.",
            ),
            (
                "da",
                "Broen åbner ikke før foråret, sagde borgmesteren, og der var ikke nogen i byen, som blev overrasket af det.",
            ),
            (
                "nb",
                "Broen åpner ikke før våren, sa ordføreren, og det var ikke noen i byen som ble overrasket av det nå.",
            ),
            (
                "pl",
                "Most nie zostanie otwarty przed wiosną, powiedział burmistrz, i nikt w mieście nie był tym zaskoczony.",
            ),
            (
                "cs",
                "Most nebude otevřen před jarem, řekl starosta, a nikdo ve městě z toho nebyl překvapen, protože se to čekalo.",
            ),
            (
                "ru",
                "Мост не откроют до весны, сказал мэр, и никто в городе этому не удивился, потому что так было всегда.",
            ),
            (
                "uk",
                "Міст не відкриють до весни, сказав мер, і ніхто в місті цьому не здивувався, бо так було завжди.",
            ),
        ] {
            assert_eq!(detect(text), Some(lang), "{text}");
            assert_eq!(detect(&format!("{text}\n").repeat(200)), Some(lang));
        }
    }

    #[test]
    fn others_are_not() {
        for text in [
            "",
            "McConnell",
            "Silta avataan vasta keväällä, sanoi pormestari, eikä kukaan kaupungissa ollut yllättynyt.",
            "A hidat tavasszal nyitják meg, mondta a polgármester, és senki sem lepődött meg a városban.",
            "Η γέφυρα δεν θα ανοίξει πριν από την άνοιξη, είπε ο δήμαρχος.",
            "let x = 5; fn main() { println!(\"{x}\"); }",
        ] {
            assert_eq!(detect(text), None, "{text}");
        }
    }

    #[test]
    fn bad_rows_are_refused_with_file_and_line() {
        for (table, line) in
            [("de\tder\nde\tdas\n", 2), ("# x\nde der\n", 2), ("de\tDer\n", 1), ("deu\tder", 1)]
        {
            let error = FunctionWords::parse("f.tsv", table).err().unwrap().to_string();
            assert!(error.starts_with(&format!("f.tsv:{line}: ")), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,60}", times in 1usize..100) {
            let _ = detect(&text.repeat(times));
        }
    }
}
