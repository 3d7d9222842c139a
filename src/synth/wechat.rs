//! What the dialects of WeChat share: ids, system lines and the XML of cards, as WeChat's own table
//! holds them. Exporters differ in how they lay out a row, not in what WeChat wrote into it.

use super::act::{Act, Body, Cast, Deed, Say};

/// What a row of WeChat's table is and holds.
pub(super) struct Row {
    /// Type, and the type of the card within 49.
    pub code: (u32, u32),
    /// Text, XML, or a system line.
    pub content: String,
}

/// The id of a member.
pub(super) fn account_id(cast: &Cast, who: usize) -> String {
    format!("wxid_{:x}", cast.members.get(who).map_or(0, |member| member.account))
}

/// The id of the group.
pub(super) fn room(cast: &Cast) -> String {
    format!("{}@chatroom", cast.id)
}

/// The id the server gave a message.
pub(super) fn message_id(id: u64) -> u64 {
    7_000_000_000_000_000_000 + id
}

/// `2024-01-01 08:00:00`
pub(super) fn clock(at: i64) -> String {
    super::act::Clock::local(at).to_string().replace('T', " ")
}

/// The system line an act leaves; `None` for a message.
pub(super) fn notice(cast: &Cast, act: &Act) -> Option<String> {
    let name = cast.name(act.who);
    match &act.deed {
        Deed::Say(Say { body: Body::Recalled, .. }) => Some(format!("\"{name}\"撤回了一条消息")),
        Deed::Say(_) => None,
        Deed::Join { by: Some(by) } => Some(format!("\"{}\"邀请\"{name}\"加入了群聊", cast.name(*by))),
        Deed::Join { by: None } => Some(format!("\" {name}\"通过扫描\"{}\"分享的二维码加入群聊", cast.name(0))),
        Deed::Leave => Some(format!("\"{name}\"退出了群聊")),
        Deed::Remove { by } => Some(format!("\"{}\"将\"{name}\"移出了群聊", cast.name(*by))),
    }
}

/// A text with the mention before it.
pub(super) fn worded(cast: &Cast, say: &Say, text: &str) -> String {
    say.mention.map_or_else(|| text.to_owned(), |who| format!("@{}\u{2005}{text}", cast.name(who)))
}

/// The row of an act.
pub(super) fn row(cast: &Cast, act: &Act) -> Row {
    let system = || Row { code: (10_000, 0), content: notice(cast, act).unwrap_or_default() };
    let Deed::Say(say) = &act.deed else { return system() };
    let (code, content) = match &say.body {
        Body::Text(text) => match say.answers {
            None => ((1, 0), worded(cast, say, text)),
            Some(answered) => ((49, 57), quote(&worded(cast, say, text), answered.id)),
        },
        Body::Link { text, url } => ((49, 5), app(&format!("{}<type>5</type><url>{}</url>", title(text), escape(url)))),
        Body::Photo => ((3, 0), format!("<?xml version=\"1.0\"?><msg><img length=\"{}\"/></msg>", 40_000 + act.id)),
        Body::Voice { seconds } => ((34, 0), format!("<msg><voicemsg voicelength=\"{}\"/></msg>", seconds * 1000)),
        Body::Video { seconds } => ((43, 0), format!("<msg><videomsg playlength=\"{seconds}\"/></msg>")),
        Body::File { name, size } => {
            let attached = format!("<type>6</type><appattach><totallen>{size}</totallen></appattach>");
            ((49, 6), app(&format!("{}{attached}", title(name))))
        }
        Body::Sticker(_) => ((47, 0), "<msg><emoji cdnurl=\"http://emoji.example.com/1\"></emoji></msg>".to_owned()),
        Body::Recalled => return system(),
    };
    Row { code, content }
}

fn app(inner: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<msg><appmsg appid=\"\" sdkver=\"0\">{inner}</appmsg></msg>")
}

fn title(text: &str) -> String {
    format!("<title>{}</title>", escape(text))
}

fn quote(text: &str, answered: u64) -> String {
    let quoted = format!("<refermsg><type>1</type><svrid>{}</svrid></refermsg>", message_id(answered));
    app(&format!("{}<type>57</type>{quoted}", title(text)))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
