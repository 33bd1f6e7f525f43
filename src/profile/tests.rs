//! Tests of the room as a whole.

use proptest::prelude::*;

use super::*;

fn learned(lang: &str, texts: &[&str]) -> Profile {
    let mut learner = Learner::new();
    texts.iter().for_each(|text| learner.observe(lang, text));
    learner.to_profile()
}

/// Lower, inside, start, end, caps.
fn counts(profile: &Profile, lang: &str, key: &str) -> [u32; 5] {
    let c = profile.language(lang).unwrap().word(key);
    [c.lower, c.inside, c.start, c.end, c.caps]
}

#[test]
fn counting_rules() {
    for (lang, text, key, expected) in [
        // The plain case.
        ("en", "The dog saw the other dog. It ran.", "the", [1, 0, 1, 0, 0]),
        ("en", "The dog saw the other dog. It ran.", "dog", [2, 0, 0, 1, 0]),
        ("en", "The dog saw the other dog. It ran.", "ran", [1, 0, 0, 1, 0]),
        ("en", "They went to see Paris in May.", "paris", [0, 1, 0, 0, 0]),
        ("en", "They went to see Paris in May.", "may", [0, 1, 0, 1, 0]),
        // Marks, closers and openers between.
        ("en", "“Are you sure?” asked the old man. “Yes!” (Nobody was.)", "asked", [1, 0, 0, 0, 0]),
        ("en", "“Are you sure?” asked the old man. “Yes!” (Nobody was.)", "nobody", [0, 0, 1, 0, 0]),
        ("en", "“Are you sure?” asked the old man. “Yes!” (Nobody was.)", "sure", [1, 0, 0, 0, 0]),
        ("en", "He said to them, “Nobody knows that.”", "nobody", [0, 0, 0, 0, 0]),
        ("en", "And this was the rule: Nobody knows that.", "nobody", [0, 0, 0, 0, 0]),
        ("en", "It went on and on… Nobody knows that.", "nobody", [0, 0, 0, 0, 0]),
        // Abbreviations: neither start nor inside behind them, and no end.
        ("en", "He wrote to Mr. Miller about it.", "miller", [0, 0, 0, 0, 0]),
        ("en", "He wrote to Mr. Miller about it.", "mr", [0, 1, 0, 0, 0]),
        ("en", "The book was by J. Miller, they say.", "miller", [0, 0, 0, 0, 0]),
        ("en", "People in the U.S. Senate said so.", "senate", [0, 0, 0, 0, 0]),
        ("en", "They made it with flour, eggs, etc. Miller did not.", "miller", [0, 0, 0, 0, 0]),
        ("en", "Nobody in the house was in 2016. Miller did not know.", "miller", [0, 0, 1, 0, 0]),
        // What is no word.
        ("en", "The new partnershipsThis year were not made.", "this", [0, 0, 0, 0, 0]),
        ("en", "The new partnershipsThis year were not made.", "partnershipsthis", [0, 0, 0, 0, 0]),
        ("en", "See www.example.com or @desk and #Desk for more.", "desk", [0, 0, 0, 0, 0]),
        ("en", "They tried x/desk and desk_2 and also 3desk here.", "desk", [0, 0, 0, 0, 0]),
        // Compounds, possessives, capitals.
        ("en", "The Franco-German plan was well-known to all.", "german", [0, 1, 0, 0, 0]),
        ("en", "The Franco-German plan was well-known to all.", "known", [1, 0, 0, 0, 0]),
        ("en", "They heard Alibaba’s plan and didn’t like it.", "alibaba", [0, 1, 0, 0, 0]),
        ("en", "They heard Alibaba’s plan and didn’t like it.", "didn't", [1, 0, 0, 0, 0]),
        ("en", "They asked NASA for all the plans.", "nasa", [0, 0, 0, 0, 1]),
        // Lines that are no running text.
        ("en", "Senate Votes To Open The Bridge.", "bridge", [0, 0, 0, 0, 0]),
        ("en", "The bridge is open to all people", "bridge", [0, 0, 0, 0, 0]),
        ("en", "The bridge is open.", "bridge", [0, 0, 0, 0, 0]),
        // Other languages.
        ("fr", "On dit que l’Europe a peur ? Non, elle rit.", "europe", [0, 1, 0, 0, 0]),
        ("fr", "On dit que l’Europe a peur ? Non, elle rit.", "peur", [1, 0, 0, 1, 0]),
        ("fr", "On dit que l’Europe a peur ? Non, elle rit.", "non", [0, 0, 1, 0, 0]),
        ("fr", "L’Europe a peur de ce qui vient.", "l'", [0, 0, 1, 0, 0]),
        ("de", "Das ist z.B. Vater oder Mutter gewesen.", "vater", [0, 0, 0, 0, 0]),
        ("ru", "Мост открыли. Никто этого не ждал.", "никто", [0, 0, 1, 0, 0]),
    ] {
        assert_eq!(counts(&learned(lang, &[text]), lang, key), expected, "{key} in: {text}");
    }
}

