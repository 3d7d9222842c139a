//! What the fixtures of Matrix do not show: what is claimed, odd events, quoted lines and the links
//! of texts that are not kept, each by table.

use super::*;
use crate::calendar::Zone;
use crate::frame::{Frames, Projection, Writer};

fn read(events: &str, projection: Projection) -> Frames {
    let text = format!(r#"{{"room_name":"r","exported_by":"@a:b","messages":[{events}]}}"#);
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), projection);
    MATRIX_JSON.read_alone(text.as_bytes(), "x.json", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

#[test]
fn what_is_a_room() {
    for (text, want) in [
        (
            r#"{"room_name":"r","room_creator":"A","topic":"","export_date":"1/2/2024","exported_by":"A","messages":[{"ty"#,
            Confidence::Sure,
        ),
        (r#"{"room_name":"r","exported_by":"A","messages":[]}"#, Confidence::Sure),
        (r#"{"room_name":"r","messages":[]}"#, Confidence::No),
        (r#"{"exported_by":"A","messages":[]}"#, Confidence::No),
        (r#"[{"type":"m.room.message","event_id":"$1"}]"#, Confidence::No),
    ] {
        assert_eq!(sniff(&Head { bytes: text.as_bytes(), name: "export.json" }), want, "{text}");
    }
}

#[test]
fn odd_events() {
    for (event, want) in [
        (r#""type":"m.room.message","content":{"body":"x","msgtype":"m.text"}"#, (1, 0, 0, 0)),
        (r#""type":"m.room.message","content":{}"#, (1, 0, 0, 0)),
        (r#""type":"m.room.message","content":5"#, (1, 0, 0, 0)),
        (r#""type":"m.room.encrypted","content":{}"#, (1, 0, 0, 0)),
        (r#""type":"m.reaction","content":{"m.relates_to":{"event_id":"$1","key":"+"}}"#, (0, 0, 1, 0)),
        (r#""type":"m.reaction","content":{}"#, (0, 0, 0, 0)),
        (r#""type":"m.room.member","content":{}"#, (0, 1, 0, 0)),
        (r#""type":"m.room.power_levels","content":{"users":{"@a:b":100}}"#, (0, 1, 0, 0)),
        (r#""type":"org.example.tomorrow","content":{}"#, (0, 1, 0, 0)),
        (r#""content":{}"#, (0, 0, 0, 1)),
    ] {
        let frames =
            read(&format!(r#"{{"sender":"@a:b","origin_server_ts":1704153600000,{event}}}"#), Projection::Full);
        let got = (frames.messages.len(), frames.events.ts.len(), frames.reactions.ts.len(), frames.rejected);
        assert_eq!(got, want, "{event}");
    }
    assert_eq!(
        read(r#"{"type":"m.room.message","sender":"@a:b","origin_server_ts":-1}"#, Projection::Full).rejected,
        1
    );
}

#[test]
fn quoted_lines_are_not_ones_own() {
    for (body, answered, want) in [
        ("> <@b:c> hi\\n\\nyes", true, "yes"),
        ("> <@b:c> hi\\n> there\\n\\nyes\\n> no", true, "yes\n> no"),
        ("> a proverb\\n\\nI say", false, "> a proverb\n\nI say"),
        ("plain", true, "plain"),
    ] {
        let relates = if answered { r#","m.relates_to":{"m.in_reply_to":{"event_id":"$0"}}"# } else { "" };
        let event = format!(
            r#"{{"type":"m.room.message","event_id":"$1","sender":"@a:b","origin_server_ts":1704153600000,"content":{{"msgtype":"m.text","body":"{body}"{relates}}}}}"#
        );
        assert_eq!(read(&event, Projection::Full).messages.text.get(0), Some(want), "{body}");
    }
}

#[test]
fn links_of_texts_that_are_not_kept() {
    let event = r#"{"type":"m.room.message","event_id":"$1","sender":"@a:b","origin_server_ts":1704153600000,"content":{"msgtype":"m.text","body":"> <@b:c> https://quoted.example\n\nsee https://a.example","m.relates_to":{"m.in_reply_to":{"event_id":"$0"}}}}"#;
    for projection in [Projection::Vitals, Projection::Full] {
        let frames = read(event, projection);
        let links: Vec<&str> = frames.links.iter().map(|link| &*link.url).collect();
        assert_eq!(links, ["https://a.example"]);
    }
}
