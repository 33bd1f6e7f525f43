//! Ctrl-C, and being told to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

static SIGNAL: AtomicI32 = AtomicI32::new(0);

/// From here on, the first Ctrl-C or SIGTERM sets what is given, and the second one ends the program at once.
pub fn watch() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;
        if let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) {
            let told = Arc::clone(&stop);
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    SIGNAL.store(signal, Ordering::Relaxed);
                    if told.swap(true, Ordering::Relaxed) {
                        std::process::exit(128 + signal);
                    }
                }
            });
        }
    }
    stop
}

/// The signal that asked for the end, if there was one.
pub fn signal() -> Option<i32> {
    Some(SIGNAL.load(Ordering::Relaxed)).filter(|signal| *signal != 0)
}
