//! 商业链接: how much of the talk sells something, and what came of it.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold, count};
use crate::dataset::{Features, MessageKind};
use crate::feature::hosts;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "commerce_links",
    name: Text { zh: "商业内容占比", en: "Commerce share" },
    family: Family::Content,
    doc: Text {
        zh: "全部完整日里，带商店链接或小店小程序的消息占有效发言的比例。有点击记录时列出这些链接的点击与订单转化；没有 orders.csv 就没有转化率，不当作零。",
        en: "In all complete days, messages with a shop link or a shop's mini program over eligible messages. With a click log the clicks on these links, and with orders.csv orders over clicks; without one there is none, not zero.",
    },
    formula: "eligible messages with a shop link or shop mini program / eligible messages",
    needs: &[],
    unit: Unit::Ratio,
    thresholds: &[Threshold {
        segment: None,
        breach: None,
        watch: Some(Bound::Above(0.10)),
        n_min: 10,
        source: "ours",
    }],
    segments: &[
        ("orders_per_click", "orders over clicks on shop links"),
        ("clicks", "clicks on shop links within seven days of the share"),
        ("disclosed", "commercial messages marked as advertising, over commercial messages"),
    ],
    source: "S46, S47",
    advice: "advice.commerce.balance",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let shop = |url: &str| hosts::is_shop_link(url);
    let linked = group.shop_lines();
    let (mut all, mut commercial, mut disclosed) = (0, 0, 0);
    for (at, line) in
        (0..).zip(&group.timeline.lines).filter(|(_, line)| line.eligible() && group.days.contains(line.day))
    {
        all += 1;
        let card = line.kind == MessageKind::MiniProgram && line.features.has(Features::AD_SHOP);
        if card || linked.binary_search(&at).is_ok() {
            commercial += 1;
            disclosed += u64::from(line.features.has(Features::DISCLOSED));
        }
    }
    let shares = group.shares.iter().filter(|share| shop(&share.url) && group.days.contains(share.day));
    let clicks: u64 = shares.map(|share| share.clicks).sum();
    let mut clicked = Measurement::counted(Unit::Count, clicks, clicks).segment("clicks");
    if !group.has_clicks {
        clicked = Measurement { value: None, numerator: None, standing: Standing::NoData, ..clicked };
    }
    let mut sold = Measurement::new(Unit::Ratio).segment("orders_per_click");
    if let Some(orders) = group.papers.orders.as_ref().filter(|_| group.has_clicks) {
        let bought =
            orders.iter().filter(|order| group.days.contains(order.day) && order.url.as_deref().is_none_or(&shop));
        sold = Measurement::quotient(Unit::Ratio, count(bought.count() as u64), count(clicks), clicks)
            .info()
            .segment("orders_per_click");
    }
    let rows = vec![
        Measurement::ratio(commercial, all),
        sold,
        clicked,
        Measurement::ratio(disclosed, commercial).info().segment("disclosed"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("messages").over(span)).collect(), ..Outcome::default() }
}
