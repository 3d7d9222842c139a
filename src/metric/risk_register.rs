//! 三类风险: the verdicts on a group summed up as compliance, governance and vitality.

use super::spec::{Compute, Family, Forced, Judged, Measurement, Metric, Outcome, Standing, Summary, count};
use crate::status::Status;
use crate::unit::{Text, Unit};

/// A class of risk and the vitals it is told by.
struct Class {
    name: &'static str,
    vitals: &'static [&'static str],
}

/// The three classes. The source document announces a list of three and gives none: this is our
/// reconstruction.
const CLASSES: [Class; 3] = [
    Class {
        name: "compliance",
        vitals: &["pii_scan", "pseudonymisation_check", "minimisation_check", "raw_retention_age", "ad_disclosure"],
    },
    Class {
        name: "governance",
        vitals: &["admin_rota", "admin_response_time", "ad_rule_hits", "penalty_ledger", "announcement_completeness"],
    },
    Class {
        name: "vitality",
        vitals: &["daily_messages", "weekly_retention", "layer_shares", "absence_factor", "group_survival"],
    },
];

/// The metric.
pub const METRIC: Metric = Metric {
    id: "risk_register",
    name: Text { zh: "三类风险", en: "Risk register" },
    family: Family::Quality,
    doc: Text {
        zh: "越线的风险类别数（合规、治理、活力）。每一类取其体征中最差的判定：合规看个人信息、假名、留存、最小必要、广告标识；治理看排班、响应、广告、处罚、公告；活力看日均发言、周留存、分层、单点依赖、存活。没有数据的类别是灰的，不算绿。原文“重点防范三类风险”没有列出清单，这是我们的重建。",
        en: "Classes of risk in breach, of three: compliance, governance, vitality. Each is as bad as the worst verdict among its vitals. Compliance: personal information, pseudonyms, retention, minimisation, disclosure of ads; governance: rota, response, ads, sanctions, notice; vitality: messages, weekly retention, layers, dependency, survival. A class without data is grey, not green. The source document announces three risks and lists none: this is our reconstruction.",
    },
    formula: "classes whose worst vital is in breach",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[],
    segments: &[
        ("compliance", "vitals of compliance in breach, over those judged; its verdict is that of the worst"),
        ("governance", "the same for governance"),
        ("vitality", "the same for vitality"),
    ],
    source: "S49",
    advice: "advice.risk.register",
    compute: Compute::Verdicts(compute),
};

fn compute(summary: &Summary<'_>) -> Outcome {
    let as_of = summary.settings.as_of;
    let classes: Vec<Measurement> = CLASSES.iter().map(|class| row(class, summary)).collect();
    let is = |forced| move |row: &&Measurement| row.standing == Standing::Force(forced);
    let judged = classes.iter().filter(|row| matches!(row.standing, Standing::Force(_))).count() as u64;
    let breach = classes.iter().filter(is(Forced::Breach)).count() as u64;
    let mut head = Measurement::counted(Unit::Count, breach, judged);
    head.denominator = Some(count(judged));
    head.standing = if judged == 0 {
        Standing::InsufficientN
    } else if breach > 0 {
        Standing::Force(Forced::Breach)
    } else if classes.iter().any(|row| is(Forced::Watch)(&row)) {
        Standing::Force(Forced::Watch)
    } else {
        Standing::Force(Forced::Ok)
    };
    let rows = std::iter::once(head).chain(classes);
    let over = |row: Measurement| row.basis("verdicts").over(Some((as_of, as_of)));
    Outcome { rows: rows.map(over).collect(), ..Outcome::default() }
}

/// The row of one class: headlines and segments that are judged, the worst of them ruling.
fn row(class: &Class, summary: &Summary<'_>) -> Measurement {
    let of_class = |row: &&Judged<'_>| row.group == summary.group.id && class.vitals.contains(&row.metric);
    let rows: Vec<Status> = summary.judged.iter().filter(of_class).map(|row| row.status).collect();
    let judged = rows.iter().filter(|status| status.judged()).count() as u64;
    let breach = rows.iter().filter(|status| **status == Status::Breach).count() as u64;
    let standing = match rows.iter().filter(|status| status.judged()).min() {
        Some(Status::Breach) => Standing::Force(Forced::Breach),
        Some(Status::Watch) => Standing::Force(Forced::Watch),
        Some(_) => Standing::Force(Forced::Ok),
        None => Standing::InsufficientN,
    };
    Measurement::counted(Unit::Count, breach, judged).standing(standing).segment(class.name)
}
