//! Puts the mutants of a file into its text, each behind a switch.
//!
//! `a + b` becomes `(if on(1) { a - b } else if on(2) { a * b } else { a + b })`, the body of a function begins with
//! `if on(3) { return Default::default(); }`, and the arm of a `match` gets the guard `if !on(4)`. Every mutant stands on
//! lines of its own between marks, by which errors of the compiler are traced back to it.

use std::ops::Range;

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{BinOp, Block, Expr, Signature};

use crate::Result;
use crate::list::Mutant;

/// The module of a crate that knows which mutant is on.
pub const SWITCH: &str = r#"
use std::fs::File;
use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex};

static CHOSEN: LazyLock<Option<usize>> = LazyLock::new(|| std::env::var("MUTANT").ok()?.parse().ok());
static REACHED: LazyLock<Option<Mutex<File>>> = LazyLock::new(|| {
    let path = std::env::var_os("MUTANTS_REACHED")?;
    File::options().create(true).append(true).open(path).ok().map(Mutex::new)
});
static SEEN: [AtomicBool; 1 << 16] = [const { AtomicBool::new(false) }; 1 << 16];

pub(crate) fn on(mutant: usize) -> bool {
    if let Some(file) = &*REACHED
        && !SEEN[mutant].swap(true, Ordering::Relaxed)
        && let Ok(mut file) = file.lock()
    {
        let _ = writeln!(file, "{mutant}");
    }
    *CHOSEN == Some(mutant)
}
"#;

/// How mutants get into a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The statements of a function.
    Body,
    /// The condition after `if` of an arm.
    Guard,
    /// An expression.
    Expression,
    /// The end of the pattern of an arm.
    Arm,
}

/// A place, and the mutants that change it.
struct Site {
    kind: Kind,
    range: Range<usize>,
    mutants: Vec<usize>,
}

/// The text of a file with its mutants in it. What cannot be put behind a switch is left out.
pub fn weave(text: &str, mutants: &[(usize, &Mutant)]) -> Result<String> {
    let file = syn::parse_file(text)?;
    let mut finder = Finder {
        mutants,
        starts: line_starts(text),
        text,
        sites: Vec::new(),
        constant: 0,
    };
    finder.visit_file(&file);
    let mut sites = finder.sites;
    sites.sort_by_key(|site| {
        (
            site.range.start,
            std::cmp::Reverse(site.range.end),
            site.kind,
        )
    });
    let loom = Loom { text, mutants };
    Ok(loom.weave(0..text.len(), &sites))
}

/// The mutants that stand on a line of a woven file, or whose place it is in.
pub fn on_line(woven: &str, line: usize) -> Vec<usize> {
    let mut open: Vec<&str> = Vec::new();
    for text in woven.lines().take(line) {
        if let Some(ids) = text.strip_prefix("//[") {
            open.push(ids);
        } else if text == "//]" {
            open.pop();
        }
    }
    let ids = open.last().copied().unwrap_or_default();
    ids.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// The mutants of the first place after a line.
pub fn after_line(woven: &str, line: usize) -> Vec<usize> {
    let mut places = woven
        .lines()
        .skip(line)
        .filter_map(|text| text.strip_prefix("//["));
    let ids = places.next().unwrap_or_default();
    ids.split(',').filter_map(|id| id.parse().ok()).collect()
}

/// Finds the place of every mutant.
struct Finder<'m> {
    mutants: &'m [(usize, &'m Mutant)],
    starts: Vec<usize>,
    text: &'m str,
    sites: Vec<Site>,
    /// How many constant contexts this is in: switches work when the program runs.
    constant: usize,
}

