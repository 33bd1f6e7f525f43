//! `copydesk completions` and `copydesk man`: what the arguments say, for shells and for `man`.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Args;
use super::stdout::stdout;
use super::{Ending, Error};

/// Prints the completions for a shell.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// For which shell.
    pub shell: Shell,
}

/// Prints the manual page, or writes one for each subcommand.
#[derive(Debug, clap::Args)]
pub struct Manual {
    /// Write a page for the program and one for each subcommand to this directory.
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

impl Completions {
    pub fn run(self) -> Result<Ending, Error> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Args::command(), "copydesk", &mut script);
        print(&script)
    }
}

impl Manual {
    pub fn run(self) -> Result<Ending, Error> {
        let Some(directory) = self.output else {
            let mut page = Vec::new();
            // As `generate_to` has it: the pages say what `help` would.
            Man::new(Args::command().disable_help_subcommand(true))
                .render(&mut page)
                .map_err(Error::Output)?;
            return print(&page);
        };
        fs::create_dir_all(&directory)
            .and_then(|()| clap_mangen::generate_to(Args::command(), &directory))
            .map_err(|error| Error::Read(directory.display().to_string(), error))?;
        Ok(Ending::Done)
    }
}

fn print(text: &[u8]) -> Result<Ending, Error> {
    let mut out = stdout();
    out.write_all(text).and_then(|()| out.flush()).map_err(Error::Output)?;
    Ok(Ending::Done)
}
