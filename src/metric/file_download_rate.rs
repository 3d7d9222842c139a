//! 文件下载率: how many of those who could see a shared file fetched it.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::{Day, monday};
use crate::dataset::{Basis, Group, Share};
use crate::unit::{Text, Unit};

/// Days a file has to be fetched.
const WINDOW: Day = 7;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "file_download_rate",
    name: Text { zh: "文件下载率", en: "File download rate" },
    family: Family::Content,
    doc: Text {
        zh: "与链接点击率同法：最近一个已过完 7 天窗口的完整自然周里，各文件的独立下载人数之和 ÷ 触达人数之和（分享时在群、除分享者外的成员）。文件按名字或消息编号认；24 小时内重发的同名文件是同一次分享；分享者本人、机器人、运营号的下载不算。没有下载记录时只有分享数，不评判。",
        en: "As for link clicks: over the files shared in the latest complete week whose seven days have passed, distinct people who fetched a file over people who could see it (members present at the share, without the sharer), both summed. Files are known by name or message id; the same name again within 24 hours is the same share; the sharer's own downloads, bots' and the operator's do not count. Without a download log there is only the number of files, unjudged.",
    },
    formula: "sum of distinct downloaders within 7 days / sum of reach",
    needs: &["downloads.csv"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(0.15)), watch: None, n_min: 30, source: "S31" }],
    segments: &[
        ("downloads", "downloads of these files, several by one person too"),
        ("files_shared", "files shared in the week"),
    ],
    source: "S31, S54",
    advice: "advice.content.format",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let passed = |start: &Day| start + 6 <= context.settings.as_of - WINDOW;
    let weeks: Vec<Day> = group.days.weeks().into_iter().filter(passed).collect();
    let week = weeks.last().copied();
    let shares: Vec<&Share> = week.into_iter().flat_map(|start| of_week(group, start)).collect();
    let sum = |field: fn(&Share) -> u64| shares.iter().map(|share| field(share)).sum::<u64>();
    let (reach, files, nameless) = (sum(|share| share.reach), shares.len() as u64, sum(|share| share.nameless));
    let mut head = Measurement::ratio(sum(|share| share.visitors), reach);
    if !group.has_downloads {
        head = Measurement::new(Unit::Ratio).standing(Standing::NoData).degraded("no_download_log");
    } else if 2 * nameless > sum(|share| share.clicks) {
        head = Measurement::new(Unit::Ratio).standing(Standing::NoData).degraded("downloads_without_account");
    }
    let mut downloads = Measurement::counted(Unit::Count, sum(|share| share.clicks), reach).segment("downloads");
    if !group.has_downloads || week.is_none() {
        downloads = Measurement { value: None, numerator: None, standing: Standing::NoData, ..downloads };
    }
    let mut shared = Measurement::counted(Unit::Count, files, files).segment("files_shared");
    if week.is_none() {
        shared = Measurement { value: None, numerator: None, standing: Standing::NoData, ..shared };
    }
    let mut rows = vec![head, downloads, shared];
    for row in &mut rows {
        row.period = week.map(|start| (start, start + 6));
        row.basis = match group.basis {
            Basis::Roster => "roster",
            Basis::Declared(_) => "declared_size",
            Basis::Speakers => "speakers",
        };
        row.degraded.extend((group.basis != Basis::Roster).then_some("no_roster"));
    }
    // Of speakers alone nobody knows how many could see a file.
    if group.basis == Basis::Speakers && rows[0].value.is_some() {
        rows[0].standing = Standing::Info;
    }
    let value = |start: &Day| {
        let (fetched, reach) =
            of_week(group, *start).fold((0, 0), |sum, share| (sum.0 + share.visitors, sum.1 + share.reach));
        (*start, (group.has_downloads && reach > 0).then(|| count(fetched) / count(reach)))
    };
    let history = Table::history(weeks.iter().map(value).collect());
    Outcome { rows, tables: [("history", history)].into() }
}

fn of_week(group: &Group, start: Day) -> impl Iterator<Item = &Share> {
    group.file_shares.iter().filter(move |share| monday(share.day) == start)
}
