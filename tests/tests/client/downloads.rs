//! The audio of recordings: streamed, resumed after a broken connection, redirected to storage, and saved to a file.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use twilio_calls::{Client, Download, Error, ErrorCode, RetryPolicy};
use twilio_calls_tests::listener::{Act, Listener, RawResponse, Received};

use crate::support::{ACCOUNT, builder, client};

const RECORDING: &str = "REd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4";
const AUDIO: &[u8] = b"0123456789";

/// A response that breaks off after this many bytes of audio.
fn cut(after: usize, headers: &str) -> Act {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: audio/x-wav\r\ncontent-length: 10\r\n{headers}\r\n"
    );
    Act::Raw([head.as_bytes(), &AUDIO[..after]].concat())
}

/// The audio from an offset, as sent by a server that supports ranges.
fn rest(from: usize, range: &str, tag: &str) -> Act {
    let mut response = RawResponse::new("206 Partial Content").body(&AUDIO[from..]);
    if !range.is_empty() {
        response = response.header("Content-Range", range);
    }
    if !tag.is_empty() {
        response = response.header("ETag", tag);
    }
    response.into()
}

fn whole(tag: &str) -> Act {
    let response = RawResponse::new("200 OK").header("Content-Type", "audio/x-wav");
    response.header("ETag", tag).body(AUDIO).into()
}

/// The content, and the error that ended it, if any.
async fn read(download: &mut Download) -> (Vec<u8>, Option<Error>) {
    let mut bytes = Vec::new();
    loop {
        match download.try_next().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return (bytes, None),
            Err(error) => return (bytes, Some(error)),
        }
    }
}

async fn audio(client: &Client) -> Download {
    client.fetch_recording_wav(RECORDING).await.unwrap()
}

#[tokio::test]
async fn audio_is_streamed_in_each_format_whatever_its_size() {
    let listener = Listener::acting(|_, request: &Received| {
        let wav = request.target.contains(".wav");
        let kind = if wav { "audio/x-wav" } else { "audio/mpeg" };
        let response = RawResponse::new("200 OK").header("Content-Type", kind);
        response.body(vec![7; 700_000])
    })
    .unwrap();
    // What is not kept in memory needs no limit.
    let client = builder(&listener).max_response_size(1000).build().unwrap();
    let wav = client.fetch_recording_wav(RECORDING).requested_channels(2);
    let response = wav.response().await.unwrap();
    assert_eq!(response.status(), 200);
    let mut wav = response.into_value();
    let mut mp3 = client.fetch_recording_mp3(RECORDING).await.unwrap();
    assert_eq!(wav.content_type(), Some("audio/x-wav"));
    assert_eq!(mp3.content_type(), Some("audio/mpeg"));
    assert_eq!(wav.content_length(), Some(700_000));
    for download in [&mut wav, &mut mp3] {
        assert_eq!(download.position(), 0);
        let (bytes, error) = read(download).await;
        assert!(error.is_none());
        assert_eq!((bytes.len(), download.position()), (700_000, 700_000));
        assert!(download.next().await.is_none());
    }
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}");
    let targets: Vec<String> = listener
        .received()
        .into_iter()
        .map(|it| it.target)
        .collect();
    let wanted = [
        format!("{path}.wav?RequestedChannels=2"),
        format!("{path}.mp3"),
    ];
    assert_eq!(targets, wanted);
}

#[tokio::test]
async fn an_error_instead_of_audio_is_an_error() {
    let listener = Listener::acting(|_, _| {
        RawResponse::json(
            "404 Not Found",
            r#"{"code":20404,"message":"no","status":404}"#,
        )
    })
    .unwrap();
    let error = client(&listener)
        .fetch_recording_wav(RECORDING)
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.operation(), Some("fetchRecordingWav"));
    assert_eq!(error.code(), Some(ErrorCode::NOT_FOUND));
}

