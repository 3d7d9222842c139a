//! What holds for every group: the order of records, a split into overlapping exports and a second
//! copy change no vital; shares sum to one; growth adds up; every record is accounted for; the same
//! question gives the same bytes.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use chatvitals::metric::{Cell, CiMethod};
use chatvitals::pipeline::{self, Question};
use chatvitals::report::Report;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use tempfile::TempDir;

use crate::run;

/// A synthetic group, by the lines of its ChatLab JSONL export: header, members, then messages.
#[derive(Clone)]
struct World {
    plan: (u64, u64, u32),
    header: String,
    members: Vec<String>,
    messages: Vec<String>,
}

/// A failing case is named by its plan: messages, seed, days.
impl fmt::Debug for World {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "World {:?}", self.plan)
    }
}

fn worlds() -> impl Strategy<Value = World> {
    (300_u64..900, 0_u64..1000, 15_u32..45).prop_map(|(count, seed, days)| {
        let text = String::from_utf8(run::synth("chatlab-jsonl", count, seed, days)).unwrap();
        let mut lines = text.lines().map(str::to_owned);
        let header = lines.next().unwrap();
        let (members, messages) = lines.partition(|line| line.starts_with(r#"{"_type":"member""#));
        World { plan: (count, seed, days), header, members, messages }
    })
}

impl World {
    /// The export of some of its messages; the members stand in every export, as the tools write them.
    fn export(&self, messages: &[String]) -> String {
        format!("{}\n{}\n{}\n", self.header, self.members.join("\n"), messages.join("\n"))
    }
}

/// The report of some exports, told apart by the order they are given in.
fn report(exports: &[String]) -> Report {
    let folder = TempDir::new().unwrap();
    let paths: Vec<PathBuf> = exports
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let path = folder.path().join(format!("part{at}.jsonl"));
            fs::write(&path, text).unwrap();
            path
        })
        .collect();
    run::report(&Question { exports: paths, ..Question::default() }).unwrap()
}

/// The rows of `metrics.json`, without those that speak of the reading itself.
fn vitals(report: &Report) -> Vec<Value> {
    let document: Value = serde_json::from_slice(&run::json(report)).unwrap();
    let rows = document["metrics"].as_array().unwrap().clone();
    let rows: Vec<Value> = rows.into_iter().filter(|row| row["id"] != "data_quality").collect();
    assert!(rows.len() > 40, "only {} rows", rows.len());
    rows
}

fn same(one: &Report, other: &Report) -> Result<(), TestCaseError> {
    let (one_rows, other_rows) = (vitals(one), vitals(other));
    for (a, b) in one_rows.iter().zip(&other_rows) {
        prop_assert_eq!(a, b);
    }
    prop_assert_eq!(one_rows.len(), other_rows.len());
    prop_assert_eq!(one.groups[0].messages, other.groups[0].messages);
    prop_assert_eq!(one.groups[0].events, other.groups[0].events);
    Ok(())
}

