//! The program `copydesk`, to be called: by its `main`, and by the Python package.

mod args;
mod clean;
mod diff;
mod explain;
mod files;
mod input;
mod interrupt;
mod learn;
mod manual;
mod profile;
mod progress;
mod report;
mod resuming;
mod rows;
mod rules;
mod settings;
mod stdout;
mod terminal;
mod undo;

use std::ffi::OsString;
use std::io::{self, ErrorKind};

use clap::CommandFactory;

use crate::pipeline::Failure;

use args::{Args, Command};

/// What a run ends with: its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Done,
    /// `--check` or `--diff` found something.
    Changes,
    /// Some files failed, and have been named.
    Failed,
    /// A signal asked for the end.
    Interrupted,
}

impl Ending {
    /// The exit status.
    fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Changes => 1,
            Self::Failed => 2,
            // As the shell says it of a program that a signal ended.
            Self::Interrupted => interrupt::signal().map_or(2, |signal| 128 + signal as u8),
        }
    }
}

/// Runs the program with its arguments, of which the first is its name; gives its exit status.
///
/// It reads and writes the standard streams, and may end the process, where a second signal comes or
/// while it waits for standard input.
///
/// ```
/// assert_eq!(copydesk::cli::run(["copydesk", "--version"]), 0);
/// assert_eq!(copydesk::cli::run(["copydesk", "no-such-command"]), 2);
/// ```
pub fn run(args: impl IntoIterator<Item: Into<OsString> + Clone>) -> u8 {
    let (name, result) = match settings::parse(args) {
        Ok((args, given)) => command(args.command, &given),
        Err(error) => ("", Err(error)),
    };
    let ending = match result {
        Ok(ending) => ending,
        Err(Error::Arguments(answer)) => told(&answer),
        Err(Error::Settings(reason)) => failed(&reason),
        // Whoever read our output has seen enough.
        Err(Error::Failure(failure)) if failure.is_broken_pipe() => Ending::Done,
        Err(Error::Failure(failure)) if failure.is_usage() => usage(name, &failure),
        Err(Error::Library(error)) if error.is_usage() => usage(name, &error),
        Err(Error::Failure(failure)) if failure.is_interruption() => {
            failed(&failure);
            Ending::Interrupted
        }
        Err(Error::Failure(failure)) => failed(&failure),
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ending::Done,
        Err(Error::Output(error)) => failed(&format_args!("cannot write: {error}")),
        Err(Error::Library(error)) => failed(&error),
        Err(Error::Read(name, error)) => failed(&format_args!("{name}: {error}")),
    };
    ending.status()
}

/// Runs a subcommand; gives its name too.
fn command(command: Command, given: &settings::Given) -> (&'static str, Result<Ending, Error>) {
    match command {
        Command::Clean(args) => ("clean", clean::run(args, given)),
        Command::Undo(args) => ("undo", undo::run(args)),
        Command::Explain(args) => ("explain", explain::run(args)),
        Command::Learn(args) => ("learn", learn::run(args)),
        Command::Profile(args) => ("profile", profile::run(args)),
        Command::Rules(args) => ("rules", rules::run(args)),
        Command::Config(args) => ("config", args.run(given)),
        Command::Completions(args) => ("completions", args.run()),
        Command::Man(args) => ("man", args.run()),
    }
}

/// What ends a run at once.
enum Error {
    /// Arguments that cannot be, or a question that they answer.
    Arguments(clap::Error),
    /// Settings that cannot be, with their place.
    Settings(String),
    Failure(Failure),
    /// Options that cannot be, a bad profile or table.
    Library(crate::Error),
    Output(io::Error),
    /// A file by this name that cannot be read.
    Read(String, io::Error),
}

impl From<clap::Error> for Error {
    fn from(error: clap::Error) -> Self {
        Self::Arguments(error)
    }
}

impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        Self::Library(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Tells what arguments that ask something are answered, or why they cannot be.
fn told(answer: &clap::Error) -> Ending {
    // Nothing can be done where not even that can be said.
    let _ = answer.print();
    if answer.exit_code() == 0 { Ending::Done } else { Ending::Failed }
}

/// Tells of an error that is no question of arguments.
fn failed(reason: &dyn std::fmt::Display) -> Ending {
    eprintln!("copydesk: {reason}");
    Ending::Failed
}

/// Tells, as clap does, of arguments that cannot be.
fn usage(subcommand: &str, reason: &dyn std::fmt::Display) -> Ending {
    let mut command = Args::command();
    command.build();
    let command = command.find_subcommand_mut(subcommand).expect("our own subcommand");
    let _ = command.error(clap::error::ErrorKind::ValueValidation, reason).print();
    Ending::Failed
}
