//! Who earned points for what (积分来源): messages, good articles, invitations that came to something. In: one
//! group and the charter's weights. Out: the ledger, by time. Definition: `points_ledger` in
//! docs/metrics.md.

use std::collections::BTreeSet;

use crate::calendar::Day;
use crate::charter::Settings;
use crate::feature::ad_hit;
use crate::frame::EventKind;
use crate::rollup::{PointRow, PointRule, capped};

use super::group::{Group, Person, PersonIx};

/// Weights where the charter names none.
const SPEAK: u64 = 1;
const SHARE: u64 = 5;
const BONUS: u64 = 5;
const INVITE: u64 = 10;
/// Rows of a rule a person may earn a day.
const SPEAK_CAP: u32 = 10;
const SHARE_CAP: u32 = 3;
/// Distinct repliers that earn the bonus.
const REPLIERS: usize = 3;
/// Days an invited person must have stayed, and spoken within.
const STAYED: Day = 7;

/// The ledger of points up to as-of, by time: recalled messages and suspected ads earn nothing.
pub(super) fn points(group: &Group, settings: &Settings) -> Vec<PointRow> {
    let weights = settings.charter.points;
    let mut rows = Vec::new();
    let articles: BTreeSet<(i64, PersonIx)> =
        group.articles.iter().map(|article| (article.ts, article.person)).collect();
    for line in group.timeline.lines.iter().filter(|line| line.eligible() && line.day <= settings.as_of) {
        if !ad_hit(line.features) && !articles.contains(&(line.ts, line.person)) {
            let delta = weights.speak.unwrap_or(SPEAK);
            let (ts, day, person, evidence) = (line.ts, line.day, line.person, line.id);
            rows.push(PointRow { ts, day, person, rule: PointRule::Speak, delta, evidence });
        }
    }
    for article in group.articles.iter().filter(|article| article.quality && article.day <= settings.as_of) {
        let row = |rule, delta| PointRow {
            ts: article.ts,
            day: article.day,
            person: article.person,
            rule,
            delta,
            evidence: 0,
        };
        rows.push(row(PointRule::Share, weights.share.unwrap_or(SHARE)));
        if article.responders as usize >= REPLIERS {
            rows.push(row(PointRule::Bonus, BONUS));
        }
    }
    rows.extend(group.invitations(settings, weights.invite.unwrap_or(INVITE)));
    rows.retain(|row| group.people.get(row.person as usize).is_some_and(Person::countable));
    capped(rows, |rule| match rule {
        PointRule::Speak => Some(SPEAK_CAP),
        PointRule::Share | PointRule::Bonus => Some(SHARE_CAP),
        PointRule::Invite => None,
    })
}

impl Group {
    /// Invitations whose guest was still in the group on the seventh day and had spoken by then.
    fn invitations(&self, settings: &Settings, delta: u64) -> Vec<PointRow> {
        let mut calendar = self.calendar.clone();
        let mut rows = Vec::new();
        for event in self.timeline.events.iter().filter(|event| event.kind == EventKind::Join && !event.scanned) {
            let (guest, host) = (event.subject, event.actor);
            let due = calendar.add_days(event.ts, STAYED);
            let day = calendar.day(due);
            let Some(person) = self.people.get(guest as usize).filter(|_| guest != host && day <= settings.as_of)
            else {
                continue;
            };
            let spoke =
                self.timeline.between(event.ts, due + 1).any(|(_, line)| line.eligible() && line.person == guest);
            if person.present_at(due) && spoke {
                rows.push(PointRow { ts: due, day, person: host, rule: PointRule::Invite, delta, evidence: 0 });
            }
        }
        rows
    }
}