/// Neither at the beginning nor where audio is resumed.
#[tokio::test(start_paused = true)]
async fn a_page_of_html_is_not_taken_for_audio() {
    let listener = Listener::acting(|number, _| match number {
        2 => cut(4, "ETag: \"a\"\r\n"),
        _ => RawResponse::new("200 OK")
            .header("Content-Type", "text/html")
            .header("ETag", "\"a\"")
            .body("<html>log in</html>")
            .into(),
    })
    .unwrap();
    let client = client(&listener);
    let shown =
        "fetchRecordingWav: the response (200) is an HTML page, which is not from Twilio's API";
    let error = client.fetch_recording_wav(RECORDING).await.unwrap_err();
    assert_eq!(error.to_string(), shown);
    let (bytes, error) = read(&mut audio(&client).await).await;
    assert_eq!(bytes, AUDIO[..4]);
    assert_eq!(error.unwrap().to_string(), shown);
    assert_eq!(listener.received().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn audio_that_breaks_off_is_resumed_where_it_broke() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        2 => Act::Raw(
            b"HTTP/1.1 206 Partial Content\r\ncontent-length: 6\r\ncontent-range: bytes 4-9/10\r\n\
                        etag: \"a\"\r\n\r\n45"
                .to_vec(),
        ),
        3 => RawResponse::new("503 Service Unavailable").into(),
        _ => rest(6, "bytes 6-9/10", "\"a\""),
    })
    .unwrap();
    let retries = Arc::new(Mutex::new(Vec::new()));
    let seen = retries.clone();
    let policy = RetryPolicy::default().on_retry(move |retry| {
        seen.lock().unwrap().push(retry.error().to_string());
    });
    let request = client(&listener).fetch_recording_wav(RECORDING);
    let mut audio = request.retry(policy).await.unwrap();
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
    let received = listener.received();
    let sent: Vec<_> = received
        .iter()
        .map(|it| (it.header("range"), it.header("if-range")))
        .collect();
    let tag = Some("\"a\"");
    assert_eq!(
        sent,
        [
            (None, None),
            (Some("bytes=4-"), tag),
            (Some("bytes=6-"), tag),
            (Some("bytes=6-"), tag),
        ]
    );
    assert_eq!(
        *retries.lock().unwrap(),
        [
            "fetchRecordingWav: the response body ended early (200)",
            "fetchRecordingWav: the response body ended early (206)",
            "fetchRecordingWav: Twilio responded with 503",
        ]
    );
}

/// `Last-Modified` is only a valid validator if a second change cannot have had the same date.
#[tokio::test(start_paused = true)]
async fn audio_is_resumed_by_the_date_of_its_last_change() {
    let changed = "Wed, 10 Jun 2026 18:44:00 GMT";
    let headers = format!("Last-Modified: {changed}\r\nDate: Wed, 10 Jun 2026 19:00:00 GMT\r\n");
    let listener = Listener::acting(move |number, _| match number {
        1 => cut(4, &headers),
        _ => rest(4, "bytes 4-9/10", ""),
    })
    .unwrap();
    let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
    assert_eq!(listener.received()[1].header("if-range"), Some(changed));
}

#[tokio::test(start_paused = true)]
async fn audio_that_makes_no_progress_in_time_is_resumed() {
    let listener = Listener::acting(|number, _| match number {
        1 => match cut(4, "ETag: \"a\"\r\n") {
            Act::Raw(bytes) => Act::Stall(bytes),
            act => act,
        },
        _ => rest(4, "bytes 4-9/10", "\"a\""),
    })
    .unwrap();
    let started = tokio::time::Instant::now();
    let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
    assert!(started.elapsed() >= Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn audio_of_a_server_without_ranges_begins_anew() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        _ => whole("\"a\""),
    })
    .unwrap();
    let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
}

