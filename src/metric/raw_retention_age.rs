//! 原始数据留存: how old the raw exports are that are still kept.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::unit::{Text, Unit};

/// Days raw exports may be kept, unless the charter overrides the threshold.
const DAYS: f64 = 30.0;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "raw_retention_age",
    name: Text { zh: "原始数据留存", en: "Age of raw exports" },
    family: Family::Quality,
    doc: Text {
        zh: "as-of 距导出文件中这个群最后一条记录的天数：导出至少不早于它，所以这是留存时长的上界。超过 30 天为关注（我们定的，可在章程改）：个人信息保存期限应为实现目的所必要的最短时间。",
        en: "Days from the last record of the group in the exports to as-of. An export is no older than its last record, so this is the most it can have been kept. Past 30 days (our choice, a charter may say otherwise) is worth a look: personal information should be kept no longer than its purpose needs.",
    },
    formula: "as_of - day of the last record",
    needs: &[],
    unit: Unit::Days,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Above(DAYS)), n_min: 1, source: "ours" }],
    segments: &[],
    source: "S50",
    advice: "advice.compliance.purge",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let as_of = context.settings.as_of;
    let timeline = &group.timeline;
    let last = timeline.lines.last().map(|line| line.day).max(timeline.events.last().map(|event| event.day));
    let mut row = Measurement::new(Unit::Days).basis("last_record").over(Some((as_of, as_of)));
    row.n = (timeline.lines.len() + timeline.events.len()) as u64;
    if let Some(last) = last {
        row.value = Some(f64::from((as_of - last).max(0)));
        row.standing = Standing::Judge;
    }
    Outcome { rows: vec![row], ..Outcome::default() }
}
