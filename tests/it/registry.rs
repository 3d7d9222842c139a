//! The lists hang together: ids are unique and well formed, everything is said in both languages,
//! what one list names another holds, and no run produces a row nobody documented.

use std::collections::BTreeSet;

use chatvitals::advice::{self, AdviceArgs};
use chatvitals::chart::CHARTS;
use chatvitals::format::FORMATS;
use chatvitals::metric::{self, METRICS, Metric};
use chatvitals::pipeline::Question;
use chatvitals::render::RENDERERS;
use chatvitals::side::SIDE_FILES;
use chatvitals::synth::Health;
use chatvitals::unit::{Lang, Text, Unit};
use regex::Regex;

use crate::run;

fn well_formed(what: &str, pattern: &str, ids: &[&str]) {
    let pattern = Regex::new(pattern).unwrap();
    let unique: BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{what} ids are not unique: {ids:?}");
    assert!(!ids.is_empty(), "no {what}");
    for id in ids {
        assert!(pattern.is_match(id), "{what} id {id}");
    }
}

#[test]
fn ids_are_unique_and_well_formed() {
    let snake = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$";
    let kebab = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$";
    well_formed("metric", snake, &METRICS.iter().map(|metric| metric.id).collect::<Vec<_>>());
    well_formed("chart", snake, &CHARTS.iter().map(|chart| chart.id).collect::<Vec<_>>());
    well_formed("format", kebab, &FORMATS.iter().map(|format| format.id).collect::<Vec<_>>());
    well_formed("renderer", kebab, &RENDERERS.iter().map(|renderer| renderer.id).collect::<Vec<_>>());
    well_formed(
        "side file",
        r"^[a-z_]+\.(csv|log|json|toml)$",
        &SIDE_FILES.iter().map(|file| file.name).collect::<Vec<_>>(),
    );
    well_formed("advice", r"^[a-z]+\.[a-z_]+$", &advice::keys().collect::<Vec<_>>());
    for metric in METRICS {
        if !metric.segments.is_empty() {
            let names: Vec<&str> = metric.segments.iter().map(|(name, _)| *name).collect();
            well_formed(metric.id, r"^[a-z][a-z0-9_]*(:…)?$", &names);
        }
    }
}

#[test]
fn everything_is_said_in_both_languages() {
    let said = |what: &str, text: Text| {
        assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{what} is silent in a language");
        assert!(text.zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{what}: no Chinese in {}", text.zh);
        assert!(!text.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{what}: Chinese in {}", text.en);
    };
    for metric in METRICS {
        said(metric.id, metric.name);
        said(metric.id, metric.doc);
        assert!(!metric.formula.is_empty() && !metric.source.is_empty(), "{}", metric.id);
        assert!(metric.thresholds.iter().all(|rule| !rule.source.is_empty()), "{}", metric.id);
        assert!(metric.segments.iter().all(|(_, what)| !what.is_empty()), "{}", metric.id);
    }
    for format in FORMATS {
        said(format.id, format.name);
        said(format.id, format.how_to_export);
        said(format.id, format.lacks);
        assert!(!format.extensions.is_empty(), "{}", format.id);
    }
    for chart in CHARTS {
        said(chart.id, chart.name);
        said(chart.id, chart.doc);
    }
    for file in SIDE_FILES {
        said(file.name, file.doc);
    }
}

#[test]
fn what_one_list_names_another_holds() {
    let args = AdviceArgs { value: Some(0.5), bound: Some(0.6), n: 12, unit: Unit::Ratio, extra: &[] };
    for metric in METRICS {
        for lang in [Lang::Zh, Lang::En] {
            let text = advice::text(metric.advice, &args, lang);
            let text = text.unwrap_or_else(|| panic!("{}: no text for {}", metric.id, metric.advice));
            assert!(!text.contains(['{', '}', '[', ']']), "{}: {text}", metric.advice);
        }
        for rule in metric.thresholds {
            assert!(rule.breach.or(rule.watch).is_some(), "{}: a threshold without a bound", metric.id);
            assert!(rule.segment.is_none_or(|name| documented(metric, name)), "{}: {:?}", metric.id, rule.segment);
        }
    }
    for chart in CHARTS {
        assert!(chart.metric.is_none_or(|id| metric::find(id).is_some()), "{} draws {:?}", chart.id, chart.metric);
    }
    for metric in METRICS {
        assert_eq!(metric::find(metric.id).map(|found| found.id), Some(metric.id));
    }
    assert!(metric::find("no_such_vital").is_none());
}

/// A trailing `…` stands for any ending.
fn documented(metric: &Metric, segment: &str) -> bool {
    metric.segments.iter().any(|(name, _)| match name.strip_suffix('…') {
        Some(start) => segment.starts_with(start) && segment.len() > start.len(),
        None => *name == segment,
    })
}

#[test]
fn the_demo_gives_documented_rows_only() {
    for health in [Health::Good, Health::Bad] {
        let question = Question { exports: vec![run::demo(health)], lang: Lang::En, ..Question::default() };
        let report = run::report(&question).unwrap();
        assert!(report.groups.len() > 1);
        let mut seen = BTreeSet::new();
        for vital in &report.vitals {
            if let Some(segment) = &vital.row.segment {
                assert!(documented(vital.metric, segment), "{} {segment}", vital.metric.id);
                seen.insert((vital.metric.id, segment.clone()));
            }
            if let Some(key) = vital.advice_key {
                assert!(advice::keys().any(|known| Some(known) == key.strip_prefix("advice.")), "{key}");
            }
        }
        assert!(seen.len() > 40, "only {} segments", seen.len());
        for group in &report.groups {
            for metric in METRICS {
                let headlines = report.of_group(&group.id).filter(|v| v.metric.id == metric.id && v.is_headline());
                assert_eq!(headlines.count(), 1, "headlines of {} in {}", metric.id, group.id);
            }
        }
    }
}

#[test]
fn every_segment_has_a_name_in_chinese() {
    let mut nameless = Vec::new();
    for metric in METRICS {
        for (segment, _) in metric.segments.iter().filter(|(segment, _)| !segment.ends_with('…')) {
            if chatvitals::look::segment_name(segment, chatvitals::unit::Lang::Zh) == *segment {
                nameless.push(format!("{} {segment}", metric.id));
            }
        }
    }
    assert!(nameless.is_empty(), "{nameless:?}");
}
