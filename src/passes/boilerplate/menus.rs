//! Menus: runs of short lines without a final mark, some of them known as labels of pages. In the middle
//! of a text such a run may be a list that belongs to it: there it takes more of them than before the
//! first paragraph and behind the last.

use std::ops::Range;

use super::lines::trim;
use super::words::Words;
use crate::chars::is_marked;
use crate::edit::Edit;
use crate::passes::Document;
use crate::rules::{Normal, Table};

/// A menu has so many lines at least ...
const LINES: usize = 6;
/// ... and of them so many are known labels, and of every so many one, at an edge of a text ...
const LABELS: usize = 3;
const EVERY: usize = 30;
/// ... and in the middle of it. (By what became of the lines of pages/news and pages/moz, developers'
/// data: of the words that go in menus .99 are none of the article's, whichever the source.)
const INNER_LABELS: usize = 4;
const INNER_EVERY: usize = 12;
/// Its lines are no longer than this, in bytes: headlines are among them.
const SHORT: usize = 100;
/// A line of this length (bytes) with a final mark is a paragraph. A text with fewer than so many has no
/// edges; one with none is perhaps a list as a whole.
const PARAGRAPH: usize = 80;
const PARAGRAPHS: usize = 3;
/// The lines before the first paragraph that stay: title, author and date stand there.
const TITLE: usize = 5;

/// A title has so many words.
const TITLE_WORDS: usize = 4;
/// So many lines above the author or date are the headline and what is below it.
const HEADLINE: usize = 3;

/// The menus of a document, by their bytes, in order; where a sentence stands in one, it is in parts.
pub(super) struct Menus(Vec<Range<usize>>);

impl Menus {
    /// Finds them; `normal` is scratch space.
    pub fn find(document: &Document<'_>, table: &Table, normal: &mut Normal) -> Self {
        Self::without(&[], document, table, normal)
    }

