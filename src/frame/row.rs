//! One record as a parser hands it over: message, event, member, reaction, group. Plain structs
//! that borrow from the input; the writer copies what it keeps. A parser says what the export says
//! and decides nothing about what counts.

/// When a record happened, as the export tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Milliseconds since the Unix epoch, UTC.
    Utc(i64),
    /// A wall clock without a zone, as milliseconds since 1970-01-01T00:00 *local*; read in `--tz`.
    Local(i64),
}

/// What a message is (消息类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum MessageKind {
    /// 文本
    Text = 0,
    /// 图片
    Image,
    /// 语音
    Voice,
    /// 视频
    Video,
    /// 文件
    File,
    /// 链接卡片
    Link,
    /// 小程序
    MiniProgram,
    /// 表情
    Sticker,
    /// 位置
    Location,
    /// 名片
    Card,
    /// 红包、转账
    RedPacket,
    /// 投票
    Poll,
    /// 接龙
    Relay,
    /// 合并转发
    Forward,
    /// 通话
    Call,
    /// 群公告
    Announcement,
    /// 已撤回：发送者与时间仍在，内容没有
    Recalled,
    /// A kind the format does not name.
    Other,
}

impl MessageKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 18] = [
        Self::Text,
        Self::Image,
        Self::Voice,
        Self::Video,
        Self::File,
        Self::Link,
        Self::MiniProgram,
        Self::Sticker,
        Self::Location,
        Self::Card,
        Self::RedPacket,
        Self::Poll,
        Self::Relay,
        Self::Forward,
        Self::Call,
        Self::Announcement,
        Self::Recalled,
        Self::Other,
    ];

    /// The kind's word in frames and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::File => "file",
            Self::Link => "link",
            Self::MiniProgram => "mini_program",
            Self::Sticker => "sticker",
            Self::Location => "location",
            Self::Card => "card",
            Self::RedPacket => "red_packet",
            Self::Poll => "poll",
            Self::Relay => "relay",
            Self::Forward => "forward",
            Self::Call => "call",
            Self::Announcement => "announcement",
            Self::Recalled => "recalled",
            Self::Other => "other",
        }
    }

    /// The kind of a word, `Other` for one nobody knows.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.iter().copied().find(|kind| kind.name() == name).unwrap_or(Self::Other)
    }

    /// The kind of a code, `Other` for one out of range.
    #[must_use]
    pub fn from_code(code: u8) -> Self {
        Self::ALL.get(usize::from(code)).copied().unwrap_or(Self::Other)
    }
}

/// What an event row tells (系统事件).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum EventKind {
    /// Somebody came in: `subject` joined; `actor` is the inviter, if told.
    Join = 0,
    /// `subject` left of their own will.
    Leave,
    /// `subject` was removed by `actor`.
    Remove,
    /// An invitation that waits for approval: not a join.
    InvitePending,
    /// `subject` was muted.
    Mute,
    /// `subject` was unmuted.
    Unmute,
    /// The group got a new name (`detail`).
    Rename,
    /// The group's description, icon or settings changed.
    GroupEdit,
    /// A notice was posted.
    Announcement,
    /// `actor` took a message back; counts as presence (撤回).
    Recall,
    /// A message was pinned.
    Pin,
    /// The group was created by `actor`.
    Created,
    /// `subject` became owner or admin, or ceased to be.
    RoleChange,
    /// `subject` changed name or number; `detail` holds the new one.
    MemberRename,
    /// A forum topic was opened.
    Topic,
    /// A call in the group.
    Call,
    /// The group moved to another id (migration): the end is no death.
    Migrate,
    /// 拍一拍
    Poke,
    /// Anything else the platform reports.
    Other,
}

impl EventKind {
    /// Every kind, in the order of their codes.
    pub const ALL: [Self; 19] = [
        Self::Join,
        Self::Leave,
        Self::Remove,
        Self::InvitePending,
        Self::Mute,
        Self::Unmute,
        Self::Rename,
        Self::GroupEdit,
        Self::Announcement,
        Self::Recall,
        Self::Pin,
        Self::Created,
        Self::RoleChange,
        Self::MemberRename,
        Self::Topic,
        Self::Call,
        Self::Migrate,
        Self::Poke,
        Self::Other,
    ];

