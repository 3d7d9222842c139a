//! 分层占比: the shares of core, active and ordinary members, and what the loudest produce.

use std::collections::BTreeMap;

use super::spec::{
    Bound, Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};
use crate::charter::Preset;
use crate::dataset::{Basis, Group, Layer, PersonIx};
use crate::unit::{Text, Unit};

/// Layers of a preset: name, lowest, highest share.
const BAND: [(&str, f64, f64); 3] = [("core", 0.01, 0.10), ("active", 0.09, 0.20), ("ordinary", 0.70, 0.90)];
/// Members needed before one per cent of them can be told from none.
const ONE_PERCENT: u64 = 100;

const fn outside(segment: &'static str, low: f64, high: f64) -> Threshold {
    Threshold {
        segment: Some(segment),
        breach: Some(Bound::Outside(low, high)),
        watch: None,
        n_min: 20,
        source: "S11–S12",
    }
}

/// The metric.
pub const METRIC: Metric = Metric {
    id: "layer_shares",
    name: Text { zh: "分层占比", en: "Layer shares" },
    family: Family::Structure,
    doc: Text {
        zh: "最近 28 个完整日：核心（群主、管理员，或发言 ≥12 天）、活跃（≥4 天，或优质分享 ≥2 次，或在 calendar.csv 里主持过活动）、普通（轻度 1–3 天、沉默 0 天）各占成员的比例。按「天」而不按条数分层，刷屏换不来层级；入群不足 28 天按比例折算，不足 7 天另计为新人、不进分母。优质分享指 28 天内没有重复的链接、文件或长文（≥300 汉字或 180 词），且 24 小时内有 2 人以上回复或回应、或管理员回应、或点击率达 15%。主行是与所选预设的总变差距离（TVD）；另给出发言最多的 1%、其后 9%、其余 90% 作者的消息占比。",
        en: "Last 28 complete days: core (owner, admins, or active on 12 days), active (4 days, or 2 quality shares, or host of an event in calendar.csv) and ordinary members (light 1–3, silent 0) as shares of the members. Days count, not messages, so flooding buys no layer; cut-offs shrink for tenures under 28 days, and members of less than 7 are new and outside the base. A quality share is a link, file or long text (300 Han characters or 180 words), not a repetition within 28 days, that two others answered or reacted to within 24 hours, that an admin reacted to, or that 15 % of its reach opened. The headline is the total variation distance to the preset in force; the shares of messages by the top 1 %, next 9 % and other 90 % of authors stand beside it.",
    },
    formula: "members of the layer / members at as-of, new ones aside; headline ½ Σ |share − target|",
    needs: &["roster (else the base is those who spoke, and no bound applies)"],
    unit: Unit::Ratio,
    thresholds: &[outside("core", 0.01, 0.10), outside("active", 0.09, 0.20), outside("ordinary", 0.70, 0.90)],
    segments: &[
        ("core", "core members"),
        ("active", "active members"),
        ("ordinary", "light and silent members"),
        ("light", "ordinary members with 1–3 active days"),
        ("silent", "ordinary members without a message"),
        ("new", "members of less than seven days, outside the base"),
        ("top_1", "share of messages by the top 1 % of authors (at least one)"),
        ("next_9", "share of messages by the authors up to the top 10 %"),
        ("rest_90", "share of messages by all other authors"),
    ],
    source: "S11–S13",
    advice: "advice.layers.activate",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let Some(window) = group.layer_window() else {
        return Outcome { rows: vec![Measurement::new(Unit::Ratio)], ..Outcome::default() };
    };
    let layers = people_per_layer(group, context.settings.as_of);
    let of = |layer| layers.get(&layer).copied().unwrap_or(0);
    let ordinary = of(Layer::Light) + of(Layer::Silent);
    let base = of(Layer::Core) + of(Layer::Active) + ordinary;
    let counts = [of(Layer::Core), of(Layer::Active), ordinary];
    let mut rows = vec![distance(counts, base, context.settings.preset)];
    for ((name, _, _), people) in BAND.iter().zip(counts) {
        rows.push(judged(name, people, base, context));
    }
    for (name, layer) in [("light", Layer::Light), ("silent", Layer::Silent)] {
        rows.push(Measurement::ratio(of(layer), base).info().segment(name));
    }
    rows.push(Measurement::counted(Unit::Persons, of(Layer::New), base).segment("new"));
    let (basis, degraded) = match group.basis {
        Basis::Roster => ("roster", None),
        Basis::Declared(_) => ("declared_size", Some("no_roster")),
        Basis::Speakers => ("speakers", Some("no_roster")),
    };
    for row in &mut rows {
        row.basis = basis;
        row.degraded.extend(degraded);
    }
    rows.extend(by_rank(group, window));
    for row in &mut rows {
        row.period = Some(window);
    }
    let cells = [("core", Layer::Core), ("active", Layer::Active), ("light", Layer::Light), ("silent", Layer::Silent)]
        .into_iter()
        .map(|(name, layer)| {
            let share = Measurement::ratio(of(layer), base).value;
            vec![Cell::Text(name.to_owned()), Cell::Number(count(of(layer))), Cell::number(share)]
        });
    let layers = Table { columns: &["layer", "people", "share"], rows: cells.collect() };
    Outcome { rows, tables: [("layers", layers), ("band", band(context.settings.preset))].into() }
}

