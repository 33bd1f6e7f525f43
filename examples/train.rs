//! Learns the weights of the boundary score from clean text and prints them as the table
//! `src/passes/boundaries/data/weights.tsv`.
//!
//! `cargo run --release --features train --example train -- [--held-out FILE] FILE.jsonl.gz...`
//!
//! Each record has a "text". Its "source" (or its number) decides by a hash whether it is learned
//! from; the other half goes, as it is, to the held-out file, for the scorers.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};

use copydesk::train::{MIX, Sample, learn};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut samples = Vec::new();
    let mut held_out: Option<File> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--held-out" {
            held_out = Some(File::create(arguments.next().ok_or("--held-out wants a file")?)?);
            continue;
        }
        for (number, line) in BufReader::new(MultiGzDecoder::new(File::open(&argument)?)).lines().enumerate()
        {
            let line = line?;
            let record: Value = serde_json::from_str(&line)?;
            let Some(text) = record["text"].as_str() else { continue };
            let site = record["source"].as_str().unwrap_or_default();
            let seed = hash(&format!("{argument} {number}"));
            if hash(site).is_multiple_of(2) {
                samples.push(Sample::damaged(text, MIX[(seed % 16) as usize], seed));
            } else if let Some(file) = &mut held_out {
                writeln!(file, "{line}")?;
            }
        }
    }
    print!("{}", learn(&samples)?);
    Ok(())
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        >> 7
}
