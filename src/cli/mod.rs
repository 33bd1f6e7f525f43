//! The program `copydesk`, to be called: by its `main`, and by the Python package.

mod args;
mod clean;
mod diff;
mod explain;
mod files;
mod interrupt;
mod learn;
mod profile;
mod progress;
mod report;
mod resuming;
mod rules;
mod stdout;
mod undo;

use std::ffi::OsString;
use std::io::{self, ErrorKind};

use clap::{CommandFactory, Parser};

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
    match Args::try_parse_from(args) {
        Ok(args) => command(args.command).status(),
        Err(answer) => {
            // Nothing can be done where not even that can be said.
            let _ = answer.print();
            answer.exit_code() as u8
        }
    }
}

fn command(command: Command) -> Ending {
    let (name, result) = match command {
        Command::Clean(args) => ("clean", clean::run(args)),
        Command::Undo(args) => ("undo", undo::run(args)),
        Command::Explain(args) => ("explain", explain::run(args)),
        Command::Learn(args) => ("learn", learn::run(args)),
        Command::Profile(args) => ("profile", profile::run(args)),
        Command::Rules(args) => ("rules", rules::run(args)),
    };
    match result {
        Ok(ending) => ending,
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
    }
}

/// What ends a run at once.
enum Error {
    Failure(Failure),
    /// Options that cannot be, a bad profile or table.
    Library(crate::Error),
    Output(io::Error),
    /// A file by this name that cannot be read.
    Read(String, io::Error),
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
