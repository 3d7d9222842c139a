//! `charter.toml` read and checked. In: its text. Out: a [`Charter`], or one error with the line, what
//! is wrong and what would be right. Strict on purpose: a promise misspelt is a promise not kept.

pub(super) mod schedule;
mod threshold;

use std::path::Path;

use crate::calendar::Zone;
use crate::config::{self, Doc, Section, Word, meant, nearest};
use crate::error::Result;

use super::{Charter, Points, Preset, Profile, Programme, ThresholdProfile};

/// Every section as it is written, with its keys.
pub(super) const KEYS: [(&str, &[&str]); 8] = [
    ("[group]", &["profile", "timezone", "day_start", "created_at", "declared_size", "layers"]),
    ("[roles]", &["owner", "admins", "operators", "bots"]),
    ("[service]", &["hours", "sla_minutes"]),
    ("[rules]", &["link_allow", "nickname_pattern"]),
    ("[[calendar]]", &["rule", "keyword", "host", "grace_days", "skip"]),
    ("[points]", &["speak", "share", "invite"]),
    ("[metrics]", &["off", "thresholds"]),
    ("[[threshold]]", &["metric", "segment", "breach", "watch", "n_min"]),
];

const PROFILES: [Profile; 4] = [Profile::Resource, Profile::Learning, Profile::Service, Profile::Other];
const PRESETS: [Preset; 3] = [Preset::Band, Preset::Seed, Preset::Nielsen];

/// Reads a charter. `metrics` are the metric ids with the names of their segments (a trailing `…`
/// stands for any ending), for checking `[[threshold]]`; when empty they are not checked.
///
/// # Errors
/// [`crate::error::Error::Config`] with the line, for anything but a charter that can be kept.
pub fn read(path: &Path, text: &str, metrics: &[(&str, &[&str])]) -> Result<Charter> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let doc = Doc { path, text };
    let table = config::parse(doc)?;
    let root = Section::root(doc, &table);
    let names: Vec<&str> = KEYS.iter().map(|(title, _)| title.trim_matches(['[', ']'])).collect();
    no_strange_key(&root, &names)?;

    let mut charter = Charter::default();
    for (title, keys) in KEYS {
        if title.starts_with("[[") {
            continue;
        }
        if let Some(node) = root.get(title.trim_matches(['[', ']'])) {
            let section = Section::new(doc, title, node)?;
            no_strange_key(&section, keys)?;
            match title {
                "[group]" => group(&section, &mut charter)?,
                "[roles]" => roles(&section, &mut charter)?,
                "[service]" => service(&section, &mut charter)?,
                "[rules]" => rules(&section, &mut charter)?,
                "[metrics]" => vitals(&section, &mut charter, metrics)?,
                _ => charter.points = points(&section)?,
            }
        }
    }
    let programmes = entries(&root, "calendar", "[[calendar]]")?;
    charter.calendar = programmes.iter().map(programme).collect::<Result<_>>()?;
    charter.overrides = threshold::overrides(&entries(&root, "threshold", "[[threshold]]")?, metrics)?;
    Ok(charter)
}

fn entries<'a, 'i>(root: &Section<'a, 'i>, key: &str, title: &'static str) -> Result<Vec<Section<'a, 'i>>> {
    let sections = root.sections(key, title)?;
    let known = KEYS.iter().find(|(name, _)| *name == title).map_or(&[][..], |(_, keys)| *keys);
    sections.iter().try_for_each(|section| no_strange_key(section, known))?;
    Ok(sections)
}

fn no_strange_key(section: &Section<'_, '_>, known: &[&str]) -> Result<()> {
    config::no_strange_key(section, known, |key| {
        let home = KEYS.iter().find(|(title, keys)| *title != section.title && keys.contains(&key));
        home.map(|(title, _)| (*title).to_owned())
    })
}

fn group(section: &Section<'_, '_>, charter: &mut Charter) -> Result<()> {
    charter.profile = choice(section, "profile", "\"learning\"", &PROFILES.map(|profile| (profile.name(), profile)))?;
    charter.preset = choice(section, "layers", "\"band\"", &PRESETS.map(|preset| (preset.name(), preset)))?;
    charter.timezone = section.text("timezone", "\"Asia/Shanghai\"")?.map(|word| zone(section, word)).transpose()?;
    charter.day_start_ms = section.text("day_start", "\"04:00\"")?.map(|word| day_start(section, word)).transpose()?;
    charter.created_at = section.day("created_at", "2026-01-31")?;
    charter.declared_size = section.whole("declared_size", 1, "480")?;
    Ok(())
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

fn roles(section: &Section<'_, '_>, charter: &mut Charter) -> Result<()> {
    charter.owner = owned(section.texts("owner", "[\"A\"]")?);
    charter.admins = owned(section.texts("admins", "[\"A\", \"B\"]")?);
    charter.operators = owned(section.texts("operators", "[\"A2\"]")?);
    charter.bots = owned(section.texts("bots", "[\"X\"]")?);
    Ok(())
}

fn service(section: &Section<'_, '_>, charter: &mut Charter) -> Result<()> {
    let hours = section.texts("hours", "[\"Mon-Sun 09:00-18:00\"]")?;
    for (text, at) in &hours {
        let spans = schedule::hours(text).map_err(|message| section.error("hours", *at, &message))?;
        charter.hours.extend(spans);
    }
    charter.service_hours = owned(hours);
    charter.sla_minutes = section.positive("sla_minutes", "15")?;
    Ok(())
}

fn rules(section: &Section<'_, '_>, charter: &mut Charter) -> Result<()> {
    for (host, at) in section.texts("link_allow", "[\"github.com\"]")? {
        if host.contains(['/', ':', ' ', '@', '?']) || !host.contains('.') {
            let message = format!("holds \"{host}\"; write hosts alone, such as \"github.com\"");
            return Err(section.error("link_allow", at, &message));
        }
        charter.link_allow.push(host.to_lowercase());
    }
    if let Some((pattern, at)) = section.text("nickname_pattern", r"'^\p{Han}{2,4}-\S{2,12}$'")? {
        regex::Regex::new(pattern).map_err(|error| {
            let error = error.to_string();
            let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            section.error("nickname_pattern", at, &format!("is no regular expression: {reason}"))
        })?;
        charter.nickname_pattern = Some(pattern.to_owned());
    }
    Ok(())
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
fn vitals(section: &Section<'_, '_>, charter: &mut Charter, metrics: &[(&str, &[&str])]) -> Result<()> {
    const PROFILES: [ThresholdProfile; 2] = [ThresholdProfile::Seed, ThresholdProfile::Calibrated];
    let ids: Vec<&str> = metrics.iter().map(|(id, _)| *id).collect();
    for (id, at) in section.texts("off", "[\"topic_trends\"]")? {
        if !ids.is_empty() && !ids.contains(&id) {
            return Err(section.error("off", at, &format!("holds \"{id}\", which is no vital; {}", meant(id, &ids))));
        }
        charter.off.push(id.to_owned());
    }
    charter.thresholds = choice(section, "thresholds", "\"seed\"", &PROFILES.map(|profile| (profile.name(), profile)))?;
    Ok(())
}

fn points(section: &Section<'_, '_>) -> Result<Points> {
    Ok(Points {
        speak: section.whole("speak", 0, "1")?,
        share: section.whole("share", 0, "5")?,
        invite: section.whole("invite", 0, "10")?,
    })
}

#[cfg(test)]
mod tests;
