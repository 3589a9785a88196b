//! Operations of paths and callbacks, with everything they refer to.

use crate::document::At;

use super::components::Components;
use super::{contents, entries, items};

/// The methods that an operation may have.
pub(crate) const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The other methods of OpenAPI.
pub(crate) const OTHER_METHODS: [&str; 3] = ["head", "options", "trace"];

/// An operation of a path or a callback.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'d> {
    pub(crate) at: At<'d>,
    pub(crate) method: &'static str,
    /// The path, or the expression of a callback.
    pub(crate) path: &'d str,
    is_callback: bool,
    /// The parameters of its path, then its own; dangling references are left out.
    pub(crate) parameters: Vec<Parameter<'d>>,
    /// The media types of its request body.
    pub(crate) body: Vec<(&'d str, At<'d>)>,
    /// The resolved schema of its form.
    pub(crate) form: Option<At<'d>>,
    pub(crate) responses: Vec<Response<'d>>,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Parameter<'d> {
    /// Where it is declared.
    pub(crate) place: At<'d>,
    /// The parameter itself, with a reference resolved.
    pub(crate) at: At<'d>,
}

/// A response of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Response<'d> {
    /// The status code, or `default`.
    pub(crate) code: &'d str,
    /// Where it is declared.
    pub(crate) place: At<'d>,
    /// The response itself, with a reference resolved; `None` if it is dangling.
    pub(crate) at: Option<At<'d>>,
}

impl<'d> Parameter<'d> {
    /// Its location and its name.
    pub(crate) fn key(&self) -> Option<(&'d str, &'d str)> {
        Some((self.at.get_str("in")?, self.at.get_str("name")?))
    }
}

impl<'d> Response<'d> {
    /// The media types and their contents.
    pub(crate) fn contents(&self) -> Vec<(&'d str, At<'d>)> {
        contents(self.at.as_ref()).collect()
    }
}

impl<'d> Operation<'d> {
    pub(crate) fn id(&self) -> Option<&'d str> {
        self.at.get_str("operationId")
    }

    /// The noun in messages.
    pub(crate) fn name(&self) -> String {
        self.id().map_or_else(
            || format!("{} {}", self.method.to_uppercase(), self.path),
            str::to_owned,
        )
    }

    pub(crate) fn is_callback(&self) -> bool {
        self.is_callback
    }

    /// The schema of its request body, unresolved.
    pub(crate) fn body_schema(&self) -> Option<At<'d>> {
        self.body.iter().find_map(|(_, media)| media.get("schema"))
    }

    /// The described successful responses.
    pub(crate) fn successes(&self) -> impl Iterator<Item = &Response<'d>> {
        self.responses
            .iter()
            .filter(|response| response.code.starts_with('2') && response.at.is_some())
    }

    /// The schema of the first successful response with this media type.
    pub(crate) fn success_schema(&self, media_type: &str) -> Option<At<'d>> {
        let mut contents = self.successes().flat_map(Response::contents);
        let (_, media) = contents.find(|(name, _)| *name == media_type)?;
        media.get("schema")
    }

    /// Whether a successful response has this media type.
    pub(crate) fn responds_with(&self, media_type: &str) -> bool {
        self.successes()
            .flat_map(Response::contents)
            .any(|(name, _)| name == media_type)
    }
}

/// The operations of the paths, then those of their callbacks.
pub(super) fn all<'d>(
    paths: &[(&'d str, At<'d>)],
    components: &Components<'d>,
) -> Vec<Operation<'d>> {
    let mut operations: Vec<Operation<'d>> = Vec::new();
    for (path, item) in paths {
        operations.extend(of_item(path, item, false, components));
    }
    let callbacks: Vec<_> = operations
        .iter()
        .flat_map(|operation| {
            entries(operation.at.get("callbacks"))
                .flat_map(|(_, callback)| callback.entries().collect::<Vec<_>>())
                .flat_map(|(expression, item)| of_item(expression, &item, true, components))
        })
        .collect();
    operations.extend(callbacks);
    operations
}

fn of_item<'d>(
    path: &'d str,
    item: &At<'d>,
    is_callback: bool,
    components: &Components<'d>,
) -> Vec<Operation<'d>> {
    METHODS
        .into_iter()
        .filter_map(|method| {
            let at = item.get(method)?;
            let body: Vec<_> = contents(at.get("requestBody").as_ref()).collect();
            let form = body
                .iter()
                .filter_map(|(_, media)| media.get("schema"))
                .find_map(|schema| components.resolve(&schema));
            Some(Operation {
                method,
                path,
                is_callback,
                parameters: parameters(item, &at, components),
                body,
                form,
                responses: responses(&at, components),
                at,
            })
        })
        .collect()
}

fn parameters<'d>(
    item: &At<'d>,
    operation: &At<'d>,
    components: &Components<'d>,
) -> Vec<Parameter<'d>> {
    [item, operation]
        .into_iter()
        .flat_map(|holder| items(holder.get("parameters")))
        .filter_map(|place| {
            let at = components.parameter(&place)?;
            Some(Parameter { place, at })
        })
        .collect()
}

fn responses<'d>(operation: &At<'d>, components: &Components<'d>) -> Vec<Response<'d>> {
    entries(operation.get("responses"))
        .map(|(code, place)| Response {
            code,
            at: components.response(&place),
            place,
        })
        .collect()
}
