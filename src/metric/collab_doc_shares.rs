//! 协作文档: documents worked on together that were shared in the group.

use std::collections::BTreeSet;

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome};
use crate::dataset::PersonIx;
use crate::feature::hosts;
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "collab_doc_shares",
    name: Text { zh: "协作文档分享", en: "Shared documents" },
    family: Family::Content,
    doc: Text {
        zh: "全部完整日里有效发言分享的在线协作文档链接条数（腾讯文档、金山文档、钉钉文档、语雀、飞书、石墨）；另列不同文档数与分享人数。",
        en: "Links to shared documents (Tencent Docs, KDocs, DingTalk, Yuque, Feishu, Shimo) in the eligible messages of all complete days; with distinct documents and people who shared them.",
    },
    formula: "links to hosts of shared documents",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[],
    segments: &[("documents", "distinct documents"), ("sharers", "distinct people who shared one")],
    source: "S15",
    advice: "advice.tools.collab",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let (mut links, mut documents, mut sharers) = (0, BTreeSet::new(), BTreeSet::<PersonIx>::new());
    for (line, url) in &group.timeline.links {
        let Some(said) = group.timeline.lines.get(*line as usize) else { continue };
        if said.eligible() && group.days.contains(said.day) && hosts::of(url).is_some_and(hosts::is_collab) {
            links += 1;
            documents.insert(url.as_str());
            sharers.insert(said.person);
        }
    }
    let row = |unit: Unit, value: u64| Measurement::counted(unit, value, links).basis("links").over(group.days.span());
    let rows = vec![
        row(Unit::Count, links),
        row(Unit::Count, documents.len() as u64).segment("documents"),
        row(Unit::Persons, sharers.len() as u64).segment("sharers"),
    ];
    Outcome { rows, ..Outcome::default() }
}
