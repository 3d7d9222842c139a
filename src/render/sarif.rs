//! SARIF 2.1.0: a result a finding, a rule a vital, places in the charter. In: the report. Out: JSON that code
//! scanning takes. Findings keep their fingerprint from week to week: it is made of vital, group and segment, never of
//! the value.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification, PhysicalLocation,
    PropertyBag, Region, ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultLevel, Run, Sarif,
    Tool, ToolComponent,
};
use sha2::{Digest, Sha256};

use super::finding::{Finding, Severity, findings};
use super::gate::obstacle_text;
use super::spec::Drawings;
use crate::report::{ObstacleKind, Report};

/// Writes the document.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let found = findings(report);
    let rules = rules(report, &found);
    let places: BTreeMap<&str, i64> = rules.iter().map(|rule| rule.id.as_str()).zip(0..).collect();
    let results = found.iter().map(|finding| result(report, finding, &places)).collect::<Vec<SarifResult>>();
    let blocked = report.gate.obstacles.iter().any(|obstacle| !obstacle.allowed);
    let notifications: Vec<Notification> = report
        .gate
        .obstacles
        .iter()
        .map(|obstacle| {
            Notification::builder()
                .message(text(&obstacle_text(report, obstacle)))
                .level(if obstacle.allowed { serde_json::json!("warning") } else { serde_json::json!("error") })
                .build()
        })
        .collect();
    let driver = ToolComponent::builder()
        .name("chatvitals")
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .version(env!("CARGO_PKG_VERSION"))
        .rules(rules.clone())
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .invocations(vec![
            Invocation::builder().execution_successful(!blocked).tool_execution_notifications(notifications).build(),
        ])
        .column_kind(serde_json::json!("unicodeCodePoints"))
        .results(results)
        .build();
    let document = Sarif::builder()
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .version(serde_json::json!("2.1.0"))
        .runs(vec![run])
        .build();
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn text(said: &str) -> Message {
    Message::builder().text(said).build()
}

/// Every rule a finding answers to, each once, by id.
fn rules(report: &Report, found: &[Finding]) -> Vec<ReportingDescriptor> {
    let mut ids: Vec<&str> = found.iter().map(|finding| finding.rule.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let lang = report.lang;
    let rule = |id: &str| {
        let metric = report.vitals.iter().map(|vital| vital.metric).find(|metric| metric.id == id);
        let obstacle = ObstacleKind::ALL.into_iter().find(|kind| kind.name() == id);
        let (short, full) = match (metric, obstacle) {
            (Some(metric), _) => (metric.name.get(lang), metric.doc.get(lang)),
            (None, Some(kind)) => (kind.name(), kind.cure().get(lang)),
            (None, None) => (id, id),
        };
        let said = |text: &str| MultiformatMessageString::builder().text(text).build();
        ReportingDescriptor::builder()
            .id(id)
            .short_description(said(short))
            .full_description(said(full))
            .default_configuration(ReportingConfiguration::builder().level(serde_json::json!("error")).build())
            .build()
    };
    ids.into_iter().map(rule).collect()
}

fn result(report: &Report, finding: &Finding, places: &BTreeMap<&str, i64>) -> SarifResult {
    let level = match finding.severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
    };
    let mut properties = BTreeMap::new();
    for (key, value) in [("group", &finding.group), ("segment", &finding.segment)] {
        if let Some(value) = value {
            properties.insert(key.to_owned(), serde_json::json!(value));
        }
    }
    let message = format!("{}: {}", finding.title, finding.message);
    SarifResult::builder()
        .rule_id(finding.rule.clone())
        .rule_index(places.get(finding.rule.as_str()).copied().unwrap_or(-1))
        .level(level)
        .message(text(&message))
        .locations(vec![location(report, finding)])
        .partial_fingerprints(
            [("chatvitals/v1".to_owned(), fingerprint(finding))].into_iter().collect::<BTreeMap<_, _>>(),
        )
        .properties(PropertyBag::builder().additional_properties(properties).build())
        .build()
}

/// The charter's line that asks for it; the charter's first where the bound is built in; without a charter the
/// group's first export.
fn location(report: &Report, finding: &Finding) -> Location {
    let input = report.inputs.first().map_or("charter.toml", |input| input.path.as_str());
    let path = report.gate.charter.as_deref().unwrap_or(input).replace('\\', "/");
    let line = finding.line.filter(|_| report.gate.charter.is_some()).unwrap_or(1);
    let place = PhysicalLocation::builder()
        .artifact_location(ArtifactLocation::builder().uri(uri(&path)).build())
        .region(Region::builder().start_line(i64::try_from(line).unwrap_or(1)).build())
        .build();
    Location::builder().physical_location(place).build()
}

/// A path as a relative URI: what a URI reads otherwise is escaped.
fn uri(path: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(path, KEEP).to_string()
}

fn fingerprint(finding: &Finding) -> String {
    let parts = [
        finding.rule.as_str(),
        finding.group.as_deref().unwrap_or_default(),
        finding.segment.as_deref().unwrap_or_default(),
    ];
    let hash = Sha256::digest(parts.join("\u{1f}").as_bytes());
    hash.iter().take(16).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
