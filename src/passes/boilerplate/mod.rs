//! Takes out the lines that are no part of the article, and closes the gap.
//!
//! The rules know which lines those are; here it is decided what stands in their place. Nearly
//! always nothing: the paragraphs on both sides stay apart as they stood. Where the line had cut
//! a paragraph in two, the halves are joined.

mod join;
mod lines;
mod words;

use std::cell::OnceCell;

use super::{Document, Propose};
use crate::edit::{Edit, Rule};
use crate::error::Error;
use crate::rules::Table;
use join::{Joiner, Joint};
use lines::{Gap, Line, Run};

/// The pass.
pub(super) struct Boilerplate {
    table: Table,
    joiner: Joiner,
}

impl Boilerplate {
    pub(super) fn new() -> Result<Self, Error> {
        Ok(Self { table: Table::embedded()?, joiner: Joiner::new()? })
    }
}

impl Propose for Boilerplate {
    fn propose(&self, document: &Document<'_>, edits: &mut Vec<Edit>) {
        let habit = OnceCell::new();
        lines::each_run(document, &self.table, |run| self.remove(document, &habit, run, edits));
    }
}

impl Boilerplate {
    /// Takes out the lines of a run, each by an edit of its own.
    fn remove(&self, document: &Document<'_>, habit: &OnceCell<bool>, run: &Run<'_>, edits: &mut Vec<Edit>) {
        let joint = match (run.before, run.after) {
            (Some(before), Some(after)) => self.joiner.joint(document, habit, before, after),
            _ => None,
        };
        let gap = match (joint, run.before, run.after) {
            (Some(joint), Some(before), Some(after)) => join(document.text, joint, before, after, run, edits),
            _ => run.gap(document.text),
        };
        let starts = std::iter::once(gap.start).chain(run.lines[1..].iter().map(|hit| hit.line.start));
        let ends = run.lines[1..].iter().map(|hit| hit.line.start).chain(std::iter::once(gap.end));
        for ((start, end), hit) in starts.zip(ends).zip(run.lines) {
            edits.push(Edit::new(start..end, "", hit.found.rule).with_confidence(hit.found.confidence));
        }
    }
}

