//! The conversations of an export that mixes several. In: the group of each row. Out: its
//! conversation, opened in the writer when the group changes, and all events at the end.

use rustc_hash::FxHashMap;

use super::Conversation;
use crate::frame::{GroupRow, Writer};

/// A conversation and the group it belongs to.
#[derive(Debug)]
struct Open {
    id: Option<Box<str>>,
    name: Option<Box<str>>,
    conversation: Conversation,
}

/// Conversations, in the order they were met.
#[derive(Debug, Default)]
pub(in crate::format) struct Conversations {
    list: Vec<Open>,
    by_key: FxHashMap<Box<str>, usize>,
    /// The one rows go to.
    current: Option<usize>,
}

impl Conversations {
    /// The conversation of a group, by its id, else its name; its rows follow. The second value is
    /// true when it was not known before.
    pub fn of(&mut self, writer: &mut Writer, id: Option<&str>, name: Option<&str>) -> (&mut Conversation, bool) {
        let key = id.or(name).unwrap_or_default();
        let known = match self.current.filter(|at| self.is(*at, key)) {
            Some(at) => Some(at),
            None => self.by_key.get(key).copied(),
        };
        let at = known.unwrap_or(self.list.len());
        if known.is_none() {
            let conversation = Conversation::of(id);
            self.list.push(Open { id: id.map(Into::into), name: name.map(Into::into), conversation });
            self.by_key.insert(key.into(), at);
        }
        if self.current != Some(at) {
            self.current = Some(at);
            writer.group(GroupRow { platform: "wechat", id, name });
        }
        (&mut self.list[at].conversation, known.is_none())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Hands over the system rows kept back.
    pub fn finish(self, writer: &mut Writer) {
        for mut open in self.list {
            writer.group(GroupRow { platform: "wechat", id: open.id.as_deref(), name: open.name.as_deref() });
            open.conversation.finish(writer);
        }
    }

    fn is(&self, at: usize, key: &str) -> bool {
        self.list.get(at).is_some_and(|open| open.id.as_deref().or(open.name.as_deref()).unwrap_or_default() == key)
    }
}
