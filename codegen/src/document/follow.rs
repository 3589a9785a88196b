//! References in unchecked documents.

use super::At;

/// The maximum number of references followed in a row.
const MAX_STEPS: usize = 8;

/// The target of a chain of references; a dangling reference is returned as it is.
pub(crate) fn follow<'d>(root: &At<'d>, at: At<'d>) -> At<'d> {
    let mut at = at;
    for _ in 0..MAX_STEPS {
        let reference = at.get_str("$ref").and_then(|it| it.strip_prefix('#'));
        match reference.and_then(|pointer| root.find(pointer)) {
            Some(target) => at = target,
            None => break,
        }
    }
    at
}
