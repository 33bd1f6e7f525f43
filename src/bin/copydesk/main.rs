//! The program `copydesk`.
use std::io::{BufRead, Write};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let opt = |n: &str| args.iter().position(|a| a == n).map(|i| args[i + 1].clone());
    let mut b = copydesk::Cleaner::builder();
    if let Some(o) = opt("--only") {
        let passes: Vec<_> =
            copydesk::Pass::ALL.iter().copied().filter(|p| o.split(',').any(|x| x == p.as_str())).collect();
        b = b.only(&passes);
    }
    if opt("--quotes").as_deref() == Some("curly") {
        b = b.quotes(copydesk::QuoteStyle::Curly);
    }
    let cleaner = b.build().unwrap();
    let mut log = opt("--edits").map(|p| std::io::BufWriter::new(std::fs::File::create(p).unwrap()));
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (n, line) in std::io::stdin().lock().lines().enumerate() {
        let mut v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = v["text"].as_str().unwrap().to_owned();
        if let Some((script, cleaned)) = cleaner.run(&text) {
            v["text"] = cleaned.into();
            if let Some(log) = &mut log {
                let edits: Vec<_> = script.edits().iter().map(|e| serde_json::json!({"start": e.range.start, "end": e.range.end, "text": e.replacement, "rule": e.rule.as_str(), "confidence": e.confidence})).collect();
                writeln!(log, "{}", serde_json::json!({"record": n, "edits": edits})).unwrap();
            }
        }
        writeln!(out, "{v}").unwrap();
    }
}
