//! 积分: how many points were earned, and how they are spread.

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Table, count};
use crate::dataset::{PointRule, board};
use crate::unit::{Text, Unit};

/// Places of the board in the table.
const SHOWN: usize = 20;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "points_ledger",
    name: Text { zh: "积分总额", en: "Points earned" },
    family: Family::Governance,
    doc: Text {
        zh: "到 as-of 为止挣得的积分之和：发言 1 分（每天至多 10 条）、优质分享 5 分（每天至多 3 篇，三人以上回应另加 5 分）、邀请 10 分（被邀者第 7 天仍在群并发过言才记）。权重可在章程 [points] 改。撤回的、疑似广告的不得分；分享不重复算发言。榜单按总分密集排名，同分先到者在前。",
        en: "Points earned up to as-of: 1 a message (at most ten a day), 5 a good article (at most three a day, 5 more with three who answered), 10 an invitation (once the guest has stayed seven days and spoken). The charter's [points] change the weights. Recalled messages and suspected ads earn nothing; an article is not a message as well. The board ranks densely; among equals who got there first stands above.",
    },
    formula: "sum of points earned",
    needs: &[],
    unit: Unit::Points,
    thresholds: &[],
    segments: &[
        ("earners", "people with points"),
        ("top_share", "points of the first on the board, over all points"),
        ("speak_share", "points for messages, over all points"),
        ("invite_points", "points for invitations"),
    ],
    source: "S22",
    advice: "advice.points.rebalance",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let rows = group.points(context.settings);
    let places = board(rows);
    let of = |rule: PointRule| rows.iter().filter(|row| row.rule == rule).map(|row| row.delta).sum::<u64>();
    let total: u64 = rows.iter().map(|row| row.delta).sum();
    let earners = places.len() as u64;
    let share = |points: u64| Measurement { ci: None, ..Measurement::ratio(points, total) }.info();
    let first = places.first().map_or(0, |place| place.points);
    let measured = vec![
        Measurement::counted(Unit::Points, total, earners),
        Measurement::counted(Unit::Persons, earners, earners).segment("earners"),
        share(first).segment("top_share"),
        share(of(PointRule::Speak)).segment("speak_share"),
        Measurement::counted(Unit::Points, of(PointRule::Invite), earners).segment("invite_points"),
    ];
    let cells = places
        .iter()
        .take(SHOWN)
        .map(|place| [f64::from(place.rank), f64::from(place.person), count(place.points)].map(Cell::Number).to_vec());
    let table = Table { columns: &["rank", "person", "points"], rows: cells.collect() };
    let over = |row: Measurement| row.basis("people").over(group.days.span());
    Outcome { rows: measured.into_iter().map(over).collect(), tables: [("board", table)].into() }
}
