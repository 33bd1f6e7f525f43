//! Tests of the counts of sites.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::profile::{Learner, Profile};

fn learner(limit: usize) -> Learner {
    let mut learner = Learner::new();
    learner.sites_mut().limit(limit);
    learner
}

fn profile(sites: &Sites) -> Profile {
    let mut learner = Learner::new();
    learner.sites_mut().merge(sites);
    learner.to_profile()
}

#[test]
fn lines_count_documents_and_where_they_stand() {
    let mut sites = Sites::new();
    let middle = "One more line.\n".repeat(9);
    for number in 0..3 {
        let text = format!("Day {number}\n\n  In the middle. \n{middle}the END\nIN THE MIDDLE!\n");
        sites.observe("https://www.Example.org/a", &text);
    }
    sites.observe("example.org", "The end");
    sites.observe("example.net", "Day 1");
    sites.observe(" ", "Day 1");
    let profile = profile(&sites);
    for site in [sites.site("example.org").unwrap(), profile.site("www.example.org").unwrap()] {
        assert_eq!(site.documents(), 4);
        let all: Vec<_> =
            site.lines().iter().map(|line| (line.sample, line.documents, line.head, line.tail)).collect();
        assert_eq!(
            all,
            [
                ("The end", 4, 1, 3),
                ("Day 0", 3, 3, 0),
                ("IN THE MIDDLE!", 3, 0, 0),
                ("One more line.", 3, 0, 0)
            ]
        );
        assert_eq!(site.line("day 2,016").map(|line| line.documents), Some(3));
        assert_eq!(site.line("Night"), None);
    }
    assert_eq!(profile.sites().collect::<Vec<_>>(), [("example.net", 1, 1), ("example.org", 4, 4)]);
    assert!(sites.site("example.com").is_none() && profile.site("example.com").is_none());
    assert!(profile.site("").is_none());
}

#[test]
fn long_lines_count_where_they_speak_to_the_reader() {
    let mut sites = Sites::new();
    let pleas = |words: usize| format!("{}and sign up for our letter.", "The harbor ".repeat(words));
    let text =
        [pleas(10), pleas(30), pleas(40), "The harbor ".repeat(30), "The harbor ".repeat(10)].join("\n");
    sites.observe("example.org", &text);
    let lens: Vec<_> =
        sites.site("example.org").unwrap().lines().iter().map(|line| line.sample.len()).collect();
    // In full, cut, not at all, not at all, in full.
    // In byte order: a short line without a plea, a longer one with it, of which 200 bytes are kept, a
    // short one with it.
    assert_eq!(lens, [109, 200, 137]);
}

#[test]
fn profiles_without_sites_are_read() {
    // The one that comes with the program is of the first version.
    let embedded = Profile::embedded();
    assert_eq!((embedded.sites().count(), embedded.site("example.org").is_none()), (0, true));
    let merged = Profile::merge([embedded, &profile(&Sites::new())]);
    assert_eq!(merged.language("en").unwrap().totals(), embedded.language("en").unwrap().totals());
}

/// A line for each number, and its site.
fn synthetic(number: u64) -> (String, String) {
    let word = |mut n: u64| {
        let mut letters = String::new();
        while n > 0 {
            letters.push(char::from(b'a' + (n % 26) as u8));
            n /= 26;
        }
        letters
    };
    (format!("site{}.example", number % 3), format!("line {}", word(number + 1)))
}

/// Numbers of which few come often and many seldom.
fn skewed(count: u64) -> impl Iterator<Item = u64> {
    let mut state = 1u64;
    (0..count).map(move |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let random = (state >> 33) as f64 / (1u64 << 31) as f64;
        (1.0 / random.max(1e-6).powf(0.9)) as u64 + if random > 0.5 { state >> 40 } else { 0 }
    })
}

/// Every line within the bounds that its counts state.
fn check_bounds(sites: &Sites, truth: &HashMap<(String, String), u32>) {
    let mut dropped = 0;
    for ((site, line), &documents) in truth {
        match sites.site(site).and_then(|site| site.line(line)) {
            Some(seen) => {
                assert!(seen.documents <= documents && documents <= seen.documents + seen.missed);
                assert!(seen.missed <= sites.missed());
            }
            None => {
                dropped += 1;
                assert!(documents <= sites.missed(), "{line}: {documents} of {}", sites.missed());
            }
        }
    }
    assert!(dropped > 0, "the limit is of use");
}

