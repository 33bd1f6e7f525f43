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
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the program `copydesk` with these arguments, of which the first is its name; gives its exit status.
#[pyfunction]
fn run(py: Python<'_>, args: Vec<std::ffi::OsString>) -> PyResult<u8> {
    failure::unlocked(py, || copydesk::cli::run(args))
}

/// Fails as a fault of the library would: for the tests.
#[pyfunction]
#[pyo3(name = "_fail")]
fn fail(py: Python<'_>, threads: std::num::NonZeroUsize) -> PyResult<()> {
    pool::run(py, threads, || panic!("told to"))
}
