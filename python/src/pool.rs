//! Threads that work on one batch together.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::failure;

/// The pools of one process, by the number of their threads.
struct Pools {
    process: u32,
    pools: HashMap<usize, Arc<ThreadPool>>,
}

/// Locked only by who holds the lock of the interpreter, without which nobody forks: no child finds it
/// locked for good.
static POOLS: Mutex<Option<Pools>> = Mutex::new(None);

/// Does something without the lock of the interpreter: on this thread, or on so many others.
pub fn run<T: Send>(py: Python<'_>, threads: NonZeroUsize, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    match threads.get() {
        1 => failure::unlocked(py, work),
        threads => {
            let pool = pool(py, threads)?;
            failure::unlocked(py, || pool.install(work))
        }
    }
}

fn pool(_locked: Python<'_>, threads: usize) -> PyResult<Arc<ThreadPool>> {
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if pools.as_ref().is_some_and(|pools| pools.process != process) {
        // Those of the parent, whose threads are not here: to end them would be to wait for them.
        std::mem::forget(pools.take());
    }
    let pools = pools.get_or_insert_with(|| Pools { process, pools: HashMap::new() });
    if let Some(pool) = pools.pools.get(&threads) {
        return Ok(Arc::clone(pool));
    }
    let name = |index| format!("copydesk-{index}");
    let pool = ThreadPoolBuilder::new().num_threads(threads).thread_name(name).build();
    let pool = Arc::new(pool.map_err(failure::error)?);
    pools.pools.insert(threads, Arc::clone(&pool));
    Ok(pool)
}
