//! When do asks go unanswered? Their number by weekday and hour.

use super::pick::{place, rows};
use super::spec::{Chart, Plot};
use super::weekly::{by_hour, hours, most, table};
use super::words;
use crate::look::count_text;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "unanswered_rate";

/// 无人应答时段
pub const CHART: Chart = Chart {
    id: "unanswered_hours",
    name: Text { zh: "无人应答时段", en: "Hours without an answer" },
    doc: Text {
        zh: "什么时候的提问没人回应：一天内无人应答的提问数，按星期与钟点",
        en: "When do asks go unanswered: asks without an answer within a day, by weekday and hour",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "hours");
    // An hour without a late ask is a real zero.
    let cells = by_hour(&picked, "unanswered", Some(0.0))?;
    let worst = most(&picked, "unanswered")?;
    let vital = report.headline(&group.id, METRIC);
    let day = *words::weekdays(lang).get(place(worst.number("weekday")?)?)?;
    let (hour, asks) = (place(worst.number("hour")?)?, words::whole(worst.number("unanswered")?, lang));
    let all = words::whole(picked.iter().filter_map(|row| row.number("unanswered")).sum(), lang);
    let title = match lang {
        Lang::Zh => format!("{day} {hour} 点的提问最常没人应答，{asks} 个"),
        Lang::En => format!("Most asks go unanswered on {day} from {hour}:00: {asks}"),
    };
    let asked = vital.map_or_else(|| "–".to_owned(), |vital| count_text(vital.row.n, lang));
    let counted = match lang {
        Lang::Zh => format!("{asked} 个提问中 {all} 个"),
        Lang::En => format!("{all} of {asked} asks"),
    };
    let measure = Text { zh: "没有得到应答的提问数", en: "asks without an answer" };
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, group.complete, Some(counted), lang),
        foot: words::foot(report, group, vital),
        body: hours(cells, Text { zh: "提问数", en: "asks" }.get(lang), lang),
        data: table(&picked, &["weekday", "hour", "unanswered"]),
    })
}
