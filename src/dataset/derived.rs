//! Rollups finer than a day, computed when the first vital asks and kept for the next: a vital that is
//! not asked for costs nothing.

use std::sync::{Arc, OnceLock};

use crate::charter::{Profile, Recurrence, Settings};
use crate::rollup::{Ask, AskMode, NO_LINE, PointRow, Reply, Session, Witness, asks, replies, sessions};
use crate::service_time::ServiceTime;

use super::conduct::{RuleHit, rule_hits, shop_lines};
use super::group::Group;
use super::points::points;

/// What has been computed of a group so far.
#[derive(Debug, Default)]
pub struct Derived {
    sessions: OnceLock<Vec<Session>>,
    replies: OnceLock<Vec<Reply>>,
    asks: OnceLock<Vec<Ask>>,
    shop_lines: OnceLock<Vec<u32>>,
    rule_hits: OnceLock<Vec<RuleHit>>,
    points: OnceLock<Vec<PointRow>>,
}

impl Group {
    /// The group without what takes memory by the message: of its lines those with a link, and the answers to them.
    #[must_use]
    pub fn brief(self) -> Self {
        let (timeline, kept) = self.timeline.brief();
        let number = |line: u32| kept.binary_search(&line).ok().and_then(|at| u32::try_from(at).ok());
        let answers = self.replies().iter().filter_map(|reply| {
            Some(Reply { line: number(reply.line).unwrap_or(NO_LINE), target: number(reply.target)?, ..*reply })
        });
        let derived = Derived { replies: OnceLock::from(answers.collect::<Vec<_>>()), ..Derived::default() };
        Self { timeline: Arc::new(timeline), derived: Arc::new(derived), ..self }
    }

    /// Stretches of talk, by time (会话段).
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        self.derived.sessions.get_or_init(|| sessions(&self.timeline))
    }

    /// Answers among eligible messages, by line (回复).
    #[must_use]
    pub fn replies(&self) -> &[Reply] {
        self.derived.replies.get_or_init(|| replies(&self.timeline))
    }

    /// Lines with a link to a shop, ascending (商店链接).
    #[must_use]
    pub fn shop_lines(&self) -> &[u32] {
        self.derived.shop_lines.get_or_init(|| shop_lines(&self.timeline))
    }

    /// Suspected ads of anybody and links outside the allow-list of anybody but admins, by time.
    #[must_use]
    pub fn rule_hits(&self, settings: &Settings) -> &[RuleHit] {
        self.derived.rule_hits.get_or_init(|| rule_hits(self, settings))
    }

    /// The ledger of points up to as-of, by time (积分).
    #[must_use]
    pub fn points(&self, settings: &Settings) -> &[PointRow] {
        self.derived.points.get_or_init(|| points(self, settings))
    }

    /// When somebody should answer: the hours of `service_hours.toml`, else the charter's, without the days
    /// closed and the calendar's holidays.
    #[must_use]
    pub fn service_time(&self, settings: &Settings) -> ServiceTime {
        let holidays = self.papers.planned.iter().filter(|planned| planned.kind == "holiday");
        let closed = holidays.filter_map(|planned| match planned.when {
            Recurrence::Once(day) => Some(day),
            _ => None,
        });
        let mut service = self.papers.service.clone().unwrap_or_default();
        if service.hours.is_empty() {
            service.hours.clone_from(&settings.charter.hours);
        }
        service.closed.extend(closed);
        service
    }

    /// Whether the group is of a kind: by its own entry in `groups.csv`, else by the charter's profile.
    #[must_use]
    pub fn serves_as(&self, profile: Profile, settings: &Settings) -> bool {
        match self.meta.group_type.as_deref() {
            Some(word) => word.eq_ignore_ascii_case(profile.name()),
            None => settings.profile == profile,
        }
    }

    /// Questions and their answers, by time (提问). Settings are those of the run: the same for every call.
    #[must_use]
    pub fn asks(&self, settings: &Settings) -> &[Ask] {
        self.derived.asks.get_or_init(|| {
            let service = self.service_time(settings);
            let admin =
                |person: u32| self.people.get(person as usize).is_some_and(|person| person.admin() && !person.bot);
            let mode = if self.serves_as(Profile::Service, settings) { AskMode::Turn } else { AskMode::Question };
            let witness = Witness {
                timeline: &self.timeline,
                replies: self.replies(),
                sessions: self.sessions(),
                admin: &admin,
                service: &service,
                mode,
            };
            asks(&witness, &mut self.calendar.zone().clone())
        })
    }
}
