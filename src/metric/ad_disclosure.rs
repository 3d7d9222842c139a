//! 广告标识: how much of what sells is marked as advertising.

use super::spec::{Bound, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Threshold};
use crate::dataset::{Class, Features, Line};
use crate::feature::{ad_hit, validated};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "ad_disclosure",
    name: Text { zh: "广告标识率", en: "Commercial messages marked" },
    family: Family::Governance,
    doc: Text {
        zh: "上一个完整自然周里的商业消息（两类以上推销线索，或带商店链接；管理员与运营号发的也算）中，同一条消息里写明“广告”二字的占比。只写“推广、赞助、合作”算弱标识，另列。图片里的标识看不见；写没写“广告”不决定它是不是广告。不是法律意见。",
        en: "Of the commercial messages of the last complete week (two kinds of cues of selling, or a shop link; those of admins and the operator too), the share that bears the word for advertising in the same message. “Promotion”, “sponsored” or “partnership” alone is a weak mark, told apart. Marks in pictures cannot be seen, and a mark is not what makes something an ad. No legal advice.",
    },
    formula: "commercial messages that bear the word for advertising / commercial messages",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(1.0)), watch: None, n_min: 1, source: "S51" }],
    segments: &[("weak", "commercial messages with a weak mark alone, over commercial messages")],
    source: "S51",
    advice: "advice.compliance.ad_label",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let Some(week) = group.days.weeks().last().copied() else {
        return Outcome { rows: vec![Measurement::new(Unit::Ratio)], ..Outcome::default() };
    };
    let shop = |at: u32| group.shop_lines().binary_search(&at).is_ok();
    let (mut commercial, mut marked, mut weak, mut unmarked_shops) = (0, 0, 0, 0);
    let says = |line: &Line, fact: Features| line.features.has(fact);
    for (at, line) in group.timeline.on_days(week, week + 6) {
        let counts = matches!(line.class, Class::Eligible | Class::Operator);
        let sells = shop(at) && !says(line, Features::REPORTS_AD);
        if !counts || !(sells || ad_hit(line.features)) {
            continue;
        }
        commercial += 1;
        marked += u64::from(says(line, Features::DISCLOSED));
        weak += u64::from(!says(line, Features::DISCLOSED) && says(line, Features::DISCLOSED_WEAK));
        unmarked_shops += u64::from(sells && !says(line, Features::DISCLOSED));
    }
    let mut head = Measurement::ratio(marked, commercial);
    if commercial == 0 {
        head.standing = Standing::NotApplicable;
    } else if marked < commercial && unmarked_shops == 0 && !validated("ads") {
        // Only words say that the unmarked ones sell: not sure enough for a breach.
        head.standing = Standing::Force(Forced::Watch);
    }
    head.degraded.extend((!validated("ads")).then_some("unvalidated"));
    let rows = vec![head, Measurement::ratio(weak, commercial).info().segment("weak")];
    let over = |row: Measurement| row.basis("messages").over(Some((week, week + 6)));
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}
