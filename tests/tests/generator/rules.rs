//! The table of rules is complete, and every rule in it has an example.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use codegen::{FINDING_RULES, RuleText};
use syn::visit::{self, Visit};
use syn::{Expr, FnArg, Pat};
use twilio_calls_tests::{documents, root};

fn rules() -> impl Iterator<Item = &'static RuleText> {
    FINDING_RULES.iter().flat_map(|group| group.rules)
}

/// The rules of findings in the sources and the rules in the table are the same.
#[test]
fn every_rule_of_the_sources_is_in_the_table_and_no_other() {
    let mut files = Vec::new();
    for folder in ["codegen/src", "xtask/src"] {
        sources(&root().join(folder), &mut files);
    }
    let files: Vec<syn::File> = files
        .iter()
        .map(|path| syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap())
        .collect();
    let mut functions = Functions::default();
    files.iter().for_each(|file| functions.visit_file(file));
    let mut used = BTreeSet::new();
    for file in &files {
        let mut calls = Calls {
            functions: &functions,
            used: &mut used,
        };
        calls.visit_file(file);
    }
    let table: BTreeSet<String> = rules().map(|rule| rule.id.to_owned()).collect();
    let missing: Vec<&String> = used.difference(&table).collect();
    let unused: Vec<&String> = table.difference(&used).collect();
    assert!(
        missing.is_empty() && unused.is_empty(),
        "rules of findings without an entry in codegen/src/catalog: {missing:?}; entries that no finding names: {unused:?}"
    );
}

/// `--explain` shows what breaks a rule, or says why nothing can.
#[test]
fn every_rule_has_an_example_or_a_reason_for_none() {
    let mut shown: BTreeSet<&str> = BTreeSet::new();
    for (name, source) in documents("bad") {
        let report = codegen::findings(&source);
        for finding in report.located() {
            assert!(
                codegen::rule(FINDING_RULES, finding.rule).is_some(),
                "{name}: no text explains `{}`",
                finding.rule
            );
            shown.insert(finding.rule);
        }
    }
    for rule in rules() {
        assert_ne!(
            shown.contains(rule.id),
            rule.no_example.is_some(),
            "{}: either a document in tests/bad breaks it, or `without_example` says why none does",
            rule.id
        );
    }
}

/// The sources below a folder, without unit tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // The tables themselves name every rule.
            if !path.ends_with("catalog") {
                sources(&path, found);
            }
        } else if !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Functions and closures with a rule as an argument, with its position, and constants with strings.
#[derive(Default)]
struct Functions {
    taking_rules: BTreeMap<String, usize>,
    /// Those that return a tuple with a rule, and its position in the tuple.
    returning_rules: BTreeMap<String, usize>,
    constants: BTreeMap<String, BTreeSet<String>>,
}

impl Functions {
    fn declare<'p>(&mut self, name: &str, arguments: impl Iterator<Item = Option<&'p Pat>>) {
        let mut names = arguments.map(|pattern| match pattern? {
            Pat::Ident(name) => Some(name.ident.to_string()),
            Pat::Type(typed) => match &*typed.pat {
                Pat::Ident(name) if is_string(&typed.ty) => Some(name.ident.to_string()),
                _ => None,
            },
            _ => None,
        });
        if let Some(at) = names.position(|name| name.as_deref() == Some("rule")) {
            self.taking_rules.insert(name.to_owned(), at);
        }
    }

    fn declare_function(&mut self, signature: &syn::Signature) {
        let arguments = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Receiver(_) => None,
            FnArg::Typed(typed) => Some(match &*typed.pat {
                Pat::Ident(_) if is_string(&typed.ty) => Some(&*typed.pat),
                _ => None,
            }),
        });
        self.declare(&signature.ident.to_string(), arguments);
    }
}

fn is_string(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Reference(it) if matches!(&*it.elem, syn::Type::Path(path) if path.path.is_ident("str")))
}

