//! The settings of a house: options that stand in a file, `copydesk.toml`, for all runs below its directory.
//!
//! What can be set is an option of the command line, and the file only gives it another default: how a value is
//! read, what is allowed and what is said of it stands in the arguments alone.

mod file;
mod show;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::args::Args;
use super::{Ending, Error};
use file::File;
pub use show::Config;

/// How a setting is written in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `true` or `false`.
    Switch,
    /// A number from 0 to 1.
    Share,
    Text,
    List,
    /// A list of paths, from the directory of the file on.
    Files,
}

/// What can be set, by the long name of its option, with an example for those without a default.
const SETTINGS: &[(&str, Kind, &str)] = &[
    ("quotes", Kind::Text, ""),
    ("dashes", Kind::Text, ""),
    ("lang", Kind::Text, "en-GB"),
    ("only", Kind::List, "quotes"),
    ("skip", Kind::List, "dashes"),
    ("unwrap", Kind::Switch, ""),
    ("remove", Kind::List, "ad"),
    ("rules", Kind::Files, "house.tsv"),
    ("profile", Kind::Files, "house.profile"),
    ("max-removed", Kind::Share, ""),
    ("documents", Kind::Text, ""),
    ("encoding", Kind::Text, ""),
    ("text-field", Kind::Text, ""),
    ("url-field", Kind::Text, ""),
    ("site-field", Kind::Text, ""),
];

/// The subcommands that go by them, in so far as they have the options: those that read texts as `clean` does, or
/// show what it would do.
const USERS: &[&[&str]] = &[&["clean"], &["explain"], &["learn"], &["rules"], &["undo"], &["config", "show"]];

/// Options that are not set by the file: what was cleaned is UTF-8, whatever it was before.
const OWN: &[(&str, &str)] = &[("undo", "encoding")];

/// Which file holds the settings.
#[derive(Debug, clap::Args)]
pub struct Choice {
    /// Go by the settings in this file [default: copydesk.toml in the working directory, or above it].
    #[arg(long, value_name = "FILE", global = true, conflicts_with = "no_config")]
    config: Option<PathBuf>,
    /// Go by no settings but those of the command line.
    #[arg(long, global = true)]
    no_config: bool,
}

/// The command line as it was given, with the settings for defaults.
pub struct Given {
    matches: ArgMatches,
    file: Option<File>,
}

impl Given {
    /// The file with the settings.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }
}

/// Reads the command line, and the settings where the subcommand goes by them.
pub fn parse(line: impl IntoIterator<Item: Into<OsString>>) -> Result<(Args, Given), Error> {
    let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
    let matches = Args::command().try_get_matches_from(&line)?;
    let args = Args::from_arg_matches(&matches)?;
    let names = subcommands(&matches);
    let file = if USERS.contains(&&names[..]) { args.settings.file()? } else { None };
    let Some(file) = file else { return Ok((args, Given { matches, file })) };
    let command = at(Args::command(), &names, &|user| with_defaults(user, &file));
    let matches = command.try_get_matches_from(&line)?;
    Ok((Args::from_arg_matches(&matches)?, Given { matches, file: Some(file) }))
}

/// The names of the subcommand that runs.
fn subcommands(matches: &ArgMatches) -> Vec<&str> {
    let below = std::iter::successors(matches.subcommand(), |(_, matches)| matches.subcommand());
    below.map(|(name, _)| name).collect()
}

/// Changes the subcommand that has these names.
fn at(command: Command, names: &[&str], change: &dyn Fn(Command) -> Command) -> Command {
    match names {
        [] => change(command),
        [first, rest @ ..] => command.mut_subcommand(*first, |below| at(below, rest, change)),
    }
}

/// The settings of the file as the defaults of a subcommand's options.
fn with_defaults(mut command: Command, file: &File) -> Command {
    for setting in &file.settings {
        if OWN.contains(&(command.get_name(), setting.name)) {
            continue;
        }
        let id = option(&command, setting.name).map(|option| option.get_id().clone());
        let Some(id) = id else { continue };
        command = command.mut_arg(id, |option| option.default_values(&setting.values));
    }
    command
}

/// The option of this long name.
fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|option| option.get_long() == Some(name))
}

/// The subcommand that has all options that can be set.
fn model() -> Command {
    Args::command().find_subcommand("clean").expect("our own subcommand").clone()
}

impl Choice {
    /// The file with the settings, read; none where there is none.
    fn file(&self) -> Result<Option<File>, Error> {
        if self.no_config {
            return Ok(None);
        }
        let path = match &self.config {
            Some(path) => Some(path.clone()),
            None => file::find(&env::current_dir().map_err(|error| Error::Read(".".to_owned(), error))?),
        };
        path.map(File::read).transpose()
    }
}
