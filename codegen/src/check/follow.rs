//! Findings that only follow from others: they are left out until those are corrected.

use std::collections::BTreeSet;

use super::usage;
use crate::document::{At, Index, METHODS, Node, Operation, Value, reference_of};
use crate::finding::{Finding, Severity};

/// Rules that depend on every part of an operation, and are meaningless while one is faulty.
const OF_OPERATIONS: &[&str] = &[
    "callback-expression",
    "pagination",
    "reconcile",
    "row-key",
    "waiter",
];

/// The rule about two operations, which is meaningless while one of them is faulty.
const REPRESENTATION: &str = "representation";

/// Rules that depend on who sends or receives a component.
const ABOUT_USE: &[&str] = &["control-characters", "rules", "unbounded-text"];

/// Keywords of a schema that do not affect which values it accepts.
const ASIDE: &[&str] = &[
    "default",
    "description",
    "properties",
    "required",
    "x-event",
    "x-progress",
    "x-rules",
];

/// Rules that depend on every member of an object.
const OF_MEMBERS: &[&str] = &[
    "empty-object",
    "event",
    "min-properties",
    "no-operations",
    "progress",
    "required",
    "response-body",
    "rules",
];

/// Rules that find operations by their names.
const BY_OPERATION: &[&str] = &["progress", "reconcile", REPRESENTATION];

/// Rules about something missing next to a part that is usable as it is.
const HARMLESS: &[&str] = &[
    "default-response",
    "missing-description",
    "missing-example",
    usage::RULE,
];

/// Pointers to the errors of a document.
#[derive(Debug, Default)]
pub(crate) struct Faults(BTreeSet<String>);

