//! What a system row tells, whatever its dress: a plain line, a line with links in it, or one of
//! WeChat's XML templates. In: the raw body. Out: the event and who is in it, by account where the
//! XML tells accounts. A template is filled with marks that stand for its members and read by the
//! same wordings as a plain line, so both mean the same.

use roxmltree::Node;

use super::xml;
use crate::format::system_text::{Person, Told, tell};
use crate::frame::EventKind;

/// Around the number of a list of members in a filled template; no name holds these.
const OPEN: char = '\u{F8F0}';
const CLOSE: char = '\u{F8F1}';

/// Somebody a template names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Member {
    pub id: Option<String>,
    pub name: Option<String>,
}

/// A system row as far as it is told without knowing the group.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Notice {
    /// The event, where the XML itself says it.
    pub kind: Option<EventKind>,
    /// The line people saw, marks in the place of members.
    pub line: String,
    lists: Vec<Vec<Member>>,
    /// Who did it, where the XML names the account.
    pub actor: Option<Member>,
    /// To whom, where the XML names the accounts.
    pub subjects: Vec<Member>,
    /// The message taken back.
    pub recalled: Option<String>,
    /// The template's word, for rows that tell nothing else.
    pub word: Option<String>,
}

/// Reads the body of a system row.
pub(super) fn notice(body: &str) -> Notice {
    // Raw group rows put the group's or a member's id before the XML.
    let inner = body.split_once(":\n").map(|(_, rest)| rest).filter(|rest| xml::of(rest).is_some()).unwrap_or(body);
    let Some(xml) = xml::of(inner) else { return linked(body) };
    if let Some(document) = xml::document(xml) {
        return template(document.root_element());
    }
    let lines = ["replacemsg", "plain", "template", "text", "revokemsg"];
    let line = lines.iter().find_map(|name| xml::between(xml, name)).unwrap_or_default();
    let recall = xml.contains("revokemsg").then_some(EventKind::Recall);
    Notice { kind: recall, recalled: recalled(xml::between(xml, "newmsgid").as_deref()), ..linked(&line) }
}

impl Notice {
    /// What the line tells; people may be marks, which [`Notice::members`] resolves.
    pub fn told(&self) -> Option<Told<'_>> {
        tell(&self.line)
    }

    /// The members a mark stands for; `None` when a person is no mark.
    pub fn members(&self, person: Person<'_>) -> Option<&[Member]> {
        let Person::Named(name) = person else { return None };
        let number = name.trim().strip_prefix(OPEN)?.split(CLOSE).next()?;
        self.lists.get(number.parse::<usize>().ok()?).map(Vec::as_slice)
    }

    fn mark(&mut self, members: Vec<Member>) -> String {
        self.lists.push(members);
        format!("{OPEN}{}{CLOSE}", self.lists.len() - 1)
    }
}

fn template(root: Node<'_, '_>) -> Notice {
    let kind = root.attribute("type").unwrap_or("").to_owned();
    let find = |name: &str| root.descendants().find(|node| node.has_tag_name(name));
    let mut notice = if let Some(template) = find("content_template").or_else(|| find("template")) {
        filled(root, template)
    } else {
        let line = ["replacemsg", "plain", "text", "content"].iter().find_map(|name| xml::deep_text(root, name));
        linked(&line.or_else(|| xml::text(root)).or_else(|| xml::deep_text(root, "revokemsg")).unwrap_or_default())
    };
    if let Some(revoke) = find("revokemsg") {
        notice.kind = Some(EventKind::Recall);
        notice.recalled = recalled(xml::child_text(revoke, "newmsgid").as_deref());
    } else if kind == "pat" || find("patMsg").is_some() {
        pat(&mut notice, root);
    } else if kind.starts_with("mmchatroombarannounce") {
        // Its text is the announcement itself: no wording of a system line is sought in it.
        notice.kind = Some(EventKind::Announcement);
        notice.line.clear();
    } else if kind.contains("AccessVerifyApplication") {
        notice.kind = Some(EventKind::InvitePending);
        notice.actor = xml::deep_text(root, "inviterusername").map(|id| Member { id: Some(id), name: None });
        notice.subjects = listed(root);
    } else if find("delchatroommember").is_some() {
        notice.subjects = listed(root);
    }
    notice.word = Some(kind).filter(|word| !word.is_empty());
    notice
}

