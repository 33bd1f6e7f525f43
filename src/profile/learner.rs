//! Counting the words of texts.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashSet};
use smol_str::SmolStr;

use super::Profile;
use super::code::Code;
use super::counts::{Totals, WordCounts, write_number};
use super::format;
use super::section::{MAX_WORD, Section};
use super::sites::{self, Sites};
use super::token::{Ending, Spelling, Token, fold, is_apostrophe, pieces, read_running_text};

/// Learns a [`Profile`] from texts.
///
/// Counts are exact sums: learning on parts of a corpus and merging gives the same file, byte for
/// byte, as learning on the whole, whatever the parts and their order. The time is linear in the
/// text; the memory grows with the vocabulary alone.
///
/// Only lines that read as running text count: those that end with a final mark, have five words
/// or more, and are no headings in title case. Words of more than 64 bytes are left out.
///
/// ```
/// use copydesk::{Learner, WordCounts};
///
/// let mut learner = Learner::new();
/// learner.observe("en", "The senator left early. This union, McConnell said, will not hold.");
/// let profile = learner.to_profile();
///
/// let english = profile.language("en").unwrap();
/// assert_eq!(english.word("this"), WordCounts { start: 1, ..WordCounts::default() });
/// assert_eq!(english.word("early"), WordCounts { lower: 1, end: 1, ..WordCounts::default() });
/// assert_eq!(english.name("McConnell"), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Learner {
    languages: BTreeMap<Code, Counts>,
    sites: Sites,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    totals: Totals,
    words: HashMap<SmolStr, WordCounts>,
    /// In how many documents each name stands.
    names: HashMap<SmolStr, u32>,
}

impl Learner {
    /// Nothing learned yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts one document, in a language given by its code (`en`; of `pt-BR` the `pt` counts).
    pub fn observe(&mut self, lang: &str, text: &str) {
        self.observe_with(lang, text, true);
    }

    /// Counts only the names of one document: for text whose words are not to be trusted, since
    /// its headings are run into it.
    pub fn observe_names(&mut self, lang: &str, text: &str) {
        self.observe_with(lang, text, false);
    }

    fn observe_with(&mut self, lang: &str, text: &str, words: bool) {
        let code = Code::new(lang);
        let counts = self.languages.entry(code).or_default();
        counts.totals.documents += 1;
        let mut reader = Reader { counts, code, words, names: HashSet::default() };
        let mut tokens = Vec::new();
        for line in text.lines() {
            if read_running_text(line, &mut tokens) {
                reader.line(&tokens);
            }
        }
        for name in reader.names {
            add_name(&mut counts.names, &name, 1);
        }
    }

    /// Counts the lines of one document of a site: see [`Sites::observe`].
    pub fn observe_site(&mut self, site: &str, text: &str) {
        self.sites.observe(site, text);
    }

    /// What was learned of sites.
    #[must_use]
    pub fn sites(&self) -> &Sites {
        &self.sites
    }

    /// The same, to be changed: merged with counts made elsewhere, limited, pruned.
    pub fn sites_mut(&mut self) -> &mut Sites {
        &mut self.sites
    }

    /// Notes how often a word stands in a hundred million words, by a list of frequencies. Of two
    /// notes on one word the greater stays.
    pub fn note_frequency(&mut self, lang: &str, word: &str, per_hundred_million: u32) {
        let code = Code::new(lang);
        let counts = self.languages.entry(code).or_default();
        let general = WordCounts { general: per_hundred_million, ..WordCounts::default() };
        for key in pieces(code, word).map(fold).filter(|key| key.len() <= MAX_WORD) {
            add_word(&mut counts.words, &key, &general);
        }
    }

    /// Notes that a name stands in so many documents more.
    pub fn note_name(&mut self, lang: &str, name: &str, documents: u32) {
        add_name(&mut self.languages.entry(Code::new(lang)).or_default().names, name, documents);
    }