impl Faults {
    pub(super) fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let errors = findings.into_iter().filter(|it| is_fault(it));
        Self(errors.map(|it| it.pointer.clone()).collect())
    }

    pub(super) fn extend(&mut self, pointers: impl Iterator<Item = String>) {
        self.0.extend(pointers);
    }

    /// Whether an error is about exactly this part.
    pub(super) fn at(&self, pointer: &str) -> bool {
        self.0.contains(pointer)
    }

    /// Whether an error is about this part or anything in it.
    pub(super) fn within(&self, pointer: &str) -> bool {
        self.at(pointer) || self.below(pointer).next().is_some()
    }

    /// Whether an error affects which values a schema accepts, apart from its properties.
    pub(super) fn in_schema(&self, pointer: &str) -> bool {
        let decides = |rest: &str| !ASIDE.contains(&rest.split('/').next().unwrap_or_default());
        self.at(pointer) || self.below(pointer).any(decides)
    }

    /// The pointers to the faults in a part, relative to it.
    fn below(&self, pointer: &str) -> impl Iterator<Item = &str> {
        let start = format!("{pointer}/");
        let all = self.0.range(start.clone()..);
        all.map_while(move |fault| fault.strip_prefix(&start))
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

fn is_fault(finding: &Finding) -> bool {
    is_error(finding) && !HARMLESS.contains(&finding.rule)
}

/// Leaves out findings that only follow from an earlier error: those in the faulty part, about the object around it,
/// or about a keyword next to it.
pub(super) fn unhidden(root: &Node, findings: Vec<Finding>, earlier: &[Finding]) -> Vec<Finding> {
    let errors: BTreeSet<&str> = earlier
        .iter()
        .filter(|finding| is_error(finding))
        .map(|finding| finding.pointer.as_str())
        // An error about the whole document hides nothing in it.
        .filter(|pointer| !pointer.is_empty())
        .collect();
    let around: BTreeSet<&str> = errors.iter().map(|pointer| parent(pointer)).collect();
    let is_object = |pointer: &str| {
        root.find(pointer)
            .is_some_and(|node| matches!(node.value, Value::Object(_)))
    };
    let follows = |Finding { rule, pointer, .. }: &Finding| {
        let pointer = pointer.as_str();
        ways(pointer).any(|way| errors.contains(way))
            || around.contains(pointer)
            // `allOf` and its only member count as one.
            || pointer.ends_with("/allOf") && around.contains(format!("{pointer}/0").as_str())
            || around.contains(parent(pointer))
                && (!is_object(pointer) || *rule == "misplaced-keyword")
    };
    findings
        .into_iter()
        .filter(|finding| {
            // Warnings, such as unused components, are unreliable while parts of the document are not understood.
            !follows(finding) && (errors.is_empty() || is_fault(finding))
        })
        .collect()
}

/// Leaves out findings that only follow from other findings or from `earlier` ones. If that would leave no error at
/// all, everything is kept.
pub(super) fn independent(
    index: &Index<'_>,
    findings: Vec<Finding>,
    earlier: &[Finding],
) -> Vec<Finding> {
    let kept = without_consequences(index, findings.clone(), earlier);
    let is_lost = findings.iter().any(is_error) && !kept.iter().chain(earlier).any(is_error);
    if is_lost { findings } else { kept }
}

fn without_consequences(
    index: &Index<'_>,
    findings: Vec<Finding>,
    earlier: &[Finding],
) -> Vec<Finding> {
    if is_without_skeleton(earlier) || !index.root.has("components") {
        return Vec::new();
    }
    let mut kept = findings;
    let all = Faults::of(kept.iter().chain(earlier));
    kept.retain(|it| !is_about_faulty_component(index, it, &all));
    if kept.iter().chain(earlier).any(is_fault) {
        // The faulty part may have been the one that uses it.
        kept.retain(|it| it.rule != usage::RULE);
    }
    kept = without_wrong_use(index, kept, earlier);
    for (dependent, others) in [
        (OF_OPERATIONS, &[REPRESENTATION][..]),
        (&[REPRESENTATION][..], &[][..]),
    ] {
        let is_cause = |it: &&Finding| !dependent.contains(&it.rule) && !others.contains(&it.rule);
        let causes = Faults::of(kept.iter().chain(earlier).filter(is_cause));
        kept.retain(|it| !dependent.contains(&it.rule) || !follows(index, it, &causes));
    }
    let torn = torn(index, earlier);
    let is_of_torn = |it: &Finding| ways(&it.pointer).any(|way| torn.contains(way));
    kept.retain(|it| !OF_MEMBERS.contains(&it.rule) || !is_of_torn(it));
    if earlier.iter().any(is_misplaced_operation) {
        kept.retain(|it| !BY_OPERATION.contains(&it.rule));
    }
    let strays = strays(earlier);
    kept.retain(|it| it.rule != "ref-unknown" || !is_about_stray(index, it, &strays));
    kept
}

/// Whether a method is in place of a path.
fn is_misplaced_operation(finding: &Finding) -> bool {
    let path = finding.pointer.strip_prefix("/paths/");
    path.is_some_and(|path| METHODS.contains(&path))
}

/// The names of unknown keywords, which may be components that are indented too far.
pub(super) fn strays(earlier: &[Finding]) -> BTreeSet<&str> {
    earlier.iter().filter_map(stray).collect()
}

/// The name of an unknown keyword, which may be a component that is indented too far.
fn stray(finding: &Finding) -> Option<&str> {
    let is_unknown = finding.rule == "unknown-keyword";
    finding.pointer.rsplit('/').next().filter(|_| is_unknown)
}

/// Whether a finding is about a reference to such a component.
fn is_about_stray(index: &Index<'_>, finding: &Finding, strays: &BTreeSet<&str>) -> bool {
    let reference = index.document.node(&finding.pointer).and_then(Node::as_str);
    let name = reference.and_then(|it| it.rsplit('/').next());
    name.is_some_and(|name| strays.contains(name))
}

/// Pointers to the objects that lost members because lines are indented too little: a property is a keyword of the
/// schema, or a keyword is in place of a name.
fn torn(index: &Index<'_>, earlier: &[Finding]) -> BTreeSet<String> {
    let is_object = |pointer: &str| {
        let node = index.document.node(pointer);
        node.is_some_and(|it| matches!(it.value, Value::Object(_)))
    };
    let of = |finding: &Finding| match finding.rule {
        "unknown-keyword" if is_object(&finding.pointer) => {
            Some(parent(&finding.pointer).to_owned())
        }
        // The member before it.
        "component-name" | "path-template" | "response-code" => {
            let object = index.document.nearest(parent(&finding.pointer));
            let before = object.entries().map(|(_, at)| at.pointer);
            before.take_while(|it| *it != finding.pointer).last()
        }
        _ => None,
    };
    earlier.iter().filter_map(of).collect()
}

/// Whether a part is missing that nearly everything else refers to.
fn is_without_skeleton(earlier: &[Finding]) -> bool {
    earlier
        .iter()
        .any(|it| it.rule == "unknown-keyword" && matches!(parent(&it.pointer), "" | "/components"))
}

/// Whether a finding is about a reference to a component that is faulty itself.
fn is_about_faulty_component(index: &Index<'_>, finding: &Finding, faults: &Faults) -> bool {
    let at = index.document.nearest(&finding.pointer);
    let is_reference = at.pointer == finding.pointer && reference_of(&at).is_some();
    is_reference
        && index
            .target(&at)
            .and_then(|name| index.schemas.get(name))
            .is_some_and(|component| {
                component.pointer != finding.pointer && faults.in_schema(&component.pointer)
            })
}

/// Whether a finding about an operation follows from a fault in what the operation is made of.
fn follows(index: &Index<'_>, finding: &Finding, causes: &Faults) -> bool {
    let belongs = |it: &&Operation<'_>| {
        !it.is_callback() && finding.pointer.starts_with(&format!("{}/", it.at.pointer))
    };
    let Some(operation) = index.operations.iter().find(belongs) else {
        return false;
    };
    let represented = operation.at.get_str("x-representation-of");
    let others = index.operations.iter();
    let others = others.filter(|it| represented.is_some() && it.id() == represented);
    std::iter::once(operation).chain(others).any(|it| {
        has_lost_references(index, it) || parts(index, it).iter().any(|part| causes.within(part))
    })
}

