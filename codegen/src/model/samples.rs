//! Sample responses, from which applications create values in their tests.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::build::Builder;
use super::{Sample, Struct};
use crate::document::{At, JSON, entries};

impl Builder<'_, '_> {
    /// One per response struct: the longest of its examples in the document.
    pub(super) fn samples(&self, structs: &[Struct]) -> Vec<Sample> {
        let mut samples: BTreeMap<&str, String> = BTreeMap::new();
        let responses = self.index.operations.iter().flat_map(|it| it.successes());
        for (kind, media) in responses.flat_map(|response| response.contents()) {
            let Some(component) = media.get("schema").and_then(|it| self.index.target(&it)) else {
                continue;
            };
            let structure = structs.iter().find(|it| it.component == component);
            let Some(structure) = structure.filter(|_| kind == JSON) else {
                continue;
            };
            for example in examples(&media) {
                let json = format!("{:#}", example.node.to_json());
                // Independent of the order of the document.
                let rank = |json: &String| (Reverse(json.len()), json.clone());
                let longest = samples
                    .entry(&structure.rust)
                    .or_insert_with(|| json.clone());
                if rank(&json) < rank(longest) {
                    *longest = json;
                }
            }
        }
        let sample = |(rust, json): (&str, String)| Sample {
            rust: rust.to_owned(),
            json,
        };
        samples.into_iter().map(sample).collect()
    }
}

/// The examples of a media type.
pub(super) fn examples<'d>(media: &At<'d>) -> impl Iterator<Item = At<'d>> {
    let named = entries(media.get("examples")).filter_map(|(_, it)| it.get("value"));
    media.get("example").into_iter().chain(named)
}