    /// Adds what another one learned.
    pub fn merge(&mut self, other: &Self) {
        for (code, theirs) in &other.languages {
            let ours = self.languages.entry(*code).or_default();
            ours.totals.add(&theirs.totals);
            theirs.words.iter().for_each(|(word, counts)| add_word(&mut ours.words, word, counts));
            theirs.names.iter().for_each(|(name, &count)| add_name(&mut ours.names, name, count));
        }
        self.sites.merge(&other.sites);
    }

    /// Adds what a profile holds.
    pub fn merge_profile(&mut self, profile: &Profile) {
        for table in profile.languages() {
            let ours = self.languages.entry(table.code()).or_default();
            ours.totals.add(&table.totals());
            table.words().for_each(|(word, counts)| add_word(&mut ours.words, word, &counts));
            table.names().for_each(|(name, count)| add_name(&mut ours.names, name, count));
        }
        sites::read(profile.site_section(), profile.header.missed, &mut self.sites);
    }

    /// Drops the words that were seen fewer than `words` times and have no general frequency, and
    /// the names that stand in fewer than `names` documents.
    ///
    /// What is dropped is lost: profiles that were pruned before they are merged may lack words
    /// that together would have been seen often enough. The totals stay as they were.
    pub fn prune(&mut self, words: u64, names: u32) {
        for counts in self.languages.values_mut() {
            counts.words.retain(|_, counts| counts.general > 0 || counts.seen() >= words);
            counts.names.retain(|_, count| *count >= names);
        }
    }

    /// Keeps those words of which `keep` says so; it is given the language, the word and its
    /// counts. The totals stay as they were.
    pub fn retain_words(&mut self, mut keep: impl FnMut(&str, &str, &WordCounts) -> bool) {
        for (code, counts) in &mut self.languages {
            counts.words.retain(|word, counts| keep(code.as_str(), word, counts));
        }
    }

    /// Keeps those names of which `keep` says so; it is given the language, the name and the number
    /// of documents that have it.
    pub fn retain_names(&mut self, mut keep: impl FnMut(&str, &str, u32) -> bool) {
        for (code, counts) in &mut self.languages {
            counts.names.retain(|name, count| keep(code.as_str(), name, *count));
        }
    }

    /// The profile as bytes, which [`Profile::from_bytes`] takes. The same counts give the same
    /// bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let languages: Vec<_> = self.languages.iter().map(|(code, c)| (*code, c.totals, c)).collect();
        let words_and_names = |counts: &&Counts, bytes: &mut Vec<u8>| {
            let words = sorted(&counts.words).map(|(word, counts)| {
                let mut value = Vec::new();
                counts.write(&mut value);
                (word, value)
            });
            let words = Section::write(words, bytes);
            let names = sorted(&counts.names).map(|(name, &count)| {
                let mut value = Vec::new();
                write_number(count, &mut value);
                (name, value)
            });
            [words, Section::write(names, bytes)]
        };
        let sites = |bytes: &mut Vec<u8>| sites::write(&self.sites, bytes);
        format::write(&languages, words_and_names, sites, self.sites.missed())
    }

    /// What was learned, made ready for look-ups.
    #[must_use]
    pub fn to_profile(&self) -> Profile {
        Profile::from_bytes(self.to_bytes()).expect("a profile just written is sound")
    }
}

fn sorted<V>(map: &HashMap<SmolStr, V>) -> impl Iterator<Item = (&str, &V)> {
    let mut entries: Vec<_> = map.iter().map(|(key, value)| (&**key, value)).collect();
    entries.sort_unstable_by_key(|&(key, _)| key);
    entries.into_iter()
}

fn add_word(words: &mut HashMap<SmolStr, WordCounts>, word: &str, counts: &WordCounts) {
    match words.get_mut(word) {
        Some(known) => known.add(counts),
        None => _ = words.insert(word.into(), *counts),
    }
}

fn add_name(names: &mut HashMap<SmolStr, u32>, name: &str, count: u32) {
    match names.get_mut(name) {
        Some(known) => *known = known.saturating_add(count),
        None => _ = names.insert(name.into(), count),
    }
}

