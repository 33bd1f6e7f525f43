//! The file of a profile.

use std::hint::black_box;
use std::sync::LazyLock;

use copydesk::{Learner, Lexicon, Profile};

/// One that is sound.
static SOUND: LazyLock<Profile> = LazyLock::new(|| {
    let mut learner = Learner::new();
    learner.observe("en", "He left McExample in the rain. The rain went on. Who is McExample?");
    learner.observe_site("example.org", "It rained on the harbor.\nFollow us to the harbor");
    learner.to_profile()
});

pub fn check(data: &[u8]) {
    let Ok(profile) = Profile::from_bytes(data.to_vec()) else { return };
    assert_eq!(profile.as_bytes(), data);
    for table in profile.languages() {
        black_box(table.totals());
        for (word, _) in table.words() {
            black_box(table.word(word));
        }
        for (name, _) in table.names() {
            black_box(table.name(name));
        }
    }
    for (name, _, _) in profile.sites() {
        if let Some(site) = profile.site(name) {
            black_box(site.lines());
        }
    }
    let lexicon = Lexicon::empty().with(profile.clone()).with(SOUND.clone());
    black_box(lexicon.language("en").word("the"));
    if let Some(site) = lexicon.site("example.org") {
        black_box(site.lines());
    }

    // What a damaged one gives is wrong, but it is a profile.
    let merged = Profile::merge([&profile, &*SOUND]);
    let read = Profile::from_bytes(merged.as_bytes().to_vec()).expect("what was made can be read");
    for table in read.languages() {
        for (word, counts) in table.words() {
            assert_eq!(table.word(word), counts, "{word:?}");
        }
        for (name, count) in table.names() {
            assert_eq!(table.name(name), count, "{name:?}");
        }
    }
    assert_eq!(Profile::merge([&read]).as_bytes(), merged.as_bytes());
}
