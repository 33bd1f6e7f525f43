//! How well a text reads: what it costs to tell it, in nats, by which characters stand side by side
//! in true text of many languages. Classes of characters are counted, and how common a character is
//! in its class; words are not, so that a name or a language that nobody counted reads well too.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::class::Class;
use crate::rows::rows_of;

/// The costs, as `train` counts them.
const CLASSES: &str = include_str!("data/classes.tsv");
const CHARACTERS: &str = include_str!("data/characters.tsv");

pub(in super::super) struct Reading {
    /// What it costs that a class follows another.
    pairs: [[f32; Class::COUNT]; Class::COUNT],
    /// What it costs that a character stands for its class: the common ones.
    characters: HashMap<char, f32>,
    /// The same for all others of a class.
    others: [f32; Class::COUNT],
}

impl Reading {
    pub fn get() -> &'static Self {
        static READING: LazyLock<Reading> = LazyLock::new(Reading::load);
        &READING
    }

    fn load() -> Self {
        let mut reading = Self {
            pairs: [[0.0; Class::COUNT]; Class::COUNT],
            characters: HashMap::new(),
            others: [0.0; Class::COUNT],
        };
        let number = |s: &str| s.parse::<f32>().expect("a number");
        for (at, (_, row)) in rows_of(CLASSES).enumerate() {
            let mut columns = row.split('\t').skip(1).map(number);
            reading.others[at] = columns.next().expect("the cost of a rare character");
            for (cost, column) in reading.pairs[at].iter_mut().zip(columns) {
                *cost = column;
            }
        }
        for (_, row) in rows_of(CHARACTERS) {
            let mut columns = row.split('\t');
            let code = columns.next().and_then(|code| u32::from_str_radix(code, 16).ok());
            let c = code.and_then(char::from_u32).expect("a character");
            reading.characters.insert(c, columns.next().map(number).expect("its cost"));
        }
        reading
    }

    /// What the characters cost; the first one is there for the second, and the ends of the text
    /// count as ends of lines.
    pub fn cost(&self, characters: impl IntoIterator<Item = char>) -> f32 {
        let mut before = None;
        let mut sum = 0.0;
        for c in characters {
            let class = Class::of(c);
            if let Some(before) = before {
                sum += self.pairs[before as usize][class as usize] + self.one(c, class);
            }
            before = Some(class);
        }
        sum
    }

    /// By how much the text reads better with `new` in the place of `old`, between two characters.
    pub fn gain(&self, old: &str, new: &str, (before, after): (Option<char>, Option<char>)) -> f32 {
        let cost = |middle: &str| {
            let ends = |c: Option<char>| c.unwrap_or('\n');
            self.cost([ends(before)].into_iter().chain(middle.chars()).chain([ends(after)]))
        };
        cost(old) - cost(new)
    }

    fn one(&self, c: char, class: Class) -> f32 {
        if c.is_ascii() { 0.0 } else { *self.characters.get(&c).unwrap_or(&self.others[class as usize]) }
    }
}
