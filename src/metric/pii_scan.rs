//! 报告个人信息扫描: personal information in what the outputs hold.

use std::collections::{BTreeMap, BTreeSet};

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::dataset::Group;
use crate::feature::{Personal, personal};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "pii_scan",
    name: Text { zh: "报告个人信息", en: "Personal information in outputs" },
    family: Family::Quality,
    doc: Text {
        zh: "输出里来自导出的每一个不同的文字（链接、热词；显示姓名时还有群名、账号和昵称）中识别到的个人信息处数：手机号、带校验的身份证号和银行卡号、邮箱、标明的 QQ 号、wxid、车牌、地址。--names pseudonym 的报告是给别人看的，有一处即越线；显示姓名的是自己的一份，只作提示。正文不进任何输出。",
        en: "Finds of personal information in every distinct text the outputs take from the exports (links and trending words; with names shown also the group's name, accounts and nicknames): mobile numbers, identity and bank cards by their check digits, mail addresses, labelled QQ numbers, wxids, number plates, addresses. A report with --names pseudonym is meant for others: one find is a breach. With names shown it is the operator's own copy and only told. No output holds a message.",
    },
    formula: "finds in the texts of the outputs",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Above(0.0)), watch: None, n_min: 0, source: "S50" }],
    segments: &[("kind:…", "finds of one kind: mobile, id_card, bank_card, email, qq, wxid, plate, address")],
    source: "S50",
    advice: "advice.compliance.pii",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let (group, shown) = (context.group, context.settings.names_shown);
    let mut texts: BTreeSet<&str> = told(group).collect();
    if shown {
        texts.extend(named(group));
    }
    let mut finds: BTreeMap<Personal, u64> = BTreeMap::new();
    for kind in texts.iter().flat_map(|text| personal(text)) {
        *finds.entry(kind).or_default() += 1;
    }
    let texts = texts.len() as u64;
    let total = finds.values().sum();
    let standing = if shown { Standing::Info } else { Standing::Judge };
    let mut rows = vec![Measurement::counted(Unit::Count, total, texts).standing(standing)];
    let kind = |(kind, finds): (&Personal, &u64)| {
        Measurement::counted(Unit::Count, *finds, texts).segment(format!("kind:{}", kind.name()))
    };
    rows.extend(finds.iter().map(kind));
    let basis = if shown { "own_copy" } else { "shareable" };
    let over = |row: Measurement| row.basis(basis).over(group.days.span());
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}

/// Texts of the export that outputs hold whoever they are for.
fn told(group: &Group) -> impl Iterator<Item = &str> {
    let terms = group.timeline.terms.terms.iter().map(|term| term.word.as_str());
    group.shares.iter().map(|share| share.url.as_str()).chain(terms)
}

/// Texts they hold where names are shown.
fn named(group: &Group) -> impl Iterator<Item = &str> {
    let people = group.people.iter().flat_map(|person| [person.account.as_str(), person.name.as_str()]);
    // The platform's word before an id would label any number as one of QQ's.
    let id = group.id.split_once(':').map_or(group.id.as_str(), |(_, id)| id);
    [id, group.name.as_str()].into_iter().chain(people)
}
