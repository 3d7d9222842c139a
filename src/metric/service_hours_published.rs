//! 响应时段公示: whether the notice states the service hours, and the right ones.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::Day;
use crate::charter::Profile;
use crate::dataset::{Class, EventKind, Features, Line, Mark, MessageKind, Person};
use crate::unit::{Text, Unit};

/// Days a notice holds.
const FRESH: Day = 180;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "service_hours_published",
    name: Text { zh: "响应时段公示", en: "Service hours published" },
    family: Family::Service,
    doc: Text {
        zh: "近 180 天的群公告（公告消息，或管理员以“群公告”等开头的消息）里写明了响应时段为 1，否则为 0；写明了但与章程 [service] hours 不同则提示。章程没写时段、也不是客户服务群，就不适用。公告只有图片、或导出里没有公告正文时不知道，不当作没有。",
        en: "1 when a notice of the last 180 days (a notice message, or an admin's that opens with the word for it) states service hours, else 0; stated but other than the charter's [service] hours is worth watching. Not applicable where the charter promises none and the group is not one that serves customers. A notice that is a picture, or whose text the export lacks, is unknown, not absent.",
    },
    formula: "1 if a notice states a span of hours near a word for service, else 0",
    needs: &["service hours"],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(1.0)), watch: None, n_min: 0, source: "S09" }],
    segments: &[("notices", "notices looked at")],
    source: "S09",
    advice: "advice.setup.service_hours",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let (group, as_of) = (context.group, context.settings.as_of);
    let period = Some((as_of - FRESH + 1, as_of));
    let notice = |line: &Line| {
        let by_admin = group.people.get(line.person as usize).is_some_and(Person::admin);
        line.class != Class::Recalled
            && (line.kind == MessageKind::Announcement || by_admin && line.features.has(Features::NOTICE))
    };
    let notices: Vec<u32> =
        group.timeline.on_days(as_of - FRESH + 1, as_of).filter(|(_, line)| notice(line)).map(|(at, _)| at).collect();
    let n = notices.len() as u64;
    let published: Vec<(u16, u16)> = notices
        .iter()
        .flat_map(|at| group.timeline.marks_of(*at))
        .filter_map(|mark| match mark {
            Mark::Hours { from_min, to_min } => Some((from_min, to_min)),
            _ => None,
        })
        .collect();
    let unseen = group.timeline.events.iter().any(|event| {
        matches!(event.kind, EventKind::Announcement | EventKind::Pin | EventKind::GroupEdit)
            && (as_of - FRESH + 1..=as_of).contains(&event.day)
    });
    let mut head = Measurement::counted(Unit::Count, u64::from(!published.is_empty()), n).standing(Standing::Judge);
    let promised = group.service_time(context.settings).hours;
    if promised.is_empty() && published.is_empty() && !group.serves_as(Profile::Service, context.settings) {
        // Nobody promised hours, and the group does not live by them.
        head = Measurement { value: None, numerator: None, standing: Standing::NotApplicable, ..head };
    }
    if published.is_empty() && n == 0 && unseen {
        head = Measurement { value: None, numerator: None, standing: Standing::NoData, ..head }
            .degraded("notice_text_unknown");
    } else if !published.is_empty() && promised.is_empty() {
        head.degraded.push("no_service_hours");
    } else if !published.is_empty() && !promised.iter().all(|span| published.contains(&(span.from_min, span.to_min))) {
        head = head.standing(Standing::Force(super::spec::Forced::Watch)).degraded("differs_from_charter");
    }
    let rows = vec![head, Measurement::counted(Unit::Count, n, n).segment("notices")];
    Outcome { rows: rows.into_iter().map(|row| row.basis("notices").over(period)).collect(), ..Outcome::default() }
}
