use proptest::prelude::*;

use super::*;
use crate::passes::applied;

fn set(style: DashStyle, text: &str) -> String {
    applied(&Dashes::new(style, None).unwrap(), text)
}

#[test]
fn sets_ascii() {
    for (input, output) in [
        ("one—two", "one - two"),
        ("one — two", "one - two"),
        ("one\u{a0}— two", "one - two"),
        ("one\u{200a}—\u{200a}two", "one - two"),
        ("one –two, one– two", "one - two, one - two"),
        ("one – two", "one - two"),
        ("end.—The", "end. - The"),
        ("“nobody objected”—not even", "“nobody objected” - not even"),
        ("\"nobody objected\"—not even", "\"nobody objected\" - not even"),
        ("He said—\"no\"—and left", "He said - \"no\" - and left"),
        ("in 2019—the year", "in 2019 - the year"),
        // Ranges and compounds.
        ("1914–1918, 1914—1918, 1914–18", "1914-1918, 1914-1918, 1914-18"),
        ("Vogt–Lürßen, the U.S.–Mexico border", "Vogt-Lürßen, the U.S.-Mexico border"),
        ("$5–$10, 60–120 g, 10%–15%", "$5-$10, 60-120 g, 10%-15%"),
        ("(1950–) and 1950–", "(1950-) and 1950-"),
        ("6–22 Uhr, 1914 – 1918", "6-22 Uhr, 1914 - 1918"),
        ("555‒1234", "555-1234"),
        ("the gunman–and five others", "the gunman - and five others"),
        ("upset by D.C.–the Swamp–are", "upset by D.C. - the Swamp - are"),
        (
            "Ron Paul–style, Biden–Trump, pro–Bernie Sanders",
            "Ron Paul-style, Biden-Trump, pro-Bernie Sanders",
        ),
        ("a cost–benefit view — and more", "a cost-benefit view - and more"),
        ("too busy–I’m swamped", "too busy - I’m swamped"),
        // Letters left out.
        ("a “f—king p—y”", "a “f-king p-y”"),
        ("plan B—which, a—b, 401(k)s—and, y—then", "plan B - which, a - b, 401(k)s - and, y - then"),
        (
            "the bull--t, a bag of cr—k, an F--k, you a--hole",
            "the bull--t, a bag of cr-k, an F--k, you a--hole",
        ),
        ("a lot shorter–10 lines, mid–1990s", "a lot shorter - 10 lines, mid-1990s"),
        ("easy to miss–especially here", "easy to miss - especially here"),
        (
            "a point–of–sale, the then–governor, up--to--date",
            "a point-of-sale, the then-governor, up--to--date",
        ),
        ("Sen. A. Crane (R–S.C.)", "Sen. A. Crane (R-S.C.)"),
        ("Geese, Ohio–Indiana border", "Geese, Ohio-Indiana border"),
        ("in 2013—10,076 of them, 66,000—33,000 each", "in 2013 - 10,076 of them, 66,000 - 33,000 each"),
        ("one –> two, <– three", "one -> two, <- three"),
        // Emphasis of Markdown.
        ("**Look at this —** and _—this_, *so*—no", "**Look at this -** and _- this_, *so* - no"),
        ("— **Ann**, **— Bob**", "- **Ann**, **- Bob**"),
        // Before marks that end a clause.
        ("— so he said —, and — why—? —; and–, no—.", "- so he said -, and - why -? -; and -, no -."),
        ("see —.net and —...", "see - .net and - ..."),
        // Minus.
        ("−5 °C, a – b, at –5 °C, (–3)", "-5 °C, a - b, at -5 °C, (-3)"),
        ("–5 °C", "-5 °C"),
        // Interruption.
        ("“I was—”", "“I was -”"),
        ("\"I was—\" he said", "\"I was -\" he said"),
        ("\"I was —\"", "\"I was -\""),
        ("I was—\nNext", "I was -\nNext"),
        ("I was —", "I was -"),
        // Starts.
        ("—Mark Twain", "- Mark Twain"),
        ("— Bonjour\n  – Deux", "- Bonjour\n  - Deux"),
        ("“—and then", "“- and then"),
        ("\"—and then", "\"- and then"),
        ("(—and then—)", "(- and then -)"),
        ("― Author", "- Author"),
        // Rules and gaps.
        ("————", "----"),
        ("— — —", "- - -"),
        ("Mr. B—— said", "Mr. B-- said"),
        ("a -— b, a—- b", "a -- b, a-- b"),
        ("—", "-"),
        ("x\t—\ty", "x\t-\ty"),
        ("Name    —    12", "Name    -    12"),
        // Typed as two hyphens.
        ("one -- two, one--two, one-- two", "one - two, one - two, one - two"),
        ("\"I was--\" he said--no.", "\"I was -\" he said - no."),
        ("the well--\nNext", "the well -\nNext"),
        // The others.
        ("a﹘b, x﹣y, B⸺ and ⸻, －x", "a - b, x-y, B-- and ---, -x"),
        ("⁃ item, ˗5, wait‥", "- item, -5, wait.."),
        ("co‐op, non‑stop", "co-op, non-stop"),
        ("Well… yes……", "Well... yes......"),
        ("see https://example.com/a—or not", "see https://example.com/a - or not"),
    ] {
        assert_eq!(set(DashStyle::Ascii, input), output, "{input}");
    }
}