/// Where in a sentence the next word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    Start,
    Inside,
    /// Behind an abbreviation, a colon, an opening quotation mark: a capital says nothing here.
    Unsure,
}

/// Reads the lines of one document.
struct Reader<'l> {
    counts: &'l mut Counts,
    code: Code,
    /// Whether words are counted, or names only.
    words: bool,
    names: HashSet<SmolStr>,
}

impl Reader<'_> {
    fn line(&mut self, tokens: &[Token<'_>]) {
        let mut position = Position::Start;
        let mut ending = Ending::None;
        let mut abbreviated = false;
        let mut last = String::new();
        for token in tokens {
            if token.core.is_empty() {
                // A dash or bullet says nothing; a mark set off by a space ends the sentence.
                if token.ending != Ending::None {
                    (ending, abbreviated) = (token.ending, false);
                }
                if token.opened && ending == Ending::None {
                    position = Position::Unsure;
                }
                continue;
            }
            let ended = matches!(ending, Ending::Mark | Ending::Stop);
            match ending {
                Ending::None => {}
                _ if token.begins_lower() => position = Position::Inside,
                _ if ended && !abbreviated => {
                    self.sentence_end(&last);
                    position = Position::Start;
                }
                _ => position = Position::Unsure,
            }
            if token.opened && position == Position::Inside {
                position = Position::Unsure;
            }
            last.clear();
            self.token(token, position, &mut last);
            position = Position::Inside;
            ending = token.ending;
            abbreviated = ending == Ending::Stop && token.may_be_abbreviation();
        }
        self.sentence_end(&last);
    }

    /// Counts a token; `last` becomes the key of its last word.
    fn token(&mut self, token: &Token<'_>, mut position: Position, last: &mut String) {
        if token.plain {
            return self.plain(token.core, position, last);
        }
        if let Some(name) = token.unusual_name() {
            self.name(name);
        }
        let Some(words) = token.words() else { return };
        for word in words {
            for piece in pieces(self.code, word) {
                let spelling = Spelling::of(piece);
                last.clear();
                if spelling == Spelling::Inner {
                    if !piece.contains(is_apostrophe) {
                        self.name(piece);
                    }
                } else if self.words {
                    let key = fold(piece);
                    if key.len() <= MAX_WORD {
                        self.word(&key, spelling, position);
                        last.push_str(&key);
                    }
                }
                position = Position::Inside;
            }
        }
    }

    /// The same for a word of ASCII letters.
    fn plain(&mut self, word: &str, position: Position, last: &mut String) {
        last.clear();
        if word.len() > MAX_WORD {
            return;
        }
        match Spelling::of_plain(word) {
            Spelling::Inner => self.name(word),
            spelling if self.words => {
                last.push_str(word);
                last.make_ascii_lowercase();
                self.word(last, spelling, position);
            }
            _ => {}
        }
    }

    fn word(&mut self, key: &str, spelling: Spelling, position: Position) {
        let (mut counts, totals) = (WordCounts::default(), &mut self.counts.totals);
        totals.words += 1;
        let (count, total) = match (spelling, position) {
            (Spelling::Lower, _) => (&mut counts.lower, &mut totals.lower),
            (Spelling::Capitals, _) => (&mut counts.caps, &mut totals.caps),
            (_, Position::Start) => (&mut counts.start, &mut totals.start),
            (_, Position::Inside) => (&mut counts.inside, &mut totals.inside),
            (_, Position::Unsure) => return,
        };
        *count += 1;
        *total += 1;
        add_word(&mut self.counts.words, key, &counts);
    }

    fn sentence_end(&mut self, last: &str) {
        if !self.words {
            return;
        }
        self.counts.totals.sentences += 1;
        if !last.is_empty() {
            self.counts.totals.end += 1;
            add_word(&mut self.counts.words, last, &WordCounts { end: 1, ..WordCounts::default() });
        }
    }

    fn name(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(name.into());
        }
    }
}
