//! 群公告完备度: whether the notice states rules, values and what follows a breach.

use super::spec::{Bound, Compute, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::Day;
use crate::dataset::{Class, EventKind, Features, Line, MessageKind, Person};
use crate::unit::{Text, Unit};

/// Days a notice holds.
const FRESH: Day = 180;
/// The sections, with the names of their segments.
const SECTIONS: [(Features, &str); 3] =
    [(Features::RULES, "rules"), (Features::VALUES, "values"), (Features::HANDLING, "handling")];

/// The metric.
pub const METRIC: Metric = Metric {
    id: "announcement_completeness",
    name: Text { zh: "群公告完备度", en: "Parts of the notice" },
    family: Family::Governance,
    doc: Text {
        zh: "近 180 天的群公告（公告消息，或管理员以“群公告”等开头的消息，多条合并）里写明了群规、价值观、违规处理中的几项，0–3。只有图片公告、或导出里只有“发布了公告”“置顶”“改了群资料”而没有正文时不知道，不当作没有；导出只到某天为止，更早的公告看不见。",
        en: "How many of rules, values and what follows a breach the notices of the last 180 days state (notice messages, or an admin's that open with the word for it, taken together), 0 to 3. A notice that is a picture, or of which the export tells no text (posted, pinned, put into the description), is unknown, not absent; what was posted before the export begins cannot be seen.",
    },
    formula: "sections present of rules, values, handling",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[Threshold { segment: None, breach: Some(Bound::Below(3.0)), watch: None, n_min: 0, source: "S08" }],
    segments: &[
        ("rules", "1 if rules are stated"),
        ("values", "1 if values are stated"),
        ("handling", "1 if what follows a breach is stated"),
        ("notices", "notices looked at"),
    ],
    source: "S08",
    advice: "advice.setup.announcement",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let (group, as_of) = (context.group, context.settings.as_of);
    let from = as_of - FRESH + 1;
    let notice = |line: &Line| {
        let by_admin = group.people.get(line.person as usize).is_some_and(Person::admin);
        line.class != Class::Recalled
            && (line.kind == MessageKind::Announcement || by_admin && line.features.has(Features::NOTICE))
    };
    let (mut told, mut notices) = (Features::default(), 0);
    for (_, line) in group.timeline.on_days(from, as_of).filter(|(_, line)| notice(line)) {
        told |= line.features;
        notices += 1;
    }
    let unseen = group.timeline.events.iter().any(|event| {
        matches!(event.kind, EventKind::Announcement | EventKind::Pin | EventKind::GroupEdit)
            && (from..=as_of).contains(&event.day)
    });
    let sections = SECTIONS.iter().filter(|(section, _)| told.has(*section)).count() as u64;
    let mut head = Measurement::counted(Unit::Count, sections, notices).standing(Standing::Judge);
    if notices == 0 && unseen {
        head = Measurement { value: None, numerator: None, standing: Standing::NoData, ..head }
            .degraded("notice_text_unknown");
    } else if notices == 0 && group.coverage_begins_after(from) {
        // The group is older than the export: a notice may have been posted before it begins.
        head = head.standing(Standing::Force(Forced::Watch)).degraded("notices_before_export_unknown");
    }
    let mut rows = vec![head];
    rows.extend(SECTIONS.iter().map(|(section, name)| {
        Measurement::counted(Unit::Count, u64::from(told.has(*section)), notices).segment(*name)
    }));
    rows.push(Measurement::counted(Unit::Count, notices, notices).segment("notices"));
    let over = |row: Measurement| row.basis("notices").over(Some((from, as_of)));
    Outcome { rows: rows.into_iter().map(over).collect(), ..Outcome::default() }
}
