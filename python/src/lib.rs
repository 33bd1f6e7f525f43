//! The native half of the Python package `copydesk`: see `package/copydesk/_native.pyi`.

mod arrow;
mod batch;
mod cleaner;
mod edits;
mod failure;
mod options;
mod pool;
mod profile;
mod text;

use pyo3::prelude::*;

/// As the program has it: much is asked for, and given back, for each text.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use super::cleaner::Cleaner;
    #[pymodule_export]
    use super::edits::undo;
    #[pymodule_export]
    use super::failure::Error;
    #[pymodule_export]
    use super::profile::Profile;
    #[pymodule_export]
    use super::{fail, run};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        super::prepare();
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Has every table made that the library makes when it is first asked for.
///
/// This is while the module is imported, by who holds the lock of the interpreter. A process that is forked
/// while another thread makes one would wait for that thread for good.
fn prepare() {
    let text =
        "He said.The caf&eacute; wasnâ€™t \u{92}open\u{92}.\nAdvertisement\nRead more on May 3\nIt was.";
    let _ = copydesk::Cleaner::new().clean(text);
    let mut learner = copydesk::Learner::new();
    learner.observe(copydesk::detect(text).unwrap_or_default(), text);
    learner.observe_site("example.org", text);
}

/// Runs the program `copydesk`; gives its exit status. Its name is the first of the arguments.
#[pyfunction]
fn run(py: Python<'_>, args: Vec<std::ffi::OsString>) -> PyResult<u8> {
    failure::unlocked(py, || copydesk::cli::run(args))
}

/// Fails as a fault of the library would: for the tests.
#[pyfunction]
#[pyo3(name = "_fail")]
fn fail(py: Python<'_>, threads: pool::Threads) -> PyResult<()> {
    pool::map(py, threads, &[()], |_| -> Option<()> { panic!("told to") }).map(drop)
}
