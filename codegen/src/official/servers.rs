//! The base URL, and operations with a different one.

use std::collections::BTreeMap;

use super::Normalizer;
use super::made::Made;
use crate::document::{At, Node};
use crate::finding::show;

/// The base URL of documents without one.
const DEFAULT: &str = "https://api.twilio.com";

impl<'d> Normalizer<'d> {
    /// The server of the normalized document.
    pub(super) fn server(&self) -> Node {
        let given = self.given_server();
        let made = Made::of(given.as_ref().unwrap_or(&self.root));
        made.object([("url", made.string(self.address.as_str()))])
    }

    /// The first server of the document or of a path with this URL.
    fn given_server(&self) -> Option<At<'d>> {
        let paths = self.root.get("paths");
        let items = paths.iter().flat_map(At::entries).map(|(_, item)| item);
        let holders = std::iter::once(self.root.clone()).chain(items);
        holders
            .filter(|holder| own_server(holder.node).as_ref() == Some(&self.address))
            .find_map(|holder| holder.find("/servers/0"))
    }

    /// Why an operation cannot be called at the base URL, if so.
    pub(super) fn elsewhere(&self, operation: &At<'d>, item: &At<'d>) -> Option<String> {
        let own = own_server(operation.node).or_else(|| own_server(item.node));
        let other = own.filter(|url| *url != self.address)?;
        Some(format!("it has a different server, {}", show(&other)))
    }
}

/// The base URL: the one of most paths.
pub(super) fn address(root: &Node) -> String {
    let own = own_server(root);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in root.get("paths").into_iter().flat_map(Node::entries) {
        if let Some(url) = own_server(&item.node).or_else(|| own.clone()) {
            *counts.entry(url).or_default() += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(url, count)| (*count, own.as_ref() == Some(url)));
    most.map(|(url, _)| url)
        .or(own)
        .unwrap_or_else(|| DEFAULT.to_owned())
}

/// The first server of a document, a path or an operation, with the defaults of its variables.
fn own_server(holder: &Node) -> Option<String> {
    let server = holder.find("/servers/0")?;
    let mut url = server.get("url").and_then(Node::as_str)?.to_owned();
    for variable in server.get("variables").into_iter().flat_map(Node::entries) {
        if let Some(default) = variable.node.get("default").and_then(Node::as_str) {
            url = url.replace(&format!("{{{}}}", variable.key), default);
        }
    }
    Some(url.trim_end_matches('/').to_owned())
}
