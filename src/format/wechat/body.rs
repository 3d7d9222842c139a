//! What the body of a message holds: the text somebody wrote, or the XML of a card, a file, a quote,
//! a place. In: the kind its code tells and the raw body. Out: text, link, file, the message it
//! answers; and the sender's id that raw group rows put before the body.

use std::borrow::Cow;

use roxmltree::Node;

use super::code::{Code, Kind};
use super::mark::file_name;
use super::xml;
use crate::frame::MessageKind;

/// A body understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) struct Body<'a> {
    /// What the record is; closer than its code where the XML says so.
    pub kind: Kind,
    /// The id that stood before the body.
    pub sender: Option<&'a str>,
    /// What somebody wrote, or the title of what was shared.
    pub text: Option<Cow<'a, str>>,
    /// The address of what was shared.
    pub url: Option<Cow<'a, str>>,
    /// Name of the file.
    pub file_name: Option<Cow<'a, str>>,
    /// Its size in bytes.
    pub file_size: Option<u64>,
    /// The server id of the message that is quoted.
    pub reply_to: Option<String>,
}

impl Body<'_> {
    const fn of(kind: Kind) -> Self {
        Self { kind, sender: None, text: None, url: None, file_name: None, file_size: None, reply_to: None }
    }
}

/// Reads a body; `known` is the sender's id as the row itself tells it.
pub(in crate::format) fn body<'a>(kind: Kind, content: &'a str, known: Option<&str>) -> Body<'a> {
    let (sender, content) = strip_sender(content, known);
    let plain = Body { sender, ..Body::of(kind) };
    let carries_xml = !matches!(kind, Kind::System | Kind::Recall);
    let Some(xml) = xml::of(content).filter(|_| carries_xml) else {
        let file = if kind == Kind::Message(MessageKind::File) { file_name(content) } else { None };
        return Body {
            text: (!content.is_empty()).then_some(Cow::Borrowed(content)),
            file_name: file.map(Cow::Borrowed),
            ..plain
        };
    };
    let read = xml::document(xml).map(|document| structured(kind, document.root_element()));
    Body { sender, ..read.unwrap_or_else(|| broken(kind, xml)) }
}

/// Takes off the `wxid_x:` line of raw group rows. Only what is surely an id goes: `提醒:` may begin
/// a text.
fn strip_sender<'a>(content: &'a str, known: Option<&str>) -> (Option<&'a str>, &'a str) {
    let none = (None, content);
    let line = memchr::memchr(b'\n', content.as_bytes()).and_then(|at| content.split_at_checked(at));
    let Some((id, rest)) = line.and_then(|(line, rest)| Some((line.strip_suffix(':')?, rest.strip_prefix('\n')?)))
    else {
        return none;
    };
    let shaped = (3..=64).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'@' | b'.'));
    let surely = id.starts_with("wxid_")
        || id.starts_with("gh_")
        || id.ends_with("@openim")
        || known == Some(id)
        || xml::of(rest).is_some();
    if shaped && surely { (Some(id), rest) } else { none }
}

fn structured(kind: Kind, root: Node<'_, '_>) -> Body<'static> {
    let find = |name: &str| root.descendants().find(|node| node.has_tag_name(name));
    if let Some(app) = find("appmsg") {
        return shared(kind, app);
    }
    let place = find("location").and_then(|place| place.attribute("poiname").or_else(|| place.attribute("label")));
    Body { text: place.filter(|name| !name.is_empty()).map(|name| Cow::Owned(name.to_owned())), ..Body::of(kind) }
}

/// An app message: link, file, quote, relay, announcement …
fn shared(kind: Kind, app: Node<'_, '_>) -> Body<'static> {
    let kind = refined(kind, xml::child_text(app, "type").as_deref());
    let title = xml::child_text(app, "title");
    let attached = app.children().find(|node| node.has_tag_name("appattach"));
    let quoted = app.children().find(|node| node.has_tag_name("refermsg"));
    let text = match kind {
        Kind::Message(MessageKind::Announcement) => {
            xml::child_text(app, "textannouncement").or_else(|| xml::child_text(app, "des")).or_else(|| title.clone())
        }
        _ => title.clone(),
    };
    let is_file = kind == Kind::Message(MessageKind::File);
    Body {
        text: text.map(Cow::Owned),
        url: xml::child_text(app, "url").filter(|url| carries_link(kind) && shared_page(url).is_some()).map(Cow::Owned),
        file_name: title.filter(|_| is_file).map(Cow::Owned),
        file_size: attached.filter(|_| is_file).and_then(|node| xml::child_text(node, "totallen")?.parse().ok()),
        reply_to: quoted.and_then(|node| xml::child_text(node, "svrid")).filter(|id| id != "0"),
        ..Body::of(kind)
    }
}

fn broken(kind: Kind, xml: &str) -> Body<'_> {
    let kind = refined(kind, xml::between(xml, "type").as_deref());
    let title = xml::between(xml, "title");
    let is_file = kind == Kind::Message(MessageKind::File);
    Body {
        url: xml::between(xml, "url").filter(|url| carries_link(kind) && shared_page(url).is_some()),
        file_name: title.clone().filter(|_| is_file),
        file_size: xml::between(xml, "totallen").filter(|_| is_file).and_then(|size| size.trim().parse().ok()),
        reply_to: xml::between(xml, "svrid").filter(|id| id.trim() != "0").map(|id| id.trim().to_owned()),
        text: title,
        ..Body::of(kind)
    }
}

