//! Runs the same tasks with "plain" and with twilio-calls, and prints the results side by side.
//!
//! Instructions are counted by callgrind and allocations by memcheck, each as the difference of two runs of different
//! length, which excludes startup and shutdown. CPU is that of the whole process, user and system; the minimum of
//! several runs counts.

mod measure;
mod payload;
mod serve;
mod table;

use std::error::Error;
use std::path::Path;

use measure::{Programs, Tool};
use serve::Server;
use table::{Row, Table};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The number of pages in a walk, and of calls on each.
const PAGES: usize = 100;
const CALLS: usize = 1000;

/// The number of calls that are placed where CPU is compared.
const CREATES: u32 = 19_200;

/// Bytes per second.
const GIGABIT: f64 = 125e6;

/// The best of this many walks counts: other load on the machine only ever makes them slower.
const WALKS: usize = 5;

/// The same for comparisons of wall time, which other load affects more.
const ROUNDS: usize = 15;

type Job = fn(&Programs, &mut Table) -> Outcome<()>;

const JOBS: [(&str, Job); 5] = [
    ("decode", decode),
    ("create", create),
    ("sid", sid),
    ("walk", walk),
    ("build", build),
];

fn main() -> Outcome<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !JOBS.iter().any(|job| job.0 == name.as_str()))
    {
        let names: Vec<&str> = JOBS.iter().map(|job| job.0).collect();
        return Err(format!("no job `{unknown}`; there are {}", names.join(", ")).into());
    }
    let programs = Programs::build()?;
    let mut table = Table::default();
    for (name, job) in JOBS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            eprintln!("{name} ...");
            job(&programs, &mut table)?;
        }
    }
    print!("{table}");
    Ok(())
}

fn decode(programs: &Programs, table: &mut Table) -> Outcome<()> {
    let file = programs.scratch("page.json");
    std::fs::write(&file, payload::page(CALLS, 0, None))?;
    let file = file.to_string_lossy();
    for (tool, what, asked) in [
        (
            Tool::Instructions,
            "decode a page of 1000 calls, instructions",
            Row::at_most_of_plain(0.50),
        ),
        (
            Tool::Allocations,
            "the same, allocations per call",
            Row::at_most(5.0),
        ),
    ] {
        let count = |program: &Path| {
            let each = tool.count(
                program,
                |times| vec!["decode".into(), file.to_string(), times.to_string()],
                1,
                3,
            );
            // Instructions are per page, allocations per call on it.
            let calls = if tool == Tool::Allocations {
                CALLS as f64
            } else {
                1.0
            };
            each.map(|each| each.map(|each| each / calls))
        };
        table.add(what, count(&programs.plain)?, count(&programs.ours)?, asked);
    }
    Ok(())
}

fn create(programs: &Programs, table: &mut Table) -> Outcome<()> {
    let server = Server::start(None)?;
    for (tool, job, asked) in [
        (
            Tool::Instructions,
            "one create over a kept-alive connection, instructions",
            Row::at_most_of_plain(0.72),
        ),
        (
            Tool::Bytes,
            "the same, bytes allocated",
            Row::at_most_of_plain(0.80),
        ),
    ] {
        let count = |program: &Path| {
            tool.count(
                program,
                |times| vec!["create".into(), server.url(), times.to_string()],
                100,
                600,
            )
        };
        table.add(job, count(&programs.plain)?, count(&programs.ours)?, asked);
    }
    for (how, job, asked) in [
        (
            "create",
            "the same, CPU milliseconds for 1000, one at a time",
            Row::at_most_of_plain(0.90),
        ),
        (
            "crowd",
            "the same, 64 at a time",
            Row::at_most_of_plain(0.85),
        ),
    ] {
        let cpu = |program: &Path| -> Outcome<f64> {
            let run = measure::run(program, &[how, &server.url(), &CREATES.to_string()])?;
            Ok(run.cpu * 1e6 / f64::from(CREATES))
        };
        let (mut plain, mut ours) = (f64::MAX, f64::MAX);
        for _ in 0..WALKS {
            plain = plain.min(cpu(&programs.plain)?);
            ours = ours.min(cpu(&programs.ours)?);
        }
        table.add(job, Some(plain), Some(ours), asked);
    }
    Ok(())
}

fn sid(programs: &Programs, table: &mut Table) -> Outcome<()> {
    let count = |program: &Path| {
        Tool::Instructions.count(
            program,
            |times| vec!["sid".into(), times.to_string()],
            1_000,
            101_000,
        )
    };
    table.add(
        "validate one SID, instructions",
        count(&programs.plain)?,
        count(&programs.ours)?,
        Row::at_most(90.0),
    );
    Ok(())
}

