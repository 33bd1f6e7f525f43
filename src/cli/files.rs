//! Which files are read.

use std::path::PathBuf;

use crate::pipeline::{Selection, Source};

/// Which files are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Files")]
pub struct Files {
    /// Of directories, read only what matches this glob, such as `*.txt` or `news/**` (can be given
    /// again).
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Of directories, leave out files and directories that match this glob (can be given again).
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Also read the files that this file lists, one path a line (`-`: standard input).
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The paths of --files-from end with NUL, as `find -print0` writes them.
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Also read hidden files and directories.
    #[arg(long)]
    pub hidden: bool,
    /// Follow symbolic links in directories.
    #[arg(short = 'L', long)]
    pub follow: bool,
}

impl Files {
    pub fn list(&self) -> Option<Source> {
        let path = self.files_from.as_ref()?;
        Some(Source::List { path: (path.as_os_str() != "-").then(|| path.clone()), null: self.null })
    }

    pub fn selection(&self) -> Selection {
        let selection = Selection::default().hidden(self.hidden).follow_links(self.follow);
        let selection = self.include.iter().fold(selection, |all, glob| all.include(glob));
        self.exclude.iter().fold(selection, |all, glob| all.exclude(glob))
    }
}