/// A template with its placeholders filled: members as marks, everything else as it is written.
/// In one pass, for a filling may hold what looks like a placeholder.
fn filled(root: Node<'_, '_>, template: Node<'_, '_>) -> Notice {
    let pattern = xml::deep_text(template, "template").or_else(|| xml::text(template)).unwrap_or_default();
    let links: Vec<Node<'_, '_>> = root.descendants().filter(|node| node.has_tag_name("link")).collect();
    let mut notice = Notice::default();
    let mut rest = pattern.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        notice.line.push_str(before);
        let placeholder = after.split_once('$');
        let link = |name: &str| links.iter().find(|link| link.attribute("name") == Some(name));
        if let Some((link, behind)) = placeholder.and_then(|(name, behind)| Some((link(name)?, behind))) {
            let filling = filling(&mut notice, *link);
            notice.line.push_str(&filling);
            rest = behind;
        } else {
            notice.line.push('$');
            rest = after;
        }
    }
    notice.line.push_str(rest);
    notice
}

fn filling(notice: &mut Notice, link: Node<'_, '_>) -> String {
    match link.children().find(|node| node.has_tag_name("memberlist")) {
        Some(list) => notice.mark(list.children().filter(Node::is_element).map(member).collect()),
        // A link to take it back or to confirm: nobody is named in it.
        None if link.attribute("type").is_some_and(|kind| kind.contains("revoke")) => String::new(),
        None => xml::deep_text(link, "plain").unwrap_or_default(),
    }
}

fn pat(notice: &mut Notice, root: Node<'_, '_>) {
    let person = |names: [&str; 2]| names.iter().find_map(|name| xml::deep_text(root, name));
    let account = |id: String| Member { id: Some(id), name: None };
    notice.kind = Some(EventKind::Poke);
    notice.actor = person(["fromusername", "fromUser"]).map(account);
    notice.subjects = person(["pattedusername", "pattedUser"]).map(account).into_iter().collect();
}

/// Accounts in the lists of members below a node.
fn listed(root: Node<'_, '_>) -> Vec<Member> {
    let lists = root.descendants().filter(|node| node.has_tag_name("memberlist"));
    lists.flat_map(|list| list.children().filter(Node::is_element)).map(member).filter(|who| who.id.is_some()).collect()
}

/// `<member><username/><nickname/></member>`, or `<username>` alone.
fn member(node: Node<'_, '_>) -> Member {
    if node.has_tag_name("username") {
        return Member { id: xml::text(node), name: None };
    }
    Member { id: xml::child_text(node, "username"), name: xml::child_text(node, "nickname") }
}

fn recalled(id: Option<&str>) -> Option<String> {
    id.map(str::trim).filter(|id| !matches!(*id, "" | "0")).map(str::to_owned)
}

/// A plain line. Older clients write people as links to their profiles, and other links and icons
/// into it.
fn linked(body: &str) -> Notice {
    const TAGS: [&str; 6] = ["<a ", "</a>", "<img ", "<_wc_custom_link_", "</_wc_custom_link_", "<font"];
    let mut notice = Notice::default();
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        notice.line.push_str(before);
        let known = TAGS.iter().any(|known| tag.starts_with(known));
        let Some(end) = memchr::memchr(b'>', tag.as_bytes()).filter(|_| known) else {
            notice.line.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        let (tag, behind) = tag.split_at(end + 1);
        rest = behind;
        if let Some(id) = profile(tag)
            && let Some((name, behind)) = behind.split_once("</a>")
        {
            let mark = notice.mark(vec![Member { id: Some(id), name: Some(name.to_owned()) }]);
            notice.line.push_str(&mark);
            rest = behind;
        }
    }
    notice.line.push_str(rest);
    notice
}