    /// Finds those that would be there without what some edits, in order, take out.
    pub fn without(mut gone: &[Edit], document: &Document<'_>, table: &Table, normal: &mut Normal) -> Self {
        let text = document.text;
        let (mut first, mut last, mut paragraphs) = (text.len(), 0, 0);
        // Where the first paragraphs stand together; before them may be notices.
        let (mut body, mut block) = (None, Vec::new());
        let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
        let mut run: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for &end in document.scan.newlines.iter().chain([&text.len()]) {
            let line = start..end;
            start = end + 1;
            if line.is_empty() {
                continue;
            }
            let words = trim(&text[line.clone()]);
            while gone.first().is_some_and(|edit| edit.range.end <= line.start) {
                gone = &gone[1..];
            }
            let goes = || {
                gone.first().is_some_and(|edit| edit.range.start <= line.start && line.end <= edit.range.end)
            };
            if words.is_empty() || goes() {
                continue;
            }
            let is_entry = is_entry(words);
            if !is_entry && words.len() >= PARAGRAPH && is_marked(words) {
                (first, last, paragraphs) = (first.min(line.start), line.start, paragraphs + 1);
                block.push(line.start);
                if block.len() == PARAGRAPHS {
                    body = body.or(Some(block[0]));
                }
            } else {
                block.clear();
            }
            if is_entry {
                run.push(line);
            } else {
                close(&mut run, &mut runs);
            }
        }
        close(&mut run, &mut runs);
        if paragraphs == 0 {
            return Self(Vec::new());
        }
        let first = body.unwrap_or(first);
        let mut menu = |run: Vec<Range<usize>>| {
            let (is_head, is_tail) = (run[0].start < first, run[0].start > last);
            let run = &run[..run.len() - if is_head { TITLE } else { 0 }];
            let is_edge = (is_head || is_tail) && paragraphs >= PARAGRAPHS;
            let (least, every) = if is_edge { (LABELS, EVERY) } else { (INNER_LABELS, INNER_EVERY) };
            let is_label = |line: &&Range<usize>| table.is_label(trim(&text[(*line).clone()]), normal);
            let is_menu =
                run.len() >= LINES && run.iter().filter(is_label).count() >= least.max(run.len() / every);
            if !is_menu {
                return Vec::new();
            }
            let whole = run[0].start..run[run.len() - 1].end;
            // Behind an article such sentences are notices of the page.
            if is_tail { vec![whole] } else { without_sentences(text, run, is_head) }
        };
        Self(runs.into_iter().flat_map(&mut menu).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a line that begins at `at` (bytes) belongs to one.
    pub fn has(&self, at: usize) -> bool {
        let next = self.0.partition_point(|menu| menu.start <= at);
        next > 0 && at < self.0[next - 1].end
    }
}

/// Ends a run of short lines; only long ones are kept.
fn close(run: &mut Vec<Range<usize>>, runs: &mut Vec<Vec<Range<usize>>>) {
    if run.len() >= LINES {
        runs.push(std::mem::take(run));
    }
    run.clear();
}

/// The lines of a menu but for those of sentences, which stay: an extractor broke them around a link, or, before
/// the first paragraph, they say what the article is about.
fn without_sentences(text: &str, run: &[Range<usize>], is_head: bool) -> Vec<Range<usize>> {
    let words = |line: &Range<usize>| trim(&text[line.clone()]);
    let lead = if is_head { lead(run, |line| is_byline(words(line))) } else { 0..0 };
    let mut parts: Vec<Range<usize>> = Vec::new();
    let (mut goes_on, mut stays) = (false, false);
    for (i, line) in run.iter().enumerate() {
        let (here, stayed) = (words(line), stays);
        let is_link = goes_on || run.get(i + 1).is_some_and(|next| is_rest(words(next)));
        // Behind a link it goes on in small letters.
        let is_end = stayed && here.starts_with(char::is_lowercase);
        // With the title above it.
        let is_title = || here.split(' ').nth(TITLE_WORDS - 1).is_some();
        let is_above =
            || line.start == 0 || is_head && run.get(i + 1).is_some_and(|next| is_told(words(next)));
        let is_lead = is_title() && is_above() || is_head && is_told(here) || lead.contains(&i);
        goes_on = is_open(here);
        stays = goes_on || is_link || is_end || is_rest(here) || is_lead;
        if stays {
            continue;
        }
        match parts.last_mut() {
            Some(part) if !stayed => part.end = line.end,
            _ => parts.push(line.clone()),
        }
    }
    parts
}

/// The places of the headline, and of what names the author and the day below it.
fn lead(run: &[Range<usize>], is_byline: impl Fn(&Range<usize>) -> bool) -> Range<usize> {
    let Some(last) = run.iter().rposition(&is_byline) else { return 0..0 };
    let mut first = last;
    while let Some(above) = (first.saturating_sub(HEADLINE + 1)..first).find(|i| is_byline(&run[*i])) {
        first = above;
    }
    first.saturating_sub(HEADLINE)..last + 1
}

/// Whether a sentence goes on behind a line: "The council then voted for the".
pub(super) fn is_open(line: &str) -> bool {
    // "Sign in to" is an entry.
    const WORDS: usize = 4;
    let mut words = line.rsplit(' ');
    let last = words.next().map(str::to_ascii_lowercase);
    last.is_some_and(|last| Words::embedded().open.contains(&*last)) && words.nth(WORDS - 2).is_some()
}

/// Whether a line reads like what an article begins with: "The geese of the pond, who had never asked for more".
fn is_told(line: &str) -> bool {
    const WORDS: usize = 9;
    let words = line.split(' ').filter(|word| word.starts_with(char::is_alphabetic));
    let lower = words.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
    let words = words.count();
    words >= WORDS && lower * 3 >= words * 2
}

/// Whether a line names the author, or the day: what is above it is a headline.
fn is_byline(line: &str) -> bool {
    const WORDS: usize = 10;
    let is_year = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let year = word.rsplit(['/', '.', '-']).next().unwrap_or_default();
        year.len() == 4 && matches!(&year[..2], "19" | "20") && year.bytes().all(|b| b.is_ascii_digit())
    };
    let is_dated = || {
        line.bytes().filter(u8::is_ascii_digit).count() > 4
            && line.split(' ').any(is_year)
            && !line.contains('©')
    };
    let names = line.strip_prefix("By ").or(line.strip_prefix("by "));
    line.split(' ').nth(WORDS).is_none()
        && (names.is_some_and(|name| name.starts_with(char::is_uppercase)) || is_dated())
}

/// Whether a sentence began before a line: ", which the mayor had seen".
fn is_rest(line: &str) -> bool {
    const WORDS: usize = 3;
    [", ", "; ", "’s ", "'s "].iter().any(|start| line.starts_with(start))
        && line.split(' ').nth(WORDS - 1).is_some()
}

/// Whether a line could be an entry of a menu: short, without a final mark, and no item of a list or image.
fn is_entry(line: &str) -> bool {
    line.len() <= SHORT
        && !is_marked(line)
        // "int goose(", "struct goose {"
        && !line.ends_with([',', ';', ':', '(', '{'])
        && !line.ends_with("()")
        && !line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '*' | '•' | '#' | '"' | '“'))
        && !line.starts_with("![")
}

