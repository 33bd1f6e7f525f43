//! Standard output, as a stream for large pieces.

use std::io::{self, Write};

/// Standard output without a buffer where the system has it as a file: what is written comes in
/// pieces of many kilobytes.
pub fn stdout() -> Box<dyn Write + Send> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        if let Ok(descriptor) = io::stdout().as_fd().try_clone_to_owned() {
            return Box::new(std::fs::File::from(descriptor));
        }
    }
    Box::new(io::stdout())
}
