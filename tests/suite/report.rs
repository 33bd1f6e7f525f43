//! `clean --report`: the page of what was done. What it does in a browser is tested in `tests/browser`.

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Duration;

use copydesk::Cleaner;
use copydesk::pipeline::{Job, Summary};
use copydesk::report::Report;

use crate::files::record;
use crate::run::Room;

/// The page of a job on `input`, as if it had taken no time.
fn page(room: &Room, input: &Path, threads: usize) -> (Summary, String) {
    let cleaner = Cleaner::new();
    let report = Report::new(room.path("report.html"));
    let job = Job::new(&cleaner).input(input).watch(&report);
    let mut summary = job.threads(NonZeroUsize::new(threads).unwrap()).run(&()).unwrap();
    summary.elapsed = Duration::ZERO;
    let page = report.page(&summary, &cleaner);
    (summary, page)
}

/// Texts with an edit of several kinds in each, of many sites.
fn corpus(records: usize) -> String {
    let text = |i: usize| {
        format!(
            "Number {i} “said” so.The vote — was close{}\nAdvertisement\nIt ended.\nFollow us on Twitter",
            ".".repeat(i % 7)
        )
    };
    let with_site = |i: usize| {
        record(i, &text(i)).replacen('{', &format!("{{\"url\": \"https://site{}.example/{i}\", ", i % 10), 1)
    };
    (0..records).map(with_site).collect()
}

#[test]
fn the_page_is_the_same_for_any_number_of_threads() {
    let room = Room::new();
    room.write("in/a.jsonl", corpus(9_000)).write("in/b.jsonl", corpus(300)).write("in/c.txt", "“Yes.”");
    let (summary, one) = page(&room, &room.path("in"), 1);
    for threads in [2, 3] {
        assert_eq!(page(&room, &room.path("in"), threads).1, one);
    }
    assert_eq!(summary.stats.documents, 9_301);
    // The summary counts by itself, and the page what it saw.
    for rule in copydesk::Rule::ALL.iter().filter(|rule| summary.stats.edits(**rule) > 0) {
        let chart = chart(&one, "by-rule");
        let edits = grouped(summary.stats.edits(*rule));
        assert!(chart.contains(&format!("{rule}: {edits}. ")), "{rule} {edits} in {chart}");
    }
    assert!(chart(&one, "by-site").contains("site7.example: "));
    assert!(one.contains("<strong>9,300 times</strong> · boilerplate/ad"));
}

/// What the chart says to who does not see it.
fn chart<'p>(page: &'p str, id: &str) -> &'p str {
    let begin = format!("<desc id=\"{id}-desc\">");
    page.split_once(&begin).expect("a chart").1.split("</desc>").next().expect("its end")
}

