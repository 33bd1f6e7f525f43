//! Counts how true text of many languages reads, for putting right UTF-8 that was read in another
//! encoding: writes `classes.tsv` and `characters.tsv`.
//!
//! ```text
//! cargo run --release --features train --example reading -- TEXTS src/passes/unicode/mojibake/data
//! ```
//!
//! `TEXTS` is a folder of files of plain text, one a language.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(texts), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("two folders are needed: that of the texts, and that of the tables".into());
    };
    let mut paths: Vec<_> =
        fs::read_dir(texts)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.sort();
    let texts = paths.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let (classes, characters) = copydesk::train::count_reading(texts.iter().map(String::as_str));
    for (name, table) in [("classes.tsv", classes), ("characters.tsv", characters)] {
        let path = Path::new(&out).join(name);
        // What the table is stays at its head.
        let old = fs::read_to_string(&path).unwrap_or_default();
        let head = old.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n"));
        fs::write(path, head.collect::<String>() + &table)?;
    }
    Ok(())
}
