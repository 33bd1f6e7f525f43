//! Judges weights on samples that they were not learned from.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::damage::{Loss, Sample};
use crate::edit::{Edit, Rule};
use crate::error::Error;
use crate::passes::{Document, Propose};
use crate::profile::Lexicon;
use crate::scan::Scan;

/// What came of one kind of damage.
#[derive(Default)]
struct Outcome {
    words: usize,
    wanted: usize,
    /// Edits at the right place, those of them with the right repair, and edits elsewhere.
    found: usize,
    right: usize,
    wrong: usize,
}

/// The upper ends of the bands of confidence.
const BANDS: [f32; 8] = [0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0];

/// Says as a table, for each kind of damage, how much of what was lost is found and how many of the
/// edits are right, and, for bands of confidence, how many are. `show` gets each wrong edit, and
/// what was missed, with what stands around.
///
/// # Errors
/// Where the weights, or the tables that come with the program, do not load.
pub fn judge(
    weights: &str,
    samples: &[Sample],
    lexicon: &Lexicon,
    mut show: impl FnMut(&str),
) -> Result<String, Error> {
    let pass = super::pass(lexicon, weights)?;
    let mut outcomes: BTreeMap<&str, Outcome> = BTreeMap::new();
    let mut bands = [(0usize, 0usize); BANDS.len()];
    for sample in samples {
        let scan = Scan::new(&sample.text);
        let mut edits = Vec::new();
        pass.propose(&Document::new(&sample.text, &scan), &mut edits);
        let outcome = outcomes.entry(sample.damage.name).or_default();
        outcome.words += sample.text.split_whitespace().count();
        outcome.wanted += sample.lost.len();
        let mut found = vec![false; sample.lost.len()];
        for edit in &edits {
            let at = edit.range.start;
            let place = sample.lost.iter().position(|&(lost, _)| lost == at);
            let right = place.is_some_and(|i| is_right(sample.lost[i].1, edit));
            match place {
                Some(i) => {
                    found[i] = true;
                    if !right {
                        let (_, loss) = sample.lost[i];
                        show(&format!("{loss:?} {} {}", sample.damage.name, around(&sample.text, at, edit)));
                    }
                }
                None => {
                    outcome.wrong += 1;
                    show(&format!("false {} {}", sample.damage.name, around(&sample.text, at, edit)));
                }
            }
            outcome.right += usize::from(right);
            let band = BANDS.iter().position(|&end| edit.confidence < end).unwrap_or(BANDS.len() - 1);
            bands[band].0 += 1;
            bands[band].1 += usize::from(right);
        }
        outcome.found += found.iter().filter(|found| **found).count();
        for (_, &(at, _)) in found.iter().zip(&sample.lost).filter(|(found, _)| !**found) {
            let none = Edit::new(at..at, "", Rule::Gap);
            show(&format!("missed {} {}", sample.damage.name, around(&sample.text, at, &none)));
        }
    }
    let mut out = String::from("damage        places  precision  recall  right repair  false/Mword\n");
    for (name, o) in outcomes {
        let ratio = |part: usize, whole: usize| part as f64 / whole as f64;
        let (precision, recall) = (ratio(o.found, o.found + o.wrong), ratio(o.found, o.wanted));
        let (right, rate) = (ratio(o.right, o.found), ratio(o.wrong, o.words) * 1e6);
        let _ = writeln!(
            out,
            "{name:12} {:7}  {precision:9.4}  {recall:6.4}  {right:12.4}  {rate:11.1}",
            o.wanted
        );
    }
    out.push_str("confidence      edits   right\n");
    let mut from = 0.0;
    for (end, (edits, right)) in BANDS.into_iter().zip(bands) {
        let _ = writeln!(out, "{from:5.3} - {end:5.3}  {edits:6}  {:.4}", right as f64 / edits as f64);
        from = end;
    }
    Ok(out)
}

fn is_right(loss: Loss, edit: &Edit) -> bool {
    match loss {
        Loss::Mark(mark) => edit.replacement.starts_with(mark),
        Loss::Space => edit.rule == Rule::Gap,
        Loss::Line => edit.rule == Rule::Break,
    }
}

fn around(text: &str, at: usize, edit: &Edit) -> String {
    let (start, end) = (text.ceil_char_boundary(at.saturating_sub(50)), text.floor_char_boundary(at + 40));
    let shown = format!("{}[{}]{}", &text[start..at], edit.replacement, &text[at..end.max(at)]);
    format!("{:.2} {}", edit.confidence, shown.replace('\n', "⏎"))
}
