//! When does the group talk? Messages an hour by weekday and hour of the day.

use super::pick::{Picked, place, rows};
use super::spec::{Chart, Plot};
use super::weekly::{by_hour, hours, most, table};
use super::words;
use crate::look::value_text;
use crate::report::{GroupReport, Report, Status};
use crate::unit::{Lang, Text, Unit};

const METRIC: &str = "hour_of_week_heatmap";

/// 时段热力图
pub const CHART: Chart = Chart {
    id: "hour_of_week",
    name: Text { zh: "时段热力图", en: "Hours of the week" },
    doc: Text {
        zh: "群里什么时候说话：每个星期几、每个钟点的每小时发言条数",
        en: "When does the group talk: messages an hour by weekday and hour",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "cells");
    let cells = by_hour(&picked, "rate", None)?;
    let busiest = most(&picked, "rate").filter(|row| row.number("rate").is_some_and(|rate| rate > 0.0))?;
    let all = picked.iter().filter_map(|row| row.number("messages")).sum();
    let vital = report.headline(&group.id, METRIC);
    let thin = vital.is_some_and(|vital| vital.status == Status::InsufficientN);
    let measure = Text { zh: "每小时平均发言条数", en: "mean messages an hour" }.get(lang);
    let legend = Text { zh: "条/小时", en: "messages/hour" }.get(lang);
    Some(Plot {
        title: title(busiest, thin, lang)?,
        subtitle: words::subtitle(measure, group, group.complete, Some(words::messages(all, lang)), lang),
        foot: words::foot(report, group, vital),
        body: hours(cells, legend, lang),
        data: table(&picked, &["weekday", "hour", "messages", "hours", "rate"]),
    })
}

fn title(busiest: &Picked<'_>, thin: bool, lang: Lang) -> Option<String> {
    let day = *words::weekdays(lang).get(place(busiest.number("weekday")?)?)?;
    let hour = place(busiest.number("hour")?)?;
    let rate = value_text(busiest.number("rate")?, Unit::Messages, None, lang);
    let title = match lang {
        Lang::Zh => format!("{day} {hour} 点最热闹，每小时 {rate}"),
        Lang::En => format!("Busiest on {day} from {hour}:00, {rate} an hour"),
    };
    let doubt = Text { zh: "（不足两周，仅供参考）", en: " (under two weeks of data)" }.get(lang);
    Some(format!("{title}{}", if thin { doubt } else { "" }))
}
