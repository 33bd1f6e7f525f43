//! `copydesk learn`.

use std::io;

use copydesk::pipeline::{Learn, Source};

use crate::progress::Progress;
use crate::{Ending, Error, args, interrupt, report};

pub fn run(args: args::Learn) -> Result<Ending, Error> {
    let sources = args.input.sources();
    let stop = interrupt::watch(sources.contains(&Source::Stdin));
    let mut learn = Learn::new(&args.output)
        .select(args.input.files.selection())
        .stop_when(stop)
        .text_field(&args.input.reading.text_field)
        .url_field(&args.input.sites.url_field)
        .site_field(&args.input.sites.site_field);
    for source in sources {
        learn = learn.input(source);
    }
    if let Some(format) = args.input.reading.format.known() {
        learn = learn.format(format);
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
    Ok(if summary.failures.is_empty() { Ending::Done } else { Ending::Failed })
}
