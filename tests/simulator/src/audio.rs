//! The audio of recordings: silence that is generated while it is sent, so that its length takes no memory.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::body::{Frame, SizeHint};

use crate::call::Recording;

/// Samples per second of WAV, with 16 bits each.
const RATE: u32 = 8_000;
const SAMPLE: u32 = 2;
/// The number of bytes sent at once.
const CHUNK: u64 = 64 * 1024;

/// The format of audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// PCM with 16 bits at 8 kHz.
    Wav,
    /// MPEG-2 Layer III with 32 kbit/s at 16 kHz.
    Mp3,
}

/// Silence of some length.
#[derive(Clone, Debug)]
pub(crate) struct Audio {
    /// The header before the sound.
    head: Vec<u8>,
    /// The unit that is repeated for as long as the sound lasts.
    unit: &'static [u8],
    length: u64,
    pub(crate) content_type: &'static str,
    /// The entity tag.
    pub(crate) tag: String,
}

/// As many zero bytes as are copied at once.
static NOTHING: [u8; 8192] = [0; 8192];

/// An MPEG frame without any spectral data, which decodes to 576 samples of silence.
const fn frame(channel_mode: u8) -> [u8; 144] {
    let mut frame = [0; 144];
    // Sync word, MPEG-2 Layer III without a checksum; 32 kbit/s at 16 kHz.
    frame[0] = 0xFF;
    frame[1] = 0xF3;
    frame[2] = 0x48;
    frame[3] = channel_mode;
    frame
}

static MONO: [u8; 144] = frame(0xC0);
static STEREO: [u8; 144] = frame(0x00);
const FRAME_SAMPLES: u128 = 576;
const FRAME_RATE: u128 = 16_000;

impl Audio {
    /// The silence of a recording.
    pub(crate) fn of(recording: &Recording, format: Format, channels: u8) -> Self {
        let duration = recording.duration.unwrap_or_default();
        let name = match format {
            Format::Wav => "wav",
            Format::Mp3 => "mp3",
        };
        let tag = format!("\"{}-{name}-{channels}\"", recording.sid);
        match format {
            Format::Wav => Self::wav(duration, channels, tag),
            Format::Mp3 => Self::mp3(duration, channels, tag),
        }
    }

    fn wav(duration: Duration, channels: u8, tag: String) -> Self {
        let block = SAMPLE * u32::from(channels);
        let frames = duration.as_millis() * u128::from(RATE) / 1000;
        // The header has 32 bits for the length.
        let most = u128::from((u32::MAX - 44) / block * block);
        let length = u32::try_from((frames * u128::from(block)).min(most)).unwrap_or_default();
        Self {
            head: wav_header(length, channels),
            unit: &NOTHING,
            length: 44 + u64::from(length),
            content_type: "audio/x-wav",
            tag,
        }
    }

    fn mp3(duration: Duration, channels: u8, tag: String) -> Self {
        let samples = duration.as_millis() * FRAME_RATE / 1000;
        let frames = u64::try_from(samples.div_ceil(FRAME_SAMPLES)).unwrap_or_default();
        let unit: &'static [u8] = if channels == 2 { &STEREO } else { &MONO };
        Self {
            head: Vec::new(),
            unit,
            length: frames * 144,
            content_type: "audio/mpeg",
            tag,
        }
    }

    /// The length in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Some of its bytes; empty at its end.
    fn read(&self, from: u64, to: u64) -> Bytes {
        let to = to.min(from.saturating_add(CHUNK)).min(self.length);
        let mut bytes = BytesMut::new();
        let head = self.head.len() as u64;
        let mut at = from;
        while at < to {
            let rest = usize::try_from(to - at).unwrap_or_default();
            let (part, offset) = if at < head {
                (self.head.as_slice(), at)
            } else {
                (self.unit, (at - head) % self.unit.len() as u64)
            };
            let part = part
                .get(usize::try_from(offset).unwrap_or_default()..)
                .unwrap_or_default();
            let part = part.get(..rest).unwrap_or(part);
            bytes.extend_from_slice(part);
            at += part.len() as u64;
        }
        bytes.freeze()
    }

    /// The bytes that a request with this `Range` and `If-Range` asks for, if the range is satisfiable.
    pub(crate) fn range(&self, range: Option<&str>, if_range: Option<&str>) -> Wanted {
        let whole = Wanted::Whole;
        let Some(range) = range.filter(|_| if_range.is_none_or(|tag| tag == self.tag)) else {
            return whole;
        };
        let Some((from, to)) = range
            .strip_prefix("bytes=")
            .and_then(|range| range.split_once('-'))
        else {
            return whole;
        };
        let Ok(from) = from.parse::<u64>() else {
            return whole;
        };
        let to = match to {
            "" => Some(self.length),
            to => to.parse::<u64>().ok().map(|last| last.saturating_add(1)),
        };
        match to {
            Some(to) if from < to && from < self.length => Wanted::Part(from, to.min(self.length)),
            Some(_) => Wanted::Nothing,
            None => whole,
        }
    }

