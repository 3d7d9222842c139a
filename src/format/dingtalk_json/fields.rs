//! One callback or event as written. In: its keys; events write theirs with a capital or a small
//! letter, by the way they were delivered. Out: their values, undecoded.

use std::borrow::Cow;

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub conversation_id: Value<'a>,
    pub conversation_title: Value<'a>,
    pub msg_id: Value<'a>,
    pub original_msg_id: Value<'a>,
    pub created: Value<'a>,
    pub sender_id: Value<'a>,
    pub sender_staff_id: Value<'a>,
    pub sender_nick: Value<'a>,
    pub msgtype: Value<'a>,
    pub text: Value<'a>,
    pub content: Value<'a>,
    pub event: Value<'a>,
    pub event_id: Value<'a>,
    pub open_conversation_id: Value<'a>,
    pub chat_id: Value<'a>,
    pub user_ids: Value<'a>,
    pub operator: Value<'a>,
    pub owner: Value<'a>,
    pub title: Value<'a>,
    pub timestamp: Value<'a>,
    pub headers: Value<'a>,
    pub data: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"conversationId" => &mut self.conversation_id,
            b"conversationTitle" => &mut self.conversation_title,
            b"msgId" => &mut self.msg_id,
            b"originalMsgId" => &mut self.original_msg_id,
            b"createAt" => &mut self.created,
            b"senderId" => &mut self.sender_id,
            b"senderStaffId" => &mut self.sender_staff_id,
            b"senderNick" => &mut self.sender_nick,
            b"msgtype" => &mut self.msgtype,
            b"text" => &mut self.text,
            b"content" => &mut self.content,
            b"EventType" | b"eventType" => &mut self.event,
            b"EventId" | b"eventId" => &mut self.event_id,
            b"OpenConversationId" | b"openConversationId" => &mut self.open_conversation_id,
            b"ChatId" | b"chatId" => &mut self.chat_id,
            b"UserId" | b"userId" | b"UserIds" | b"userIds" => &mut self.user_ids,
            b"Operator" | b"operator" => &mut self.operator,
            b"Owner" | b"owner" => &mut self.owner,
            b"Title" | b"title" => &mut self.title,
            b"TimeStamp" | b"timeStamp" | b"timestamp" => &mut self.timestamp,
            b"headers" => &mut self.headers,
            b"data" => &mut self.data,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.time().is_some() && self.chat().is_some() || !self.data.is_absent() && !self.headers.is_absent()
    }
}

impl<'a> Fields<'a> {
    /// When.
    pub fn time(&self) -> Option<Time> {
        self.created.integer().or_else(|| self.timestamp.integer()).map(clock::epoch)
    }

    /// The group's id: events and callbacks share the open one.
    pub fn chat(&self) -> Option<Cow<'a, str>> {
        self.conversation_id.id().or_else(|| self.open_conversation_id.id()).or_else(|| self.chat_id.id())
    }
}