fn grouped(number: u64) -> String {
    if number < 1000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

#[test]
fn what_failed_is_named_and_not_counted() {
    let room = Room::new();
    let mut broken = "“One.” ".repeat(400_000).into_bytes();
    broken.extend(b"\xff\xfe not text");
    room.write("in/broken.txt", broken).write("in/fine.txt", "“Yes.”");
    let cleaner = Cleaner::new();
    let report = Report::new(room.path("report.html"));
    let job = Job::new(&cleaner).input(room.path("in")).watch(&report);
    let summary = job.on_error(copydesk::pipeline::OnError::Fail).run(&()).unwrap();
    assert_eq!(summary.failures.len(), 1);
    let page = report.page(&summary, &cleaner);
    assert_eq!(chart(&page, "by-rule"), "quotes/double: 2. ");
    assert!(page.contains("broken.txt</bdi>: "), "the file is named");
}

#[test]
fn a_text_in_sections_is_one_document() {
    let room = Room::new();
    room.write("long.txt", crate::files::long_text(3 << 20));
    let (summary, page) = page(&room, &room.path("long.txt"), 2);
    assert_eq!(summary.stats.documents, 1);
    let documents: Vec<u64> = chart(&page, "by-damage")
        .split(". ")
        .filter_map(|bar| bar.split(": ").nth(1)?.parse().ok())
        .collect();
    assert_eq!(documents.iter().sum::<u64>(), 1, "{}", chart(&page, "by-damage"));
}

/// Nothing of the text may become markup, and nothing in the page may hide.
#[test]
fn hostile_text_stays_text_and_the_page_small() {
    let room = Room::new();
    let hostile = [
        "<script>alert(1)</script> </script><!-- <img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)> ' onmouseover='alert(1)",
        "\u{202e}txt.exe\u{2066} \u{200f}\u{feff}\u{0}\u{1b}[31m\u{9b}",
        "&lt;b&gt; &amp;amp; ]]> <![CDATA[ {{ 7*7 }} {% raw %}",
    ];
    let mut records = String::new();
    for (i, text) in hostile.iter().cycle().take(4_000).enumerate() {
        let text = format!("“{text}” said.The {text}\nAdvertisement {text}\nAdvertisement\n{text} — {text}");
        let site = serde_json::to_string(&format!("{text} {i}")).unwrap();
        records += &record(i, &text).replacen('{', &format!("{{\"source\": {site}, "), 1);
    }
    records += &record(1, &("<b>\"'".repeat(200_000) + "“x”"));
    records += &record(1, &"“<".repeat(100_000));
    room.write("<b>'\"&.jsonl", records);
    let (_, page) = page(&room, &room.path("<b>'\"&.jsonl"), 2);
    assert!(page.len() <= Report::MAX_BYTES, "{} bytes", page.len());
    let begin = page.find("<body>").unwrap();
    let body = &page[begin..page.rfind("<script>").unwrap()];
    for markup in
        ["<script", "<img", "<svg onload", "<!--", "<![CDATA", "<b>", "onerror=alert(1)>", "\"><svg"]
    {
        assert!(!body.contains(markup), "{markup}");
    }
    let hidden = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    assert_eq!(body.chars().find(hidden), None);
    assert!(body.contains("<span class=\"mark\">U+202E</span>"));
}

#[test]
fn the_page_goes_to_its_file_and_nowhere_else() {
    let room = Room::new();
    room.write("in/a.txt", "“Yes.”\n");
    for _ in 0..2 {
        assert_eq!(room.run("clean -q in -o out --report in/report.html").ok(), "");
    }
    assert_eq!(room.files(), ["in/a.txt", "in/report.html", "out/a.txt"], "the page is not read");
    assert!(room.text("in/report.html").starts_with("<!doctype html>"));

    // The text on standard output stays what it is.
    assert_eq!(room.run("clean -q in/a.txt --report page.html").ok(), "\"Yes.\"\n");
    assert_eq!(chart(&room.text("page.html"), "by-rule"), "quotes/double: 2. ");
    for (how, status) in [("--check", 1), ("--diff", 1), ("--in-place", 0)] {
        room.run(&format!("clean -q in/a.txt {how} --report page{how}.html")).ends_with(status);
        assert_eq!(chart(&room.text(&format!("page{how}.html")), "by-rule"), "quotes/double: 2. ", "{how}");
    }
    room.run_on("clean -q --report stdin.html", "Yes.”".as_bytes()).ok();
    assert!(room.text("stdin.html").contains("standard input"));
}

#[test]
fn a_page_in_the_place_of_a_text_is_refused() {
    let room = Room::new();
    room.write("a.txt", "“Yes.”\n");
    for (arguments, said) in [
        ("a.txt --report a.txt", "a.txt"),
        ("a.txt -o b.txt --report b.txt", "b.txt"),
        ("a.txt -o b.txt --edits r.html --report r.html", "r.html"),
        ("a.txt -o b.txt --report r.html --resume", "--resume"),
    ] {
        let run = room.run(&format!("clean {arguments}"));
        run.says(&[said]).ends_with(2);
        assert_eq!(room.files(), ["a.txt"], "{arguments}");
        assert_eq!(room.text("a.txt"), "“Yes.”\n");
    }
}