    /// A body with the bytes from one offset to another; it breaks off in the middle if it is `truncated`.
    pub(crate) fn body(self, from: u64, to: u64, truncated: bool) -> AudioBody {
        AudioBody {
            announced: to - from,
            to: if truncated {
                from + (to - from) / 2
            } else {
                to
            },
            at: from,
            broken: truncated.then_some(false),
            audio: self,
        }
    }
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    Whole,
    /// From one offset up to another.
    Part(u64, u64),
    /// A range that is not satisfiable.
    Nothing,
}

/// The bytes of audio as they are sent.
pub(crate) struct AudioBody {
    audio: Audio,
    at: u64,
    to: u64,
    announced: u64,
    /// Whether it ends with an error, and whether what came before was flushed.
    broken: Option<bool>,
}

impl hyper::body::Body for AudioBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if self.at < self.to {
            let bytes = self.audio.read(self.at, self.to);
            self.at += bytes.len() as u64;
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.broken {
            None => Poll::Ready(None),
            // hyper flushes while the body is pending; an immediate error would discard what is buffered.
            Some(false) => {
                self.broken = Some(true);
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Some(true) => Poll::Ready(Some(Err(std::io::Error::other("truncated on purpose")))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.at >= self.to && self.broken.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.announced)
    }
}

/// The header of a WAV file.
fn wav_header(length: u32, channels: u8) -> Vec<u8> {
    let block = SAMPLE * u32::from(channels);
    let mut header = Vec::with_capacity(44);
    header.extend_from_slice(b"RIFF");
    header.extend_from_slice(&length.saturating_add(36).to_le_bytes());
    header.extend_from_slice(b"WAVEfmt ");
    header.extend_from_slice(&16_u32.to_le_bytes());
    // PCM.
    header.extend_from_slice(&1_u16.to_le_bytes());
    header.extend_from_slice(&u16::from(channels).to_le_bytes());
    header.extend_from_slice(&RATE.to_le_bytes());
    header.extend_from_slice(&(RATE * block).to_le_bytes());
    header.extend_from_slice(&[u8::try_from(block).unwrap_or_default(), 0]);
    header.extend_from_slice(&[16, 0]);
    header.extend_from_slice(b"data");
    header.extend_from_slice(&length.to_le_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_a_part_of_the_whole() {
        for audio in [
            Audio::wav(Duration::from_secs(20), 2, String::new()),
            Audio::mp3(Duration::from_secs(20), 1, String::new()),
        ] {
            let mut whole = Vec::new();
            loop {
                let bytes = audio.read(whole.len() as u64, audio.length());
                if bytes.is_empty() {
                    break;
                }
                whole.extend_from_slice(&bytes);
            }
            assert_eq!(whole.len() as u64, audio.length());
            for (from, to) in [(0, 10), (40, 50), (44, 8300), (143, 145), (8200, 20_000)] {
                let part = &whole[from..to];
                assert_eq!(audio.read(from as u64, to as u64), part, "{from} {to}");
            }
        }
    }

    #[test]
    fn a_week_in_two_channels_has_the_longest_length_that_fits() {
        let audio = Audio::wav(Duration::from_secs(604_800), 2, String::new());
        assert!(audio.length() <= u64::from(u32::MAX));
        let audio = Audio::wav(Duration::from_secs(10), 1, String::new());
        assert_eq!(audio.length(), 44 + 160_000);
    }

    #[test]
    fn a_range_counts_if_the_tag_is_the_same() {
        let audio = Audio::wav(Duration::from_secs(1), 1, "\"a\"".to_owned());
        let length = audio.length();
        for (range, if_range, wanted) in [
            (None, None, Wanted::Whole),
            (Some("bytes=10-"), None, Wanted::Part(10, length)),
            (Some("bytes=10-"), Some("\"a\""), Wanted::Part(10, length)),
            (Some("bytes=10-"), Some("\"b\""), Wanted::Whole),
            (Some("bytes=10-19"), None, Wanted::Part(10, 20)),
            (Some("bytes=10-99999"), None, Wanted::Part(10, length)),
            (Some("bytes=99999-"), None, Wanted::Nothing),
            (Some("bytes=-5"), None, Wanted::Whole),
            (Some("lines=1-"), None, Wanted::Whole),
        ] {
            assert_eq!(audio.range(range, if_range), wanted, "{range:?}");
        }
    }
}
