//! `copydesk learn`.

use std::io::{self, Write};

use crate::pipeline::Learn;

use super::args::OutputFormat;
use super::progress::Progress;
use super::{Ending, Error, args, interrupt, report};

pub fn run(args: args::Learn) -> Result<Ending, Error> {
    let stop = interrupt::watch();
    let mut learn = Learn::new(&args.output)
        .reading(args.input.reading())
        .on_error(args.input.on_error.into())
        .select(args.input.files.selection())
        .stop_when(stop);
    for source in args.input.sources() {
        learn = learn.input(source);
    }
    if let Some(code) = &args.lang {
        learn = learn.language(code);
    }
    if let Some(threads) = args.running.jobs {
        learn = learn.threads(threads);
    }
    let progress = Progress::new(&args.running, false);
    let result = learn.run(&progress);
    progress.finish();
    let (profile, summary) = result?;
    if !args.running.quiet {
        // Nothing can be done where not even that can be said.
        let mut stderr = io::stderr().lock();
        let _ = match args.running.output_format {
            OutputFormat::Json => stderr.write_all(summary.to_json().as_bytes()),
            OutputFormat::Text => report::learned(&profile, &summary, &mut stderr),
        };
    }
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}
