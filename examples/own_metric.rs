//! A vital of one's own: a const like the built-in ones, computed over the groups of any export beside them, judged by
//! its own threshold, which a charter may override.
//!
//! `cargo run --example own_metric -- fixtures/metrics/boundary 2026-03-03`

use chatvitals::error::{Error, Result};
use chatvitals::metric::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Threshold};
use chatvitals::unit::{Lang, Text, Unit};
use chatvitals::{Job, calendar, judge, read, render};

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
        if calendar::weekday(row.day) >= 5 {
            weekend += u64::from(row.messages);
        }
    }
    Outcome { rows: vec![Measurement::ratio(weekend, all).over(group.days.span())], ..Outcome::default() }
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let export = arguments.next().ok_or_else(|| Error::Usage("give an export, and a last day if you like".into()))?;
    let job = Job::new([export]).metric(&WEEKEND_SHARE).only("weekend_share").only("daily_messages").lang(Lang::En);
    let job = arguments.next().into_iter().fold(job, Job::as_of);
    let report = judge(&job, &read(&job)?)?;
    render(&report, &render::TERMINAL, &mut std::io::stdout())
}
