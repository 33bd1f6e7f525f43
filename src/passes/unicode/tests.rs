use proptest::prelude::*;

use crate::edit::Pass;
use crate::{Cleaner, QuoteStyle, Rule};

fn cleaner() -> Cleaner {
    Cleaner::builder().only(&[Pass::Unicode]).build().expect("a pass")
}

#[test]
fn sets() {
    let cleaner = cleaner();
    for (input, output, rule) in [
        ("\u{FEFF}Title\u{FEFF}", "Title", Rule::Bom),
        ("nul\0l, bell\x07 and del\x7f", "null, bell and del", Rule::Control),
        ("\x1b[1;31mred\x1b[0m", "red", Rule::Control),
        ("\x1b[no, \x1b", "o, ", Rule::Control),
        ("one\rtwo\r\nthree\r\r\n", "one\ntwo\r\nthree\n\r\n", Rule::LineBreak),
        ("a\u{2028}b\u{2029}c\x0bd\x0ce\u{85}f", "a\nb\nc\nd\ne\nf", Rule::LineBreak),
        ("It\u{92}s \u{93}true\u{94}\u{85} or so", "It’s “true”… or so", Rule::Misread),
        ("wait\u{85} what", "wait… what", Rule::Misread),
        ("Sebasti\u{87}n comi\u{97} aqu\u{92}", "Sebastián comió aquí", Rule::Misread),
        ("the market\u{97}the old one\u{97}fell", "the market—the old one—fell", Rule::Misread),
        ("for \u{80}5, 6\u{80} and 7 \u{80}", "for €5, 6€ and 7 €", Rule::Misread),
        ("hers,\u{80}\u{94} he didn\u{80}\u{99}t say", "hers,— he didn’t say", Rule::Misread),
        ("he didn\x19t say \x1cyes\x1d", "he didn’t say “yes”", Rule::Misread),
        ("a\u{81} b", "a b", Rule::Control),
        ("\u{9b}1mbold\u{9b}0m", "bold", Rule::Control),
        ("\x1b]0;title\x07\x1b]8;;https://a.org\x1b\\link\x1b(B", "link", Rule::Control),
        ("N\x08NO\x08O _\x08u_\x08p a\x08_", "NO up a", Rule::Control),
        ("one\x1etwo\x1fthree", "one\ntwo three", Rule::LineBreak),
        ("eﬃcient ﬂags, oﬀ, ﬁne", "efficient flags, off, fine", Rule::Ligature),
        ("inter\u{AD}\nnational", "inter-\nnational", Rule::SoftHyphen),
        ("x\u{E0041}\u{E0042}", "x", Rule::ZeroWidth),
        (
            "שלום \u{202B}א\n\u{2069}ב \u{2067}ג \u{202A}ד\u{2069}",
            "שלום א\nב \u{2067}ג ד\u{2069}",
            Rule::Bidi,
        ),
        ("te\u{200B}st\u{2060}ing \u{2061}f", "testing f", Rule::ZeroWidth),
        ("word\u{200C}word \u{200D} \u{200D}\u{200D}", "wordword  ", Rule::ZeroWidth),
        ("−\u{200D}5", "−5", Rule::ZeroWidth),
        ("left\u{200E} and \u{202A}right\u{202C}", "left and right", Rule::Bidi),
        ("co\u{AD}op\u{AD}er\u{AD}ate", "cooperate", Rule::SoftHyphen),
        ("up-the\u{AD}Hill", "up-the-Hill", Rule::SoftHyphen),
        ("up-the\u{AD}hill, The\u{AD}Hill", "up-thehill, TheHill", Rule::SoftHyphen),
        ("end\u{2061}\u{200C}\u{1D173}\u{200D}\u{1D17A}.", "end.", Rule::ZeroWidth),
        ("5\u{A0}km, 6\u{202F}km\u{2003}", "5 km, 6 km ", Rule::Space),
        ("wide\u{3000}\u{3000}space", "wide  space", Rule::Space),
        ("e\u{301}te\u{301}", "été", Rule::Nfc),
        ("\u{212B} a\u{323}\u{302}", "Å ậ", Rule::Nfc),
        ("각", "각", Rule::Nfc),
    ] {
        let script = cleaner.edit(input);
        assert_eq!(script.apply(input).as_deref().ok(), Some(output), "{input:?}");
        assert!(input == output || script.edits().iter().any(|edit| edit.rule == rule), "{input:?}");
    }
}

#[test]
fn the_scan_tells_of_all_that_is_set() {
    let cleaner = cleaner();
    for c in ('\0'..=char::MAX).filter(|&c| !crate::chars::is_invisible(c)) {
        let text = format!("a{c}b");
        let script = cleaner.edit(&text);
        assert!(
            script.edits().iter().all(|edit| matches!(edit.rule, Rule::Nfc | Rule::Ligature)),
            "{text:?}"
        );
    }
}

#[test]
fn composes_hangul() {
    assert_eq!(cleaner().clean("\u{1100}\u{1161}\u{11A8}"), "\u{AC01}");
}

