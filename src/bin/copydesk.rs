//! The program `copydesk`.

use std::process::ExitCode;

/// Buffers of some hundred KiB come and go with each batch; the system's allocator gives their pages
/// back each time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    copydesk::cli::run(std::env::args_os()).into()
}
