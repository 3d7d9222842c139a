//! `JUnit` XML: a suite a group, a case a vital. In: the report. Out: XML every CI server reads. Verdicts below the
//! gate's bar pass; what could not be judged is skipped with the reason; what is missing is an error.

use std::io::{self, Write};
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};

use super::finding::vital_text;
use super::gate::{expired_text, obstacle_text, regress_text, unmet_text};
use super::spec::Drawings;
use super::view;
use crate::calendar::date;
use crate::look::word;
use crate::report::{Change, Key, Obstacle, Report, Status, Vital};

/// Writes the document.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Junit::new("chatvitals");
    document.set_time(Duration::ZERO);
    let whole = run(report);
    if !whole.test_cases.is_empty() {
        document.add_test_suite(whole);
    }
    for group in view::group_ids(report) {
        document.add_test_suite(suite(report, group));
    }
    document.serialize(&mut *out).map_err(io::Error::other)?;
    Ok(())
}

/// What is about no single group: missing inputs, expired waivers.
fn run(report: &Report) -> TestSuite {
    let mut suite = TestSuite::new("chatvitals");
    suite.set_time(Duration::ZERO);
    for obstacle in report.gate.obstacles.iter().filter(|obstacle| obstacle.group.is_none()) {
        suite.add_test_case(missing(report, obstacle, "chatvitals"));
    }
    for waiver in report.gate.waivers.iter().filter(|waiver| waiver.expired) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("expired-waiver").set_message(expired_text(report, waiver));
        suite.add_test_case(case(&waiver.waiver.metric, "chatvitals.waiver", status));
    }
    suite
}

fn case(name: &str, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(class).set_time(Duration::ZERO);
    case
}

fn missing(report: &Report, obstacle: &Obstacle, class: &str) -> TestCase {
    let text = obstacle_text(report, obstacle);
    let mut status =
        if obstacle.allowed { TestCaseStatus::skipped() } else { TestCaseStatus::non_success(NonSuccessKind::Error) };
    status.set_type(obstacle.kind.name()).set_message(text);
    let name = match obstacle.subject.as_str() {
        "" => obstacle.kind.name().to_owned(),
        subject => format!("{}: {subject}", obstacle.kind.name()),
    };
    case(&name, class, status)
}

fn suite(report: &Report, group: &str) -> TestSuite {
    let mut suite = TestSuite::new(view::group_name(report, group));
    suite.set_time(Duration::ZERO);
    suite.add_property(("id", group)).add_property(("as_of", date(report.as_of).to_string().as_str()));
    if let Some(known) = report.groups.iter().find(|known| known.id == group) {
        suite.add_property(("messages", known.messages.to_string().as_str()));
        suite.add_property(("members", known.members.to_string().as_str()));
    }
    for obstacle in report.gate.obstacles.iter().filter(|obstacle| obstacle.group.as_deref() == Some(group)) {
        suite.add_test_case(missing(report, obstacle, group));
    }
    for vital in report.of_group(group).filter(|vital| vital.counts()) {
        suite.add_test_case(verdict(report, vital));
    }
    suite
}

fn verdict(report: &Report, vital: &Vital) -> TestCase {
    let of_row = |change: &&Change| change.regressed && change.key == Key::of(vital);
    let regressed = report.gate.changes.iter().flatten().find(of_row);
    let unmet = report
        .gate
        .unmet
        .iter()
        .find(|unmet| vital.is_headline() && unmet.group == vital.group && unmet.metric == vital.metric.id);
    let failure = |kind: &str, message: String| {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(kind).set_message(message);
        status
    };
    let status = match vital.status {
        Status::Breach => failure("breach", vital_text(report, vital)),
        _ if unmet.is_some() => failure("required", unmet.map(|unmet| unmet_text(report, unmet)).unwrap_or_default()),
        _ if regressed.is_some() => {
            failure("regression", regressed.map(|change| regress_text(report, vital, change)).unwrap_or_default())
        }
        Status::Ok | Status::Watch | Status::Info => TestCaseStatus::success(),
        status => {
            let mut skipped = TestCaseStatus::skipped();
            skipped.set_type(status.name()).set_message(word(status, report.lang));
            skipped
        }
    };
    let mut case = case(&view::id(vital), &vital.group, status);
    if vital.status == Status::Watch {
        case.set_system_out(vital_text(report, vital));
    }
    let number = |value: Option<f64>| value.filter(|value| value.is_finite()).map(|value| value.to_string());
    let day = |day: Option<i32>| day.map(|day| date(day).to_string());
    let period = vital.row.period;
    for (name, value) in [
        ("status", Some(vital.status.name().to_owned())),
        ("interval_status", vital.interval_status.map(|status| status.name().to_owned())),
        ("value", number(vital.row.value)),
        ("unit", Some(vital.row.unit.name().to_owned())),
        ("threshold", vital.threshold.clone()),
        ("n", Some(vital.row.n.to_string())),
        ("period_start", day(period.map(|period| period.0))),
        ("period_end", day(period.map(|period| period.1))),
        ("line", vital.rule.and_then(|rule| rule.line).map(|line| line.to_string())),
    ] {
        if let Some(value) = value {
            case.add_property((name, value.as_str()));
        }
    }
    case
}
