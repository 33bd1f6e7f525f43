//! `copydesk learn`.

use std::io;

use copydesk::pipeline::Learn;

use crate::progress::Progress;
use crate::{Ending, Error, args, report};

pub fn run(args: args::Learn) -> Result<Ending, Error> {
    let mut learn =
        Learn::new(&args.output).reading(args.input.reading()).on_error(args.input.on_error.into());
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
        let _ = report::learned(&profile, &summary, &mut io::stderr().lock());
    }
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}