/// Whether an operation or one of its components refers to a missing schema, which may be reported elsewhere.
fn has_lost_references<'d>(index: &Index<'d>, operation: &Operation<'d>) -> bool {
    let components = components(index, operation.at.node);
    let mut schemas = std::iter::once(operation.at.node)
        .chain(components.iter().map(|it| it.node))
        .flat_map(references)
        .filter(|it| it.starts_with("#/components/schemas/"));
    schemas.any(|it| index.schema(it).is_none())
}

/// Pointers to the parts of an operation: itself, its parameters, and the components that it refers to.
fn parts<'d>(index: &Index<'d>, operation: &Operation<'d>) -> Vec<String> {
    let mut parts = vec![
        operation.at.pointer.clone(),
        format!("{}/parameters", parent(&operation.at.pointer)),
    ];
    parts.extend(operation.parameters.iter().map(|it| it.at.pointer.clone()));
    let direct = components(index, operation.at.node);
    for component in &direct {
        parts.extend(
            components(index, component.node)
                .into_iter()
                .map(|it| it.pointer),
        );
    }
    parts.extend(direct.into_iter().map(|it| it.pointer));
    parts
}

/// The schema components that a part of the document refers to.
fn components<'d>(index: &Index<'d>, part: &'d Node) -> Vec<At<'d>> {
    references(part)
        .into_iter()
        .filter_map(|reference| Some(index.schema(reference)?.1.clone()))
        .collect()
}

/// The references in a part of the document.
fn references(node: &Node) -> Vec<&str> {
    let own = node.get("$ref").and_then(Node::as_str);
    let members = node.entries().iter().map(|entry| &entry.node);
    own.into_iter()
        .chain(members.chain(node.items()).flat_map(references))
        .collect()
}

/// Whether it is uncertain which components Twilio sends: the reference that shows it may be faulty or missing.
pub(super) fn is_use_uncertain(findings: &[Finding], earlier: &[Finding]) -> bool {
    let loses_uses = |it: &Finding| it.rule.starts_with("ref-") || it.rule == "component-name";
    !earlier.is_empty() || findings.iter().any(|it| is_fault(it) && loses_uses(it))
}

/// Leaves out findings about who sends or receives a component that faulty parts refer to: the references may be
/// wrong.
fn without_wrong_use(
    index: &Index<'_>,
    findings: Vec<Finding>,
    earlier: &[Finding],
) -> Vec<Finding> {
    let errors = || findings.iter().chain(earlier).filter(|it| is_fault(it));
    let mut doubtful = BTreeSet::new();
    let parts = errors().filter(|it| !ABOUT_USE.contains(&it.rule));
    let parts = parts.filter_map(|it| index.document.node(&it.pointer));
    let mut open: Vec<At<'_>> = parts.flat_map(|part| components(index, part)).collect();
    while let Some(component) = open.pop() {
        if doubtful.insert(component.pointer.clone()) {
            open.extend(components(index, component.node));
        }
    }
    let is_kept = |it: &Finding| match it.rule {
        rule if ABOUT_USE.contains(&rule) => !ways(&it.pointer).any(|way| doubtful.contains(way)),
        _ => true,
    };
    findings.into_iter().filter(is_kept).collect()
}

/// The pointer to the enclosing object or array.
fn parent(pointer: &str) -> &str {
    pointer
        .rfind('/')
        .and_then(|at| pointer.get(..at))
        .unwrap_or_default()
}

/// The pointer itself and those to everything around it, including the document.
fn ways(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |way| (!way.is_empty()).then(|| parent(way)))
}
