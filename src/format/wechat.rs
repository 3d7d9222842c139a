//! What the WeChat formats share: type codes and labels, the XML of cards, quotes and files, the
//! marks of plain renderings, and what system rows tell. In: a code, a label, a body. Out: the kind
//! of a message and what it carries; events, pushed when every name is known. No format itself:
//! how records lie in a file is each format's own.

mod body;
mod code;
mod conversation;
mod conversations;
mod detailed;
mod label;
mod mark;
mod notice;
mod xml;

pub(super) use body::{Body, body, shared_page};
pub(super) use code::{Code, Kind};
pub(super) use conversation::{Conversation, Names, SystemLine};
pub(super) use conversations::Conversations;
pub(super) use detailed::{is_detailed, read_detailed};
pub(super) use label::label;
pub(super) use mark::{file_name, mark, media_path, rendered, without_quote};
