use proptest::prelude::*;

use super::*;
use crate::passes::applied;

fn set(text: &str) -> String {
    applied(&Spacing, text)
}

#[test]
fn sets() {
    for (input, output) in [
        ("The end.  The next,  with     gaps", "The end. The next, with gaps"),
        ("One.  Two.\nSix.  Ten.", "One. Two.\nSix. Ten."),
        ("trailing  \nspace \t\nhere ", "trailing\nspace\nhere"),
        ("a\n\n\n\nb\n\n\nc", "a\n\nb\n\nc"),
        ("a\n  \n \t\n\n  b", "a\n\n  b"),
        ("a\n \nb", "a\n\nb"),
        ("a \n\n b  c", "a\n\n b c"),
        ("the end\n\n\n\n", "the end\n\n"),
        ("the end\n   ", "the end\n"),
        (" \n x", "\n x"),
        ("  indented  once", "  indented once"),
    ] {
        assert_eq!(set(input), output, "{input:?}");
    }
}

#[test]
fn leaves() {
    for text in [
        "plain text\n\nwith paragraphs\n",
        "  two spaces before\n    four before,  and  code",
        "\ttab before  and after",
        "name\tvalue  x",
        "    Century    Stretches    Mean\n    13th              18     7.2",
        "Team      Won  Lost\nHarriers    3     1\nRovers      2     2",
        "Apples      5\nPears      12",
        "a      b      c",
        "| a   | b |\n| cc  | d |",
        "```\nx = 1  # one\n\n\n\ny = 22  # two\n```",
        "line  \r\nnext",
        "5    x = 1",
        "15  x = 1  # one",
        "manager           10.0.0.1\nworker-one          10.0.0.2\nworker-two          10.0.0.3\nx        10.0.0.4",
        "   ",
    ] {
        assert_eq!(set(text), text);
    }
}

proptest! {
    #[test]
    fn settles_at_once(text in "([ ]|  |[ \t\n]|\n\n|   |[a-zé.]|\r|```|\\||    |.){0,60}") {
        let once = set(&text);
        prop_assert_eq!(set(&once), once);
    }

    #[test]
    fn tables_settle_at_once(text in "([a-c]{1,3}[.]?( {1,4})|\n){0,30}") {
        let once = set(&text);
        prop_assert_eq!(set(&once), once);
    }
}
