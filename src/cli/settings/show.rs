//! `copydesk config`: what is set, what can be set.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Subcommand};
use serde_json::{Map, Value, json};

use super::super::args::Rules;
use super::super::input::{Reading, SiteFields};
use super::super::stdout::stdout;
use super::{Ending, Error, Given, Kind, SETTINGS, file, model, option};

/// Shows what is set in copydesk.toml and what can be, and makes one.
///
/// The file is looked for in the working directory and above it. It sets options of clean, explain, learn, undo and
/// rules, as far as they have them; what is given on the command line takes the place of what it sets.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// The settings that hold here, and where each comes from.
    Show(Box<Show>),
    /// What can be set, as a JSON Schema.
    Schema,
    /// Writes a file that says what can be set, with all of it commented out.
    Init {
        /// Where to write (`-`: standard output); what is there already stays.
        #[arg(value_name = "FILE", default_value = file::NAME)]
        path: PathBuf,
    },
}

/// The options that can be set.
#[derive(Debug, clap::Args)]
pub struct Show {
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    sites: SiteFields,
}

impl Config {
    pub fn run(self, given: &Given) -> Result<Ending, Error> {
        let text = match self {
            Self::Show(_) => shown(given),
            Self::Schema => format!("{:#}\n", schema()),
            Self::Init { ref path } if path.as_os_str() != "-" => {
                let failed = |error| Error::Read(path.display().to_string(), error);
                let mut file = File::create_new(path).map_err(failed)?;
                file.write_all(template().as_bytes()).map_err(failed)?;
                return Ok(Ending::Done);
            }
            Self::Init { .. } => template(),
        };
        let mut out = stdout();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Error::Output)?;
        Ok(Ending::Done)
    }
}

/// Where a comment begins.
const MARGIN: usize = 36;

/// All settings as they would stand in the file, each with where it comes from.
fn shown(given: &Given) -> String {
    let mut matches = &given.matches;
    while let Some((_, below)) = matches.subcommand() {
        matches = below;
    }
    let mut text = match &given.file {
        Some(file) => format!("# {}\n", file.path.display()),
        None => format!("# no {}\n", file::NAME),
    };
    let model = model();
    for &(name, kind, _) in SETTINGS {
        let Some(option) = option(&model, name) else { continue };
        let line = match written(kind, &values(matches, option)) {
            Some(value) => format!("{name} = {value}"),
            None => format!("# {name}"),
        };
        text += &format!("{line:MARGIN$} # {}\n", origin(given, matches, name, option));
    }
    text
}

/// The values of an option, as they were given.
fn values(matches: &ArgMatches, option: &Arg) -> Vec<String> {
    let raw = matches.try_get_raw(option.get_id().as_str()).ok().flatten();
    raw.into_iter().flatten().map(|value| value.to_string_lossy().into_owned()).collect()
}

fn origin(given: &Given, matches: &ArgMatches, name: &str, option: &Arg) -> String {
    let set = given.file.as_ref().and_then(|file| file.settings.iter().find(|set| set.name == name));
    match (matches.value_source(option.get_id().as_str()), set) {
        (Some(ValueSource::CommandLine), _) => "command line".to_owned(),
        (Some(_), Some(set)) => format!("line {}", set.line),
        (Some(_), None) => "default".to_owned(),
        (None, _) => "not set".to_owned(),
    }
}

/// The values as TOML; none where there are none.
fn written(kind: Kind, values: &[String]) -> Option<String> {
    let first = values.first()?;
    Some(match kind {
        Kind::Switch | Kind::Share => first.clone(),
        Kind::Text => quoted(first),
        Kind::List | Kind::Files => {
            let all: Vec<_> = values.iter().map(|value| quoted(value)).collect();
            format!("[{}]", all.join(", "))
        }
    })
}

/// A string of TOML. One of JSON is one, but for U+007F.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

/// What can be set, as a JSON Schema.
fn schema() -> Value {
    let model = model();
    let mut properties = Map::new();
    for &(name, kind, _) in SETTINGS {
        let Some(option) = option(&model, name) else { continue };
        let mut item = match kind {
            Kind::Switch => json!({"type": "boolean"}),
            Kind::Share => json!({"type": "number", "minimum": 0, "maximum": 1}),
            _ => json!({"type": "string"}),
        };
        let allowed = option.get_possible_values();
        if kind != Kind::Switch && !allowed.is_empty() {
            item["enum"] = allowed.iter().map(|value| value.get_name()).collect();
        }
        let mut property = match kind {
            Kind::List => json!({"type": "array", "items": item, "minItems": 1}),
            Kind::Files => json!({"type": "array", "items": item}),
            _ => item,
        };
        property["description"] = help(option).into();
        properties.insert(name.to_owned(), property);
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("{}: settings of copydesk", file::NAME),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// What is said of an option.
fn help(option: &Arg) -> String {
    option.get_help().map(ToString::to_string).unwrap_or_default()
}

/// A file in which all is commented out.
fn template() -> String {
    let mut text = "\
# Settings of copydesk for what runs in this directory and below it. `copydesk config show` says what holds.
# What is given on the command line takes the place of what is set here. Paths are from this directory on.
"
    .to_owned();
    let model = model();
    for &(name, kind, example) in SETTINGS {
        let Some(option) = option(&model, name) else { continue };
        let defaults = option.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
        let mut values: Vec<_> = defaults.collect();
        if values.is_empty() {
            values.push(example.to_owned());
        }
        let allowed: Vec<_> = option.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect();
        let allowed = if allowed.is_empty() || kind == Kind::Switch {
            String::new()
        } else {
            format!("\n# One of {}.", allowed.join(", "))
        };
        let value = written(kind, &values).unwrap_or_default();
        text += &format!("\n# {}.{allowed}\n# {name} = {value}\n", help(option).replace('\n', " "));
    }
    text
}