#[test]
fn memory_and_error_are_bounded_and_stay_so_when_merged() {
    const LIMIT: usize = 200 << 10;
    const LINES: u64 = 60_000;
    let mut truth: HashMap<(String, String), u32> = HashMap::new();
    let mut parts = [Sites::with_limit(LIMIT), Sites::with_limit(LIMIT), Sites::with_limit(LIMIT / 2)];
    for (i, number) in skewed(LINES).enumerate() {
        let (site, line) = synthetic(number);
        parts[i * 3 / LINES as usize].observe(&site, &line);
        *truth.entry((site, line)).or_default() += 1;
        assert!(parts.iter().all(|part| part.weight <= part.limit));
    }
    let [mut all, second, third] = parts;
    for part in [&all, &second, &third] {
        // What three quarters of the limit have room for: a line weighs 128 bytes and its text.
        let room = part.limit * 3 / 4 / (counts::LINE + 12) - 6;
        assert!(
            part.missed() > 0 && u64::from(part.missed()) <= LINES / 3 / room as u64,
            "{}",
            part.missed()
        );
    }
    all.merge(&second);
    // From a profile as from counts.
    let mut learner = learner(LIMIT);
    learner.sites_mut().merge(&all);
    learner.merge_profile(&profile(&third));
    all.merge(&third);
    for sites in [&all, learner.sites()] {
        assert!(sites.weight <= LIMIT);
        check_bounds(sites, &truth);
        // The line that comes most is there.
        let (site, line) = synthetic(1);
        assert!(sites.site(&site).unwrap().line(&line).unwrap().documents > 1000);
    }
}

#[test]
fn sites_without_number_do_not_fill_the_memory() {
    let mut sites = Sites::with_limit(100 << 10);
    for number in 0..5000 {
        sites.observe(&format!("{number}.example"), if number % 2 == 0 { "" } else { "A line" });
        sites.observe("example.org", "Follow us to the harbor.");
        assert!(sites.weight <= sites.limit && sites.sites.len() < 500);
    }
    assert_eq!(sites.site("example.org").unwrap().documents(), 5000);
    assert!(sites.site("example.org").unwrap().removes("follow us to the harbor").is_some());
    // No room for anything.
    let mut none = Sites::with_limit(0);
    none.observe("example.org", "A line");
    assert!(none.is_empty() && none.missed() == 1);
}

#[test]
fn rare_lines_are_pruned() {
    let mut sites = Sites::new();
    for text in ["Once\nTwice\nThrice", "Twice\nThrice", "Thrice"] {
        sites.observe("example.org", text);
    }
    sites.observe("example.net", "Once");
    sites.prune(2);
    let samples: Vec<_> =
        sites.site("example.org").unwrap().lines().iter().map(|line| line.sample.to_owned()).collect();
    assert_eq!(samples, ["Thrice", "Twice"]);
    assert!(sites.site("example.net").is_none());
    assert_eq!(sites.missed(), 1);
}

#[test]
fn a_line_told_by_several_counts_for_all() {
    let mut sites = Sites::new();
    sites.observe("example.org", "Follow us");
    let profile = profile(&sites);
    let of = |count| Site::of((0..count).filter_map(|_| profile.site("example.org")));
    let all = Site::of(of(2).into_iter().chain(sites.site("example.org"))).unwrap();
    assert_eq!((all.documents(), all.line("follow us").unwrap().documents), (3, 3));
    assert!(all.removes("follow us").is_some() && of(2).unwrap().removes("follow us").is_none());
    assert!(of(0).is_none());
}

#[test]
fn damaged_profiles_give_wrong_counts_but_no_panics() {
    let mut sites = Sites::new();
    (0..50).for_each(|i| sites.observe("example.org", &format!("Follow us {}\nA line", "x".repeat(i))));
    let good = profile(&sites).as_bytes().to_vec();
    for at in 16..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 0x55;
        let Ok(profile) = Profile::from_bytes(bytes) else { continue };
        let site = profile.site("example.org");
        let _ = site.map(|site| (site.lines().len(), site.removes("Follow us xx")));
        let _ = profile.sites().count();
        let _ = Profile::merge([&profile]);
    }
}

proptest! {
    #[test]
    fn parts_merge_to_the_whole(
        texts in prop::collection::vec((0..3usize, "([a-cA-C0-1 .\n]|Follow us\n){0,24}", 0..3usize), 0..24),
        turned: bool,
    ) {
        let mut whole = Learner::new();
        let mut parts = vec![Learner::new(); 3];
        for (site, text, part) in &texts {
            let site = ["example.org", "b.example", "c"][*site];
            whole.observe_site(site, text);
            parts[*part].observe_site(site, text);
        }
        if turned {
            parts.reverse();
        }
        let bytes = whole.to_bytes();
        let mut merged = Learner::new();
        parts.iter().for_each(|part| merged.merge(part));
        prop_assert_eq!(&merged.to_bytes(), &bytes);
        let profiles: Vec<_> = parts.iter().map(Learner::to_profile).collect();
        let profile = Profile::merge(&profiles);
        prop_assert_eq!(profile.as_bytes(), &bytes[..]);
    }
}
