//! Work on many texts: on this thread, or on several together, until a signal comes.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use rayon::prelude::*;
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

/// So many threads; one is that of the caller.
#[derive(Clone, Copy)]
pub struct Threads(pub NonZeroUsize);

impl Threads {
    pub const ONE: Self = Self(NonZeroUsize::MIN);
}

impl<'py> FromPyObject<'_, 'py> for Threads {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let refused = || PyValueError::new_err("threads is a number from 1");
        match object.extract::<usize>() {
            Ok(threads) => NonZeroUsize::new(threads).map(Self).ok_or_else(refused),
            Err(error) if error.is_instance_of::<PyOverflowError>(object.py()) => Err(refused()),
            Err(error) => Err(error),
        }
    }
}

/// How long it takes until a signal is noticed, where no item takes longer.
const PATIENCE: Duration = Duration::from_millis(50);

/// Does something with each of many items, by its index, without the lock of the interpreter: on this thread,
/// or on so many others.
///
/// # Errors
/// Where a signal came whose handler raises one, as that of Ctrl-C does; the other items are left then.
pub fn map<I: Sync, T: Send>(
    py: Python<'_>,
    threads: Threads,
    items: &[I],
    one: impl Fn((usize, &I)) -> Option<T> + Send + Sync,
) -> PyResult<Vec<Option<T>>> {
    if threads.0.get() > 1 {
        return together(py, &*pool(py, threads.0.get())?, items, one);
    }
    let mut done = Vec::with_capacity(items.len());
    each(py, items, |item| done.push(one(item)))?;
    Ok(done)
}

/// The same in order, on this thread.
pub fn each<I: Sync>(py: Python<'_>, items: &[I], mut one: impl FnMut((usize, &I)) + Send) -> PyResult<()> {
    let mut items = items.iter().enumerate();
    while items.len() > 0 {
        failure::unlocked(py, || {
            let start = Instant::now();
            for item in items.by_ref() {
                one(item);
                if start.elapsed() >= PATIENCE {
                    break;
                }
            }
        })?;
        py.check_signals()?;
    }
    Ok(())
}

fn together<I: Sync, T: Send>(
    py: Python<'_>,
    pool: &ThreadPool,
    items: &[I],
    one: impl Fn((usize, &I)) -> Option<T> + Send + Sync,
) -> PyResult<Vec<Option<T>>> {
    let is_stopped = AtomicBool::new(false);
    let one = |item| if is_stopped.load(Ordering::Relaxed) { None } else { one(item) };
    let (mut signal, mut done) = (Ok(()), Ok(Vec::new()));
    // Nothing is sent: the work has an end of it until it is done.
    let (working, mut over) = mpsc::channel::<()>();
    pool.in_place_scope(|scope| {
        scope.spawn(|_| {
            done = failure::caught(|| items.par_iter().enumerate().map(one).collect());
            drop(working);
        });
        loop {
            let over = &mut over;
            match py.detach(move || over.recv_timeout(PATIENCE)) {
                Err(RecvTimeoutError::Timeout) if signal.is_ok() => signal = py.check_signals(),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
            }
            is_stopped.store(signal.is_err(), Ordering::Relaxed);
        }
    });
    signal.and(done)
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
