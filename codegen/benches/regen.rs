//! Measures a run, and compares the amount of emitted code with progenitor's builder style.
//!
//! Run it with `cargo bench --package twilio-calls-codegen`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Instant;

use codegen::{Document, Outline, Source, generate, load};
use openapiv3::{OpenAPI, Parameter, ReferenceOr, StatusCode};
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

fn main() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/twilio-calls.yaml");
    let source = Source::new("twilio-calls.yaml", fs::read_to_string(path)?);

    let started = Instant::now();
    let output = generate(&source).map_err(|report| report.render(false))?;
    let took = started.elapsed();
    let ours: usize = output.files.values().map(|text| text.lines().count()).sum();
    let outline = Outline::of(output.files.values().map(String::as_str)).to_string();

    let document = load(&source).map_err(|report| report.render(false))?;
    let builder = builder_style(&document)?;

    println!("generating, without rustfmt     {:>7} ms", took.as_millis());
    println!("lines emitted by us             {ours:>7}");
    println!("lines of progenitor's builder   {builder:>7}");
    println!(
        "lines of the outline            {:>7}",
        outline.lines().count()
    );
    println!(
        "ours / builder                  {:>7.2}",
        ratio(ours, builder)
    );
    Ok(())
}

fn ratio(of: usize, to: usize) -> f64 {
    let exact = |count| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    exact(of) / exact(to)
}

/// The number of lines that progenitor emits in builder style for the same document, after the minimum of edits that
/// keeps it from failing.
fn builder_style(document: &Document) -> Result<usize, Box<dyn Error>> {
    let api = digestible(serde_json::from_value(document.root().to_json())?);
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&api)?;
    Ok(prettyplease::unparse(&syn::parse2(tokens)?).lines().count())
}

fn digestible(mut api: OpenAPI) -> OpenAPI {
    for (_, item) in &mut api.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for operation in [&mut item.get, &mut item.post, &mut item.delete]
            .into_iter()
            .flatten()
        {
            operation.callbacks.clear();
            operation.responses.default = None;
            operation.responses.responses.retain(
                |code, _| matches!(code, StatusCode::Code(code) if (200..300).contains(code)),
            );
            operation.parameters.iter_mut().for_each(rename);
        }
        item.parameters.iter_mut().for_each(rename);
    }
    if let Some(components) = &mut api.components {
        components.parameters.values_mut().for_each(rename);
    }
    api
}

fn rename(parameter: &mut ReferenceOr<Parameter>) {
    if let ReferenceOr::Item(Parameter::Query { parameter_data, .. }) = parameter {
        parameter_data.name = parameter_data
            .name
            .replace('<', "_before")
            .replace('>', "_after");
    }
}
