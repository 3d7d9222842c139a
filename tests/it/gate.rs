//! The weekly gate on the real binary: small worlds, charters, and the exit code and words each must give.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};
use serde_json::Value;

use crate::binary::{Said, chatvitals, folder, text};

/// A Monday.
const START: &str = "2026-02-02";

/// A chat of twelve people: so many messages a day from `start` on, the first at midnight, the last a second before
/// the next.
fn world(place: &Path, id: &str, start: &str, days: &[u32]) -> PathBuf {
    fs::create_dir_all(place).unwrap();
    let mut lines = vec![format!(
        r#"{{"_type":"header","chatlab":{{"version":"0.0.2","exportedAt":1}},"meta":{{"name":"群{id}","platform":"telegram","type":"group","groupId":"{id}"}}}}"#
    )];
    let first: NaiveDate = start.parse().unwrap();
    let mut number = 0_u32;
    for (day, count) in days.iter().enumerate() {
        let midnight = first.checked_add_days(Days::new(day as u64)).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let midnight = midnight.and_utc().timestamp() - 8 * 3600;
        for at in 0..*count {
            let who = number % 12;
            lines.push(format!(
                r#"{{"_type":"message","sender":"u{who}","accountName":"成员{who}","timestamp":{},"type":0,"content":"第{number}句","platformMessageId":"{number}"}}"#,
                midnight + 86_399 * i64::from(at) / i64::from((*count).max(2) - 1)
            ));
            number += 1;
        }
    }
    let path = place.join(format!("{id}.jsonl"));
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

/// Weeks of so many messages a day.
fn weeks(each: &[u32]) -> Vec<u32> {
    each.iter().flat_map(|count| [*count; 7]).collect()
}

fn charter(place: &Path, text: &str) -> PathBuf {
    let path = place.join("gate.toml");
    fs::write(&path, text).unwrap();
    path
}

fn check(place: &Path, arguments: &[&str]) -> Said {
    let mut command = chatvitals(place);
    command.env_remove("GITHUB_STEP_SUMMARY").arg("check").args(arguments);
    let output = command.args(["--only", "daily_messages,weekly_retention"]).output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn what_a_charter_grants() {
    // (charter, weeks of messages a day, exit code, word in the output)
    let threshold = "[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 20\"\n";
    for (rules, days, code, word) in [
        ("", [40, 40, 40, 40], 0, "Messages per day"),
        ("", [40, 40, 40, 12], 1, "breach"),
        ("level = \"warn\"\n", [40, 40, 40, 12], 0, "the charter only warns of it"),
        ("level = \"allow\"\n", [40, 40, 40, 12], 0, "Weekly retention"),
        ("persistent = 2\n", [40, 40, 40, 12], 0, "1 of 2 periods in a row"),
        ("persistent = 2\n", [40, 40, 12, 12], 1, "breach"),
        ("persistent = 2\n", [40, 12, 40, 12], 0, "1 of 2 periods in a row"),
        ("persistent = 3\n", [40, 40, 12, 12], 0, "2 of 3 periods in a row"),
        ("persistent = 3\n", [40, 12, 12, 12], 1, "breach"),
        (
            "[[waiver]]\nmetric = \"daily_messages\"\nexpires = 2026-03-01\nreason = \"holidays\"\n",
            [40, 40, 40, 12],
            0,
            "waived until 2026-03-01: holidays",
        ),
        (
            "[[waiver]]\nmetric = \"daily_messages\"\nexpires = 2026-02-28\nreason = \"holidays\"\n",
            [40, 40, 40, 12],
            1,
            "expired on 2026-02-28",
        ),
        (
            "[[waiver]]\nmetric = \"daily_messages\"\nexpires = 2026-02-28\nreason = \"holidays\"\n",
            [40, 40, 40, 40],
            1,
            "take it out or renew it",
        ),
        (
            "[[waiver]]\nmetric = \"daily_messages\"\ngroup = \"other*\"\nexpires = 2026-03-01\nreason = \"x\"\n",
            [40, 40, 40, 12],
            1,
            "breach",
        ),
        ("[gate]\npersistent = 2\n", [40, 40, 40, 12], 0, "1 of 2 periods in a row"),
        ("[gate]\nfail_on = \"never\"\n", [40, 40, 40, 12], 0, "breach"),
        ("[gate]\nrequire = [\"daily_messages\"]\n", [40, 40, 40, 40], 0, "Messages per day"),
    ] {
        let place = folder();
        let export = world(place.path(), "1", START, &weeks(&days));
        let charter = charter(place.path(), &format!("{threshold}{rules}"));
        let said = check(place.path(), &[text(&export), "--charter", text(&charter), "--lang", "en"]);
        assert_eq!(said.code, code, "{rules:?} {days:?}\n{}{}", said.out, said.err);
        assert!(said.out.contains(word), "{rules:?} {days:?} says no {word}\n{}", said.out);
    }
}

#[test]
fn an_interval_that_leaves_doubt_only_warns() {
    let place = folder();
    // Twelve people, nine of whom come back: 75 % of 12 is not surely below 80 %.
    let days: Vec<u32> = weeks(&[40, 40, 40]).into_iter().chain([2, 2, 2, 2, 1, 0, 0]).collect();
    let export = world(place.path(), "1", START, &days);
    for (decision, code) in [("point", 1), ("interval", 0)] {
        let rules = format!(
            "[[threshold]]\nmetric = \"weekly_retention\"\nbreach = \"< 0.8\"\ndecision = \"{decision}\"\n[[threshold]]\nmetric = \"daily_messages\"\nlevel = \"allow\"\n"
        );
        let charter = charter(place.path(), &rules);
        let arguments =
            [text(&export), "--charter", text(&charter), "--as-of", "2026-03-01", "--gap-is-silence", "--lang", "en"];
        let said = check(place.path(), &arguments);
        assert_eq!(said.code, code, "{decision}\n{}{}", said.out, said.err);
    }
}

#[test]
fn what_is_missing_ends_the_run_unless_accepted() {
    let place = folder();
    let place = place.path();
    let good = weeks(&[40, 40, 40, 40]);
    let export = world(place, "1", START, &good);
    let empty = place.join("empty");
    fs::create_dir(&empty).unwrap();
    let mut cut = fs::read_to_string(world(&place.join("cut"), "1", START, &good)).unwrap();
    cut.truncate(cut.len() - 20);
    let cut_path = place.join("cut/1.jsonl");
    fs::write(&cut_path, cut).unwrap();
    let dated = |name: &str, timestamp: i64| {
        let path = world(&place.join(name), "1", START, &good);
        let mut lines = fs::read_to_string(&path).unwrap();
        lines.push_str(&format!(
            "\n{{\"_type\":\"message\",\"sender\":\"u1\",\"accountName\":\"a\",\"timestamp\":{timestamp},\"type\":0,\"content\":\"x\",\"platformMessageId\":\"late\"}}"
        ));
        fs::write(&path, lines).unwrap();
        path
    };
    let (future, past) = (dated("future", 4_070_908_800), dated("past", 500_000_000));
    let short = world(&place.join("short"), "1", START, &[1]);
    let named = place.join("named.toml");
    fs::write(&named, "[[groups]]\nid = \"telegram:1\"\n[[groups]]\nid = \"telegram:77\"\n").unwrap();
    let lasting = place.join("lasting.toml");
    fs::write(&lasting, "[gate]\npersistent = 2\n[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 50\"\n")
        .unwrap();
    let week = world(&place.join("week"), "1", START, &weeks(&[40]));
    for (kind, arguments) in [
        ("no-input", vec![text(&empty)]),
        ("truncated", vec![text(&cut_path)]),
        ("wrong-clock", vec![text(&future)]),
        ("wrong-clock", vec![text(&past)]),
        ("missing-group", vec![text(&export), "--charter", text(&named)]),
        ("stale", vec![text(&export), "--week", "2026-W12"]),
        ("no-complete-period", vec![text(&short)]),
        ("short-history", vec![text(&week), "--charter", text(&lasting)]),
    ] {
        let said = check(place, &arguments);
        assert_eq!(said.code, 2, "{kind}\n{}{}", said.out, said.err);
        assert!(said.err.contains(&format!("--allow {kind}")), "{kind}: {}", said.err);
        let accepted = check(place, &[&arguments[..], &["--allow", kind]].concat());
        assert_ne!(accepted.code, 2, "{kind} accepted\n{}{}", accepted.out, accepted.err);
        let other = if kind == "stale" { "truncated" } else { "stale" };
        let other = check(place, &[&arguments[..], &["--allow", other]].concat());
        assert_eq!(other.code, 2, "{kind} is accepted by its own name only\n{}", other.err);
    }
    let said = check(place, &[text(&future), "--allow", "wrong-clock", "--json"]);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(document["as_of"], "2026-03-01", "a record of another century does not choose the day judged");
    let baseline = check(place, &[text(&export), "--baseline", "nowhere.json"]);
    assert_eq!(baseline.code, 2);
    assert!(baseline.err.contains("nowhere.json") && baseline.err.contains("--allow no-baseline"), "{}", baseline.err);
    assert_eq!(check(place, &[text(&export), "--baseline", "nowhere.json", "--allow", "no-baseline"]).code, 0);
}

#[test]
fn a_young_group_has_no_history_to_miss() {
    let place = folder();
    let export = world(place.path(), "1", START, &weeks(&[12]));
    let rules = "[group]\ncreated_at = 2026-02-02\n[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 20\"\npersistent = 2\n";
    let charter = charter(place.path(), rules);
    let said = check(place.path(), &[text(&export), "--charter", text(&charter), "--lang", "en"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("1 of 2 periods in a row"), "{}", said.out);
}

#[test]
fn required_vitals_must_be_judged() {
    let place = folder();
    // One week: retention has no week before it.
    let export = world(place.path(), "1", START, &weeks(&[40]));
    let said = check(place.path(), &[text(&export), "--lang", "en"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let said = check(place.path(), &[text(&export), "--require", "weekly_retention", "--lang", "en"]);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("a required vital could not be judged"), "{}", said.out);
    let said = check(place.path(), &[text(&export), "--require", "weekly_retenton"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("did you mean `weekly_retention`?"), "{}", said.err);
}

#[test]
fn a_part_of_the_groups_may_be_ill() {
    let place = folder();
    let exports = place.path().join("exports");
    for id in 1..=10 {
        world(&exports, &id.to_string(), START, &weeks(&[40, 40, 40, if id <= 2 { 3 } else { 40 }]));
    }
    for (fail_on, code) in [
        ("any", 1),
        ("breach", 1),
        ("share>0.2", 0),
        ("share>=0.2", 1),
        ("share>0.1", 1),
        ("count>2", 0),
        ("count>1", 1),
        ("never", 0),
    ] {
        let said = check(place.path(), &[text(&exports), "--fail-on", fail_on, "-q"]);
        assert_eq!(said.code, code, "{fail_on}: {}{}", said.out, said.err);
    }
    let said = check(place.path(), &[text(&exports), "--fail-on", "often"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("share>0.2"), "{}", said.err);
}

#[test]
fn one_charter_judges_many_groups_by_their_own_rules() {
    let place = folder();
    let exports = place.path().join("exports");
    world(&exports, "small", START, &weeks(&[12, 12, 12]));
    world(&exports, "large", START, &weeks(&[40, 40, 40]));
    let rules = "[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 10\"\n\n[profiles.busy]\nthreshold = [{ metric = \"daily_messages\", breach = \"< 50\" }]\n\n[[groups]]\nid = \"telegram:l*\"\nuse = \"busy\"\n";
    let charter = charter(place.path(), rules);
    let said = check(place.path(), &[text(&exports), "--charter", text(&charter), "--json"]);
    assert_eq!(said.code, 1, "{}", said.err);
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let of = |group: &str| {
        let rows = document["metrics"].as_array().unwrap();
        rows.iter()
            .find(|row| row["id"] == "daily_messages" && row["group"] == group && row["segment"].is_null())
            .unwrap()
    };
    assert_eq!((&of("telegram:small")["status"], &of("telegram:small")["threshold"]), (&"ok".into(), &"< 10".into()));
    assert_eq!(
        (&of("telegram:large")["status"], &of("telegram:large")["threshold"]),
        (&"breach".into(), &"< 50".into())
    );
}

#[test]
fn a_baseline_tells_what_changed() {
    let place = folder();
    let export = world(place.path(), "1", START, &weeks(&[40, 40, 40, 30]));
    let before = check(place.path(), &[text(&export), "--as-of", "2026-02-22", "--json"]);
    let baseline = place.path().join("last.json");
    fs::write(&baseline, &before.out).unwrap();
    let rules = "[gate]\nregress = \"10%\"\n";
    let charter = charter(place.path(), rules);
    let said = check(place.path(), &[text(&export), "--baseline", text(&baseline), "--lang", "en"]);
    assert_eq!(said.code, 0, "worse is no breach: {}", said.out);
    assert!(said.out.contains("1 worse, 0 gone, 0 new, 0 better, 1 same"), "{}", said.out);
    let arguments = [text(&export), "--baseline", text(&baseline), "--charter", text(&charter), "--lang", "en"];
    let said = check(place.path(), &arguments);
    assert_eq!(said.code, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("fell behind its baseline: 40 messages/day to 30 messages/day"), "{}", said.out);
    // A quarter is let through exactly.
    let charter = self::charter(place.path(), "[gate]\nregress = \"25%\"\n");
    let said = check(place.path(), &[text(&export), "--baseline", text(&baseline), "--charter", text(&charter)]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn every_format_says_the_same() {
    let place = folder();
    let export = world(place.path(), "1", START, &weeks(&[40, 40, 40, 3]));
    let charter = charter(place.path(), "# by hand\n\n[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 20\"\n");
    let outs = ["text", "json", "junit", "github", "sarif", "markdown"];
    let mut arguments =
        vec![text(&export).to_owned(), "--charter".to_owned(), text(&charter).to_owned(), "-q".to_owned()];
    for format in outs {
        arguments.extend(["--out".to_owned(), format!("{format}={format}.out")]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let said = check(place.path(), &arguments);
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    for format in outs {
        let written = fs::read_to_string(place.path().join(format!("{format}.out"))).unwrap();
        let printed = check(place.path(), &[text(&export), "--charter", text(&charter), "--format", format]);
        assert_eq!((printed.code, &printed.out), (1, &written), "{format}");
        assert!(written.contains("daily_messages") || written.contains("Messages per day"), "{format}: {written}");
    }
    let github = fs::read_to_string(place.path().join("github.out")).unwrap();
    assert!(github.starts_with("::error file=") && github.contains("gate.toml,line=3,title="), "{github}");
    let sarif: Value = serde_json::from_str(&fs::read_to_string(place.path().join("sarif.out")).unwrap()).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "daily_messages");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let junit = fs::read_to_string(place.path().join("junit.out")).unwrap();
    assert!(junit.contains("<failure type=\"breach\"") || junit.contains("type=\"breach\""), "{junit}");
    let said = check(place.path(), &[text(&export), "--out", "pdf=x"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("junit"), "{}", said.err);
}

#[test]
fn the_job_summary_is_added_to() {
    let place = folder();
    let export = world(place.path(), "1", START, &weeks(&[40, 40, 40, 3]));
    let summary = place.path().join("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let mut command = chatvitals(place.path());
    let output = command
        .env("GITHUB_STEP_SUMMARY", &summary)
        .args(["check", text(&export), "--format", "github", "--lang", "zh"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("before\n## 2026-W09"), "{text}");
}