#[test]
fn changes_only_what_composes() {
    let text = "Un cafe\u{301} noir";
    let script = cleaner().edit(text);
    assert_eq!(script.edits()[0].range, 6..9);
}

#[test]
fn leaves() {
    let cleaner = cleaner();
    for text in [
        "Tabs\tand lines\r\nof both kinds\n",
        // A control that stands for nothing may be what is left of a letter.
        "é\u{81}",
        // Where words are parted by what nobody sees; Mongolian; the flag of Scotland.
        "ភាសា\u{200B}ខ្មែរ",
        "ᠬᠠᠷ\u{180E}ᠠ",
        "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
        // Joiners where they do something: Persian, Hindi, a family, a flag.
        "می\u{200C}خواهم",
        "क्\u{200D}ष",
        "👩\u{200D}👩\u{200D}👧 👩🏽\u{200D}💻 ❤\u{FE0F}\u{200D}🔥 🏳\u{FE0F}\u{200D}🌈",
        // Marks of direction where there are two directions.
        "שלום\u{200F} world\u{200E} \u{2067}עברית\u{2069}",
        "　日本語の段落　です",
        "日本語。\n　\n　　2024　NASA　です\n　　“Yes”",
        "𝅘𝅥𝅮\u{1D173}𝅘𝅥𝅮",
        "Nothing \u{80}— not",
        "full-width ＡＢＣ１２３ ，。！",
        "½ ² ™ ĳ ǆ №",
        "Ångström, naïve, Ελλάδα, Русский, 한국어, 中文",
    ] {
        assert_eq!(cleaner.clean(text), text);
    }
}

proptest! {
    #[test]
    fn settles(text in "([a-zé 0-9]|[\u{0}-\u{20}]|[\u{7f}-\u{ad}]|[\u{200b}-\u{200f}\u{2028}-\u{202f}\u{2060}-\u{2069}\u{feff}\u{180e}]|[\u{300}-\u{34f}\u{3099}]|[\u{1100}-\u{11ff}]|[\u{2000}-\u{2001}\u{212a}\u{212b}\u{344}]|\u{3000}|中|ש|क|\u{1b}\\[[0-9;]*m|👩|.){0,40}") {
        let cleaner = cleaner();
        if let Some((script, cleaned)) = cleaner.run(&text) {
            prop_assert_eq!(script.undo(&cleaned).ok(), Some(text));
            prop_assert_eq!(cleaner.clean(&cleaned), cleaned.as_str());
        }
    }
}

#[test]
fn spaces_inside_guillemets_stay_where_they_are_set() {
    let text = "«\u{202F}a\u{202F}b\u{202F}»";
    let builder = Cleaner::builder().only(&[Pass::Unicode]);
    let set = |style| builder.clone().quotes(style).build().expect("a pass").clean(text).into_owned();
    assert_eq!(set(QuoteStyle::Straight), "«\u{202F}a b\u{202F}»");
    assert_eq!(set(QuoteStyle::Keep), "« a b »");
}

#[test]
fn an_entity_that_was_parted_settles() {
    for text in ["&nbs\u{200b}p;", "caf&eac\u{ad}ute;", "a &\u{feff}amp; b", "&nbs\u{200b}p"] {
        let cleaned = cleaner().clean(text).into_owned();
        assert_eq!(cleaner().clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn what_was_misread_and_parted_settles() {
    for text in ["â€â€Š", "a â€\u{2003}b", "caf\u{c3}\u{200b}\u{a9}", "Ã\u{ad}©"] {
        let cleaned = cleaner().clean(text).into_owned();
        assert_eq!(cleaner().clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn an_entity_in_quotation_marks_of_any_language_is_mentioned() {
    for text in ["o ”&nbsp;”", "es ist »&nbsp;«", "jest „&nbsp;”", "das ist ‚&nbsp;‘"] {
        assert_eq!(cleaner().clean(text), text);
    }
}

#[test]
fn a_run_of_the_same_is_one_edit() {
    let text = "a\u{1}\u{2}\u{7}b\u{c}\u{b}c\u{200b}\u{feff}d";
    let script = cleaner().edit(text);
    let edits: Vec<_> = script.iter().map(|(edit, removed)| (removed, &*edit.replacement)).collect();
    assert_eq!(edits, [("\u{1}\u{2}\u{7}", ""), ("\u{c}\u{b}", "\n\n"), ("\u{200b}", ""), ("\u{feff}", "")]);
}

#[test]
fn a_sign_behind_an_apostrophe_that_is_set_settles() {
    let cleaner = Cleaner::builder().quotes(QuoteStyle::Curly).build().unwrap();
    for text in ["Moss\n'©ZWwtLe\n", "'®Goose", "a '©b'"] {
        let cleaned = cleaner.clean(text).into_owned();
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn entities_in_marks_that_are_set_settle() {
    let cleaner = Cleaner::builder().quotes(QuoteStyle::Curly).build().unwrap();
    let cleaned = cleaner.clean("'&nbsp;''&nbsp;'''");
    assert_eq!(cleaner.clean(&cleaned), cleaned);
}