#[test]
fn names_count_documents() {
    let text = "Then McConnell used an iPhone, and McConnell’s APIs were under U.S.C. rules.\nSeen on H1N1 by Dream.US and\n";
    let profile = learned("en", &[text, "Again McConnell was there with DeVito.", "iPhone"]);
    let table = profile.language("en").unwrap();
    let names: Vec<_> = table.names().collect();
    assert_eq!(names, [("APIs", 1), ("DeVito", 1), ("McConnell", 2), ("U.S.C", 1), ("iPhone", 1)]);
    assert_eq!((table.name("McConnell"), table.name("Mcconnell")), (2, 0));
    assert_eq!(table.totals().documents, 3);
}

#[test]
fn totals_are_sums() {
    let profile = learned("en", &["The dog saw Rex at noon. Then NASA called, and it ran."]);
    let table = profile.language("en").unwrap();
    let sum = |field: fn(&WordCounts) -> u32| table.words().map(|(_, c)| u64::from(field(&c))).sum::<u64>();
    let totals = table.totals();
    assert_eq!((totals.documents, totals.sentences, totals.words), (1, 2, 12));
    assert_eq!((totals.lower, totals.inside), (sum(|c| c.lower), sum(|c| c.inside)));
    assert_eq!((totals.start, totals.end, totals.caps), (sum(|c| c.start), sum(|c| c.end), sum(|c| c.caps)));
}

#[test]
fn pruning_drops_what_is_rare() {
    let mut learner = Learner::new();
    learner.observe("en", "The dog and the cat saw McConnell there.");
    learner.note_frequency("en", "Zebra’s", 40);
    learner.prune(2, 2);
    let profile = learner.to_profile();
    let table = profile.language("en").unwrap();
    let words: Vec<_> = table.words().map(|(word, counts)| (word, counts.seen(), counts.general)).collect();
    assert_eq!(words, [("the", 2, 0), ("zebra", 0, 40)]);
    assert_eq!((table.names().count(), table.totals().words), (0, 7));
}

#[test]
fn files_that_are_no_profiles_are_refused() {
    let reason = |bytes: &[u8]| Profile::from_bytes(bytes.to_vec()).unwrap_err().to_string();
    let bytes = learned("en", &["The dog saw the other dog there."]).as_bytes().to_vec();
    assert!(Profile::from_bytes(bytes.clone()).is_ok());
    assert_eq!(reason(b"{}"), "not a profile of copydesk");
    assert_eq!(reason(&bytes[..bytes.len() - 1]), "the profile is cut off or damaged");
    assert_eq!(reason(&[&bytes[..], b"x"].concat()), "the profile is cut off or damaged");
    let mut newer = bytes;
    newer[8] = 200;
    assert_eq!(reason(&newer), "the profile was made by another version of copydesk");

    let missing = Profile::load("/nonexistent/x.profile").unwrap_err().to_string();
    assert!(missing.starts_with("/nonexistent/x.profile: "), "{missing}");
}

