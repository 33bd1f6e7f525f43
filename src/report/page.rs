//! The page: what the book says, put into the template.
//!
//! Text of the corpus reaches the page only by expressions of the templates, which escape it, in pieces in
//! which nothing [hides](super::shown). If something got through nevertheless, the page's own policy would
//! keep the browser from running or loading it: only the style and script with these hashes.

use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

use super::book::{Book, DOCUMENTS, EXAMPLES, Example, FLAGGED, Place};
use super::chart::{Bars, Columns, bars};
use super::document::{Part, Versions};
use super::shown::{Cut, Piece, confidence, grouped, plain};
use super::tally::{BANDS, DAMAGE, LineCounts};
use crate::cleaner::Cleaner;
use crate::edit::{Pass, Rule};
use crate::pipeline::{Failure, Summary};

const STYLE: &str = include_str!("../../templates/report.css");
const SCRIPT: &str = include_str!("../../templates/report.js");

/// So many characters of a site's name can be looked for.
const SITE: usize = 80;

/// How much is shown.
#[derive(Clone, Copy)]
struct Limits {
    /// Of each rule in each band.
    examples: usize,
    lines: usize,
    documents: usize,
    /// Bytes of each version of a document.
    room: usize,
    flagged: usize,
    failures: usize,
}

const LIMITS: Limits = Limits {
    examples: EXAMPLES,
    lines: 200,
    documents: DOCUMENTS,
    room: 12 << 10,
    flagged: FLAGGED,
    failures: 200,
};

impl Limits {
    fn shrunk(self, times: usize) -> Self {
        Self {
            examples: self.examples / times,
            lines: self.lines / times,
            documents: self.documents / times,
            room: self.room / times,
            flagged: self.flagged / times,
            failures: self.failures / times,
        }
    }
}

/// The page, of `max` bytes at the most.
pub(super) fn page(book: &Book, summary: &Summary, cleaner: &Cleaner, max: usize) -> String {
    // Text can be of a kind that takes six times its bytes. With limits of 0 nothing is left of it.
    let pages = (0..).map(|halvings| render(book, summary, cleaner, LIMITS.shrunk(1 << halvings)));
    let mut pages = pages.take(usize::BITS as usize);
    pages.find(|page| page.len() <= max).unwrap_or_default()
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'a str,
    policy: &'a str,
    style: &'a str,
    script: &'a str,
    outcome: &'a str,
    facts: Vec<(&'a str, String)>,
    bars: Vec<Bars>,
    columns: Vec<Columns>,
    rules: Vec<Rule>,
    sites: Vec<String>,
    lines: Vec<LineRow<'a>>,
    lines_known: usize,
    lines_missed: u64,
    groups: Vec<Group<'a>>,
    documents: Vec<Versions<'a>>,
    changed: u64,
    flagged: Vec<&'a Place>,
    flagged_all: u64,
    failed: Vec<FailureRow>,
    failed_all: usize,
    broken: Vec<FailureRow>,
    broken_all: u64,
}

/// A removed line.
struct LineRow<'a> {
    text: &'a str,
    counts: &'a LineCounts,
    /// Names with blanks between them.
    rules: String,
    bands: String,
    site_names: String,
    /// The most frequent first.
    sites: Vec<(&'a str, u64)>,
    fifths: String,
    /// From where each bar goes, and how high it is.
    bars: Vec<(u64, u64)>,
}

/// The examples of a rule.
struct Group<'a> {
    rule: Rule,
    count: u64,
    bands: Vec<Band<'a>>,
}

struct Band<'a> {
    band: usize,
    count: u64,
    examples: Vec<&'a Example>,
}

struct FailureRow {
    path: String,
    message: String,
}

fn render(book: &Book, summary: &Summary, cleaner: &Cleaner, limits: Limits) -> String {
    let style = format!("{STYLE}{}", colors());
    let hash = |text: &str| BASE64.encode(&Sha256::digest(text));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(SCRIPT),
    );
    let stats = &summary.stats;
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        policy: &policy,
        style: &style,
        script: SCRIPT,
        outcome: outcome(summary),
        facts: facts(summary),
        bars: vec![by_rule(book), by_site(book)],
        columns: vec![by_confidence(book), by_damage(book)],
        rules: Rule::ALL.iter().copied().filter(|rule| book.edits.of_rule(*rule) > 0).collect(),
        sites: sites(book, 100).into_iter().map(|(site, _)| plain(site, SITE)).collect(),
        lines: lines(book, limits.lines),
        lines_known: book.lines.len(),
        lines_missed: book.lines.missed(),
        groups: groups(book, limits.examples),
        documents: book
            .documents
            .drawn()
            .into_iter()
            .take(limits.documents)
            .map(|kept| kept.versions(cleaner, limits.room))
            .collect(),
        changed: stats.changed,
        flagged: book.flagged.drawn().into_iter().take(limits.flagged).collect(),
        flagged_all: stats.flagged,
        failed: summary.failures.iter().take(limits.failures).map(failure).collect(),
        failed_all: summary.failures.len(),
        broken: summary.broken.iter().flat_map(|b| &b.first).take(limits.failures).map(failure).collect(),
        broken_all: summary.broken.iter().map(|broken| broken.records).sum(),
    };
    page.render().expect("a template into memory")
}

