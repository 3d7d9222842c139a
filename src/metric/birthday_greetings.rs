//! 生日祝福: whether members were congratulated on the day.

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::calendar::{Day, date};
use crate::dataset::{Features, Group, PersonIx};
use crate::unit::{Text, Unit};

/// The metric.
pub const METRIC: Metric = Metric {
    id: "birthday_greetings",
    name: Text { zh: "生日祝福覆盖率", en: "Birthdays greeted" },
    family: Family::Content,
    doc: Text {
        zh: "全部完整日里，当天在群的成员过生日（roster.csv 的月日，不含年份）时，当天有人 @ 他并送上生日祝福的占比。2 月 29 日在平年按 2 月 28 日。只 @ 得到的祝福能认出；输出只有人数。",
        en: "In all complete days, of the birthdays (month and day of roster.csv, never a year) of members present, the share on which somebody mentioned them with birthday wishes that day. 29 February falls on the 28th in common years. Only wishes with a mention can be told; outputs hold counts alone.",
    },
    formula: "birthdays with wishes that mention the member / birthdays of members present",
    needs: &["roster"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Below(1.0)), n_min: 1, source: "S43" }],
    segments: &[],
    source: "S43",
    advice: "advice.emotion.birthday",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let span = group.days.span();
    if !group.people.iter().any(|person| person.birthday.is_some()) {
        let row = Measurement::new(Unit::Ratio).degraded("no_birthdays").over(span);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let (mut birthdays, mut greeted) = (0, 0);
    for day in group.days.iter() {
        for person in born_on(group, day) {
            birthdays += 1;
            greeted += u64::from(wished(group, day, person));
        }
    }
    let mut row = Measurement::ratio(greeted, birthdays).basis("roster").over(span);
    if birthdays == 0 {
        row.standing = Standing::NotApplicable;
    }
    Outcome { rows: vec![row], ..Outcome::default() }
}

/// Countable members present on a day whose birthday it is.
fn born_on(group: &Group, day: Day) -> impl Iterator<Item = PersonIx> + '_ {
    use chrono::Datelike;
    let on = date(day);
    let short_february = on.month() == 2 && on.day() == 28 && !on.leap_year();
    let mut calendar = group.calendar.clone();
    let (start, end) = (calendar.start(day), calendar.start(day + 1));
    (0..).zip(&group.people).filter_map(move |(ix, person)| {
        let (month, of_month) = person.birthday?;
        let today = (u32::from(month), u32::from(of_month)) == (on.month(), on.day());
        let moved = short_february && (month, of_month) == (2, 29);
        (person.countable() && (today || moved) && person.present_during(start, end)).then_some(ix)
    })
}

fn wished(group: &Group, day: Day, person: PersonIx) -> bool {
    group.timeline.on_days(day, day).any(|(at, line)| {
        line.eligible()
            && line.person != person
            && line.features.has(Features::BIRTHDAY)
            && group.timeline.mentioned(at).any(|mentioned| mentioned == person)
    })
}