#[test]
fn the_embedded_profile_knows_plain_facts() {
    let profile = Profile::embedded();
    assert!(profile.as_bytes().len() <= 3 << 20);
    let english = profile.language("en").unwrap();
    let the = english.word("the");
    assert!(the.lower > 20 * the.inside && the.start > 5 * the.inside && the.end * 1000 < the.lower);
    let trump = english.word("trump");
    assert!(trump.inside > 10 * trump.lower);
    for name in ["McConnell", "YouTube", "iPhone", "WikiLeaks", "APIs"] {
        assert!(english.name(name) > 1, "{name}");
    }
    assert_eq!(english.name("partnershipsThis"), 0);
    for (lang, pronoun, noun, country) in [
        ("de", "wir", "haus", "frankreich"),
        ("fr", "elle", "maison", "allemagne"),
        ("es", "esto", "casa", "francia"),
        ("pt", "ela", "casa", "brasil"),
        ("it", "questa", "casa", "francia"),
        ("nl", "deze", "huis", "frankrijk"),
    ] {
        let table = profile.language(lang).unwrap();
        assert!(table.word(pronoun).general > table.word(noun).general, "{lang}");
        let (pronoun, country) = (table.word(pronoun), table.word(country));
        assert!(pronoun.start > 20 * pronoun.inside && pronoun.lower > pronoun.start, "{lang}");
        assert!(country.inside > 10 * country.lower && country.inside > 3 * country.start, "{lang}");
    }
}

/// Documents of a few words, names and marks.
fn documents() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let word = prop::sample::select(vec![
        "the",
        "The",
        "dog",
        "dog.",
        "Dog,",
        "NASA",
        "McCoy",
        "l'Or",
        "U.S.",
        "“Why?”",
        "ends.",
        "\n",
        "x2",
        "—",
    ]);
    let text = prop::collection::vec(word, 0..40).prop_map(|words| words.join(" ") + " in the end it is.");
    prop::collection::vec((prop::sample::select(vec!["en", "fr", "xx"]), text), 0..12)
}

proptest! {
    #[test]
    fn merging_is_exact(documents in documents(), places in prop::collection::vec(0usize..3, 12)) {
        let mut whole = Learner::new();
        let mut parts = vec![Learner::new(); 3];
        for ((lang, text), &place) in documents.iter().zip(&places) {
            whole.observe(lang, text);
            parts[place].observe(lang, text);
        }
        let bytes = whole.to_bytes();
        for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
            let mut merged = Learner::new();
            order.iter().for_each(|&i| merged.merge(&parts[i]));
            prop_assert_eq!(&merged.to_bytes(), &bytes);
            let profiles: Vec<_> = order.iter().map(|&i| parts[i].to_profile()).collect();
            let merged = Profile::merge(&profiles);
            prop_assert_eq!(merged.as_bytes(), &bytes);
        }
    }

    #[test]
    fn damage_never_panics(
        documents in documents(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in prop::option::of(any::<prop::sample::Index>()),
        header in any::<bool>(),
    ) {
        let mut learner = Learner::new();
        documents.iter().for_each(|(lang, text)| learner.observe(lang, text));
        let mut bytes = learner.to_bytes();
        let from = if header { 0 } else { (16 + 104 * 3).min(bytes.len() - 1) };
        for (index, byte) in damage {
            let at = from + index.index(bytes.len() - from);
            bytes[at] = byte;
        }
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        if let Ok(profile) = Profile::from_bytes(bytes) {
            for table in profile.languages() {
                for key in ["the", "dog", "nasa", "or", "", "never there"] {
                    let _ = (table.word(key), table.name("McCoy"), table.name(key));
                }
                let _ = (table.words().count(), table.names().count());
            }
            let _ = Profile::merge([&profile]);
        }
    }

    #[test]
    fn any_text_can_be_learned(lang in "\\PC{0,9}", text in "(\\PC|[ .?!'’A-Za-z\n]){0,80}") {
        let mut learner = Learner::new();
        learner.observe(&lang, &text);
        let profile = learner.to_profile();
        prop_assert_eq!(profile.languages().count(), 1);
        let merged = Profile::merge([&profile]);
        prop_assert_eq!(merged.as_bytes(), profile.as_bytes());
    }
}
