//! When do asks go unanswered? Their number by weekday and hour.

use super::pick::{header, place, raw, rows};
use super::spec::{Body, Chart, Heat, Plot, Scale};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "unanswered_rate";

/// 无人应答时段
pub const CHART: Chart = Chart {
    id: "unanswered_hours",
    name: Text { zh: "无人应答时段", en: "Hours without an answer" },
    doc: Text {
        zh: "什么时候的提问没人回应：一小时内无人应答的提问数，按星期与钟点",
        en: "When do asks go unanswered: asks without an answer in an hour, by weekday and hour",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "hours");
    // An hour without a late ask is a real zero.
    let mut cells = vec![vec![Some(0.0); 24]; 7];
    for row in &picked {
        let (day, hour) = (place(row.number("weekday")?)?, place(row.number("hour")?)?);
        *cells.get_mut(day)?.get_mut(hour)? = row.number("unanswered");
    }
    let worst = picked
        .iter()
        .max_by(|a, b| a.number("unanswered").unwrap_or(0.0).total_cmp(&b.number("unanswered").unwrap_or(0.0)))?;
    let vital = report.headline(&group.id, METRIC);
    let day = *words::weekdays(lang).get(place(worst.number("weekday")?)?)?;
    let (hour, asks) = (place(worst.number("hour")?)?, words::whole(worst.number("unanswered")?, lang));
    let all = words::whole(picked.iter().filter_map(|row| row.number("unanswered")).sum(), lang);
    let title = match lang {
        Lang::Zh => format!("{day} {hour} 点的提问最常没人应答，{asks} 个"),
        Lang::En => format!("Most asks go unanswered on {day} from {hour}:00: {asks}"),
    };
    let counted = match lang {
        Lang::Zh => format!("共 {all} 个"),
        Lang::En => format!("{all} in all"),
    };
    let measure = Text { zh: "没有得到应答的提问数", en: "asks without an answer" };
    let columns = ["weekday", "hour", "unanswered"];
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, group.complete, Some(counted), lang),
        foot: words::foot(report, group, vital),
        body: Body::Heat(Heat {
            columns: (0..24).map(|hour| hour.to_string()).collect(),
            rows: words::weekdays(lang).iter().map(|day| (*day).to_owned()).collect(),
            x_title: Text { zh: "钟点（当地时间）", en: "hour of the day, local time" }.get(lang).to_owned(),
            y_title: String::new(),
            cells,
            scale: Scale::Number,
            thin: Vec::new(),
            legend: Text { zh: "提问数", en: "asks" }.get(lang).to_owned(),
        }),
        data: (
            header(&columns),
            picked.iter().map(|row| columns.iter().map(|column| raw(row.number(column))).collect()).collect(),
        ),
    })
}
