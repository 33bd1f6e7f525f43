use proptest::prelude::*;

use super::*;
use crate::edit::Pass;
use crate::passes::applied;
use crate::{Cleaner, DashStyle};

fn set(style: QuoteStyle, text: &str) -> String {
    applied(&Quotes::new(style, None).unwrap(), text)
}

fn set_in(tag: &str, style: QuoteStyle, text: &str) -> String {
    applied(&Quotes::new(style, Some(tag)).unwrap(), text)
}

/// The same with the second look that the cleaner takes where a pass is in doubt.
fn settled(tag: &str, style: QuoteStyle, text: &str) -> String {
    let cleaner = Cleaner::builder().only(&[Pass::Quotes]).quotes(style).language(tag).build();
    cleaner.expect("right").clean(text).into_owned()
}

#[test]
fn straightens() {
    for (input, output) in [
        ("“We won,” she said.", "\"We won,\" she said."),
        ("‘Quite’, he said: ‘it’s the dogs’ bowl.’", "'Quite', he said: 'it's the dogs' bowl.'"),
        ("„Nein“, sagte er, ‚nein‘.", "\"Nein\", sagte er, 'nein'."),
        ("‟Reversed”, ‛too’", "\"Reversed\", 'too'"),
        ("6′2″ tall, 40°26′46″ N", "6'2\" tall, 40°26'46\" N"),
        ("″mock quotes″", "\"mock quotes\""),
        ("don´t, don`t, l`eau, rock ’n’ roll", "don't, don't, l'eau, rock 'n' roll"),
        // Typewriters and TeX.
        ("She wrote ``all is well'' and left.", "She wrote \"all is well\" and left."),
        ("the `old' way, (`so to speak'), don`t", "the 'old' way, ('so to speak'), don't"),
        ("a ´quoted´ word, the ´80s, the boys´ club", "a 'quoted' word, the '80s, the boys' club"),
        ("''Doubled'', she said: ''don't.''", "\"Doubled\", she said: \"don't.\""),
        (
            "''Moss '' grows. ''It dries.'' ''It goes.'' So.''",
            "\"Moss '' grows. \"It dries.\" \"It goes.\" So.\"",
        ),
        ("a ''word'' and ``two,'' run `ls` now", "a \"word\" and \"two,\" run `ls` now"),
        ("our weekly ``Harbor Talk’’ show, DON`T", "our weekly \"Harbor Talk\" show, DON'T"),
        // Two apostrophes close what a mark opened, if they close anything.
        ("“Don’t go,’’ she said.", "\"Don't go,\" she said."),
        ("“He said ‘go,’’ and left", "\"He said 'go,'' and left"),
        ("“So,” the dogs’’ bowls, “rock’’n", "\"So,\" the dogs'' bowls, \"rock''n"),
        ("´´Doubled´´, 5´ 10´´, ``mixed´´", "\"Doubled\", 5' 10\", \"mixed\""),
        ("she donʻt, 6ʹ2ʺ, don′t", "she donʻt, 6'2\", don't"),
        ("＂Wide＂ and ＇wide＇", "\"Wide\" and 'wide'"),
        ("❝Big❞ ❛small❜ ⹂low”", "\"Big\" 'small' \"low\""),
        // Guillemets of all schools.
        ("Il dit : «oui».", "Il dit : \"oui\"."),
        ("Il dit : « oui ».", "Il dit : \"oui\"."),
        ("«\u{A0}Oui\u{A0}», dit-il. «\u{202F}Non\u{202F}!\u{202F}»", "\"Oui\", dit-il. \"Non\u{202F}!\""),
        ("« Un « mot » ici »", "\"Un \"mot\" ici\""),
        ("« De « la “chose” » »", "\"De \"la \"chose\"\"\""),
        (
            "Er sagte: »Nein.« Und: »Ja«, dann ›vielleicht‹.",
            "Er sagte: \"Nein.\" Und: \"Ja\", dann 'vielleicht'.",
        ),
        ("(»Alles für den Garten«)", "(\"Alles für den Garten\")"),
        ("Das ist »Wort« und dann »Satz« hier", "Das ist \"Wort\" und dann \"Satz\" hier"),
        ("Он сказал: «Да».", "Он сказал: \"Да\"."),
        ("»Så här», sade hon, och ”så”.", "\"Så här\", sade hon, och \"så\"."),
        ("Il dit : «\u{202F}Début\nfin\u{202F}».", "Il dit : \"Début\nfin\"."),
        ("«Comienzo del párrafo", "\"Comienzo del párrafo"),
        ("−«Comienzo", "−\"Comienzo"),
        // The blank beside an arrow that stays is the arrow's.
        ("‹Lire» ›—", "'Lire» '—"),
        ("« »", "\"\""),
        ("» »`«\"", "» »`«\""),
        // Western words in Chinese text, and the other way round.
        ("He said “hello” in 中文.", "He said \"hello\" in 中文."),
        ("Linux’s 内核", "Linux's 内核"),
    ] {
        assert_eq!(set(QuoteStyle::Straight, input), output, "{input}");
    }
}