/// The account a link to a profile leads to.
fn profile(tag: &str) -> Option<String> {
    let (_, id) = tag.split_once("weixin://contacts/profile/")?;
    let end = id.find(['"', '\'', '?', '/', '>'])?;
    id.get(..end).filter(|id| !id.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `event line-kind actor>subjects id`, accounts as `id=name`.
    fn read(body: &str) -> String {
        let notice = notice(body);
        let told = notice.told();
        let member =
            |who: &Member| format!("{}={}", who.id.as_deref().unwrap_or(""), who.name.as_deref().unwrap_or(""));
        let person = |person: &Person<'_>| match (notice.members(*person), person) {
            (Some(members), _) => members.iter().map(member).collect::<Vec<_>>().join("+"),
            (None, Person::Exporter) => "@".to_owned(),
            (None, Person::Named(name)) => (*name).to_owned(),
        };
        let kind = notice.kind.or(told.as_ref().map(|told| told.kind)).map_or("-", EventKind::name);
        let actor = notice.actor.as_ref().map(member);
        let actor = actor.or_else(|| Some(person(told.as_ref()?.actor.as_ref()?))).unwrap_or_default();
        let subjects: Vec<String> = match &told {
            Some(told) if notice.subjects.is_empty() => told.subjects.iter().map(person).collect(),
            _ => notice.subjects.iter().map(member).collect(),
        };
        let detail = told.as_ref().and_then(|told| told.detail).map(|detail| format!(" ({detail})"));
        let id = notice.recalled.as_ref().map(|id| format!(" #{id}"));
        format!("{kind} {actor}>{}{}{}", subjects.join(","), detail.unwrap_or_default(), id.unwrap_or_default())
    }

    fn members(name: &str, members: &[(&str, &str)]) -> String {
        let list: Vec<String> = members
            .iter()
            .map(|(id, nick)| {
                format!("<member><username>{id}</username><nickname><![CDATA[{nick}]]></nickname></member>")
            })
            .collect();
        format!("<link name=\"{name}\" type=\"link_profile\"><memberlist>{}</memberlist></link>", list.concat())
    }

    fn sheet(template: &str, links: &str) -> String {
        format!(
            "<sysmsg type=\"sysmsgtemplate\"><sysmsgtemplate><content_template type=\"tmpl\"><plain><![CDATA[]]></plain>\
             <template><![CDATA[{template}]]></template><link_list>{links}</link_list></content_template></sysmsgtemplate></sysmsg>"
        )
    }

    #[test]
    fn templates_name_accounts() {
        let inviter = members("username", &[("wxid_a", "甲")]);
        let invited = members("names", &[("wxid_b", "乙"), ("wxid_c", "丙、\"邀请\"")]);
        for (body, want) in [
            (
                sheet("\"$username$\"邀请\"$names$\"加入了群聊", &format!("{inviter}{invited}")),
                "join wxid_a=甲>wxid_b=乙+wxid_c=丙、\"邀请\"",
            ),
            (
                format!("1@chatroom:\n{}", sheet("你邀请\"$names$\"加入了群聊  $revoke$", &invited)),
                "join @>wxid_b=乙+wxid_c=丙、\"邀请\"",
            ),
            (
                sheet(
                    "\" $adder$\"通过扫描\"$from$\"分享的二维码加入群聊",
                    &format!("{}{}", members("adder", &[("wxid_b", "乙")]), members("from", &[("wxid_a", "甲")])),
                ),
                "join wxid_a=甲>wxid_b=乙 (qr)",
            ),
            (
                sheet(
                    "\"$username$\"邀请你加入了群聊，群聊参与人还有：\"$others$\"",
                    &format!("{inviter}{}", members("others", &[("wxid_c", "丙")])),
                ),
                "join wxid_a=甲>@",
            ),
            (
                sheet("你将\"$kickoutname$\"移出了群聊", &members("kickoutname", &[("wxid_b", "乙")])),
                "remove @>wxid_b=乙",
            ),
            (
                sheet(
                    "\"$username$\"修改群名为“$remark$”",
                    &format!(
                        "{inviter}<link name=\"remark\" type=\"link_plain\"><plain><![CDATA[$username$ 的群]]></plain></link>"
                    ),
                ),
                "rename wxid_a=甲> ($username$ 的群)",
            ),
            (sheet("\"$username$\"做了件新鲜事", &inviter), "- >"),
        ] {
            assert_eq!(read(&body), want, "{body}");
        }
    }

    #[test]
    fn other_notices() {
        for (body, want) in [
            (
                "<sysmsg type=\"delchatroommember\"><delchatroommember><plain><![CDATA[你邀请\"乙\"加入了群聊  ]]></plain>\
                 <link><scene>invite</scene><memberlist><username>wxid_b</username></memberlist></link></delchatroommember></sysmsg>",
                "join @>wxid_b=",
            ),
            (
                "<sysmsg type=\"revokemsg\"><revokemsg><msgid>5</msgid><newmsgid>7001</newmsgid>\
                 <replacemsg><![CDATA[\"甲\" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>",
                "recall 甲> #7001",
            ),
            ("<revokemsg>你撤回了一条消息</revokemsg>", "recall @>"),
            (
                "<sysmsg type=\"revokemsg\"><revokemsg><newmsgid>9</newmsgid><replacemsg>\"甲\"撤回了一条消息</replace",
                "recall > #9",
            ),
            (
                "<sysmsg type=\"pat\"><pat><fromusername>wxid_a</fromusername><chatusername>1@chatroom</chatusername>\
                 <pattedusername>wxid_b</pattedusername><template><![CDATA[\"${wxid_a}\" 拍了拍 \"${wxid_b}\"]]></template></pat></sysmsg>",
                "poke wxid_a=>wxid_b=",
            ),
            (
                "<sysmsg type=\"mmchatroombarannouncememt\"><mmchatroombarannouncememt><content>\"乙\"退出了群聊</content>\
                 </mmchatroombarannouncememt></sysmsg>",
                "announcement >",
            ),
            (
                "<sysmsg type=\"NewXmlChatRoomAccessVerifyApplication\"><NewXmlChatRoomAccessVerifyApplication>\
                 <text><![CDATA[\"甲\"想邀请1位朋友加入群聊]]></text><link><inviterusername>wxid_a</inviterusername>\
                 <memberlist><member><username>wxid_n</username><nickname>新</nickname></member></memberlist></link>\
                 </NewXmlChatRoomAccessVerifyApplication></sysmsg>",
                "invite_pending wxid_a=>wxid_n=新",
            ),
            (
                "\"<a href=\"weixin://contacts/profile/wxid_a\">甲</a>\"邀请\"<a href=\"weixin://contacts/profile/wxid_b\">乙</a>\"加入了群聊",
                "join wxid_a=甲>wxid_b=乙",
            ),
            ("你撤回了一条消息 <a href=\"weixin://revoke_edit_click\">重新编辑</a>", "recall @>"),
            (
                "<img src=\"SystemMessages_HongbaoIcon.png\"/>  甲领取了你的<_wc_custom_link_ href=\"weixin://x\">红包</_wc_custom_link_>",
                "other 甲> (red_packet)",
            ),
            ("\"<3 小丁\"退出了群聊", "leave ><3 小丁"),
        ] {
            assert_eq!(read(body), want, "{body}");
        }
    }

    #[test]
    fn fillings_are_not_filled_again() {
        let plain =
            |name: &str, text: &str| format!("<link name=\"{name}\" type=\"link_plain\"><plain>{text}</plain></link>");
        let links: String = (0..40).map(|n| plain(&format!("n{n}"), &format!("$n{}$", n + 1).repeat(2))).collect();
        assert!(notice(&sheet("$n0$", &links)).line.len() < 64);
    }
}
