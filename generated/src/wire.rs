//! What the emitted methods of the wire layer stand on: arguments by position become a request for the transport.

use std::fmt::{self, Write as _};

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;

use crate::error::Error;
use crate::form;
use crate::http_client::{FORM, Request};
use crate::incoming_response::IncomingResponse;
use crate::operation::Operation;
use crate::transport::{SendOptions, Transport};

/// The wire layer: every operation as a method that takes what goes into the request by position.
///
/// The methods are emitted; what they have in common is here.
pub(crate) struct Wire<'c> {
    /// The base URL, without a slash at the end.
    pub(crate) baseurl: &'c str,
    pub(crate) client: Composer<'c>,
    options: SendOptions<'c>,
}

impl<'c> Wire<'c> {
    pub(crate) fn new(
        transport: &'c Transport,
        options: SendOptions<'c>,
        extra: &'c [(String, String)],
    ) -> Self {
        Self {
            baseurl: transport.base_url.as_str(),
            client: Composer {
                transport,
                operation: options.operation,
                extra,
            },
            options,
        }
    }

    /// Sends a request.
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` would hold the request twice"
    )]
    pub(crate) fn execute(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<IncomingResponse, Error>> {
        async move { self.client.transport.execute(&request, self.options).await }
    }
}

/// Starts requests.
#[derive(Clone, Copy)]
pub(crate) struct Composer<'c> {
    transport: &'c Transport,
    operation: &'static Operation,
    /// Parameters without a setter.
    extra: &'c [(String, String)],
}

impl<'c> Composer<'c> {
    pub(crate) fn get(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::GET, url)
    }

    pub(crate) fn post(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::POST, url)
    }

    pub(crate) fn delete(self, url: String) -> RequestBuilder<'c> {
        self.request(Method::DELETE, url)
    }

    fn request(self, method: Method, url: String) -> RequestBuilder<'c> {
        RequestBuilder {
            composer: self,
            method,
            url,
            headers: HeaderMap::with_capacity(4),
            query: form::Writer::new(),
            form: None,
        }
    }
}

/// Puts a request together.
pub(crate) struct RequestBuilder<'c> {
    composer: Composer<'c>,
    method: Method,
    url: String,
    headers: HeaderMap,
    query: form::Writer,
    form: Option<String>,
}

impl RequestBuilder<'_> {
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Adds a query parameter; `None` and an empty sequence add nothing.
    pub(crate) fn query<T: Serialize + ?Sized>(
        mut self,
        parameter: &QueryParam<'_, T>,
    ) -> Result<Self, Error> {
        self.query
            .append(parameter.name, parameter.value)
            .map_err(|error| Error::encode(error).during(self.composer.operation))?;
        Ok(self)
    }

    pub(crate) fn form_urlencoded<T: Serialize + ?Sized>(
        mut self,
        body: &T,
    ) -> Result<Self, Error> {
        let form = form::to_string(body)
            .map_err(|error| Error::encode(error).during(self.composer.operation))?;
        self.headers.insert(CONTENT_TYPE, FORM);
        self.form = Some(form);
        Ok(self)
    }

    pub(crate) fn build(mut self) -> Result<Request, Error> {
        let Composer {
            transport, extra, ..
        } = self.composer;
        if let Some(form) = &mut self.form {
            let extra = pairs(form::Writer::new(), extra).finish();
            if !form.is_empty() && !extra.is_empty() {
                form.push('&');
            }
            form.push_str(&extra);
        } else {
            self.query = pairs(self.query, extra);
        }
        Ok(Request {
            url: transport.base_url.request(&self.url, &self.query.finish()),
            method: self.method,
            headers: self.headers,
            body: self.form.map(Bytes::from).unwrap_or_default(),
        })
    }
}

fn pairs(mut writer: form::Writer, extra: &[(String, String)]) -> form::Writer {
    for (name, value) in extra {
        writer.pair(name, value);
    }
    writer
}

/// A query parameter of an operation.
pub(crate) struct QueryParam<'a, T: ?Sized> {
    name: &'static str,
    value: &'a T,
}

impl<'a, T: Serialize + ?Sized> QueryParam<'a, T> {
    pub(crate) fn new(name: &'static str, value: &'a T) -> Self {
        Self { name, value }
    }
}

/// Text as one segment of a path: everything but letters, digits and `-._~` is escaped.
pub(crate) fn encode_path<T: AsRef<str> + ?Sized>(segment: &T) -> PathSegment<'_> {
    PathSegment(segment.as_ref())
}

pub(crate) struct PathSegment<'a>(&'a str);

impl fmt::Display for PathSegment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let safe =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if self.0.bytes().all(safe) {
            return f.write_str(self.0);
        }
        self.0.bytes().try_for_each(|byte| match byte {
            byte if safe(byte) => f.write_char(byte.into()),
            byte => write!(f, "%{byte:02X}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::encode_path;

    #[test]
    fn path_segments_are_escaped() {
        assert_eq!(encode_path("CA12-_.~").to_string(), "CA12-_.~");
        assert_eq!(
            encode_path("a/b?c#d%é").to_string(),
            "a%2Fb%3Fc%23d%25%C3%A9"
        );
    }
}
