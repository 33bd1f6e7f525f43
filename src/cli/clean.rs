//! `copydesk clean`.

use std::io::{self, Write};

use crate::pipeline::{Show, Summary, Target};
use crate::report::Report;

use super::args::{Clean, OutputFormat};
use super::diff::Diff;
use super::progress::Progress;
use super::settings::Given;
use super::stdout::stdout;
use super::{Ending, Error, interrupt, report};

pub fn run(args: Clean, given: &Given) -> Result<Ending, Error> {
    let cleaner = args.rules.cleaner()?;
    let stop = interrupt::watch();
    let diff = Diff { color: args.color.allows_color(&io::stdout()) };
    let report = args.report.as_ref().map(Report::new);
    let mut job = args
        .input
        .job(&cleaner)
        .target(target(&args, &diff))
        .resume(args.resuming.resume)
        .checkpoints(args.resuming.checkpoint)
        .stop_when(stop);
    for path in args.rules.files().chain(given.file()) {
        job = job.spare(path);
    }
    if let Some(path) = &args.edits {
        job = job.edits(path);
    }
    if let Some(path) = &args.summary {
        job = job.summary(path);
    }
    if let Some(threads) = args.running.jobs {
        job = job.threads(threads);
    }
    if let Some(report) = &report {
        job = job.watch(report);
    }
    let progress = Progress::new(&args.running, args.check);
    let result = job.run(&progress);
    progress.finish();
    let summary = result?;
    if let Some(report) = &report {
        report.save(&summary, &cleaner)?;
    }
    let is_json = args.running.output_format == OutputFormat::Json;
    if summary.interrupted && !is_json {
        let hint = match (&summary.resume, &args.report) {
            (None, _) => "",
            (Some(_), None) => "; go on with the same command and --resume",
            (Some(_), Some(_)) => "; go on with the same command without --report, and --resume",
        };
        eprintln!("copydesk: interrupted{hint}");
    }
    if !args.running.quiet {
        // Nothing can be done where not even that can be said.
        let mut stderr = io::stderr().lock();
        let _ = if is_json {
            stderr.write_all(summary.to_json().as_bytes())
        } else {
            report::cleaned(&summary, &mut stderr)
        };
    }
    match progress.unwritten() {
        Some(error) => Err(Error::Output(error)),
        None => Ok(ending(&args, &summary)),
    }
}

fn target<'a>(args: &Clean, diff: &'a dyn Show) -> Target<'a> {
    if args.check {
        Target::Nowhere
    } else if args.diff {
        Target::Show(diff, stdout())
    } else if args.in_place {
        Target::InPlace
    } else if let Some(path) = &args.output {
        Target::Path(path.clone())
    } else {
        Target::Stream(stdout())
    }
}

fn ending(args: &Clean, summary: &Summary) -> Ending {
    if summary.interrupted {
        Ending::Interrupted
    } else if !summary.is_clean() {
        Ending::Failed
    } else if (args.check || args.diff) && summary.files_changed > 0 {
        Ending::Changes
    } else {
        Ending::Done
    }
}
