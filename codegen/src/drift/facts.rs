//! What a document says about operations, in either style.

use super::shape::{Reader, Shape, Spot, scalar};
use crate::document::{At, FORM, JSON, METHODS, Node, OTHER_METHODS, follow};

/// A statement that operations share or override.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) says: String,
    pub(super) spot: Spot,
}

/// A document: what applies to all of it, and its operations.
pub(super) struct Facts<'d> {
    pub(super) reader: Reader<'d>,
    /// Whether it is a whole document: an extract has no servers or security.
    pub(super) is_whole: bool,
    pub(super) servers: Setting,
    pub(super) security: Setting,
    pub(super) operations: Vec<Operation<'d>>,
}

/// One operation.
#[derive(Clone, Debug)]
pub(super) struct Operation<'d> {
    pub(super) id: String,
    pub(super) verb: String,
    pub(super) path: String,
    pub(super) spot: Spot,
    pub(super) deprecated: bool,
    /// The servers of the path: its own, or else the document's.
    pub(super) path_servers: Setting,
    /// The servers of the operation: its own, or else the path's.
    pub(super) servers: Setting,
    pub(super) security: Setting,
    /// The parameters of path, query, headers and cookies.
    pub(super) parameters: Vec<Parameter<'d>>,
    pub(super) body: Option<Body<'d>>,
    /// The successful responses, in the order of their statuses.
    pub(super) responses: Vec<Response<'d>>,
    /// Whether error responses have a described body.
    pub(super) errors: bool,
    pub(super) callbacks: Vec<String>,
}

impl<'d> Operation<'d> {
    /// The key by which operations of both documents match.
    pub(super) fn key(&self) -> (String, String) {
        (self.path_key(), self.verb.clone())
    }

    /// The key by which paths of both documents match, which ignores the names of path parameters.
    pub(super) fn path_key(&self) -> String {
        path_key(&self.path)
    }

    /// The parameters in the path, in its order: they have no names on the wire.
    pub(super) fn path_parameters(&self) -> Vec<Option<&Parameter<'d>>> {
        let names = self.path.split('{').skip(1);
        names
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| {
                let mut parameters = self.parameters.iter();
                parameters.find(|it| it.place == PATH && it.name == name)
            })
            .collect()
    }

    /// The parameters whose names are sent: those in the query, headers, cookies and body.
    pub(super) fn named_parameters(&self) -> Vec<&Parameter<'d>> {
        let body = self.body.iter().flat_map(|body| &body.parameters);
        let parameters = self.parameters.iter().filter(|it| it.place != PATH);
        parameters.chain(body).collect()
    }

    /// The successful response with this status, or else the last that has a body.
    pub(super) fn response(&self, status: Option<&str>) -> Option<&Response<'d>> {
        let mut responses = self.responses.iter();
        let same = responses.find(|it| status == Some(&it.status));
        let with_body = || self.responses.iter().rfind(|it| it.shape.is_some());
        same.or_else(with_body).or(self.responses.last())
    }
}

/// A path without the names of its parameters.
pub(super) fn path_key(path: &str) -> String {
    let path: Vec<String> = path
        .split('/')
        .map(|segment| match segment.split_once('}') {
            Some((_, suffix)) if segment.starts_with('{') => format!("{{}}{suffix}"),
            _ => segment.to_owned(),
        })
        .collect();
    path.join("/")
}

/// A parameter in a path, a query, a header, a cookie or a form.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'d> {
    pub(super) place: &'static str,
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) shape: Shape<'d>,
}

impl Parameter<'_> {
    /// Whether the other document's parameter is the same.
    pub(super) fn is(&self, other: &Parameter<'_>) -> bool {
        self.place == other.place && self.name == other.name
    }
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(super) struct Body<'d> {
    pub(super) spot: Spot,
    pub(super) required: bool,
    pub(super) media_types: String,
    pub(super) parameters: Vec<Parameter<'d>>,
}

/// A successful response.
#[derive(Clone, Debug)]
pub(super) struct Response<'d> {
    pub(super) status: String,
    pub(super) spot: Spot,
    pub(super) media_types: String,
    pub(super) headers: Vec<String>,
    pub(super) shape: Option<Shape<'d>>,
}

