//! Which groups need a look, and for what? Every group of the run against its judged vitals.

use std::collections::BTreeMap;

use super::spec::{Body, Chart, Plot, Statuses};
use super::words;
use crate::look::middle_cut;
use crate::report::{GroupReport, Report, Status, Vital};
use crate::unit::{Lang, Text};

/// Groups on one sheet.
const GROUPS: usize = 24;

/// Vitals on one sheet: as many as have room for their names.
const fn vitals(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 16,
        Lang::En => 9,
    }
}

/// 全部群一览
pub const CHART: Chart = Chart {
    id: "portfolio",
    name: Text { zh: "全部群一览", en: "All groups" },
    doc: Text {
        zh: "哪些群的哪些体征要看：每群一行，每项体征一列，按判定着色",
        en: "Which groups need a look and for what: a row a group, a column a vital, coloured by verdict",
    },
    metric: None,
    run: true,
    plot,
};

fn plot(report: &Report, group: &GroupReport) -> Option<Plot> {
    let lang = report.lang;
    if report.groups.len() < 2 {
        return None;
    }
    let heads: Vec<&Vital> = report
        .vitals
        .iter()
        .filter(|vital| vital.is_headline() && vital.counts() && vital.threshold.is_some())
        .collect();
    // A vital nobody could judge fills no column; what is broken most stands first.
    let mut weights: BTreeMap<&str, (usize, usize, &Vital)> = BTreeMap::new();
    for vital in &heads {
        let entry = weights.entry(vital.metric.id).or_insert((0, 0, vital));
        entry.0 += usize::from(vital.status == Status::Breach);
        entry.1 += usize::from(vital.status.judged());
    }
    let mut columns: Vec<(usize, usize, &Vital)> = weights.into_values().filter(|(_, judged, _)| *judged > 0).collect();
    columns.sort_by_key(|(breach, judged, vital)| (std::cmp::Reverse((*breach, *judged)), vital.metric.id));
    let hidden = columns.len().saturating_sub(vitals(lang));
    columns.truncate(vitals(lang));
    let status = |group: &GroupReport, vital: &Vital| {
        heads.iter().find(|head| head.group == group.id && head.metric.id == vital.metric.id).map(|head| head.status)
    };
    let breaches = |group: &GroupReport| {
        heads.iter().filter(|head| head.group == group.id && head.status == Status::Breach).count()
    };
    let mut groups: Vec<&GroupReport> = report.groups.iter().collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(breaches(group)), group.id.clone()));
    let broken = groups.iter().filter(|group| breaches(group) > 0).count();
    let all = groups.len();
    groups.truncate(GROUPS);
    if columns.is_empty() {
        return None;
    }
    let title = match lang {
        Lang::Zh if broken == 0 => format!("{all} 个群都没有越线"),
        Lang::En if broken == 0 => format!("None of {all} groups has a vital in breach"),
        Lang::Zh => format!("{all} 个群中 {broken} 个有越线"),
        Lang::En => format!("{broken} of {all} groups have a vital in breach"),
    };
    let mut measure =
        Text { zh: "各群体征的判定，越线多的在前", en: "verdicts by group, most breaches first" }.get(lang).to_owned();
    if hidden > 0 || all > groups.len() {
        let more = match lang {
            Lang::Zh => format!("（另有 {} 个群、{hidden} 项体征未列）", all - groups.len()),
            Lang::En => format!(" ({} groups and {hidden} vitals left out)", all - groups.len()),
        };
        measure.push_str(&more);
    }
    let rows: Vec<Vec<Option<Status>>> =
        groups.iter().map(|group| columns.iter().map(|(_, _, vital)| status(group, vital)).collect()).collect();
    let header =
        std::iter::once("group".to_owned()).chain(columns.iter().map(|(.., vital)| vital.metric.id.to_owned()));
    let data = groups.iter().zip(&rows).map(|(group, cells)| {
        let cells = cells.iter().map(|status| status.map_or_else(String::new, |status| status.name().to_owned()));
        std::iter::once(group.name.clone()).chain(cells).collect()
    });
    Some(Plot {
        title,
        subtitle: measure,
        foot: words::foot_of_run(report, group),
        body: Body::Statuses(Statuses {
            columns: columns.iter().map(|(.., vital)| vital.metric.name.get(lang).to_owned()).collect(),
            rows: groups.iter().map(|group| middle_cut(&group.name, 22)).collect(),
            cells: rows.clone(),
        }),
        data: (header.collect(), data.collect()),
    })
}
