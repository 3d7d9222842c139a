//! `rules`: leads on broken rules with their evidence, as terminal table, CSV and JSON. Cues and ids
//! only: no output of this file holds the message itself, and each lead wants a person's look.

use std::io::{self, Write};

use super::grid::Side;
use super::listing::{self, Listing};
use super::sheet::{Field, Sheet};
use super::spec::Style;
use super::width::{clean, cut};
use super::words::plural;
use crate::feature::AD_CUES;
use crate::look::percent;
use crate::report::{HitReport, Report};
use crate::unit::{Lang, Text};

const COLUMNS: &[&str] =
    &["group", "time", "account", "name", "rule", "cues", "confidence", "confidence_n", "sanctioned", "evidence"];

const HEADER: [(Text, Side); 6] = [
    (Text { zh: "时间", en: "time" }, Side::Left),
    (Text { zh: "成员", en: "member" }, Side::Left),
    (Text { zh: "线索", en: "cues" }, Side::Left),
    (Text { zh: "把握", en: "confidence" }, Side::Right),
    (Text { zh: "已处罚", en: "sanctioned" }, Side::Left),
    (Text { zh: "消息编号", en: "message id" }, Side::Left),
];

/// The cue no words are needed for.
const LINK: Text = Text { zh: "名单外链接", en: "link not allowed" };

/// The rows for machines.
#[must_use]
pub fn sheet(report: &Report) -> Sheet {
    let row = |hit: &HitReport| {
        vec![
            Field::Text(hit.group.clone()),
            Field::Text(hit.time.clone()),
            Field::Text(hit.account.clone()),
            Field::Text(hit.name.clone()),
            Field::Text(hit.rule.to_owned()),
            Field::Text(hit.cues.join(" ")),
            Field::of(hit.precision(), Field::Real),
            Field::of(hit.confidence.filter(|_| hit.rule != "link").map(|(_, n)| n), Field::Count),
            Field::Flag(hit.sanctioned),
            Field::of(hit.evidence.clone(), Field::Text),
        ]
    };
    Sheet { columns: COLUMNS, rows: report.hits.iter().map(row).collect() }
}

/// Writes a table a group, and how good the leads are.
///
/// # Errors
/// What the sink says.
pub fn terminal(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = report.lang;
    listing::write(report, style, out, (&HEADER, 1), |group| {
        let hits: Vec<&HitReport> = report.hits.iter().filter(|hit| hit.group == group.id).collect();
        let counted = match lang {
            Lang::Zh => format!("{} 条线索，须人工确认", hits.len()),
            Lang::En => format!("{} {}, to be confirmed by a person", hits.len(), plural(hits.len(), "lead", "leads")),
        };
        let measured = hits.iter().find(|hit| hit.rule != "link").and_then(|hit| hit.confidence);
        let note = measured.map(|(right, all)| match lang {
            Lang::Zh => format!("推销线索靠词语识别：标注样本中 {all} 条命中里 {right} 条属实"),
            Lang::En => format!("cues of selling are words: of {all} finds in the labelled sample {right} were right"),
        });
        Listing { counted, rows: hits.iter().map(|hit| cells(hit, lang)).collect(), note }
    })
}

fn cells(hit: &HitReport, lang: Lang) -> Vec<String> {
    let cue = |id: &&str| AD_CUES.iter().find(|cue| cue.id == *id).map_or(LINK, |cue| cue.name).get(lang);
    let between = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let answer = match (hit.sanctioned, lang) {
        (true, Lang::Zh) => "是",
        (false, Lang::Zh) => "否",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    };
    vec![
        hit.time.get(..16).unwrap_or(&hit.time).replace('T', " "),
        cut(&clean(&hit.name), 20),
        hit.cues.iter().map(cue).collect::<Vec<&str>>().join(between),
        hit.precision().map_or_else(|| "–".to_owned(), |share| percent(share, None, lang)),
        answer.to_owned(),
        hit.evidence.clone().unwrap_or_else(|| "–".to_owned()),
    ]
}
