//! The API itself: from a request that has been read to a response that can be written.

mod create;
mod events;
mod list;
mod media;
mod notifications;
mod recordings;
mod update;

use std::borrow::Cow;

use crate::account::Access;
use crate::audio::{Audio, Format};
use crate::callback::Target;
use crate::contract::{Operation, Parameters, Route, Violation};
use crate::error::ApiError;
use crate::form::{self, Malformed, Pairs};
use crate::media::{EntryKind, SessionKind};
use crate::render;
use crate::shared::Shared;
use crate::sid::Sid;

/// The maximum number of remarks on one request, which can have a thousand unknown parameters.
const MAX_REMARKS: usize = 8;

/// A request that has been read completely.
pub(crate) struct ApiRequest<'r> {
    pub(crate) method: &'r str,
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    pub(crate) authorization: Option<&'r [u8]>,
    /// `None` if the body is not a form, which Twilio ignores.
    pub(crate) form: Option<&'r [u8]>,
}

/// A response.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) error: Option<ApiError>,
    /// The call that was created, read, changed or deleted.
    pub(crate) call: Option<Sid>,
    /// Sent instead of the body.
    pub(crate) audio: Option<Audio>,
}

impl ApiResponse {
    fn audio(audio: Audio) -> Self {
        Self {
            status: 200,
            content_type: audio.content_type,
            body: Vec::new(),
            error: None,
            call: None,
            audio: Some(audio),
        }
    }

    fn json(status: u16, body: &impl serde::Serialize) -> Self {
        // Strings, numbers and maps with string keys always serialize to JSON.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self {
            status,
            content_type: "application/json; charset=utf-8",
            body,
            error: None,
            call: None,
            audio: None,
        }
    }

    fn csv(text: String) -> Self {
        Self {
            status: 200,
            content_type: "text/csv; charset=utf-8",
            body: text.into_bytes(),
            error: None,
            call: None,
            audio: None,
        }
    }

    fn empty() -> Self {
        Self {
            status: 204,
            content_type: "",
            body: Vec::new(),
            error: None,
            call: None,
            audio: None,
        }
    }

    fn about(mut self, call: Sid) -> Self {
        self.call = Some(call);
        self
    }
}

impl From<ApiError> for ApiResponse {
    fn from(error: ApiError) -> Self {
        let response = Self::json(error.status, &error.body());
        Self {
            error: Some(error),
            ..response
        }
    }
}

/// What the log keeps of a request besides its response.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) operation: Option<String>,
    pub(crate) parameters: Pairs,
    pub(crate) secrets: Vec<String>,
    pub(crate) remarks: Vec<String>,
}

/// An operation on a validated request.
struct Handler<'j> {
    shared: &'j Shared,
    account: Sid,
    /// Made with test credentials: the request is validated, but has no effect.
    test: bool,
    path: &'j str,
    /// The call in the path.
    sid: Option<Sid>,
    /// The item of the call, or next to calls, in the path.
    item: Option<&'j str>,
    parameters: &'j [(String, String)],
    declared: &'j Parameters,
}

/// Responds to an API request.
pub(crate) fn respond(shared: &Shared, request: &ApiRequest<'_>, notes: &mut Notes) -> ApiResponse {
    perform(shared, request, notes).unwrap_or_else(ApiResponse::from)
}

fn perform(
    shared: &Shared,
    request: &ApiRequest<'_>,
    notes: &mut Notes,
) -> Result<ApiResponse, ApiError> {
    let route = shared.contract.route(request.method, request.path);
    // Twilio authenticates before it reveals what exists.
    let account = account_of(request.path);
    let access = shared
        .world()
        .accounts
        .access(request.authorization, account);
    let test = match access {
        Access::Granted { test } => test,
        Access::Unauthorized => return Err(ApiError::new(401, 20003, "Authenticate")),
        Access::Elsewhere => return Err(ApiError::not_found(request.path)),
    };
    let (operation, in_path) = match route {
        Route::Found {
            operation,
            parameters,
        } => (operation, parameters),
        Route::MethodNotAllowed => {
            return Err(ApiError::new(
                405,
                20004,
                format!("Method {} is not allowed on this resource", request.method),
            ));
        }
        Route::Unknown => return Err(ApiError::not_found(request.path)),
    };
    notes.operation = Some(operation.id.clone());
    let of_call = operation.call_parameter();
    let sid = in_path
        .iter()
        .find(|(name, _)| Some(*name) == of_call)
        .map(|(_, value)| value);
    let sid = match sid {
        Some(text) => {
            Some(Sid::of_kind("CA", text).ok_or_else(|| ApiError::not_found(request.path))?)
        }
        None => None,
    };
    let item = in_path
        .iter()
        .find(|(name, _)| *name != "AccountSid" && Some(*name) != of_call)
        .map(|(_, value)| value.as_str());
    let Some(account) = account else {
        return Err(ApiError::not_found(request.path));
    };
    if test && operation.id != "createCall" {
        return Err(ApiError::new(
            403,
            20008,
            "Resource not accessible with Test Account Credentials",
        ));
    }
    let (bytes, declared) = match &operation.form {
        Some(declared) => (request.form.unwrap_or_default(), declared),
        None => (request.query.as_bytes(), &operation.query),
    };
    notes.parameters = form::read(bytes).map_err(malformed)?;
    note(notes, declared, operation);
    let parameters = &notes.parameters;
    if shared.settings.strict
        && let Some(unknown) = declared.unknown(parameters).first()
    {
        return Err(ApiError::bad(
            20001,
            format!("Unknown parameter: {unknown}"),
        ));
    }
    let path = request.path;
    let job = Handler {
        shared,
        account,
        test,
        path,
        sid,
        item,
        parameters,
        declared,
    };
    match operation.id.as_str() {
        "createCall" => job.create(),
        "listCalls" => job.list(),
        "listCallsCsv" => job.list_csv(),
        "fetchCall" => job.fetch(),
        "fetchCallCsv" => job.fetch_csv(),
        "updateCall" => job.update(),
        "deleteCall" => job.delete(),
        "listCallRecordings" => job.recordings(),
        "createCallRecording" => job.create_recording(),
        "fetchCallRecording" => job.fetch_recording(),
        "updateCallRecording" => job.update_recording(),
        "deleteCallRecording" => job.delete_recording(),
        "fetchRecordingWav" => job.audio(Format::Wav),
        "fetchRecordingMp3" => job.audio(Format::Mp3),
        "listCallEvents" => job.events(),
        "listCallNotifications" => job.notifications(),
        "fetchCallNotification" => job.notification(),
        "createCallStream" => job.start_session(SessionKind::Stream),
        "updateCallStream" => job.stop_session(SessionKind::Stream),
        "createCallSiprec" => job.start_session(SessionKind::Siprec),
        "updateCallSiprec" => job.stop_session(SessionKind::Siprec),
        "createCallTranscription" => job.start_session(SessionKind::Transcription),
        "updateCallTranscription" => job.stop_session(SessionKind::Transcription),
        "createCallPayment" => job.add_entry(EntryKind::Payment),
        "updateCallPayment" => job.update_payment(),
        "createCallUserDefinedMessage" => job.add_entry(EntryKind::Message),
        "createCallUserDefinedMessageSubscription" => job.add_entry(EntryKind::Subscription),
        "deleteCallUserDefinedMessageSubscription" => job.delete_subscription(),
        other => Err(ApiError::new(
            501,
            20501,
            format!("The simulator does not implement the operation {other}"),
        )),
    }
}

