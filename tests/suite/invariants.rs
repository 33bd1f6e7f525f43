//! The laws of the edit script and of the cleaner, on arbitrary text and on the corpus.

use std::fs;
use std::path::Path;

use copydesk::{Cleaner, DashStyle, Edit, EditScript, Pass, QuoteStyle, Rule, Sites};
use proptest::prelude::*;

use crate::{corpus, laws};

/// Pieces that the passes act on, or nearly: arbitrary text alone would hardly ever hold them.
const PIECES: &[&str] = &[
    "partnershipsThis union ",
    "said.The ",
    "McConnell ",
    "iPhone",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "«",
    "»",
    "—",
    "–",
    " — ",
    "-",
    "--",
    "…",
    "...",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\nAdvertisement\n",
    "\nRead more: ",
    "\nAD\n",
    "Advertisement",
    "companyAdvertisementThe ",
    " Story continues below advertisement ",
    "(RELATED: Goose wins the vote)",
    " [VIDEO]",
    "and the mayor of the town said that it would rain. ",
    "Follow her on Twitter",
    " Click here to see the video.",
    "Share this\n",
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\u{301}",
    "e\u{301}",
    "\u{2028}",
    "\u{0}",
    "\u{7}",
    "é",
    "Ø",
    "´",
    "`",
    "``",
    "''",
    "＂",
    "ʼ",
    "ʻ",
    "„",
    "‚",
    "′",
    "″",
    "'90s ",
    "'tis ",
    "\"Oui\" ",
    " « oui » ",
    "`code` ",
    "\n```\n",
    "6'2\" ",
    " -- ",
    " - ",
    "−",
    "‑",
    "-5 °C ",
    "10-15",
    ". . .",
    "—\"",
    "das ist nicht ein ",
    "les gens de la ville et du pays ",
    "это не то что он мог ",
    "5",
    "2024The ",
    "J.K. Rowling ",
    "U.S.Border ",
    "(CNN)Mitt ",
    "time.”He ",
    "said:“We ",
    "日本",
    "ع",
    "\u{200d}",
    "👩\u{200d}🚀",
    ".",
    "?",
    ",",
    "The ",
    "the ",
    "of theGetting ",
    "&amp;",
    "&amp;amp;lt;",
    "caf&eacute;",
    "&nbsp;",
    "&#8217;",
    "&#",
    "lt;",
    "`",
    "HTML ",
    "Ã©",
    "â€™",
    "â€œ",
    "ÃƒÂ©",
    "Ã ",
    "Â ",
    "Â",
    "Ð¿Ñ€",
    "РїСЂ",
    "√©",
    "┬┐",
    "\u{fffd}",
    "\u{85}",
    "\u{92}",
    "\u{81}",
    "\u{19}",
    "\u{1b}[1m",
    "\u{1b}]0;t\u{7}",
    "\u{8}",
    "ﬁ",
    "\u{202b}",
    "\u{2069}",
    "\u{e0041}",
    "https://a.com/bC?d=eF ",
    "1914–1918",
    "CEOTim ",
    "ADVERTISEMENT",
    "Home | News",
    "May 3, 2019",
    "©",
    "By",
    "x",
    "}",
    "not even the unions\nAdvertisements\nPrices rose in 2024 ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[a-zA-Z]{1,8} ?",
        1 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,6}",
    ];
    // What disagrees, disagrees where few pieces meet again and again.
    let few = prop::collection::vec(piece.clone(), 1..6)
        .prop_flat_map(|few| prop::collection::vec(prop::sample::select(few), 1..20));
    prop_oneof![prop::collection::vec(piece, 0..60), few].prop_map(|pieces| pieces.concat())
}

fn cleaner() -> impl Strategy<Value = Cleaner> {
    let quotes = prop::sample::select(&[QuoteStyle::Straight, QuoteStyle::Curly, QuoteStyle::Keep][..]);
    let dashes = prop::sample::select(&[DashStyle::Ascii, DashStyle::Typographic, DashStyle::Keep][..]);
    let only = prop_oneof![
        2 => Just(Pass::ALL.to_vec()),
        1 => prop::sample::subsequence(Pass::ALL.to_vec(), 1..Pass::ALL.len()),
    ];
    let language = prop::sample::select(&["", "", "en", "de", "fr", "es", "pl", "sv", "ru", "uk"][..]);
    (quotes, dashes, only, language).prop_map(|(q, d, only, language)| {
        let builder = Cleaner::builder().quotes(q).dashes(d).only(&only);
        let builder = if language.is_empty() { builder } else { builder.language(language) };
        builder.build().expect("options are right")
    })
}