const PATH: &str = "path parameter";

/// The facts of a document.
pub(super) fn read(root: &Node) -> Facts<'_> {
    let root = At::root(root);
    let whole = Shared {
        reader: Reader { root: root.clone() },
        servers: servers(&root).unwrap_or_else(|| none(&root)),
        security: security(&root, &root).unwrap_or_else(|| none(&root)),
    };
    let mut operations = Vec::new();
    for (path, item) in root.get("paths").iter().flat_map(At::entries) {
        for method in METHODS.into_iter().chain(OTHER_METHODS) {
            if let Some(at) = item.get(method) {
                operations.push(whole.operation(path, method, &item, &at));
            }
        }
    }
    let is_whole = ["/servers", "/security", "/components/securitySchemes"];
    Facts {
        is_whole: is_whole.iter().any(|pointer| root.find(pointer).is_some()),
        reader: whole.reader,
        servers: whole.servers,
        security: whole.security,
        operations,
    }
}

/// What all operations of a document share.
struct Shared<'d> {
    reader: Reader<'d>,
    servers: Setting,
    security: Setting,
}

impl<'d> Shared<'d> {
    fn operation(&self, path: &str, method: &str, item: &At<'d>, at: &At<'d>) -> Operation<'d> {
        let id = at.get_str("operationId").map(str::to_owned);
        let path_servers = servers(item).unwrap_or_else(|| self.servers.clone());
        let responses = at.get("responses");
        let responses: Vec<_> = responses.iter().flat_map(At::entries).collect();
        Operation {
            id: id.unwrap_or_else(|| format!("{method} {path}")),
            verb: method.to_owned(),
            path: path.to_owned(),
            spot: Spot::of(at),
            deprecated: at.is_true("deprecated"),
            servers: servers(at).unwrap_or_else(|| path_servers.clone()),
            path_servers,
            security: security(&self.reader.root, at).unwrap_or_else(|| self.security.clone()),
            parameters: self.parameters(item, at),
            body: self.body(at),
            errors: responses.iter().any(|(status, _)| !is_success(status)),
            responses: self.responses(responses),
            callbacks: keys(at.get("callbacks")),
        }
    }

    /// The parameters of an operation, which override those of its path.
    fn parameters(&self, item: &At<'d>, at: &At<'d>) -> Vec<Parameter<'d>> {
        let mut parameters: Vec<Parameter<'d>> = Vec::new();
        for holder in [at, item] {
            let own = parameters.len();
            let listed = holder.get("parameters");
            for parameter in listed.iter().flat_map(At::items) {
                let Some(parameter) = self.parameter(parameter) else {
                    continue;
                };
                let (before, _) = parameters.split_at(own);
                if !before.iter().any(|it| it.is(&parameter)) {
                    parameters.push(parameter);
                }
            }
        }
        parameters
    }

    fn parameter(&self, at: At<'d>) -> Option<Parameter<'d>> {
        let at = follow(&self.reader.root, at);
        let place = match at.get_str("in")? {
            "path" => PATH,
            "query" => "query parameter",
            "header" => "header",
            "cookie" => "cookie",
            _ => return None,
        };
        let mut shape = match at.get("schema") {
            Some(schema) => self.reader.shape(&schema),
            None => Shape::of(&at),
        };
        shape.described_by(&at);
        shape.serialized_by(&at);
        Some(Parameter {
            place,
            name: at.get_str("name")?.to_owned(),
            required: at.is_true("required"),
            shape,
        })
    }

    fn body(&self, operation: &At<'d>) -> Option<Body<'d>> {
        let body = follow(&self.reader.root, operation.get("requestBody")?);
        let content = body.get("content");
        let media_type = content.as_ref().and_then(|content| {
            let preferred = content.get(FORM).or_else(|| content.get(JSON));
            preferred.or_else(|| content.entries().next().map(|(_, media_type)| media_type))
        });
        let schema = media_type.as_ref().and_then(|it| it.get("schema"));
        let form = schema.map(|schema| self.reader.shape(&schema));
        let properties = form.map(|form| self.reader.properties(&form));
        let encoding = media_type.and_then(|it| it.get("encoding"));
        let parameters = properties.into_iter().flatten().map(|(name, mut shape)| {
            if let Some(encoding) = encoding.as_ref().and_then(|it| it.get(&name)) {
                shape.serialized_by(&encoding);
            }
            Parameter {
                place: "form parameter",
                required: shape.required,
                name,
                shape,
            }
        });
        Some(Body {
            required: body.is_true("required"),
            media_types: keys(content).join(", "),
            parameters: parameters.collect(),
            spot: Spot::of(&body),
        })
    }

    fn responses(&self, responses: Vec<(&'d str, At<'d>)>) -> Vec<Response<'d>> {
        let mut responses: Vec<_> = responses
            .into_iter()
            .filter(|(status, _)| is_success(status))
            .collect();
        responses.sort_by_key(|(status, _)| *status);
        let responses = responses.into_iter();
        responses
            .map(|(status, at)| {
                let at = follow(&self.reader.root, at);
                let content = at.get("content");
                let media_type = content.as_ref().and_then(|content| {
                    let first = || content.entries().next().map(|(_, media_type)| media_type);
                    content.get(JSON).or_else(first)
                });
                let schema = media_type.and_then(|it| it.get("schema"));
                Response {
                    status: status.to_owned(),
                    spot: Spot::of(&at),
                    media_types: keys(content).join(", "),
                    headers: keys(at.get("headers")),
                    shape: schema.map(|schema| self.reader.shape(&schema)),
                }
            })
            .collect()
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// The keys of an object, sorted.
fn keys(at: Option<At<'_>>) -> Vec<String> {
    let mut keys: Vec<String> = at
        .iter()
        .flat_map(|at| at.node.entries())
        .map(|entry| entry.key.clone())
        .collect();
    keys.sort_unstable();
    keys
}

fn none(at: &At<'_>) -> Setting {
    Setting {
        says: "none".to_owned(),
        spot: Spot::of(at),
    }
}

/// The servers listed by a document, path or operation, with the defaults of their variables.
fn servers(holder: &At<'_>) -> Option<Setting> {
    let list = holder.get("servers")?;
    let urls: Vec<String> = list
        .items()
        .map(|server| {
            let url = server.get_str("url").unwrap_or_default().to_owned();
            let variables = server.get("variables");
            let variables = variables.iter().flat_map(At::entries);
            variables.fold(url, |url, (name, variable)| {
                let default = variable.get_str("default").unwrap_or_default();
                url.replace(&format!("{{{name}}}"), default)
            })
        })
        .collect();
    Some(Setting {
        says: urls.join(", "),
        spot: Spot::of(&list),
    })
}

/// The authentication methods listed by a document or operation, without the names of the schemes.
fn security(root: &At<'_>, holder: &At<'_>) -> Option<Setting> {
    let list = holder.get("security")?;
    let schemes = root.find("/components/securitySchemes");
    let scheme = |name: &str| {
        let Some(scheme) = schemes.as_ref().and_then(|schemes| schemes.get(name)) else {
            return name.to_owned();
        };
        let says = |key: &str| scheme.get_str(key);
        let parts = ["type", "scheme", "in", "name"]
            .into_iter()
            .filter_map(says);
        parts.collect::<Vec<_>>().join(" ")
    };
    let ways: Vec<String> = list
        .items()
        .map(|way| {
            let needs = way.entries().map(|(name, scopes)| {
                let scopes = scopes.node.items().iter().map(scalar);
                let scopes: String = scopes.map(|scope| format!(" {scope}")).collect();
                format!("{}{scopes}", scheme(name))
            });
            let needs: Vec<String> = needs.collect();
            match needs.is_empty() {
                true => "anonymous".to_owned(),
                false => needs.join(" and "),
            }
        })
        .collect();
    Some(Setting {
        says: match ways.is_empty() {
            true => "none".to_owned(),
            false => ways.join(" or "),
        },
        spot: Spot::of(&list),
    })
}