fn number(cell: &Cell) -> f64 {
    match cell {
        Cell::Number(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

fn day(cell: &Cell) -> i32 {
    match cell {
        Cell::Day(day) => *day,
        other => panic!("{other:?} is no day"),
    }
}

/// Active people by the start of their week.
fn active(report: &Report, start: i32) -> Option<f64> {
    let history = report.table(&report.groups[0].id, "active_members", "history").unwrap();
    history.rows.iter().find(|row| day(&row[0]) == start).map(|row| number(&row[1]))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn order_changes_nothing(world in worlds(), moves in prop::collection::vec(any::<Index>(), 900)) {
        let mut shuffled = world.messages.clone();
        for (at, to) in moves.iter().enumerate() {
            let (from, to) = (at % shuffled.len(), to.index(shuffled.len()));
            shuffled.swap(from, to);
        }
        same(&report(&[world.export(&world.messages)]), &report(&[world.export(&shuffled)]))?;
    }

    #[test]
    fn overlapping_exports_count_once(world in worlds(), a in any::<Index>(), b in any::<Index>()) {
        let whole = report(&[world.export(&world.messages)]);
        let (a, b) = (a.index(world.messages.len()), b.index(world.messages.len()));
        let (early, late) = (a.min(b), a.max(b));
        let parts = [world.export(&world.messages[..late]), world.export(&world.messages[early..])];
        let split = report(&parts);
        same(&whole, &split)?;
        for input in &split.inputs {
            prop_assert_eq!(input.read, input.kept + input.duplicate + input.rejected);
        }
    }

    #[test]
    fn a_second_copy_counts_nothing(world in worlds()) {
        let text = world.export(&world.messages);
        let (once, twice) = (report(std::slice::from_ref(&text)), report(&[text.clone(), text]));
        same(&once, &twice)?;
        prop_assert_eq!(twice.inputs[1].kept, 0);
        prop_assert_eq!(twice.inputs[1].duplicate, twice.inputs[1].read);
    }

    #[test]
    fn damaged_records_are_counted(world in worlds(), at in any::<Index>()) {
        let mut records = world.messages.clone();
        let at = at.index(records.len());
        records[at].replace_range(1.., "\"broken");
        let report = report(&[world.export(&records)]);
        let input = &report.inputs[0];
        prop_assert_eq!(input.rejected, u64::from(at + 1 < records.len() || input.truncated.is_none()));
        prop_assert_eq!(input.read, input.kept + input.duplicate + input.rejected);
    }

    #[test]
    fn shares_sum_to_one_and_growth_adds_up(world in worlds()) {
        let report = report(&[world.export(&world.messages)]);
        let group = &report.groups[0].id;
        let value = |segment: &str| report.segment(group, "layer_shares", segment).unwrap().row.value;
        let sum = |parts: &[&str]| parts.iter().map(|part| value(part).unwrap()).sum::<f64>();
        prop_assert!((sum(&["core", "active", "ordinary"]) - 1.0).abs() < 1e-9);
        prop_assert!((sum(&["light", "silent"]) - value("ordinary").unwrap()).abs() < 1e-9);
        prop_assert!((sum(&["top_1", "next_9", "rest_90"]) - 1.0).abs() < 1e-9);
        let lorenz = report.table(group, "participation_gini", "lorenz").unwrap();
        prop_assert!((number(&lorenz.rows.last().unwrap()[2]) - 1.0).abs() < 1e-9);
        let weeks = report.table(group, "growth_accounting", "weeks").unwrap();
        for row in &weeks.rows {
            let [new, retained, resurrected, churned] = [1, 2, 3, 4].map(|at| number(&row[at]));
            prop_assert_eq!(Some(new + retained + resurrected), active(&report, day(&row[0])));
            prop_assert_eq!(Some(retained + churned), active(&report, day(&row[0]) - 7));
        }
        for vital in report.vitals.iter().filter(|vital| vital.row.denominator == Some(0.0)) {
            prop_assert_eq!(vital.row.value, None, "{} divides by nothing", vital.metric.id);
        }
        for vital in &report.vitals {
            prop_assert!(vital.row.value.is_none_or(f64::is_finite), "{}", vital.metric.id);
            // Whole blocks of days count the first and last days less, so a bootstrap of a series may
            // miss its plain mean by a hair; an interval of a proportion never does.
            let proportion = vital.row.ci.filter(|(_, _, method)| *method == CiMethod::Wilson95);
            if let (Some((low, high, _)), Some(value)) = (proportion, vital.row.value) {
                prop_assert!(low - 1e-9 <= value && value <= high + 1e-9, "{}: {low} {value} {high}", vital.metric.id);
            }
        }
    }

    #[test]
    fn the_same_question_gives_the_same_bytes(seed in 0_u64..1000, format in prop::sample::select(vec![
        "telegram-json", "chatlab-json", "whatsapp-txt", "discord-json",
    ])) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("export");
        fs::write(&path, run::synth(format, 400, seed, 21)).unwrap();
        let question = Question { exports: vec![path], ..Question::default() };
        let (one, other) = (run::report(&question).unwrap(), run::report(&question).unwrap());
        prop_assert!(run::json(&one) == run::json(&other));
    }

    /// Groups computed apart, each as its exports are read, come to what all of them come to when read first; one
    /// export hides in a zip, where nobody sees beforehand which group it belongs to.
    #[test]
    fn reading_in_parts_changes_nothing(world in worlds(), other in worlds(), cut in any::<Index>(), hidden in any::<bool>()) {
        let folder = TempDir::new().unwrap();
        let cut = cut.index(world.messages.len());
        fs::write(folder.path().join("a.jsonl"), world.export(&world.messages[cut / 2..])).unwrap();
        let early = world.export(&world.messages[..cut]);
        if hidden {
            let mut archive = zip::ZipWriter::new(fs::File::create(folder.path().join("c.zip")).unwrap());
            archive.start_file("c.jsonl", zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(early.as_bytes()).unwrap();
            archive.finish().unwrap();
        } else {
            fs::write(folder.path().join("c.jsonl"), early).unwrap();
        }
        fs::write(folder.path().join("b.jsonl"), other.export(&other.messages)).unwrap();
        fs::write(folder.path().join("t.json"), run::synth("telegram-json", 300, other.plan.1, 20)).unwrap();
        let charter = folder.path().join("charter.toml");
        fs::write(&charter, "[gate]\npersistent = 2\n[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 900\"\n").unwrap();
        let question = Question {
            exports: vec![folder.path().to_owned()],
            charter: Some(charter),
            as_of: Some("2024-01-20".to_owned()),
            ..Question::default()
        };
        let (apart, reading) = pipeline::run(&question, &|_| ()).unwrap();
        let together = run::report(&question).unwrap();
        prop_assert!(reading.frames.iter().all(|frames| frames.messages.is_empty()), "rows are given up");
        prop_assert!(run::json(&apart) == run::json(&together));
        prop_assert!(together.groups.len() >= 2 && !together.vitals.iter().all(|vital| vital.lowered.is_none()));
    }
}
