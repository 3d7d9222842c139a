//! 阶梯式参与: who moved up, down or out between two windows of 28 days.

use std::collections::BTreeMap;

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, count};
use crate::calendar::Day;
use crate::dataset::{Basis, Group, Layer, PersonIx};
use crate::unit::{Text, Unit};

/// Days of a window.
const WINDOW: Day = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "ladder_progression",
    name: Text { zh: "阶梯晋级率", en: "Promotion rate" },
    family: Family::Structure,
    doc: Text {
        zh: "上一个 28 天窗口末在沉默、轻度、活跃层的成员，28 天后升到更高层的占比；另列降层率（轻度、活跃、核心中下降的）和离开率（各层中离群的）。入群不足 7 天的“新”成员不进分母。两个窗口都要完整。",
        en: "Of the members in the silent, light or active layer at the end of the 28 days before, the share that stood in a higher layer 28 days later; with those who fell (of light, active and core) and those who left (of all). Members of less than seven days are in no denominator. Both windows must be complete.",
    },
    formula: "members whose layer rose / members in silent, light or active 28 days before",
    needs: &["roster"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[
        ("demotion_rate", "members whose layer fell, over members in light, active or core before"),
        ("exit_rate", "members who left, over members in any layer before"),
        ("from:…", "people of a layer before by their layer now, such as from:light/to:active"),
    ],
    source: "S41",
    advice: "advice.layers.grow_contributors",
    compute: Compute::Group(compute),
};

/// Layers from the lowest rung up.
const RUNGS: [Layer; 4] = [Layer::Silent, Layer::Light, Layer::Active, Layer::Core];

fn compute(context: &Context<'_>) -> Outcome {
    let (group, as_of) = (context.group, context.settings.as_of);
    let period = Some((as_of - WINDOW + 1, as_of));
    if !group.days.covers(as_of - 2 * WINDOW + 1, as_of) {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).over(period);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let moves = moves(group, as_of);
    let rung = |layer: Layer| RUNGS.iter().position(|rung| *rung == layer);
    let sum = |keep: &dyn Fn(usize, Option<usize>) -> bool| -> u64 {
        let kept = moves
            .iter()
            .filter(|((before, now), _)| rung(*before).is_some_and(|before| keep(before, now.and_then(rung))));
        kept.map(|(_, people)| people).sum()
    };
    let top = RUNGS.len() - 1;
    let rate = |numerator: u64, denominator: u64| Measurement::ratio(numerator, denominator).info();
    let mut rows = vec![
        rate(sum(&|before, now| now.is_some_and(|now| now > before)), sum(&|before, _| before < top)),
        rate(sum(&|before, now| now.is_some_and(|now| now < before)), sum(&|before, _| before > 0))
            .segment("demotion_rate"),
        rate(sum(&|_, now| now.is_none()), sum(&|_, _| true)).segment("exit_rate"),
    ];
    let mut cells = Vec::new();
    for ((before, now), people) in &moves {
        let word = now.map_or("left", Layer::name);
        let of = moves.iter().filter(|((layer, _), _)| layer == before).map(|(_, people)| people).sum();
        rows.push(rate(*people, of).segment(format!("from:{}/to:{word}", before.name())));
        let text = |word: &str| Cell::Text(word.to_owned());
        cells.push(vec![text(before.name()), text(word), Cell::Number(count(*people))]);
    }
    for row in &mut rows {
        row.period = period;
        row.basis = if group.basis == Basis::Roster { "roster" } else { "speakers" };
        row.degraded.extend((group.basis != Basis::Roster).then_some("no_roster"));
    }
    Outcome { rows, tables: [("moves", Table { columns: &["before", "now", "people"], rows: cells })].into() }
}

/// People by the layer they stood in 28 days before `as_of` and the one they stand in now; `None`: left.
fn moves(group: &Group, as_of: Day) -> BTreeMap<(Layer, Option<Layer>), u64> {
    let now: BTreeMap<PersonIx, Layer> =
        group.layers(as_of).iter().map(|member| (member.person, member.layer)).collect();
    let mut moves = BTreeMap::new();
    for member in group.layers(as_of - WINDOW).iter().filter(|member| member.layer != Layer::New) {
        *moves.entry((member.layer, now.get(&member.person).copied())).or_default() += 1;
    }
    moves
}
