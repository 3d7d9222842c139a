//! 文件过期风险: valuable files the platform is about to delete.

use std::collections::BTreeMap;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::HOUR_MS;
use crate::charter::limit_of;
use crate::dataset::Group;
use crate::unit::{Text, Unit};

/// Days before its deletion from which a file is at risk.
const WARNING: i64 = 2;
/// A day, ms.
const DAY_MS: i64 = 24 * HOUR_MS;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "file_expiry_risk",
    name: Text { zh: "将过期文件", en: "Files about to expire" },
    family: Family::Lifecycle,
    doc: Text {
        zh: "到 as-of 当天结束时，离平台删除不足两天、还没过期的有价值文件数。有价值：有两人以上回应或反应，或被下载过。同名文件按最近一次上传算。平台保存天数 2026-11-22 查得（QQ 群临时文件 7 天）；不知道保存多久的平台不适用。",
        en: "Valuable files that, when as-of ends, the platform will delete in less than two days and has not deleted yet. Valuable: two others answered or reacted, or somebody downloaded it. Files of one name count from their latest upload. How long platforms keep files was looked up on 2026-11-22 (temporary files of QQ groups: 7 days); where nobody knows, the question does not arise.",
    },
    formula: "valuable files with retention - 2 d < age <= retention",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::AtLeast(1.0)), n_min: 1, source: "S34" }],
    segments: &[("expired", "valuable files past their time"), ("retention_days", "days the platform keeps a file")],
    source: "S34",
    advice: "advice.content.archive",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let as_of = context.settings.as_of;
    let limit = limit_of(group.platform.as_str(), group.meta.kind.as_deref());
    let period = Some((as_of, as_of));
    let Some(days) = limit.and_then(|limit| limit.file_days) else {
        let row = Measurement::new(Unit::Count).standing(Standing::NotApplicable).degraded("retention_unknown");
        return Outcome { rows: vec![row.over(period)], ..Outcome::default() };
    };
    let end = group.calendar.clone().start(as_of + 1);
    let kept = i64::from(days) * DAY_MS;
    let ages: Vec<i64> = valuable(group, end).map(|ts| end - ts).collect();
    let n = ages.len() as u64;
    let expired = ages.iter().filter(|age| **age > kept).count() as u64;
    let risk = ages.iter().filter(|age| (kept - WARNING * DAY_MS + 1..=kept).contains(*age)).count() as u64;
    let mut head = Measurement::counted(Unit::Count, risk, n).standing(Standing::Judge);
    if n == 0 {
        // No file is at risk where there is none.
        head.n = 1;
    }
    let rows = vec![
        head,
        Measurement::counted(Unit::Count, expired, n).segment("expired"),
        Measurement::counted(Unit::Days, u64::from(days), n).segment("retention_days"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("files").over(period)).collect(), ..Outcome::default() }
}

/// When each valuable file was uploaded last before `end`.
fn valuable(group: &Group, end: i64) -> impl Iterator<Item = i64> {
    let downloaded = |ts: i64| {
        let shares = &group.file_shares;
        let start = shares.partition_point(|share| share.ts < ts);
        shares[start..].iter().take_while(|share| share.ts == ts).any(|share| share.clicks > 0)
    };
    let answered = |ts: i64, person: u32| {
        let start = group.articles.partition_point(|article| article.ts < ts);
        let same = group.articles[start..].iter().take_while(|article| article.ts == ts);
        same.filter(|article| article.person == person).any(|article| article.quality)
    };
    // A file without a name is its message.
    let mut files: BTreeMap<(Option<String>, u32), (i64, bool)> = BTreeMap::new();
    for file in &group.timeline.files {
        let Some(line) = group.timeline.lines.get(file.line as usize) else { continue };
        if !line.eligible() || line.ts >= end {
            continue;
        }
        let name = file.name.as_ref().map(|name| name.trim().to_lowercase());
        let key = (name.clone(), if name.is_some() { 0 } else { file.line });
        let entry = files.entry(key).or_insert((line.ts, false));
        entry.0 = entry.0.max(line.ts);
        entry.1 |= downloaded(line.ts) || answered(line.ts, line.person);
    }
    files.into_values().filter(|(_, valuable)| *valuable).map(|(ts, _)| ts)
}
