//! What a message of qq-chat-exporter holds: its elements one by one, else its plain text with the
//! placeholders in it. In: `content`. Out: kind, words, links of cards, a file, the message answered.
//! Words are taken from the elements: the plain text repeats quoted messages and names of pictures.

use std::borrow::Cow;

use memchr::memmem::find;

use super::known;
use crate::format::json::Value;
use crate::format::qq::{Body, body};
use crate::frame::MessageKind;

/// A content understood.
#[derive(Debug)]
pub(super) struct Content<'a> {
    /// What it is.
    pub kind: MessageKind,
    /// Its words.
    pub text: Option<Cow<'a, str>>,
    /// Links of its cards.
    pub urls: Vec<Cow<'a, str>>,
    /// Name of its file.
    pub file_name: Option<Cow<'a, str>>,
    /// Size of its file.
    pub file_size: Option<u64>,
    /// Id of the message it answers.
    pub reply_to: Option<Cow<'a, str>>,
}

/// Elements as they are walked.
#[derive(Debug, Default)]
struct Elements<'a> {
    any: bool,
    /// A kind that words beside it do not change.
    strong: Option<MessageKind>,
    /// A kind of a message without words.
    weak: Option<MessageKind>,
    worded: bool,
    words: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    urls: Vec<Cow<'a, str>>,
    file: Value<'a>,
    reply_to: Option<Cow<'a, str>>,
}

impl<'a> Content<'a> {
    /// Reads a content. `type_word` is the message's own type, for contents without elements;
    /// `decode` asks for words even where no link is in them.
    pub(super) fn of(content: Value<'a>, type_word: Value<'a>, decode: bool) -> Self {
        let (mut text, mut elements, mut resources, mut reply) =
            (content, Value::default(), Value::default(), Value::default());
        for (key, value) in content.members() {
            match key {
                b"text" => text = value,
                b"elements" => elements = value,
                b"resources" => resources = value,
                b"reply" => reply = value,
                _ => {}
            }
        }
        let mut found = Elements::default();
        for element in elements.items() {
            found.element(element, decode);
        }
        if found.reply_to.is_none() {
            found.reply_to = answered(reply);
        }
        if found.any { found.content(text, resources) } else { plain(text, type_word, found) }
    }
}

impl<'a> Elements<'a> {
    fn element(&mut self, element: Value<'a>, decode: bool) {
        use MessageKind::{Call, Card, File, Forward, Image, Location, Other, RedPacket, Sticker, Video, Voice};
        let (mut word, mut data) = (Value::default(), Value::default());
        for (key, value) in element.members() {
            match key {
                b"type" => word = value,
                b"data" => data = value,
                _ => {}
            }
        }
        self.any = true;
        match word.inner().unwrap_or_default() {
            b"text" | b"markdown" => self.text(data, decode),
            b"at" => self.mention(data, decode),
            b"reply" => self.reply_to = answered(data).or(self.reply_to.take()),
            b"image" | b"pic" => {
                let sticker = data.get(b"subType").inner() == Some(b"sticker");
                self.weak = self.weak.or(Some(if sticker { Sticker } else { Image }));
            }
            b"face" | b"market_face" | b"giphy" | b"face_bubble" => self.weak = self.weak.or(Some(Sticker)),
            b"video" => self.filed(Video, data),
            b"audio" | b"voice" | b"ptt" => self.strong = self.strong.or(Some(Voice)),
            b"file" => self.filed(File, data),
            b"forward" | b"multi_forward" | b"long_message" => self.strong = self.strong.or(Some(Forward)),
            b"json" | b"ark" | b"mini-app" | b"mini_app" | b"miniapp" => self.card(data),
            b"location" => self.strong = self.strong.or(Some(Location)),
            b"contact" => self.strong = self.strong.or(Some(Card)),
            b"wallet" | b"red_packet" => self.strong = self.strong.or(Some(RedPacket)),
            b"av_record" | b"call" => self.strong = self.strong.or(Some(Call)),
            _ => self.weak = self.weak.or(Some(Other)),
        }
    }

    fn text(&mut self, data: Value<'a>, decode: bool) {
        let mut value = data.get(b"text");
        if value.is_absent() {
            value = data.get(b"content");
        }
        let blank = value.inner().is_none_or(|inner| inner.trim_ascii().is_empty());
        self.worded |= !blank;
        if (decode || value.may_hold_link())
            && let Some(text) = value.text()
        {
            self.say(text);
        }
    }

    fn mention(&mut self, data: Value<'a>, decode: bool) {
        self.worded = true;
        if decode && let Some(name) = data.get(b"name").word() {
            let name = name.trim_start_matches('@');
            self.say(Cow::Owned(format!("@{name}")));
        }
    }

    fn say(&mut self, text: Cow<'a, str>) {
        match &mut self.words {
            Some(words) => words.to_mut().push_str(&text),
            None => self.words = Some(text),
        }
    }

