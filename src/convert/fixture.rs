//! Frames the tests of the writers share: two groups, awkward texts, a recalled message, a weak
//! identity, events.

use crate::calendar::Zone;
use crate::frame::{
    EventKind, EventRow, Frames, GroupRow, MemberRow, MessageKind, MessageRow, Projection, Time, Who, Writer,
};

/// Milliseconds of 2026-03-02T01:00:00Z.
pub(super) const T0: i64 = 1_772_413_200_000;
pub(super) const ALICE: Who<'_> = Who { id: Some("wxid_a"), name: Some("Alice \"阿\", 甲") };
pub(super) const BOB: Who<'_> = Who { id: Some("wxid_b"), name: Some("婧彧") };

fn row(second: i64, sender: Who<'static>, kind: MessageKind, text: Option<&'static str>) -> MessageRow<'static> {
    MessageRow { text, scan_urls: true, ..MessageRow::new(Time::Utc(T0 + second * 1000 + 7), Some(sender), kind) }
}

/// Five messages and three events of one group.
pub(super) fn one_group() -> Frames {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    writer.group(GroupRow { platform: "wechat", id: Some("9@chatroom"), name: Some("测试群") });
    writer.member(&MemberRow { who: ALICE, role: Some("owner"), bot: false });
    let link = "=看 https://example.com/a?x=1,2 和\nhttps://docs.qq.com/doc/b";
    writer.message(&MessageRow { msg_id: Some("101"), ..row(0, ALICE, MessageKind::Text, Some(link)) });
    let events = [BOB, Who::name("新人")].map(|subject| EventRow {
        time: Time::Utc(T0 + 1000),
        kind: EventKind::Join,
        actor: Some(ALICE),
        subject: Some(subject),
        msg_id: Some("102"),
        detail: None,
    });
    writer.events(&events);
    writer.message(&MessageRow {
        msg_id: Some("103"),
        reply_to: Some("101"),
        edited: true,
        ..row(2, BOB, MessageKind::Text, Some("同意 \u{1F44D}"))
    });
    writer.message(&MessageRow {
        msg_id: Some("104"),
        file_name: Some("a,b.pdf"),
        file_size: Some(12_345),
        ..row(3, ALICE, MessageKind::File, None)
    });
    writer.message(&MessageRow { msg_id: Some("105"), ..row(4, BOB, MessageKind::Recalled, Some("secret")) });
    writer.message(&MessageRow::new(Time::Utc(T0 + 5000), Some(Who::name("路人")), MessageKind::Image));
    writer.events(&[EventRow {
        time: Time::Utc(T0 + 6000),
        kind: EventKind::Leave,
        actor: None,
        subject: Some(BOB),
        msg_id: Some("106"),
        detail: None,
    }]);
    writer.finish()
}

/// One message of another group.
pub(super) fn other_group() -> Frames {
    let mut writer = Writer::new(Zone::new("UTC").unwrap(), Projection::Full);
    writer.group(GroupRow { platform: "telegram", id: Some("77"), name: Some("Other") });
    let text = Some("hello");
    writer.message(&MessageRow { msg_id: Some("1"), ..row(9, Who::id("user5", Some("Eve")), MessageKind::Text, text) });
    writer.finish()
}
