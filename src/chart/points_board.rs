//! Who earned the most points? The first places of the board.

use super::pick::header;
use super::spec::{Axes, Axis, Body, Chart, Layer, Paint, Plot, Row, Scale, Tone};
use super::words;
use crate::look::middle_cut;
use crate::report::{GroupReport, MemberReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "points_ledger";
/// Places shown.
const MOST: usize = 15;

/// 积分榜
pub const CHART: Chart = Chart {
    id: "points_board",
    name: Text { zh: "积分榜", en: "Board of points" },
    doc: Text {
        zh: "谁的积分最多：榜单前十五名", en: "Who earned the most points: the first fifteen places"
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    // A board draws single people.
    if report.shared {
        return None;
    }
    let vital = report.headline(&group.id, METRIC)?;
    let earned = |member: &&MemberReport| member.group == group.id && member.points.is_some_and(|points| points > 0);
    let mut places: Vec<&MemberReport> = report.members.iter().filter(earned).collect();
    places.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.account.cmp(&b.account)));
    let earners = places.len();
    let all = vital.row.value?;
    places.truncate(MOST);
    let (first, points) = places.first().and_then(|first| Some((first, count(first.points?))))?;
    let share = words::share(points / all, lang);
    let name = middle_cut(&first.name, 16);
    let title = match lang {
        Lang::Zh => format!("{name} 居首，{} 分，占全部的 {share}", words::whole(points, lang)),
        Lang::En => format!("{name} leads with {} points, {share} of all", words::whole(points, lang)),
    };
    let row = |(y, member): (u8, &&MemberReport)| {
        let points = count(member.points.unwrap_or(0));
        Row {
            y: f64::from(y),
            span: (0.0, points),
            inside: String::new(),
            label: words::whole(points, lang),
            paint: Paint::Series(0),
            tone: Tone::Strong,
            hollow: false,
        }
    };
    let counted = match lang {
        Lang::Zh => format!("{earners} 人得分"),
        Lang::En => format!("{earners} with points"),
    };
    let measure = Text { zh: "挣得的积分", en: "points earned" };
    Some(Plot {
        title,
        subtitle: words::subtitle(measure.get(lang), group, vital.row.period, Some(counted), lang),
        foot: words::foot(report, group, Some(vital)),
        body: Body::Axes(Axes {
            x: Axis::new(Text { zh: "分", en: "points" }.get(lang), Scale::Number),
            y: Axis::names(places.iter().map(|member| middle_cut(&member.name, 24)).collect()),
            layers: vec![Layer::Rows((0_u8..).zip(&places).map(row).collect())],
            bounds: Vec::new(),
        }),
        data: (
            header(&["account", "name", "points"]),
            places
                .iter()
                .map(|member| vec![member.account.clone(), member.name.clone(), member.points.unwrap_or(0).to_string()])
                .collect(),
        ),
    })
}

#[expect(clippy::cast_precision_loss, reason = "points stay far below 2^53")]
const fn count(points: u64) -> f64 {
    points as f64
}
