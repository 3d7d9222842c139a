//! XML as WeChat puts it into a message body, read leniently: as a document where it is sound, by
//! its tags where it is not. In: the body. Out: whether it is XML, and texts of elements.

use std::borrow::Cow;

use memchr::memmem;
use roxmltree::{Document, Node};

/// A body longer than this is not built into a document: no card is, so it is damage.
const LONGEST: usize = 1 << 20;
/// How XML in a body begins.
const ROOTS: [&str; 5] = ["<?xml", "<msg", "<appmsg", "<sysmsg", "<revokemsg"];
/// Entities; the ampersand last, since it may make others.
const NAMED: [(&str, &str); 6] =
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#x0A;", "\n"), ("&amp;", "&")];

/// The XML in a body; `None` when it is plain text.
pub(super) fn of(body: &str) -> Option<&str> {
    let around = |c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0';
    let body = body.trim_start_matches(around);
    if !body.starts_with('<') {
        return None;
    }
    let body = body.trim_end_matches(around);
    ROOTS.iter().any(|root| body.starts_with(root)).then_some(body)
}

/// The document, when the XML is sound.
pub(super) fn document(xml: &str) -> Option<Document<'_>> {
    if xml.len() > LONGEST { None } else { Document::parse(xml).ok() }
}

/// The text of the first child of that name, trimmed; `None` when there is none or it is empty.
pub(super) fn child_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    text(node.children().find(|child| child.has_tag_name(name))?)
}

/// The text of the first element of that name below a node.
pub(super) fn deep_text(node: Node<'_, '_>, name: &str) -> Option<String> {
    node.descendants().filter(|child| child.has_tag_name(name)).find_map(text)
}

/// Everything written directly in an element: text and CDATA may alternate.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    let whole: String = node.children().filter(Node::is_text).filter_map(|piece| piece.text()).collect();
    let whole = whole.trim();
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// What stands between the first tags of that name in XML that is broken.
pub(super) fn between<'a>(xml: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let open = format!("<{name}>");
    let from = memmem::find(xml.as_bytes(), open.as_bytes())? + open.len();
    let rest = xml.get(from..)?;
    let end = memmem::find(rest.as_bytes(), format!("</{name}>").as_bytes())?;
    let inner = rest.get(..end)?.trim();
    let plain = inner.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>"));
    let text = plain.map_or_else(|| unescaped(inner), Cow::Borrowed);
    (!text.trim().is_empty()).then_some(text)
}

/// The named entities of XML resolved.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(NAMED.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_xml() {
        for (body, want) in [
            ("<msg><appmsg/></msg>", true),
            ("\n<?xml version=\"1.0\"?><msg/>", true),
            ("<sysmsg type=\"pat\"/>", true),
            ("<3 大家", false),
            ("<a href=\"x\">重新编辑</a>", false),
            ("", false),
        ] {
            assert_eq!(of(body).is_some(), want, "{body}");
        }
    }

    #[test]
    fn broken_xml_gives_its_tags() {
        let xml = "<msg><appmsg><title>甲 & 乙</title><url>https://ex.cn/?a=1&amp;b=2</url><type>5</type><des>";
        assert!(document(xml).is_none());
        for (name, want) in [("title", Some("甲 & 乙")), ("url", Some("https://ex.cn/?a=1&b=2")), ("des", None)] {
            assert_eq!(between(xml, name).as_deref(), want, "{name}");
        }
    }
}
