use super::*;
use crate::passes::applied;

fn unwrapped(text: &str) -> String {
    applied(&Unwrap::new(Lexicon::default(), None), text)
}

/// Set to 48 columns.
const WRAPPED: &str = "\
The harbor was built when the town was young and\n\
nobody had thought of steamers. It has been too\n\
narrow for a hundred years, and each council has\n\
promised to widen it before the next election.\n\
\n\
Nothing came of it. The stones lie where they\n\
were left, and the inter-\n\
national fleet sails on to other towns, as the\n\
mayor said when she was asked about the well-\n\
known plans of her party.";

#[test]
fn paragraphs_set_to_a_width_are_one_line_each() {
    assert_eq!(
        unwrapped(WRAPPED),
        "The harbor was built when the town was young and nobody had thought of steamers. It has been too \
         narrow for a hundred years, and each council has promised to widen it before the next election.\n\n\
         Nothing came of it. The stones lie where they were left, and the international fleet sails on to \
         other towns, as the mayor said when she was asked about the well-known plans of her party."
    );
    let windows = WRAPPED.replace('\n', "\r\n");
    assert_eq!(unwrapped(&windows), unwrapped(WRAPPED).replace('\n', "\r\n"));
}

#[test]
fn a_broken_word_is_mended_in_any_text() {
    for (text, expected) in [
        ("An inter-\nnational harbor", "An international harbor"),
        ("An inter\u{2010}\n  national harbor", "An international harbor"),
        (
            "Eine Brü-\ncke über den Fluss, sagte der Mann und ging.",
            "Eine Brücke über den Fluss, sagte der Mann und ging.",
        ),
    ] {
        assert_eq!(unwrapped(text), expected, "{text}");
    }
}

#[test]
fn what_stays() {
    let code = format!("{WRAPPED}\n\n```\nlet the harbor be as wide as the town, and\nlet it be so\n```");
    assert!(unwrapped(&code).ends_with("and\nlet it be so\n```"));
    let list = format!("{WRAPPED}\n\n- the stones of the old harbor, which nobody\n- wants");
    assert!(unwrapped(&list).ends_with("nobody\n- wants"));
    for text in [
        "",
        "\n\n-\n",
        // Verse, lists, an address, two paragraphs.
        "The sea came in,\nand the sea went out,\nand nobody knew\nwhat it was about,\nand the gulls went home.",
        "three boats\ntwo nets and a rope\nseven geese, of which four can swim\na harbor",
        "Ann Lee\n4 Harbor Street\nExampleton",
        "It rained on the day of the vote, and nobody came to the harbor to see it.\nThe sun shone on the next.",
        // A hyphen of its own, one that hangs, and no word at all.
        "This is a well-\nknown and an Anglo-\nAmerican thing",
        "pre-\nand postwar",
        "a xq-\nzv b",
        "the dash -\nof course",
        // Chinese is set without spaces.
        "中文中文中文中文\n中文中文中文中文\n中文中文中文中文\n中文",
    ] {
        assert_eq!(unwrapped(text), text, "{text}");
    }
}

#[test]
fn hostile_lines_take_linear_time() {
    for text in
        ["a-\n".repeat(200_000), "\n".repeat(400_000), "a ".repeat(300_000) + "\n", " \n-".repeat(100_000)]
    {
        unwrapped(&text);
    }
}
