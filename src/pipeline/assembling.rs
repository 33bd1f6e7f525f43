//! Files that are more than their records one after the other: put together in the order of the input.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;

use super::output::Output;
use crate::record::{Assembly, Compression, Layout};

/// Such a file in the making.
pub(super) struct Assembling {
    assembly: Box<dyn Assembly>,
    place: Place,
}

enum Place {
    File(Output),
    /// For a stream, which cannot take columns as they come.
    Spool(File),
}

impl Assembling {
    /// Begins a file at `path`, made by `create`, or for a stream.
    pub(super) fn begin(
        layout: &dyn Layout,
        path: Option<&Path>,
        create: impl FnOnce(&Path) -> io::Result<Output>,
    ) -> io::Result<Self> {
        let unsupported = |what| io::Error::new(io::ErrorKind::Unsupported, what);
        let (place, handle) = match path {
            Some(path) if Compression::of_name(path) != Compression::None => {
                return Err(unsupported("a file of this format is not packed as a whole"));
            }
            Some(path) => {
                let mut output = create(path)?;
                let handle = output.file().try_clone()?;
                (Place::File(output), handle)
            }
            None => {
                let spool = tempfile::tempfile()?;
                let handle = spool.try_clone()?;
                (Place::Spool(spool), handle)
            }
        };
        let assembly = layout.assembly(Box::new(handle));
        let assembly = assembly.ok_or_else(|| unsupported("a file of this format is not put together"))??;
        Ok(Self { assembly, place })
    }

    pub(super) fn take(&mut self, records: &[u8], changed: bool) -> io::Result<()> {
        self.assembly.take(records, changed)
    }

    /// Gives it to the stream, or gives back the file that is to be moved to its place.
    pub(super) fn finish(self, stream: Option<&mut (impl Write + ?Sized)>) -> io::Result<Option<Output>> {
        self.assembly.finish()?;
        match self.place {
            Place::File(output) => Ok(Some(output)),
            Place::Spool(mut spool) => {
                spool.rewind()?;
                stream.map_or(Ok(0), |stream| io::copy(&mut spool, stream)).map(|_| None)
            }
        }
    }
}
