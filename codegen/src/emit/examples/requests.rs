//! Examples of requests.

use serde_json::{Map, Value};

use super::example::{Example, variable};
use super::shown::{items_shown, shown};
use super::values::{LONGEST_LINE, Values, call, text};
use crate::model::{Field, Model, Operation, ResponseBody, Row, Ty};

/// More setters than this would hide what an example shows.
const MOST_SETTERS: usize = 8;

/// The fields of an example.
type Fields = Map<String, Value>;

/// The longest request that is not too long, and what is done with its response.
///
/// `None` where the document shows no value of an argument, and for another representation of an operation, which has no
/// builder.
pub(in super::super) fn builder(model: &Model, operation: &Operation) -> Option<Example> {
    if operation.representation_of.is_some() {
        return None;
    }
    let fits = |example: &&Fields| {
        let required = operation.body.iter().map(|body| body.required.len());
        example.len() <= MOST_SETTERS + required.sum::<usize>()
    };
    let examples = &operation.examples;
    with(
        model,
        operation,
        examples.iter().rfind(fits).or(examples.first()),
    )
}

/// The shortest request and what is done with its response.
pub(in super::super) fn method(model: &Model, operation: &Operation) -> Option<Example> {
    with(model, operation, operation.examples.first())
}

fn with(model: &Model, operation: &Operation, fields: Option<&Fields>) -> Option<Example> {
    let mut values = Values::new(model);
    let (begin, setters) = request(operation, fields.unwrap_or(&Fields::new()), &mut values)?;
    let body = sent(model, operation, begin, setters)?;
    Some(Example::of_client(&values.types, &body))
}

/// The expression that begins a request, with arguments and nothing else.
pub(super) fn begin(
    operation: &Operation,
    example: &Fields,
    values: &mut Values<'_>,
) -> Option<String> {
    let arguments = operation
        .arguments()
        .map(|field| values.argument(field, example.get(&field.wire)));
    let arguments = arguments.collect::<Option<Vec<_>>>()?;
    Some(call(&operation.method, "(", &arguments, ")"))
}

/// The expression that begins a request, and the setters of an example.
fn request(
    operation: &Operation,
    example: &Fields,
    values: &mut Values<'_>,
) -> Option<(String, Vec<String>)> {
    let begin = begin(operation, example, values)?;
    let body = operation.body.iter();
    let optional = body.flat_map(|body| {
        let is_optional = |wire: &String| !body.required.contains(wire);
        body.fields.iter().filter(move |it| is_optional(&it.wire))
    });
    let given = optional.filter(|field| !field.deprecated);
    let given = given.filter_map(|field| Some((field, example.get(&field.wire)?)));
    let given = given.filter(|(field, value)| !is_default(field, value));
    let setters: Vec<String> = given
        .take(MOST_SETTERS)
        .filter_map(|(field, value)| values.setter(field, value))
        .collect();
    let needs_one = operation.body.as_ref().is_some_and(|body| body.not_empty);
    (!needs_one || !setters.is_empty()).then_some((begin, setters))
}

/// Sends a request and uses its response.
fn sent(
    model: &Model,
    operation: &Operation,
    begin: String,
    mut calls: Vec<String>,
) -> Option<String> {
    calls.insert(0, format!(".{begin}"));
    Some(match &operation.response {
        _ if operation.pagination.is_some() => {
            let (item, plural) = items(model, operation)?;
            calls.extend([".limit(200)".to_owned(), ".stream()".to_owned()]);
            let shown = items_shown(model, operation, &item)?;
            format!(
                "let mut {plural} = {};\n\
                 while let Some({item}) = {plural}.try_next().await? {{\n\
                 \u{20}   {shown}\n}}\n",
                chain(&calls, "let mut  = ".len() + plural.len())
            )
        }
        ResponseBody::Json(component) => {
            let structure = model.structure(component)?;
            let variable = variable(&structure.rust);
            calls.push(".await?".to_owned());
            let shown = shown(model, structure, &variable);
            let chain = chain(&calls, "let  = ".len() + variable.len());
            format!("let {variable} = {chain};\n{shown}\n")
        }
        ResponseBody::Empty => {
            calls.push(".await?".to_owned());
            format!("{};\n", chain(&calls, 0))
        }
        ResponseBody::Bytes(_) => {
            let file = file_name(operation);
            let saved = format!(".save_to({file:?})");
            calls.extend([".await?".to_owned(), saved, ".await?".to_owned()]);
            format!("{};\n", chain(&calls, 0))
        }
        ResponseBody::Csv => return None,
    })
}

/// Whether the value is the default, so that setting it makes no difference.
fn is_default(field: &Field, value: &Value) -> bool {
    field.default.is_some() && field.default == text(value)
}

/// What one item and all items of a list are called.
pub(super) fn items(model: &Model, operation: &Operation) -> Option<(String, String)> {
    let pages = operation.pagination.as_ref()?;
    let item = variable(model.type_name(&pages.items.ty));
    let plural = pages.items.rust.clone();
    // One name cannot be both.
    Some(if item == plural {
        ("item".to_owned(), plural)
    } else {
        (item, plural)
    })
}

/// The file that content of this path is saved to.
fn file_name(operation: &Operation) -> String {
    let last = operation.path.rsplit('/').next().unwrap_or_default();
    let extension = last.rsplit_once('.').map(|(_, extension)| extension);
    let is_plain = |it: &&str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_alphanumeric());
    let extension = extension.filter(is_plain).unwrap_or("bin");
    format!("download.{extension}")
}

/// A chain of calls on the client, each on its own line if one line would be too long.
fn chain(calls: &[String], before: usize) -> String {
    let line = format!("client{}", calls.concat());
    // Three calls are the request, a setter and `.await?`, or a list with `.limit` and `.stream`.
    let is_short = calls.len() <= 3 && before + line.len() <= LONGEST_LINE;
    if is_short && !line.contains('\n') {
        return line;
    }
    let calls = calls.iter().flat_map(|call| call.split('\n'));
    let calls: String = calls.map(|call| format!("\n    {call}")).collect();
    format!("client{calls}")
}

/// Rows of the CSV of a list.
pub(in super::super) fn list_of_rows(model: &Model, row: &Row) -> Option<Example> {
    let list = model.operations.iter().find(|operation| {
        let is_of_item = operation
            .pagination
            .as_ref()
            .is_some_and(|pages| matches!(&pages.items.ty, Ty::Struct(item) if *item == row.item));
        is_of_item && model.representation(operation).is_some()
    })?;
    let mut values = Values::new(model);
    let begin = begin(list, &Fields::new(), &mut values)?;
    let (method, name) = (list.csv_method(), &row.rust);
    let key = row.columns.iter().find(|column| column.wire == row.key)?;
    let key = &key.rust;
    values.types.insert(name.clone());
    let body = format!(
        "let csv = client.{begin}.{method}().await?;\n\
         let mut rows = csv.rows::<{name}>();\n\
         while let Some(row) = rows.try_next().await? {{\n\
         \u{20}   println!(\"{{:?}}\", row.{key});\n}}\n"
    );
    Some(Example::of_client(&values.types, &body))
}
