//! The file with the settings: found, read, and checked against the arguments.

use std::error::Error as _;
use std::ffi::OsString;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use similar::get_close_matches;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Error, Kind, SETTINGS, model};

/// What the file is called.
pub const NAME: &str = "copydesk.toml";
/// How much alike two words have to be for the one to be meant by the other.
const ALIKE: f32 = 0.6;

/// A file that was read.
pub struct File {
    pub path: PathBuf,
    pub settings: Vec<Setting>,
}

/// One setting, as a command line would have it.
pub struct Setting {
    pub name: &'static str,
    pub values: Vec<OsString>,
    /// Where it stands, from 1.
    pub line: usize,
}

/// The file for what runs in a directory: in it, or in the nearest above it that has one.
pub fn find(directory: &Path) -> Option<PathBuf> {
    directory.ancestors().map(|above| above.join(NAME)).find(|path| path.is_file())
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be read, is no TOML, or has what is no setting; the place is told.
    pub fn read(path: PathBuf) -> Result<Self, Error> {
        let text =
            fs::read_to_string(&path).map_err(|error| Error::Read(path.display().to_string(), error))?;
        match settings(&text, path.parent().unwrap_or(Path::new(""))) {
            Ok(settings) => Ok(Self { path, settings }),
            Err((at, reason)) => {
                let (line, column) = place(&text, at);
                Err(Error::Settings(format!("{}:{line}:{column}: {reason}", path.display())))
            }
        }
    }
}

/// What is wrong, and at which byte.
type Fault = (usize, String);

/// The settings of a text, in their order.
fn settings(text: &str, directory: &Path) -> Result<Vec<Setting>, Fault> {
    let table = DeTable::parse(text)
        .map_err(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
    let mut found = Vec::new();
    for (key, value) in table.get_ref() {
        let known = SETTINGS.iter().find(|(name, ..)| name == key.get_ref());
        let Some(&(name, kind, _)) = known else {
            return Err((key.span().start, unknown(key.get_ref())));
        };
        let values = values(name, kind, value, directory)?;
        found.push((key.span().start, Setting { name, values, line: place(text, key.span().start).0 }));
    }
    found.sort_by_key(|(at, _)| *at);
    Ok(found.into_iter().map(|(_, setting)| setting).collect())
}

fn unknown(name: &str) -> String {
    let names: Vec<_> = SETTINGS.iter().map(|(name, ..)| *name).collect();
    match get_close_matches(name, &names, 1, ALIKE).first() {
        Some(meant) => format!("no setting is called `{name}`; is `{meant}` meant?"),
        None => format!("no setting is called `{name}`; there are {}", names.join(", ")),
    }
}

/// The values of a setting, each of which the option takes.
fn values(
    name: &str,
    kind: Kind,
    value: &Spanned<DeValue<'_>>,
    directory: &Path,
) -> Result<Vec<OsString>, Fault> {
    let wanted = |what: &str| Err((value.span().start, format!("`{name}` takes {what}")));
    let one = |value: &str, span: Range<usize>| {
        check(name, value).map(|()| vec![value.into()]).map_err(|reason| (span.start, reason))
    };
    match (kind, value.get_ref()) {
        (Kind::Switch, DeValue::Boolean(on)) => one(if *on { "true" } else { "false" }, value.span()),
        (Kind::Switch, _) => wanted("true or false"),
        (Kind::Share, DeValue::Float(number)) => one(number.as_str(), value.span()),
        (Kind::Share, DeValue::Integer(number)) => one(&number.to_string(), value.span()),
        (Kind::Share, _) => wanted("a number from 0 to 1"),
        (Kind::Text, DeValue::String(text)) => one(text, value.span()),
        (Kind::Text, _) => wanted("a string"),
        // To set nothing is no way to say `none`.
        (Kind::List, DeValue::Array(list)) if list.is_empty() => wanted("one value or more"),
        (Kind::List | Kind::Files, DeValue::Array(list)) => {
            let mut values = Vec::new();
            for item in list.iter() {
                let DeValue::String(text) = item.get_ref() else {
                    return Err((item.span().start, format!("`{name}` takes strings")));
                };
                check(name, text).map_err(|reason| (item.span().start, reason))?;
                values.push(match kind {
                    Kind::Files => directory.join(&**text).into(),
                    _ => OsString::from(&**text),
                });
            }
            Ok(values)
        }
        (Kind::List | Kind::Files, _) => wanted("a list of strings"),
    }
}

/// Whether an option takes a value.
fn check(name: &str, value: &str) -> Result<(), String> {
    let line = ["clean".to_owned(), format!("--{name}={value}")];
    let Err(error) = model().try_get_matches_from(line) else { return Ok(()) };
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(several)) => several.clone(),
        _ => Vec::new(),
    };
    let allowed = said(ContextKind::ValidValue);
    Err(match (error.kind(), &said(ContextKind::SuggestedValue)[..]) {
        (_, [meant, ..]) => format!("`{name}` does not take `{value}`; is `{meant}` meant?"),
        (ErrorKind::InvalidValue, _) if !allowed.is_empty() => {
            format!("`{name}` does not take `{value}`; there are {}", allowed.join(", "))
        }
        _ => {
            let reason = error.source().map(ToString::to_string).unwrap_or_default();
            format!("`{name}` does not take `{value}`: {reason}")
        }
    })
}

/// The line and the column (characters) of a byte, both from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |feed| feed + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_count_characters_from_one() {
        for (text, at, expected) in [
            ("", 0, (1, 1)),
            ("äb\nü = 1", 2, (1, 2)),
            ("äb\nü = 1", 4, (2, 1)),
            ("äb\nü = 1", 5, (2, 1)),
            ("a\n", 9, (2, 1)),
        ] {
            assert_eq!(place(text, at), expected, "{text:?} at {at}");
        }
    }

    #[test]
    fn what_is_set_comes_in_its_order_with_its_line() {
        let read = settings(
            "skip = [\"dashes\"]\n\n\"max-removed\" = 1\nrules = [\"a\", \"/b\"]",
            Path::new("house"),
        );
        let read: Vec<_> = read.unwrap().into_iter().map(|set| (set.name, set.line, set.values)).collect();
        let values = |all: &[&str]| all.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(
            read,
            [
                ("skip", 1, values(&["dashes"])),
                ("max-removed", 3, values(&["1"])),
                ("rules", 4, values(&["house/a", "/b"])),
            ]
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_at_a_place_in_it(
            text in prop_oneof![
                any::<String>(),
                "(quotes|only|unwrap|max-removed|rules|x) = (\"[a-zä]{0,6}\"|\\[\"[a-zä]{0,6}\"\\]|true|-?[0-9.e]{1,4})\n?",
            ],
        ) {
            match settings(&text, Path::new("")) {
                Ok(read) => prop_assert!(read.len() <= SETTINGS.len()),
                Err((at, reason)) => prop_assert!(at <= text.len() && !reason.is_empty(), "{at}: {reason}"),
            }
        }
    }
}