/// Members a layer holds; those a declared size counts and nobody has seen are silent.
fn people_per_layer(group: &Group, as_of: crate::calendar::Day) -> BTreeMap<Layer, u64> {
    let mut people: BTreeMap<Layer, u64> = BTreeMap::new();
    let layered = group.layers(as_of);
    for member in &layered {
        *people.entry(member.layer).or_default() += 1;
    }
    if let Basis::Declared(size) = group.basis {
        *people.entry(Layer::Silent).or_default() += size.saturating_sub(layered.len() as u64);
    }
    people
}

fn judged(name: &'static str, people: u64, base: u64, context: &Context<'_>) -> Measurement {
    let mut row = Measurement::ratio(people, base).segment(name);
    let share = row.value.unwrap_or(0.0);
    let overridden =
        context.settings.overrides.iter().any(|rule| rule.metric == METRIC.id && rule.segment.as_deref() == Some(name));
    row.advice = match name {
        "core" if share > 0.10 => Some("advice.layers.top_heavy"),
        "core" => Some("advice.layers.no_core"),
        "active" if share < 0.09 => Some("advice.layers.grow_contributors"),
        _ => Some("advice.layers.activate"),
    };
    if group_unjudged(context) || base == 0 {
        return row.info();
    }
    match name {
        "core" if share < 0.01 && base < ONE_PERCENT => row.standing(Standing::InsufficientN),
        // Fewer listeners than the preset expects is no fault.
        "ordinary" if share < 0.70 && base >= 20 && !overridden => row.info(),
        _ => row,
    }
}

/// Only speakers are known, or a strict preset is compared by distance alone.
fn group_unjudged(context: &Context<'_>) -> bool {
    context.group.basis == Basis::Speakers || context.settings.preset != Preset::Band
}

fn targets(preset: Preset) -> [(&'static str, f64, f64); 3] {
    match preset {
        Preset::Band => BAND,
        Preset::Nielsen => [("core", 0.01, 0.01), ("active", 0.09, 0.09), ("ordinary", 0.90, 0.90)],
        Preset::Seed => [("core", 0.10, 0.10), ("active", 0.20, 0.20), ("ordinary", 0.70, 0.70)],
    }
}

/// Total variation distance to a preset; to a band, to its nearest edge layer by layer.
fn distance(counts: [u64; 3], base: u64, preset: Preset) -> Measurement {
    let mut row = Measurement::new(Unit::Ratio);
    row.n = base;
    if base == 0 {
        return row;
    }
    let shares = counts.map(|people| count(people) / count(base));
    let gap = |(share, (_, low, high)): (f64, (&str, f64, f64))| (share - share.clamp(low, high)).abs();
    row.value = Some(shares.into_iter().zip(targets(preset)).map(gap).sum::<f64>() / 2.0);
    row.denominator = Some(count(base));
    row.info()
}

fn band(preset: Preset) -> Table {
    let row =
        |(name, low, high): (&str, f64, f64)| vec![Cell::Text(name.to_owned()), Cell::Number(low), Cell::Number(high)];
    Table { columns: &["layer", "low", "high"], rows: targets(preset).into_iter().map(row).collect() }
}

/// Messages of the top 1 %, next 9 % and other authors of the window, by rank.
fn by_rank(group: &Group, window: (i32, i32)) -> Vec<Measurement> {
    let mut messages: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for row in group.between(window.0, window.1).iter().filter(|row| group.days.contains(row.day)) {
        *messages.entry(row.person).or_default() += u64::from(row.messages);
    }
    let mut ranked: Vec<u64> = messages.into_values().collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let total: u64 = ranked.iter().sum();
    let (one, ten) = (ranked.len().div_ceil(100), ranked.len().div_ceil(10));
    let part = |range: std::ops::Range<usize>| ranked.get(range).unwrap_or(&[]).iter().sum::<u64>();
    [("top_1", part(0..one)), ("next_9", part(one..ten)), ("rest_90", part(ten..ranked.len()))]
        .into_iter()
        .map(|(name, sum)| {
            let mut row = Measurement::ratio(sum, total).info().segment(name).basis("authors");
            row.n = ranked.len() as u64;
            row.ci = None;
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_distances() {
        // The worked example: 3, 3 and 14 of 20.
        for (preset, want) in [(Preset::Seed, 0.05), (Preset::Nielsen, 0.20), (Preset::Band, 0.025)] {
            let value = distance([3, 3, 14], 20, preset).value.unwrap();
            assert!((value - want).abs() < 1e-12, "{preset:?} {value}");
        }
        assert_eq!(distance([0, 0, 0], 0, Preset::Band).value, None);
    }
}
