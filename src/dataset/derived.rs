//! Rollups finer than a day, computed when the first vital asks and kept for the next: a vital that is
//! not asked for costs nothing.

use std::sync::OnceLock;

use crate::charter::{Profile, Recurrence, Settings};
use crate::rollup::{Ask, AskMode, Reply, Session, Witness, asks, replies, sessions};
use crate::service_time::ServiceTime;

use super::group::Group;

/// What has been computed of a group so far.
#[derive(Debug, Default)]
pub struct Derived {
    sessions: OnceLock<Vec<Session>>,
    replies: OnceLock<Vec<Reply>>,
    asks: OnceLock<Vec<Ask>>,
}

impl Group {
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

    /// When somebody should answer: the charter's hours without the calendar's holidays.
    #[must_use]
    pub fn service_time(&self, settings: &Settings) -> ServiceTime {
        let holidays = self.papers.planned.iter().filter(|planned| planned.kind == "holiday");
        let closed = holidays.filter_map(|planned| match planned.when {
            Recurrence::Once(day) => Some(day),
            _ => None,
        });
        ServiceTime { hours: settings.charter.hours.clone(), closed: closed.collect() }
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
