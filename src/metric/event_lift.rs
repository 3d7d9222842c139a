//! 活动前后差异: messages in the week of an event against the same weekdays before.

use super::spec::{Compute, Context, Family, Measurement, Metric, Outcome, Standing, count};
use crate::calendar::{Day, weekday};
use crate::charter::Recurrence;
use crate::dataset::Group;
use crate::unit::{Text, Unit};

/// Days an event is followed, and days looked back on before it.
const AFTER: Day = 7;
const BEFORE: Day = 28;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "event_lift",
    name: Text { zh: "活动前后差异", en: "Difference around events" },
    family: Family::Content,
    doc: Text {
        zh: "calendar.csv 里的活动（kol、live、salon 等）：活动当天起 7 天的日均消息，与此前 28 天（不含前一天和其他活动的 7 天）相同星期几的日均相比，多活动取合计之比。这是差异，不是效果：活动常在低谷后举办，回升本会发生。",
        en: "Events of calendar.csv (kol, live, salon …): messages a day in the seven days from the event against the same weekdays of the 28 days before (without the day before and other events' weeks), as a ratio of sums over events. A difference, not an effect: events tend to follow bad weeks, which would have ended anyway.",
    },
    formula: "messages a day in [event, +7 d) / messages a day on the same weekdays in [-28 d, -1 d) - 1",
    needs: &["calendar.csv"],
    unit: Unit::Ratio,
    thresholds: &[],
    segments: &[("dau_lift", "the same for people who spoke a day"), ("events", "events with both stretches complete")],
    source: "S40, S42",
    advice: "advice.activity.event",
    compute: Compute::Group(compute),
};

/// Sums over days.
#[derive(Default, Clone, Copy)]
struct Sums {
    days: f64,
    messages: f64,
    speakers: f64,
}

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    let events: Vec<Day> = events(group);
    if events.is_empty() {
        let row = Measurement::new(Unit::Ratio).standing(Standing::NotApplicable).degraded("no_events").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let (mut after, mut before, mut n) = (Sums::default(), Sums::default(), 0);
    for event in events.iter().filter(|event| group.days.covers(**event - BEFORE, **event + AFTER - 1)) {
        n += 1;
        for day in *event..event + AFTER {
            add(group, day, &mut after);
            let base = (event - BEFORE..event - 1).filter(|base| weekday(*base) == weekday(day));
            let quiet =
                |base: &Day| !events.iter().any(|other| other != event && (*other..other + AFTER).contains(base));
            base.filter(quiet).for_each(|base| add(group, base, &mut before));
        }
    }
    let lift = |of: fn(&Sums) -> f64| {
        let (now, then) = (of(&after) / after.days, of(&before) / before.days);
        let mut row = Measurement::new(Unit::Ratio);
        row.n = n;
        if n > 0 && then > 0.0 {
            (row.numerator, row.denominator) = (Some(now), Some(then));
            row.value = Some(now / then - 1.0);
            row.standing = Standing::Info;
        }
        row
    };
    let rows = vec![
        lift(|sums| sums.messages),
        lift(|sums| sums.speakers).segment("dau_lift"),
        Measurement::counted(Unit::Count, n, n).segment("events"),
    ];
    Outcome { rows: rows.into_iter().map(|row| row.basis("events").over(span)).collect(), ..Outcome::default() }
}

/// Days of events, ascending, each once.
fn events(group: &Group) -> Vec<Day> {
    let days = group.papers.planned.iter().filter(|planned| planned.event()).filter_map(|planned| match planned.when {
        Recurrence::Once(day) => Some(day),
        _ => None,
    });
    let mut days: Vec<Day> = days.collect();
    days.sort_unstable();
    days.dedup();
    days
}

fn add(group: &Group, day: Day, sums: &mut Sums) {
    sums.days += 1.0;
    sums.messages += count(group.on(day).iter().map(|row| u64::from(row.messages)).sum());
    sums.speakers += count(group.on(day).len() as u64);
}
