//! The chats of a file while it is read. In: each record. Out: messages at once; what names people
//! without ids when the file is read through, because mentions tell whose name is whose.

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::Fields;
use super::{PATH, event};
use crate::calendar::Zone;
use crate::format::Nearby;
use crate::format::json::{Reading, Value, values};
use crate::format::roster::Roster;
use crate::frame::{GroupRow, MemberRow, Projection, Writer};

/// What is remembered between records.
#[derive(Default)]
pub(super) struct Chats<'a> {
    pub roster: Roster,
    /// Names of chats told beside the file or by events.
    names: FxHashMap<String, String>,
    /// Chats met, and the one the writer stands in.
    met: FxHashSet<String>,
    open: Option<String>,
    /// Ids and mentions met, of each chat: told once.
    mentioned: FxHashSet<(String, String)>,
    /// Messages that events of the file say were taken back.
    pub recalled: FxHashSet<String>,
    /// System messages, with their chat.
    waiting: Vec<(Option<String>, Fields<'a>)>,
}

impl<'a> Chats<'a> {
    /// Knows what lies beside the file, and what its recall events name.
    pub fn around(nearby: &dyn Nearby, bytes: &[u8]) -> Self {
        let mut chats = Self { recalled: recalled(bytes), ..Self::default() };
        for page in values(&nearby.file("members.json").unwrap_or_default()) {
            let items = page.get(b"data").get(b"items");
            let own = page.get(b"member_id").is_absent();
            for member in items.items().chain((!own).then_some(page)) {
                if let (Some(id), Some(name)) = (member.get(b"member_id").id(), member.get(b"name").word()) {
                    chats.roster.see(&id, &name);
                }
            }
        }
        for page in values(&nearby.file("chat.json").unwrap_or_default()) {
            let chat = if page.get(b"data").is_absent() { page } else { page.get(b"data") };
            if let (Some(id), Some(name)) = (chat.get(b"chat_id").id(), chat.get(b"name").word()) {
                chats.names.insert(id.into_owned(), name.into_owned());
            } else if let Some(name) = chat.get(b"name").word() {
                // The answer of one chat does not repeat its id.
                chats.names.insert(String::new(), name.into_owned());
            }
        }
        chats
    }

    /// One record.
    pub fn take(&mut self, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
        if fields.event.is_filled() {
            return event::take(self, writer, fields);
        }
        self.item(writer, fields)
    }

    /// One message, listed or told by an event.
    pub fn item(&mut self, writer: &mut Writer, fields: &Fields<'a>) -> Result<(), &'static str> {
        let time = fields.time().ok_or("no readable create_time")?;
        if fields.upper_message_id.is_filled() {
            return Err("a message inside a forwarded bundle: it was not sent in this chat");
        }
        self.open(writer, fields.chat_id);
        self.learn(writer, fields.mentions);
        if fields.kind.inner() == Some(b"system") {
            self.waiting.push((self.open.clone(), *fields));
        } else {
            self.message(writer, fields, time);
        }
        Ok(())
    }

    /// A chat bears this name, if it has none yet.
    pub fn named(&mut self, chat: Value<'_>, name: Value<'_>) {
        if let (Some(id), Some(name)) = (chat.id(), name.word()) {
            self.names.entry(id.into_owned()).or_insert_with(|| name.into_owned());
        }
    }

    /// Opens the chat of that id.
    pub fn open(&mut self, writer: &mut Writer, chat: Value<'_>) {
        let id = chat.id();
        if self.open.as_deref() == id.as_deref() && self.open.is_some() {
            return;
        }
        let id = id.map(std::borrow::Cow::into_owned);
        self.enter(writer, id);
    }

    fn enter(&mut self, writer: &mut Writer, id: Option<String>) {
        let name = id.as_ref().and_then(|id| self.names.get(id).or_else(|| self.names.get("")));
        writer.group(GroupRow { platform: "feishu", id: id.as_deref(), name: name.map(String::as_str) });
        if let Some(id) = &id
            && !self.met.contains(id)
        {
            self.met.insert(id.clone());
        }
        self.open = id;
    }

    /// The only chat met so far, for events that do not say theirs.
    pub fn only_chat(&self) -> bool {
        self.met.len() == 1
    }

    /// Mentions tell names, and that the people named are there.
    fn learn(&mut self, writer: &mut Writer, mentions: Value<'_>) {
        if !mentions.is_filled() {
            return;
        }
        for mention in mentions.items() {
            let (Some(id), Some(name)) = (super::fields::user_id(mention.get(b"id")), mention.get(b"name").word())
            else {
                continue;
            };
            if matches!(&*id, "all" | "@_all") || mention.get(b"key").inner() == Some(b"@_all") {
                continue;
            }
            self.roster.see(&id, &name);
            let chat = self.open.clone().unwrap_or_default();
            if self.mentioned.insert((chat, id.clone().into_owned())) {
                writer.member(&MemberRow { who: self.roster.known(&id), role: None, bot: false });
            }
        }
    }

    /// Hands over the system messages kept back.
    pub fn finish(&mut self, writer: &mut Writer) {
        for (chat, fields) in std::mem::take(&mut self.waiting) {
            self.enter(writer, chat);
            self.system(writer, &fields);
        }
    }
}

/// Recall events stand behind what they take back, so a file that has any is read for them first.
fn recalled(bytes: &[u8]) -> FxHashSet<String> {
    const KIND: &[u8] = b"im.message.recalled_v1";
    let mut ids = FxHashSet::default();
    if memchr::memmem::find(bytes, KIND).is_none() {
        return ids;
    }
    let Ok(zone) = Zone::new("UTC") else { return ids };
    let mut nobody = Writer::new(zone, Projection::Vitals);
    let first = Reading::new(bytes, &mut nobody, &|_| ()).sequence(PATH, |_, fields: &Fields<'_>| {
        if fields.header.get(b"event_type").inner() == Some(KIND) {
            ids.extend(fields.event.get(b"message_id").id().map(std::borrow::Cow::into_owned));
        }
        Ok(())
    });
    // A file that cannot be read tells so when it is read for good.
    if first.is_err() { FxHashSet::default() } else { ids }
}