/// A hue for each rule, near that of its pass. How light colours are is in the style, so that all have
/// the same contrast.
fn colors() -> String {
    let hue = |rule: Rule| {
        let (first, step) = match rule.pass() {
            Pass::Unicode => (285, 5),
            Pass::Boilerplate => (15, 4),
            Pass::Unwrap => (190, 8),
            Pass::Boundaries => (130, 8),
            Pass::Quotes => (240, 8),
            Pass::Dashes => (75, 6),
            Pass::Spacing => (210, 6),
        };
        let of_pass = Rule::ALL.iter().filter(|other| other.pass() == rule.pass());
        first + step * of_pass.take_while(|other| **other != rule).count()
    };
    Rule::ALL.iter().map(|&rule| format!(".r{}{{--hue:{}}}\n", rule as usize, hue(rule))).collect()
}

fn outcome(summary: &Summary) -> &'static str {
    if summary.interrupted {
        "The run was interrupted: this is what was done until then."
    } else if !summary.is_clean() {
        "Some files failed, or have records that could not be read: see the end of the page."
    } else {
        "All files were done."
    }
}

fn facts(summary: &Summary) -> Vec<(&'static str, String)> {
    let stats = &summary.stats;
    let edits = Rule::ALL.iter().map(|rule| stats.edits(*rule)).sum();
    let seconds = summary.elapsed.as_secs_f64();
    let megabytes = stats.bytes as f64 / 1e6;
    vec![
        ("documents", grouped(stats.documents)),
        ("documents changed", grouped(stats.changed)),
        ("files", grouped(summary.files)),
        ("files changed", grouped(summary.files_changed)),
        ("edits", grouped(edits)),
        ("lines removed", grouped(stats.lines_removed)),
        ("documents flagged", grouped(stats.flagged)),
        ("files failed", grouped(summary.failures.len() as u64)),
        ("megabytes of text", format!("{megabytes:.1}")),
        ("seconds", format!("{seconds:.1}")),
    ]
}

fn by_rule(book: &Book) -> Bars {
    let mut rules: Vec<_> = Rule::ALL.iter().map(|&rule| (rule, book.edits.of_rule(rule))).collect();
    rules.retain(|(_, count)| *count > 0);
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows = rules.into_iter().map(|(rule, count)| (rule.to_string(), count, Some(rule as usize)));
    Bars { id: "by-rule", title: "Edits by rule", about: String::new(), rows: bars(rows) }
}

/// The sites with the most edits.
fn sites(book: &Book, most: usize) -> Vec<(&str, u64)> {
    let mut sites: Vec<_> = book.sites.iter().map(|(site, counts)| (site, counts.edits)).collect();
    sites.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    sites.truncate(most);
    sites
}

fn by_site(book: &Book) -> Bars {
    const SHOWN: usize = 20;
    let top = sites(book, SHOWN);
    let others = book.sites.len() - top.len();
    let edits: u64 = BANDS.iter().enumerate().map(|(band, _)| book.edits.of_band(band)).sum();
    let of_top: u64 = top.iter().map(|(_, edits)| edits).sum();
    let mut about = String::new();
    if book.siteless > 0 {
        about += &format!("Of {} texts the site is not known. ", grouped(book.siteless));
    }
    if book.sites.missed() > 0 {
        about += "There are more sites than were counted each by itself: these numbers are lower bounds. ";
    }
    let mut rows: Vec<_> = top.iter().map(|(site, edits)| (plain(site, 40), *edits, None)).collect();
    if edits > of_top {
        let name = if others > 0 {
            format!("all others ({})", grouped(others as u64))
        } else {
            "no site".to_owned()
        };
        rows.push((name, edits - of_top, None));
    }
    Bars { id: "by-site", title: "Edits by site", about, rows: bars(rows) }
}

fn by_confidence(book: &Book) -> Columns {
    let (last, bands) = BANDS.split_last().expect("there are some");
    let rows =
        bands.iter().enumerate().map(|(i, (_, label))| ((*label).to_owned(), book.edits.of_band(i), None));
    let certain = grouped(book.edits.of_band(BANDS.len() - 1));
    let about =
        format!("{certain} more are {}: they only set a style, or take out what a rule names.", last.1);
    Columns { id: "by-confidence", title: "Edits by confidence", about, bars: bars(rows) }
}

fn by_damage(book: &Book) -> Columns {
    let damage = DAMAGE.iter().zip(book.damage());
    let rows = damage.map(|((_, label), documents)| ((*label).to_owned(), documents, None));
    let about = "Documents by the share of their bytes that was taken out or put in.".to_owned();
    Columns { id: "by-damage", title: "Damage per document", about, bars: bars(rows) }
}

