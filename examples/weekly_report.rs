//! The whole flow as a library: exports in, verdicts out.
//!
//! `cargo run --example weekly_report -- fixtures/metrics/tiny3d 2026-03-08`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::path::PathBuf;

use chatvitals::error::{Error, Result};
use chatvitals::frame::Projection;
use chatvitals::look::value_text;
use chatvitals::pipeline::{self, Question};
use chatvitals::unit::Lang;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let export = arguments.next().ok_or_else(|| Error::Usage("give an export, and a last day if you like".into()))?;
    let question = Question {
        exports: vec![PathBuf::from(export)],
        as_of: arguments.next(),
        lang: Lang::En,
        ..Question::default()
    };

    let reading = pipeline::read(&question, Projection::Vitals, &|_bytes| {})?;
    let report = pipeline::report(&question, &reading)?;

    let (breach, watch, judged) = report.tally();
    println!("{breach} of {judged} vitals in breach, {watch} to watch");
    for group in &report.groups {
        println!("\n{} ({} messages, {} members)", group.name, group.messages, group.members);
        for vital in report.of_group(&group.id).filter(|vital| vital.counts()) {
            let segment = vital.row.segment.as_deref().map_or(String::new(), |segment| format!("[{segment}]"));
            let value =
                vital.row.value.map_or("-".to_owned(), |value| value_text(value, vital.row.unit, None, Lang::En));
            let name = format!("{}{segment}", vital.metric.id);
            println!("  {:<14} {name:<28} {value} (n={})", vital.status.name(), vital.row.n);
        }
    }
    Ok(())
}
