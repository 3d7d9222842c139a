//! `[[groups]]` and `[profiles.NAME]`: what holds for some groups only. In: the charter's top level. Out: one rule an
//! entry, the profiles it uses laid under what it says itself.

use std::collections::BTreeMap;

use globset::Glob;

use crate::charter::{Charter, GroupRule};
use crate::config::{Faults, Section, Word, meant};
use crate::error::Result;

use super::{Known, RUN, SELECT, names, sections, strange_keys};

/// Reads every entry of `[[groups]]`.
pub fn rules(root: &Section<'_, '_>, metrics: Known<'_>, faults: &mut Faults) -> Vec<GroupRule> {
    let profiles = profiles(root, metrics, faults);
    let entries = faults.take(root.sections("groups", "[[groups]]"));
    entries.iter().filter_map(|entry| rule(entry, &profiles, metrics, faults)).collect()
}

/// A glob that can be one.
pub fn glob(section: &Section<'_, '_>, key: &str, (pattern, at): Word<'_>) -> Result<String> {
    match Glob::new(pattern) {
        Ok(_) => Ok(pattern.to_owned()),
        Err(error) => Err(section.error(key, at, &format!("is \"{pattern}\", which is no pattern: {}", error.kind()))),
    }
}

fn profiles(root: &Section<'_, '_>, metrics: Known<'_>, faults: &mut Faults) -> BTreeMap<String, Charter> {
    let mut profiles = BTreeMap::new();
    let Some(node) = root.get("profiles") else { return profiles };
    let Some(holder) = faults.keep(Section::new(root.doc, "[profiles]", node)) else { return profiles };
    for ((name, _), node) in holder.entries() {
        let Some(profile) = faults.keep(Section::new(root.doc, "[profiles.NAME]", node)) else { continue };
        let known: Vec<&str> = names().collect();
        if !faults.extend(strange_keys(&profile, &known)) {
            of_the_run(&profile, faults);
            profiles.insert(name.to_owned(), sections(&profile, metrics, faults));
        }
    }
    profiles
}

fn rule(
    entry: &Section<'_, '_>,
    profiles: &BTreeMap<String, Charter>,
    metrics: Known<'_>,
    faults: &mut Faults,
) -> Option<GroupRule> {
    let known: Vec<&str> = SELECT.iter().copied().chain(names()).collect();
    if faults.extend(strange_keys(entry, &known)) {
        return None;
    }
    of_the_run(entry, faults);
    let mut selector = |key: &str, example: &str| {
        let word = faults.take(entry.text(key, example));
        word.and_then(|word| faults.keep(glob(entry, key, word)))
    };
    let (id, platform, kind) =
        (selector("id", "\"telegram:123\""), selector("platform", "\"wechat\""), selector("type", "\"service\""));
    if ["id", "platform", "type"].iter().all(|key| entry.get(key).is_none()) {
        let message = "[[groups]] names no group; give `id`, `platform` or `type` (patterns such as \"wechat:*\"), or \
                       move what it says to the top, where it holds for all"
            .to_owned();
        faults.keep::<()>(Err(entry.doc.error(entry.at, message)));
        return None;
    }
    let mut charter = Charter::default();
    for (name, at) in faults.take(entry.one_or_more("use", "\"sales\"")) {
        if let Some(profile) = profiles.get(name) {
            charter.lay(profile);
            continue;
        }
        let known: Vec<&str> = profiles.keys().map(String::as_str).collect();
        let hint = if known.is_empty() { "add a section [profiles.NAME]".to_owned() } else { meant(name, &known) };
        let message = format!("names \"{name}\", which is no profile; {hint}");
        faults.keep::<()>(Err(entry.error("use", at, &message)));
    }
    charter.lay(&sections(entry, metrics, faults));
    Some(GroupRule { id, platform, kind, line: entry.doc.line(entry.at) as u64, charter })
}

/// Refuses keys that hold for the run as a whole.
fn of_the_run(part: &Section<'_, '_>, faults: &mut Faults) {
    for (name, key) in RUN {
        let Some(section) = part.get(name).and_then(|node| Section::new(part.doc, "[[groups]]", node).ok()) else {
            continue;
        };
        if let Some(node) = section.get(key) {
            let message = format!("`{key}` holds for the whole run; move it to [{name}] at the top level");
            faults.keep::<()>(Err(part.doc.error(node.span().start, message)));
        }
    }
}
