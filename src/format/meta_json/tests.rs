//! What the fixtures of Messenger and Instagram do not show: what is claimed, which platform it is,
//! and odd records, each by table.

use super::*;
use crate::calendar::Zone;
use crate::frame::{EventKind, Frames, MessageKind, Projection};

fn read(bytes: &str) -> Frames {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    META_JSON.read_alone(bytes.as_bytes(), "message_1.json", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

#[test]
fn what_is_a_thread() {
    for (text, want) in [
        (r#"{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","timestamp_ms":1"#, Confidence::Sure),
        (
            r#"{"participants":["A"],"threadName":"A_1","messages":[{"isUnsent":false,"senderName":"A","timestamp":1}]}"#,
            Confidence::Sure,
        ),
        (r#"{"participants":[{"name":"A"}],"messages":[],"thread_path":"inbox/a_12345678"}"#, Confidence::Sure),
        (r#"{"participants":[{"name":"A"}],"messages":[]}"#, Confidence::No),
        (r#"{"participants":[{"name":"A"}],"messages":[{"sender":"A","timestamp":1}]}"#, Confidence::No),
        (r#"{"messages":[{"sender_name":"A","timestamp_ms":1}]}"#, Confidence::No),
        (r#"{"participants":2,"messages":[{"sender_name":"A","timestamp_ms":1}]}"#, Confidence::No),
    ] {
        assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "message_1.json" }), want, "{text}");
    }
}

#[test]
fn which_platform() {
    struct At(&'static str);
    impl Part for At {
        fn name(&self) -> &'static str {
            "message_1.json"
        }
        fn path(&self) -> &std::path::Path {
            self.0.as_ref()
        }
        fn open(&self) -> crate::error::Result<crate::format::Content> {
            Ok(Box::new([]))
        }
    }
    let picture = br#"{"photos":[{"uri":"your_instagram_activity/messages/inbox/x/1.jpg"}]}"#.as_slice();
    for (path, bytes, want) in [
        ("messages/inbox/x_1/message_1.json", b"".as_slice(), "messenger"),
        ("instagram-ann-2024.zip/messages/inbox/x_1/message_1.json", b"", "instagram"),
        ("instagram/facebook-ann.zip/messages/inbox/x_1/message_1.json", b"", "messenger"),
        ("your_instagram_activity/messages/inbox/x_1/message_1.json", b"", "instagram"),
        ("messages/inbox/x_1/message_1.json", picture, "instagram"),
    ] {
        assert_eq!(platform(bytes, &At(path)), want, "{path}");
    }
}

#[test]
fn the_number_of_a_thread_stays() {
    for (path, want) in [
        ("inbox/bookclub_1234567890", Some("1234567890")),
        ("inbox/a_b_AbCd-x", None),
        ("inbox/BookClub_AbCdEf12Gh", Some("AbCdEf12Gh")),
        ("message_1.json", None),
        ("inbox", None),
    ] {
        assert_eq!(number(path), want, "{path}");
    }
}

#[test]
fn odd_records() {
    for (record, messages, events, rejected) in [
        (r#"{"sender_name":"A","timestamp_ms":1700000000000}"#, 1, 0, 0),
        (r#"{"timestamp_ms":1700000000000,"content":"x"}"#, 1, 0, 0),
        (r#"{"sender_name":"A","timestamp_ms":0,"content":"x"}"#, 0, 0, 1),
        (r#"{"sender_name":"A","content":"x"}"#, 0, 0, 1),
        (r#"{"sender_name":"A","timestamp_ms":1700000000000,"type":"Subscribe"}"#, 0, 1, 0),
        (
            r#"{"sender_name":"A","timestamp_ms":1700000000000,"type":"Unsubscribe","users":[{"name":"A"},{"name":"B"}]}"#,
            0,
            2,
            0,
        ),
        (r#"{"sender_name":"A","timestamp_ms":1700000000000,"call_duration":0}"#, 0, 1, 0),
        (
            r#"{"sender_name":5,"timestamp_ms":1700000000000,"content":[],"share":1,"reactions":{},"files":"x"}"#,
            1,
            0,
            0,
        ),
    ] {
        let frames = read(&format!(r#"{{"participants":[],"messages":[{record}],"title":"t"}}"#));
        let got = (frames.messages.len(), frames.events.ts.len(), frames.rejected);
        assert_eq!(got, (messages, events, rejected), "{record}");
        assert_eq!(frames.read, 1, "{record}");
    }
}

#[test]
fn oneself_leaves_and_others_are_removed() {
    let frames = read(
        r#"{"participants":[],"messages":[{"sender_name":"A","timestamp_ms":1700000000000,"type":"Unsubscribe","users":[{"name":"A"},{"name":"B"}]}]}"#,
    );
    assert_eq!(frames.events.kind, [EventKind::Leave as u8, EventKind::Remove as u8]);
    assert_eq!(frames.groups[0].id, "messenger:message_1.json");
}

#[test]
fn kinds() {
    for (rest, want) in [
        (r#""photos":[{"uri":"a.jpg"}]"#, MessageKind::Image),
        (r#""gifs":[{"uri":"a.gif"}]"#, MessageKind::Image),
        (r#""audio_files":[{"uri":"a.mp4"}]"#, MessageKind::Voice),
        (r#""sticker":{"uri":"a.png"},"content":"x""#, MessageKind::Sticker),
        (r#""share":{"link":"https://a.example"}"#, MessageKind::Link),
        (r#""share":{"link":"https://a.example"},"content":"look""#, MessageKind::Text),
        (r#""media":[{"uri":"media/1.OGG"}]"#, MessageKind::Voice),
        (r#""media":[]"#, MessageKind::Other),
    ] {
        let frames = read(&format!(
            r#"{{"participants":[],"messages":[{{"sender_name":"A","timestamp_ms":1700000000000,{rest}}}]}}"#
        ));
        assert_eq!(frames.messages.kind, [want as u8], "{rest}");
    }
}
