//! The contract of a side file (旁证文件): a const that carries everything said about it, the rows it
//! gives, and the place they are collected. Times are ms UTC, days local days; an empty cell is
//! `None`. Side files tell what a chat log cannot: who is a member, who clicked, who is who.

use std::path::Path;

use crate::calendar::Day;
use crate::charter::{Recurrence, ServiceHours};
use crate::error::Result;
use crate::unit::Text;

pub use super::table::{Column, Table};

/// One kind of side file.
pub struct SideFile {
    /// Exact file name, lower case.
    pub name: &'static str,
    /// What it tells and what for.
    pub doc: Text,
    /// Its columns.
    pub columns: &'static [Column],
    /// Reads its rows.
    pub read: Reader,
}

/// How a side file is read. Either adds its rows to what is there, and nothing when it fails.
#[derive(Clone, Copy)]
pub enum Reader {
    /// A table with a header.
    Table(fn(&mut Table<'_>, &mut Side) -> Result<()>),
    /// Lines without one.
    Lines(fn(&Path, &str, &mut Side) -> Result<()>),
}

/// Everything side files said. `None` means no such file: missing is not empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Side {
    /// `roster.csv`.
    pub roster: Option<Vec<RosterRow>>,
    /// `admins.csv`.
    pub admins: Option<Vec<AdminRow>>,
    /// `clicks.csv`.
    pub clicks: Option<Vec<ClickRow>>,
    /// `downloads.csv`, and downloads in server logs.
    pub downloads: Option<Vec<DownloadRow>>,
    /// What the clicks speak of; a link of another host is unknown, not unclicked.
    pub click_scopes: Vec<ClickScope>,
    /// Sums of clicks, a file each: they know no visitor.
    pub link_totals: Vec<LinkTotals>,
    /// `groups.csv`.
    pub groups: Vec<GroupMeta>,
    /// `identities.csv`.
    pub identities: Option<Vec<IdentityRow>>,
    /// `calendar.csv`.
    pub calendar: Option<Vec<CalendarRow>>,
    /// `ledger.csv`.
    pub ledger: Option<Vec<LedgerRow>>,
    /// `git.log`.
    pub commits: Option<Vec<CommitRow>>,
    /// `orders.csv`.
    pub orders: Option<Vec<OrderRow>>,
    /// `service_hours.toml`, a file each.
    pub service_hours: Vec<ServiceHoursRow>,
    /// `shortlinks.csv`.
    pub shortlinks: Vec<ShortLinkRow>,
    /// `official_stats.csv` and `wecom_stats.json`.
    pub official: Option<Vec<OfficialRow>>,
    /// What the reader should know: ignored columns, guessed encodings.
    pub notices: Vec<String>,
}

/// When somebody answers (服务时段).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceHoursRow {
    /// Group they hold for; `None`: every group.
    pub group_id: Option<String>,
    /// Spans of the week.
    pub hours: Vec<ServiceHours>,
    /// Local days without service.
    pub closed: Vec<Day>,
}

/// Where one short link leads (短链).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShortLinkRow {
    /// The short link as written.
    pub short: String,
    /// The address it leads to.
    pub target: String,
}

/// One day as the platform counts it (官方统计).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OfficialRow {
    /// Local day.
    pub day: Day,
    /// Platform; `None`: every platform.
    pub platform: Option<String>,
    /// Group it speaks of; `None`: the sum of all.
    pub group_id: Option<String>,
    /// Messages, of the day or cumulative.
    pub messages: Option<u64>,
    /// Members.
    pub members: Option<u64>,
    /// Members who spoke.
    pub speakers: Option<u64>,
}

/// One stay of one member (成员名单).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Group it speaks of; `None` when the roster is of one group (our extension).
    pub group_id: Option<String>,
    /// Account id; the name where the file has none.
    pub account_id: String,
    /// Display name; empty where the file has none.
    pub name: String,
    /// Nickname in the group (群昵称).
    pub group_nickname: Option<String>,
    /// Joined, ms UTC (入群时间).
    pub join_time: Option<i64>,
    /// Left, ms UTC (退群时间); never before the joining.
    pub leave_time: Option<i64>,
    /// Role as written: owner, admin, core, member … (身份).
    pub role: Option<String>,
    /// A bot (机器人).
    pub is_bot: bool,
    /// The operator's own extra account (运营小号).
    pub is_operator: bool,
    /// Birthday as four digits, month and day (生日).
    pub birthday_mmdd: Option<String>,
    /// Membership tier (会员等级).
    pub tier: Option<String>,
    /// Account that invited (邀请人).
    pub inviter: Option<String>,
    /// How they came in (入群方式).
    pub join_scene: Option<String>,
    /// Last local day on which silence is excused (免清理至).
    pub exempt_until: Option<Day>,
}

/// One term of one admin (管理员任期).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdminRow {
    /// Account id.
    pub account_id: String,
    /// Begins, ms UTC; `None`: always was.
    pub from: Option<i64>,
    /// Ends, ms UTC, exclusive; `None`: still is.
    pub to: Option<i64>,
}

