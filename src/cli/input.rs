//! What is read, and how.

use std::path::{Path, PathBuf};

use crate::Cleaner;
use crate::pipeline::{Job, OnError, Source};
use crate::record::{self, Documents, Encoding, Format};
use clap::ValueEnum;

use super::files::Files;

/// What is read.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// Files and directories; none or `-`: standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub reading: Reading,
    /// What to do with records that cannot be read (broken JSON, not text in the encoding); all are
    /// reported, and the exit status is 2.
    #[arg(long, value_enum, default_value_t, value_name = "WHAT")]
    pub on_error: Broken,
    #[command(flatten)]
    pub sites: SiteFields,
}

/// What is done with a record that cannot be read.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Broken {
    /// Pass it on as it is.
    #[default]
    Keep,
    /// Leave it out.
    Skip,
    /// Give the file up.
    Fail,
}

impl From<Broken> for OnError {
    fn from(what: Broken) -> Self {
        match what {
            Broken::Keep => Self::Keep,
            Broken::Skip => Self::Skip,
            Broken::Fail => Self::Fail,
        }
    }
}

/// How the site of a text is known, for what a site repeats.
#[derive(Debug, clap::Args)]
pub struct SiteFields {
    /// The field of a JSON record with the address of the text, whose host is its site.
    #[arg(long, default_value = "url", value_name = "NAME")]
    pub url_field: String,
    /// The field that names the site where there is no address. Of a text file it is the folder.
    #[arg(long, default_value = "source", value_name = "NAME")]
    pub site_field: String,
}

impl Input {
    pub fn reading(&self) -> record::Reading {
        let sites = &self.sites;
        self.reading.known().url_field(&sites.url_field).site_field(&sites.site_field)
    }

    /// A job over what is read.
    pub fn job<'a>(&self, cleaner: &'a Cleaner) -> Job<'a> {
        let job = Job::new(cleaner)
            .reading(self.reading())
            .on_error(self.on_error.into())
            .select(self.files.selection());
        self.sources().into_iter().fold(job, Job::input)
    }

    /// Whether anything is said to be read.
    pub fn is_given(&self) -> bool {
        !self.paths.is_empty() || self.files.files_from.is_some()
    }

    pub fn sources(&self) -> Vec<Source> {
        let mut sources: Vec<_> = self.paths.iter().map(|path| source(path)).collect();
        sources.extend(self.files.list());
        if sources.is_empty() {
            sources.push(Source::Stdin);
        }
        sources
    }
}

/// `-` is standard input.
pub fn source(path: &Path) -> Source {
    if path.as_os_str() == "-" { Source::Stdin } else { Source::Path(path.to_owned()) }
}

#[derive(Debug, clap::Args)]
pub struct Reading {
    /// How texts stand in the input (auto: by the name; standard input by how it begins).
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: FormatName,
    /// What is a document in a plain text.
    #[arg(long, value_enum, default_value_t, value_name = "UNIT")]
    pub documents: Unit,
    /// The encoding of the input: a name, or auto (found for each file). The output is UTF-8.
    #[arg(long, default_value = "utf-8", value_name = "NAME")]
    pub encoding: Encoding,
    /// The field of a record, or the column of a table, that holds the text.
    #[arg(long, default_value = "text", value_name = "NAME")]
    pub text_field: String,
}

impl Reading {
    /// All that is said here, for the library.
    pub fn known(&self) -> record::Reading {
        let documents = match self.documents {
            Unit::File => Documents::File,
            Unit::Lines => Documents::Lines,
            Unit::ParagraphBlocks => Documents::ParagraphBlocks,
        };
        let reading =
            record::Reading::new().text_field(&self.text_field).documents(documents).encoding(self.encoding);
        match self.format {
            FormatName::Auto => reading,
            FormatName::Text => reading.format(Format::Text),
            FormatName::Jsonl => reading.format(Format::JsonLines),
            FormatName::Csv => reading.format(Format::Csv),
            FormatName::Tsv => reading.format(Format::Tsv),
            FormatName::Parquet => reading.format(Format::Parquet),
            FormatName::Wet => reading.format(Format::Wet),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum FormatName {
    #[default]
    Auto,
    Text,
    Jsonl,
    Csv,
    Tsv,
    Parquet,
    /// Web archives.
    Wet,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Unit {
    /// The file.
    #[default]
    File,
    /// Each line that is not blank.
    Lines,
    /// Each run of lines between blank ones.
    ParagraphBlocks,
}
