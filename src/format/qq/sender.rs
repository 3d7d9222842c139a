//! Whom a sender line names: `【管理员】某甲(10001)`, `某乙<a@example.com>`, a bare name. In: the text
//! behind the time. Out: account, name and the title the group shows. The account stands last, since
//! a name may hold brackets of its own.

use crate::frame::Who;

/// Accounts under which QQ itself speaks.
const SYSTEM: &[&str] = &["10000", "1000000"];

/// A sender as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) struct Sender<'a> {
    /// QQ number, or the mail address or phone of an account without one.
    pub id: Option<&'a str>,
    /// Name without titles; `None` where it is empty.
    pub name: Option<&'a str>,
    /// The name with all its titles, and without the first: what is a title and what part of a name
    /// cannot be told, and system lines repeat names.
    pub also: [&'a str; 2],
    /// The first title.
    title: Option<&'a str>,
}

/// The sender a line names.
pub(in crate::format) fn sender(text: &str) -> Sender<'_> {
    let text = text.trim();
    let (full, id) = match without_account(text) {
        Some((name, id)) => (name.trim_end(), Some(id)),
        None => (text, None),
    };
    let (mut name, mut title, mut also) = (full, None, [full; 2]);
    while let Some((found, rest)) = name.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        // A name that is nothing but brackets is a name.
        if rest.trim().is_empty() && id.is_none() {
            break;
        }
        name = rest.trim_start();
        if title.is_none() {
            (title, also) = (Some(found), [full, name]);
        }
    }
    Sender { id, name: Some(name).filter(|name| !name.is_empty()), also, title }
}

/// Name and account of a text that ends with an account in brackets.
pub(in crate::format) fn without_account(text: &str) -> Option<(&str, &str)> {
    if let Some(inner) = text.strip_suffix(')') {
        let (name, id) = inner.rsplit_once('(')?;
        let number = (5..=12).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
        return number.then_some((name, id));
    }
    let (name, id) = text.strip_suffix('>')?.rsplit_once('<')?;
    let digits = || id.len() >= 5 && id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+');
    let mail = id.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    (!id.contains(char::is_whitespace) && (mail || digits())).then_some((name, id))
}

impl<'a> Sender<'a> {
    /// QQ itself, not a person.
    pub fn is_system(&self) -> bool {
        match self.id {
            Some(id) => SYSTEM.contains(&id),
            None => self.name.is_none_or(|name| name == "系统消息"),
        }
    }

    /// The person.
    pub fn who(&self) -> Option<Who<'a>> {
        match (self.id, self.name) {
            (Some(id), name) => Some(Who::id(id, name)),
            (None, Some(name)) => Some(Who::name(name)),
            (None, None) => None,
        }
    }

    /// Owner or administrator, where the title says so; a level may stand before it.
    pub fn role(&self) -> Option<&'static str> {
        match self.title?.rsplit(' ').next()? {
            "群主" => Some("owner"),
            "管理员" => Some("admin"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senders() {
        for (text, id, name, role) in [
            ("某甲(10001)", Some("10001"), Some("某甲"), None),
            ("【管理员】某甲(10001)", Some("10001"), Some("某甲"), Some("admin")),
            ("【LV100 群主】某甲(10001)", Some("10001"), Some("某甲"), Some("owner")),
            ("【潜水】【北京】小王(10001)", Some("10001"), Some("小王"), None),
            ("小王(产品)(10001)", Some("10001"), Some("小王(产品)"), None),
            ("小王(产品)", None, Some("小王(产品)"), None),
            ("小王(2024)", None, Some("小王(2024)"), None),
            ("(10001)", Some("10001"), None, None),
            ("【管理员】(10001)", Some("10001"), None, Some("admin")),
            ("【冒泡】", None, Some("【冒泡】"), None),
            ("大魔头<note@example.com>", Some("note@example.com"), Some("大魔头"), None),
            ("a<b>(10001)", Some("10001"), Some("a<b>"), None),
            ("a <b c>", None, Some("a <b c>"), None),
            ("", None, None, None),
        ] {
            let found = sender(text);
            assert_eq!((found.id, found.name, found.role()), (id, name, role), "{text}");
        }
    }

    #[test]
    fn who_is_the_system() {
        for (text, system) in [
            ("系统消息(10000)", true),
            ("系统消息(1000000)", true),
            ("系统消息", true),
            ("", true),
            ("系统消息(10001)", false),
            ("某甲", false),
        ] {
            assert_eq!(sender(text).is_system(), system, "{text}");
        }
    }
}
