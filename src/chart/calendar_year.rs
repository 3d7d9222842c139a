//! Which days of the year were alive? Messages a day on a calendar of weeks.

use super::pick::{header, iso, raw, rows};
use super::spec::{Body, Chart, Heat, Plot, Scale};
use super::words;
use crate::calendar::{Day, date, monday, weekday};
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "daily_messages";
/// Weeks on the sheet.
const WEEKS: Day = 53;
/// Fewer days than this are no calendar.
const FEWEST: usize = 28;

/// 年历热力图
pub const CHART: Chart = Chart {
    id: "calendar_year",
    name: Text { zh: "年历热力图", en: "The year by day" },
    doc: Text {
        zh: "一年里哪些天热闹：按周排开的每日发言条数",
        en: "Which days of the year were alive: messages a day, week by week",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let all: Vec<_> = rows(group, METRIC, "daily").into_iter().filter_map(|row| Some((row.day("day")?, row))).collect();
    let end = all.last()?.0;
    let first = monday(end) - 7 * (WEEKS - 1);
    let days: Vec<_> = all.into_iter().filter(|(day, row)| *day >= first && !row.partial()).collect();
    let known: Vec<(Day, f64)> = days.iter().filter_map(|(day, row)| Some((*day, row.number("messages")?))).collect();
    if known.len() < FEWEST {
        return None;
    }
    let start = monday(known.first()?.0);
    let weeks = usize::try_from((monday(end) - start) / 7 + 1).ok()?;
    let mut cells = vec![vec![None; weeks]; 7];
    for (day, messages) in &known {
        let week = usize::try_from((monday(*day) - start) / 7).ok()?;
        *cells.get_mut(usize::from(weekday(*day)))?.get_mut(week)? = Some(*messages);
    }
    let top = known.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let most = words::whole(top.1, lang);
    let title = match lang {
        Lang::Zh => format!("最热闹的一天是 {}，{most} 条", date(top.0).format("%Y年%-m月%-d日")),
        Lang::En => format!("The liveliest day was {}: {most} messages", date(top.0).format("%-d %B %Y")),
    };
    let measure =
        Text { zh: "每天的发言条数；空白为没有记录的日子", en: "messages a day; blank: no record" };
    let sum = known.iter().map(|(_, messages)| messages).sum();
    Some(Plot {
        title,
        subtitle: words::subtitle(
            measure.get(lang),
            group,
            Some((known.first()?.0, known.last()?.0)),
            Some(words::messages(sum, lang)),
            lang,
        ),
        foot: words::foot(report, group, report.headline(&group.id, METRIC)),
        body: Body::Heat(Heat {
            columns: (0..weeks).map(|week| month_of(start, week, lang)).collect(),
            rows: words::weekdays(lang).iter().map(|day| (*day).to_owned()).collect(),
            x_title: String::new(),
            y_title: String::new(),
            cells,
            scale: Scale::Number,
            thin: Vec::new(),
            legend: Text { zh: "条/天", en: "messages/day" }.get(lang).to_owned(),
        }),
        data: (
            header(&["day", "messages"]),
            days.iter().map(|(day, row)| vec![iso(*day), raw(row.number("messages"))]).collect(),
        ),
    })
}

/// The month's name over the week its first day lies in; nothing over others.
fn month_of(start: Day, week: usize, lang: Lang) -> String {
    let Ok(week) = Day::try_from(week) else { return String::new() };
    let named = |day: Day| {
        let day = date(day);
        match lang {
            Lang::Zh => day.format("%-m月").to_string(),
            Lang::En => day.format("%b").to_string(),
        }
    };
    let days = start + 7 * week..start + 7 * week + 7;
    days.into_iter().find(|day| iso(*day).ends_with("-01")).map_or_else(String::new, named)
}
