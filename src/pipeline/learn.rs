//! Learning a profile from files and streams, on all cores.

use std::borrow::Cow;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Instant;

use super::engine::{self, Work, lock};
use super::failure::Reason;
use super::output::Output;
use super::places::Places;
use super::plan::Plan;
use super::source::{Batch, End};
use super::work::{self, Buffers, Counter, Desk, Done};
use super::writer::Writer;
use super::{Failure, Observer, OnError, Selection, Source, Summary, Target};
use crate::profile::{Learner, Profile, Sites, detect};
use crate::record::{self, Reading, Record};

/// The language of texts whose language is not found.
const UNKNOWN: &str = "und";

/// Learns a [`Profile`] from files, directories and streams.
///
/// The profile is the same, byte for byte, for any number of threads and any order of the inputs,
/// and what is learned from parts of them adds up to it ([`Profile::merge`]). A file that fails is
/// left out as a whole. Of a long text each section (see [`record`]) counts as a document.
///
/// Lines are counted by site in at most 256 MiB ([`Sites`]), which all threads share. Only where that
/// is full, how much of the rarest is dropped hangs on the number of threads.
///
/// ```
/// use copydesk::pipeline::Learn;
///
/// # let directory = tempfile::tempdir()?;
/// # let (article, output) = (directory.path().join("a.txt"), directory.path().join("my.profile"));
/// std::fs::write(&article, "The people of Exampleton do not ask who McExample is.")?;
/// let (profile, summary) = Learn::new(&output).input(&article).run(&())?;
/// assert_eq!(summary.stats.documents, 1);
/// assert_eq!(profile.language("en").unwrap().name("McExample"), 1);
/// assert_eq!(std::fs::read(&output)?, profile.as_bytes());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Learn {
    output: PathBuf,
    inputs: Vec<Source>,
    selection: Selection,
    reading: Reading,
    on_error: OnError,
    language: Option<String>,
    threads: Option<NonZeroUsize>,
    stop: Option<Arc<AtomicBool>>,
}

impl Learn {
    /// Reads nothing yet, and writes to this file. It is written beside its final name and renamed.
    #[must_use]
    pub fn new(output: impl Into<PathBuf>) -> Self {
        Self {
            output: output.into(),
            inputs: Vec::new(),
            selection: Selection::default(),
            reading: Reading::default(),
            on_error: OnError::default(),
            language: None,
            threads: None,
            stop: None,
        }
    }

    /// Adds an input.
    #[must_use]
    pub fn input(mut self, input: impl Into<Source>) -> Self {
        self.inputs.push(input.into());
        self
    }

    /// Which files of directories are read.
    #[must_use]
    pub fn select(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// Stops when this is set, which is an error then: nothing is written.
    #[must_use]
    pub fn stop_when(mut self, told: Arc<AtomicBool>) -> Self {
        self.stop = Some(told);
        self
    }

    /// How the inputs are read, as in a [`Job`](super::Job).
    #[must_use]
    pub fn reading(mut self, reading: Reading) -> Self {
        self.reading = reading;
        self
    }

    /// What is done with records that cannot be read: they count for nothing, or the file does.
    #[must_use]
    pub fn on_error(mut self, on_error: OnError) -> Self {
        self.on_error = on_error;
        self
    }

    /// The language of all texts, by its code. By default that of each text is found
    /// ([`detect`]); where it is not clear, the text counts under `und`.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.language = Some(code.into());
        self
    }

    /// How many threads work; by default as many as there are cores.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Does it: gives the profile that it wrote.
    ///
    /// # Errors
    /// Where the job cannot be done as it was put (nothing has been read then), where the profile cannot be
    /// written, and where no text was found and a profile is there already. What goes wrong with a single file
    /// is told to the observer and stands in the summary.
    pub fn run(self, observer: &dyn Observer) -> Result<(Profile, Summary), Failure> {
        let started = Instant::now();
        let places = Places::new(&self.inputs, &Target::Nowhere, self.stop.as_ref())?;
        let plan = Plan::new(&places, &self.selection, &[], &[&self.output], false)?;
        let unwritten = |error| Failure::new(Some(&self.output), Reason::Write(error));
        let output = Output::create(&self.output).map_err(unwritten)?;
        let cores = || std::thread::available_parallelism().ok();
        let threads = self.threads.or_else(cores).map_or(1, NonZeroUsize::get);
        let learning = Learning {
            language: self.language.clone(),
            on_error: self.on_error,
            limit: Sites::LIMIT / 2 / threads,
            shelf: Mutex::default(),
        };
        observer.planned(plan.files as usize, plan.bytes);
        let work = Work {
            tasks: plan.queue(Vec::new()),
            position: None,
            reading: &self.reading,
            threads: self.threads,
            stop: self.stop,
        };
        let (summary, ended) = engine::drive(work, &learning, Writer::new(observer));
        ended?;
        if summary.interrupted {
            return Err(Failure::new(None, Reason::Interrupted));
        }
        let profile = learning.finish().to_profile();
        if profile.languages().next().is_none() && self.output.exists() {
            return Err(Failure::new(Some(&self.output), Reason::NothingLearned));
        }
        save(&profile, output).map_err(unwritten)?;
        Ok((profile, Summary { elapsed: started.elapsed(), ..summary }))
    }
}