/// Puts the joint in place of what stands between the left half and the first line removed, and
/// returns the rest of the gap.
fn join(text: &str, joint: Joint, before: Line, after: Line, run: &Run<'_>, edits: &mut Vec<Edit>) -> Gap {
    let end = before.start + before.of(text).trim_end().len();
    let start = run.lines[0].line.start;
    edits.push(Edit::new(end..start, joint.as_str(), Rule::Join).with_confidence(joint.confidence()));
    let indent = after.of(text).len() - after.of(text).trim_start().len();
    Gap { start, end: after.start + indent }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use crate::cleaner::Cleaner;
    use crate::edit::{Pass, Rule};

    fn cleaner() -> &'static Cleaner {
        static CLEANER: LazyLock<Cleaner> =
            LazyLock::new(|| Cleaner::builder().only(&[Pass::Boilerplate]).build().unwrap());
        &CLEANER
    }

    #[test]
    fn what_stays_in_place_of_a_line() {
        let cleaner = cleaner();
        for (text, expected) in [
            ("A.\nAd\nB.", "A.\nB."),
            ("A.\n\nAd\n\nB.", "A.\n\nB."),
            ("A.\n\nAd\nB.", "A.\n\nB."),
            ("A.\nAd\n\nB.", "A.\n\nB."),
            ("A.\n\n\nAd\n\nB.", "A.\n\nB."),
            ("A.\n\nAd\n\n\n\nB.", "A.\n\nB."),
            ("A.\n \nAd  \n\nB.", "A.\n \nB."),
            ("A.\n\nAd\n\nSkip ad\n\nB.", "A.\n\nB."),
            ("A.\nAd\nShare this:\n\n3 shares\nB.", "A.\nB."),
            ("A.\nAd\nB.\nAd\nC.", "A.\nB.\nC."),
            ("Ad\nB.", "B."),
            ("\n\nAd\n\n\nB.", "B."),
            ("A.\nAd", "A."),
            ("A.\n\nAd\n", "A.\n"),
            ("A.\nAd\n\n\n", "A.\n"),
            ("A.\nAd\n  ", "A."),
            ("Ad", ""),
            ("Ad\n", ""),
            ("  Ad  \nB.", "B."),
            ("A.\r\nAd\r\nB.\r\n", "A.\r\nB.\r\n"),
            ("A.\r\n\r\nAd\r\n\r\nB.", "A.\r\n\r\nB."),
            ("A.\r\nAd\r\n\r\nB.", "A.\r\n\r\nB."),
            ("A.\r\nAd\r\n", "A.\r\n"),
            ("A.\r\nAd", "A."),
            ("A.\n\tB.\nAd\n\tC.", "A.\n\tB.\n\tC."),
        ] {
            assert_eq!(cleaner.clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn some_words_need_a_neighbour() {
        let cleaner = cleaner();
        for (text, expected) in [
            ("A.\nShare this:\nFacebook\nTwitter\nB.", "A.\nB."),
            ("A.\nFacebook\nB.", "A.\nFacebook\nB."),
            ("A.\nFacebook\nTwitter\nB.", "A.\nFacebook\nTwitter\nB."),
            // A heading after an ad is no neighbour of it.
            ("A.\nAd\nFacebook\nB.", "A.\nFacebook\nB."),
            ("A.\nTweet\nAd\nEmail\nB.", "A.\nB."),
        ] {
            assert_eq!(cleaner.clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn each_line_is_an_edit_of_its_own() {
        let script = cleaner().edit("A.\n\nAdvertisement\n\nShare this:\n\nB.");
        let edits: Vec<_> =
            script.iter().map(|(edit, removed)| (edit.rule, removed, &*edit.replacement)).collect();
        assert_eq!(edits, [(Rule::Ad, "Advertisement\n\n", ""), (Rule::Social, "Share this:\n\n", "")]);
    }

    #[test]
    fn a_joint_is_an_edit_beside_the_removal() {
        let left = "The council voted on Monday to repair the roof of the museum with the";
        let right = "money that was left from the sale of the old bus station.";
        let text = format!("{left}\n\nAdvertisement\n\n{right}");
        let script = cleaner().edit(&text);
        let edits: Vec<_> =
            script.iter().map(|(edit, removed)| (edit.rule, removed, &*edit.replacement)).collect();
        assert_eq!(edits, [(Rule::Join, "\n\n", " "), (Rule::Ad, "Advertisement\n\n", "")]);
        assert_eq!(script.apply(&text).unwrap(), format!("{left} {right}"));
    }

    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("Advertisement".to_owned()),
            Just("  Share this: ".to_owned()),
            Just("Twitter".to_owned()),
            Just("Related: A goose wins".to_owned()),
            Just("Home | News | Contact".to_owned()),
            Just("Copyright © 2019 Bee. All rights reserved.".to_owned()),
            Just(String::new()),
            Just(" \t".to_owned()),
            Just("She said that it was the best of the years she had lived in the house by the".to_owned()),
            Just("river and that the others would come back when the rain was over.".to_owned()),
            Just("The moss grew. It was green and it was soft and nobody in the town had seen it".to_owned()),
            Just("But the others who had come with her said that they were not so sure of it.".to_owned()),
            "[a-zA-Z ,.:|>©@{}(]{0,30}",
            "\\PC{0,20}",
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn any_lines_give_a_script_that_holds(
            lines in prop::collection::vec(line(), 0..12),
            ends in prop::collection::vec(prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n")], 12),
        ) {
            let text: String = lines.iter().zip(ends).flat_map(|(line, end)| [line.as_str(), end]).collect();
            let cleaner = cleaner();
            let script = cleaner.edit(&text);
            let cleaned = script.apply(&text).unwrap();
            prop_assert_eq!(cleaner.clean(&text), cleaned.as_str());
            prop_assert_eq!(script.undo(&cleaned).unwrap(), text);
            prop_assert_eq!(cleaner.clean(&cleaned), cleaned.as_str());
            for edit in script.edits() {
                prop_assert!(edit.rule == Rule::Join || edit.replacement.trim().is_empty());
            }
        }
    }
}
