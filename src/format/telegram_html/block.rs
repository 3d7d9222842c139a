//! One row of a page, from `<div class="message …">` to the next: its parts, told apart by the classes
//! of their tags. In: the bytes of the row. Out: id, date, names, text, links, media. Tokens come from
//! html5gum, which also undoes escapes.

use std::borrow::Cow;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use memchr::memmem;

use crate::format::clock;
use crate::frame::{MessageKind, Time};

/// What kind of row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    /// With the name of the sender.
    #[default]
    Named,
    /// By the sender of the row before.
    Joined,
    /// What the platform says.
    Service,
}

/// A part of a row whose text is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Capture {
    Name,
    Text,
    Service,
    Reply,
    Title,
    /// The name of who is forwarded and other things not kept.
    Nothing,
}

/// Attributes looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Attribute {
    Class,
    Href,
    Title,
    OnClick,
    #[default]
    Other,
}

/// What kind of element a tag begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Element {
    Link,
    Break,
    /// One that has no end tag.
    Void,
    #[default]
    Other,
}

/// The start tag at hand.
#[derive(Debug, Default)]
struct Tag {
    element: Element,
    attribute: Attribute,
    class: Vec<u8>,
    href: Vec<u8>,
    title: Vec<u8>,
    scripted: bool,
}

/// A row; its memory is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub style: Style,
    pub id: String,
    pub name: String,
    pub text: String,
    pub links: Vec<String>,
    /// Id of the message answered.
    pub reply: String,
    pub media: Option<MessageKind>,
    /// A call between two people.
    pub call: bool,
    /// What the media is titled: for documents the file name.
    pub title: String,
    /// Where its file lies.
    pub file: String,
    date: Vec<u8>,
    depth: usize,
    whole: bool,
    forwarded: bool,
    capture: Option<(Capture, usize)>,
    tag: Tag,
    /// A link whose text is not yet seen.
    pending: Option<String>,
}

impl Block {
    /// Reads a row; `false` when it has no body.
    pub fn read(&mut self, row: &[u8]) -> bool {
        self.clear();
        let opening = memchr::memchr(b'>', row).and_then(|end| row.get(..end)).unwrap_or_default();
        let class = attribute(opening, b"class=\"");
        self.style = if has(class, b"service") {
            Style::Service
        } else if has(class, b"joined") {
            Style::Joined
        } else {
            Style::Named
        };
        let id = String::from_utf8_lossy(attribute(opening, b"id=\""));
        id.strip_prefix("message").unwrap_or_default().clone_into(&mut self.id);
        let Some(body) = memmem::find(row, b"<div class=\"body") else { return false };
        let emitter = CallbackEmitter::new(
            |event: CallbackEvent<'_>, _: Span<()>| if self.take(&event) { Some(()) } else { None },
        );
        // The first token says that the body is closed; there is nothing to fail on in memory.
        let _closed = Tokenizer::new_with_emitter(row.get(body..).unwrap_or_default(), emitter).next();
        for text in [&mut self.name, &mut self.text, &mut self.title] {
            let trimmed = text.trim();
            if trimmed.len() < text.len() {
                *text = trimmed.to_owned();
            }
        }
        true
    }

    /// Whether the body is closed.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// Time and local day of `DD.MM.YYYY HH:MM:SS`, with `UTC+08:00` behind it in newer exports.
    pub fn time(&self) -> Option<(Time, i64)> {
        time(&self.date)
    }

    fn clear(&mut self) {
        let block = std::mem::take(self);
        *self = Self {
            id: emptied(block.id),
            name: emptied(block.name),
            text: emptied(block.text),
            tag: Tag { class: block.tag.class, href: block.tag.href, title: block.tag.title, ..Tag::default() },
            ..Self::default()
        };
    }

    /// Takes a token; `true` when the body is closed.
    fn take(&mut self, event: &CallbackEvent<'_>) -> bool {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::String { value } => self.string(value),
            CallbackEvent::EndTag { name } if !is_void(name) => return self.end(),
            _ => {}
        }
        false
    }

    fn start(&mut self) {
        match self.tag.element {
            Element::Break if matches!(self.capture, Some((Capture::Text, _))) => self.text.push('\n'),
            Element::Break | Element::Void => {}
            Element::Link | Element::Other => self.open(),
        }
    }

    /// An element begins that will end.
    fn open(&mut self) {
        self.depth += 1;
        let link = self.tag.element == Element::Link;
        match self.capture {
            Some((Capture::Text, _)) if link && !self.tag.scripted && !self.tag.href.is_empty() => {
                self.pending = Some(String::from_utf8_lossy(&self.tag.href).into_owned());
            }
            Some((Capture::Reply, _)) if link => {
                let href = String::from_utf8_lossy(&self.tag.href);
                let target = href.split_once("#go_to_message").map_or("", |(_, id)| id);
                target.clone_into(&mut self.reply);
            }
            Some(_) => {}
            None => self.part(),
        }
    }

    /// What a tag outside of all wanted parts begins.
    fn part(&mut self) {
        let class = std::mem::take(&mut self.tag.class);
        let is = |word: &[u8]| has(&class, word);
        let capture = if is(b"from_name") {
            Some(if self.forwarded { Capture::Nothing } else { Capture::Name })
        } else if is(b"text") {
            Some(Capture::Text)
        } else if is(b"reply_to") {
            Some(Capture::Reply)
        } else if is(b"title") {
            Some(Capture::Title)
        } else if is(b"userpic_wrap") || is(b"signature") {
            Some(Capture::Nothing)
        } else if is(b"body") && is(b"details") && self.style == Style::Service {
            Some(Capture::Service)
        } else {
            None
        };
        self.capture = capture.map(|capture| (capture, self.depth));
        self.forwarded |= is(b"forwarded") && is(b"body");
        if is(b"date") && !self.forwarded && self.date.is_empty() {
            self.date.clone_from(&self.tag.title);
        }
        if self.media.is_none() && !self.call {
            self.call = is(b"media_call");
            self.media = media(&class);
            if self.media.is_some() {
                self.file = String::from_utf8_lossy(&self.tag.href).into_owned();
            }
        }
        self.tag.class = class;
    }

    fn string(&mut self, value: &[u8]) {
        let text = || String::from_utf8_lossy(value);
        match self.capture {
            Some((Capture::Name, depth)) if depth == self.depth => self.name.push_str(&text()),
            Some((Capture::Title, _)) => self.title.push_str(&text()),
            Some((Capture::Service, _)) => self.text.push_str(&text()),
            Some((Capture::Text, _)) => {
                // `@name` leads to a person, not to a page.
                if let Some(link) = self.pending.take().filter(|_| !value.starts_with(b"@")) {
                    self.links.push(link);
                }
                self.text.push_str(&text());
            }
            _ => {}
        }
    }

    fn end(&mut self) -> bool {
        if self.capture.is_some_and(|(_, depth)| depth >= self.depth) {
            self.capture = None;
            self.pending = None;
        }
        self.depth = self.depth.saturating_sub(1);
        self.whole = self.depth == 0;
        self.whole
    }
}

