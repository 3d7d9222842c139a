//! One message as written, by the interface, the server export or zulip-archive. In: its keys. Out:
//! their values, undecoded.

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub id: Value<'a>,
    /// The sender's id: `sender_id`, in a server export `sender`.
    pub sender: Value<'a>,
    pub sender_name: Value<'a>,
    pub sender_email: Value<'a>,
    pub time: Value<'a>,
    pub stream: Value<'a>,
    /// A channel's name, or the people of a private conversation.
    pub display_recipient: Value<'a>,
    /// A server export's code of channel or conversation.
    pub recipient: Value<'a>,
    pub content: Value<'a>,
    pub edited: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"sender_id" | b"sender" => &mut self.sender,
            b"sender_full_name" => &mut self.sender_name,
            b"sender_email" => &mut self.sender_email,
            b"timestamp" | b"date_sent" => &mut self.time,
            b"stream_id" => &mut self.stream,
            b"display_recipient" => &mut self.display_recipient,
            b"recipient" => &mut self.recipient,
            b"content" => &mut self.content,
            b"last_edit_timestamp" | b"last_edit_time" => &mut self.edited,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.when().is_some() && !self.id.is_absent() && !self.content.is_absent()
    }
}

impl Fields<'_> {
    /// When it was sent.
    pub fn when(&self) -> Option<Time> {
        self.time.integer().map(clock::epoch)
    }
}
