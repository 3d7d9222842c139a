//! The JSON schema of `charter.toml`, for editors. Derived by schemars from structs that mirror the reader; a test holds
//! their keys against the reader's own. In: nothing. Out: the schema.

use std::collections::BTreeMap;

use schemars::{JsonSchema, generate::SchemaSettings};

/// The schema as JSON, draft 7: what editors of TOML understand.
#[must_use]
pub fn schema() -> serde_json::Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut value = generator.into_root_schema_for::<CharterFile>().to_value();
    close(&mut value);
    value
}

/// Objects with named keys take no others: an unknown key is a mistake here too.
fn close(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(object) => {
            object.values_mut().for_each(close);
            if object.contains_key("properties") && !object.contains_key("additionalProperties") {
                object.insert("additionalProperties".to_owned(), false.into());
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Charter of a group (chatvitals)
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct CharterFile {
    #[schemars(flatten)]
    sections: Sections,
    /// Named sets of settings that entries of [[groups]] use
    profiles: Option<BTreeMap<String, Sections>>,
    /// What holds for some groups only; later entries win
    groups: Option<Vec<GroupEntry>>,
}

/// Sections of a charter
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Sections {
    group: Option<Group>,
    roles: Option<Roles>,
    service: Option<Service>,
    rules: Option<Rules>,
    /// Promises of the content calendar
    calendar: Option<Vec<Programme>>,
    points: Option<Points>,
    metrics: Option<Metrics>,
    gate: Option<Gate>,
    /// Overrides of built-in thresholds
    threshold: Option<Vec<Threshold>>,
    /// Breaches that are excused until a day
    waiver: Option<Vec<Waiver>>,
}

/// An entry of [[groups]]
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct GroupEntry {
    /// Pattern over ids and names, such as "telegram:1*"; without * the group must have an export
    id: Option<String>,
    /// Pattern over platforms
    platform: Option<String>,
    /// Pattern over kinds of groups, as groups.csv says
    r#type: Option<String>,
    /// Profiles to lay under what the entry says
    r#use: Option<OneOrMore>,
    #[schemars(flatten)]
    sections: Sections,
}

/// A text or a list of texts
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What the group is
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Group {
    /// What it is for; chooses defaults and wording
    profile: Option<Profile>,
    /// IANA name; default Asia/Shanghai
    timezone: Option<String>,
    /// Where a day begins, HH:MM
    #[schemars(regex(pattern = r"^\d{1,2}:\d{2}$"))]
    day_start: Option<String>,
    /// Day it was founded
    created_at: Option<Date>,
    /// Members as declared
    #[schemars(range(min = 1))]
    declared_size: Option<u64>,
    /// Shares of layers it aims at
    layers: Option<Layers>,
}

/// A date: 2026-01-31
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Date(#[schemars(regex(pattern = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"))] String);

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum Profile {
    Resource,
    Learning,
    Service,
    Other,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
enum Layers {
    #[schemars(rename = "band")]
    Band,
    #[schemars(rename = "seed_10_20_70")]
    Seed,
    #[schemars(rename = "nielsen_1_9_90")]
    Nielsen,
}

/// Who is who: account ids or display names
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Roles {
    /// Owners
    owner: Option<Vec<String>>,
    /// Admins
    admins: Option<Vec<String>>,
    /// The operator's own extra accounts: never counted
    operators: Option<Vec<String>>,
    /// Bots: never counted
    bots: Option<Vec<String>>,
}

/// When somebody answers
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Service {
    /// Spans such as "Mon-Sun 09:00-18:00"
    hours: Option<Vec<String>>,
    /// Minutes within which an answer is promised
    #[schemars(extend("exclusiveMinimum" = 0))]
    sla_minutes: Option<f64>,
}

/// Rules of conduct
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Rules {
    /// Hosts members may link to
    link_allow: Option<Vec<String>>,
    /// Regular expression nicknames match
    nickname_pattern: Option<String>,
}

/// One promise of the content calendar
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Programme {
    /// "weekly Wed", "monthly 15" or a date
    rule: String,
    /// Word its message holds
    keyword: String,
    /// Who publishes it
    host: Option<String>,
    /// Days it may be late
    grace_days: Option<u32>,
    /// Days on which it is not due
    skip: Option<Vec<Date>>,
}

/// Points a member earns
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Points {
    /// For a message
    speak: Option<u64>,
    /// For a shared article
    share: Option<u64>,
    /// For an invited member
    invite: Option<u64>,
}

/// Which vitals are computed and by whose thresholds
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Metrics {
    /// Vitals that are not computed
    off: Option<Vec<String>>,
    /// Where thresholds come from
    thresholds: Option<Thresholds>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum Thresholds {
    Seed,
    Calibrated,
}

/// How the weekly check decides
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Gate {
    /// On the value, or on its 95 % interval
    decision: Option<Decision>,
    /// Complete periods in a row that must be in breach
    #[schemars(range(min = 1))]
    persistent: Option<u32>,
    /// How far a vital may fall behind its baseline
    regress: Option<Regress>,
    /// Vitals that must be judged
    require: Option<Vec<String>>,
    /// What fails a run: breach, any, watch, never, share>0.2, count>3
    #[schemars(regex(pattern = r"^(breach|any|watch|never|(share|count)\s*>=?\s*[0-9.]+)$"))]
    fail_on: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum Decision {
    Point,
    Interval,
}

/// A part of the baseline's value: "10%"
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Regress(#[schemars(regex(pattern = r"^\s*[0-9.]+\s*%\s*$"))] String);

/// A bound: "< 5", "<= 5", "> 5", ">= 5", "outside 1..10"; shares are written 0 to 1
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Bound(
    #[schemars(regex(pattern = r"^\s*([<>]=?\s*-?[0-9.eE+-]+|outside\s*-?[0-9.eE+-]+?\s*\.\.\s*-?[0-9.eE+-]+)\s*$"))]
    String,
);

/// Override of one built-in threshold
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Threshold {
    /// Id of the vital; `chatvitals metrics` lists them
    metric: String,
    /// Segment of the vital; the headline without it
    segment: Option<String>,
    /// Past this the charter is broken
    breach: Option<Bound>,
    /// Past this it is worth a look
    watch: Option<Bound>,
    /// Fewest observations that bear a verdict
    n_min: Option<u64>,
    /// What a breach means
    level: Option<Level>,
    /// Complete periods in a row that must be in breach
    #[schemars(range(min = 1))]
    persistent: Option<u32>,
    /// On the value, or on its 95 % interval
    decision: Option<Decision>,
    /// How far the vital may fall behind its baseline
    regress: Option<Regress>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum Level {
    Deny,
    Warn,
    Allow,
}

/// A breach somebody has answered for
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Waiver {
    /// Id of the vital
    metric: String,
    /// Segment of the vital
    segment: Option<String>,
    /// Pattern over ids and names of groups; every group without it
    group: Option<String>,
    /// Last day it holds
    expires: Date,
    /// Why
    reason: String,
}

#[cfg(test)]
mod tests {
    use super::super::read::{KEYS, SELECT};
    use super::*;

    /// Whether the schema's keys are the reader's; what differs otherwise.
    fn differs() -> Option<String> {
        let schema = schema();
        let keys = |object: &serde_json::Value| -> Vec<String> {
            object["properties"].as_object().map(|map| map.keys().cloned().collect()).unwrap_or_default()
        };
        let resolve = |value: &serde_json::Value| -> Option<serde_json::Value> {
            let text = value.to_string();
            let name = text.split("#/definitions/").nth(1)?.split('"').next()?.to_owned();
            Some(schema["definitions"][&name].clone())
        };
        let sorted = |words: &[&str]| {
            let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            words.sort();
            words
        };
        for (title, known) in KEYS {
            let name = title.trim_matches(['[', ']']);
            let Some(found) = resolve(&schema["properties"][name]) else { return Some(format!("{title} is missing")) };
            let mut found = keys(&found);
            found.sort();
            if found != sorted(known) {
                return Some(format!("{title}: {found:?} and {known:?}"));
            }
        }
        let mut entry: Vec<String> =
            resolve(&schema["properties"]["groups"]).map(|entry| keys(&entry)).unwrap_or_default();
        entry.retain(|key| KEYS.iter().all(|(title, _)| title.trim_matches(['[', ']']) != key));
        entry.sort();
        (entry != sorted(SELECT)).then(|| format!("[[groups]]: {entry:?} and {SELECT:?}"))
    }

    #[test]
    fn the_schema_has_the_keys_of_the_reader() {
        assert_eq!(differs(), None);
    }
}