    fn filed(&mut self, kind: MessageKind, data: Value<'a>) {
        self.strong = self.strong.or(Some(kind));
        self.file = data;
    }

    fn card(&mut self, data: Value<'a>) {
        /// Programs inside QQ, as a card's own JSON names them.
        const PROGRAMS: &[(&str, MessageKind)] = &[
            ("com.tencent.miniapp", MessageKind::MiniProgram),
            ("com.tencent.mannounce", MessageKind::Announcement),
            ("com.tencent.multimsg", MessageKind::Forward),
            ("com.tencent.map", MessageKind::Location),
            ("com.tencent.contact", MessageKind::Card),
            ("com.tencent.troopsharecard", MessageKind::Card),
        ];
        let program = PROGRAMS.iter().find(|(name, _)| find(data.raw(), name.as_bytes()).is_some());
        self.strong = self.strong.or(Some(program.map_or(MessageKind::Link, |(_, kind)| *kind)));
        self.title = self.title.take().or_else(|| known(data.get(b"title")).filter(|title| title != "JSON消息"));
        self.urls.extend(data.get(b"url").word());
    }

    fn content(self, text: Value<'a>, resources: Value<'a>) -> Content<'a> {
        let kind = match (self.strong, self.worded) {
            (Some(kind), _) => kind,
            (None, true) => MessageKind::Text,
            (None, false) if self.reply_to.is_some() => self.weak.unwrap_or(MessageKind::Text),
            (None, false) => self.weak.unwrap_or(MessageKind::Other),
        };
        let words = self.words.filter(|words| !words.trim().is_empty());
        let text = match kind {
            MessageKind::Forward if words.is_none() => text.word(),
            _ => words.or(self.title),
        };
        let (file_name, file_size) = file(self.file, resources);
        Content { kind, text, urls: self.urls, file_name, file_size, reply_to: self.reply_to }
    }
}

/// A content without elements.
fn plain<'a>(text: Value<'a>, type_word: Value<'a>, found: Elements<'a>) -> Content<'a> {
    let text = text.text().unwrap_or_default();
    let Body { kind, text: words, file_name } = body(&text);
    let kind = match (kind, type_word.inner().unwrap_or(type_word.raw())) {
        (MessageKind::Text | MessageKind::Other, word) => of_type(word).unwrap_or(kind),
        (kind, _) => kind,
    };
    Content {
        kind,
        text: words.map(|words| Cow::Owned(words.to_owned())),
        urls: Vec::new(),
        file_name: file_name.map(|name| Cow::Owned(name.to_owned())),
        file_size: None,
        reply_to: found.reply_to,
    }
}

/// The kind of a message's own type: a word, or QQ's number for it.
fn of_type(word: &[u8]) -> Option<MessageKind> {
    Some(match word {
        b"image" => MessageKind::Image,
        b"file" | b"type_3" | b"3" => MessageKind::File,
        b"video" | b"type_7" | b"7" => MessageKind::Video,
        b"audio" | b"type_6" | b"6" => MessageKind::Voice,
        b"forward" | b"type_8" | b"8" => MessageKind::Forward,
        b"type_10" | b"10" => MessageKind::RedPacket,
        b"json" | b"type_11" | b"11" => MessageKind::Link,
        b"type_17" | b"17" => MessageKind::Sticker,
        _ => return None,
    })
}

/// Name and size of a file, as its element says, else as the list of files says.
fn file<'a>(data: Value<'a>, resources: Value<'a>) -> (Option<Cow<'a, str>>, Option<u64>) {
    if data.is_absent() {
        return (None, None);
    }
    let either = |value: Value<'a>, keys: [&[u8]; 2]| {
        keys.into_iter().map(|key| value.get(key)).find(|value| !value.is_absent())
    };
    let name = |value| either(value, [b"filename", b"fileName"]).and_then(known);
    let size = |value| {
        either(value, [b"size", b"fileSize"]).and_then(Value::integer).and_then(|size| u64::try_from(size).ok())
    };
    let listed = resources.items().next().unwrap_or_default();
    let size = size(data).filter(|size| *size > 0).or_else(|| size(listed).filter(|size| *size > 0));
    (name(data).or_else(|| name(listed)), size)
}

/// The id of the message that is answered.
fn answered(data: Value<'_>) -> Option<Cow<'_, str>> {
    known(data.get(b"referencedMessageId")).or_else(|| known(data.get(b"messageId")))
}

/// What a system message says.
pub(super) fn system_text(content: Value<'_>) -> Cow<'_, str> {
    let text = if content.inner().is_some() { content } else { content.get(b"text") };
    text.word().unwrap_or_else(|| {
        let element = content.get(b"elements").items().next().unwrap_or_default().get(b"data");
        element.get(b"text").word().unwrap_or_default()
    })
}