impl<'f> Visit<'f> for Functions {
    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        if item.ident != "tests" {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_signature(&mut self, signature: &'f syn::Signature) {
        self.declare_function(signature);
    }

    fn visit_local(&mut self, local: &'f syn::Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && let Expr::Closure(closure) = &*init.expr
        {
            self.declare(&name.ident.to_string(), closure.inputs.iter().map(Some));
        }
        if let (Some(at), Some(init)) = (place_of_rule(&local.pat), &local.init)
            && let Expr::Call(call) = &*init.expr
            && let Expr::Path(function) = &*call.func
            && let Some(last) = function.path.segments.last()
        {
            self.returning_rules.insert(last.ident.to_string(), at);
        }
        visit::visit_local(self, local);
    }

    fn visit_item_const(&mut self, item: &'f syn::ItemConst) {
        if let Some(text) = literal(&item.expr) {
            let values = self.constants.entry(item.ident.to_string());
            values.or_default().insert(text);
        }
    }
}

/// The rules that are passed to these functions, bound to a variable `rule`, or assigned to a field `rule`.
struct Calls<'f, 'u> {
    functions: &'f Functions,
    used: &'u mut BTreeSet<String>,
}

impl Calls<'_, '_> {
    fn call(
        &mut self,
        name: &syn::Ident,
        arguments: &syn::punctuated::Punctuated<Expr, syn::Token![,]>,
    ) {
        let at = self.functions.taking_rules.get(&name.to_string());
        if let Some(argument) = at.and_then(|at| arguments.get(*at)) {
            self.values(argument, None);
        }
    }

    /// Everything that an expression can evaluate to; for tuples, the element at `at`.
    fn values(&mut self, expr: &Expr, at: Option<usize>) {
        match expr {
            Expr::Match(it) => it.arms.iter().for_each(|arm| self.values(&arm.body, at)),
            Expr::If(it) => {
                self.block(&it.then_branch, at);
                if let Some((_, other)) = &it.else_branch {
                    self.values(other, at);
                }
            }
            Expr::Block(it) => self.block(&it.block, at),
            Expr::Tuple(it) => {
                if let Some(element) = at.and_then(|at| it.elems.get(at)) {
                    self.values(element, None);
                }
            }
            Expr::Path(it) => {
                let name = it.path.segments.last().map(|it| it.ident.to_string());
                let values = name.and_then(|name| self.functions.constants.get(&name));
                self.used.extend(
                    values
                        .into_iter()
                        .flatten()
                        .filter(|it| is_kebab(it))
                        .cloned(),
                );
            }
            _ => self
                .used
                .extend(literal(expr).filter(|text| is_kebab(text))),
        }
    }

    fn block(&mut self, block: &syn::Block, at: Option<usize>) {
        if let Some(syn::Stmt::Expr(last, None)) = block.stmts.last() {
            self.values(last, at);
        }
    }
}

impl<'f> Visit<'f> for Calls<'_, '_> {
    fn visit_item_mod(&mut self, item: &'f syn::ItemMod) {
        if item.ident != "tests" {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'f syn::ItemFn) {
        let at = self
            .functions
            .returning_rules
            .get(&item.sig.ident.to_string());
        if let Some(at) = at {
            self.block(&item.block, Some(*at));
        }
        visit::visit_item_fn(self, item);
    }

    fn visit_expr_call(&mut self, call: &'f syn::ExprCall) {
        if let Expr::Path(function) = &*call.func
            && let Some(last) = function.path.segments.last()
        {
            self.call(&last.ident, &call.args);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'f syn::ExprMethodCall) {
        self.call(&call.method, &call.args);
        visit::visit_expr_method_call(self, call);
    }

    fn visit_local(&mut self, local: &'f syn::Local) {
        if let Some(init) = &local.init {
            match &local.pat {
                Pat::Ident(name) if name.ident == "rule" => self.values(&init.expr, None),
                pattern => {
                    if let Some(at) = place_of_rule(pattern) {
                        self.values(&init.expr, Some(at));
                    }
                }
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_field_value(&mut self, field: &'f syn::FieldValue) {
        if matches!(&field.member, syn::Member::Named(name) if name == "rule") {
            self.values(&field.expr, None);
        }
        visit::visit_field_value(self, field);
    }
}

/// The position of `rule` in a tuple pattern.
fn place_of_rule(pattern: &Pat) -> Option<usize> {
    let Pat::Tuple(tuple) = pattern else {
        return None;
    };
    let is_rule = |it: &Pat| matches!(it, Pat::Ident(name) if name.ident == "rule");
    tuple.elems.iter().position(is_rule)
}

fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(it) => match &it.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn is_kebab(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    text.split('-').all(word)
}
