//! The whole flow as a library: exports in, verdicts out.
//!
//! `cargo run --example weekly_report -- fixtures/metrics/tiny3d 2026-03-08`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use chatvitals::error::{Error, Result};
use chatvitals::unit::Lang;
use chatvitals::{Job, judge, read};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let export = arguments.next().ok_or_else(|| Error::Usage("give an export, and a last day if you like".into()))?;
    let job = arguments.next().into_iter().fold(Job::new([export]).lang(Lang::En), Job::as_of);
    let report = judge(&job, &read(&job)?)?;

    let (breach, watch, judged) = report.tally();
    println!("{breach} of {judged} vitals in breach, {watch} to watch");
    for group in &report.groups {
        println!("\n{} ({} messages, {} members)", group.name, group.messages, group.members);
        for vital in report.of_group(&group.id).filter(|vital| vital.counts()) {
            let segment = vital.row.segment.as_deref().map_or(String::new(), |segment| format!("[{segment}]"));
            let value = vital.row.value.map_or("-".to_owned(), |value| format!("{value:.3} {}", vital.row.unit.name()));
            let name = format!("{}{segment}", vital.metric.id);
            println!("  {:<14} {name:<28} {value} (n={})", vital.status.name(), vital.row.n);
        }
    }
    Ok(())
}
