//! Who answers whom? The people who answer most, and the lines between them. People are numbers here,
//! by how much they are connected: a picture travels further than a table.

use std::collections::BTreeMap;

use super::layout::layout;
use super::pick::{header, place, rows};
use super::spec::{Body, Chart, Network, Node, Plot};
use super::words;
use crate::report::{GroupReport, Report};
use crate::unit::{Lang, Text};

const METRIC: &str = "reply_graph";
/// People shown.
const MOST: usize = 60;

/// 回复网络
pub const CHART: Chart = Chart {
    id: "reply_network",
    name: Text { zh: "回复网络", en: "Who answers whom" },
    doc: Text {
        zh: "谁和谁在对话：连接最多的至多 60 人与他们之间的回复，人以编号代替",
        en: "Who talks with whom: the sixty best connected at most and the answers between them, people as numbers",
    },
    metric: Some(METRIC),
    run: false,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut ties: BTreeMap<usize, f64> = BTreeMap::new();
    for row in rows(group, METRIC, "edges") {
        let (from, to, replies) = (place(row.number("from")?)?, place(row.number("to")?)?, row.number("replies")?);
        if from != to {
            *pairs.entry((from.min(to), from.max(to))).or_default() += replies;
            *ties.entry(from).or_default() += replies;
            *ties.entry(to).or_default() += replies;
        }
    }
    let mut people: Vec<(usize, f64)> = ties.into_iter().collect();
    let all = people.len();
    people.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    people.truncate(MOST);
    if people.len() < 3 {
        return None;
    }
    let numbered: BTreeMap<usize, usize> = people.iter().enumerate().map(|(at, (person, _))| (*person, at)).collect();
    let edges: Vec<(usize, usize, f64)> =
        pairs.iter().filter_map(|((a, b), replies)| Some((*numbered.get(a)?, *numbered.get(b)?, *replies))).collect();
    let joined: Vec<(usize, usize)> = edges.iter().map(|(from, to, _)| (*from, *to)).collect();
    let most = edges.iter().map(|edge| edge.2).fold(1.0, f64::max);
    let top = people.first()?.1;
    let nodes = layout(people.len(), &joined).into_iter().zip(&people).enumerate();
    let nodes = nodes.map(|(at, (place, (_, ties)))| Node { at: place, size: ties / top, label: (at + 1).to_string() });
    let replies: f64 = pairs.values().sum();
    let held: f64 = edges.iter().filter(|(from, to, _)| *from < 5 || *to < 5).map(|edge| edge.2).sum();
    let share = words::share(held / replies, lang);
    let vital = report.headline(&group.id, METRIC);
    let title = match lang {
        Lang::Zh => format!("{share} 的回复有连接最多的五人参与"),
        Lang::En => format!("{share} of answers involve the five best connected"),
    };
    let measure = Text {
        zh: "点越大回复越多，线越粗往来越多；编号按连接多少",
        en: "larger dots answer and are answered more, thicker lines talk more; numbers by connections",
    };
    let counted = match lang {
        Lang::Zh => format!("{all} 人中的 {} 人，{} 次回复", people.len(), words::whole(replies, lang)),
        Lang::En => format!("{} of {all} people, {} answers", people.len(), words::whole(replies, lang)),
    };
    Some(Plot {
        title,
        subtitle: words::subtitle(
            measure.get(lang),
            group,
            vital.and_then(|vital| vital.row.period),
            Some(counted),
            lang,
        ),
        foot: words::foot(report, group, vital),
        body: Body::Network(Network {
            nodes: nodes.collect(),
            edges: edges.iter().map(|(from, to, replies)| (*from, *to, replies / most)).collect(),
        }),
        data: (
            header(&["a", "b", "replies"]),
            edges
                .iter()
                .map(|(from, to, replies)| vec![(from + 1).to_string(), (to + 1).to_string(), replies.to_string()])
                .collect(),
        ),
    })
}
