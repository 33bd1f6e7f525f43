//! What files hold: records, packed bytes.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub fn gzip(parts: &[&str]) -> Vec<u8> {
    let member = |part: &&str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(part.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    parts.iter().flat_map(member).collect()
}

pub fn zstd(parts: &[&str]) -> Vec<u8> {
    parts.iter().flat_map(|part| zstd::stream::encode_all(part.as_bytes(), 1).unwrap()).collect()
}

pub fn gunzip(bytes: &[u8]) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text).unwrap();
    text
}

pub fn unzstd(bytes: &[u8]) -> String {
    String::from_utf8(zstd::stream::decode_all(bytes).unwrap()).unwrap()
}

/// A record with quotes in it, and one line of the log's worth of other fields.
pub fn record(number: usize, text: &str) -> String {
    format!("{{\"id\": \"r{number}\", \"text\": {}, \"n\": 1.50}}\n", serde_json::to_string(text).unwrap())
}

/// About `bytes` of different lines, every third one with quotes in it.
pub fn long_text(bytes: usize) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        let (open, close) = if number % 3 == 0 { ("“", "”") } else { ("\"", "\"") };
        text += &format!("Line {number} says {open}what it says{close} and goes on for a while.\n");
    }
    text
}
