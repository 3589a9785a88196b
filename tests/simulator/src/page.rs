//! The page at `/`: calls, callbacks and requests as they happen. The server renders it; a script refreshes it.

use std::fmt::{self, Write};
use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use crate::callback::Outcome;
use crate::redact::redacted;
use crate::shared::Shared;
use crate::world::World;

/// The maximum number of each kind on the page.
const SHOWN: usize = 50;

const FRAME: &str = include_str!("page.html");

pub(crate) async fn show(State(shared): State<Arc<Shared>>) -> Html<String> {
    let page = FRAME.replace("<!-- loaded -->", &shared.clock.now().to_string());
    Html(page.replace("<!-- live -->", &content(&shared)))
}

/// Only the part that changes.
pub(crate) async fn live(State(shared): State<Arc<Shared>>) -> Html<String> {
    Html(content(&shared))
}

fn content(shared: &Shared) -> String {
    let now = shared.clock.now();
    let world = shared.world();
    let mut page = String::new();
    // Writing to a `String` cannot fail.
    let _ = write!(
        page,
        "<p class=\"summary\"><span id=\"clock\">{now}</span> · <span id=\"count\">Calls: {}</span> · Requests: {}</p>",
        world.store.len(),
        world.log.responded()
    );
    let _ = calls(&mut page, &world);
    let _ = callbacks(&mut page, &world);
    let _ = requests(&mut page, &world);
    page
}

fn calls(page: &mut String, world: &World) -> fmt::Result {
    page.push_str("<h2>Calls</h2><table id=\"calls\"><thead><tr><th>SID</th><th>Status</th><th>Direction</th><th>From</th><th>To</th><th>Created</th><th>Duration</th><th>Price</th></tr></thead><tbody>");
    for call in world.store.all().rev().take(SHOWN) {
        let duration = call
            .duration()
            .map(|duration| format!("{} s", duration.as_secs()))
            .unwrap_or_default();
        write!(
            page,
            "<tr data-sid=\"{sid}\"><td><code>{sid}</code></td><td><span class=\"status {status}\">{status}</span></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{duration}</td><td>{}</td></tr>",
            call.direction().as_str(),
            Escaped(&redacted(call.from())),
            Escaped(&redacted(call.to())),
            call.created(),
            call.price().unwrap_or_default(),
            sid = call.sid(),
            status = call.status(),
        )?;
    }
    page.push_str("</tbody></table>");
    Ok(())
}

fn callbacks(page: &mut String, world: &World) -> fmt::Result {
    page.push_str("<h2>Callbacks</h2><table id=\"callbacks\"><thead><tr><th>#</th><th>Fired</th><th>Call</th><th>Kind</th><th>Status</th><th>To</th><th>Outcome</th></tr></thead><tbody>");
    for callback in world.log.callbacks().iter().rev().take(SHOWN) {
        let status = ["CallStatus", "RecordingStatus", "AnsweredBy"];
        let status = status
            .into_iter()
            .find_map(|name| callback.parameter(name))
            .unwrap_or_default();
        let good = matches!(callback.outcome, Outcome::Responded(200..=299));
        write!(
            page,
            "<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td>{}</td><td>{}</td><td>{} {}</td><td class=\"{}\">{}</td></tr>",
            callback.number,
            callback.fired,
            callback.call_sid,
            callback.kind.as_str(),
            Escaped(status),
            callback.method,
            Escaped(&redacted(&callback.url)),
            if good { "good" } else { "bad" },
            Escaped(&redacted(&callback.outcome.to_string())),
        )?;
    }
    page.push_str("</tbody></table>");
    Ok(())
}

fn requests(page: &mut String, world: &World) -> fmt::Result {
    page.push_str("<h2>Requests</h2><ol id=\"requests\" reversed>");
    for request in world.log.requests().iter().rev().take(SHOWN) {
        write!(
            page,
            "<li value=\"{}\"><code>{}</code></li>",
            request.number,
            Escaped(&request.to_string())
        )?;
    }
    page.push_str("</ol>");
    Ok(())
}

/// Text between tags or quotes, escaped: text from callers must not become markup.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '&' => formatter.write_str("&amp;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                other => formatter.write_char(other)?,
            }
        }
        Ok(())
    }
}
