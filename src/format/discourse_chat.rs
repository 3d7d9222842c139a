//! Discourse: messages of a chat channel, and posts of a topic, as its interface answers. Shape read
//! from recorded answers. In: the file. Out: messages, and comings and goings of private topics;
//! its reactions carry no dates and are left out.

mod body;
mod fields;
mod site;

use fields::Fields;
use site::Site;

use super::json::{Reading, first_record, head_keys, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const DISCOURSE_CHAT: Format = Format {
    id: "discourse-chat",
    name: Text { zh: "Discourse 聊天频道或话题（JSON）", en: "Discourse chat channel or topic (JSON)" },
    platform: "discourse",
    how_to_export: Text {
        zh: "聊天频道：登录后打开 https://站点/chat/api/channels/频道编号/messages?page_size=50，用 target_message_id 和 direction=past 一页一页往前取，每页的返回原样接在一个 .json 文件里。\n\
             话题：打开 https://站点/t/话题编号.json?include_raw=1&print=true（print=true 一次最多一千楼），存成 .json 文件；更长的话题用 /t/编号/posts.json 取余下的楼层接在后面。\n\
             管理员也可以用 API 密钥取，规矩相同。",
        en: "A chat channel: signed in, open https://SITE/chat/api/channels/NUMBER/messages?page_size=50 and go back page by page with target_message_id and direction=past; keep every answer as it is in one .json file.\n\
             A topic: open https://SITE/t/NUMBER.json?include_raw=1&print=true (print=true gives up to a thousand posts) and save it as .json; for longer ones add the rest from /t/NUMBER/posts.json behind it.\n\
             With an API key an administrator does the same.",
    },
    lacks: Text {
        zh: "聊天频道没有加入和退出的记录；话题只有被邀请进私信话题的提示；表情回应没有时间；已删除的只有管理员看得到；聊天频道名不在返回里。",
        en: "Chat channels have no record of joins and leaves; topics only notices of people invited to private ones; reactions have no dates; deleted messages are seen by staff only; the answer does not name the chat channel.",
    },
    extensions: &["json", "jsonl"],
    time: TimeKind::Offset,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: false,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[],
    read: Read::File(read),
};

const CHAT: &[&[u8]] = &[b"messages"];
const TOPIC: &[&[u8]] = &[b"post_stream", b"posts"];

fn sniff(head: &Head<'_>) -> Confidence {
    let chat = first_record(head.bytes, CHAT);
    let has = |name: &[u8]| !value_of(&chat, name).is_absent();
    let message = has(b"cooked") && has(b"created_at") && (has(b"message") || has(b"chat_channel_id")) && has(b"id");
    let post = first_record(head.bytes, TOPIC);
    let has = |name: &[u8]| !value_of(&post, name).is_absent();
    let post = has(b"post_number") && has(b"created_at") && has(b"username");
    if message || post { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let head = input.bytes.get(..input.bytes.len().min(64 << 10)).unwrap_or_default();
    let topic = head_keys(head).iter().any(|(key, _)| *key == b"post_stream")
        || first_record(head, TOPIC).iter().any(|(key, _)| *key == b"post_number");
    let mut site = Site::of_file(input);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(if topic { TOPIC } else { CHAT }, |writer, fields: &Fields<'_>| site.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "messages of Discourse"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_discourse() {
        for (text, want) in [
            (
                r#"{"messages":[{"id":1,"message":"x","cooked":"<p>x</p>","created_at":"2024-03-01T02:00:00Z","user":{"id":1}}],"meta":{}}"#,
                true,
            ),
            (
                r#"{"post_stream":{"posts":[{"id":1,"username":"a","created_at":"2024-03-01T02:00:00Z","cooked":"x","post_number":1,"cut"#,
                true,
            ),
            (
                r#"{"timeline_lookup":[],"post_stream":{"posts":[{"id":1,"username":"a","created_at":"x","post_number":1}]}}"#,
                true,
            ),
            (r#"{"messages":[{"id":1,"message":"x","created_at":"2024-03-01T02:00:00Z"}]}"#, false),
            (r#"{"post_stream":{"posts":[]}}"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