/// One click on a shared link (点击记录).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ClickRow {
    /// When, ms UTC.
    pub time: i64,
    /// Address clicked, as logged.
    pub url: String,
    /// Visitor as the link service knows them (访客标识).
    pub visitor_id: Option<String>,
    /// Account, where the click is identified.
    pub account_id: Option<String>,
    /// Group the click came from.
    pub group_id: Option<String>,
    /// `utm_content` of the address.
    pub utm_content: Option<String>,
    /// Browser string; tells link previews from people.
    pub user_agent: Option<String>,
}

/// One download of a shared file (下载记录).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DownloadRow {
    /// When, ms UTC.
    pub time: i64,
    /// Id of the file as the chat export has it.
    pub file_id: Option<String>,
    /// Name of the file; one of id and name is there.
    pub file_name: Option<String>,
    /// Account, where the download is identified.
    pub account_id: Option<String>,
    /// Anonymous visitor of a server log.
    pub visitor_id: Option<String>,
}

/// A host whose clicks a log holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClickScope {
    /// Host without `www.` and port; `None`: every link.
    pub host: Option<String>,
    /// First and last row, ms UTC, where outside of them clicks are unknown; `None`: always.
    pub span: Option<(i64, i64)>,
}

/// The totals of one file (点击合计).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkTotals {
    /// Id of the log.
    pub log: &'static str,
    /// Its rows.
    pub rows: Vec<LinkTotal>,
}

/// Clicks a service counted for one link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkTotal {
    /// Address, as the service has it.
    pub url: String,
    /// `utm_content` or campaign it was counted under: may name a group.
    pub tag: Option<String>,
    /// Day of the clicks in the service's own calendar; `None`: all there ever were.
    pub day: Option<Day>,
    /// Clicks.
    pub clicks: u64,
}

/// What is known of a group beyond its log (群信息).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupMeta {
    /// Group id.
    pub group_id: String,
    /// Name.
    pub name: Option<String>,
    /// Platform, folded as [`crate::unit::Platform`] does.
    pub platform: Option<String>,
    /// Kind of group on the platform (内部群, 外部群 …).
    pub kind: Option<String>,
    /// Column `type`: what it is for, `resource`, `learning`, `service`, `other` (群类型).
    pub group_type: Option<String>,
    /// Founded, a local day.
    pub created_at: Option<Day>,
    /// Closed, a local day.
    pub closed_at: Option<Day>,
    /// Members as the operator declares them (申报人数).
    pub declared_size: Option<u64>,
    /// Whether the group has a charter (有无群章程).
    pub charter: Option<bool>,
    /// Groups that belong together share this word (联盟).
    pub federation: Option<String>,
}

/// One entry of the content calendar (内容日历): a column that recurs, or an event on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarRow {
    /// What it is, lower case: `column`, `kol`, `live`, `salon`, `debate`, `holiday` …
    pub kind: String,
    /// When it is due.
    pub when: Recurrence,
    /// Instant of an event that has one, ms UTC.
    pub time: Option<i64>,
    /// Word its message holds (栏目关键词).
    pub keyword: Option<String>,
    /// Account that publishes or hosts it.
    pub host: Option<String>,
    /// Days it may be late; `None`: the built-in 1.
    pub grace_days: Option<u32>,
    /// Local days on which it is not due.
    pub skip: Vec<Day>,
    /// Accounts that came.
    pub attendees: Vec<String>,
    /// Group it belongs to; `None`: every group.
    pub group_id: Option<String>,
}

/// What was done to or by a member, as the operator wrote it down (台账).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// When, ms UTC.
    pub time: i64,
    /// Account.
    pub account_id: String,
    /// What.
    pub kind: LedgerKind,
    /// Reason given.
    pub reason: Option<String>,
    /// Who did it.
    pub by: Option<String>,
    /// Points redeemed.
    pub points: Option<u64>,
}

/// Kinds of [`LedgerRow`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LedgerKind {
    /// 警告
    Warn,
    /// 禁言
    Mute,
    /// 移出
    Remove,
    /// 兑换
    Redeem,
}

/// One commit of a shared repository (代码共建).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitRow {
    /// Author's address, lower case.
    pub email: String,
    /// Author date, ms UTC.
    pub time: i64,
    /// Merge commits and bots carry no work of a person.
    pub merge: bool,
}

/// One order of a shop (订单).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// When, ms UTC.
    pub time: i64,
    /// Address the order came by.
    pub url: Option<String>,
    /// Account, where known.
    pub account_id: Option<String>,
}

/// One account of one person (跨平台身份).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityRow {
    /// The person.
    pub person_id: String,
    /// Platform of the account, folded; `None`: any.
    pub platform: Option<String>,
    /// The account.
    pub account_id: String,
    /// Why the two are one.
    pub evidence: Option<String>,
}
