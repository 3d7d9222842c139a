//! 时段热力图: when the group talks, by weekday and clock hour.

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, count};
use crate::calendar::{Day, HOUR_MS, weekday};
use crate::dataset::Group;
use crate::unit::{Text, Unit};

/// Days of data below which a weekly rhythm cannot be told.
const TWO_WEEKS: usize = 14;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The metric.
pub const METRIC: Metric = Metric {
    id: "hour_of_week_heatmap",
    name: Text { zh: "时段热力图", en: "Hour-of-week heat map" },
    family: Family::Activity,
    doc: Text {
        zh: "每个「星期几 × 钟点」的有效发言数 ÷ 该时段在完整日里出现的次数。主行是最热时段的每小时条数。至少需要两周数据。",
        en: "Eligible messages in each weekday and clock hour over the hours of that kind inside complete days. The headline is the busiest hour's rate. Needs two weeks of data.",
    },
    formula: "messages in (weekday, hour) / complete hours of that (weekday, hour)",
    needs: &[],
    unit: Unit::MessagesPerHour,
    thresholds: &[],
    segments: &[("best_slot:…", "the three busiest hours with at least three occurrences, as best_slot:wed20")],
    source: "S09, S55",
    advice: "advice.calendar.best_slot",
    compute: Compute::Group(compute),
};

/// One cell of the week.
struct Slot {
    weekday: u8,
    hour: u8,
    messages: u64,
    hours: f64,
    occurrences: u64,
}

impl Slot {
    fn rate(&self) -> Option<f64> {
        (self.hours > 0.0).then(|| count(self.messages) / self.hours)
    }
}

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let slots = slots(group);
    let enough = group.days.len() >= TWO_WEEKS;
    let mut best: Vec<&Slot> = slots.iter().filter(|slot| slot.occurrences >= 3 && slot.messages > 0).collect();
    best.sort_by(|a, b| {
        let by_rate = b.rate().partial_cmp(&a.rate()).unwrap_or(std::cmp::Ordering::Equal);
        by_rate.then((a.weekday, a.hour).cmp(&(b.weekday, b.hour)))
    });
    let standing = if enough { Standing::Info } else { Standing::InsufficientN };
    let row = |slot: &Slot| {
        Measurement::quotient(Unit::MessagesPerHour, count(slot.messages), slot.hours, slot.occurrences)
            .standing(standing)
            .over(group.days.span())
    };
    let headline = best.first().map_or_else(
        || Measurement::new(Unit::MessagesPerHour).standing(if enough { Standing::NoData } else { standing }),
        |slot| row(slot),
    );
    let mut rows = vec![headline.over(group.days.span())];
    rows.extend(
        best.iter().take(3).map(|slot| {
            row(slot).segment(format!("best_slot:{}{:02}", WEEKDAYS[usize::from(slot.weekday)], slot.hour))
        }),
    );
    let cells = slots.iter().map(|slot| {
        vec![
            Cell::Number(f64::from(slot.weekday)),
            Cell::Number(f64::from(slot.hour)),
            Cell::Number(count(slot.messages)),
            Cell::Number(slot.hours),
            Cell::number(slot.rate().filter(|_| enough)),
        ]
    });
    let table = Table { columns: &["weekday", "hour", "messages", "hours", "rate"], rows: cells.collect() };
    Outcome { rows, tables: [("cells", table)].into() }
}

fn slots(group: &Group) -> Vec<Slot> {
    let mut slots: Vec<Slot> = (0..7)
        .flat_map(|weekday| (0..24).map(move |hour| Slot { weekday, hour, messages: 0, hours: 0.0, occurrences: 0 }))
        .collect();
    let at = |day: Day, hour: u8| usize::from(weekday(day)) * 24 + usize::from(hour);
    for row in group.day_hours.iter().filter(|row| group.days.contains(row.day)) {
        slots[at(row.day, row.hour)].messages += u64::from(row.messages);
    }
    let mut calendar = group.calendar.clone();
    for day in group.days.iter() {
        // Walked in quarter hours, since clocks may jump inside a day.
        let (mut ts, end) = (calendar.start(day), calendar.start(day + 1));
        let mut seen = [false; 24];
        while ts < end {
            let hour = calendar.day_hour(ts).1;
            let slot = &mut slots[at(day, hour)];
            slot.hours += 0.25;
            slot.occurrences += u64::from(!std::mem::replace(&mut seen[usize::from(hour)], true));
            ts += HOUR_MS / 4;
        }
    }
    slots
}
