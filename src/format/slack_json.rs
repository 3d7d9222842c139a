//! Slack, as the workspace export and slackdump write it: a folder a channel, a file a day, and
//! `users.json`, `channels.json` above them. In: the days of one channel. Out: messages and events
//! of that channel; reactions carry no dates and are left out.

mod event;
mod fields;
mod markup;
mod message;
mod workspace;

use fields::{Fields, is_ts};
use workspace::Workspace;

use super::json::{Fault, Reading, Value, head_keys, skip_space, start, unreadable};
use super::{Carries, Confidence, Folder, Format, Head, Input, Part, Progress, Read, TimeKind};
use crate::error::{Place, Result};
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const SLACK_JSON: Format = Format {
    id: "slack-json",
    name: Text {
        zh: "Slack 工作区导出（zip 或文件夹，JSON）", en: "Slack workspace export (zip or folder, JSON)"
    },
    platform: "slack",
    how_to_export: Text {
        zh: "要由工作区的所有者或管理员来导出。\n\
             1. 在电脑上打开 Slack，点左上角的工作区名称，选“工具和设置”→“工作区设置”，浏览器会打开管理页面。\n\
             2. 点右上角的“导入/导出数据”，再点“导出”。\n\
             3. 选时间范围（想看全部就选“全部时间”），点“开始导出”。\n\
             4. 做好后 Slack 会发邮件；回到这个页面点“下载”，得到一个 .zip 文件，不用解压，直接给本程序。\n\
             普通导出只有公开频道；私密频道和私信要 Business+ 以上的版本另行申请。\n\
             没有管理员权限的人可以用免费软件 slackdump 导出自己看得到的频道（选 Slack export 格式）。",
        en: "An owner or admin of the workspace makes the export.\n\
             1. Open Slack on a computer, click the workspace name, choose \"Tools & settings\", \"Workspace settings\"; a browser opens.\n\
             2. Click \"Import/Export Data\" at the top right, then \"Export\".\n\
             3. Choose the dates (\"Entire history\" for all) and click \"Start Export\".\n\
             4. Slack sends a mail when it is ready; download the .zip from the same page. It need not be unpacked.\n\
             A standard export holds public channels only; private channels and direct messages need a Business+ plan or higher.\n\
             Without admin rights the free program slackdump saves the channels you can see; choose its Slack export format.",
    },
    lacks: Text {
        zh: "表情回应没有时间；普通导出里看不到被改动和被删除的内容；免费版只有最近 90 天；被移出频道和自己离开没有区别；其他公司的人（Slack Connect）可能没有名字；只有文件的名字和大小，没有文件本身。",
        en: "Reactions have no dates; what was edited or deleted is not in a standard export; free plans show the last 90 days only; being removed from a channel looks like leaving it; people of other companies (Slack Connect) may have no name; files are names and sizes, not contents.",
    },
    extensions: &["json"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: true,
        joins: true,
        leaves: true,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &[
        "users.json",
        "channels.json",
        "groups.json",
        "dms.json",
        "mpims.json",
        "integration_logs.json",
        "canvases.json",
        "huddle_transcripts.json",
        "file_conversations.json",
        "lists.json",
        "org_users.json",
    ],
    read: Read::Folder(read),
};

fn sniff(head: &Head<'_>) -> Confidence {
    let at = start(head.bytes);
    if head.bytes.get(at) != Some(&b'[') {
        return Confidence::No;
    }
    let keys = head_keys(head.bytes.get(at + 1..).unwrap_or_default());
    let get = |name: &[u8]| keys.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let message = get(b"type").is_some_and(|kind| kind.inner() == Some(b"message"));
    if message && get(b"ts").and_then(Value::inner).is_some_and(is_ts) { Confidence::Sure } else { Confidence::No }
}

fn read(folder: &Folder<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let stem = folder.parts.first().map_or("", |part| part.name().trim_end_matches(".json"));
    let name = if folder.name.is_empty() { stem } else { folder.name };
    let workspace = Workspace::around(folder.nearby, name);
    workspace.open(writer, name);
    let mut broken = None;
    for part in folder.parts {
        writer.part(part.name());
        if let Err(error) = day(*part, folder, &workspace, writer, progress) {
            writer.cut_short(Place::Whole, error.to_string());
            broken.get_or_insert(error);
        }
    }
    match broken {
        Some(error) if writer.read() == 0 => Err(error),
        _ => Ok(()),
    }
}

/// One day of the channel.
fn day(
    part: &dyn Part,
    folder: &Folder<'_>,
    workspace: &Workspace,
    writer: &mut Writer,
    progress: Progress<'_>,
) -> Result<()> {
    let content = part.open()?;
    let bytes: &[u8] = (*content).as_ref();
    let mut at = start(bytes);
    if bytes.get(at) != Some(&b'[') {
        let fault = Fault { at, ended: false, what: "it does not begin with a list" };
        let input = Input { bytes, path: part.path(), name: part.name(), nearby: folder.nearby };
        return Err(unreadable(&input, fault, "a day of a Slack channel"));
    }
    let mut reading = Reading::new(bytes, writer, progress);
    // Days of two exports put together by hand stand one behind the other.
    while bytes.get(at) == Some(&b'[') {
        let Some(end) = reading.records(at, |writer, fields: &Fields<'_>| workspace.take(writer, fields)) else {
            return Ok(());
        };
        at = skip_space(bytes, end);
    }
    if at < bytes.len() {
        reading.breaks_off(Fault { at, ended: false, what: "something stands behind the list of messages" });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
