//! WeCom's conversation archive (会话内容存档), decrypted: what the native SDK gives row by row and
//! people keep as a list, one a line, or inside the answer it came in. Shape read from the official
//! field lists. In: the file, and `groupchat.json` beside it. Out: messages, recalls, joins.

mod archive;
mod body;
mod fields;
mod rooms;

use archive::Archive;
use fields::Fields;
use rooms::Rooms;

use super::json::{Reading, first_record, unreadable, value_of};
use super::{Carries, Confidence, Format, Head, Input, Progress, Read, TimeKind};
use crate::error::Result;
use crate::frame::Writer;
use crate::unit::Text;

/// The format.
pub const WECOM_ARCHIVE: Format = Format {
    id: "wecom-archive",
    name: Text {
        zh: "企业微信会话内容存档（已解密，JSON）", en: "WeCom conversation archive (decrypted, JSON)"
    },
    platform: "wecom",
    how_to_export: Text {
        zh: "要企业管理员开通“会话内容存档”（付费），普通成员没有。\n\
             1. 管理后台 → 管理工具 → 会话内容存档：开通，设好可信 IP 和公钥，选要存档的员工。\n\
             2. 用官方 SDK（或服务商的程序）拉取 chatdata，用私钥解密，把每条解密后的消息存成一行 JSON，文件名 .json 或 .jsonl。整个数组、或带 errcode 和 chatdata 的原样返回（每行里有解密后的 msg）也可以。\n\
             3. 想要群名、成员名字和入群时间：调用“获取客户群详情”（externalcontact/groupchat/get，need_name 填 1），每个群的返回放进同一个文件夹的 groupchat.json（数组或一行一个）。\n\
             只存档了双方同意的会话；保存与使用要告知员工和客户。",
        en: "An administrator must have bought the conversation archive; members cannot export.\n\
             1. Admin console, Management tools, Conversation archive: switch it on, set the trusted IP and the public key, choose whose chats are kept.\n\
             2. Fetch chatdata with the official SDK (or a provider's program), decrypt it with the private key and save one decrypted message a line as .json or .jsonl. A whole list, or the answer with errcode and chatdata in which each row holds its decrypted msg, is read too.\n\
             3. For group names, member names and join times: call externalcontact/groupchat/get with need_name 1 and keep the answers as groupchat.json in the same folder (a list, or one a line).\n\
             Only consented chats are kept; tell staff and customers what is stored.",
    },
    lacks: Text {
        zh: "没有名字，只有账号 ID（除非旁边有 groupchat.json）；没有入群和退群记录：加入只来自 groupchat.json 里现在还在的成员，退出看不到；引用回复只是文字，不知道回复了哪条；没有表情回应；只有开了存档的员工所在的会话。",
        en: "No names, only account ids (unless groupchat.json lies beside); no joins or leaves: joins come from groupchat.json, of those who are still members, leaves are never seen; a quoted reply is only text; no reactions; only chats with a member whose chats are kept.",
    },
    extensions: &["json", "jsonl", "txt"],
    time: TimeKind::Epoch,
    carries: Carries {
        account_ids: true,
        message_ids: true,
        replies: false,
        joins: true,
        leaves: false,
        reactions: false,
        files: true,
    },
    sniff,
    beside: &["groupchat.json"],
    read: Read::File(read),
};

/// Where the rows stand in the answer of the interface.
const PATH: &[&[u8]] = &[b"chatdata"];

fn sniff(head: &Head<'_>) -> Confidence {
    let keys = first_record(head.bytes, PATH);
    let has = |name: &[u8]| !value_of(&keys, name).is_absent();
    let row = has(b"msgtime") && has(b"msgtype") && (has(b"tolist") || has(b"action") && has(b"from"));
    let switch = value_of(&keys, b"action").inner() == Some(b"switch") && has(b"time") && has(b"user");
    let wrapped = has(b"encrypt_random_key") && has(b"encrypt_chat_msg") || has(b"publickey_ver") && has(b"msg");
    if has(b"msgid") && (row || switch || wrapped) { Confidence::Sure } else { Confidence::No }
}

fn read(input: &Input<'_>, writer: &mut Writer, progress: Progress<'_>) -> Result<()> {
    let beside = input.nearby.file("groupchat.json").unwrap_or_default();
    let rooms = Rooms::of(&beside);
    let mut archive = Archive::new(&rooms, input.bytes);
    let mut reading = Reading::new(input.bytes, writer, progress);
    reading
        .sequence(PATH, |writer, fields: &Fields<'_>| archive.take(writer, fields))
        .map_err(|fault| unreadable(input, fault, "a decrypted WeCom archive"))?;
    archive.finish(reading.writer);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_archive() {
        for (text, want) in [
            (
                r#"[{"msgid":"1","action":"send","from":"a","tolist":["b"],"roomid":"","msgtime":1,"msgtype":"text"}]"#,
                true,
            ),
            ("{\"msgid\":\"1\",\"action\":\"switch\",\"time\":1,\"user\":\"a\"}\n", true),
            (
                r#"{"errcode":0,"errmsg":"ok","chatdata":[{"seq":1,"msgid":"1","publickey_ver":3,"encrypt_random_key":"x","encrypt_chat_msg":"y"}]}"#,
                true,
            ),
            (
                r#"{"errcode":0,"chatdata":[{"seq":1,"msgid":"1","publickey_ver":3,"encrypt_random_key":"x","encrypt_chat_"#,
                false,
            ),
            (
                r#"{"msgid":"1","action":"send","from":"a","tolist":["b"],"msgtime":1,"msgtype":"text","text":{"content":"cut"#,
                true,
            ),
            (r#"{"errcode":0,"chatdata":[]}"#, false),
            (r#"{"msgId":"1","msgtype":"text","createAt":1}"#, false),
        ] {
            let head = Head { bytes: text.as_bytes(), name: "x" };
            assert_eq!(sniff(&head) == Confidence::Sure, want, "{text}");
        }
    }
}
