//! Examples of callbacks.

use std::collections::BTreeSet;

use super::example::{Example, variable};
use super::shown::shown;
use crate::model::{Model, Progress, Struct};

/// How a request becomes a callback.
pub(in super::super) fn callback(model: &Model, structure: &Struct) -> Option<Example> {
    structure.fields.first()?;
    let rust = &structure.rust;
    let name = variable(rust);
    let shown = shown(model, structure, &name);
    let code = format!(
        "use twilio_calls::{rust};\n\
         use twilio_calls::webhook::{{SignatureValidator, VerifyError}};\n\n\
         // The URL that Twilio requested, the header `X-Twilio-Signature`, and the body as received.\n\
         fn receive(\n\
         \u{20}   validator: &SignatureValidator,\n\
         \u{20}   (url, signature, body): (&str, &str, &[u8]),\n\
         ) -> Result<(), VerifyError> {{\n\
         \u{20}   let {name} = validator.verify::<{rust}>(url, signature, body)?;\n\
         \u{20}   {shown}\n\
         \u{20}   Ok(())\n}}\n"
    );
    Some(Example { code, runs: true })
}

/// How callbacks and fetched objects are observed.
pub(in super::super) fn progress(model: &Model, progress: &Progress) -> Example {
    let rust = &progress.rust;
    let callback = model.component_name(&progress.callback);
    let function = format!(
        "fn observe(progress: &mut {rust}, callback: &{callback}) {{\n\
         \u{20}   if let News::Advanced(status) = progress.observe(callback) {{\n\
         \u{20}       println!(\"now {{status}}\"); // once for each status\n\
         \u{20}   }}\n}}\n"
    );
    let types = BTreeSet::from([rust.clone(), callback.to_owned(), "News".to_owned()]);
    Example::of_function(&types, &function)
}
