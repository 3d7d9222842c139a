//! `[gate]` and `[[waiver]]`: how the weekly run decides, and what is excused until when. In: sections of the
//! charter. Out: plain values, or mistakes with their lines.

use crate::charter::{Decision, FailOn, Gate, Regress, Waiver};
use crate::config::{Faults, Section, Word};
use crate::error::Result;

use super::threshold::unknown;
use super::{Known, choice, ids};

/// Reads `[gate]`.
pub fn gate(section: &Section<'_, '_>, metrics: Known<'_>, faults: &mut Faults) -> Gate {
    Gate {
        decision: faults.take(decision(section)),
        persistent: faults.take(persistent(section)),
        regress: faults.take(regress(section)),
        require: ids(section, "require", "[\"weekly_retention\"]", metrics, faults),
        fail_on: faults.take(said(section, "fail_on", "\"share>0.2\"", FailOn::parse)),
    }
}

/// `decision`, of `[gate]` or a `[[threshold]]`.
pub fn decision(section: &Section<'_, '_>) -> Result<Option<Decision>> {
    choice(section, "decision", "\"interval\"", &Decision::ALL.map(|decision| (decision.name(), decision)))
}

/// `persistent`, likewise.
pub fn persistent(section: &Section<'_, '_>) -> Result<Option<u32>> {
    Ok(section.whole("persistent", 1, "2")?.map(|periods| u32::try_from(periods).unwrap_or(u32::MAX)))
}

/// `regress`, likewise.
pub fn regress(section: &Section<'_, '_>) -> Result<Option<Regress>> {
    said(section, "regress", "\"10%\"", Regress::parse)
}

fn said<T>(
    section: &Section<'_, '_>,
    key: &str,
    example: &str,
    read: fn(&str) -> std::result::Result<T, String>,
) -> Result<Option<T>> {
    let Some((text, at)) = section.text(key, example)? else { return Ok(None) };
    read(text).map(Some).map_err(|message| section.error(key, at, &message))
}

/// Reads `[[waiver]]`s.
pub fn waivers(sections: &[Section<'_, '_>], metrics: Known<'_>, faults: &mut Faults) -> Vec<Waiver> {
    sections.iter().filter_map(|section| faults.keep(waiver(section, metrics))).collect()
}

fn waiver(section: &Section<'_, '_>, metrics: Known<'_>) -> Result<Waiver> {
    let metric = section.require("metric", "\"link_ctr\"", section.text("metric", "\"link_ctr\"")?)?;
    let segment = section.text("segment", "\"core\"")?;
    if let Some((message, at)) = unknown(metric, segment, metrics, section.title) {
        return Err(section.doc.error(at, message));
    }
    let owned = |word: Word<'_>| word.0.to_owned();
    let expires = section.require("expires", "2026-06-30", section.day("expires", "2026-06-30")?)?;
    let reason = section.require("reason", "\"spring holidays\"", section.text("reason", "\"spring holidays\"")?)?;
    let group = section.text("group", "\"telegram:123\"")?;
    Ok(Waiver {
        metric: owned(metric),
        segment: segment.map(owned),
        group: group.map(|word| super::groups::glob(section, "group", word)).transpose()?,
        expires,
        reason: owned(reason),
        line: section.doc.line(section.at) as u64,
    })
}
