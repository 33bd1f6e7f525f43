//! Ctrl-C, and being told to end.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

/// Set by the first signal.
static STOP: AtomicBool = AtomicBool::new(false);
static SIGNAL: AtomicI32 = AtomicI32::new(0);

/// From here on, the first Ctrl-C or SIGTERM asks the job to stop, and the second one ends the program
/// at once. A job that waits for standard input might never notice, so that it is left little time.
pub fn watch(reads_stdin: bool) -> &'static AtomicBool {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;
        if let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) {
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    if STOP.swap(true, Ordering::Relaxed) {
                        std::process::exit(128 + signal);
                    }
                    SIGNAL.store(signal, Ordering::Relaxed);
                    if reads_stdin {
                        std::thread::sleep(std::time::Duration::from_millis(500));
                        std::process::exit(128 + signal);
                    }
                }
            });
        }
    }
    #[cfg(not(unix))]
    let _ = reads_stdin;
    &STOP
}

/// The signal that asked for the end, if there was one.
pub fn signal() -> Option<i32> {
    Some(SIGNAL.load(Ordering::Relaxed)).filter(|signal| *signal != 0)
}
