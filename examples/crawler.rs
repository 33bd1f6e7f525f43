//! A small crawler: several threads fetch pages and clean them with one cleaner between them.
//!
//! `cargo run --example crawler --no-default-features` (it needs neither files nor the network:
//! the pages are articles of `corpus/`).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{RwLock, mpsc};
use std::thread;

use copydesk::{Cleaner, Learner, Sites, Stats};

/// The "web": addresses and what a scraper gets from them.
const PAGES: &[(&str, &str)] = &[
    ("https://example.org/harbor-vote", include_str!("../corpus/dirty/glued/harbor-vote.txt")),
    ("https://example.org/overtime-goal", include_str!("../corpus/dirty/glued/overtime-goal.txt")),
    ("https://example.org/school-board", include_str!("../corpus/dirty/news/school-board.txt")),
    ("https://example.org/museum-roof", include_str!("../corpus/dirty/news/museum-roof.txt")),
    ("https://example.net/kettle-review", include_str!("../corpus/dirty/web/kettle-review.txt")),
    ("https://example.net/lentil-soup", include_str!("../corpus/dirty/web/lentil-soup.txt")),
    ("https://example.net/poem", include_str!("../corpus/dirty/untouched/poem-tide-table.txt")),
];

fn main() {
    // Built once. It is `Send + Sync` and holds no state, so that all threads can use it at once.
    let cleaner = Cleaner::new();
    // What each site repeats, counted as the pages come, in bounded memory.
    let sites = RwLock::new(Sites::new());
    let next = AtomicUsize::new(0);
    let (store, stored) = mpsc::channel();

    thread::scope(|scope| {
        for _ in 0..4 {
            let (cleaner, sites, next, store) = (&cleaner, &sites, &next, store.clone());
            scope.spawn(move || {
                while let Some((url, page)) = PAGES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // `run` gives the text and the record of what was done to it; who wants only
                    // the text calls `clean`, which borrows it where there is nothing to do.
                    sites.write().expect("no thread panics").observe(url, page);
                    let known = sites.read().expect("no thread panics");
                    let done = cleaner.for_site(url).knowing(&known).run(page);
                    drop(known);
                    let _ = store.send((*url, *page, done));
                }
            });
        }
        drop(store);

        let mut stats = Stats::default();
        for (url, page, done) in stored {
            let (script, cleaned) = done.unwrap_or_else(|| (Default::default(), page.to_owned()));
            stats.record(page, &script);
            let first = script.edits().first().map_or("nothing to do", |edit| edit.rule.as_str());
            println!("{:3} edits  {:5} bytes  {url} (first: {first})", script.len(), cleaned.len());
            // What was done can always be taken back.
            assert_eq!(script.undo(&cleaned).as_deref().ok(), Some(page));
        }
        println!(
            "{} pages, {} changed, {} lines removed",
            stats.documents, stats.changed, stats.lines_removed
        );
    });

    // What was counted goes on: into a file (`as_bytes`), by which the next run cleans from its first
    // page on, or to be merged with that of other machines.
    let mut learner = Learner::new();
    learner.sites_mut().merge(&sites.into_inner().expect("no thread panics"));
    let profile = learner.to_profile();
    for (site, documents, lines) in profile.sites() {
        println!("{site}: {documents} documents, {lines} different lines");
    }
}
