//! Rows that must come out of a report: said as a table, checked all at once.

use chatvitals::report::{Report, Vital};

/// A row that must come out. `of` is numerator over denominator; `NAN` stands for "not checked".
pub struct Want {
    pub id: &'static str,
    pub segment: Option<&'static str>,
    pub value: Option<f64>,
    pub of: (f64, f64),
    pub n: u64,
    pub status: &'static str,
}

pub const ANY: (f64, f64) = (f64::NAN, f64::NAN);

pub const fn head(id: &'static str, value: f64, of: (f64, f64), n: u64, status: &'static str) -> Want {
    Want { id, segment: None, value: Some(value), of, n, status }
}

pub const fn part(
    id: &'static str,
    segment: &'static str,
    value: f64,
    of: (f64, f64),
    n: u64,
    status: &'static str,
) -> Want {
    Want { id, segment: Some(segment), value: Some(value), of, n, status }
}

/// A vital without a value.
pub const fn none(id: &'static str, n: u64, status: &'static str) -> Want {
    Want { id, segment: None, value: None, of: ANY, n, status }
}

pub fn vital<'a>(report: &'a Report, id: &str, segment: Option<&str>) -> &'a Vital {
    let group = &report.groups[0].id;
    let found = match segment {
        Some(segment) => report.segment(group, id, segment),
        None => report.headline(group, id),
    };
    found.unwrap_or_else(|| panic!("no row {id} {segment:?}"))
}

/// Says every row that differs, so that one run shows all.
pub fn check(report: &Report, wants: &[Want]) {
    let same = |got: Option<f64>, want: f64| want.is_nan() || got.is_some_and(|got| (got - want).abs() < 1e-9);
    let mut wrong = Vec::new();
    for want in wants {
        let got = vital(report, want.id, want.segment);
        let value = match want.value {
            Some(value) => same(got.row.value, value),
            None => got.row.value.is_none(),
        };
        let of = same(got.row.numerator, want.of.0) && same(got.row.denominator, want.of.1);
        if !(value && of && got.row.n == want.n && got.status.name() == want.status) {
            wrong.push(format!(
                "{} {:?}: {:?} = {:?}/{:?} n={} {}, expected {:?} = {:?} n={} {}",
                want.id,
                want.segment,
                got.row.value,
                got.row.numerator,
                got.row.denominator,
                got.row.n,
                got.status.name(),
                want.value,
                want.of,
                want.n,
                want.status
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

pub fn interval(report: &Report, id: &str, segment: Option<&str>, low: f64, high: f64) {
    let (a, b, _) = vital(report, id, segment).row.ci.unwrap();
    assert!((a - low).abs() < 5e-5 && (b - high).abs() < 5e-5, "{id} {segment:?}: {a}–{b}, expected {low}–{high}");
}

/// A charter that lets few observations bear a verdict.
pub fn few(metric: &str, breach: &str, n_min: u64) -> String {
    format!("[[threshold]]\nmetric = \"{metric}\"\nbreach = \"{breach}\"\nn_min = {n_min}\n")
}
