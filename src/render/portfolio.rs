//! The grid of several groups: one row a group, one column a vital with a bound, worst first both
//! ways, so that the corner top left is where to look. Plain data for the template.

use serde::Serialize;

use super::page::{Card, card, group_key};
use super::view;
use crate::report::{Report, Status};

/// Groups by vitals.
#[derive(Serialize)]
pub struct Portfolio {
    columns: Vec<String>,
    rows: Vec<PortfolioRow>,
}

#[derive(Serialize)]
struct PortfolioRow {
    href: String,
    name: String,
    tally: String,
    breaches: usize,
    cells: Vec<PortfolioCell>,
}

/// A card, and the number the column is sorted by; blank where the group has no such vital.
#[derive(Serialize)]
struct PortfolioCell {
    card: Option<Card>,
    sort: String,
}

/// Groups by vitals, the group with most breaches first, the vital most often in breach first.
#[must_use]
pub fn portfolio(report: &Report, ids: &[&str]) -> Portfolio {
    let mut columns: Vec<(String, String, usize)> = Vec::new();
    for vital in report.vitals.iter().filter(|vital| vital.threshold.is_some()) {
        let (id, bad) = (view::id(vital), usize::from(vital.status == Status::Breach));
        match columns.iter_mut().find(|(known, ..)| *known == id) {
            Some((.., breaches)) => *breaches += bad,
            None => columns.push((id, view::name(vital, report.lang), bad)),
        }
    }
    columns.sort_by_key(|(.., breaches)| std::cmp::Reverse(*breaches));
    let (vitals, names): (Vec<String>, Vec<String>) = columns.into_iter().map(|(id, name, _)| (id, name)).unzip();
    let mut rows: Vec<(usize, usize, PortfolioRow)> =
        ids.iter().enumerate().map(|(at, id)| portfolio_row(report, &vitals, at, id)).collect();
    rows.sort_by_key(|(breaches, watched, _)| std::cmp::Reverse((*breaches, *watched)));
    Portfolio { columns: names, rows: rows.into_iter().map(|(.., row)| row).collect() }
}

fn portfolio_row(report: &Report, vitals: &[String], at: usize, id: &str) -> (usize, usize, PortfolioRow) {
    let of = |status| report.of_group(id).filter(|vital| vital.counts() && vital.status == status).count();
    let (breach, watch, ok) = (of(Status::Breach), of(Status::Watch), of(Status::Ok));
    let key = group_key(at);
    let row = PortfolioRow {
        name: view::group_name(report, id).to_owned(),
        tally: format!("{breach} / {}", breach + watch + ok),
        breaches: breach,
        cells: vitals
            .iter()
            .map(|column| {
                let vital = report.of_group(id).find(|vital| view::id(vital) == *column);
                PortfolioCell {
                    card: vital.map(|vital| card(report, &key, vital)),
                    sort: vital.and_then(|vital| vital.row.value).map(|value| value.to_string()).unwrap_or_default(),
                }
            })
            .collect(),
        href: key,
    };
    (breach, watch, row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use crate::unit::Lang;

    #[test]
    fn the_worst_group_and_the_worst_vital_come_first() {
        let report = sample::report(Lang::En);
        let grid = portfolio(&report, &[sample::TWO, sample::ONE]);
        assert_eq!(grid.rows[0].name, "技术交流群");
        assert_eq!((grid.rows[0].tally.as_str(), grid.rows[1].tally.as_str()), ("4 / 8", "1 / 2"));
        assert!(grid.rows.iter().all(|row| row.cells.len() == grid.columns.len()));
        assert!(grid.rows[1].cells.iter().any(|cell| cell.card.is_none()), "a vital a group lacks is blank");
    }
}
