//! GitHub's workflow commands: an annotation a finding, the worst first, within the runner's caps. In: the report.
//! Out: lines for standard output. Written by hand: the format is three escapes and a line.

use std::io::{self, Write};

use super::finding::{Finding, Severity, findings};
use super::spec::Drawings;
use super::view;
use crate::report::Report;
use crate::unit::Lang;

/// Annotations of each kind a step may make; the runner drops the rest unsaid.
const MOST: usize = 10;

/// Writes the commands.
///
/// # Errors
/// What the sink says.
pub fn write(report: &Report, _: &Drawings, out: &mut dyn Write) -> io::Result<()> {
    let found = findings(report);
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let all: Vec<&Finding> = found.iter().filter(|finding| finding.severity == severity).collect();
        // Where there are more than fit, the last place says so.
        let shown = if all.len() > MOST { MOST - 1 } else { all.len() };
        for finding in all.iter().take(shown) {
            let title = property(&finding.title);
            let place = match (&report.gate.charter, finding.line) {
                (Some(charter), Some(line)) => format!("file={},line={line},", property(&charter.replace('\\', "/"))),
                _ => String::new(),
            };
            writeln!(out, "::{command} {place}title={title}::{}", data(&finding.message))?;
        }
        if all.len() > shown {
            let more = all.len() - shown;
            let said = match report.lang {
                Lang::Zh => format!("另有 {more} 条未列出，见作业摘要"),
                Lang::En => format!("{more} more are not listed here; see the job summary"),
            };
            writeln!(out, "::{command} title=chatvitals::{}", data(&said))?;
        }
    }
    writeln!(out, "::notice title=chatvitals::{}", data(&view::answer(report)))
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands in a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn written(report: &Report) -> String {
        let mut out = Vec::new();
        write(report, &[], &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_commands() {
        let text = written(&sample::report(Lang::En));
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_name_cannot_end_its_property_or_its_line() {
        let mut report = sample::one_group(Lang::Zh);
        report.groups[0].name = "a,b:c%d\n::error::e".to_owned();
        let text = written(&report);
        assert!(text.contains("title=a%2Cb%3Ac%25d"), "{text}");
        assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
        assert!(!text.contains("::error::"), "{text}");
    }

    #[test]
    fn no_more_than_the_runner_takes() {
        let mut report = sample::one_group(Lang::En);
        let breach = report.vitals.iter().find(|vital| vital.status == crate::report::Status::Breach).unwrap().clone();
        report.vitals.extend(std::iter::repeat_n(breach, 40));
        let text = written(&report);
        let errors: Vec<&str> = text.lines().filter(|line| line.starts_with("::error ")).collect();
        assert_eq!(errors.len(), MOST, "{text}");
        assert!(errors[MOST - 1].contains("35 more") || errors[MOST - 1].contains("more are not listed"));
    }
}
