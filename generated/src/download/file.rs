//! Saves content to a file that is either complete or absent.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use tokio::task::spawn_blocking;

use super::Download;
use crate::error::Error;

/// How many bytes are written at once.
const BLOCK: usize = 256 * 1024;

/// Writes the content of a [`Download`] to a file when it is awaited: see [`Download::save_to`].
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// let audio = client.fetch_recording_mp3("REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4").await?;
/// let length = audio
///     .save_to("recording.mp3")
///     .progress(|written, total| eprintln!("{written} of {total:?} bytes"))
///     .await?;
/// # let _ = length;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is saved until it is awaited"]
pub struct SaveTo {
    download: Download,
    path: PathBuf,
    progress: Option<Box<Progress>>,
}

type Progress = dyn FnMut(u64, Option<u64>) + Send;

impl SaveTo {
    pub(super) fn new(download: Download, path: PathBuf) -> Self {
        Self {
            download,
            path,
            progress: None,
        }
    }

    /// Sets a callback that runs after each block is written, with the number of bytes written so far and the total,
    /// if it is known. It must not block.
    pub fn progress(mut self, callback: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(callback));
        self
    }

    async fn save(mut self) -> Result<u64, Error> {
        let operation = self.download.operation;
        let failed = |error: io::Error| Error::file(error).during(operation);
        // What was read before is not written.
        let begun = self.download.position();
        let whole = self.download.content_length();
        let total = whole.map(|whole| whole.saturating_sub(begun));
        let path = std::mem::take(&mut self.path);
        let mut file = blocking(move || PartialFile::create(path))
            .await
            .map_err(failed)?;
        let mut written = 0;
        while let Some(block) = next_block(&mut self.download).await? {
            written += u64::try_from(block.len()).unwrap_or(u64::MAX);
            file = blocking(move || file.write(&block)).await.map_err(failed)?;
            if let Some(progress) = &mut self.progress {
                progress(written, total);
            }
        }
        blocking(move || file.finish()).await.map_err(failed)?;
        Ok(written)
    }
}

impl IntoFuture for SaveTo {
    type Output = Result<u64, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<u64, Error>> + Send>>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.save())
    }
}

/// Shows neither the path, which may name people, nor the content.
impl fmt::Debug for SaveTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveTo")
            .field("download", &self.download)
            .finish_non_exhaustive()
    }
}

/// As many bytes as are written at once, or the last of them.
async fn next_block(download: &mut Download) -> Result<Option<Bytes>, Error> {
    let mut block = BytesMut::new();
    while block.len() < BLOCK {
        match download.try_next().await? {
            Some(bytes) => block.extend_from_slice(&bytes),
            None => break,
        }
    }
    Ok((!block.is_empty()).then(|| block.freeze()))
}

/// Runs work that waits for the disk, on a thread where it blocks nothing else.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A temporary file next to the target, renamed when it is finished and removed otherwise.
struct PartialFile {
    /// Closed before it is renamed or removed, which some systems insist on.
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

impl PartialFile {
    fn create(target: PathBuf) -> io::Result<Self> {
        let path = beside(&target)?;
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)?;
        Ok(Self {
            file: Some(file),
            path,
            target,
        })
    }

    fn write(mut self, bytes: &[u8]) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(bytes)?;
        }
        Ok(self)
    }

    /// Renames it to the target.
    fn finish(mut self) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            file.sync_all()?;
        }
        fs::rename(&self.path, &self.target)?;
        // There is nothing left to remove.
        self.path = PathBuf::new();
        Ok(())
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        drop(self.file.take());
        if !self.path.as_os_str().is_empty() {
            // There is nobody left to tell.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A path in the same folder that nothing else uses.
fn beside(target: &Path) -> io::Result<PathBuf> {
    let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name");
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().ok_or_else(no_file)?);
    // The standard library seeds this hasher with fresh random keys.
    let random = RandomState::new().hash_one(target);
    name.push(format!(".{random:016x}.part"));
    Ok(target.with_file_name(name))
}
