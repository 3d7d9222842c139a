//! 数据质量: what the reading lost, what the coverage lacks, whether the clock can be right.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Threshold};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "data_quality",
    name: Text { zh: "数据质量（拒收率）", en: "Data quality (rejected share)" },
    family: Family::Quality,
    doc: Text {
        zh: "含有本群的导出文件中，无法保留的记录 ÷ 读到的记录；另列重复、缺口天数，以及本地 7 点至次日 1 点之间的消息占比——低于 80% 多半是时区选错了（tz_suspect）。",
        en: "In the exports that hold the group: records that could not be kept over records read, with duplicates, days lost in gaps, and the share of messages between 07:00 and 01:00 local time — below 80 % the zone is probably wrong (tz_suspect).",
    },
    formula: "rejected records / records read",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[
        Threshold { segment: None, breach: None, watch: Some(Bound::Above(0.01)), n_min: 1, source: "ours" },
        Threshold {
            segment: Some("waking_share"),
            breach: None,
            watch: Some(Bound::Below(0.8)),
            n_min: 100,
            source: "ours",
        },
        Threshold {
            segment: Some("gap_days"),
            breach: None,
            watch: Some(Bound::AtLeast(1.0)),
            n_min: 0,
            source: "ours",
        },
    ],
    segments: &[
        ("duplicate_share", "records another export already had, over records read"),
        ("waking_share", "messages between 07:00 and 01:00 local time, over messages"),
        ("gap_days", "days missing inside the coverage"),
    ],
    source: "S32",
    advice: "advice.data.quality",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let reading = group.reading;
    let mut calendar = group.calendar.clone();
    let span = Some((calendar.day(group.coverage.0), calendar.day(group.coverage.1)));
    let gap_days: i32 = group.gaps.iter().map(|(from, to)| to - from + 1).sum();
    let mut waking = Measurement::ratio(reading.waking, reading.messages).segment("waking_share");
    if waking.value.is_some_and(|share| share < 0.8) && waking.n >= 100 {
        waking.degraded.push("tz_suspect");
    }
    let mut gaps = Measurement::counted(Unit::Days, u64::try_from(gap_days).unwrap_or(0), 0).segment("gap_days");
    gaps.standing = super::spec::Standing::Judge;
    gaps.n = group.days.len() as u64;
    let rows = vec![
        Measurement::ratio(reading.rejected, reading.read),
        Measurement::ratio(reading.duplicate, reading.read).info().segment("duplicate_share"),
        waking,
        gaps,
    ];
    let without_interval = |row: Measurement| Measurement { ci: None, ..row };
    let rows = rows.into_iter().map(|row| without_interval(row).basis("records").over(span)).collect();
    Outcome { rows, ..Outcome::default() }
}
