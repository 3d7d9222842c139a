//! One element of `messages` as written, in the plain download and in that of encrypted chats, which
//! name the same things differently. In: the values of an element. Out: the same under one name.

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::frame::Time;

/// The keys read of an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub sender: Value<'a>,
    pub timestamp: Value<'a>,
    pub text: Value<'a>,
    pub kind: Value<'a>,
    pub unsent: Value<'a>,
    pub photos: Value<'a>,
    pub videos: Value<'a>,
    pub audio: Value<'a>,
    pub files: Value<'a>,
    pub gifs: Value<'a>,
    pub media: Value<'a>,
    pub sticker: Value<'a>,
    pub share: Value<'a>,
    pub call: Value<'a>,
    pub users: Value<'a>,
    pub reactions: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"sender_name" | b"senderName" => &mut self.sender,
            b"timestamp_ms" | b"timestamp" => &mut self.timestamp,
            b"content" | b"text" => &mut self.text,
            b"type" => &mut self.kind,
            b"is_unsent" | b"isUnsent" => &mut self.unsent,
            b"photos" => &mut self.photos,
            b"videos" => &mut self.videos,
            b"audio_files" => &mut self.audio,
            b"files" => &mut self.files,
            b"gifs" => &mut self.gifs,
            b"media" => &mut self.media,
            b"sticker" => &mut self.sticker,
            b"share" => &mut self.share,
            b"call_duration" => &mut self.call,
            b"users" => &mut self.users,
            b"reactions" => &mut self.reactions,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        !self.sender.is_absent() && self.time().is_some()
    }
}

impl Fields<'_> {
    /// When, in milliseconds.
    pub fn time(&self) -> Option<Time> {
        self.timestamp.integer().filter(|number| *number > 0).map(clock::epoch)
    }
}
