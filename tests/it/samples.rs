//! Detectors against labelled samples: precision and recall with Wilson intervals, and the figures the
//! library quotes about itself. Samples were labelled by reading, not by what a detector says.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use chatvitals::feature::{Facts, Scanner, VALIDATION, Validation, ad_hit, validated};
use chatvitals::stats::wilson;

/// Whether the detector of a row finds what it looks for in `text`.
fn finds(row: &Validation, text: &str) -> bool {
    let mut facts = Facts::default();
    Scanner::built_in().scan(text, &mut facts);
    if row.detector == "ads" { ad_hit(facts.features) } else { facts.features.has(row.fact) }
}

fn sample(detector: &str) -> Vec<(bool, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(format!("{detector}.tsv"));
    let text = fs::read_to_string(path).unwrap();
    let row = |line: &str| {
        let (label, text) = line.split_once('\t').unwrap();
        (label == "1", text.to_owned())
    };
    text.lines().map(row).collect()
}

#[test]
fn figures_quoted_are_those_measured() {
    for row in VALIDATION {
        let sample = sample(row.detector);
        assert!(sample.len() >= 200, "{} has {} lines", row.detector, sample.len());
        let (mut found, mut there, mut both) = (0, 0, 0);
        let mut wrong = String::new();
        for (label, text) in &sample {
            let hit = finds(row, text);
            found += u64::from(hit);
            there += u64::from(*label);
            both += u64::from(hit && *label);
            if hit != *label {
                writeln!(wrong, "{}\t{text}", if hit { "not one" } else { "missed" }).unwrap();
            }
        }
        let measured = Validation { precision: (both, found), recall: (both, there), ..*row };
        let (from, to) = wilson(both, found);
        let (low, high) = wilson(both, there);
        let figures = format!(
            "{}: precision {both}/{found} ({from:.3} to {to:.3}), recall {both}/{there} ({low:.3} to {high:.3})",
            row.detector
        );
        assert_eq!(*row, measured, "{figures}\n{wrong}");
    }
}

#[test]
fn a_detector_is_validated_by_its_precision() {
    for (detector, want) in [("asks", true), ("ads", false), ("no such", false)] {
        assert_eq!(validated(detector), want, "{detector}");
    }
    let good = Validation { precision: (9, 10), ..VALIDATION[0] };
    assert!(good.validated());
    assert!(!Validation { precision: (0, 0), ..good }.validated());
}
