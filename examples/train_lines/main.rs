//! Learns the weights of the evidence that a line is no part of its article, and judges them.
//!
//! ```text
//! cargo run --release --features train --example train_lines -- --shared ../shared/data \
//!     [-o src/passes/boilerplate/evidence/data/weights.tsv]
//! ```
//!
//! Lines that go are those of the scraped articles that a phrase of the tables names; lines that stay
//! those of clean articles that none names; both are few enough that labels by hand count too. What is
//! printed is about the labelled lines, each judged by weights that were learned without its site.

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use copydesk::train::{LineSamples, judge_lines, learn_lines};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

const SCRAPED: &[&str] = &["dirty/news", "dirty/health"];
const CLEAN: &[&str] = &["clean/news", "clean/masakhane", "clean/18f", "clean/rust", "clean/lctt"];
const LABELLED: &str = "gold/lines";

fn main() -> Result<(), Box<dyn Error>> {
    let (mut shared, mut output) = (None, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} wants a value"))?;
        match name.as_str() {
            "--shared" => shared = Some(value),
            "-o" => output = Some(value),
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    let shared = shared.ok_or("--shared DIR is missing")?;
    let records = |name: &str| records(&Path::new(&shared).join(name).with_extension("jsonl.gz"));
    let mut samples = LineSamples::new(include_str!("vocabulary.txt"));
    let labelled = records(LABELLED)?;
    for name in SCRAPED {
        for record in records(name)? {
            let text = record["text"].as_str().unwrap_or_default();
            if !labelled.iter().any(|other| other["text"] == text) {
                samples.scraped(text);
            }
        }
    }
    for name in CLEAN {
        for record in records(name)? {
            samples.clean(record["text"].as_str().unwrap_or_default());
        }
    }
    for record in labelled {
        let labels: HashMap<usize, bool> = record["lines"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|line| line["sure"].as_bool() != Some(false))
            .filter(|line| !matches!(line["label"].as_str(), Some("credit" | "byline")))
            .filter_map(|line| Some((line["line"].as_u64()? as usize, line["label"] != "keep")))
            .collect();
        let site = record["source"].as_str().unwrap_or_default();
        samples.labelled(record["text"].as_str().unwrap_or_default(), &labels, site);
    }
    let weights = learn_lines(&samples);
    if let Some(output) = output {
        fs::write(output, weights)?;
    }
    print!("{}", judge_lines(&samples));
    Ok(())
}

fn records(path: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = BufReader::new(MultiGzDecoder::new(file)).lines();
    lines.map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}
