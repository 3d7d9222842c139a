//! What the fixtures of Teams do not show: what is claimed, and odd messages of both kinds, by
//! table.

use super::*;
use crate::calendar::Zone;
use crate::frame::{Frames, Projection, Writer};

fn read(text: &str) -> Frames {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    TEAMS_JSON.read_alone(text.as_bytes(), "messages.json", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

#[test]
fn what_is_teams() {
    for (text, want) in [
        (
            r#"{"userId":"8:live:a","exportDate":"2024-01-02T03:04","conversations":[{"id":"19:x@thread.v2"#,
            Confidence::Sure,
        ),
        (r#"{"userId":"8:live:a","conversations":[{"id":"1","MessageList":[]}]}"#, Confidence::Sure),
        (r#"{"conversations":[{"role":"user","content":"hi"}]}"#, Confidence::No),
        (r#"{"userId":"a","conversations":[{"role":"user"}]}"#, Confidence::No),
        (
            r#"{"@odata.context":"x","value":[{"id":"1","messageType":"message","createdDateTime":"2024","from":null"#,
            Confidence::Sure,
        ),
        (r#"[{"id":"1","replyToId":null,"messageType":"message","createdDateTime":"2024"}]"#, Confidence::Sure),
        (r#"[{"id":"1","createdDateTime":"2024","body":{}}]"#, Confidence::No),
        (r#"{"value":[1,2]}"#, Confidence::No),
        ("[]", Confidence::No),
    ] {
        assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "messages.json" }), want, "{text}");
    }
}

#[test]
fn odd_messages_of_graph() {
    for (rest, want) in [
        (r#""messageType":"message""#, (1, 0, 0)),
        (r#""messageType":"message","body":5,"from":[],"attachments":{},"reactions":1"#, (1, 0, 0)),
        (r#""messageType":"systemEventMessage""#, (0, 1, 0)),
        (
            r##""messageType":"systemEventMessage","eventDetail":{"@odata.type":"#microsoft.graph.membersAddedEventMessageDetail","members":[]}"##,
            (0, 1, 0),
        ),
        (
            r#""messageType":"message","replies":[{"id":"2","messageType":"message","createdDateTime":"2024-01-02T00:00:01Z"},{"id":"3"}]"#,
            (2, 0, 1),
        ),
    ] {
        let frames = read(&format!(r#"[{{"id":"1","createdDateTime":"2024-01-02T00:00:00Z",{rest}}}]"#));
        assert_eq!((frames.messages.len(), frames.events.ts.len(), frames.rejected), want, "{rest}");
    }
    let frames = read(r#"[{"messageType":"message"}] [] x"#);
    assert_eq!((frames.read, frames.rejected, frames.truncated.is_some()), (1, 1, true));
}

#[test]
fn odd_messages_of_an_export() {
    for (rest, want) in [
        (r#""messagetype":"Text","content":"a < b""#, (1, 0, 0)),
        (r#""messagetype":"RichText/Unheard","content":"x""#, (1, 0, 0)),
        (r#""messagetype":"ThreadActivity/AddMember","content":"<addmember>""#, (0, 1, 0)),
        (
            r#""messagetype":"ThreadActivity/MemberJoined","content":"{\"members\":[{\"id\":\"8:b\"},{\"id\":\"8:c\"}]}""#,
            (0, 2, 0),
        ),
        (r#""messagetype":"ThreadActivity/MemberJoined","content":"{broken""#, (0, 1, 0)),
        (r#""messagetype":"PopCard","content":null"#, (0, 1, 0)),
        (r#""content":"x""#, (0, 0, 1)),
    ] {
        let frames = read(&format!(
            r#"{{"userId":"8:a","conversations":[{{"id":"19:x","MessageList":[{{"id":"1704153600000","from":"8:a",{rest}}}]}}]}}"#
        ));
        assert_eq!((frames.messages.len(), frames.events.ts.len(), frames.rejected), want, "{rest}");
        assert_eq!(frames.read, 1, "{rest}");
    }
}