/// Writes a profile to a file, beside its final name first.
///
/// # Errors
/// Where it cannot be written; what stood there stays then.
pub fn save_profile(profile: &Profile, path: impl AsRef<Path>) -> Result<(), Failure> {
    let path = path.as_ref();
    let saved = Output::create(path).and_then(|output| save(profile, output));
    saved.map_err(|error| Failure::new(Some(path), Reason::Write(error)))
}

fn save(profile: &Profile, mut output: Output) -> io::Result<()> {
    output.write_all(profile.as_bytes())?;
    output.finish(None)
}

/// Counts the words of the texts.
struct Learning {
    language: Option<String>,
    on_error: OnError,
    /// The limit of each learner that counts lines.
    limit: usize,
    shelf: Mutex<Shelf>,
}

/// Where learners lie while no thread counts with them. All of them add up to what was learned.
#[derive(Default)]
struct Shelf {
    /// For files that are whole and went well; no more of them than threads.
    sure: Vec<Learner>,
    /// For one file each, which may still fail.
    open: Vec<(Arc<OnceLock<End>>, Learner)>,
}

impl Desk for Learning {
    fn work(&self, batch: &mut Batch<'_>, buffers: &mut Buffers) -> Done {
        let mut done = Done::default();
        let texts = match batch.failure.take() {
            Some(failure) => Err(failure),
            None => self.texts(batch, &buffers.input, &mut done),
        };
        match texts {
            Ok(texts) => {
                done.passed = buffers.input.len();
                done.stats.bytes = texts.iter().map(|(_, text)| text.len() as u64).sum();
                done.stats.documents = texts.len() as u64;
                self.count(batch, &texts);
            }
            Err(failure) => done.failure = Some(failure),
        }
        done
    }
}

/// A text, and the address or name of its site.
type Text<'b> = (Option<Cow<'b, str>>, Cow<'b, str>);

impl Learning {
    /// The texts of a batch: all of them or none, so that a broken file leaves nothing behind.
    fn texts<'b>(
        &self,
        batch: &'b Batch<'_>,
        input: &'b [u8],
        done: &mut Done,
    ) -> Result<Vec<Text<'b>>, Failure> {
        let layout = &*batch.file.layout;
        let mut texts = Vec::new();
        let mut counter = Counter::new(batch, input);
        let mut offset = 0;
        for (piece, record) in record::pieces(layout, input, batch.offset == 0) {
            if piece.is_record {
                match layout.read(record) {
                    Ok(Record { field, site, .. }) => match work::text_of(field) {
                        Ok((_, text)) => texts.push((site.value().or_else(|| batch.file.folder()), text)),
                        Err(why) => done.without_text.push((counter.at(offset), why)),
                    },
                    Err(fault) => {
                        let failure = batch.fault(fault, counter.at(offset));
                        if self.on_error == OnError::Fail {
                            return Err(failure);
                        }
                        done.broken.add(failure);
                    }
                }
                counter.record += 1;
            }
            offset += piece.len;
        }
        Ok(texts)
    }

    fn count(&self, batch: &Batch<'_>, texts: &[Text<'_>]) {
        let ended = &batch.file.ended;
        let mut learner = lock(&self.shelf).take(batch).unwrap_or_else(|| self.learner());
        for (site, text) in texts {
            let found = || detect(text).unwrap_or(UNKNOWN);
            learner.observe(self.language.as_deref().unwrap_or_else(found), text);
            if let Some(site) = site {
                learner.observe_site(site, text);
            }
        }
        let mut shelf = lock(&self.shelf);
        if batch.is_whole() {
            shelf.sure.push(learner);
        } else {
            shelf.open.push((Arc::clone(ended), learner));
        }
        let settled: Vec<_> = shelf.open.extract_if(.., |(ended, _)| ended.get().is_some()).collect();
        drop(shelf);
        for (ended, learner) in settled {
            if ended.get() == Some(&End::Done) {
                self.keep(learner);
            }
        }
    }

    fn learner(&self) -> Learner {
        let mut learner = Learner::new();
        learner.sites_mut().limit(self.limit);
        learner
    }

    /// Adds what was learned of a file that went well.
    fn keep(&self, mut learner: Learner) {
        let sure = lock(&self.shelf).sure.pop();
        if let Some(sure) = sure {
            learner.merge(&sure);
        }
        lock(&self.shelf).sure.push(learner);
    }

    fn finish(self) -> Learner {
        let shelf = self.shelf.into_inner().unwrap_or_else(PoisonError::into_inner);
        let open = shelf.open.into_iter().filter(|(ended, _)| ended.get() == Some(&End::Done));
        let mut learners = shelf.sure.into_iter().chain(open.map(|(_, learner)| learner));
        let mut all = learners.next().unwrap_or_default();
        all.sites_mut().limit(Sites::LIMIT);
        learners.for_each(|learner| all.merge(&learner));
        all
    }
}

impl Shelf {
    /// A learner to go on with for a batch, if there is one.
    fn take(&mut self, batch: &Batch<'_>) -> Option<Learner> {
        if batch.is_whole() {
            return self.sure.pop();
        }
        let at = self.open.iter().position(|(ended, _)| Arc::ptr_eq(ended, &batch.file.ended))?;
        Some(self.open.swap_remove(at).1)
    }
}
