//! UTF-8 that was read in another encoding: "â€™" for "’", once or several times over.
//!
//! What such an accident makes has a form: characters that in the code page are the bytes of UTF-8.
//! Some of it is true text by chance ("VOCÊ…"), so what has the form is put right only where the text
//! then reads better by far: see `reading`.

mod class;
#[cfg(feature = "train")]
mod count;
mod doubt;
mod island;
mod page;
mod reading;

pub(super) use reading::Reading;

#[cfg(feature = "train")]
pub use count::count_reading;

use island::Island;
use page::Page;

use std::ops::Range;

use crate::edit::{Edit, Rule};
use crate::passes::probability;

/// What the other islands of a text that were read by the same page can add, at the most (nats), and
/// the share of what speaks for them that they add.
const COMPANY: (f32, f32) = (30.0, 0.5);

/// What each run of characters takes away that has the form in a page of boxes and cannot have come
/// about so (nats): drawings.
const REFUSED: f32 = 20.0;

/// Adds the edits that undo the accident where it could begin at one of `places`. Whether anything has
/// the form: what it is hangs on the characters around, which other passes change.
pub(super) fn propose(text: &str, places: &[usize], edits: &mut Vec<Edit>) -> bool {
    if places.is_empty() {
        return false;
    }
    let mut found: Vec<Found> = Vec::new();
    let mut has_form = false;
    for page in Page::all() {
        let islands = island::find(text, places, page);
        has_form |= !islands.is_empty();
        found.extend(judged(text, islands, page));
    }
    found.sort_by_key(|found| found.island.range.start);
    // Where two pages want the same place, the one has it that reads better.
    let mut chosen: Vec<Found> = Vec::new();
    for found in found {
        match chosen.last_mut() {
            Some(last) if found.island.range.start < last.island.range.end => {
                if found.excess > last.excess {
                    *last = found;
                }
            }
            _ => chosen.push(found),
        }
    }
    edits.extend(chosen.into_iter().map(|Found { island, excess }| {
        let confidence = probability(1.0 + excess / 2.0);
        Edit::new(island.range, island.repaired, Rule::Mojibake).with_confidence(confidence)
    }));
    has_form
}

/// What is to be repaired, and how far beyond doubt (nats).
struct Found {
    island: Island,
    excess: f32,
}

/// Those of the islands of a page that are beyond doubt.
fn judged(text: &str, islands: Vec<Island>, page: &Page) -> Vec<Found> {
    let strong = |island: &Island| if island.gain > page.threshold { island.gain } else { 0.0 };
    let evidence: f32 = islands.iter().map(strong).sum();
    let refused = islands.iter().filter(|island| island.gain == f32::NEG_INFINITY).count();
    let mut against = page.threshold;
    if page.is_drawn() {
        against += REFUSED * refused as f32;
    }
    if let [island] = &islands[..]
        && is_styled(text, island)
    {
        return Vec::new();
    }
    let found = islands.into_iter().map(|island| {
        let company = ((evidence - strong(&island)) * COMPANY.1).min(COMPANY.0);
        Found { excess: island.gain + company - against, island }
    });
    found.filter(|found| found.excess > 0.0).collect()
}

/// Whether an island that is alone could be a letter and a sign that is written for a letter
/// ("K¥TÃ¥"): a text that has other characters beyond ASCII, and these as they should be, was
/// hardly read wrongly in one place.
fn is_styled(text: &str, island: &Island) -> bool {
    let Range { start, end } = island.range;
    text[..end].ends_with('¥') && !(text[..start].is_ascii() && text[end..].is_ascii())
}

#[cfg(test)]
mod tests;
