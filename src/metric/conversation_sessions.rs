//! 会话段: stretches of talk, how many of them are talks between people, and how bursty the talk is.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, count};
use crate::dataset::Session;
use crate::stats::{burstiness, quantile};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "conversation_sessions",
    name: Text { zh: "会话段", en: "Conversation sessions" },
    family: Family::Activity,
    doc: Text {
        zh: "全部完整日里，相邻有效发言间隔不超过 30 分钟的为同一段；段属于它开始的那一天。机器人不连接两段。段是时间上的聚集，不是话题：同时进行的几个话题算一段。阵发指数 B 在 −1（均匀）与 1（成团）之间；burstiness_n 对少量消息作了修正。",
        en: "In all complete days, eligible messages at most 30 minutes apart belong to one session, counted on the day it began. Bots do not bridge pauses. A session is a cluster in time, not a topic: talks that cross are one. The burstiness B lies between -1 (regular) and 1 (clustered); burstiness_n corrects for few messages.",
    },
    formula: "stretches of eligible messages with no pause above 30 min; B = (r - 1) / (r + 1), r = sd / mean of the pauses",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[],
    segments: &[
        ("dialogue_share", "sessions with at least two speakers, over sessions"),
        ("median_size", "median of messages a session"),
        ("median_duration", "median of minutes from first to last message"),
        ("median_speakers", "median of distinct speakers a session"),
        ("burstiness", "B over all pauses between messages, nights included"),
        ("burstiness_n", "B corrected for few messages"),
    ],
    source: "S13, S53",
    advice: "advice.activity.dialogue",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let sessions: Vec<&Session> = group.sessions().iter().filter(|session| group.days.contains(session.day)).collect();
    let n = sessions.len() as u64;
    let median = |name: &'static str, unit: Unit, value: &dyn Fn(&Session) -> f64| {
        let values: Vec<f64> = sessions.iter().map(|session| value(session)).collect();
        told(unit, quantile(&values, 0.5), n).segment(name)
    };
    let dialogues = sessions.iter().filter(|session| session.speakers.len() >= 2).count() as u64;
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a session stay far below 2^53")]
    let minutes = |session: &Session| (session.end - session.start) as f64 / 60_000.0;
    let times: Vec<i64> = (group.timeline.lines.iter())
        .filter(|line| line.eligible() && group.days.contains(line.day))
        .map(|line| line.ts)
        .collect();
    let (plain, corrected) = burstiness(&times).unzip();
    let messages = times.len() as u64;
    let counted = || Measurement::counted(Unit::Count, n, messages);
    let head = if group.days.is_empty() { Measurement::new(Unit::Count) } else { counted() };
    let rows = vec![
        head,
        Measurement::ratio(dialogues, n).info().segment("dialogue_share"),
        median("median_size", Unit::Messages, &|session| f64::from(session.messages)),
        median("median_duration", Unit::Minutes, &minutes),
        median("median_speakers", Unit::Persons, &|session| count(session.speakers.len() as u64)),
        told(Unit::Index, plain, messages).segment("burstiness"),
        told(Unit::Index, corrected, messages).segment("burstiness_n"),
    ];
    let over = |row: Measurement| row.basis("speakers").over(group.days.span());
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}

/// A number no threshold applies to, or its absence.
fn told(unit: Unit, value: Option<f64>, n: u64) -> Measurement {
    let standing = if value.is_some() { Standing::Info } else { Standing::NoData };
    Measurement { value, n, ..Measurement::new(unit) }.standing(standing)
}
