//! `cargo xtask regen --watch`: runs again whenever the document, or another file that decides what is written, is saved.
//!
//! The files are read and compared a few times a second, which notices every way of saving: in place, by renaming,
//! after a deletion, in a folder that comes and goes, on network file systems and container mounts. Notifications of
//! the operating system do not cover such mounts, lose track of a file that is replaced, and differ between platforms;
//! reading files of this size takes less time than handling a notification.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use crate::paths;
use crate::regen::Regen;

/// How often the files are read.
pub const INTERVAL: Duration = Duration::from_millis(200);

/// A change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// Whether it can no longer be read, and may come back; otherwise, its contents changed.
    pub is_gone: bool,
}

/// Runs the task, and again after every change, until there are no more.
///
/// # Errors
///
/// Fails if the output cannot be written. An error during a run is printed, and the next change is awaited.
pub fn watch(
    regen: &Regen,
    changes: impl Iterator<Item = Vec<FileChange>>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    run(regen, out, err)?;
    let names: Vec<String> = regen
        .inputs()
        .iter()
        .map(|path| paths::relative(path, &regen.root))
        .collect();
    writeln!(out, "watching {}; press Ctrl-C to stop", names.join(", "))?;
    for changes in changes {
        for FileChange { path, is_gone } in &changes {
            let name = paths::relative(path, &regen.root);
            match is_gone {
                false => writeln!(out, "\n{name} changed")?,
                true if *path == regen.spec => writeln!(err, "{name} is missing; waiting for it")?,
                true => writeln!(out, "\n{name} is missing")?,
            }
        }
        if !changes.iter().any(|it| it.is_gone && it.path == regen.spec) {
            run(regen, out, err)?;
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

/// The contents of files; `None` for each that is missing.
type Contents = Vec<Option<Vec<u8>>>;

/// The changes of files, found by polling them. Those found at once are one item.
#[derive(Debug)]
pub struct Changes<P> {
    paths: Vec<PathBuf>,
    /// The contents last read.
    seen: Contents,
    /// Waits a little; returns whether to go on.
    pause: P,
}

impl<P: FnMut() -> bool> Changes<P> {
    /// Watches files from now on. `pause` is called before each read; `false` ends the iterator.
    pub fn of(paths: Vec<PathBuf>, pause: P) -> Self {
        Self {
            seen: contents(&paths),
            paths,
            pause,
        }
    }
}

fn contents(paths: &[PathBuf]) -> Contents {
    paths.iter().map(|path| fs::read(path).ok()).collect()
}

impl<P: FnMut() -> bool> Iterator for Changes<P> {
    type Item = Vec<FileChange>;

    fn next(&mut self) -> Option<Vec<FileChange>> {
        let mut last = self.seen.clone();
        loop {
            if !(self.pause)() {
                return None;
            }
            let now = contents(&self.paths);
            // Contents that are read twice in a row were written completely.
            let is_settled = now == last;
            if is_settled && now != self.seen {
                let pairs = self.paths.iter().zip(now.iter().zip(&self.seen));
                let changes =
                    pairs
                        .filter(|(_, (now, seen))| now != seen)
                        .map(|(path, (now, _))| FileChange {
                            path: path.clone(),
                            is_gone: now.is_none(),
                        });
                let changes = changes.collect();
                self.seen = now;
                return Some(changes);
            }
            last = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The changes while these steps are executed, one in each pause; then nothing happens for a while.
    fn changes(paths: &[&Path], steps: Vec<Box<dyn FnOnce()>>) -> Vec<Vec<FileChange>> {
        let mut steps = steps.into_iter();
        let mut idle = 0;
        let pause = || {
            match steps.next() {
                Some(step) => step(),
                None => idle += 1,
            }
            idle < 5
        };
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        Changes::of(paths, pause).collect()
    }

    fn changed(path: &Path) -> FileChange {
        FileChange {
            path: path.to_owned(),
            is_gone: false,
        }
    }

    fn gone(path: &Path) -> FileChange {
        FileChange {
            is_gone: true,
            ..changed(path)
        }
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
        let once = [[changed(&path)]];
        assert_eq!(changes(&[&path], vec![save("b"), nothing()]), once);
        // First truncated, then written in two parts.
        let parts = vec![save(""), save("b"), save("bc"), nothing()];
        assert_eq!(changes(&[&path], parts), once);
        // Written to a temporary file and renamed, with a moment in which the file does not exist.
        let (from, to) = (path.clone(), other.clone());
        let away = step(move || fs::rename(from, to).unwrap());
        assert_eq!(changes(&[&path], vec![away, save("d"), nothing()]), once);
        // The same text again.
        assert!(changes(&[&path], vec![save("d"), nothing()]).is_empty());
    }

    #[test]
    fn a_file_that_is_gone_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        let path = inner.join("spec.yaml");
        fs::create_dir(&inner).unwrap();
        fs::write(&path, "a").unwrap();
        let removed = inner.clone();
        let back = path.clone();
        let found = changes(
            &[&path],
            vec![
                step(move || fs::remove_dir_all(removed).unwrap()),
                nothing(),
                nothing(),
                step(move || {
                    fs::create_dir(back.parent().unwrap()).unwrap();
                    fs::write(back, "a").unwrap();
                }),
                nothing(),
            ],
        );
        assert_eq!(found, [[gone(&path)], [changed(&path)]]);
    }

    /// As when a branch is checked out.
    #[test]
    fn files_that_change_together_are_one_item() {
        let folder = tempfile::tempdir().unwrap();
        let paths =
            ["spec.yaml", "error-codes.csv", "rustfmt.toml"].map(|it| folder.path().join(it));
        let [spec, table, settings] = &paths;
        fs::write(spec, "a").unwrap();
        let (first, second) = (spec.clone(), table.clone());
        let steps = vec![
            step(move || {
                fs::write(first, "b").unwrap();
                fs::write(second, "b").unwrap();
            }),
            nothing(),
        ];
        assert_eq!(
            changes(&[spec, table, settings], steps),
            [[changed(spec), changed(table)]]
        );
    }
}
