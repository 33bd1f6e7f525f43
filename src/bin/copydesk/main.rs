//! The program `copydesk`.

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

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use copydesk::pipeline::Failure;

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

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(match ending {
            Ending::Done => 0,
            Ending::Changes => 1,
            Ending::Failed => 2,
            // As the shell says it of a program that a signal ended.
            Ending::Interrupted => interrupt::signal().map_or(2, |signal| 128 + signal as u8),
        })
    }
}

/// Buffers of some hundred KiB come and go with each batch; the system's allocator gives their pages
/// back each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let (name, result) = match args.command {
        Command::Clean(args) => ("clean", clean::run(args)),
        Command::Undo(args) => ("undo", undo::run(args)),
        Command::Explain(args) => ("explain", explain::run(args)),
        Command::Learn(args) => ("learn", learn::run(args)),
        Command::Profile(args) => ("profile", profile::run(args)),
        Command::Rules(args) => ("rules", rules::run(args)),
    };
    match result {
        Ok(ending) => ending.into(),
        // Whoever read our output has seen enough.
        Err(Error::Failure(failure)) if failure.is_broken_pipe() => Ending::Done.into(),
        Err(Error::Failure(failure)) if failure.is_usage() => usage(name, &failure),
        Err(Error::Library(error)) if error.is_usage() => usage(name, &error),
        Err(Error::Failure(failure)) if failure.is_interruption() => {
            failed(&failure);
            Ending::Interrupted.into()
        }
        Err(Error::Failure(failure)) => failed(&failure),
        Err(Error::Output(error)) if error.kind() == ErrorKind::BrokenPipe => Ending::Done.into(),
        Err(Error::Output(error)) => failed(&format_args!("cannot write: {error}")),
        Err(Error::Library(error)) => failed(&error),
        Err(Error::Read(name, error)) => failed(&format_args!("{name}: {error}")),
    }
}

/// What ends a run at once.
enum Error {
    Failure(Failure),
    /// Options that cannot be, a bad profile or table.
    Library(copydesk::Error),
    Output(io::Error),
    /// A file by this name that cannot be read.
    Read(String, io::Error),
}

impl From<copydesk::Error> for Error {
    fn from(error: copydesk::Error) -> Self {
        Self::Library(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Ends with an error that is no question of arguments.
fn failed(reason: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("copydesk: {reason}");
    Ending::Failed.into()
}

/// Ends the program as clap does for arguments that cannot be.
fn usage(subcommand: &str, reason: &dyn std::fmt::Display) -> ! {
    let mut command = Args::command();
    command.build();
    let command = command.find_subcommand_mut(subcommand).expect("our own subcommand");
    command.error(clap::error::ErrorKind::ValueValidation, reason).exit()
}
