//! `charter.toml` read and checked. In: its text. Out: a [`Charter`], or every mistake with its line, what
//! is wrong and what would be right. Strict on purpose: a promise misspelt is a promise not kept.

mod contradict;
mod gate;
mod groups;
mod range;
pub(super) mod schedule;
mod threshold;

use std::path::Path;

use crate::calendar::Zone;
use crate::config::{self, Doc, Faults, Section, Word, meant, nearest};
use crate::error::{Error, Result};
use crate::metric::Metric;

use super::{Charter, Points, Preset, Profile, Programme, ThresholdProfile};

/// Every section as it is written, with its keys.
pub(super) const KEYS: [(&str, &[&str]); 10] = [
    ("[group]", &["profile", "timezone", "day_start", "created_at", "declared_size", "layers"]),
    ("[roles]", &["owner", "admins", "operators", "bots"]),
    ("[service]", &["hours", "sla_minutes"]),
    ("[rules]", &["link_allow", "nickname_pattern"]),
    ("[[calendar]]", &["rule", "keyword", "host", "grace_days", "skip"]),
    ("[points]", &["speak", "share", "invite"]),
    ("[metrics]", &["off", "thresholds"]),
    ("[gate]", &["decision", "persistent", "regress", "require", "fail_on"]),
    ("[[threshold]]", &["metric", "segment", "breach", "watch", "n_min", "level", "persistent", "decision", "regress"]),
    ("[[waiver]]", &["metric", "segment", "group", "expires", "reason"]),
];
/// Keys of `[[groups]]` besides the sections that may stand in it.
pub(super) const SELECT: &[&str] = &["id", "platform", "type", "use"];
/// Tables of the top level that hold sections.
const HOLDERS: &[&str] = &["groups", "profiles"];
/// Keys of the run as a whole: one calendar, one exit code.
const RUN: &[(&str, &str)] = &[("group", "timezone"), ("group", "day_start"), ("gate", "fail_on")];

const PROFILES: [Profile; 4] = [Profile::Resource, Profile::Learning, Profile::Service, Profile::Other];
const PRESETS: [Preset; 3] = [Preset::Band, Preset::Seed, Preset::Nielsen];

/// What vitals there are, for checking what a charter says of them; none: nothing is checked.
pub(super) type Known<'m> = &'m [&'m Metric];

/// Reads a charter. `metrics` are the vitals there are, for checking `[[threshold]]` and the like; when empty
/// they are not checked.
///
/// # Errors
/// [`Error::Config`] with the line of the first mistake, for anything but a charter that can be kept.
pub fn read(path: &Path, text: &str, metrics: &[&Metric]) -> Result<Charter> {
    let (charter, mistakes) = read_all(path, text, metrics)?;
    mistakes.into_iter().next().map_or(Ok(charter), Err)
}

/// As [`read`], with every mistake there is, in the order of the file, beside what could be understood.
///
/// # Errors
/// [`Error::Config`] for what is no TOML: nothing behind that place can be read.
pub fn read_all(path: &Path, text: &str, metrics: &[&Metric]) -> Result<(Charter, Vec<Error>)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let doc = Doc { path, text };
    let table = config::parse(doc)?;
    let root = Section::root(doc, &table);
    let mut faults = Faults::default();
    let names: Vec<&str> = names().chain(HOLDERS.iter().copied()).collect();
    faults.extend(strange_keys(&root, &names));
    let mut charter = sections(&root, metrics, &mut faults);
    charter.groups = groups::rules(&root, metrics, &mut faults);
    contradict::check(&charter, doc, &mut faults);
    Ok((charter, faults.sorted()))
}

/// Sections by the name they have in a table.
fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(title, _)| title.trim_matches(['[', ']']))
}

