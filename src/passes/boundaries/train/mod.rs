//! Learns the weights: damages clean text as extractors do, fits the scores to what it did, and
//! judges them on other text. Nothing is random but the places of the damage, and these hang on
//! the text alone.

mod asking;
mod damage;
mod judge;

pub use self::asking::count_asking;
pub use damage::{ALL, Damage, MIX, Sample};
pub use judge::judge;

use std::borrow::Cow;

use damage::Loss;

use super::ending::{Mended, signs};
use super::question::{Sentence, asking, questions};
use super::score::{Group, Habit, Models};
use super::{Boundaries, Read, Scored};
use crate::error::Error;
use crate::passes::Document;
use crate::passes::fit::{PENALTY, Rows};
use crate::profile::Lexicon;
use crate::scan::Scan;

/// Learns weights from samples and gives them as the table that the program reads.
///
/// # Errors
/// Where the tables that come with the program do not load.
pub fn learn(samples: &[Sample], lexicon: &Lexicon) -> Result<String, Error> {
    let mut pass = pass(lexicon, "")?;
    let rows = collect(&pass, samples);
    for ((group, name, evidence), (local, _)) in Group::ALL.into_iter().zip(rows) {
        eprintln!("{name}: {} candidates, {} lost", local.len(), local.hits());
        pass.models.to_mut().get_mut(group).local = local.fit(evidence.len(), PENALTY);
    }
    // The habit is learned over the first score as it now is, and what was lost over the habit.
    let rows = collect(&pass, samples);
    for ((group, _, evidence), (local, habit)) in Group::ALL.into_iter().zip(rows) {
        let model = pass.models.to_mut().get_mut(group);
        if group.is_repair() {
            model.local = local.fit(evidence.len(), PENALTY);
        } else {
            model.habit = habit.fit(Habit::NAMES.len(), PENALTY);
        }
    }
    Ok(table(&pass.models))
}

/// The pass with the weights of a table.
fn pass(lexicon: &Lexicon, weights: &str) -> Result<Boundaries, Error> {
    let models = Models::parse("weights", weights)?;
    Ok(Boundaries { models: Cow::Owned(models), ..Boundaries::new(lexicon, None) })
}

/// The rows for each group: for the first score, and for the habit.
fn collect(pass: &Boundaries, samples: &[Sample]) -> [(Rows, Rows); Group::ALL.len()] {
    let mut rows = Group::ALL.map(|_| (Rows::default(), Rows::default()));
    for sample in samples {
        let mut asked = None;
        each(pass, sample, |read, scored, mended, lost| {
            let c = &scored.candidate;
            let is_bare = c.is_bare();
            let (local, habit) = &mut rows[scored.group as usize];
            local.push(&scored.vector, lost.is_some());
            habit.push(&read.habit.vector(scored.odds, is_bare), lost.is_some());
            let Some(lost) = lost.filter(|_| is_bare) else { return };
            let sources = &read.sources;
            let signs = signs(&sample.text, c, mended, sources, &read.habit);
            let mut push =
                |group: Group, evidence: &[f32], outcome| rows[group as usize].0.push(evidence, outcome);
            push(Group::Ending, &signs, lost != Loss::Space);
            if lost != Loss::Space {
                push(Group::Line, &signs, lost == Loss::Line);
            }
            if let Loss::Mark(mark) = lost {
                let asked = *asked.get_or_insert_with(|| questions(&sample.text));
                let sentence = Sentence::read(&sample.text, c, mended, sources);
                push(Group::Question, &asking(&sentence, asked, sources), mark == '?');
            }
        });
    }
    rows
}

/// Calls `visit` for each candidate of a sample, with the last place before it where something was
/// lost, and what was lost at it.
fn each(
    pass: &Boundaries,
    sample: &Sample,
    mut visit: impl FnMut(&Read<'_, '_>, &Scored<'_>, &Mended, Option<Loss>),
) {
    let scan = Scan::new(&sample.text);
    let Some(read) = pass.read(&Document::new(&sample.text, &scan)) else { return };
    let mut mended = Mended::default();
    for scored in &read.scored {
        let c = &scored.candidate;
        if sample.bare_only && !c.is_bare() {
            continue;
        }
        // "said.“We" is found at the quote and behind it: either is the place.
        let lost = sample.lost(c.at).or_else(|| if c.is_bare() { None } else { sample.lost(c.at - 1) });
        visit(&read, scored, &mended, lost);
        if let Some(lost) = lost {
            mended = Mended { at: c.at, is_line: lost == Loss::Line };
        }
    }
}

fn table(models: &Models) -> String {
    let mut out = String::from(
        "# The weights of the boundary score, in log-odds; made by examples/train.rs, see CONTRIBUTING.md.\n# model\tname\tweight\n",
    );
    for (group, group_name, evidence) in Group::ALL {
        let model = models.get(group);
        let local = evidence.iter().zip(&model.local).map(|row| ("local", row));
        let habit = Habit::NAMES.iter().zip(&model.habit).map(|row| ("habit", row));
        for (part, (name, weight)) in local.chain(habit).filter(|(_, (_, weight))| weight.abs() >= 1e-4) {
            out.push_str(&format!("{group_name}.{part}\t{name}\t{weight:.4}\n"));
        }
    }
    out
}
