//! One message as a block of lines: `内容: …`, then perhaps files, mentions and what is answered. In: the
//! lines below the time. Out: its words, its kind, its file. The lines at the end are looked for from
//! the end, since words may run over many lines.

use crate::format::qq::{Body, body};
use crate::frame::MessageKind;

/// A block understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// Everything behind `内容:`, for what QQ itself tells.
    pub content: &'a str,
    /// Kind, words and file.
    pub body: Body<'a>,
}

/// Takes a block apart.
pub(super) fn block(text: &str) -> Block<'_> {
    let (text, _) = cut(text, "回复: ", |answered| answered.contains(" - "));
    let (text, _) = cut(text, "提及: ", |names| !names.contains('\n'));
    let (text, files) =
        cut(text, "资源: ", |files| files.lines().next().is_some_and(|line| line.trim_end().ends_with("个文件")));
    let text = text.trim_start();
    let text = if text.starts_with("类型: ") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let content = text.trim_start().strip_prefix("内容:").unwrap_or("").trim();
    let mut body = body(content);
    if let Some((kind, name)) = files.and_then(first_file) {
        let summed =
            content.is_empty() || content.starts_with('[') && content.ends_with("消息]") && !content.contains(' ');
        if summed && matches!(body.kind, MessageKind::Other | MessageKind::Text) {
            (body.kind, body.text) = (kind, None);
        }
        if body.kind == MessageKind::File && body.file_name.is_none() {
            body.file_name = name;
        }
    }
    Block { content, body }
}

/// Cuts off the last lines that begin with a mark and look as they should.
fn cut<'a>(text: &'a str, mark: &str, looks: impl Fn(&str) -> bool) -> (&'a str, Option<&'a str>) {
    let text = text.trim_end();
    let lines = text.rmatch_indices(mark).find(|(at, _)| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'));
    let parts = lines.and_then(|(at, _)| Some((text.get(..at)?, text.get(at + mark.len()..)?)));
    match parts {
        Some((before, behind)) if looks(behind) => (before.trim_end(), Some(behind)),
        _ => (text, None),
    }
}

/// `  - file: 周报.pdf`
fn first_file(files: &str) -> Option<(MessageKind, Option<&str>)> {
    let (kind, name) = files.lines().find_map(|line| line.trim_start().strip_prefix("- "))?.split_once(':')?;
    let kind = match kind {
        "image" => MessageKind::Image,
        "video" => MessageKind::Video,
        "audio" => MessageKind::Voice,
        _ => MessageKind::File,
    };
    Some((kind, Some(name.trim()).filter(|name| !name.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks() {
        use MessageKind::{File, Image, Other, Text};
        for (text, kind, words, file_name) in [
            ("内容: 一\n\n二\n", Text, Some("一\n\n二"), None),
            ("类型: text\n内容: 一", Text, Some("一"), None),
            ("内容: [图片:a.jpg]\n资源: 1 个文件\n  - image: a.jpg", Image, None, None),
            ("内容: [文件:周报.pdf]\n资源: 1 个文件\n  - file: 周报.pdf", File, None, Some("周报.pdf")),
            ("内容: [file消息]\n资源: 1 个文件\n  - file: 周报.pdf", File, None, Some("周报.pdf")),
            ("内容: [image、file消息]\n资源: 2 个文件\n  - image: a.jpg\n  - file: b.pdf", Image, None, None),
            ("资源: 1 个文件\n  - image: a.jpg", Image, None, None),
            ("内容: @甲 好\n提及: 甲\n回复: 01-02 03:04 乙 - 原话\n第二行", Text, Some("@甲 好"), None),
            ("内容: [回复消息]好的\n回复: 乙 - 原话", Text, Some("好的"), None),
            (
                "内容: 安排\n资源: 都在群里\n提及: 无\n下一行",
                Text,
                Some("安排\n资源: 都在群里\n提及: 无\n下一行"),
                None,
            ),
            ("内容: [无文本内容]", Other, None, None),
            ("", Other, None, None),
        ] {
            let body = block(text).body;
            assert_eq!((body.kind, body.text, body.file_name), (kind, words, file_name), "{text}");
        }
    }
}