#[test]
fn straightening_leaves() {
    for text in [
        // Of a quotation over several lines either both stay or none.
        "Il dit « Nous devons avancer avec\nles oies ». Une phrase.",
        "Section A ›",
        "‹ Before | Next ›",
        "\"Plain\" and 'plain' and it's.",
        "Home » News » Sports",
        "« Previous",
        "Read more »",
        "Read more»",
        "Home›News›Sports",
        "Next ›",
        "Run `ls -l`, the `Vec`s and ``x`` of `it`s",
        "他说：“你好，世界。”",
        "这是“Linux 内核”的‘文档’",
        "「日本語」『引用』〝引用〞＂",
        "ʻokina, Hawaiʻi, Qurʼan, Tʼáá",
        "п\u{2BC}ять, об\u{2BC}єкт",
        "a ´ b, cafe´",
        "Rusʹ, Gorʹkij, ˈstress",
        "( ͡❛ ͜ʖ ͡❛)",
        "timeout`Re-run if it is late",
        "the end,'' he said, 5'10'' tall, qu''on",
        "f('', '') or x = '' and ['']",
        "The [[ship]] ''Esperanza'' sank",
        "'''Bold''' and ''italic''",
        "``x&#39;&#39; y",
        "``code `` and `a ''b'' c`",
        "Run `it's`, `“x”` and ``a 'b' ``, not `old' code",
        "```\nputs “x”\n```",
        "‘日本語’，＂全角＂",
    ] {
        assert_eq!(set(QuoteStyle::Straight, text), text);
    }
}

#[test]
fn curls() {
    for (input, output) in [
        ("\"We won,\" she said. \"It's over.\"", "“We won,” she said. “It’s over.”"),
        ("\"'Tis true,\" he said, \"'twas so.\"", "“’Tis true,” he said, “’twas so.”"),
        (
            "the '90s and the '08 race, rock 'n' roll, get 'em",
            "the ’90s and the ’08 race, rock ’n’ roll, get ’em",
        ),
        ("\"He said, 'Go now.'\"", "“He said, ‘Go now.’”"),
        ("\"'Go,' he said.\"", "“‘Go,’ he said.”"),
        ("(\"yes\") [\"no\"] —\"so\"", "(“yes”) [“no”] —“so”"),
        ("\"I was—\" He stopped.", "“I was—” He stopped."),
        ("He paused—\"No\"—and left.", "He paused—“No”—and left."),
        ("He stands 6'2\" tall.", "He stands 6′2″ tall."),
        ("It lies at 40°26'46\"N, 79°58'W.", "It lies at 40°26′46″N, 79°58′W."),
        ("the dogs' bowls, O'Brien's", "the dogs’ bowls, O’Brien’s"),
        ("He said:\"We go.\"Then left.", "He said:“We go.”Then left."),
        ("a 'quoted word' here", "a ‘quoted word’ here"),
        ("No one, 'cept me", "No one, ’cept me"),
        ("\"Over two paragraphs\n\"it goes.\"", "“Over two paragraphs\n“it goes.”"),
        ("“Mixed\" and \"done.”", "“Mixed” and “done.”"),
        ("our ``Harbor Talk’’ show", "our “Harbor Talk” show"),
        ("“Don’t go,’’ she said.", "“Don’t go,’’ she said."),
        ("''Doubled,'' he said", "‘‘Doubled,’’ he said"),
        // A single quotation that nothing of its kind closes.
        ("\"They ask, 'What now?\" he said.", "“They ask, ‘What now?” he said."),
        ("\"'one of us said so.\"", "“‘one of us said so.”"),
        ("She said: 'it is late", "She said: ‘it is late"),
        ("the show 'Harbor Lights", "the show ‘Harbor Lights"),
        ("from '5%' to '17%' or '10,000'", "from ‘5%’ to ‘17%’ or ‘10,000’"),
        ("Well, 'twas late, 's all; we 'M out, \"'em all", "Well, ’twas late, ’s all; we ’M out, “’em all"),
        ("over 'ere, the 'burbs, a 'stache 'n all", "over ’ere, the ’burbs, a ’stache ’n all"),
        // Typed for an apostrophe.
        ("\"Baker\"s Row\" and O\"Hara", "“Baker\"s Row” and O\"Hara"),
        ("the \"B\"s and \"C\"s", "the “B”s and “C”s"),
        ("born in \"the '80\" and \"in 1980″", "born in “the ’80” and “in 1980”"),
        ("'", "’"),
    ] {
        assert_eq!(set(QuoteStyle::Curly, input), output, "{input}");
    }
}

