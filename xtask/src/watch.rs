//! `cargo xtask regen --watch`: runs again whenever the document is saved.
//!
//! The document is read and compared a few times a second, which notices every way of saving: in place, by renaming,
//! after a deletion, in a folder that comes and goes, on network file systems and container mounts. Notifications of
//! the operating system miss the latter two, lose track of a file that is replaced, and differ between platforms;
//! reading a file of this size takes less time than handling a notification.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use crate::regen::Regen;

/// How often the document is read.
pub const INTERVAL: Duration = Duration::from_millis(200);

/// A change of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Its contents changed.
    Changed,
    /// It can no longer be read; it may come back.
    Gone,
}

/// Runs the task, and again after every change, until there are no more events.
///
/// # Errors
///
/// Fails if the output cannot be written. An error during a run is printed, and the next change is awaited.
pub fn watch(
    regen: &Regen,
    events: impl Iterator<Item = Event>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    let name = regen.spec.display();
    run(regen, out, err)?;
    writeln!(out, "watching {name}; press Ctrl-C to stop")?;
    for event in events {
        match event {
            Event::Gone => writeln!(err, "{name} is missing; waiting for it")?,
            Event::Changed => {
                writeln!(out, "\n{name} changed")?;
                run(regen, out, err)?;
            }
        }
    }
    Ok(())
}

/// Runs the task once and prints its error, if it fails.
fn run(regen: &Regen, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
    match regen.run(out, err) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(error),
        Err(error) => writeln!(err, "error: {error}"),
        Ok(_) => Ok(()),
    }
}

/// The changes of a file, found by polling it.
#[derive(Debug)]
pub struct Changes<P> {
    path: PathBuf,
    /// The contents last read; `None` if the file was missing.
    seen: Option<Vec<u8>>,
    /// Waits a little; returns whether to go on.
    pause: P,
}

impl<P: FnMut() -> bool> Changes<P> {
    /// Watches a file from now on. `pause` is called before each read; `false` ends the iterator.
    pub fn of(path: PathBuf, pause: P) -> Self {
        Self {
            seen: fs::read(&path).ok(),
            path,
            pause,
        }
    }
}

impl<P: FnMut() -> bool> Iterator for Changes<P> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let mut last = self.seen.clone();
        loop {
            if !(self.pause)() {
                return None;
            }
            let now = fs::read(&self.path).ok();
            // Contents that are read twice in a row were written completely.
            let is_settled = now == last;
            if is_settled && now != self.seen {
                let event = if now.is_some() {
                    Event::Changed
                } else {
                    Event::Gone
                };
                self.seen = now;
                return Some(event);
            }
            last = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The events while these steps are executed, one in each pause; then nothing happens for a while.
    fn events(path: &Path, steps: Vec<Box<dyn FnOnce()>>) -> Vec<Event> {
        let mut steps = steps.into_iter();
        let mut idle = 0;
        let pause = || {
            match steps.next() {
                Some(step) => step(),
                None => idle += 1,
            }
            idle < 5
        };
        Changes::of(path.to_owned(), pause).collect()
    }

    fn step(action: impl FnOnce() + 'static) -> Box<dyn FnOnce()> {
        Box::new(action)
    }

    fn nothing() -> Box<dyn FnOnce()> {
        step(|| {})
    }

    #[test]
    fn every_way_of_saving_is_one_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("inner/spec.yaml");
        let other = folder.path().join("inner/spec.yaml~");
        fs::create_dir(folder.path().join("inner")).unwrap();
        fs::write(&path, "a").unwrap();
        let save = |text: &'static str| {
            let path = path.clone();
            step(move || fs::write(path, text).unwrap())
        };
        assert_eq!(events(&path, vec![save("b"), nothing()]), [Event::Changed]);
        // First truncated, then written in two parts.
        let parts = vec![save(""), save("b"), save("bc"), nothing()];
        assert_eq!(events(&path, parts), [Event::Changed]);
        // Written to a temporary file and renamed, with a moment in which the file does not exist.
        let (from, to) = (path.clone(), other.clone());
        let away = step(move || fs::rename(from, to).unwrap());
        assert_eq!(
            events(&path, vec![away, save("d"), nothing()]),
            [Event::Changed]
        );
        // The same text again.
        assert_eq!(events(&path, vec![save("d"), nothing()]), []);
    }

    #[test]
    fn a_file_that_is_gone_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        let path = inner.join("spec.yaml");
        fs::create_dir(&inner).unwrap();
        fs::write(&path, "a").unwrap();
        let gone = inner.clone();
        let back = path.clone();
        let found = events(
            &path,
            vec![
                step(move || fs::remove_dir_all(gone).unwrap()),
                nothing(),
                nothing(),
                step(move || {
                    fs::create_dir(back.parent().unwrap()).unwrap();
                    fs::write(back, "a").unwrap();
                }),
                nothing(),
            ],
        );
        assert_eq!(found, [Event::Gone, Event::Changed]);
    }
}