#[tokio::test(start_paused = true)]
async fn audio_that_is_not_certain_to_be_the_same_is_never_mixed() {
    let responses = [
        ("another tag", rest(4, "bytes 4-9/10", "\"b\"")),
        ("no tag", rest(4, "bytes 4-9/10", "")),
        ("a weak tag", rest(4, "bytes 4-9/10", "W/\"a\"")),
        ("another start", rest(5, "bytes 5-9/10", "\"a\"")),
        ("a part of the rest", rest(8, "bytes 4-5/10", "\"a\"")),
        ("another length", rest(4, "bytes 4-9/11", "\"a\"")),
        ("no range", rest(4, "", "\"a\"")),
        ("another whole", whole("\"b\"")),
    ];
    for (what, response) in responses {
        let listener = Listener::acting(move |number, _| match number {
            1 => cut(4, "ETag: \"a\"\r\n"),
            _ => response.clone(),
        })
        .unwrap();
        let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
        assert_eq!(bytes, AUDIO[..4], "{what}");
        assert_eq!(
            error.unwrap().to_string(),
            "fetchRecordingWav: the download was interrupted, and the rest may not belong to the same content",
            "{what}"
        );
        assert_eq!(listener.received().len(), 2, "{what}");
    }
}

#[tokio::test(start_paused = true)]
async fn audio_that_nothing_identifies_is_not_resumed() {
    for headers in [
        "",
        "ETag: W/\"a\"\r\n",
        "Last-Modified: Wed, 10 Jun 2026 18:44:00 GMT\r\nDate: Wed, 10 Jun 2026 18:44:01 GMT\r\n",
    ] {
        let listener = Listener::acting(move |_, _| cut(4, headers)).unwrap();
        let mut audio = audio(&client(&listener)).await;
        let (bytes, error) = read(&mut audio).await;
        assert_eq!(bytes, AUDIO[..4]);
        let error = error.unwrap();
        assert_eq!(
            error.to_string(),
            "fetchRecordingWav: the response body ended early (200)"
        );
        assert!(audio.next().await.is_none());
        assert!(audio.resume().await.is_err());
        assert_eq!(listener.received().len(), 1);
    }
}

/// Every KiB resets the count of attempts.
#[tokio::test(start_paused = true)]
async fn audio_is_resumed_as_often_as_it_makes_progress() {
    const PIECE: usize = 2000;
    let listener = Listener::acting(|number, _| {
        let from = (number - 1) * PIECE;
        let (status, range) = match number {
            1 => ("200 OK", String::new()),
            _ => (
                "206 Partial Content",
                format!("content-range: bytes {from}-19999/20000\r\n"),
            ),
        };
        let length = 20_000 - from;
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{range}etag: \"a\"\r\n\r\n");
        Act::Raw([head.into_bytes(), vec![b'x'; PIECE]].concat())
    })
    .unwrap();
    let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((bytes.len(), listener.received().len()), (20_000, 10));
}

#[tokio::test(start_paused = true)]
async fn audio_without_progress_is_resumed_as_often_as_the_policy_allows() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        _ => Act::Raw(
            b"HTTP/1.1 206 Partial Content\r\ncontent-length: 6\r\ncontent-range: bytes 4-9/10\r\netag: \"a\"\r\n\r\n"
                .to_vec(),
        ),
    })
    .unwrap();
    let mut audio = audio(&client(&listener)).await;
    let (bytes, error) = read(&mut audio).await;
    assert_eq!(bytes, AUDIO[..4]);
    assert!(error.unwrap().is_retryable());
    assert_eq!(listener.received().len(), 3);
}

/// Nothing was read, so nothing can be mixed: different content is accepted, and described by its own headers.
#[tokio::test(start_paused = true)]
async fn audio_that_breaks_off_before_its_first_byte_begins_anew() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(0, ""),
        _ => RawResponse::new("200 OK")
            .header("Content-Type", "audio/wav")
            .body("other")
            .into(),
    })
    .unwrap();
    let mut audio = audio(&client(&listener)).await;
    assert_eq!(audio.content_length(), Some(10));
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, b"other");
    assert_eq!(audio.content_type(), Some("audio/wav"));
    assert_eq!(audio.content_length(), Some(5));
    let received = listener.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[1].header("range"), None);
}

/// The same tag with fewer bytes than were read: this is reported, and not taken for the end.
#[tokio::test(start_paused = true)]
async fn audio_that_has_become_shorter_is_an_error() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        _ => RawResponse::new("200 OK")
            .header("ETag", "\"a\"")
            .body(&AUDIO[..2])
            .into(),
    })
    .unwrap();
    let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
    assert_eq!(bytes, AUDIO[..4]);
    let error = error.expect("the end was taken for that of the content");
    let error = error.to_string();
    assert!(
        error.contains("may not belong to the same content"),
        "{error}"
    );
}

