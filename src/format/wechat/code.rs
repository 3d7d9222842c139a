//! WeChat's type codes: a base type and, for app messages (49), a sub-type. In: the two numbers, or
//! the one into which WeChat 4 packs them. Out: what the record is. Decoded by arithmetic, since
//! clients keep adding sub-types.

use crate::frame::MessageKind;

/// What a record of a WeChat export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Kind {
    /// Somebody said or shared something.
    Message(MessageKind),
    /// A system row: its wording tells which event it is.
    System,
    /// A message taken back; the wording tells by whom.
    Recall,
    /// 拍一拍
    Pat,
    /// A file being sent (49/74). The file itself follows as 49/6, so this record becomes an event of
    /// no meaning rather than a second file.
    Sending,
}

/// The type of a record as WeChat numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Code {
    /// 1 text, 3 image, 49 app message, 10000 system …
    pub base: u32,
    /// What an app message or a system row is in particular; 0 when not told.
    pub sub: u32,
}

impl Code {
    /// WeChat 4's `local_type`, which holds both: `sub << 32 | base`. Plain small codes are their base.
    pub fn packed(code: i64) -> Self {
        let half = |bits: i64| u32::try_from(bits & 0xFFFF_FFFF).unwrap_or(0);
        Self { base: half(code), sub: half(code >> 32) }
    }

    /// Both numbers as exports write them side by side; what is no code counts as 0.
    pub fn split(base: i64, sub: i64) -> Self {
        Self { base: u32::try_from(base).unwrap_or(0), sub: u32::try_from(sub).unwrap_or(0) }
    }

    /// What a record of this code is.
    pub fn kind(self) -> Kind {
        use MessageKind::{Call, Card, Image, Location, Other, Sticker, Text, Video, Voice};
        match self.base {
            1 => Kind::Message(Text),
            3 => Kind::Message(Image),
            34 => Kind::Message(Voice),
            42 => Kind::Message(Card),
            43 | 62 => Kind::Message(Video),
            47 => Kind::Message(Sticker),
            48 => Kind::Message(Location),
            49 => app(self.sub),
            50 => Kind::Message(Call),
            10_000 => system(self.sub),
            // Friend requests and greetings of WeCom contacts stand in private chats only.
            37 | 65 | 66 | 10_002 | 11_000 => Kind::System,
            _ => Kind::Message(Other),
        }
    }
}

/// Sub-types of app messages (`appmsg/type`).
fn app(sub: u32) -> Kind {
    use MessageKind::{
        Announcement, Card, File, Forward, Link, Location, MiniProgram, Other, RedPacket, Relay, Sticker, Text,
    };
    Kind::Message(match sub {
        62 => return Kind::Pat,
        74 => return Kind::Sending,
        // A quote is its own text; what it answers is told apart.
        1 | 57 => Text,
        0 | 6 => File,
        8 => Sticker,
        17 => Location,
        19 | 24 | 40 => Forward,
        33 | 36 => MiniProgram,
        50 => Card,
        53 => Relay,
        87 => Announcement,
        2000 | 2001 | 2003 => RedPacket,
        // Music, articles, games, novels, channel videos and lives.
        3 | 4 | 5 | 7 | 44 | 51 | 63 | 76 | 88 | 92 => Link,
        _ => Other,
    })
}

/// Sub-types of system rows as WeChat 3 keeps them.
fn system(sub: u32) -> Kind {
    match sub {
        4 => Kind::Pat,
        1 | 5 | 6 | 33 | 36 | 57 => Kind::Recall,
        _ => Kind::System,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_codes_come_apart() {
        for (code, base, sub) in [
            (1, 1, 0),
            (10_000, 10_000, 0),
            (244_813_135_921, 49, 57),
            (17_179_869_233, 49, 4),
            (81_604_378_673, 49, 19),
            (8_594_229_559_345, 49, 2001),
            (-1, u32::MAX, u32::MAX),
        ] {
            assert_eq!(Code::packed(code), Code { base, sub }, "{code}");
        }
        assert_eq!(Code::split(-5, i64::MAX), Code { base: 0, sub: 0 });
    }

    #[test]
    fn kinds() {
        use MessageKind::{Announcement, File, Forward, Link, MiniProgram, Other, RedPacket, Relay, Sticker, Text};
        for (base, sub, want) in [
            (1, 0, Kind::Message(Text)),
            (49, 57, Kind::Message(Text)),
            (49, 6, Kind::Message(File)),
            (49, 74, Kind::Sending),
            (49, 5, Kind::Message(Link)),
            (49, 19, Kind::Message(Forward)),
            (49, 36, Kind::Message(MiniProgram)),
            (49, 53, Kind::Message(Relay)),
            (49, 87, Kind::Message(Announcement)),
            (49, 2000, Kind::Message(RedPacket)),
            (49, 62, Kind::Pat),
            (49, 777, Kind::Message(Other)),
            (47, 0, Kind::Message(Sticker)),
            (10_000, 0, Kind::System),
            (10_000, 8000, Kind::System),
            (10_000, 57, Kind::Recall),
            (10_000, 4, Kind::Pat),
            (10_002, 0, Kind::System),
            (0, 0, Kind::Message(Other)),
        ] {
            assert_eq!(Code::split(base, sub).kind(), want, "{base}/{sub}");
        }
    }
}
