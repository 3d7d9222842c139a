//! What the fixtures of Slack do not show: what is claimed, odd records, times and links told by
//! table, and one bad day among good ones.

use super::*;
use crate::calendar::Zone;
use crate::frame::{Frames, MessageKind, Projection, Time};

fn read(messages: &str, projection: Projection) -> Frames {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), projection);
    SLACK_JSON.read_alone(messages.as_bytes(), "2024-01-02.json", &mut writer, &|_| ()).unwrap();
    writer.finish()
}

#[test]
fn what_is_a_day() {
    let message = r#"{"type":"message","user":"U1","text":"hi","ts":"1704153600.000100"}"#;
    for (text, want) in [
        (format!("[{message}]"), Confidence::Sure),
        (format!("\n[\n    {message},"), Confidence::Sure),
        (r#"[{"ts":"1704153600.000100","type":"message","text":"cut"#.to_owned(), Confidence::Sure),
        (message.to_owned(), Confidence::No),
        ("[]".to_owned(), Confidence::No),
        (r#"[{"type":"message","ts":"1704153600"}]"#.to_owned(), Confidence::No),
        (r#"[{"type":"message","ts":1704153600.0001}]"#.to_owned(), Confidence::No),
        (r#"[{"id":"U1","team_id":"T1","name":"ann","profile":{}}]"#.to_owned(), Confidence::No),
        (r#"[{"type":"note","ts":"1704153600.000100"}]"#.to_owned(), Confidence::No),
    ] {
        let head = Head { bytes: text.as_bytes(), name: "2024-01-02.json" };
        assert_eq!(sniff(&head), want, "{text}");
    }
}

#[test]
fn times_keep_their_digits() {
    #[derive(Default)]
    struct Ts<'a>(Value<'a>);
    impl<'a> crate::format::json::Record<'a> for Ts<'a> {
        fn set(&mut self, _: &'a [u8], value: Value<'a>) {
            self.0 = value;
        }
        fn is_whole(&self) -> bool {
            true
        }
    }
    for (raw, want) in [
        (r#""1704153600.123456""#, Some(1_704_153_600_123)),
        (r#""1704153600.9""#, Some(1_704_153_600_900)),
        (r#""1704153600""#, Some(1_704_153_600_000)),
        ("1704153600.000100", Some(1_704_153_600_000)),
        (r#""1704153600.12x""#, None),
        (r#""-5.1""#, None),
        (r#""999999999999.1""#, None),
        (r#""""#, None),
        ("null", None),
    ] {
        let text = format!("{{\"ts\":{raw}}}");
        let mut ts = Ts::default();
        crate::format::json::record(text.as_bytes(), 0, &mut ts).unwrap();
        assert_eq!(fields::time(ts.0), want.map(Time::Utc), "{raw}");
    }
}

#[test]
fn links_are_found_in_texts_that_are_not_kept() {
    for (rest, want) in [
        (r#""text":"<https://a.example/x?a=1&amp;b=2|x>""#, vec!["https://a.example/x?a=1&b=2"]),
        (r#""text":"<https:\/\/a.example\/x>""#, vec!["https://a.example/x"]),
        (r#""text":"\u003chttps://a.example/x\u003e""#, vec!["https://a.example/x"]),
        (r#""text":"bare https://a.example/x""#, vec!["https://a.example/x"]),
        (r#""text":"<https://a.example/long|https://a.exa…>""#, vec!["https://a.example/long"]),
        (
            r#""text":"<https://a.example/x>","attachments":[{"from_url":"https://a.example/x","text":"see <https://page.example>"}]"#,
            vec!["https://a.example/x"],
        ),
        (
            r#""text":"","attachments":[{"title_link":"https://b.example","pretext":"<https://c.example>"}]"#,
            vec!["https://b.example", "https://c.example"],
        ),
        (
            r#""text":"","blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://d.example"}]}]}]"#,
            vec!["https://d.example"],
        ),
    ] {
        let message = format!(r#"[{{"type":"message","user":"U1",{rest},"ts":"1704153600.000100"}}]"#);
        for projection in [Projection::Vitals, Projection::Full] {
            let frames = read(&message, projection);
            let links: Vec<&str> = frames.links.iter().map(|link| &*link.url).collect();
            assert_eq!(links, want, "{rest} {projection:?}");
        }
    }
}

#[test]
fn odd_records() {
    for (rest, messages, events, rejected) in [
        (r#""user":"U1","text":"x""#, 1, 0, 0),
        (r#""subtype":"message_changed","message":{"type":"message","user":"U1","ts":"1704153599.000001"}"#, 1, 0, 0),
        (r#""subtype":"message_changed""#, 0, 0, 1),
        (r#""subtype":"message_deleted","deleted_ts":"1704153599.000001","previous_message":{"user":"U1"}"#, 1, 0, 0),
        (r#""subtype":"message_deleted","deleted_ts":"1704153599.000001""#, 0, 1, 0),
        (r#""subtype":"channel_leave""#, 0, 1, 0),
        (r#""subtype":"of_tomorrow","user":"U1""#, 0, 1, 0),
        (r#""subtype":"of_tomorrow","user":"U1","client_msg_id":"c1","text":"typed""#, 1, 0, 0),
        (r#""text":5,"user":7,"files":"x","blocks":{"type":[[]]},"attachments":[1]"#, 1, 0, 0),
    ] {
        let text = format!(r#"[{{"type":"message","ts":"1704153600.000100",{rest}}}]"#);
        let frames = read(&text, Projection::Full);
        let got = (frames.messages.len(), frames.events.ts.len(), frames.rejected);
        assert_eq!(got, (messages, events, rejected), "{rest}");
        assert_eq!(frames.read, 1, "{rest}");
    }
    let frames = read(r#"[{"type":"reminder","ts":"1704153600.000100"},{"type":"message"}] [] ?"#, Projection::Full);
    assert_eq!((frames.read, frames.rejected, frames.truncated.is_some()), (2, 2, true));
}

#[test]
fn a_recalled_first_message_is_nobodys() {
    let text = r#"[{"type":"message","subtype":"tombstone","user":"USLACKBOT","text":"This message was deleted.",
        "ts":"1704153600.000100","thread_ts":"1704153600.000100","hidden":true}]"#;
    let frames = read(text, Projection::Full);
    assert_eq!(frames.messages.kind, [MessageKind::Recalled as u8]);
    assert_eq!(frames.accounts.len(), 0);
}

/// A hand-made folder may hold one bad day; the others are read.
#[test]
fn one_bad_day_costs_one_day() {
    struct Days(&'static str, &'static [u8]);
    impl Part for Days {
        fn name(&self) -> &str {
            self.0
        }
        fn path(&self) -> &std::path::Path {
            std::path::Path::new(self.0)
        }
        fn open(&self) -> Result<crate::format::Content> {
            Ok(Box::new(self.1))
        }
    }
    let good = Days("2024-01-02.json", br#"[{"type":"message","user":"U1","text":"x","ts":"1704153600.000100"}]"#);
    let bad = Days("2024-01-03.json", b"<html>");
    let parts: [&dyn Part; 2] = [&bad, &good];
    let folder = Folder { path: "general".as_ref(), name: "general", parts: &parts, nearby: &crate::format::Alone };
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    super::read(&folder, &mut writer, &|_| ()).unwrap();
    let frames = writer.finish();
    assert_eq!((frames.messages.len(), frames.groups[0].id.as_str()), (1, "slack:general"));
    assert!(frames.truncated.unwrap().reason.starts_with("2024-01-03.json: "));
    let alone = Folder { parts: &parts[..1], ..folder };
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    assert!(super::read(&alone, &mut writer, &|_| ()).is_err());
}
