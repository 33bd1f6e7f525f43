//! Bytes per second of each pass and of all together; and how long it takes to load a profile.
//!
//! `cargo bench` runs it on the articles of `corpus/`, one after the other, and, where the
//! developers' data is there (`../shared/data`), on real news too. For how it compares with other
//! programs see `benches/compare`.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use copydesk::{Cleaner, DashStyle, Learner, Pass, Profile, QuoteStyle};
use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};

/// The articles of one kind.
struct Texts {
    name: &'static str,
    texts: Vec<String>,
}

impl Texts {
    /// Those of `corpus/`, damaged or as expected.
    fn corpus(name: &'static str, side: &str) -> Self {
        let mut texts = Vec::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(side);
        for folder in fs::read_dir(root).expect("corpus is there") {
            for file in fs::read_dir(folder.expect("readable").path()).expect("a folder") {
                texts.push(fs::read_to_string(file.expect("readable").path()).expect("text"));
            }
        }
        Self { name, texts }
    }

    /// The first records of a file of the developers' data; `None`, saying so, where it is absent.
    fn shared(name: &'static str, file: &str) -> Option<Self> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
        let Ok(packed) = fs::File::open(&path) else {
            eprintln!("skipped {name}: no {}", path.display());
            return None;
        };
        let lines = std::io::read_to_string(flate2::read::MultiGzDecoder::new(packed)).expect("gzip of text");
        let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("a record");
        let texts = lines
            .lines()
            .take(500)
            .filter_map(|line| Some(record(line)["text"].as_str()?.to_owned()))
            .collect();
        Some(Self { name, texts })
    }
}

fn measure(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, cleaner: &Cleaner, texts: &[String]) {
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function(name, |bench| {
        bench.iter(|| {
            for text in texts {
                black_box(cleaner.clean(black_box(text)));
            }
        });
    });
}

fn throughput(criterion: &mut Criterion) {
    let kinds = [
        Some(Texts::corpus("corpus-dirty", "dirty")),
        Some(Texts::corpus("corpus-clean", "expected")),
        Texts::shared("news-dirty", "dirty/news.jsonl.gz"),
        Texts::shared("news-clean", "clean/news.jsonl.gz"),
    ];
    for Texts { name, texts } in kinds.into_iter().flatten() {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        measure(&mut group, "all", &Cleaner::new(), &texts);
        for &pass in Pass::ALL {
            let cleaner = Cleaner::builder().only(&[pass]).build().expect("one pass is left");
            measure(&mut group, pass.as_str(), &cleaner, &texts);
        }
        let typographic = Cleaner::builder()
            .quotes(QuoteStyle::Curly)
            .dashes(DashStyle::Typographic)
            .only(&[Pass::Quotes, Pass::Dashes])
            .build()
            .expect("two passes are left");
        measure(&mut group, "typographic", &typographic, &texts);
        group.finish();
    }
}

fn profile(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/profile/data/default.profile");
    let mut group = criterion.benchmark_group("profile");
    // What the first use of the embedded one costs, and that of the same bytes in a file.
    let bytes = Profile::embedded().as_bytes();
    group.bench_function("embedded", |bench| bench.iter(|| Profile::from_bytes(black_box(bytes))));
    group.bench_function("load", |bench| bench.iter(|| Profile::load(black_box(&path))));
    group.bench_function("word", |bench| {
        let english = Profile::embedded().language("en").expect("English");
        bench.iter(|| english.word(black_box("partnership")));
    });
    let Texts { texts, .. } = Texts::corpus("corpus-clean", "expected");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("learn", |bench| {
        bench.iter(|| {
            let mut learner = Learner::new();
            texts.iter().for_each(|text| learner.observe("en", text));
            learner
        });
    });
    group.finish();
}

/// Candidates in one long document: twice as many must take twice the time, not four times.
fn many_candidates(criterion: &mut Criterion) {
    let cleaner = Cleaner::builder().only(&[Pass::Boundaries]).build().expect("one pass is left");
    let mut group = criterion.benchmark_group("many-candidates");
    group.sample_size(10);
    for paragraphs in [250, 500, 1000] {
        let paragraph = |i| {
            format!(
                "The {i} boats left the harborThis was new.Nobody at DockWorks{i} knew why theCouncil \
                 had said:\"Go.\"They went in 20{i}The rest stayed.”He did not\n"
            )
        };
        let text: String = (0..paragraphs).map(paragraph).collect();
        measure(&mut group, &format!("{paragraphs} paragraphs"), &cleaner, &[text]);
    }
    group.finish();
}

criterion_group!(benches, throughput, many_candidates, profile);
criterion_main!(benches);
