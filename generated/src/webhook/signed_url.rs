//! A URL in the forms in which it may have been signed.

/// A URL cut where its forms differ. Nothing is decoded, encoded or normalized: the bytes are what is signed.
pub(super) struct SignedUrl<'a> {
    /// All of it, as given.
    text: &'a str,
    /// With `://`; empty if this is not a web address, which is then taken as it is.
    scheme: &'a str,
    /// With `@`, or empty.
    userinfo: &'a str,
    host: &'a str,
    /// With `:`, or empty.
    port: &'a str,
    path: &'a str,
    /// With `?`, or empty.
    query: &'a str,
    secure: bool,
}

/// One of the forms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    userinfo: bool,
    port: Port,
    quotes: Quotes,
}

#[derive(Debug, Clone, Copy)]
enum Port {
    Given,
    Left,
    Default,
}

/// How the apostrophes of the query are written.
#[derive(Debug, Clone, Copy)]
enum Quotes {
    Given,
    Escaped,
    Bare,
}

const ESCAPED_QUOTE: &str = "%27";

impl<'a> SignedUrl<'a> {
    pub(super) fn new(url: &'a str) -> Self {
        // What follows `#` stays with the client: it is never sent, and never signed.
        let url = url.split('#').next().unwrap_or_default();
        let (rest, query) = url.split_at(url.find('?').unwrap_or(url.len()));
        // Media streams are opened with a WebSocket URL.
        let is = |scheme| starts_with(rest, scheme);
        let secure = is("https://") || is("wss://");
        let scheme = match rest.find("://") {
            Some(end) if secure || is("http://") || is("ws://") => end + 3,
            _ => {
                return Self {
                    text: url,
                    scheme: "",
                    userinfo: "",
                    host: "",
                    port: "",
                    path: rest,
                    query,
                    secure: false,
                };
            }
        };
        let (scheme, rest) = rest.split_at(scheme);
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (userinfo, host) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let (host, port) = host.split_at(port_start(host));
        Self {
            text: url,
            scheme,
            userinfo,
            host,
            port,
            path,
            query,
            secure,
        }
    }

    /// The URL as it is given, without what follows `#`.
    pub(super) const fn given_text(&self) -> &'a str {
        self.text
    }

    /// The query without its `?`.
    pub(super) fn query(&self) -> &'a str {
        self.query.get(1..).unwrap_or_default()
    }

    /// The form as given.
    pub(super) const fn given() -> Form {
        Form {
            userinfo: true,
            port: Port::Given,
            quotes: Quotes::Given,
        }
    }

    /// All forms that count, the one as given first.
    ///
    /// Twilio leaves the port out of `https` and `wss` URLs, and the user with it, and keeps both in `http` and `ws` URLs; but it is
    /// not consistent about the port, so every URL counts with and without one. Its libraries came to treat
    /// apostrophes in queries in both ways, so these count escaped and bare.
    pub(super) fn forms(&self) -> impl Iterator<Item = Form> {
        let other_port = match (self.scheme.is_empty(), self.port.is_empty()) {
            (true, _) => None,
            (false, true) => Some(Port::Default),
            (false, false) => Some(Port::Left),
        };
        let without_user = self.secure && !self.userinfo.is_empty();
        let escaped = self.query.contains('\'').then_some(Quotes::Escaped);
        let bare = self.query.contains(ESCAPED_QUOTE).then_some(Quotes::Bare);
        let quotes = [Some(Quotes::Given), escaped, bare].into_iter().flatten();
        quotes.flat_map(move |quotes| {
            let users = [Some(true), without_user.then_some(false)]
                .into_iter()
                .flatten();
            users.flat_map(move |userinfo| {
                let ports = [Some(Port::Given), other_port].into_iter().flatten();
                ports.map(move |port| Form {
                    userinfo,
                    port,
                    quotes,
                })
            })
        })
    }

    /// Hands out the pieces of one form.
    pub(super) fn write(&self, form: Form, mut sink: impl FnMut(&str)) {
        sink(self.scheme);
        if form.userinfo {
            sink(self.userinfo);
        }
        sink(self.host);
        sink(match form.port {
            Port::Given => self.port,
            Port::Left => "",
            Port::Default if self.secure => ":443",
            Port::Default => ":80",
        });
        sink(self.path);
        match form.quotes {
            Quotes::Given => sink(self.query),
            Quotes::Escaped => replaced(self.query, "'", ESCAPED_QUOTE, sink),
            Quotes::Bare => replaced(self.query, ESCAPED_QUOTE, "'", sink),
        }
    }
}

fn replaced(text: &str, old: &str, new: &str, mut sink: impl FnMut(&str)) {
    for (index, piece) in text.split(old).enumerate() {
        if index > 0 {
            sink(new);
        }
        sink(piece);
    }
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// Where the port begins in a host; the colons of an IPv6 address begin none.
fn port_start(host: &str) -> usize {
    match host.rfind(':') {
        Some(colon)
            if host
                .bytes()
                .skip(colon + 1)
                .all(|byte| byte.is_ascii_digit()) =>
        {
            colon
        }
        _ => host.len(),
    }
}
