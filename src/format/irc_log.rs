//! IRC logs as clients and bots write them: energymech and ubuntu, irssi, weechat, ZNC, supybot,
//! `HexChat`. In: the log files of a folder, a day each or all days in one. Out: messages of people
//! known by nick, events. Parts: `place` channel and day from a path, `stamp` the clock in front of a
//! line, `line` what a line says, `told` what the server told, `nicks` who is who, `reading` the walk.

mod line;
mod nicks;
mod place;
mod reading;
mod sniff;
mod stamp;
#[cfg(test)]
mod tests;
mod told;

use super::{Carries, Format, Read, TimeKind};
use crate::unit::Text;

/// The format.
pub const IRC_LOG: Format = Format {
    id: "irc-log",
    name: Text {
        zh: "IRC 日志（irssi、weechat、ZNC、HexChat、机器人等）",
        en: "IRC log (irssi, weechat, ZNC, HexChat, bots)",
    },
    platform: "irc",
    how_to_export: Text {
        zh: "日志由客户端、弹跳服务器（ZNC）或频道里的机器人写成，没有“导出”这一步，直接给日志文件或文件夹：\n\
             irssi ~/irclogs，weechat ~/.local/share/weechat/logs，ZNC ~/.znc/moddata/log，HexChat ~/.config/hexchat/logs；公共频道常有网站公布每日日志（下载 .txt）。\n\
             只写钟点的日志要靠文件名或文件夹名里的日期（2024-01-02.log、20240102、2024/01/02/），请不要改名。\n\
             没有时区的日志按 --tz 读；公布在网站上的日志多为 UTC，请加 --tz UTC。",
        en: "Logs are written by the client, a bouncer (ZNC) or a bot in the channel; there is nothing to export. Give the \
             log files or their folder:\n\
             irssi ~/irclogs, weechat ~/.local/share/weechat/logs, ZNC ~/.znc/moddata/log, HexChat ~/.config/hexchat/logs; \
             public channels often have daily logs on a website (download the .txt).\n\
             Logs with clocks only need the date in the name of file or folder (2024-01-02.log, 20240102, 2024/01/02/): keep \
             the names.\n\
             Logs without a zone are read in --tz; those on websites are mostly UTC: give --tz UTC.",
    },
    lacks: Text {
        zh: "没有消息编号、回复关系和表情回应；人只有昵称（按改名记录和 nick_、nick|away 归并），没有账号 id。进出频道是上线下线，不是入群退群：每个人在一份日志里第一次进入才算加入（被踢后再进也算），退出不算离开；日志开始前就在的人没有加入记录。",
        en: "No message ids, replies or reactions. People are nicks (joined by recorded nick changes and by forms such as nick_ and nick|away), not accounts. Coming to and going from a channel is presence, not membership: only the first time somebody comes in a log (or comes back after a kick) is a join, and no part or quit is a leave. Who was there before the log began has no join.",
    },
    extensions: &["log", "txt", "weechatlog"],
    time: TimeKind::Local,
    carries: Carries {
        account_ids: false,
        message_ids: false,
        replies: false,
        joins: true,
        leaves: false,
        reactions: false,
        files: false,
    },
    sniff: sniff::sniff,
    beside: &[],
    read: Read::Folder(reading::read),
};
