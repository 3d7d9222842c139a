//! 链接点击率: of the members who could see a shared link, the share who opened it.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::{Day, monday};
use crate::dataset::{Basis, Group, Share};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "link_ctr",
    name: Text { zh: "链接点击率", en: "Link click-through rate" },
    family: Family::Content,
    doc: Text {
        zh: "最近一个已结束满 7 天的完整自然周里分享的链接：7 天内的独立点击者之和 ÷ 触达人数之和（分享当刻在群的成员，去掉分享者、机器人与运营号）。分享前的点击、分享者自己、预览抓取不算。只算点击日志记得到的链接：日志不含其网站或那段时间的链接不算零，而是未知。短链后台的合计认不出谁点的，只列在链接表里，算不出点击率。没有点击日志时只给「回应代理」，不冠以点击率之名，也不判线。",
        en: "Links shared in the latest complete ISO week that ended at least seven days ago: unique clickers within seven days over reach, both summed (reach: members present at the share, less sharer, bots and operators). Clicks before the share, the sharer's own and preview fetches do not count. Only links whose clicks the logs hold are summed: one of another site, or shared outside the time a log spans, is unknown, not unclicked. Totals of a link service know nobody who clicked, so they stand in the links table and give no rate. Without a click log there is only a response proxy, never called CTR and never judged.",
    },
    formula: "sum of unique clickers within 7 days / sum of reach",
    needs: &[
        "clicks.csv or a click log with visitors",
        "roster (else reach is the declared size, or those who spoke and no bound applies)",
    ],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(0.15)), watch: None, n_min: 30, source: "S31" }],
    segments: &[
        ("clicks_per_reach", "all clicks over reach"),
        ("identified_only", "unique clickers known as people, over reach"),
        (
            "response_proxy",
            "members who answered, reacted or shared again within 24 hours, over reach; only without a click log",
        ),
    ],
    source: "S31",
    advice: "advice.content.format",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks: Vec<Day> =
        group.days.weeks().into_iter().filter(|start| start + 6 <= context.settings.as_of - 7).collect();
    let week = weeks.last().copied();
    let shares = |start: Day| group.shares.iter().filter(move |share| monday(share.day) == start);
    let of_week: Vec<&Share> = week.into_iter().flat_map(shares).collect();
    let unlogged = of_week.iter().filter(|share| !share.logged).count();
    let totals = group.shares.iter().any(|share| share.total_clicks.is_some());
    let of_week: Vec<&Share> = of_week.into_iter().filter(|share| share.logged || !group.has_clicks).collect();
    let sum = |field: fn(&Share) -> u64| of_week.iter().map(|share| field(share)).sum::<u64>();
    let reach = sum(|share| share.reach);
    let mut rows = Vec::new();
    if group.has_clicks {
        let mut headline = Measurement::ratio(sum(|share| share.visitors), reach);
        if 2 * sum(|share| share.ambiguous) > sum(|share| share.clicks) {
            headline = headline.degraded("ambiguous_links").info();
        }
        let nameless = sum(|share| share.nameless);
        if 2 * nameless > sum(|share| share.clicks) {
            // Too many clicks name nobody: zero unique clickers would only mean unknown ones.
            headline = Measurement::new(Unit::Ratio).standing(Standing::NoData);
        }
        if nameless > 0 {
            headline = headline.degraded("clicks_without_visitor");
        }
        if unlogged > 0 {
            headline = headline.degraded("links_not_logged");
        }
        rows.push(headline);
        let clicks = sum(|share| share.clicks);
        let mut per_reach = Measurement::quotient(Unit::Ratio, count(clicks), count(reach), reach).info();
        if clicks > reach {
            per_reach.degraded.push("leakage");
        }
        rows.push(per_reach.segment("clicks_per_reach"));
        rows.push(Measurement::ratio(sum(|share| share.identified), reach).info().segment("identified_only"));
    } else {
        let why = if totals { "link_totals_only" } else { "no_click_log" };
        rows.push(Measurement::new(Unit::Ratio).standing(Standing::NoData).degraded(why));
        let proxy = Measurement::ratio(sum(|share| u64::from(share.responders)), reach).info();
        rows.push(proxy.degraded("no_click_log").segment("response_proxy"));
    }
    for row in &mut rows {
        row.period = week.map(|start| (start, start + 6));
        match group.basis {
            Basis::Roster => row.basis = "roster",
            Basis::Declared(_) => (row.basis, row.degraded) = ("declared_size", with(&row.degraded, "no_roster")),
            Basis::Speakers => {
                (row.basis, row.degraded) = ("speakers", with(&row.degraded, "no_roster"));
                if row.value.is_some() {
                    row.standing = Standing::Info;
                }
            }
        }
    }
    Outcome { rows, tables: [("history", history(group, &weeks))].into() }
}

fn with(degraded: &[&'static str], why: &'static str) -> Vec<&'static str> {
    degraded.iter().copied().chain([why]).collect()
}

fn history(group: &Group, weeks: &[Day]) -> Table {
    let value = |start: &Day| {
        let (mut clickers, mut reach) = (0, 0);
        for share in group.shares.iter().filter(|share| share.logged && monday(share.day) == *start) {
            clickers += share.visitors;
            reach += share.reach;
        }
        (*start, (group.has_clicks && reach > 0).then(|| count(clickers) / count(reach)))
    };
    Table::history(weeks.iter().map(value).collect())
}
