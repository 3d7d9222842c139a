//! The charter as code and past runs held against each other, on the real binary.

use std::fs;

use serde_json::Value;

use crate::binary::{folder, say, say_to, text};
use crate::run;
use chatvitals::synth::Health;

const BAD: &str = "[group]\nprofile = \"lerning\"\n\n[[threshold]]\nmetric = \"weekly_retention\"\nbreach = \"< 60\"\n\n[roles]\nadmins = [\"张三\"]\nbots = [\"张三\"]\n";

#[test]
fn every_mistake_stands_under_its_line() {
    let place = folder();
    fs::write(place.path().join("charter.toml"), BAD).unwrap();
    let said = say(place.path(), &["charter", "check"]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!("charter_check", said.err);
    let said = say(place.path(), &["check", "nothing", "--charter", "charter.toml"]);
    assert_eq!(said.code, 2);
    fs::write(place.path().join("good.toml"), "[group]\nprofile = \"learning\"\n").unwrap();
    let said = say(place.path(), &["charter", "check", "good.toml"]);
    assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
    assert!(say(place.path(), &["charter", "check", "gone.toml"]).err.contains("gone.toml"));
    fs::write(place.path().join("torn.toml"), "[group\n").unwrap();
    let said = say(place.path(), &["charter", "check", "torn.toml", "charter.toml"]);
    assert!(said.code == 2 && said.err.contains("torn.toml:1") && said.err.contains("4 mistakes"), "{}", said.err);
}

#[test]
fn what_is_in_force_names_its_line() {
    let place = folder();
    let charter = place.path().join("charter.toml");
    fs::write(&charter, include_str!("../../fixtures/charter/full.toml")).unwrap();
    let rule = |arguments: &[&str]| {
        let said = say(place.path(), &[&["charter", "explain", "--json"], arguments].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        let rows: Value = serde_json::from_str(&said.out).unwrap();
        let rows = rows.as_array().unwrap().clone();
        rows.into_iter().find(|row| row["metric"] == "daily_messages" && row["segment"].is_null()).unwrap()
    };
    let common = rule(&[]);
    assert_eq!((&common["breach"], &common["level"], &common["line"]), (&"< 5".into(), &"warn".into(), &40.into()));
    assert_eq!(rule(&["--group", "wechat:客服1"])["breach"], "< 5", "the entry asks for a kind too");
    let own = rule(&["--group", "wechat:客服1", "--type", "service"]);
    assert_eq!((&own["breach"], &own["watch"], &own["line"]), (&"< 50".into(), &"< 8".into(), &90.into()));
    let said = say(place.path(), &["charter", "explain", "--lang", "en"]);
    assert!(said.out.contains("interactions_per_capita") && said.out.contains("built in (S29)"), "{}", said.out);
}

#[test]
fn a_charter_is_laid_out_once() {
    let place = folder();
    let charter = place.path().join("charter.toml");
    fs::write(&charter, "[group]\nprofile=\"learning\"   # kind\n").unwrap();
    let said = say(place.path(), &["charter", "fmt", "--check"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(fs::read_to_string(&charter).unwrap().contains("profile=\""), "a check changes nothing");
    assert_eq!(say(place.path(), &["charter", "fmt"]).code, 0);
    assert_eq!(fs::read_to_string(&charter).unwrap(), "[group]\nprofile = \"learning\" # kind\n");
    assert_eq!(say(place.path(), &["charter", "fmt", "--check"]).code, 0);
    let said = say_to(place.path(), &["charter", "fmt", "-"], b"[roles]\nadmins=[ \"A\" ]");
    assert_eq!((said.code, said.out.as_str()), (0, "[roles]\nadmins = [\"A\"]\n"));
    assert_eq!(say_to(place.path(), &["charter", "fmt", "-"], b"[roles").code, 2);
}

#[test]
fn thresholds_are_tested_on_rows() {
    let place = folder();
    fs::write(place.path().join("charter.toml"), "[[threshold]]\nmetric = \"daily_messages\"\nbreach = \"< 20\"\n")
        .unwrap();
    let tests = "charter = \"charter.toml\"\n[[test]]\nname = \"twenty a day\"\nrows = [\n  { metric = \"daily_messages\", value = 20, n = 7, expect = \"ok\" },\n  { metric = \"daily_messages\", value = 19.9, n = 7, expect = \"breach\" },\n]\n";
    let file = place.path().join("charter.test.toml");
    fs::write(&file, tests).unwrap();
    let said = say(place.path(), &["charter", "test"]);
    assert_eq!((said.code, said.out.as_str()), (0, "2 passed, 0 failed\n"), "{}", said.err);
    fs::write(&file, tests.replace("19.9", "20.1")).unwrap();
    let said = say(place.path(), &["charter", "test", text(&file)]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains(":6: twenty a day · row 2: daily_messages should be breach, is ok"), "{}", said.out);
    fs::write(&file, tests.replace("expect = \"ok\"", "expect = \"okay\"")).unwrap();
    let said = say(place.path(), &["charter", "test"]);
    assert!(
        said.code == 2 && said.err.contains("charter.test.toml:5") && said.err.contains("did you mean `ok`?"),
        "{}",
        said.err
    );
}

#[test]
fn the_schema_says_what_editors_need() {
    let place = folder();
    let said = say(place.path(), &["charter", "schema"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let schema: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    assert!(schema["properties"]["threshold"].is_object() && schema["definitions"]["Waiver"].is_object());
    let published = include_str!("../../docs/charter.schema.json");
    assert_eq!(
        said.out, published,
        "bless docs/charter.schema.json: chatvitals charter schema > docs/charter.schema.json"
    );
}

#[test]
fn runs_are_held_against_each_other() {
    let place = folder();
    let community = run::demo(Health::Bad);
    let mut folders = Vec::new();
    for week in ["2026-W10", "2026-W11", "2026-W12"] {
        let folder = place.path().join("runs").join(week);
        fs::create_dir_all(&folder).unwrap();
        let said = say(place.path(), &["check", text(&community), "--week", week, "--json", "--fail-on", "never"]);
        assert_eq!(said.code, 0, "{}", said.err);
        fs::write(folder.join("metrics.json"), said.out).unwrap();
        folders.push(folder);
    }
    let said = say(place.path(), &["diff", text(&folders[0]), text(&folders[1]), "--lang", "en"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.starts_with("2026-03-08 → 2026-03-15 · "), "{}", said.out);
    let same = say(place.path(), &["diff", text(&folders[0]), text(&folders[0]), "--json"]);
    let rows: Value = serde_json::from_str(&same.out).unwrap();
    assert!(rows.as_array().unwrap().len() > 50 && rows.as_array().unwrap().iter().all(|row| row["change"] == "same"));
    let said =
        say(place.path(), &["trend", "runs", "--only", "weekly_retention,link_ctr", "-o", "past", "--lang", "en"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("Weekly retention") && said.out.contains("3/3"), "{}", said.out);
    let table = fs::read_to_string(place.path().join("past/trend.csv")).unwrap();
    assert!(table.starts_with("group,name,metric,segment,as_of,value,unit,n,status,threshold\n"), "{table}");
    let charts = fs::read_dir(place.path().join("past/charts")).unwrap().count();
    assert!(charts >= 4 && charts.is_multiple_of(2), "{charts} files");
    assert!(fs::read_to_string(place.path().join("past/index.html")).unwrap().contains("<svg"));
    let foreign = say(place.path(), &["trend", "runs", "-o", "runs"]);
    assert!(foreign.code == 2 && foreign.err.contains("is no trend"), "{}", foreign.err);
    let none = say(place.path(), &["trend", text(&community)]);
    assert!(none.code == 2 && none.err.contains("no metrics.json"), "{}", none.err);
    let other = say(place.path(), &["diff", text(&community.join("charter.toml")), text(&folders[0])]);
    assert_eq!(other.code, 2);
}