/// A script over `text`: cut anywhere between characters, replaced by anything.
fn script(text: String) -> impl Strategy<Value = (String, EditScript)> {
    let cuts: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let edit = (any::<prop::sample::Index>(), 0..4usize, "[a-c]{0,3}");
    prop::collection::vec(edit, 0..8).prop_map(move |edits| {
        let mut ranges: Vec<_> = edits
            .into_iter()
            .map(|(from, length, to)| {
                let start = from.index(cuts.len());
                (cuts[start]..cuts[(start + length).min(cuts.len() - 1)], to)
            })
            .collect();
        ranges.sort_by_key(|(range, _)| (range.start, range.end));
        let mut at = 0;
        ranges.retain(|(range, to)| {
            let changes = text[range.clone()] != *to.as_str();
            let fits = range.start >= at && changes;
            if fits {
                at = range.end;
            }
            fits
        });
        let edits = ranges.into_iter().map(|(range, to)| Edit::new(range, to, Rule::Gap)).collect();
        let script = EditScript::new(&text, edits).expect("sorted and apart");
        (text.clone(), script)
    })
}

fn two_scripts() -> impl Strategy<Value = (String, EditScript, EditScript)> {
    "[d-fé]{0,12}".prop_flat_map(script).prop_flat_map(|(text, first)| {
        let middle = first.apply(&text).expect("its own text");
        script(middle).prop_map(move |(_, next)| (text.clone(), first.clone(), next))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_on_arbitrary_text(text in text(), cleaner in cleaner()) {
        laws::hold(&cleaner, &text);
    }

    #[test]
    fn a_script_applies_and_is_undone((text, script) in "[d-fé]{0,12}".prop_flat_map(script)) {
        let cleaned = script.apply(&text).expect("its own text");
        prop_assert_eq!(script.undo(&cleaned).expect("its own result"), text);
        prop_assert_eq!(script.invert().invert(), script);
    }

    #[test]
    fn composed_scripts_do_what_both_do((text, first, next) in two_scripts()) {
        let middle = first.apply(&text).expect("its own text");
        let end = next.apply(&middle).expect("its own text");
        let both = first.compose(next);
        prop_assert_eq!(&EditScript::new(&text, both.edits().to_vec()).expect("valid"), &both);
        prop_assert_eq!(&both.apply(&text).expect("its own text"), &end);
        prop_assert_eq!(both.undo(&end).expect("its own result"), text);
    }

    #[test]
    fn offsets_of_what_stays_map_to_the_same_text((text, script) in "[d-fé]{0,12}".prop_flat_map(script)) {
        let cleaned = script.apply(&text).expect("its own text");
        let map = script.offset_map();
        let mut at = 0;
        for edit in script.edits() {
            let kept = at..edit.range.start;
            let to = map.to_cleaned(kept.clone());
            prop_assert_eq!(&cleaned[to.clone()], &text[kept.clone()]);
            if !kept.is_empty() {
                prop_assert_eq!(map.to_original(to), kept);
            }
            at = edit.range.end;
        }
        // Any span comes back inside the texts and in order.
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let to = map.to_cleaned(start..end);
                prop_assert!(to.start <= to.end && to.end <= cleaned.len());
            }
        }
        prop_assert_eq!(map.to_cleaned(0..text.len()).len() <= cleaned.len(), true);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn laws_hold_where_a_site_repeats_lines(
        texts in prop::collection::vec(text(), 1..5),
        furniture in prop::collection::vec("(Follow us|The paper of the harbor|Share|Related)[a-b .]{0,30}", 1..6),
        cleaner in cleaner(),
    ) {
        let mut sites = Sites::new();
        let page = |text: &str| format!("{}\n{text}\n{}", furniture[0], furniture.join("\n"));
        for day in 0..9 {
            sites.observe("example.org", &page(&format!("{day}{}", texts[day % texts.len()])));
        }
        let site = cleaner.for_site("example.org").knowing(&sites);
        for text in &texts {
            let page = page(text);
            let script = site.edit(&page);
            let cleaned = site.clean(&page).into_owned();
            prop_assert_eq!(&script.apply(&page).expect("its own text"), &cleaned);
            prop_assert_eq!(&script.undo(&cleaned).expect("its own result"), &page);
            let again = site.edit(&cleaned);
            prop_assert!(again.is_empty(), "{:?} {:?}", cleaned, again.edits());
        }
    }
}

#[test]
fn laws_hold_on_the_corpus() {
    let cleaner = Cleaner::new();
    let curly =
        Cleaner::builder().quotes(QuoteStyle::Curly).dashes(DashStyle::Typographic).build().expect("right");
    for article in corpus::articles() {
        laws::hold(&cleaner, &article.dirty);
        laws::hold(&cleaner, &article.expected);
        laws::hold(&curly, &article.dirty);
    }
}

#[test]
fn a_script_refuses_what_is_out_of_order_or_cuts_a_character() {
    let edit = |range| Edit::new(range, "", Rule::Gap);
    for edits in
        [vec![edit(2..3), edit(0..1)], vec![edit(0..2), edit(1..3)], vec![edit(0..9)], vec![edit(4..5)]]
    {
        assert!(EditScript::new("abcé", edits.clone()).is_err(), "{edits:?}");
    }
}

#[test]
fn a_script_refuses_another_text() {
    let script = EditScript::new("He said.The", vec![Edit::new(2..3, "_", Rule::Gap)]).expect("valid");
    assert!(script.apply("He-said.The").is_err());
    assert!(script.apply("H").is_err());
    assert!(script.undo("He said.The").is_err());
}

#[test]
fn a_record_refuses_what_is_out_of_order_or_of_another_length() {
    let edit = |range, removed| (Edit::new(range, "_", Rule::Gap), removed);
    for record in [
        vec![edit(2..3, "a"), edit(0..1, "b")],
        vec![edit(0..2, "ab"), edit(1..3, "bc")],
        vec![edit(0..2, "a")],
        vec![edit(usize::MAX..usize::MAX, "a")],
    ] {
        assert!(EditScript::recorded(record.clone()).is_err(), "{record:?}");
    }
    // In order, but beyond all texts.
    let far = [edit(3..4, "a"), edit(usize::MAX - 1..usize::MAX, "b")];
    assert!(EditScript::recorded(far).expect("in order").undo("abc_").is_err());
}

/// Lines that the rules of each language know, with something in their slots.
fn labels() -> Vec<String> {
    let slots = [("{n}", "12"), ("{name}", "Daily Bee"), ("{handle}", "@bee"), ("{...}", "some more words")];
    let filled = |pattern: &str| {
        slots.iter().fold(pattern.to_owned(), |label, (slot, with)| label.replace(slot, with))
    };
    let tables = ["de", "en", "es", "fr", "it", "nl", "pt"].map(|language| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/rules/data/{language}.tsv"));
        fs::read_to_string(path).expect("a table")
    });
    let rows = tables.iter().flat_map(|table| table.lines()).filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.split('\t').nth(2)).map(filled).collect()
}

fn hold_in_two_styles(text: &str) {
    laws::hold(&Cleaner::new(), text);
    let builder = Cleaner::builder().dashes(DashStyle::Typographic).quotes(QuoteStyle::Curly);
    laws::hold(&builder.build().unwrap(), text);
}

/// What the style makes of a dash behind a label, the rules of lines have to know before it is set.
#[test]
fn laws_hold_where_a_dash_stands_behind_a_label() {
    for label in labels() {
        for dash in ["--", "–", " ‐ ", "―", " ‒ ", " -- “"] {
            hold_in_two_styles(&format!(
                "The council met on Tuesday, and stayed.\n{label}{dash}How it went\nThen it rained."
            ));
        }
    }
}

/// A label stays where its sentence goes on under it, and what that line begins with may change.
#[test]
fn laws_hold_where_the_line_under_a_label_changes() {
    for label in labels() {
        for next in
            ["...", "…", ". . . it", ".. it", " , it", ",, it", "\u{ad}it", "‚it‘", "--it", "&#44; it"]
        {
            hold_in_two_styles(&format!("The council met and stayed\n{label} \n{next} rained all day."));
            hold_in_two_styles(&format!("{label}\n{next}\nPrice: 12\n{label}: \nSize: {next}"));
        }
    }
}
