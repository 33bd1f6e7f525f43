//! Going on where the run before stopped.

use std::fs;
use std::path::Path;

use super::Failure;
use super::Summary;
use super::edit_log::EditLog;
use super::failure::Reason;
use super::journal::{OpenState, Position, Stamp, State};
use super::output::{Names, Output, resolve};
use super::plan::Task;
use super::source::Tasks;

/// What a run begins with.
#[derive(Default)]
pub(super) struct Resumed {
    /// Files that are done.
    pub done: u64,
    pub summary: Summary,
    pub log: Option<EditLog>,
    /// The file in hand, and what is written of it.
    pub open: Option<(OpenState, Option<Output>)>,
    /// The files that are tried again.
    pub again: Vec<Vec<u64>>,
}

impl Resumed {
    /// Where in the file in hand to begin.
    pub(super) fn position(&self) -> Option<Position> {
        self.open.as_ref().map(|(open, _)| open.at)
    }
}

/// Puts things back to where a state was recorded, and passes over the tasks that are done. A file
/// in hand that has changed since is done anew.
pub(super) fn take_up(
    state: State,
    tasks: &mut Tasks<'_>,
    edits: Option<&Path>,
    names: Names,
) -> Result<Resumed, Failure> {
    for _ in 0..state.done {
        match tasks.next() {
            Some(Ok(task)) if state.sealed.contains(&task.index) => name(&task, names)?,
            _ => {}
        }
    }
    let is_between = state.open.is_none();
    let open = match (state.open, tasks.peek()) {
        (Some(open), Some(Ok(task))) => reopen(open, task, names),
        _ => None,
    };
    let log = match (edits, state.log) {
        // It has its final name.
        (Some(path), _) if state.finished && !names.is_in_the_making(path) => None,
        (Some(path), Some(log)) => Some(EditLog::resume(path, names, log, is_between || open.is_some())?),
        _ => None,
    };
    Ok(Resumed { done: state.done, summary: state.tally.into(), log, open, again: state.again })
}

/// Gives a whole file its final name, if it lacks it.
fn name(task: &Task<'_>, names: Names) -> Result<(), Failure> {
    let Some(output) = task.output.as_deref() else { return Ok(()) };
    let unwritten = |error| Failure::new(Some(output), Reason::Write(error));
    let path = resolve(output);
    let temporary = names.beside(&path);
    if temporary.exists() {
        fs::rename(temporary, path).map_err(unwritten)
    } else if path.exists() {
        Ok(())
    } else {
        Err(Failure::new(Some(output), Reason::Lost))
    }
}

/// The file in hand as it was, if that can be had.
fn reopen(open: OpenState, task: &Task<'_>, names: Names) -> Option<(OpenState, Option<Output>)> {
    let now = Stamp::of(&fs::metadata(task.input.as_deref()?).ok()?)?;
    if open.stamp != Some(now) {
        return None;
    }
    let output = match open.written {
        Some(written) => Some(Output::reopen(task.output.as_deref()?, names, written).ok()?),
        None => None,
    };
    Some((open, output))
}