impl Finder<'_> {
    fn range(&self, span: Span) -> Range<usize> {
        let byte = |place: proc_macro2::LineColumn| {
            let start = self.starts[place.line - 1];
            let rest = &self.text[start..];
            let at = rest.char_indices().nth(place.column);
            start + at.map_or(rest.len(), |(at, _)| at)
        };
        byte(span.start())..byte(span.end())
    }

    /// Notes a place with all mutants of a genre whose range is `replaced`.
    fn note(&mut self, kind: Kind, site: Range<usize>, genre: &str, replaced: &Range<usize>) {
        let is_inside = |mutant: &Mutant| match genre {
            "StructField" => {
                replaced.start <= mutant.range.start && mutant.range.end <= replaced.end
            }
            _ => mutant.range == *replaced,
        };
        let found = self.mutants.iter();
        let found = found.filter(|(_, mutant)| mutant.genre == genre && is_inside(mutant));
        let mutants: Vec<usize> = found.map(|(id, _)| *id).collect();
        if !mutants.is_empty() && self.constant == 0 {
            let range = site;
            self.sites.push(Site {
                kind,
                range,
                mutants,
            });
        }
    }

    fn function(&mut self, signature: &Signature, block: &Block, inside: impl FnOnce(&mut Self)) {
        let is_constant = usize::from(signature.constness.is_some());
        self.constant += is_constant;
        if let (Some(first), Some(last)) = (block.stmts.first(), block.stmts.last()) {
            let body = self.range(first.span()).start..self.range(last.span()).end;
            self.note(Kind::Body, body.clone(), "FnValue", &body);
        }
        inside(self);
        self.constant -= is_constant;
    }

    fn constant(&mut self, inside: impl FnOnce(&mut Self)) {
        self.constant += 1;
        inside(self);
        self.constant -= 1;
    }
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        self.function(&item.sig, &item.block, |it| visit::visit_item_fn(it, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.function(&item.sig, &item.block, |it| {
            visit::visit_impl_item_fn(it, item);
        });
    }

    fn visit_trait_item_fn(&mut self, item: &'a syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block, |it| visit::visit_trait_item_fn(it, item));
        }
    }

    fn visit_item_const(&mut self, item: &'a syn::ItemConst) {
        self.constant(|it| visit::visit_item_const(it, item));
    }

    fn visit_impl_item_const(&mut self, item: &'a syn::ImplItemConst) {
        self.constant(|it| visit::visit_impl_item_const(it, item));
    }

    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        self.constant(|it| visit::visit_item_static(it, item));
    }

    fn visit_expr_const(&mut self, expr: &'a syn::ExprConst) {
        self.constant(|it| visit::visit_expr_const(it, expr));
    }

    fn visit_expr_binary(&mut self, expr: &'a syn::ExprBinary) {
        // A chain of conditions with `let` is not an expression and cannot be put in parentheses.
        let is_chain =
            matches!(expr.op, BinOp::And(_)) && (binds(&expr.left) || binds(&expr.right));
        if !is_chain {
            let operator = self.range(expr.op.span());
            let site = self.range(expr.span());
            self.note(Kind::Expression, site, "BinaryOperator", &operator);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'a syn::ExprUnary) {
        let operator = self.range(expr.op.span());
        let site = self.range(expr.span());
        self.note(Kind::Expression, site, "UnaryOperator", &operator);
        visit::visit_expr_unary(self, expr);
    }

    fn visit_expr_struct(&mut self, expr: &'a syn::ExprStruct) {
        let site = self.range(expr.span());
        if expr.rest.is_some() {
            self.note(Kind::Expression, site.clone(), "StructField", &site);
        }
        visit::visit_expr_struct(self, expr);
    }

    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        let whole = self.range(arm.span());
        let pattern = self.range(arm.pat.span()).end;
        self.note(Kind::Arm, pattern..pattern, "MatchArm", &whole);
        if let Some((_, guard)) = &arm.guard {
            let guard = self.range(guard.span());
            self.note(Kind::Guard, guard.clone(), "MatchArmGuard", &guard);
        }
        visit::visit_arm(self, arm);
    }
}

/// Whether a condition is `let`, or a chain that has one.
fn binds(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    [0].into_iter().chain(ends).collect()
}

/// Writes the text with the mutants in it.
struct Loom<'m> {
    text: &'m str,
    mutants: &'m [(usize, &'m Mutant)],
}

impl Loom<'_> {
    /// A part of the text, with the sites in it: outer ones before those inside of them.
    fn weave(&self, range: Range<usize>, sites: &[Site]) -> String {
        let mut woven = String::new();
        let mut at = range.start;
        let mut rest = sites;
        while let Some((site, after)) = rest.split_first() {
            let is_inside = |other: &&Site| other.range.start < site.range.end;
            let inside = after.iter().take_while(is_inside).count();
            woven.push_str(&self.text[at..site.range.start]);
            let inner = self.weave(site.range.clone(), &after[..inside]);
            woven.push_str(&self.switched(site, &inner));
            at = site.range.end;
            rest = &after[inside..];
        }
        woven.push_str(&self.text[at..range.end]);
        woven
    }

    fn switched(&self, site: &Site, inner: &str) -> String {
        let ids: Vec<String> = site.mutants.iter().map(ToString::to_string).collect();
        let mut woven = format!("\n//[{}\n", ids.join(","));
        match site.kind {
            Kind::Arm => {
                let on: Vec<String> = ids.iter().map(|id| format!("!{}", on(id))).collect();
                woven += &format!(" if {}", on.join(" && "));
            }
            Kind::Body => {
                for (id, text) in self.replaced(site) {
                    woven += &format!("if {} {{\n//[{id}\nreturn {text};\n//]\n}}\n", on(&id));
                }
                woven += inner;
            }
            Kind::Guard | Kind::Expression => {
                woven.push('(');
                for (id, text) in self.replaced(site) {
                    woven += &format!("if {} {{\n//[{id}\n{text}\n//]\n}} else ", on(&id));
                }
                woven += &format!("{{\n{inner}\n}})");
            }
        }
        woven + "\n//]\n"
    }

    /// What stands in a place if a mutant is on.
    fn replaced(&self, site: &Site) -> impl Iterator<Item = (String, String)> {
        let mutants = self.mutants.iter();
        let mutants = mutants.filter(|(id, _)| site.mutants.contains(id));
        mutants.map(|(id, mutant)| {
            let before = &self.text[site.range.start..mutant.range.start];
            let after = &self.text[mutant.range.end..site.range.end];
            let text = format!("{before}{}{after}", mutant.replacement);
            (id.to_string(), text)
        })
    }
}

fn on(id: &str) -> String {
    format!("crate::switched_mutants::on({id})")
}