/// Twilio need not announce the length; the range of the rest then states it.
#[tokio::test(start_paused = true)]
async fn audio_without_a_length_is_resumed() {
    let listener = Listener::acting(|number, _| match number {
        1 => Act::Raw(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\netag: \"a\"\r\n\r\n4\r\n0123\r\n"
                .to_vec(),
        ),
        _ => rest(4, "bytes 4-9/10", "\"a\""),
    })
    .unwrap();
    let mut audio = audio(&client(&listener)).await;
    assert_eq!(audio.content_length(), None);
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
}

/// A download fails after three attempts that together receive less than a KiB.
#[tokio::test(start_paused = true)]
async fn a_kib_is_progress() {
    for (third, is_enough) in [(341, false), (342, true)] {
        let listener = Listener::acting(move |number, _| {
            let pieces = [341, 341, third, 500];
            let from: usize = pieces[..number - 1].iter().sum();
            let piece = pieces[number - 1];
            let length: usize = pieces.iter().sum();
            let status = match number {
                1 => "200 OK\r\n".to_owned(),
                _ => format!(
                    "206 Partial Content\r\ncontent-range: bytes {from}-{}/{length}\r\n",
                    length - 1
                ),
            };
            let left = length - from;
            let head = format!("HTTP/1.1 {status}content-length: {left}\r\netag: \"a\"\r\n\r\n");
            Act::Raw([head.into_bytes(), vec![b'x'; piece]].concat())
        })
        .unwrap();
        let (bytes, error) = read(&mut audio(&client(&listener)).await).await;
        let read = 682 + third;
        assert_eq!(error.is_none(), is_enough, "after {read} bytes: {error:?}");
        assert_eq!(bytes.len(), if is_enough { 1524 } else { 1023 });
    }
}

#[tokio::test(start_paused = true)]
async fn audio_can_be_resumed_by_hand() {
    let listener = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        2 => RawResponse::new("500 Internal Server Error").into(),
        _ => rest(4, "bytes 4-9/10", "\"a\""),
    })
    .unwrap();
    let request = client(&listener).fetch_recording_wav(RECORDING);
    let mut audio = request.retry(RetryPolicy::never()).await.unwrap();
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_some());
    assert_eq!((bytes.as_slice(), audio.position()), (&AUDIO[..4], 4));
    assert_eq!(listener.received().len(), 1, "the policy never retries");
    assert_eq!(audio.resume().await.unwrap_err().status(), Some(500));
    audio.resume().await.unwrap();
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_none());
    assert_eq!(bytes, AUDIO[4..]);
    audio.resume().await.unwrap();
    assert!(audio.next().await.is_none());
    assert_eq!(listener.received().len(), 3);
}

fn redirect(to: &str) -> Act {
    RawResponse::new("302 Found").header("Location", to).into()
}

#[tokio::test(start_paused = true)]
async fn a_redirect_to_another_server_is_followed_without_credentials() {
    let storage = Listener::acting(|number, _| match number {
        1 => cut(4, "ETag: \"a\"\r\n"),
        _ => rest(4, "bytes 4-9/10", "\"a\""),
    })
    .unwrap();
    let address = format!("{}/audio?signature=s%2Fs", storage.url());
    let listener = Listener::acting(move |_, _| redirect(&address)).unwrap();
    let request = client(&listener)
        .fetch_recording_wav(RECORDING)
        .header("X-Trace", "private");
    let mut audio = request.await.unwrap();
    let (bytes, error) = read(&mut audio).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(bytes, AUDIO);
    for request in storage.received() {
        assert_eq!(request.target, "/audio?signature=s%2Fs");
        for secret in ["authorization", "x-trace", "cookie"] {
            assert_eq!(request.header(secret), None, "{}", request.text);
        }
    }
    // The rest is requested from the original URL: the URL of the storage is only valid for a short time.
    let asked: Vec<_> = listener.received();
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|it| it.header("authorization").is_some()));
    assert_eq!(storage.received()[1].header("range"), Some("bytes=4-"));
    assert!(!format!("{audio:?}").contains("signature"));
}

