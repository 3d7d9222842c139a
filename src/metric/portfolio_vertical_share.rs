//! 垂直群占比: how many of the active groups serve one field.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome};
use crate::dataset::Group;
use crate::unit::{Text, Unit};

/// Days in which a group must have spoken to be active.
const ACTIVE_DAYS: i32 = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "portfolio_vertical_share",
    name: Text { zh: "垂直群占比", en: "Groups that serve one field" },
    family: Family::Lifecycle,
    doc: Text {
        zh: "近 28 天有有效发言、且 groups.csv 注明类型的群里，服务于一个垂直领域（resource、learning、service）的占比；other 算非垂直，没注明的不进分母。“超 70%”的说法未经证实，只作参照。",
        en: "Of the groups with an eligible message in the last 28 days and a type in groups.csv, the share that serves one field (resource, learning, service); `other` does not, and groups without a type are left out. The claimed “over 70 %” is unverified and only a reference.",
    },
    formula: "active groups of a vertical type / active groups with a type",
    needs: &["groups.csv"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[("active_groups", "groups with an eligible message in 28 days"), ("untyped", "those without a type")],
    source: "S01",
    advice: "advice.type.resource",
    compute: Compute::Groups(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let as_of = context.settings.as_of;
    let active = |group: &&&Group| !group.between(as_of - ACTIVE_DAYS + 1, as_of).is_empty();
    let groups: Vec<&Group> = context.groups.iter().filter(active).copied().collect();
    let typed: Vec<&str> = groups.iter().filter_map(|group| group.meta.group_type.as_deref()).collect();
    let vertical = typed.iter().filter(|word| !word.eq_ignore_ascii_case("other") && **word != "其他").count() as u64;
    let (all, known) = (groups.len() as u64, typed.len() as u64);
    let rows = vec![
        Measurement::ratio(vertical, known).info(),
        Measurement::counted(Unit::Count, all, all).segment("active_groups"),
        Measurement::counted(Unit::Count, all - known, all).segment("untyped"),
    ];
    let period = Some((as_of - ACTIVE_DAYS + 1, as_of));
    Outcome { rows: rows.into_iter().map(|row| row.basis("groups").over(period)).collect(), ..Outcome::default() }
}
