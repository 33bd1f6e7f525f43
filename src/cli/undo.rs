//! `copydesk undo`.

use std::path::Path;

use crate::pipeline::{BrokenRecords, Target, Undo};

use super::stdout::stdout;
use super::{Ending, Error, args, input};

pub fn run(args: args::Undo) -> Result<Ending, Error> {
    let target = match &args.output {
        Some(path) => Target::Path(path.clone()),
        None => Target::Stream(stdout()),
    };
    let mut undo =
        Undo::new(input::source(&args.cleaned), &args.edits).reading(args.reading.known()).target(target);
    if let Some(name) = &args.file {
        undo = undo.file(name);
    }
    let summary = undo.run()?;
    for failure in &summary.failures {
        eprintln!("copydesk: {failure}");
    }
    for BrokenRecords { path, records, .. } in &summary.broken {
        let path = path.as_deref().unwrap_or(Path::new("-")).display();
        eprintln!("copydesk: {path}: broken records were left out, and are not in the log: {records}");
    }
    Ok(if summary.is_clean() { Ending::Done } else { Ending::Failed })
}
