//! 月度主题辩论: debates an admin opened and the group took up.

use std::collections::BTreeSet;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, Threshold, count};
use crate::calendar::{Day, HOUR_MS};
use crate::dataset::{Features, Group, Line, PersonIx};
use crate::unit::{Text, Unit};

/// Time a debate has to form, ms.
const FORMS_MS: i64 = 24 * HOUR_MS;
/// How long after the opening a session of it may begin, ms.
const BEGINS_MS: i64 = 2 * HOUR_MS;
/// Speakers and messages that make a debate.
const SPEAKERS: usize = 5;
const MESSAGES: usize = 15;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "topic_debates_monthly",
    name: Text { zh: "月度主题辩论", en: "Debates a month" },
    family: Family::Content,
    doc: Text {
        zh: "上一个完整自然月里成形的辩论：管理员发出带“辩论、正方、反方、PK、话题讨论、#话题#”的消息，随后 24 小时内、在 2 小时内开始的会话段里，有至少 5 人发言、15 条有效消息。靠关键词识别，是线索不是判决；24 小时内的再次开场算同一场；跨月归开场的月份。",
        en: "Debates of the last complete calendar month: an admin writes a message with a word for debate or a #topic#, and within 24 hours, in sessions that begin within two hours of it, at least five people write at least 15 messages. Found by words: a lead, no ruling. Openings within 24 hours of one are the same debate; a debate belongs to the month it was opened in.",
    },
    formula: "openings by an admin followed within 24 h by >= 5 speakers and >= 15 messages",
    needs: &["admins"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(1.0)), watch: None, n_min: 0, source: "S21" }],
    segments: &[("openings", "messages of admins that open a debate, taken up or not")],
    source: "S21",
    advice: "advice.content.debate",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let months = group.days.months();
    let Some(month) = months.last().copied() else {
        let row = Measurement::new(Unit::Count).standing(Standing::NotApplicable);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    if !group.people.iter().any(|person| person.admin() && person.countable()) {
        let row =
            Measurement::new(Unit::Count).standing(Standing::NotApplicable).degraded("no_admins").over(Some(month));
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let (openings, debates) = debates(group, month);
    let row = |value: u64| Measurement::counted(Unit::Count, value, openings).basis("openings").over(Some(month));
    let history = months.iter().map(|month| (month.0, Some(count(self::debates(group, *month).1)))).collect();
    Outcome {
        rows: vec![row(debates).standing(Standing::Judge), row(openings).segment("openings")],
        tables: [("history", Table::history(history))].into(),
    }
}

/// Openings of a period, and how many became debates.
fn debates(group: &Group, (first, last): (Day, Day)) -> (u64, u64) {
    let (mut openings, mut debates, mut until) = (0, 0, i64::MIN);
    for (at, line) in group.timeline.on_days(first, last) {
        if !(line.eligible() && line.features.has(Features::DEBATE) && group.person(line.person).admin()) {
            continue;
        }
        openings += 1;
        if line.ts > until && took_up(group, at, line) {
            debates += 1;
            until = line.ts + FORMS_MS;
        }
    }
    (openings, debates)
}

/// Whether enough people wrote enough after an opening.
fn took_up(group: &Group, opening: u32, line: &Line) -> bool {
    let sessions =
        group.sessions().iter().filter(|session| session.end >= line.ts && session.start <= line.ts + BEGINS_MS);
    let (mut speakers, mut messages): (BTreeSet<PersonIx>, usize) = (BTreeSet::new(), 0);
    for session in sessions {
        let from = session.lines.0.max(opening + 1) as usize;
        let lines = group.timeline.lines.get(from..=session.lines.1 as usize).unwrap_or_default();
        for said in lines.iter().filter(|said| said.eligible() && said.ts <= line.ts + FORMS_MS) {
            speakers.insert(said.person);
            messages += 1;
        }
    }
    speakers.len() >= SPEAKERS && messages >= MESSAGES
}