#[tokio::test]
async fn a_redirect_within_the_server_keeps_the_credentials_until_it_leaves() {
    let storage = Listener::acting(|_, _| whole("\"a\"")).unwrap();
    let elsewhere = format!("{}/audio", storage.url());
    let listener = Listener::acting(move |_, request: &Received| match &*request.target {
        "/media/one" => redirect(&elsewhere),
        _ => redirect("/media/one"),
    })
    .unwrap();
    let mut audio = audio(&client(&listener)).await;
    assert_eq!(read(&mut audio).await.0, AUDIO);
    let received = listener.received();
    assert_eq!(received.len(), 2);
    assert!(received[1].header("authorization").is_some());
    assert_eq!(storage.received()[0].header("authorization"), None);
}

/// Once a redirect has left the server that the credentials are for, no further redirect restores them.
#[tokio::test]
async fn a_redirect_that_comes_back_has_no_credentials() {
    let address = Arc::new(Mutex::new(String::new()));
    let back = address.clone();
    let storage = Listener::acting(move |_, _| redirect(&back.lock().unwrap())).unwrap();
    let out = format!("{}/audio", storage.url());
    let listener = Listener::acting(move |_, request: &Received| match &*request.target {
        "/other" => whole("\"a\""),
        _ => redirect(&out),
    })
    .unwrap();
    *address.lock().unwrap() = format!("{}/other", listener.url());
    let mut audio = audio(&client(&listener)).await;
    assert_eq!(read(&mut audio).await.0, AUDIO);
    assert_eq!(listener.received()[1].header("authorization"), None);
}

#[tokio::test]
async fn a_redirect_that_others_could_read_is_not_followed() {
    let storage = Listener::acting(|_, _| whole("\"a\"")).unwrap();
    let with_user = storage.url().replace("http://", "http://user:secret@");
    for to in [
        "http://storage.example.com/audio",
        "ftp://127.0.0.1/audio",
        "file:///etc/passwd",
        &with_user,
    ] {
        let location = to.to_owned();
        let listener = Listener::acting(move |_, _| redirect(&location)).unwrap();
        let error = client(&listener)
            .fetch_recording_wav(RECORDING)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "fetchRecordingWav: Twilio responded with 302, a redirect, which is not followed",
            "{to}"
        );
        assert_eq!(listener.received().len(), 1);
    }
    assert!(storage.received().is_empty());
}

#[tokio::test]
async fn redirects_end() {
    let listener = Listener::acting(|number, _| redirect(&format!("/{number}"))).unwrap();
    let error = client(&listener)
        .fetch_recording_wav(RECORDING)
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(listener.received().len(), 6);
}

/// The names of the files in a folder, and their contents.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn audio_is_saved_in_one_line_with_progress() {
    let folder = tempfile::tempdir().unwrap();
    let content: Vec<u8> = (0..700_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    let sent = content.clone();
    let listener =
        Listener::acting(move |_, _| RawResponse::new("200 OK").body(sent.clone())).unwrap();
    let client = client(&listener);
    let path = folder.path().join("call.wav");
    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = steps.clone();
    let length = audio(&client)
        .await
        .save_to(&path)
        .progress(move |written, total| seen.lock().unwrap().push((written, total)))
        .await
        .unwrap();
    assert_eq!(length, 700_000);
    assert_eq!(files(folder.path()), [("call.wav".to_owned(), content)]);
    let steps = steps.lock().unwrap();
    assert!(steps.len() >= 2, "{steps:?}");
    assert!(steps.is_sorted());
    assert_eq!(steps.last(), Some(&(700_000, Some(700_000))));
}

