use proptest::prelude::*;

use super::*;
use crate::passes::applied;

fn set(style: QuoteStyle, text: &str) -> String {
    applied(&Quotes::new(style), text)
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
        ("l\u{2BC}heure", "l'heure"),
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
        ("fin de la citation », dit-il", "fin de la citation\", dit-il"),
        ("«Comienzo del párrafo", "\"Comienzo del párrafo"),
        // The blank beside an arrow that stays is the arrow's.
        ("‹Lire» ›—", "'Lire» '—"),
        ("« »", "\"\""),
        ("» »`«\"", "» \"`«\""),
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
        "ʻokina, Hawaiʻi",
        "a ´ b",
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
        ("He stands 6'2\" tall.", "He stands 6’2” tall."),
        ("the dogs' bowls, O'Brien's", "the dogs’ bowls, O’Brien’s"),
        ("He said:\"We go.\"Then left.", "He said:“We go.”Then left."),
        ("a 'quoted word' here", "a ‘quoted word’ here"),
        ("No one, 'cept me", "No one, ’cept me"),
        ("\"Over two paragraphs\n\"it goes.\"", "“Over two paragraphs\n“it goes.”"),
        ("“Mixed\" and \"done.”", "“Mixed” and “done.”"),
        ("'", "’"),
    ] {
        assert_eq!(set(QuoteStyle::Curly, input), output, "{input}");
    }
}

#[test]
fn the_clippings_are_sorted_and_lower_case() {
    let clippings = curly::Clippings::english();
    let rows = clippings.rows();
    assert!(rows.windows(2).all(|pair| pair[0] < pair[1]), "sorted, none twice");
    assert!(rows.iter().all(|row| row.bytes().all(|b| b.is_ascii_lowercase())));
}

const TEXT: &str = "([«»‹›]|[ \u{a0}\n]|[“”„‟‘’‚‛′″‵´`ʼ]|[\"']|[a-zé0-9]|[.,:()—-]|中|，|〝|'tis|`s|.){0,60}";

proptest! {
    #[test]
    fn straightening_settles_at_once(text in TEXT) {
        let once = set(QuoteStyle::Straight, &text);
        prop_assert_eq!(set(QuoteStyle::Straight, &once), once);
    }

    #[test]
    fn curling_settles_at_once(text in TEXT) {
        let once = set(QuoteStyle::Curly, &text);
        prop_assert_eq!(once.chars().count(), text.chars().count());
        prop_assert_eq!(set(QuoteStyle::Curly, &once), once);
    }
}
