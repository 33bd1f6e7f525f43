//! One row of a table: what a phrase is, where it counts, and the phrase.

use std::ops::Range;

use super::normal::Normal;
use super::pattern::Pattern;
use crate::edit::Rule;

/// A row, read.
#[derive(Debug)]
pub(super) struct Row {
    /// The category of a line that reads like this; [`None`] where it must stay.
    pub rule: Option<Rule>,
    pub standing: Standing,
    pub pattern: Pattern,
    pub confidence: f32,
    /// A sentence of the article could begin like it.
    pub runs_on: bool,
    pub origin: Origin,
}

/// Where a row stands.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// Which of the sources.
    pub source: usize,
    /// The source is a table of the user's own.
    pub own: bool,
    /// Where in the text of the source.
    pub span: Range<usize>,
    /// The same as a line, counted from 1.
    pub line: usize,
}

/// Where a phrase counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As a whole line.
    Line,
    /// As a whole line, which may be long.
    Long,
    /// As a whole line, next to another of its category.
    Beside,
    /// As one of the parts of a line with bars between them.
    Menu,
}

/// What a line was found to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub rule: Rule,
    pub confidence: f32,
    /// It counts only next to a line of the same rule that goes.
    pub beside: bool,
    /// It names something to read or to watch, after a label with a colon.
    pub names: bool,
    /// It is a phrase with nothing of an article in it, as the words of a link are.
    pub is_bare: bool,
}

/// What the phrases say of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Known {
    Goes(Found),
    /// It must stay, by a row that says so.
    Stays,
    /// No phrase is like it.
    No,
}

/// The columns of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'t> {
    pub category: &'t str,
    pub standing: &'t str,
    pub pattern: &'t str,
    /// A line that must stay.
    pub keep: Option<&'t str>,
}

/// The category of lines that must stay.
const KEEP: &str = "keep";
/// Where lines that may be long stand.
const LONG: &str = "long";

impl<'t> Fields<'t> {
    pub fn split(line: &'t str) -> Result<Self, String> {
        let mut rest = Some(line);
        let mut next = || {
            let line = rest?;
            let end = line.as_bytes().iter().position(|&byte| byte == b'\t');
            rest = end.map(|end| &line[end + 1..]);
            Some(&line[..end.unwrap_or(line.len())])
        };
        let (Some(category), Some(standing), Some(pattern)) = (next(), next(), next()) else {
            return Err(
                "a row is: category, where, pattern, perhaps a line that must stay, with tabs between"
                    .to_owned(),
            );
        };
        let keep = next();
        match next() {
            Some(_) => Err("more than four fields".to_owned()),
            None => Ok(Self { category, standing, pattern, keep }),
        }
    }

    /// Whether it says that the line may be long.
    pub fn is_long(&self) -> bool {
        self.standing == LONG
    }

    /// Whether the row counts where lines of these categories go: those that stay do in any case.
    pub fn is_wanted(&self, remove: &[Rule]) -> bool {
        self.category == KEEP || remove.iter().any(|rule| rule.name() == self.category)
    }
}

impl Row {
    /// Reads a row. `normal` is scratch space.
    pub fn parse(fields: &Fields<'_>, origin: Origin, normal: &mut Normal) -> Result<Self, String> {
        let rule = match fields.category {
            KEEP => None,
            category => Some(category_named(category)?),
        };
        let standing = match fields.standing {
            "line" => Standing::Line,
            LONG => Standing::Long,
            "beside" => Standing::Beside,
            "menu" => Standing::Menu,
            other => {
                return Err(format!("a phrase stands as line, long, beside or menu, not \"{other}\""));
            }
        };
        let text = fields.pattern;
        let is_lower = if text.is_ascii() {
            !text.bytes().any(|byte| byte.is_ascii_uppercase())
        } else {
            text.to_lowercase() == text
        };
        if text.trim() != text || !is_lower {
            return Err(format!("not in lower case, or with space around it: \"{text}\""));
        }
        let pattern = Pattern::parse(text, normal)?;
        if standing == Standing::Menu && !pattern.is_exact() {
            return Err("an entry of a menu has no slots".to_owned());
        }
        if rule.is_none() && !matches!(standing, Standing::Line | Standing::Long) {
            return Err("what must stay is a whole line: line or long".to_owned());
        }
        let confidence = match standing {
            Standing::Beside => 0.9,
            _ if pattern.is_exact() => 0.99,
            _ if pattern.is_closed() => 0.97,
            _ => 0.93,
        };
        let runs_on = pattern.runs_on();
        Ok(Self { rule, standing, pattern, confidence, runs_on, origin })
    }

    /// What must stay comes first, then the user's own rows, then exact labels that need no
    /// neighbour.
    pub fn rank(&self) -> (bool, bool, bool, f32) {
        (self.rule.is_none(), self.origin.own, self.standing != Standing::Beside, self.confidence)
    }

    /// What a line is that reads like this; [`None`] if it stays.
    pub fn found(&self) -> Option<Found> {
        let rule = self.rule?;
        let beside = self.standing == Standing::Beside;
        let names = rule == Rule::Nav && !self.pattern.is_closed() && !self.runs_on;
        let is_bare = !beside && self.pattern.is_closed();
        Some(Found { rule, confidence: self.confidence, beside, names, is_bare })
    }
}

fn category_named(name: &str) -> Result<Rule, String> {
    Rule::of_category(name).ok_or_else(|| format!("no such category: \"{name}\""))
}
