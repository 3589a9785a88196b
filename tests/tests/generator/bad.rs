//! Documents that break the rules, and what is reported to the maintainer.

use quote::ToTokens;
use twilio_calls_tests::{documents, snapshots};

/// Every invalid document has a finding, an error or a warning, that names the place and what to write instead.
#[test]
fn every_fault_is_a_finding() {
    let documents = documents("bad");
    assert!(
        documents.len() >= 40,
        "only {} faulty documents are left",
        documents.len()
    );
    for (name, source) in documents {
        let report = match codegen::generate(&source) {
            Ok(output) => output.warnings,
            Err(report) => report,
        };
        assert!(!report.is_empty(), "{name} passes without a finding");
        for finding in report.located() {
            assert!(
                !finding.help.is_empty(),
                "{name}: `{}` does not say what to write instead",
                finding.rule
            );
            assert_ne!(finding.rule, "generator", "{name}: {}", finding.message);
            assert_ne!(
                finding.rule, "unsupported-shape",
                "{name}: {}",
                finding.message
            );
        }
        snapshots("bad", &format!("tests/bad/{name}.yaml")).bind(|| {
            insta::assert_snapshot!(name.as_str(), report.render(false));
        });
    }
}

/// All findings of a run are reported together, errors before warnings, each in the order of the document.
#[test]
fn findings_come_together_and_in_order() {
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    let text = minimal
        .text
        .replacen("maximum: 600", "maximun: 600", 1)
        .replacen("openapi: 3.0.3", "openapi: 3.1.0", 1)
        .replacen("      example: CA00000000000000000000000000000001\n", "", 1);
    let report = codegen::generate(&codegen::Source::new("three.yaml", text)).unwrap_err();
    let reported: Vec<_> = report
        .located()
        .map(|finding| (finding.severity, finding.rule, finding.position.line))
        .collect();
    assert!(reported.len() >= 2, "{reported:?}");
    assert!(
        reported
            .iter()
            .any(|(_, rule, _)| *rule == "unknown-keyword"),
        "{reported:?}"
    );
    assert!(
        reported
            .iter()
            .any(|(_, rule, _)| *rule == "openapi-version"),
        "{reported:?}"
    );
    let mut sorted = reported.clone();
    sorted.sort_by_key(|(severity, _, line)| (std::cmp::Reverse(*severity), *line));
    assert_eq!(reported, sorted);
}

/// The exports of the crate cannot be shadowed by a component of the same name.
#[test]
fn exported_names_are_reserved() {
    let lib =
        std::fs::read_to_string(twilio_calls_tests::root().join("generated/src/lib.rs")).unwrap();
    let exports: Vec<String> = syn::parse_file(&lib)
        .unwrap()
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => {
                Some(&item.tree)
            }
            _ => None,
        })
        .flat_map(|tree| {
            tree.to_token_stream()
                .to_string()
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect();
    assert!(
        exports.iter().any(|name| name == "RetryPolicy"),
        "{exports:?}"
    );
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    for name in exports {
        let text = minimal
            .text
            .replace("schemas/Timeout'", &format!("schemas/{name}'"))
            .replace("\n    Timeout:\n", &format!("\n    {name}:\n"));
        let report = codegen::generate(&codegen::Source::new("reserved.yaml", text)).unwrap_err();
        assert!(
            report
                .located()
                .any(|finding| finding.rule == "name-reserved"),
            "{name}: {}",
            report.render(false)
        );
    }
}

/// No operation can have the name of a method of the client or the wire layer.
#[test]
fn methods_of_the_client_are_reserved() {
    let mut methods = Vec::new();
    for file in ["builder.rs", "client.rs", "wire.rs"] {
        let text =
            std::fs::read_to_string(twilio_calls_tests::root().join("generated/src").join(file))
                .unwrap();
        for item in syn::parse_file(&text).unwrap().items {
            let syn::Item::Impl(block) = item else {
                continue;
            };
            let name = block.self_ty.to_token_stream().to_string();
            if block.trait_.is_none() && (name.ends_with("Client") || name.starts_with("Wire")) {
                methods.extend(block.items.into_iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    assert!(methods.iter().any(|name| name == "from_env"), "{methods:?}");
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    for method in methods {
        let mut words = method.split('_');
        let id = words.next().unwrap().to_owned()
            + &words
                .map(|word| word[..1].to_uppercase() + &word[1..])
                .collect::<String>();
        let text = minimal
            .text
            .replace("operationId: createCall", &format!("operationId: {id}"));
        let report = codegen::generate(&codegen::Source::new("reserved.yaml", text)).unwrap_err();
        assert!(
            report
                .located()
                .any(|finding| finding.rule == "name-reserved"),
            "{id}: {}",
            report.render(false)
        );
    }
}