#[cfg(test)]
mod tests {
    use crate::passes::boilerplate::tests::cleaner;

    /// An article with the lines above it, around which there are menus.
    const TITLE: &str = "A night at the harbor\nBoats and rain\nHarbor Desk\nBy Ann Lee\nMonday";
    const PARAGRAPHS: &str = "The boats came back in the morning, and the harbor was full of people from the town.\n\
         Nobody sold anything there, and all of them went home at ten that night in the rain.\n\
         The mayor said that she would call them again before the summer, and they laughed.";

    #[test]
    fn menus_go_at_the_edges_and_lists_stay() {
        let menu = "Home\nHarbor\nMarket\nContact us\nMoss and goose\nSports";
        let cleaner = cleaner();
        assert_eq!(
            cleaner.clean(&format!("{menu}\n{TITLE}\n{PARAGRAPHS}\n{menu}")),
            format!("{TITLE}\n{PARAGRAPHS}")
        );
        // Names, figures and points of an article; a poem.
        for list in [
            "Ann Lee\nBob Roe\nCarl Moss\nDora Finch\nEmil Goose\nFrida Lark",
            "12 boats\n14 nets\n3 geese\n2 mayors\n1 harbor\n9 rooms",
            "- Home\n- Harbor\n- Contact us\n- Market\n- Sports\n- Moss",
        ] {
            for text in [format!("{PARAGRAPHS}\n{list}"), format!("{PARAGRAPHS}\n{list}\n{PARAGRAPHS}")] {
                assert_eq!(cleaner.clean(&text), text);
            }
        }
        let poem = format!("{menu}\n{menu}");
        assert_eq!(cleaner.clean(&poem).lines().filter(|line| *line == "Moss and goose").count(), 2);
    }

    #[test]
    fn sentences_that_a_link_broke_are_no_entries_of_a_menu() {
        let menu = "Home\nHarbor\nMarket\nContact us\nMoss and goose\nSports\nSign in to";
        let cleaner = cleaner();
        for sentence in [
            "The council of the old town has voted for the\nHarbor Act\nin the last days of the year",
            "The council of the old town has voted for the\nHarbor Act",
            "The council\n, which met after the rain, was full",
            "Ann Lee\n's second letter to the council",
        ] {
            assert_eq!(
                cleaner.clean(&format!("{menu}\n{sentence}\n{menu}\n{TITLE}\n{PARAGRAPHS}")),
                format!("{sentence}\n{TITLE}\n{PARAGRAPHS}")
            );
            // Behind the last paragraph it is a notice of the page.
            assert_eq!(cleaner.clean(&format!("{PARAGRAPHS}\n{menu}\n{sentence}\n{menu}")), PARAGRAPHS);
        }
    }

    #[test]
    fn what_an_article_begins_with_is_no_part_of_the_menu_above_it() {
        let menu = "Home\nNews\nContact us\nAdvertise\nWeather\nLog in\nSports\nPrivacy policy";
        let head = "A goose at the harbor\nThe goose of the old mill, who had never asked for a vote, got one\nBy Ann Lee\nMay 3, 2019";
        let below = "Share this\nPrint\nEmail\nTop stories\nMost read\nSubscribe\nWeather\nSports";
        let rest = "The boats came back in the morning, and the harbor was full of people, who saw no fish.";
        let body = [rest; 4].join("\n");
        let cleaned = cleaner().clean(&format!("{menu}\n{head}\n{below}\n{body}")).into_owned();
        assert!(cleaned.contains(head), "{cleaned}");
        assert!(!cleaned.contains("Log in"), "{cleaned}");
    }
}