#[test]
fn straightens_by_language() {
    let english = "They would not say what had been in the box, and donʼt ask, Oʼahuʻs people said.";
    let straight = "They would not say what had been in the box, and don't ask, O'ahu's people said.";
    assert_eq!(set(QuoteStyle::Straight, english), straight);
    assert_eq!(set_in("fr", QuoteStyle::Straight, "l\u{2BC}heure"), "l'heure");
    assert_eq!(set_in("haw", QuoteStyle::Straight, "kaʼu, Hawaiʻi"), "kaʼu, Hawaiʻi");
    assert_eq!(set_in("uk", QuoteStyle::Straight, "п\u{2BC}ять і п’ять"), "п\u{2BC}ять і п'ять");
    assert_eq!(set_in("uz", QuoteStyle::Straight, "oʻzbek tilida maʼno"), "oʻzbek tilida maʼno");
}

#[test]
fn curls_by_language() {
    for (tag, input, output) in [
        ("en-GB", "'I said \"no\",' he said.", "‘I said “no”,’ he said."),
        ("de", "Er sagte: \"Das ist 'sein' Hund.\"", "Er sagte: „Das ist ‚sein‘ Hund.“"),
        ("de", "So geht's, die 68er, '68er und 'ne Frage", "So geht’s, die 68er, ’68er und ’ne Frage"),
        ("de-CH", "Er sagt: \"Nein.\" «Doch»", "Er sagt: „Nein.“ «Doch»"),
        ("de", "“English” »Buch« „gut“ ‘x’", "„English“ »Buch« „gut“ ‚x‘"),
        ("de", "‚die Jungs’ Bücher‘", "‚die Jungs’ Bücher‘"),
        (
            "fr",
            "Il dit : \"L'eau\", puis «non» et « oui ».",
            "Il dit : «\u{202F}L’eau\u{202F}», puis «\u{202F}non\u{202F}» et «\u{202F}oui\u{202F}».",
        ),
        ("fr", "\"Un \"mot\" ici\"", "«\u{202F}Un «\u{202F}mot\u{202F}» ici\u{202F}»"),
        ("fr", "\"Non fini, l'\"eau\" et", "«\u{202F}Non fini, l’«\u{202F}eau\u{202F}» et"),
        ("fr", "« un »et« deux »", "«\u{202F}un\u{202F}»et«\u{202F}deux\u{202F}»"),
        ("fr", "l'\"eau\" d'\"ici\"", "l’«\u{202F}eau\u{202F}» d’«\u{202F}ici\u{202F}»"),
        (
            "fr",
            "Il dit \" non \", puis \" oui \".",
            "Il dit «\u{202F}non\u{202F}», puis «\u{202F}oui\u{202F}».",
        ),
        ("de", "\" Gans \", rief er.", "„ Gans “, rief er."),
        ("fr", "« De “la chose” »", "«\u{202F}De “la chose”\u{202F}»"),
        ("es", "Dijo: \"Es la 'verdad'.\" ¿\"Sí\"? «No»", "Dijo: “Es la ‘verdad’.” ¿“Sí”? «No»"),
        ("it", "Disse: \"L'ho \"visto\" nel '68.\"", "Disse: «L’ho “visto” nel ’68.»"),
        ("pt", "\"Não\", disse.", "“Não”, disse."),
        ("nl", "\"Hallo\", zei hij 's avonds, 'nou'.", "“Hallo”, zei hij ’s avonds, ‘nou’."),
        ("pl", "\"Nie \"tak\" już\"", "„Nie «tak» już”"),
        ("sv", "\"Hej\", sa 'hon'.", "”Hej”, sa ’hon’."),
        ("da", "\"Hej\", sagde hun.", "“Hej”, sagde hun."),
        ("cs", "\"Ano,\" řekl 'on'.", "„Ano,“ řekl ‚on‘."),
        ("ru", "\"Он сказал: \"Да\"\".", "«Он сказал: „Да“»."),
        ("ru", "Он “сказал” и „ушёл“.", "Он «сказал» и „ушёл“."),
        ("en", "«Oui», „ja“, »so«, ‚x‘", "“Oui”, “ja”, “so”, ‘x’"),
    ] {
        assert_eq!(set_in(tag, QuoteStyle::Curly, input), output, "{tag} {input}");
        assert_eq!(set_in(tag, QuoteStyle::Curly, output), output, "{tag} {output}");
    }
    // Found by the text; where it is not clear, what is typographic stays.
    assert_eq!(
        set(QuoteStyle::Curly, "Das ist nicht das, was er mit \"gut\" auch noch wollte."),
        "Das ist nicht das, was er mit „gut“ auch noch wollte."
    );
    assert_eq!(set(QuoteStyle::Curly, "„Ja“ \"no\""), "„Ja“ “no”");
}