fn note(notes: &mut Notes, declared: &Parameters, operation: &Operation) {
    let unknown = declared.unknown(&notes.parameters).into_iter();
    notes.remarks = unknown
        .take(MAX_REMARKS)
        .map(|name| format!("{} has no parameter {name}", operation.id))
        .collect();
    let names = notes.parameters.iter().map(|(name, _)| name);
    notes.secrets = names
        .filter(|name| declared.is_hidden(name))
        .cloned()
        .collect();
}

fn malformed(problem: Malformed) -> ApiError {
    ApiError::bad(
        20422,
        match problem {
            Malformed::NotUtf8 => "The parameters are not UTF-8",
            Malformed::TooMany => "There are too many parameters",
        },
    )
}

fn account_of(path: &str) -> Option<Sid> {
    Sid::of_kind(
        "AC",
        path.strip_prefix("/2010-04-01/Accounts/")?
            .split('/')
            .next()?,
    )
}

impl<'j> Handler<'j> {
    /// The last value of a parameter, which is the one that Twilio uses.
    fn value(&self, name: &str) -> Option<&'j str> {
        self.parameters
            .iter()
            .rev()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a parameter; `None` if it is empty.
    fn text(&self, name: &str) -> Option<&'j str> {
        self.value(name).filter(|value| !value.is_empty())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// All values of a parameter that can be repeated or contain several values separated by spaces.
    fn values(&self, name: &str) -> Vec<&'j str> {
        let given = self.parameters.iter().filter(|(given, _)| given == name);
        given
            .flat_map(|(_, value)| value.split(' '))
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// A URL and its method.
    fn target(&self, url: &str, method: &str) -> Option<Target> {
        let url = self.text(url)?;
        Some(Target {
            url: url.into(),
            get: self.text(method) == Some("GET"),
        })
    }

    /// The violations of the spec.
    fn violations(&self) -> Vec<Violation> {
        self.declared.violations(self.parameters)
    }

    fn not_found(&self) -> ApiError {
        ApiError::not_found(self.path)
    }

    fn fetch(&self) -> Result<ApiResponse, ApiError> {
        let call = self.visible()?;
        Ok(ApiResponse::json(200, &*call).about(call.sid))
    }

    fn fetch_csv(&self) -> Result<ApiResponse, ApiError> {
        let call = self.visible()?;
        Ok(ApiResponse::csv(render::csv([&*call])).about(call.sid))
    }

    /// The call in the path, as readers see it.
    fn visible(&self) -> Result<std::sync::Arc<crate::call::Call>, ApiError> {
        let now = self.shared.clock.now();
        let world = self.shared.world();
        let found = self.sid.and_then(|sid| world.store.find(self.account, sid));
        let call = found.and_then(|(seq, _)| world.store.visible(seq, now).cloned());
        call.ok_or_else(|| self.not_found())
    }

    fn delete(&self) -> Result<ApiResponse, ApiError> {
        let mut world = self.shared.world();
        let found = self.sid.and_then(|sid| world.store.find(self.account, sid));
        let Some((seq, call)) = found.map(|(seq, call)| (seq, call.clone())) else {
            return Err(self.not_found());
        };
        if !call.status.is_final() {
            return Err(ApiError::new(
                409,
                20009,
                "Cannot delete this resource before it is complete",
            ));
        }
        world.store.delete(seq);
        Ok(ApiResponse::empty().about(call.sid))
    }
}

/// The first violation of one of these parameters.
fn violated<'v>(violations: &'v [Violation], names: &[&str]) -> Option<&'v Violation> {
    violations
        .iter()
        .find(|violation| names.contains(&violation.parameter.as_str()))
}

/// The start of a value, on one line, for messages.
fn shown(value: &str) -> Cow<'_, str> {
    if value.len() <= 100 && !value.contains(char::is_control) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(
        value
            .chars()
            .take(100)
            .filter(|character| !character.is_control())
            .collect(),
    )
}
