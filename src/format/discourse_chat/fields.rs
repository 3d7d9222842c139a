//! One chat message or post as written. In: its keys; the two forms share most. Out: their values,
//! undecoded.

use std::borrow::Cow;

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::{Time, Who};

/// The keys read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub id: Value<'a>,
    pub message: Value<'a>,
    pub cooked: Value<'a>,
    pub created: Value<'a>,
    pub deleted: Value<'a>,
    pub edited: Value<'a>,
    pub version: Value<'a>,
    pub user: Value<'a>,
    pub channel: Value<'a>,
    pub answered: Value<'a>,
    pub uploads: Value<'a>,
    pub webhook: Value<'a>,
    pub topic: Value<'a>,
    pub topic_slug: Value<'a>,
    pub number: Value<'a>,
    pub answered_number: Value<'a>,
    pub action: Value<'a>,
    pub action_who: Value<'a>,
    pub user_id: Value<'a>,
    pub username: Value<'a>,
    pub shown: Value<'a>,
    pub admin: Value<'a>,
    pub moderator: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"message" | b"raw" => &mut self.message,
            b"cooked" => &mut self.cooked,
            b"created_at" => &mut self.created,
            b"deleted_at" => &mut self.deleted,
            b"edited" => &mut self.edited,
            b"version" => &mut self.version,
            b"user" => &mut self.user,
            b"chat_channel_id" => &mut self.channel,
            b"in_reply_to" => &mut self.answered,
            b"uploads" => &mut self.uploads,
            b"chat_webhook_event" => &mut self.webhook,
            b"topic_id" => &mut self.topic,
            b"topic_slug" => &mut self.topic_slug,
            b"post_number" => &mut self.number,
            b"reply_to_post_number" => &mut self.answered_number,
            b"action_code" => &mut self.action,
            b"action_code_who" => &mut self.action_who,
            b"user_id" => &mut self.user_id,
            b"username" => &mut self.username,
            b"name" => &mut self.shown,
            b"admin" => &mut self.admin,
            b"moderator" => &mut self.moderator,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.time().is_some() && !self.id.is_absent() && !self.cooked.is_absent()
    }
}

/// A user as written in a message or post.
#[derive(Debug, Default)]
pub(super) struct User<'a> {
    pub id: Option<Cow<'a, str>>,
    pub name: Option<Cow<'a, str>>,
    /// The site's own accounts have negative ids.
    pub bot: bool,
}

impl<'a> User<'a> {
    /// Somebody with these three values.
    fn of(id: Value<'a>, username: Value<'a>, shown: Value<'a>) -> Self {
        let bot = id.integer().is_some_and(|id| id < 0);
        Self { id: id.id().or_else(|| username.word()), name: shown.word().or_else(|| username.word()), bot }
    }

    /// As a row names them.
    pub fn who(&self) -> Option<Who<'_>> {
        let known = self.id.is_some() || self.name.is_some();
        known.then_some(Who { id: self.id.as_deref(), name: self.name.as_deref() })
    }
}

impl<'a> Fields<'a> {
    /// When.
    pub fn time(&self) -> Option<Time> {
        self.created.inner().and_then(clock::iso)
    }

    /// Who wrote it.
    pub fn author(&self) -> User<'a> {
        if self.user.is_filled() {
            return User::of(self.user.get(b"id"), self.user.get(b"username"), self.user.get(b"name"));
        }
        User::of(self.user_id, self.username, self.shown)
    }
}
