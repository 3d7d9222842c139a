//! Who moves up, who falls back, who leaves? Members by the layer they were in and the one they are in.

use super::pick::{header, raw, rows};
use super::spec::{Body, Chart, Heat, Plot, Scale};
use super::words;
use crate::look::segment_name;
use crate::report::{GroupReport, Report};
use crate::unit::Text;

const METRIC: &str = "ladder_progression";
/// Layers from the lowest, and those who left.
const FROM: [&str; 4] = ["core", "active", "light", "silent"];
const TO: [&str; 5] = ["core", "active", "light", "silent", "left"];

/// 分层流转
pub const CHART: Chart = Chart {
    id: "layer_moves",
    name: Text { zh: "分层流转", en: "Moves between layers" },
    doc: Text {
        zh: "谁升了谁降了谁走了：28 天前的层到现在的层，每行合计 100%",
        en: "Who rose, who fell, who left: layer 28 days ago against layer now, each row 100 %",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let picked = rows(group, METRIC, "moves");
    let people = |from: &str, to: &str| -> f64 {
        let found = picked.iter().find(|row| row.text("before") == Some(from) && row.text("now") == Some(to));
        found.and_then(|row| row.number("people")).unwrap_or(0.0)
    };
    let all: f64 = picked.iter().filter_map(|row| row.number("people")).sum();
    if all <= 0.0 {
        return None;
    }
    let left = Text { zh: "离群", en: "left" }.get(lang);
    let name = |layer: &str| if layer == "left" { left.to_owned() } else { segment_name(layer, lang).to_owned() };
    let of = |from: &str| TO.iter().map(|to| people(from, to)).sum::<f64>();
    let present: Vec<&str> = FROM.into_iter().filter(|from| of(from) > 0.0).collect();
    let cells = present.iter().map(|from| {
        let of = of(from);
        TO.iter().map(|to| Some(people(from, to) / of)).collect()
    });
    let vital = report.headline(&group.id, METRIC);
    let what = Text { zh: "28 天里升层的占", en: "Rose a layer in 28 days:" };
    let measure = Text {
        zh: "28 天前所在层（行）到现在的层（列）",
        en: "layer 28 days ago (rows) to layer now (columns)",
    };
    let counted = match lang {
        crate::unit::Lang::Zh => format!("{} 人", words::whole(all, lang)),
        crate::unit::Lang::En => format!("{} people", words::whole(all, lang)),
    };
    Some(Plot {
        title: vital.map_or_else(|| CHART.name.get(lang).to_owned(), |vital| words::answer(what, vital, lang)),
        subtitle: words::subtitle(
            measure.get(lang),
            group,
            vital.and_then(|vital| vital.row.period),
            Some(counted),
            lang,
        ),
        foot: words::foot(report, group, vital),
        body: Body::Heat(Heat {
            columns: TO.iter().map(|to| name(to)).collect(),
            rows: present.iter().map(|from| format!("{} ({})", name(from), words::whole(of(from), lang))).collect(),
            x_title: Text { zh: "现在", en: "now" }.get(lang).to_owned(),
            y_title: String::new(),
            cells: cells.collect(),
            scale: Scale::Percent,
            thin: Vec::new(),
            legend: Text { zh: "占该行的人", en: "share of the row" }.get(lang).to_owned(),
        }),
        data: (
            header(&["before", "now", "people"]),
            picked
                .iter()
                .map(|row| {
                    let word = |column| row.text(column).unwrap_or_default().to_owned();
                    vec![word("before"), word("now"), raw(row.number("people"))]
                })
                .collect(),
        ),
    })
}
