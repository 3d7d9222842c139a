//! Rollups finer than a day, computed when the first vital asks and kept for the next: a vital that is
//! not asked for costs nothing.

use std::sync::OnceLock;

use crate::rollup::{Reply, Session, replies, sessions};

use super::group::Group;

/// What has been computed of a group so far.
#[derive(Debug, Default)]
pub struct Derived {
    sessions: OnceLock<Vec<Session>>,
    replies: OnceLock<Vec<Reply>>,
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
}