fn walk(programs: &Programs, table: &mut Table) -> Outcome<()> {
    let server = Server::start(None)?;
    let (mut plain, mut ours, mut ahead) = (Walk::default(), Walk::default(), Walk::default());
    for _ in 0..WALKS {
        plain.run(&programs.plain, "walk", &server)?;
        ours.run(&programs.ours, "walk", &server)?;
        ahead.run(&programs.ours, "prefetch", &server)?;
    }
    table.add(
        "walk 100 pages of 1000 calls, CPU seconds",
        plain.cpu,
        ours.cpu,
        Row::at_most_of_plain(0.50),
    );
    table.add(
        "the same, peak memory in MB",
        plain.memory,
        ours.memory,
        Row::at_most_of_plain(0.80),
    );
    let short = Server::start(Some(10))?;
    let mut tenth = Walk::default();
    for _ in 0..WALKS {
        tenth.run(&programs.ours, "walk", &short)?;
    }
    table.add(
        "peak memory in MB, 10 pages (in place of plain) and 100",
        tenth.memory,
        ours.memory,
        Row::at_most_of_plain(1.05),
    );
    table.add(
        "with prefetch, CPU seconds",
        plain.cpu,
        ahead.cpu,
        Row::no_bound(),
    );
    table.add(
        "with prefetch, peak memory in MB",
        plain.memory,
        ahead.memory,
        Row::no_bound(),
    );

    let file = programs.scratch("page.json");
    let page = payload::page(CALLS, 0, None);
    std::fs::write(&file, &page)?;
    let file = file.to_string_lossy();
    let decode = || measure::run(&programs.ours, &["decode", &file, &PAGES.to_string()]);
    let mut decoding = f64::MAX;
    for _ in 0..ROUNDS {
        decoding = decoding.min(decode()?.wall);
    }
    // A good network, and one that is as fast as decoding: there prefetching matters most.
    let as_fast = (page.len() * PAGES) as f64 / decoding;
    for (network, rate) in [("1 Gbit/s", GIGABIT), ("as fast as decoding", as_fast)] {
        let slow = Server::start(None)?.at_rate(rate)?;
        let mut transfer = f64::MAX;
        let (mut both, mut one) = (Walk::default(), Walk::default());
        for _ in 0..ROUNDS {
            transfer = transfer.min(slow.drain()?);
            both.run(&programs.ours, "prefetch", &slow)?;
            one.run(&programs.ours, "walk", &slow)?;
        }
        let larger = Some(transfer.max(decoding));
        table.add(
            &format!("network {network}, wall seconds: the larger of transfer and decoding (in place of plain), prefetch"),
            larger,
            both.wall,
            Row::at_most_of_plain(1.1),
        );
        table.add(
            &format!("network {network}, the same, without prefetch"),
            larger,
            one.wall,
            Row::no_bound(),
        );
    }
    Ok(())
}

/// The best of several walks.
#[derive(Default)]
struct Walk {
    cpu: Option<f64>,
    wall: Option<f64>,
    memory: Option<f64>,
}

impl Walk {
    fn run(&mut self, program: &Path, how: &str, server: &Server) -> Outcome<()> {
        let run = measure::run(program, &[how, &server.url()])?;
        let [calls, peak] = &run.lines[..] else {
            return Err(format!("{how}: not understood: {:?}", run.lines).into());
        };
        let expected = (server.pages() * CALLS).to_string();
        if *calls != expected {
            return Err(format!("{how}: {calls} calls instead of {expected}").into());
        }
        let peak = peak.parse::<f64>()? / 1024.0;
        let least = |kept: Option<f64>, new: f64| Some(kept.map_or(new, |kept| kept.min(new)));
        self.cpu = least(self.cpu, run.cpu);
        self.wall = least(self.wall, run.wall);
        self.memory = least(self.memory, peak);
        Ok(())
    }
}

/// Builds with the same TLS as "plain", rustls with aws-lc, and with *ring*.
fn build(programs: &Programs, table: &mut Table) -> Outcome<()> {
    const PLAIN: &[&str] = &["--package", "plain"];
    const OURS: &[&str] = &["--package", "ours"];
    const RING: &[&str] = &[
        "--package",
        "ours",
        "--no-default-features",
        "--features",
        "rustls-ring",
    ];

    let plain = programs.build_from_scratch(PLAIN)?;
    for (job, arguments, most) in [
        (
            "clean release build of a dependent, CPU seconds",
            OURS,
            1.05,
        ),
        ("the same with `rustls-ring`", RING, 0.65),
    ] {
        let ours = programs.build_from_scratch(arguments)?;
        table.add(job, Some(plain), Some(ours), Row::at_most_of_plain(most));
    }
    let crates = programs.crates(PLAIN)?;
    for (job, arguments) in [
        ("crates in its tree", OURS),
        ("the same with `rustls-ring`", RING),
    ] {
        let ours = programs.crates(arguments)?;
        table.add(job, Some(crates), Some(ours), Row::at_most(crates + 10.0));
    }
    Ok(())
}