#[test]
fn closed_en_dashes_part_clauses_where_nothing_else_does() {
    let text = "their members–witnesses said–fled";
    assert_eq!(set(DashStyle::Ascii, text), "their members - witnesses said - fled");
    // One that does tells what the others do.
    let text = "An aside — and more.\nThe systems–built late–failed, which–as always–nobody saw";
    assert_eq!(
        set(DashStyle::Ascii, text),
        "An aside - and more.\nThe systems - built late - failed, which - as always - nobody saw"
    );
}

#[test]
fn en_dashes_that_part_clauses_come_in_pairs() {
    let text = "An aside — and more. The geese–led by A. Crane (R-OH)–stepped up.";
    assert_eq!(
        set(DashStyle::Ascii, text),
        "An aside - and more. The geese - led by A. Crane (R-OH) - stepped up."
    );
}

#[test]
fn an_en_dash_ends_a_dateline() {
    let report =
        "Ann Crane won the race for the harbor by a very small number of votes, as it was told on Monday.";
    let text = format!("A title\nGOOSETOWN, Ohio–{report}");
    assert_eq!(set(DashStyle::Ascii, &text), format!("A title\nGOOSETOWN, Ohio - {report}"));
}

#[test]
fn some_double_hyphens_that_lost_a_space_are_no_options() {
    let text = "It was--or so he said--a day, warm --like so many--and long--too long--for him";
    assert_eq!(
        set(DashStyle::Ascii, text),
        "It was - or so he said - a day, warm --like so many - and long - too long - for him"
    );
}

#[test]
fn ascii_leaves() {
    for text in [
        "use –count (or -c for short), –list and –exclude-from=file",
        "the –verbose option, the –quiet switch",
        "one - two, 1914-18",
        "cargo run -- fast, set --check or --fix",
        "the '--check' option, \"--no-color\", and notes--tags",
        "equations (29)--(32)",
        "```\na -- b — c\n```",
        "    x -- y",
        "i--; x-- > 0; a_b--c, block--modifier/x, https://x.org/a--b",
        "-- comment\n---\n| -- | -- |\n-- \n<!-- note -->",
        "use `a — b` and `–x` here, Q1–Q2.pdf and plan–final.docx",
        "son of a b--ch, 555--1234",
        "10⁻³, x₋₁, 〜, －１",
        "https://en.wikipedia.org/wiki/Bose–Einstein",
        "www.example.com/a–b and a–b@example.com",
        "他说——好……不",
        "中文—中文",
        "~ 〜 ・ ー ･",
    ] {
        assert_eq!(set(DashStyle::Ascii, text), text);
    }
}

#[test]
fn sets_typographic() {
    for (input, output) in [
        ("one - two", "one—two"),
        ("one -- two, one--two", "one—two, one—two"),
        ("one — two, one – two", "one—two, one—two"),
        ("\"No\" - he said", "\"No\"—he said"),
        ("\"I was--\" he said", "\"I was—\" he said"),
        ("1914-1918, 1914-18, pages 10-15.", "1914–1918, 1914–18, pages 10–15."),
        ("1914 – 1918, pages 12 – 16", "1914–1918, pages 12–16"),
        ("open 9 am - 1 pm – mostly", "open 9 am – 1 pm—mostly"),
        ("(May 3, 1961 – June 20, 2004), Mon - Fri", "(May 3, 1961 – June 20, 2004), Mon – Fri"),
        ("a.example.org/x - Ann, see — http://b.org", "a.example.org/x — Ann, see — http://b.org"),
        ("It was -5 °C, a change of -3%.", "It was −5 °C, a change of −3%."),
        ("Well... yes [...]", "Well… yes […]"),
    ] {
        assert_eq!(set(DashStyle::Typographic, input), output, "{input}");
    }
}

#[test]
fn sets_typographic_by_language() {
    let set_in = |tag, text| applied(&Dashes::new(DashStyle::Typographic, Some(tag)).unwrap(), text);
    for (tag, input, output) in [
        ("en-GB", "one - two, one--two, one—two", "one – two, one – two, one – two"),
        ("de", "Er kam - spät -- und ging—gleich.", "Er kam – spät – und ging – gleich."),
        ("de", "Ich war--", "Ich war–"),
        ("de", "\"Ich war—\" Er ging.", "\"Ich war—\" Er ging."),
        ("fr", "un mot\u{a0}- un autre", "un mot\u{a0}– un autre"),
        ("ru", "Москва - столица", "Москва — столица"),
        ("ru", "— Да, — сказал он.", "— Да, — сказал он."),
        ("es", "la casa —grande— de 1914-1918", "la casa —grande— de 1914–1918"),
    ] {
        assert_eq!(set_in(tag, input), output, "{tag} {input}");
        assert_eq!(set_in(tag, output), output, "{tag} {output}");
    }
    // Found by the text.
    let text = "Das ist nicht das, was er - so spät - auch noch wollte.";
    assert_eq!(set(DashStyle::Typographic, text), text.replace('-', "–"));
}