fn lines(book: &Book, most: usize) -> Vec<LineRow<'_>> {
    let mut lines: Vec<_> = book.lines.iter().collect();
    lines.sort_by(|a, b| b.1.count.cmp(&a.1.count).then(a.0.cmp(b.0)));
    lines.truncate(most);
    lines.into_iter().map(|(text, counts)| LineRow::new(text, counts)).collect()
}

impl<'a> LineRow<'a> {
    fn new(text: &'a str, counts: &'a LineCounts) -> Self {
        const HEIGHT: u64 = 16;
        let mut sites: Vec<_> = counts.sites.by.iter().map(|(site, count)| (&**site, *count)).collect();
        sites.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let most = counts.fifths.iter().max().copied().unwrap_or(0).max(1);
        let bar = |count: &u64| (HEIGHT - (count * HEIGHT).div_ceil(most), (count * HEIGHT).div_ceil(most));
        let bands = (0..BANDS.len()).filter(|band| counts.bands[*band] > 0);
        Self {
            text,
            counts,
            rules: joined(counts.rules.by.iter().map(|(rule, _)| rule)),
            bands: joined(bands),
            site_names: joined(sites.iter().map(|(site, _)| plain(site, SITE))),
            sites,
            fifths: joined(counts.fifths),
            bars: counts.fifths.iter().map(bar).collect(),
        }
    }
}

fn joined(names: impl IntoIterator<Item = impl ToString>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(" ")
}

fn groups(book: &Book, most: usize) -> Vec<Group<'_>> {
    let mut groups = Vec::new();
    for &rule in Rule::ALL.iter().filter(|rule| book.edits.of_rule(**rule) > 0) {
        let band = |band: usize| {
            let examples = book.examples[rule as usize * BANDS.len() + band].drawn().into_iter().take(most);
            Band { band, count: book.edits.0[rule as usize][band], examples: examples.collect() }
        };
        let bands = (0..BANDS.len()).map(band).filter(|band| band.count > 0).collect();
        groups.push(Group { rule, count: book.edits.of_rule(rule), bands });
    }
    groups
}

fn failure(failure: &Failure) -> FailureRow {
    let path = failure.path().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string());
    let record = failure.record().map_or_else(String::new, |record| format!("record {record}: "));
    FailureRow { path, message: record + &failure.message() }
}

/// A text, by its pieces.
#[derive(Template)]
#[template(path = "pieces.html")]
struct Shown<'p> {
    pieces: &'p [Piece<'p>],
}

/// What the template asks for; it gives all by reference.
impl Page<'_> {
    fn number(&self, number: &u64) -> String {
        grouped(*number)
    }

    fn size(&self, number: &usize) -> String {
        grouped(*number as u64)
    }

    fn sure(&self, sure: &f32) -> String {
        confidence(*sure)
    }

    fn band(&self, band: &usize) -> &'static str {
        BANDS[*band].1
    }

    /// The number of a rule's colour.
    fn color(&self, rule: &Rule) -> usize {
        *rule as usize
    }

    fn pieces(&self, pieces: &[Piece<'_>]) -> String {
        Shown { pieces }.render().expect("a template into memory")
    }

    fn cut(&self, text: &Cut) -> String {
        self.pieces(&text.pieces())
    }

    fn text(&self, text: &str) -> String {
        self.pieces(&Cut::head(text, 300).pieces())
    }

    fn site(&self, place: &Place) -> String {
        place.site.as_deref().map_or_else(String::new, |site| plain(site, SITE))
    }

    /// Where a text stands, in words.
    fn place(&self, place: &Place) -> String {
        let mut words = place.file.as_deref().unwrap_or("standard input").to_owned();
        if let Some(record) = place.record {
            words += &format!(", record {record}");
        }
        if let Some(line) = place.line {
            words += &format!(", line {line}");
        }
        if let Some(site) = &place.site {
            words += &format!(" · {site}");
        }
        self.text(&words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Change, Notes};

    #[test]
    fn a_page_has_room_in_any_limit() {
        let cleaner = Cleaner::new();
        let mut book = Book::new();
        for record in 0..500 {
            let text =
                format!("<&>\" “{record}”.The <&> end — of it.\nAdvertisement\nIt <&> is.\n").repeat(20);
            let (script, cleaned) = cleaner.run(&text).expect("it changes");
            let (name, site) = (Some("<&>"), Some("<&>"));
            let (text, cleaned, script) = (text.as_str(), cleaned.as_str(), &script);
            book.see(&Change { name, record, in_lines: true, site, line: 1, text, cleaned, script });
        }
        let summary = Summary::default();
        let whole = page(&book, &summary, &cleaner, usize::MAX);
        for max in [whole.len(), whole.len() - 1, whole.len() / 2, 60_000] {
            let page = page(&book, &summary, &cleaner, max);
            assert!(!page.is_empty() && page.len() <= max, "{} of {max}", page.len());
        }
    }
}
