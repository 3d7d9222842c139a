//! `metrics.json`: the machine's copy. Fields in the contract's order, numbers
//! unrounded, missing ones null; the same bytes for the same report.

mod gate;

use std::io::{self, Write};

use serde::Serialize;

use super::spec::Drawings;
use crate::calendar::date;
use crate::report::{Excluded, GroupReport, InputReport, Report, Vital};
use crate::unit::Unit;
use gate::Gate;
pub(super) use gate::changed;

/// The document's schema name.
pub const SCHEMA: &str = "chatvitals/metrics/1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    as_of: String,
    tz: &'a str,
    charter: Option<&'a str>,
    inputs: Vec<Input<'a>>,
    groups: Vec<Group<'a>>,
    metrics: Vec<Row<'a>>,
    /// Only where the gate has something to say besides the verdicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<Gate<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Input<'a> {
    path: &'a str,
    format: &'static str,
    bytes: u64,
    read: u64,
    kept: u64,
    duplicate: u64,
    rejected: u64,
    truncated: Option<&'a str>,
    notices: &'a [String],
}

#[derive(Serialize)]
struct Group<'a> {
    id: &'a str,
    name: &'a str,
    platform: &'a str,
    messages: u64,
    events: u64,
    members: u64,
    coverage: [&'a str; 2],
}

/// A number as JSON writes it: counts without a point, other numbers with one.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Real(f64),
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'static str,
    group: &'a str,
    segment: Option<&'a str>,
    period_start: Option<String>,
    period_end: Option<String>,
    value: Option<Number>,
    unit: &'static str,
    numerator: Option<Number>,
    denominator: Option<Number>,
    n: u64,
    ci_low: Option<f64>,
    ci_high: Option<f64>,
    ci_method: Option<&'static str>,
    status: &'static str,
    interval_status: Option<&'static str>,
    threshold: Option<&'a str>,
    basis: &'static str,
    partial: bool,
    degraded: &'a [&'static str],
    excluded: LeftOut,
    advice_key: Option<&'static str>,
    advice: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lowered: Option<Lowered>,
}

/// A verdict that is milder than its numbers.
#[derive(Serialize)]
struct Lowered {
    from: &'static str,
    by: &'static str,
}

#[derive(Serialize)]
struct LeftOut {
    bot: u64,
    operator: u64,
    system: u64,
    recalled: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_tenure: Option<u64>,
}

/// Writes the document, two spaces an indent, one newline at the end.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        tool: Tool { name: "chatvitals", version: env!("CARGO_PKG_VERSION") },
        as_of: date(report.as_of).to_string(),
        tz: &report.tz,
        charter: report.charter.as_deref(),
        inputs: report.inputs.iter().map(input).collect(),
        groups: report.groups.iter().map(group).collect(),
        metrics: report.vitals.iter().map(row).collect(),
        gate: gate::gate(report),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn input(input: &InputReport) -> Input<'_> {
    Input {
        path: &input.path,
        format: input.format,
        bytes: input.bytes,
        read: input.read,
        kept: input.kept,
        duplicate: input.duplicate,
        rejected: input.rejected,
        truncated: input.truncated.as_deref(),
        notices: &input.notes,
    }
}

fn group(group: &GroupReport) -> Group<'_> {
    Group {
        id: &group.id,
        name: &group.name,
        platform: group.platform.as_str(),
        messages: group.messages,
        events: group.events,
        members: group.members,
        coverage: [&group.coverage.0, &group.coverage.1],
    }
}

fn row(vital: &Vital) -> Row<'_> {
    let measured = &vital.row;
    let finite = |number: Option<f64>| number.filter(|number| number.is_finite());
    let value = if counts(measured.unit) { whole } else { Number::Real };
    Row {
        id: vital.metric.id,
        group: &vital.group,
        segment: measured.segment.as_deref(),
        period_start: measured.period.map(|(first, _)| date(first).to_string()),
        period_end: measured.period.map(|(_, last)| date(last).to_string()),
        value: finite(measured.value).map(value),
        unit: measured.unit.name(),
        numerator: finite(measured.numerator).map(whole),
        denominator: finite(measured.denominator).map(whole),
        n: measured.n,
        ci_low: finite(measured.ci.map(|ci| ci.0)),
        ci_high: finite(measured.ci.map(|ci| ci.1)),
        ci_method: measured.ci.map(|ci| ci.2.name()),
        status: vital.status.name(),
        interval_status: vital.interval_status.map(crate::report::Status::name),
        threshold: vital.threshold.as_deref(),
        basis: measured.basis,
        partial: vital.status == crate::report::Status::Partial,
        degraded: &measured.degraded,
        excluded: left_out(vital.excluded),
        advice_key: vital.advice_key,
        advice: vital.advice.as_deref(),
        lowered: vital.lowered.map(|lowered| Lowered { from: lowered.from.name(), by: lowered.why.name() }),
    }
}

fn left_out(excluded: Excluded) -> LeftOut {
    LeftOut {
        bot: excluded.bot,
        operator: excluded.operator,
        system: excluded.system,
        recalled: excluded.recalled,
        out_of_tenure: Some(excluded.out_of_tenure).filter(|count| *count > 0),
    }
}

/// Units that count things one by one.
const fn counts(unit: Unit) -> bool {
    matches!(unit, Unit::Messages | Unit::Persons | Unit::Days | Unit::Count)
}

/// A whole number without a point; anything else as it is.
fn whole(number: f64) -> Number {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and exact in a float")]
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 {
        Number::Whole(number as i64)
    } else {
        Number::Real(number)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::render::sample;
    use crate::unit::Lang;

    fn document(report: &Report) -> (String, Value) {
        let mut out = Vec::new();
        write(report, &[], &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let value = serde_json::from_str(&text).unwrap();
        (text, value)
    }

    #[test]
    fn the_document() {
        let mut report = sample::one_group(Lang::En);
        report.vitals.truncate(6);
        let (text, _) = document(&report);
        insta::assert_snapshot!(text.replace(env!("CARGO_PKG_VERSION"), "[version]"));
    }

    #[test]
    fn counts_have_no_point_and_ratios_do() {
        let (text, value) = document(&sample::report(Lang::Zh));
        let find = |id: &str| value["metrics"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
        assert!(find("active_members")["value"].is_u64());
        assert!(find("weekly_retention")["value"].is_f64());
        assert!(find("weekly_retention")["numerator"].is_u64());
        assert!(find("file_download_rate")["value"].is_null());
        assert!(text.contains("\"value\": 1.0"), "a whole ratio stays a float");
        assert!(text.ends_with("}\n"));
    }

    #[test]
    fn out_of_tenure_shows_only_when_there_is_any() {
        let mut report = sample::one_group(Lang::Zh);
        assert!(!document(&report).0.contains("out_of_tenure"));
        report.vitals[0].excluded.out_of_tenure = 3;
        assert_eq!(document(&report).1["metrics"][0]["excluded"]["out_of_tenure"], 3);
    }
}
