//! 跨平台身份统一: how many accounts the identity map names, and how many people that leaves.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "identity_unification",
    name: Text { zh: "身份映射覆盖率", en: "Identity map coverage" },
    family: Family::Quality,
    doc: Text {
        zh: "本群出现的账号中，identities.csv 给出归属的比例。只按显式映射合并账号，从不按昵称自动合并；未映射的账号各算一人。多平台同时统计且覆盖率低于 80% 时提示关注。",
        en: "Of the accounts seen in the group, the share identities.csv names. Accounts are joined by explicit map only, never by name; an unmapped account is one person. Below 80 % with several platforms in the run it is worth watching.",
    },
    formula: "mapped accounts / accounts",
    needs: &["identities.csv"],
    unit: Unit::Ratio,
    thresholds: &[super::spec::Threshold {
        segment: None,
        breach: None,
        watch: Some(super::spec::Bound::Below(0.8)),
        n_min: 1,
        source: "ours",
    }],
    segments: &[("persons", "people the accounts stand for"), ("dedup_effect", "1 − people / accounts")],
    source: "S37",
    advice: "advice.identity.map",
    compute: Compute::Groups(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let (accounts, mapped) = group.accounts;
    let persons = group.account_persons;
    if !group.has_identities {
        let row = Measurement::new(Unit::Ratio).basis("accounts").degraded("no_identity_map");
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let headline = Measurement::ratio(mapped, accounts);
    let several = context.groups.iter().any(|other| other.platform != group.platform);
    let standing = if several { headline.standing } else { Standing::Info };
    let mut dedup = Measurement::ratio(accounts.saturating_sub(persons), accounts).info();
    dedup.ci = None;
    let rows = vec![
        headline.standing(standing),
        Measurement::counted(Unit::Persons, persons, accounts).segment("persons"),
        dedup.segment("dedup_effect"),
    ];
    let rows = rows.into_iter().map(|row| row.basis("accounts").over(group.days.span())).collect();
    Outcome { rows, ..Outcome::default() }
}