/// The sub-type in the XML is the truth; the code of a row may only say 49.
fn refined(kind: Kind, sub: Option<&str>) -> Kind {
    let told = sub.and_then(|sub| sub.trim().parse().ok()).map(|sub| Code::split(49, sub).kind());
    match told {
        Some(Kind::Message(MessageKind::Other)) | None => kind,
        Some(told) => told,
    }
}

/// Cards of files, relays, mini programs and quotes carry addresses of WeChat's own.
fn carries_link(kind: Kind) -> bool {
    matches!(kind, Kind::Message(MessageKind::Link | MessageKind::Other))
}

/// The address of a card, unless it is the page WeChat shows to clients that cannot open the card.
pub(in crate::format) fn shared_page(url: &str) -> Option<&str> {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let own = ["support.weixin.qq.com/", "mp.weixin.qq.com/mp/waerrpage", "res.wx.qq.com/", "finder.video.qq.com/"];
    (!url.is_empty() && !own.iter().any(|page| host.starts_with(page))).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kind sender "text" url file size reply`.
    fn told(kind: Kind, content: &str) -> String {
        let body = body(kind, content, Some("laowang8"));
        let Kind::Message(kind) = body.kind else { return format!("{:?}", body.kind) };
        let size = body.file_size.map(|size| size.to_string());
        let parts = [
            body.sender,
            body.text.as_deref(),
            body.url.as_deref(),
            body.file_name.as_deref(),
            size.as_deref(),
            body.reply_to.as_deref(),
        ];
        let parts: Vec<&str> = parts.iter().map(|part| part.unwrap_or("-")).collect();
        format!("{} {}", kind.name(), parts.join(" | "))
    }

    #[test]
    fn bodies() {
        let app = |inner: &str| format!("<?xml version=\"1.0\"?>\n<msg><appmsg appid=\"\">{inner}</appmsg></msg>");
        let other = Kind::Message(MessageKind::Other);
        let text = Kind::Message(MessageKind::Text);
        for (kind, content, want) in [
            (text, "大家好".to_owned(), "text - | 大家好 | - | - | - | -"),
            (text, "wxid_a1:\n大家好".to_owned(), "text wxid_a1 | 大家好 | - | - | - | -"),
            (text, "laowang8:\n大家好".to_owned(), "text laowang8 | 大家好 | - | - | - | -"),
            (text, "提醒:\n明天交".to_owned(), "text - | 提醒:\n明天交 | - | - | - | -"),
            (text, "todo:\nmilk".to_owned(), "text - | todo:\nmilk | - | - | - | -"),
            (
                other,
                app("<title>标题 &amp; 二</title><type>5</type><url>https://ex.cn/1?a=1&amp;b=2</url>"),
                "link - | 标题 & 二 | https://ex.cn/1?a=1&b=2 | - | - | -",
            ),
            (
                other,
                app(
                    "<title>周报.pdf</title><type>6</type><url>https://wx.cn/x</url><appattach><totallen>2048</totallen></appattach>",
                ),
                "file - | 周报.pdf | - | 周报.pdf | 2048 | -",
            ),
            (
                other,
                app(
                    "<title>同意</title><type>57</type><refermsg><svrid>7001</svrid><content>&lt;msg&gt;</content></refermsg>",
                ),
                "text - | 同意 | - | - | - | 7001",
            ),
            (
                other,
                app("<title>群公告</title><type>87</type><textannouncement>周五停机</textannouncement>"),
                "announcement - | 周五停机 | - | - | - | -",
            ),
            (other, app("<title>#接龙\n1. 甲</title><type>53</type>"), "relay - | #接龙\n1. 甲 | - | - | - | -"),
            (
                other,
                app("<title>视频号</title><type>51</type><url>https://support.weixin.qq.com/update/</url>"),
                "link - | 视频号 | - | - | - | -",
            ),
            (
                other,
                app("<title>打卡</title><type>33</type><url>https://mp.weixin.qq.com/mp/waerrpage?appid=wx</url>"),
                "mini_program - | 打卡 | - | - | - | -",
            ),
            (other, app("<title>a.zip</title><type>74</type>"), "Sending"),
            (other, app("<type>62</type><title>拍</title>"), "Pat"),
            (
                other,
                "boss_li:\n<msg><appmsg><title>断</title><type>5</type><url>https://ex.cn/2</url><des>".to_owned(),
                "link boss_li | 断 | https://ex.cn/2 | - | - | -",
            ),
            (
                Kind::Message(MessageKind::Location),
                "<msg><location x=\"1\" poiname=\"湖边\" label=\"路\"/></msg>".to_owned(),
                "location - | 湖边 | - | - | - | -",
            ),
            (
                Kind::Message(MessageKind::Image),
                "<msg><img md5=\"0\"/></msg>".to_owned(),
                "image - | - | - | - | - | -",
            ),
            (
                Kind::Message(MessageKind::File),
                "[文件] 周报.pdf".to_owned(),
                "file - | [文件] 周报.pdf | - | 周报.pdf | - | -",
            ),
        ] {
            assert_eq!(told(kind, &content), want, "{content}");
        }
    }
}
