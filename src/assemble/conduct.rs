//! The ledger and board of points, and the leads on broken rules, as rows a person reads. In: groups
//! and settings. Out: plain rows, people named or hidden as asked; evidence is the platform's own
//! message id, never the message.

use std::collections::BTreeMap;

use crate::charter::Settings;
use crate::dataset::{Group, PersonIx, board};
use crate::feature::{AD_CUES, VALIDATION};
use crate::report::{EarningReport, HitReport, PlaceReport};
use crate::rollup::PointRule;
use crate::side::LedgerKind;

use super::Label;

/// Code of a message id as the platform writes the id: codes above 63 bits are hashes of ids that are no
/// plain number, and are told by time and sender instead.
fn evidence(code: u64) -> Option<String> {
    (code != 0 && code >> 63 == 0).then(|| code.to_string())
}

/// Every earning of a group, by time.
pub(super) fn earnings(group: &Group, settings: &Settings, label: &Label<'_>) -> Vec<EarningReport> {
    let row = |row: &crate::rollup::PointRow| {
        let person = group.person(row.person);
        EarningReport {
            group: group.id.clone(),
            time: group.calendar.rfc3339(row.ts),
            account: label.of(person, &person.account),
            name: label.of(person, &person.name),
            rule: row.rule.name(),
            points: row.delta,
            evidence: evidence(row.evidence).filter(|_| label.shows()),
        }
    };
    group.points(settings).iter().map(row).collect()
}

/// The board of a group, best first, with what was earned for what and what has been redeemed.
pub(super) fn places(group: &Group, settings: &Settings, label: &Label<'_>) -> Vec<PlaceReport> {
    let rows = group.points(settings);
    let mut by_rule: BTreeMap<(PersonIx, PointRule), u64> = BTreeMap::new();
    for row in rows {
        *by_rule.entry((row.person, row.rule)).or_default() += row.delta;
    }
    let mut redeemed: BTreeMap<PersonIx, u64> = BTreeMap::new();
    for act in group.papers.ledger.iter().flatten() {
        if act.kind == LedgerKind::Redeem && act.day <= settings.as_of {
            *redeemed.entry(act.person).or_default() += act.points.unwrap_or(0);
        }
    }
    let place = |place: &crate::rollup::Place| {
        let person = group.person(place.person);
        let of = |rule| by_rule.get(&(place.person, rule)).copied().unwrap_or(0);
        PlaceReport {
            group: group.id.clone(),
            rank: place.rank,
            account: label.of(person, &person.account),
            name: label.of(person, &person.name),
            points: place.points,
            speak: of(PointRule::Speak),
            share: of(PointRule::Share) + of(PointRule::Bonus),
            invite: of(PointRule::Invite),
            // Without a ledger nobody knows what was redeemed.
            redeemed: group.papers.ledger.as_ref().map(|_| redeemed.get(&place.person).copied().unwrap_or(0)),
        }
    };
    board(rows).iter().map(place).collect()
}

/// Leads on broken rules up to as-of, by time.
pub(super) fn hits(group: &Group, settings: &Settings, label: &Label<'_>) -> Vec<HitReport> {
    let sanctions = group.sanctions();
    let precision = VALIDATION.iter().find(|row| row.detector == "ads").map(|row| row.precision);
    let row = |hit: &crate::dataset::RuleHit| {
        let person = group.person(hit.person);
        let mut cues: Vec<&str> = Vec::new();
        if hit.solicits {
            cues.extend(AD_CUES.iter().filter(|cue| hit.cues.has(cue.fact)).map(|cue| cue.id));
        }
        cues.extend(hit.links_out.then_some("link_outside_allow_list"));
        HitReport {
            group: group.id.clone(),
            time: group.calendar.rfc3339(hit.ts),
            day: hit.day,
            account: label.of(person, &person.account),
            name: label.of(person, &person.name),
            rule: if hit.links_out { "link" } else { "solicitation" },
            cues,
            // A link and the list it is not on are certain; words are as good as their sample says.
            confidence: if hit.links_out { Some((1, 1)) } else { precision },
            sanctioned: hit.answered(&sanctions),
            evidence: group
                .timeline
                .lines
                .get(hit.line as usize)
                .and_then(|line| evidence(line.id))
                .filter(|_| label.shows()),
        }
    };
    group.rule_hits(settings).iter().filter(|hit| hit.day <= settings.as_of).map(row).collect()
}