#[test]
fn curling_leaves() {
    for text in [
        "Run `echo \"x\"` and `it's`.",
        "```\nputs \"x\"\n```",
        "    puts \"x\"",
        "<a href=\"x\" title='y z'>",
        "“Typographic” and ‘so’, it’s",
        "for<'a> fn(&'a str) -> T where T: 'a + 'static, '_",
        "it ends,'' she said, f('', '')",
        "6′2″, f′(x)",
    ] {
        assert_eq!(set_in("en", QuoteStyle::Curly, text), text);
    }
}

const TEXT: &str =
    "([«»‹›]|[ \u{a0}\u{202f}\n]|[“”„‟‘’‚‛′″‵´ʼ]|[\"']|[a-zé0-9]|[.,:()—-]|中|，|〝|'tis|.){0,60}";

/// Languages without guillemets, which are read by what stands around them.
const TAGS: &[&str] = &["en", "de", "es", "nl", "pt", "sv", "da", "cs"];

proptest! {
    #[test]
    fn straightening_settles(text in TEXT) {
        let once = settled("en", QuoteStyle::Straight, &text);
        prop_assert_eq!(settled("en", QuoteStyle::Straight, &once), once);
    }

    #[test]
    fn straightening_takes_curling_back(text in STRAIGHT, tag in prop::sample::select(TAGS)) {
        let curly = settled(tag, QuoteStyle::Curly, &text);
        prop_assert_eq!(&settled(tag, QuoteStyle::Curly, &curly), &curly);
        prop_assert_eq!(settled(tag, QuoteStyle::Straight, &curly), settled(tag, QuoteStyle::Straight, &text));
    }

    #[test]
    fn straightening_takes_guillemets_back(
        words in prop::collection::vec("[a-zа-я]{1,6}[,.!?]?|\"[a-zа-я]{1,5}( [a-zé]{1,4}){0,2}[.,!]?\"[,.]?", 1..12),
        tag in prop::sample::select(&["fr", "it", "ru", "uk", "nb", "pl"][..]),
    ) {
        let text = words.join(" ");
        let curly = set_in(tag, QuoteStyle::Curly, &text);
        prop_assert_eq!(&set_in(tag, QuoteStyle::Curly, &curly), &curly);
        prop_assert_eq!(set(QuoteStyle::Straight, &curly), text);
    }
}

const STRAIGHT: &str = "([ \n]|[\"']|[a-zé0-9]|[.,:()—-]|'tis){0,60}";

#[test]
fn marks_that_make_misread_text_settle() {
    let builder = Cleaner::builder().quotes(QuoteStyle::Curly).dashes(DashStyle::Typographic);
    let cleaner = builder.build().unwrap();
    for text in [
        "Ã'",
        "Ã\"a",
        "Ð'",
        "à'€",
        "\"Â\"",
        "'¥",
        "aaaa\"\"\"©",
        "goose â\"\"b",
        "Ã--€",
        "goose Ä--b",
        "Ã...",
    ] {
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}

#[test]
fn guillemets_beside_dashes_and_points_settle() {
    for style in [QuoteStyle::Straight, QuoteStyle::Curly] {
        for text in ["ʻ»–", "oui »—non", "a—«b", "–» c «–", "»…", "»… und «"] {
            let cleaner = Cleaner::builder().quotes(style).language("en").build().unwrap();
            let cleaned = cleaner.clean(text);
            assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
        }
    }
    let swedish = Cleaner::builder().only(&[Pass::Quotes]).quotes(QuoteStyle::Curly).language("sv").build();
    let swedish = swedish.unwrap();
    let cleaned = swedish.clean("a«6  « oui » ’");
    assert_eq!(swedish.clean(&cleaned), cleaned);
}

#[test]
fn rare_marks_settle() {
    for text in [
        "ll″o",
        "We„k",
        "11„ad",
        "said.„The end",
        "a‟B",
        "b〞C",
        "It\"s for two ″never broken.Click here to see",
        "Advertisem´ent\nR",
    ] {
        let cleaner = Cleaner::new();
        let cleaned = cleaner.clean(text);
        assert_eq!(cleaner.clean(&cleaned), cleaned, "{text}");
    }
}
