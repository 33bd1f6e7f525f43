//! Counts how text reads: makes the tables of `reading`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::class::Class;

/// What each class has of a language's text that was not seen there.
const SMOOTHING: f64 = 1e-5;
/// What was not seen behind a class, as a share of a language's text.
const UNSEEN: f64 = 1e-3;

/// How many characters speak for a language with full weight.
const ENOUGH: f64 = 200_000.0;

/// The share of its class from which on a character has a cost of its own.
const COMMON: f64 = 2e-4;

/// Counts in one text for each language, all of them with the same weight; gives the tables
/// `classes.tsv` and `characters.tsv`.
#[must_use]
pub fn count_reading<'t>(texts: impl IntoIterator<Item = &'t str>) -> (String, String) {
    const N: usize = Class::COUNT;
    let mut pairs = [[0f64; N]; N];
    let mut characters = BTreeMap::<char, f64>::new();
    for text in texts {
        let mut own = [[0f64; N]; N];
        let mut own_characters = BTreeMap::<char, f64>::new();
        let mut before = Class::End;
        for c in text.chars() {
            let class = Class::of(c);
            own[before as usize][class as usize] += 1.0;
            before = class;
            if !c.is_ascii() {
                *own_characters.entry(c).or_default() += 1.0;
            }
        }
        // A small text is no witness for a whole language.
        let all = own.iter().flatten().sum::<f64>().max(ENOUGH);
        for (sum, own) in pairs.iter_mut().flatten().zip(own.iter().flatten()) {
            *sum += own / all;
        }
        own_characters.into_iter().for_each(|(c, n)| *characters.entry(c).or_default() += n / all);
    }

    let mut classes = String::new();
    let mut sums = [0f64; N];
    for (&c, n) in &characters {
        sums[Class::of(c) as usize] += n;
    }
    let all: f64 = pairs.iter().flatten().sum();
    // A class that stands anywhere is likelier to stand where it was never seen.
    let share: Vec<f64> =
        (0..N).map(|to| (pairs.iter().map(|row| row[to]).sum::<f64>() + SMOOTHING) / all).collect();
    for (from, row) in pairs.iter().enumerate() {
        let sum: f64 = row.iter().sum();
        write!(
            classes,
            "{}\t{:.1}",
            format_args!("{:?}", Class::ALL[from]),
            rare(sums[from], &characters, from)
        )
        .expect("a string");
        for (to, n) in row.iter().enumerate() {
            let p = (n + UNSEEN * share[to]) / (sum + UNSEEN);
            write!(classes, "\t{:.1}", cost(p)).expect("a string");
        }
        classes.push('\n');
    }
    let mut table = String::new();
    for (c, n) in &characters {
        let p = n / sums[Class::of(*c) as usize];
        if p > COMMON && !matches!(Class::of(*c), Class::Ideograph | Class::Hangul) {
            let shown = if c.is_alphanumeric() { *c } else { ' ' };
            writeln!(table, "{:04X}\t{:.1}\t{shown}", *c as u32, cost(p)).expect("a string");
        }
    }
    (classes, table)
}

fn cost(p: f64) -> f64 {
    -p.min(0.999).ln()
}

/// What a character costs that is not common in its class.
fn rare(sum: f64, characters: &BTreeMap<char, f64>, class: usize) -> f64 {
    let of_class = characters.iter().filter(|(c, _)| Class::of(**c) as usize == class);
    let few =
        of_class.filter(|(_, n)| **n <= COMMON * sum).fold((0.0, 1.0), |(n, k), (_, m)| (n + m, k + 1.0));
    if sum == 0.0 { 10.0 } else { -((few.0 / few.1 / sum).max(2e-5)).ln() }
}
