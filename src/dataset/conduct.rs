//! What members did against the rules and what was done about it (违规与处罚): suspected ads, links that are
//! not allowed, warnings, mutes, removals. In: the timeline, the ledger, the charter. Out: rows by time,
//! each with its evidence and none of its text.

use rustc_hash::FxHashMap;

use crate::calendar::{Day, HOUR_MS};
use crate::charter::Settings;
use crate::feature::{Features, ad_hit, hosts};
use crate::frame::EventKind;
use crate::rollup::{Class, Timeline};
use crate::side::LedgerKind;

use super::group::{Group, Person, PersonIx};

/// Time in which a breach of the rules should be answered, ms.
pub const ANSWER_MS: i64 = 24 * HOUR_MS;

/// A message that looks like a breach of the rules: a lead for people, no ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleHit {
    /// Its line.
    pub line: u32,
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// Who wrote it.
    pub person: PersonIx,
    /// Cues of selling in its text.
    pub cues: Features,
    /// Sells something: two different cues.
    pub solicits: bool,
    /// Holds a link outside the allow-list.
    pub links_out: bool,
}

/// A step of the ladder of sanctions (处罚).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sanction {
    /// UTC milliseconds.
    pub ts: i64,
    /// Local day.
    pub day: Day,
    /// Against whom.
    pub person: PersonIx,
    /// 1 warned, 2 muted, 3 removed.
    pub level: u8,
    /// A reason is known.
    pub reason: bool,
}

/// Lines with a link to a shop, ascending. A group links to few hosts many times: each is looked up once.
pub(super) fn shop_lines(timeline: &Timeline) -> Vec<u32> {
    let mut known: FxHashMap<&str, bool> = FxHashMap::default();
    let mut shop = |url| {
        hosts::of(url).is_some_and(|host| *known.entry(host).or_insert_with(|| hosts::may_sell(host)))
            && hosts::is_shop_link(url)
    };
    let mut lines: Vec<u32> =
        timeline.links.iter().filter(|(_, url)| shop(url.as_str())).map(|(line, _)| *line).collect();
    lines.dedup();
    lines
}

/// Messages of a group that look like breaches of its rules, by time.
pub(super) fn rule_hits(group: &Group, settings: &Settings) -> Vec<RuleHit> {
    let mut known: FxHashMap<&str, bool> = FxHashMap::default();
    let mut outside = |url| {
        hosts::of(url).is_some_and(|host| {
            *known.entry(host).or_insert_with(|| !hosts::allowed(host, &settings.charter.link_allow))
        })
    };
    let mut links = group.timeline.links.iter().peekable();
    let mut hits = Vec::new();
    for (at, line) in (0_u32..).zip(&group.timeline.lines) {
        let mut linked = false;
        while let Some((_, url)) = links.next_if(|(of, _)| *of <= at) {
            linked |= outside(url.as_str());
        }
        let admin = || group.people.get(line.person as usize).is_some_and(Person::admin);
        let links_out = linked && !line.features.has(Features::REPORTS_AD) && !admin();
        let solicits = ad_hit(line.features);
        if line.eligible() && (solicits || links_out) {
            let (ts, day, person, cues) = (line.ts, line.day, line.person, line.features);
            hits.push(RuleHit { line: at, ts, day, person, cues, solicits, links_out });
        }
    }
    hits
}

impl Group {
    /// Warnings by admins, mutes, removals and what the ledger holds, by time; the same step against the
    /// same person on one day is one, told by two witnesses.
    #[must_use]
    pub fn sanctions(&self) -> Vec<Sanction> {
        let mut found: Vec<Sanction> = Vec::new();
        for event in &self.timeline.events {
            let level = match event.kind {
                EventKind::Mute => 2,
                EventKind::Remove => 3,
                _ => continue,
            };
            // Muting everybody names nobody.
            if self.people.get(event.subject as usize).is_some() {
                found.push(Sanction { ts: event.ts, day: event.day, person: event.subject, level, reason: false });
            }
        }
        for (at, line) in (0_u32..).zip(&self.timeline.lines).filter(|(_, line)| line.features.has(Features::WARNING)) {
            let admin = self.people.get(line.person as usize).is_some_and(Person::admin);
            if admin && matches!(line.class, Class::Eligible | Class::Operator) {
                let reason = line.features.has(Features::REASON);
                let warned = self.timeline.mentioned(at).filter(|person| *person != line.person);
                found.extend(warned.map(|person| Sanction { ts: line.ts, day: line.day, person, level: 1, reason }));
            }
        }
        for act in self.papers.ledger.iter().flatten() {
            let level = match act.kind {
                LedgerKind::Warn => 1,
                LedgerKind::Mute => 2,
                LedgerKind::Remove => 3,
                LedgerKind::Redeem => continue,
            };
            found.push(Sanction { ts: act.ts, day: act.day, person: act.person, level, reason: act.reason });
        }
        found.sort_by_key(|step| (step.person, step.level, step.day, step.ts));
        let mut steps: Vec<Sanction> = Vec::new();
        for step in found {
            match steps.last_mut() {
                Some(last) if (last.person, last.level, last.day) == (step.person, step.level, step.day) => {
                    last.reason |= step.reason;
                }
                _ => steps.push(step),
            }
        }
        steps.sort_by_key(|step| (step.ts, step.person, step.level));
        steps
    }
}

impl RuleHit {
    /// Whether its author was sanctioned within a day of it.
    #[must_use]
    pub fn answered(&self, sanctions: &[Sanction]) -> bool {
        sanctions.iter().any(|step| step.person == self.person && self.ts <= step.ts && step.ts <= self.ts + ANSWER_MS)
    }
}
