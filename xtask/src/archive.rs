//! Reads source files from the archive of a library: a Python wheel or an npm package.
//!
//! Archives are third-party data and not trusted: names are only used to select files, nothing is written to disk,
//! and the amount of data read is limited, whatever an archive claims.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use codegen::Source;
use flate2::read::GzDecoder;

use crate::paths::cannot;

/// The maximum size of an archive.
const ARCHIVE: u64 = 64 << 20;
/// The maximum inflated size of an npm package, which can only be read from the start.
const INFLATED: u64 = 256 << 20;
/// The maximum size of a source file.
const FILE: u64 = 8 << 20;
/// The maximum size of all source files.
const FILES: u64 = 32 << 20;

/// Reads the files in a folder, and the file of the same name next to it, from the archive of a library.
///
/// The folder `rest/api/v2010/account/call` stands for everything below it, and for `call.js` next to it.
///
/// # Errors
///
/// Fails if the archive cannot be read, is larger than any library, or contains no such files.
pub(crate) fn read(path: &Path, folder: &str) -> io::Result<Vec<Source>> {
    let all = open(path, folder).map_err(|error| cannot("read", path, &error))?;
    match all.is_empty() {
        true => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("{} has no source files in {folder}", path.display()),
        )),
        false => Ok(all),
    }
}

fn open(path: &Path, folder: &str) -> io::Result<Vec<Source>> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() > ARCHIVE {
        return Err(too_large("the archive", ARCHIVE));
    }
    let mut wanted = Wanted::new(folder);
    let mut magic = [0; 2];
    file.read_exact(&mut magic)?;
    io::Seek::rewind(&mut file)?;
    match &magic {
        b"PK" => zip(file, &mut wanted)?,
        [0x1F, 0x8B] => tar(file, &mut wanted)?,
        _ => {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "this is neither a Python wheel (.whl) nor an npm package (.tgz)",
            ));
        }
    }
    wanted.files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(wanted.files)
}

/// Reads a wheel, which is a ZIP archive.
fn zip(file: File, wanted: &mut Wanted<'_>) -> io::Result<()> {
    let mut archive = zip::ZipArchive::new(BufReader::new(file))?;
    for at in 0..archive.len() {
        let entry = archive.by_index(at)?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.is_file() && wanted.has(&name) {
            wanted.take(name, entry)?;
        }
    }
    Ok(())
}

/// Reads an npm package, which is a compressed tar archive.
fn tar(file: File, wanted: &mut Wanted<'_>) -> io::Result<()> {
    let inflated = Limited {
        inner: GzDecoder::new(BufReader::new(file)),
        left: INFLATED,
    };
    let mut archive = tar::Archive::new(inflated);
    for entry in archive.entries()? {
        let entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type().is_file() && wanted.has(&name) {
            wanted.take(name, entry)?;
        }
    }
    Ok(())
}

/// Selects the wanted files, and collects their contents.
struct Wanted<'f> {
    folder: &'f str,
    files: Vec<Source>,
    left: u64,
}

impl<'f> Wanted<'f> {
    fn new(folder: &'f str) -> Self {
        Self {
            folder,
            files: Vec::new(),
            left: FILES,
        }
    }

    /// Whether it is a source file in the folder, or the file next to it.
    fn has(&self, name: &str) -> bool {
        let folder = format!("/{}", self.folder);
        let Some((_, rest)) = name.split_once(&folder) else {
            return false;
        };
        (rest.starts_with('/') || rest.starts_with('.'))
            && (rest.ends_with(".py") || rest.ends_with(".js"))
    }

    fn take(&mut self, name: String, file: impl Read) -> io::Result<()> {
        let limit = FILE.min(self.left);
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes)?;
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if length > limit {
            return Err(too_large(&name, limit));
        }
        self.left -= length;
        let text = String::from_utf8(bytes).map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{name} is not UTF-8"))
        })?;
        self.files.push(Source::new(name, text));
        Ok(())
    }
}

/// A reader that fails, rather than ends, after a number of bytes.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let length = u64::try_from(read).unwrap_or(u64::MAX);
        self.left = self
            .left
            .checked_sub(length)
            .ok_or_else(|| too_large("the inflated archive", INFLATED))?;
        Ok(read)
    }
}

fn too_large(what: &str, most: u64) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{what} is larger than {} MiB", most >> 20),
    )
}
