//! One element of `messages` as written, and what a chat must remember between them. In: the values
//! of an element. Out: message rows at once; service records when the chat is read through, because
//! they name people whose ids only their messages tell.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::format::clock;
use crate::format::json::{Record, Value};
use crate::format::roster::Roster;
use crate::frame::{Time, Writer};

/// The keys read of an element, under their names in the file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fields<'a> {
    pub id: Value<'a>,
    pub kind: Value<'a>,
    pub date: Value<'a>,
    pub date_unixtime: Value<'a>,
    pub edited: Value<'a>,
    pub from: Value<'a>,
    pub from_id: Value<'a>,
    pub actor: Value<'a>,
    pub actor_id: Value<'a>,
    pub action: Value<'a>,
    pub title: Value<'a>,
    pub new_title: Value<'a>,
    pub members: Value<'a>,
    pub inviter: Value<'a>,
    pub reply_to: Value<'a>,
    pub reply_to_peer: Value<'a>,
    pub text: Value<'a>,
    pub text_entities: Value<'a>,
    pub media_type: Value<'a>,
    pub photo: Value<'a>,
    pub file: Value<'a>,
    pub file_name: Value<'a>,
    pub file_size: Value<'a>,
    pub poll: Value<'a>,
    pub location: Value<'a>,
    pub contact: Value<'a>,
    pub other_media: Value<'a>,
    pub buttons: Value<'a>,
    pub reactions: Value<'a>,
}

impl<'a> Record<'a> for Fields<'a> {
    #[inline]
    fn set(&mut self, key: &'a [u8], value: Value<'a>) {
        let field = match key {
            b"id" => &mut self.id,
            b"type" => &mut self.kind,
            b"date" => &mut self.date,
            b"date_unixtime" => &mut self.date_unixtime,
            b"edited" => &mut self.edited,
            b"from" => &mut self.from,
            b"from_id" => &mut self.from_id,
            b"actor" => &mut self.actor,
            b"actor_id" => &mut self.actor_id,
            b"action" => &mut self.action,
            b"title" => &mut self.title,
            b"new_title" => &mut self.new_title,
            b"members" => &mut self.members,
            b"inviter" => &mut self.inviter,
            b"reply_to_message_id" => &mut self.reply_to,
            b"reply_to_peer_id" => &mut self.reply_to_peer,
            b"text" => &mut self.text,
            b"text_entities" => &mut self.text_entities,
            b"media_type" => &mut self.media_type,
            b"photo" => &mut self.photo,
            b"file" => &mut self.file,
            b"file_name" => &mut self.file_name,
            b"file_size" => &mut self.file_size,
            b"poll" => &mut self.poll,
            b"location_information" => &mut self.location,
            b"contact_information" => &mut self.contact,
            b"game_title" | b"invoice_information" | b"giveaway_information" | b"todo_list" => &mut self.other_media,
            b"inline_bot_buttons" => &mut self.buttons,
            b"reactions" => &mut self.reactions,
            _ => return,
        };
        *field = value;
    }

    fn is_whole(&self) -> bool {
        self.time().is_some()
    }
}

impl<'a> Fields<'a> {
    /// The epoch time; exports before 2022 have only the exporting machine's wall clock.
    pub fn time(&self) -> Option<Time> {
        match self.date_unixtime.integer() {
            Some(seconds) => Some(clock::epoch(seconds)),
            None => clock::iso(self.date.inner()?),
        }
    }

    /// Id and name of who sent or did it; either may be missing.
    pub fn author(&self) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let id = account_id(self.from_id).or_else(|| account_id(self.actor_id));
        (id, self.from.word().or_else(|| self.actor.word()))
    }
}

/// Ids as `user123`; exports before 2021 wrote the bare number of a user.
pub(super) fn account_id(value: Value<'_>) -> Option<Cow<'_, str>> {
    let id = value.id()?;
    Some(if value.is_number() { Cow::Owned(format!("user{id}")) } else { id })
}

/// What is remembered while a chat is read.
#[derive(Debug, Default)]
pub(super) struct Chat<'a> {
    pub roster: Roster,
    /// Ids of records that opened a forum topic, as written.
    pub topics: FxHashSet<&'a [u8]>,
    /// The body of the message at hand, put together from its parts.
    pub body: String,
    services: Vec<Fields<'a>>,
    /// Those met lately, each in the place its id chooses: a group has few members and many messages.
    recent: Vec<Option<Sender<'a>>>,
}

/// Places for those met lately.
const PLACES: usize = 256;

/// Id and name of a sender, decoded once, with their values as written.
#[derive(Debug, Clone, Copy)]
struct Sender<'a> {
    from_id: Value<'a>,
    from: Value<'a>,
    id: &'a str,
    name: &'a str,
}

impl<'a> Sender<'a> {
    /// The sender of a message, when its own two values hold them without escapes.
    fn of(fields: &Fields<'a>, id: &Cow<'a, str>, name: &Cow<'a, str>) -> Option<Self> {
        let (Cow::Borrowed(id), Cow::Borrowed(name)) = (id, name) else { return None };
        let own = fields.from_id.inner() == Some(id.as_bytes()) && fields.from.inner() == Some(name.as_bytes());
        own.then_some(Self { from_id: fields.from_id, from: fields.from, id, name })
    }
}

/// The place an id chooses: by its last digits, which differ most.
fn place(from_id: Value<'_>) -> usize {
    let digits = from_id.raw().iter().rev().skip(1).take(3);
    digits.fold(0, |place, digit| place * 10 + usize::from(digit & 15)) % PLACES
}

impl<'a> Chat<'a> {
    /// One element.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
        let Some(time) = fields.time() else {
            return Err(if fields.kind.inner() == Some(b"unsupported") {
                "a kind of message this version of Telegram could not export: it has no date"
            } else {
                "no readable date"
            });
        };
        let (id, name) = self.author(fields);
        if fields.kind.inner() == Some(b"service") {
            if fields.action.inner() == Some(b"topic_created") {
                self.topics.insert(fields.id.raw());
            }
            self.services.push(*fields);
        } else {
            self.message(writer, fields, time, (id.as_deref(), name.as_deref()));
        }
        Ok(())
    }

    /// Id and name of who sent or did it, seen by the roster.
    fn author(&mut self, fields: &Fields<'a>) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let place = place(fields.from_id);
        if let Some(Some(known)) = self.recent.get(place)
            && known.from_id == fields.from_id
            && known.from == fields.from
        {
            return (Some(Cow::Borrowed(known.id)), Some(Cow::Borrowed(known.name)));
        }
        let (id, name) = fields.author();
        let mut sender = None;
        if let (Some(id), Some(name)) = (&id, &name) {
            self.roster.see(id, name);
            sender = Sender::of(fields, id, name);
        }
        self.recent.resize(PLACES, None);
        if let Some(kept) = self.recent.get_mut(place) {
            // Whoever stood there goes: a name kept beside a newer one would hide the next change.
            *kept = sender;
        }
        (id, name)
    }

    /// Hands over the service records kept back.
    pub fn finish(&mut self, writer: &mut Writer) {
        for fields in std::mem::take(&mut self.services) {
            self.service(writer, &fields);
        }
    }
}
