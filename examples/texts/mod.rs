//! The developers' texts, for the examples that learn from them: read, and dealt out in three parts
//! that share no site (of what comes from one site only: no document).

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde_json::Value;

/// What a text is for: one part gives the statistics of words that the weights are learned over,
/// one the weights, and one is for judging both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Statistics,
    Weights,
    Test,
}

impl Part {
    /// Half of all texts, three tenths, and two tenths.
    fn of(key: &str) -> Self {
        match hash(key) % 10 {
            0..5 => Self::Statistics,
            5..8 => Self::Weights,
            _ => Self::Test,
        }
    }
}

/// One document.
pub struct Text {
    pub part: Part,
    pub lang: String,
    #[allow(dead_code, reason = "not every example asks for it")]
    pub title: String,
    /// The record that it comes from.
    #[allow(dead_code, reason = "not every example asks for it")]
    pub record: String,
    /// The lines of an article, or paragraphs of sentences.
    pub paragraphs: Vec<Vec<String>>,
}

impl Text {
    /// A paragraph a line.
    pub fn text(&self) -> String {
        self.paragraphs.iter().map(|sentences| sentences.join(" ")).collect::<Vec<_>>().join("\n")
    }

    /// A sentence a line, where that is known.
    #[allow(dead_code, reason = "not every example asks for it")]
    pub fn sentences(&self) -> String {
        self.paragraphs.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

/// Longer paragraphs (in sentences) are no paragraphs but collections, and are dealt out in pieces
/// of this length.
const PIECE: usize = 40;

/// Reads a file of records.
pub fn read(path: &Path) -> Result<Vec<Text>, Box<dyn Error>> {
    let records: Vec<Value> = gzipped(path)?
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let one_site = records.iter().all(|record| record["source"] == records[0]["source"]);
    let mut texts = Vec::new();
    for (number, record) in records.iter().enumerate() {
        let lang = record["lang"].as_str().ok_or("a record without \"lang\"")?.to_owned();
        let source = record["source"].as_str().unwrap_or_default();
        let title = record["title"].as_str().unwrap_or_default();
        let id = format!("{} {number}", path.file_name().unwrap_or_default().display());
        let key = if one_site { id.as_str() } else { source };
        let text = |part, paragraphs| Text {
            part,
            lang: lang.clone(),
            title: title.to_owned(),
            record: id.clone(),
            paragraphs,
        };
        if let Some(article) = record["text"].as_str() {
            let lines = article.split('\n').map(|line| vec![line.to_owned()]).collect();
            texts.push(text(Part::of(key), lines));
            continue;
        }
        let paragraphs = record["paragraphs"].as_array().ok_or("a record without text")?;
        let sentences = |paragraph: &Value| -> Vec<String> {
            paragraph.as_array().into_iter().flatten().filter_map(|s| s.as_str().map(str::to_owned)).collect()
        };
        let paragraphs: Vec<_> = paragraphs.iter().map(sentences).collect();
        match &paragraphs[..] {
            [collection] if collection.len() > PIECE => {
                for (i, piece) in collection.chunks(PIECE).enumerate() {
                    texts.push(text(Part::of(&format!("{id} {i}")), vec![piece.to_vec()]));
                }
            }
            _ => texts.push(text(Part::of(key), paragraphs)),
        }
    }
    Ok(texts)
}

pub fn gzipped(path: &Path) -> Result<BufReader<MultiGzDecoder<File>>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(BufReader::new(MultiGzDecoder::new(file)))
}

/// FNV-1a.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
        >> 7
}
