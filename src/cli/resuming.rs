//! Going on with what was interrupted.

use std::num::ParseFloatError;
use std::time::Duration;

/// Going on with what was interrupted.
#[derive(Debug, clap::Args)]
pub struct Resuming {
    /// Go on where a run of the same command was interrupted or killed; begin if there was none.
    #[arg(long)]
    pub resume: bool,
    /// How often it is recorded how far the run is.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub checkpoint: Duration,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|error: ParseFloatError| error.to_string())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
