//! A vital of one's own: a const like the built-in ones, computed over the groups of any export and
//! judged by its own threshold.
//!
//! `cargo run --example own_metric -- fixtures/metrics/boundary 2026-03-03`

#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use std::path::PathBuf;

use chatvitals::calendar::{Calendar, weekday};
use chatvitals::charter::{Preset, Profile, Settings, ThresholdProfile};
use chatvitals::error::{Error, Result};
use chatvitals::frame::Projection;
use chatvitals::metric::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Threshold};
use chatvitals::pipeline::{self, Question};
use chatvitals::unit::{Text, Unit};
use chatvitals::verdict;

/// 周末占比: what part of the talk falls on Saturday and Sunday.
const WEEKEND_SHARE: Metric = Metric {
    id: "weekend_share",
    name: Text { zh: "周末发言占比", en: "Weekend share" },
    family: Family::Activity,
    doc: Text {
        zh: "全部完整日里，周六与周日的有效发言占全部有效发言的比例。",
        en: "Of the eligible messages of every complete day, the share written on a Saturday or Sunday.",
    },
    formula: "messages on Saturday and Sunday / messages",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Above(0.5)), n_min: 10, source: "ours" }],
    segments: &[],
    source: "ours",
    advice: "advice.calendar.best_slot",
    compute: Compute::Group(weekend_share),
};

fn weekend_share(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let complete = group.member_days.iter().filter(|row| group.days.contains(row.day));
    let (mut weekend, mut all) = (0, 0);
    for row in complete {
        all += u64::from(row.messages);
        if weekday(row.day) >= 5 {
            weekend += u64::from(row.messages);
        }
    }
    Outcome { rows: vec![Measurement::ratio(weekend, all).over(group.days.span())], ..Outcome::default() }
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let export = arguments.next().ok_or_else(|| Error::Usage("give an export, and a last day if you like".into()))?;
    let question = Question { exports: vec![PathBuf::from(export)], as_of: arguments.next(), ..Question::default() };

    let reading = pipeline::read(&question, Projection::Vitals, &|_bytes| {})?;
    let mut calendar = Calendar::new(reading.zone.clone(), 0);
    let window = pipeline::window(&question, &mut calendar)?;
    let built = pipeline::build(&reading, &window, &mut calendar)?;
    let settings = Settings {
        as_of: built.as_of,
        preset: Preset::default(),
        profile: Profile::default(),
        platforms: 1,
        thresholds: ThresholdProfile::default(),
        asked: vec![WEEKEND_SHARE.id],
        names_shown: true,
        overrides: Vec::new(),
        charter: reading.charter.clone(),
    };

    let groups: Vec<_> = built.groups.iter().collect();
    for group in &built.groups {
        let outcome = weekend_share(&Context { group, groups: &groups, settings: &settings });
        for row in &outcome.rows {
            let judged = verdict::judge(&WEEKEND_SHARE, row, &settings);
            let value = row.value.map_or("-".to_owned(), |value| format!("{:.1} %", 100.0 * value));
            println!("{}: {} {value} (n={}), {}", group.name, WEEKEND_SHARE.id, row.n, judged.status.name());
        }
    }
    Ok(())
}