#[test]
fn typographic_leaves() {
    for text in [
        "one—two, 1914–18, −5, Well…",
        "git commit --amend -m x, head -5 file",
        "well-known, X-ray, COVID-19, F-16, Boeing 737-800",
        "555-1234, 1-800-555-1234, 2020-05-17, 2020-05, 978-3-16-148410-0",
        "won 7-5, 4-6, 6-3; lost 6–7 4-6 7-5, 3-6 6–4",
        "a 21-14 win, 3-2-1, A1-2, 1.2-3, 10-15.5",
        "a_b--c, block--modifier/x, https://x.org/a--b",
        "---\n| - | -- |\n- item\n-- \n-5",
        "    x -- y\n\ta - b",
        "the `a - b` and `x--y`, report--final.pdf",
        "```\na - b...\n```",
        "./... and ../.. and f(...) and 0...9 and ....",
        "Name   -   value",
        "5 - 3 = 2",
        "in 2008 – 1,688 more, 3 – 10.5",
        "since 2016 – 39 of them, in 2018 – 97%, 13 – 13!, 555 – 6928, Node2 – 3",
        "in 2008 — 40 percent of them, 223 – 189",
        "https://example.com/a — Ann Example",
        "use --since, not use--since or -- since",
        "a son of a b--ch",
    ] {
        assert_eq!(set(DashStyle::Typographic, text), text);
    }
}

const TEXT: &str = "([*_<>%]| (to|of|by|led|non|then|the|option|a\\.bc|9 am|May 3|-c) ?|[—–―‒]|[-]|[‐‑−…]|[ \u{a0}\u{2009}]|[\n\t]|[“”\"'()]|[a-z]|[0-9]|[.,:/@$%]|www\\.|://|中|--|\\.\\.\\.|.){0,60}";

#[test]
fn the_words_beside_en_dashes_are_sorted_and_lower_case() {
    let compounds = compound::Compounds::english();
    let rows = compounds.rows();
    assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0), "sorted, none twice");
    assert!(rows.iter().all(|(word, _)| word.bytes().all(|b| b.is_ascii_lowercase())));
}

#[test]
fn a_range_beside_two_hyphens_is_set_with_them() {
    let once = set(DashStyle::Typographic, "He had 1-2--… perhaps three--4-5 of them.");
    assert_eq!(set(DashStyle::Typographic, &once), once);
}

#[test]
fn what_other_signs_become_changes_no_dash() {
    for text in ["1-2—3://", "It was 1-2—3.", "1—2-3", " -c--g... to"] {
        let once = set(DashStyle::Typographic, text);
        assert_eq!(set(DashStyle::Typographic, &once), once, "{text}");
    }
}

#[test]
fn two_hyphens_beside_a_mark_of_another_style_settle() {
    for text in ["sv--„", "„--word", "the boats--“", "--„a"] {
        let cleaner = crate::Cleaner::new();
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn two_hyphens_of_a_word_whose_others_have_spaces_then_settle() {
    let cleaner =
        crate::Cleaner::builder().skip(&[crate::Pass::Boundaries]).language("it").build().expect("right");
    for text in ["By--By--", "x--ydon't–}"] {
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn hyphens_of_several_kinds_beside_each_other_settle() {
    for text in ["mk−‑", "word‐‐word", "one‑−two", "the boats˗‐ and", "a—‑b", "––‑"]
    {
        let cleaner = crate::Cleaner::new();
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn spans_beside_a_dash_that_is_closed_up_settle() {
    let cleaner = crate::Cleaner::builder().dashes(DashStyle::Typographic).build().expect("right");
    let cleaned = cleaner.clean("The moss has 51% – the fern 43% – (46% – 39%) of the wall.");
    assert_eq!(cleaner.clean(&cleaned), cleaned);
}

proptest! {
    #[test]
    fn ascii_settles(text in TEXT) {
        // A run of two dashes becomes two hyphens, which the cleaner looks at again.
        let once = set(DashStyle::Ascii, &set(DashStyle::Ascii, &text));
        prop_assert_eq!(set(DashStyle::Ascii, &once), once);
    }

    #[test]
    fn typographic_settles_at_once(text in TEXT) {
        let once = set(DashStyle::Typographic, &text);
        prop_assert_eq!(set(DashStyle::Typographic, &once), once);
    }
}
