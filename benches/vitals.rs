//! What each vital costs: its computation over a Telegram export of 1,000,000 messages, rollups it asks for
//! included and made anew for each, and its share of the sum. A table on standard output, dearest first.
//! `cargo bench --bench vitals`, or with `-- 200000` for another size.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chatvitals::calendar::Calendar;
use chatvitals::charter::Settings;
use chatvitals::dataset::Group;
use chatvitals::frame::Projection;
use chatvitals::metric::{Compute, Context, METRICS};
use chatvitals::pipeline::{self, Question};
use chatvitals::synth::{self, Plan};

const MESSAGES: u64 = 1_000_000;
/// Runs of each vital; the fastest is told.
const RUNS: usize = 3;

fn main() {
    // Cargo passes `--bench`; a number is ours.
    let messages = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(MESSAGES);
    let folder = tempfile::tempdir().expect("a folder for the export");
    let path = folder.path().join("result.json");
    let plan = Plan { messages, seed: 1, members: None, days: None };
    let mut out = BufWriter::new(File::create(&path).expect("the folder is ours"));
    synth::write("telegram-json", &plan, &mut out).expect("the disk takes the export");
    drop(out);
    let question = Question { exports: vec![path], ..Question::default() };
    let started = Instant::now();
    let reading = pipeline::read(&question, Projection::Vitals, &|_| ()).expect("a synthetic export is readable");
    let read = started.elapsed();
    let mut calendar = Calendar::new(reading.zone.clone(), 0);
    let window = pipeline::window(&question, &mut calendar).expect("no dates were given");
    let started = Instant::now();
    let built = pipeline::build(&reading, &window, &mut calendar).expect("frames join");
    let joined = started.elapsed();
    let settings = pipeline::settings(&question, &reading, &built).expect("every vital is known");
    let settings = settings.first().expect("an export holds a group");
    let mut rows: Vec<(Duration, &str)> = METRICS
        .iter()
        .filter_map(|metric| match metric.compute {
            Compute::Group(compute) | Compute::Groups(compute) => {
                Some((fastest(compute, &built.groups, settings), metric.id))
            }
            Compute::Verdicts(_) => None,
        })
        .collect();
    rows.sort_by(|a, b| b.cmp(a));
    let sum: Duration = rows.iter().map(|(time, _)| *time).sum();
    println!("{messages} messages; read {read:.2?}, joined {joined:.2?}, vitals one by one {sum:.2?}");
    for (time, id) in rows {
        println!(
            "{:>10.3} ms  {:>5.1} %  {id}",
            time.as_secs_f64() * 1e3,
            100.0 * time.as_secs_f64() / sum.as_secs_f64()
        );
    }
}

/// The least time a vital takes over all groups, nothing computed before it.
fn fastest(
    compute: fn(&Context<'_>) -> chatvitals::metric::Outcome,
    groups: &[Group],
    settings: &Settings,
) -> Duration {
    let run = || {
        let mut fresh: Vec<Group> = groups.to_vec();
        for group in &mut fresh {
            group.derived = Arc::default();
        }
        let groups: Vec<&Group> = fresh.iter().collect();
        let started = Instant::now();
        for group in &groups {
            std::hint::black_box(compute(&Context::new(group, &groups, settings)));
        }
        started.elapsed()
    };
    (0..RUNS).map(|_| run()).min().unwrap_or_default()
}