    /// The kind's word in frames and files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Remove => "remove",
            Self::InvitePending => "invite_pending",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
            Self::Rename => "rename",
            Self::GroupEdit => "group_edit",
            Self::Announcement => "announcement",
            Self::Recall => "recall",
            Self::Pin => "pin",
            Self::Created => "created",
            Self::RoleChange => "role_change",
            Self::MemberRename => "member_rename",
            Self::Topic => "topic",
            Self::Call => "call",
            Self::Migrate => "migrate",
            Self::Poke => "poke",
            Self::Other => "other",
        }
    }

    /// The kind of a word, `Other` for one nobody knows.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::ALL.iter().copied().find(|kind| kind.name() == name).unwrap_or(Self::Other)
    }

    /// The kind of a code, `Other` for one out of range.
    #[must_use]
    pub fn from_code(code: u8) -> Self {
        Self::ALL.get(usize::from(code)).copied().unwrap_or(Self::Other)
    }
}

/// Who, as the export tells it: a stable id, a display name, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who<'a> {
    /// The platform's immutable id; `None` where the export has names only.
    pub id: Option<&'a str>,
    /// The display name at that time.
    pub name: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// Somebody with an id and perhaps a name.
    #[must_use]
    pub const fn id(id: &'a str, name: Option<&'a str>) -> Self {
        Self { id: Some(id), name }
    }

    /// Somebody of whom only the name is known.
    #[must_use]
    pub const fn name(name: &'a str) -> Self {
        Self { id: None, name: Some(name) }
    }
}

/// The conversation the following rows belong to.
#[derive(Debug, Clone, Copy)]
pub struct GroupRow<'a> {
    /// The platform's word (see [`crate::unit::Platform`]).
    pub platform: &'a str,
    /// The platform's id of the group; `None` makes the name the id.
    pub id: Option<&'a str>,
    /// Display name.
    pub name: Option<&'a str>,
}

/// A message as the export tells it.
#[derive(Debug, Clone, Copy)]
pub struct MessageRow<'a> {
    /// When.
    pub time: Time,
    /// Who; `None` when the export names nobody.
    pub sender: Option<Who<'a>>,
    /// What.
    pub kind: MessageKind,
    /// The platform's id of the message, unique in its group.
    pub msg_id: Option<&'a str>,
    /// The id of the message this one answers.
    pub reply_to: Option<&'a str>,
    /// Body; `None` where there is none (media without caption).
    pub text: Option<&'a str>,
    /// Links the export itself marks (entities, cards, embeds), raw.
    pub urls: &'a [&'a str],
    /// Also look for links in `text`: for exports that mark none.
    pub scan_urls: bool,
    /// Account ids the message mentions without an `@` in its text.
    pub mentioned: &'a [String],
    /// Name of the attached file.
    pub file_name: Option<&'a str>,
    /// Size of the attached file in bytes.
    pub file_size: Option<u64>,
    /// The message was edited later.
    pub edited: bool,
    /// The sender is a bot, says the export.
    pub bot: bool,
}

impl<'a> MessageRow<'a> {
    /// A message of that time, sender and kind with everything else absent.
    #[must_use]
    pub const fn new(time: Time, sender: Option<Who<'a>>, kind: MessageKind) -> Self {
        Self {
            time,
            sender,
            kind,
            msg_id: None,
            reply_to: None,
            text: None,
            urls: &[],
            scan_urls: false,
            mentioned: &[],
            file_name: None,
            file_size: None,
            edited: false,
            bot: false,
        }
    }
}

/// A system event as the export tells it. One row a subject: an invitation of three people is
/// three rows.
#[derive(Debug, Clone, Copy)]
pub struct EventRow<'a> {
    /// When.
    pub time: Time,
    /// What.
    pub kind: EventKind,
    /// Who did it.
    pub actor: Option<Who<'a>>,
    /// To whom it happened.
    pub subject: Option<Who<'a>>,
    /// The platform's id of the service message, for duplicates.
    pub msg_id: Option<&'a str>,
    /// New name, raw action: never message text.
    pub detail: Option<&'a str>,
}

impl EventRow<'_> {
    /// An event of which only time and kind are known.
    #[must_use]
    pub const fn new(time: Time, kind: EventKind) -> Self {
        Self { time, kind, actor: None, subject: None, msg_id: None, detail: None }
    }
}

/// A dated reaction. Undated ones are not handed over: they cannot be placed on a day.
#[derive(Debug, Clone, Copy)]
pub struct ReactionRow<'a> {
    /// When.
    pub time: Time,
    /// Who reacted.
    pub actor: Who<'a>,
    /// The id of the message reacted to.
    pub target: Option<&'a str>,
}

/// What the export itself says of a member.
#[derive(Debug, Clone, Copy)]
pub struct MemberRow<'a> {
    /// Who.
    pub who: Who<'a>,
    /// `owner`, `admin` or a word of the platform's.
    pub role: Option<&'a str>,
    /// The account is a bot.
    pub bot: bool,
}
