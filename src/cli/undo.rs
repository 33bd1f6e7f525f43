//! `copydesk undo`.

use crate::pipeline::{Target, Undo};

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
    Ok(if summary.failures.is_empty() { Ending::Done } else { Ending::Failed })
}