/// Reads every section that stands in `root`.
fn sections(root: &Section<'_, '_>, metrics: Known<'_>, faults: &mut Faults) -> Charter {
    let mut charter = Charter::default();
    for (title, keys) in KEYS {
        if title.starts_with("[[") {
            continue;
        }
        let Some(node) = root.get(title.trim_matches(['[', ']'])) else { continue };
        let Some(section) = faults.keep(Section::new(root.doc, title, node)) else { continue };
        if faults.extend(strange_keys(&section, keys)) {
            continue;
        }
        match title {
            "[group]" => group(&section, &mut charter, faults),
            "[roles]" => roles(&section, &mut charter, faults),
            "[service]" => service(&section, &mut charter, faults),
            "[rules]" => rules(&section, &mut charter, faults),
            "[metrics]" => vitals(&section, &mut charter, metrics, faults),
            "[gate]" => charter.gate = gate::gate(&section, metrics, faults),
            _ => charter.points = points(&section, faults),
        }
    }
    let programmes = entries(root, "calendar", "[[calendar]]", faults);
    charter.calendar = programmes.iter().filter_map(|section| faults.keep(programme(section))).collect();
    charter.overrides = threshold::overrides(&entries(root, "threshold", "[[threshold]]", faults), metrics, faults);
    charter.waivers = gate::waivers(&entries(root, "waiver", "[[waiver]]", faults), metrics, faults);
    charter
}

/// The entries of a list of tables that have no strange key.
fn entries<'a, 'i>(
    root: &Section<'a, 'i>,
    key: &str,
    title: &'static str,
    faults: &mut Faults,
) -> Vec<Section<'a, 'i>> {
    let known = KEYS.iter().find(|(name, _)| *name == title).map_or(&[][..], |(_, keys)| *keys);
    let sections = faults.take(root.sections(key, title));
    sections.into_iter().filter(|section| !faults.extend(strange_keys(section, known))).collect()
}

fn strange_keys(section: &Section<'_, '_>, known: &[&str]) -> Vec<Error> {
    config::strange_keys(section, known, |key| {
        let home = KEYS.iter().find(|(title, keys)| *title != section.title && keys.contains(&key));
        home.map(|(title, _)| (*title).to_owned())
    })
}

fn group(section: &Section<'_, '_>, charter: &mut Charter, faults: &mut Faults) {
    let profiles = PROFILES.map(|profile| (profile.name(), profile));
    charter.profile = faults.take(choice(section, "profile", "\"learning\"", &profiles));
    let presets = PRESETS.map(|preset| (preset.name(), preset));
    charter.preset = faults.take(choice(section, "layers", "\"band\"", &presets));
    let word = faults.take(section.text("timezone", "\"Asia/Shanghai\""));
    charter.timezone = word.and_then(|word| faults.keep(zone(section, word)));
    let word = faults.take(section.text("day_start", "\"04:00\""));
    charter.day_start_ms = word.and_then(|word| faults.keep(day_start(section, word)));
    charter.created_at = faults.take(section.day("created_at", "2026-01-31"));
    charter.declared_size = faults.take(section.whole("declared_size", 1, "480"));
}

fn choice<T: Copy>(section: &Section<'_, '_>, key: &str, example: &str, known: &[(&str, T)]) -> Result<Option<T>> {
    let Some((word, at)) = section.text(key, example)? else { return Ok(None) };
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let unknown =
        || section.error(key, at, &format!("is \"{word}\", which is none of its words; {}", meant(word, &names)));
    known.iter().find(|(name, _)| *name == word).map(|(_, value)| Some(*value)).ok_or_else(unknown)
}