impl Tag {
    fn open(&mut self, name: &[u8]) {
        self.class.clear();
        self.href.clear();
        self.title.clear();
        self.scripted = false;
        self.attribute = Attribute::Other;
        self.element = match name {
            b"a" => Element::Link,
            b"br" => Element::Break,
            name if is_void(name) => Element::Void,
            _ => Element::Other,
        };
    }

    fn attribute(&mut self, name: &[u8]) {
        self.attribute = match name {
            b"class" => Attribute::Class,
            b"href" => Attribute::Href,
            b"title" => Attribute::Title,
            b"onclick" => Attribute::OnClick,
            _ => Attribute::Other,
        };
    }

    fn value(&mut self, value: &[u8]) {
        let field = match self.attribute {
            Attribute::Class => &mut self.class,
            Attribute::Href => &mut self.href,
            Attribute::Title => &mut self.title,
            Attribute::OnClick => {
                self.scripted = true;
                return;
            }
            Attribute::Other => return,
        };
        field.extend_from_slice(value);
    }
}

/// The name of the chat, as the head of a page bears it.
pub(super) fn page_title(page: &[u8]) -> Option<String> {
    let end = memmem::find(page, super::ROW).unwrap_or(page.len());
    let head = page.get(..end)?;
    let text = head.get(memmem::find(head, b"class=\"text bold\"")?..)?;
    let text = text.get(memchr::memchr(b'>', text)? + 1..)?;
    let text = text.get(..memchr::memchr(b'<', text)?)?;
    let mut title = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if let CallbackEvent::String { value } = event {
            title.push_str(&String::from_utf8_lossy(value));
        }
        None::<()>
    });
    let _end = Tokenizer::new_with_emitter(text, emitter).next();
    Some(title.trim().to_owned())
}

fn time(date: &[u8]) -> Option<(Time, i64)> {
    let [d0, d1, b'.', m0, m1, b'.', y0, y1, y2, y3, b' ', rest @ ..] = date else { return None };
    let clock = rest.get(..8)?;
    let zone = rest.get(8..)?;
    let zone: Cow<'_, [u8]> = match zone.strip_prefix(b" UTC") {
        Some(b"") => Cow::Borrowed(b"Z"),
        Some(offset) => Cow::Borrowed(offset),
        None if zone.is_empty() => Cow::Borrowed(zone),
        None => return None,
    };
    let mut text = vec![*y0, *y1, *y2, *y3, b'-', *m0, *m1, b'-', *d0, *d1, b'T'];
    let Time::Local(day) = clock::iso(&[&text, &b"00:00"[..]].concat())? else { return None };
    text.extend_from_slice(clock);
    text.extend_from_slice(&zone);
    Some((clock::iso(&text)?, day))
}

/// What a tag of a media block shows.
fn media(class: &[u8]) -> Option<MessageKind> {
    class.split(|byte| *byte == b' ').find_map(|word| {
        Some(match word {
            // A moving picture without sound counts as a picture.
            b"photo_wrap" | b"animated_wrap" | b"media_photo" => MessageKind::Image,
            b"sticker_wrap" => MessageKind::Sticker,
            b"video_file_wrap" | b"media_video" => MessageKind::Video,
            b"media_voice_message" | b"media_audio_file" => MessageKind::Voice,
            b"media_file" => MessageKind::File,
            b"media_contact" => MessageKind::Card,
            b"media_location" | b"media_live_location" | b"media_venue" => MessageKind::Location,
            b"media_poll" => MessageKind::Poll,
            b"media_game" | b"media_invoice" => MessageKind::Other,
            _ => return None,
        })
    })
}

fn has(class: &[u8], word: &[u8]) -> bool {
    class.split(|byte| *byte == b' ').any(|one| one == word)
}

fn attribute<'a>(tag: &'a [u8], start: &[u8]) -> &'a [u8] {
    let value = memmem::find(tag, start).and_then(|at| tag.get(at + start.len()..)).unwrap_or_default();
    memchr::memchr(b'"', value).and_then(|end| value.get(..end)).unwrap_or_default()
}

fn is_void(name: &[u8]) -> bool {
    matches!(name, b"br" | b"img" | b"hr" | b"input" | b"meta" | b"link" | b"source" | b"wbr")
}

fn emptied(mut text: String) -> String {
    text.clear();
    text
}