/// What was read before is neither written nor counted. The content is larger than what can be read at once.
#[tokio::test]
async fn the_rest_of_audio_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rest.wav");
    let content: Vec<u8> = (0..1_000_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    let sent = content.clone();
    let listener =
        Listener::acting(move |_, _| RawResponse::new("200 OK").body(sent.clone())).unwrap();
    let mut audio = audio(&client(&listener)).await;
    let read = audio.try_next().await.unwrap().unwrap().len();
    let rest = &content[read..];
    assert!(!rest.is_empty(), "everything was read");
    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = steps.clone();
    let saving = audio.save_to(&path);
    let saved = saving.progress(move |written, total| seen.lock().unwrap().push((written, total)));
    let left = u64::try_from(rest.len()).unwrap();
    assert_eq!(saved.await.unwrap(), left);
    let steps = steps.lock().unwrap();
    assert!(steps.is_sorted(), "{steps:?}");
    assert_eq!(steps.last(), Some(&(left, Some(left))));
    assert!(files(folder.path()) == [("rest.wav".to_owned(), rest.to_vec())]);
}

/// Each is written beside the file under a name of its own, and the last one to finish replaces it.
#[tokio::test]
async fn two_downloads_to_one_file_do_not_mix() {
    let contents = [vec![b'x'; 3_000_000], vec![b'y'; 2_000_000]];
    let sent = contents.clone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.wav");
    let listener = Listener::acting(move |number, _| {
        RawResponse::new("200 OK").body(sent[number - 1].clone())
    })
    .unwrap();
    let client = client(&listener);
    let (first, second) = (audio(&client).await, audio(&client).await);
    let (first, second) = tokio::join!(
        first.save_to(&path).into_future(),
        second.save_to(&path).into_future()
    );
    assert_eq!((first.unwrap(), second.unwrap()), (3_000_000, 2_000_000));
    let files = files(folder.path());
    assert_eq!(files.len(), 1);
    let is_one = contents.contains(&files[0].1);
    assert!(is_one, "the file has bytes of both downloads");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_whole_or_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.wav");
    let listener = Listener::acting(|_, _| cut(4, "")).unwrap();
    let client = client(&listener);
    let error = audio(&client).await.save_to(&path).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "fetchRecordingWav: the response body ended early (200)"
    );
    assert_eq!(files(folder.path()), []);
    std::fs::write(&path, "older").unwrap();
    assert!(audio(&client).await.save_to(&path).await.is_err());
    let older = ("call.wav".to_owned(), b"older".to_vec());
    assert_eq!(files(folder.path()), [older]);
    let listener = Listener::acting(|_, _| whole("\"a\"")).unwrap();
    let client = crate::support::client(&listener);
    assert_eq!(audio(&client).await.save_to(&path).await.unwrap(), 10);
    let newer = ("call.wav".to_owned(), AUDIO.to_vec());
    assert_eq!(files(folder.path()), [newer]);
}

#[tokio::test]
async fn a_file_that_is_given_up_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("call.wav");
    let head = b"HTTP/1.1 200 OK\r\n\r\n";
    let listener = Listener::acting(move |_, _| Act::Endless(head, vec![b'x'; 65536])).unwrap();
    let (started, has_begun) = tokio::sync::oneshot::channel();
    let mut started = Some(started);
    let saving = audio(&client(&listener))
        .await
        .save_to(&path)
        .progress(move |_, _| {
            if let Some(started) = started.take() {
                let _ = started.send(());
            }
        });
    let saving = tokio::spawn(saving.into_future());
    has_begun.await.unwrap();
    let names: Vec<String> = files(folder.path()).into_iter().map(|it| it.0).collect();
    assert!(
        matches!(&*names, [name] if name.starts_with(".call.wav.") && name.ends_with(".part")),
        "{names:?}"
    );
    saving.abort();
    assert!(saving.await.unwrap_err().is_cancelled());
    // A write in progress completes first.
    while !files(folder.path()).is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let listener = Listener::acting(|_, _| whole("\"a\"")).unwrap();
    let client = client(&listener);
    for path in [folder.path().join("none/call.wav"), Path::new("/").into()] {
        let error = audio(&client).await.save_to(path).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "fetchRecordingWav: could not write the file"
        );
        assert!(error.file_error().is_some());
    }
    assert_eq!(files(folder.path()), []);
}