fn zone(section: &Section<'_, '_>, (name, at): Word<'_>) -> Result<String> {
    if Zone::new(name).is_ok() {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect();
    let hint = nearest(name, &names).filter(|known| known.contains('/')).unwrap_or("Asia/Shanghai");
    let message = format!("is \"{name}\", which is no time zone; use an IANA name such as {hint}");
    Err(section.error("timezone", at, &message))
}

fn day_start(section: &Section<'_, '_>, (clock, at): Word<'_>) -> Result<i64> {
    match schedule::minutes(clock).filter(|minutes| *minutes < 24 * 60) {
        Some(minutes) => Ok(i64::from(minutes) * 60_000),
        None => Err(section.error(
            "day_start",
            at,
            &format!("is \"{clock}\", which is no time of day; write such as \"04:00\""),
        )),
    }
}

fn owned(words: Vec<Word<'_>>) -> Vec<String> {
    words.into_iter().map(|(word, _)| word.to_owned()).collect()
}

fn roles(section: &Section<'_, '_>, charter: &mut Charter, faults: &mut Faults) {
    charter.owner = owned(faults.take(section.texts("owner", "[\"A\"]")));
    charter.admins = owned(faults.take(section.texts("admins", "[\"A\", \"B\"]")));
    charter.operators = owned(faults.take(section.texts("operators", "[\"A2\"]")));
    charter.bots = owned(faults.take(section.texts("bots", "[\"X\"]")));
}

fn service(section: &Section<'_, '_>, charter: &mut Charter, faults: &mut Faults) {
    let hours = faults.take(section.texts("hours", "[\"Mon-Sun 09:00-18:00\"]"));
    for (text, at) in &hours {
        let spans = schedule::hours(text).map_err(|message| section.error("hours", *at, &message));
        charter.hours.extend(faults.take(spans));
    }
    charter.service_hours = owned(hours);
    charter.sla_minutes = faults.take(section.positive("sla_minutes", "15"));
}

fn rules(section: &Section<'_, '_>, charter: &mut Charter, faults: &mut Faults) {
    for (host, at) in faults.take(section.texts("link_allow", "[\"github.com\"]")) {
        let hosts = if host.contains(['/', ':', ' ', '@', '?']) || !host.contains('.') {
            let message = format!("holds \"{host}\"; write hosts alone, such as \"github.com\"");
            Err(section.error("link_allow", at, &message))
        } else {
            Ok(vec![host.to_lowercase()])
        };
        charter.link_allow.extend(faults.take(hosts));
    }
    let pattern = faults.take(section.text("nickname_pattern", r"'^\p{Han}{2,4}-\S{2,12}$'"));
    charter.nickname_pattern = pattern.and_then(|(pattern, at)| {
        let checked = regex::Regex::new(pattern).map(|_| pattern.to_owned()).map_err(|error| {
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            section.error("nickname_pattern", at, &format!("is no regular expression: {reason}"))
        });
        faults.keep(checked)
    });
}

fn programme(section: &Section<'_, '_>) -> Result<Programme> {
    let (rule, at) = section.require("rule", "\"weekly Wed\"", section.text("rule", "\"weekly Wed\"")?)?;
    let keyword = section.require("keyword", "\"行业快报\"", section.text("keyword", "\"行业快报\"")?)?;
    let grace = section.whole("grace_days", 0, "1")?;
    Ok(Programme {
        rule: schedule::recurrence(rule).map_err(|message| section.error("rule", at, &message))?,
        keyword: keyword.0.to_owned(),
        host: section.text("host", "\"A\"")?.map(|(name, _)| name.to_owned()),
        grace_days: grace.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
        skip: section.days("skip", "[2026-02-18]")?,
    })
}

/// Which vitals are computed, and by which thresholds they are judged.
fn vitals(section: &Section<'_, '_>, charter: &mut Charter, metrics: Known<'_>, faults: &mut Faults) {
    const PROFILES: [ThresholdProfile; 2] = [ThresholdProfile::Seed, ThresholdProfile::Calibrated];
    charter.off = ids(section, "off", "[\"topic_trends\"]", metrics, faults);
    let profiles = PROFILES.map(|profile| (profile.name(), profile));
    charter.thresholds = faults.take(choice(section, "thresholds", "\"seed\"", &profiles));
}

/// A list of ids of vitals.
fn ids(section: &Section<'_, '_>, key: &str, example: &str, metrics: Known<'_>, faults: &mut Faults) -> Vec<String> {
    let known: Vec<&str> = metrics.iter().map(|metric| metric.id).collect();
    let mut ids = Vec::new();
    for (id, at) in faults.take(section.texts(key, example)) {
        let checked = if known.is_empty() || known.contains(&id) {
            Ok(vec![id.to_owned()])
        } else {
            Err(section.error(key, at, &format!("holds \"{id}\", which is no vital; {}", meant(id, &known))))
        };
        ids.extend(faults.take(checked));
    }
    ids
}

fn points(section: &Section<'_, '_>, faults: &mut Faults) -> Points {
    Points {
        speak: faults.take(section.whole("speak", 0, "1")),
        share: faults.take(section.whole("share", 0, "5")),
        invite: faults.take(section.whole("invite", 0, "10")),
    }
}

#[cfg(test)]
mod tests;
