//! Links: finding them in text, cutting glued punctuation, and the canonical form under which the
//! same article shared twice is one link (链接规范化). Pure and offline.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use url::Url;

/// Query keys that say where a click came from, not what is shown.
const TRACKING: &[&str] = &[
    "_hsenc",
    "_hsmi",
    "appuid",
    "ascene",
    "author_share",
    "bbid",
    "bd_vid",
    "chksm",
    "clicktime",
    "dclid",
    "devicetype",
    "enterid",
    "exportkey",
    "fbclid",
    "from",
    "gbraid",
    "gclid",
    "hmci",
    "hmcu",
    "hmkw",
    "hmpl",
    "hmsr",
    "igshid",
    "isappinstalled",
    "lang",
    "mc_cid",
    "mc_eid",
    "mpshare",
    "msclkid",
    "nettype",
    "pass_ticket",
    "scene",
    "scm",
    "sessionid",
    "share_from_user_hidden",
    "share_id",
    "share_medium",
    "share_plat",
    "share_session_id",
    "share_source",
    "share_tag",
    "share_times",
    "share_token",
    "spm",
    "spm_id_from",
    "srcid",
    "subscene",
    "unique_k",
    "vd_source",
    "version",
    "wbraid",
    "wx_header",
    "xhsshare",
    "yclid",
];
/// Hosts whose identity lies in a few query keys, or in none; all others are dropped there. Short
/// links are their path.
const KEEP_ONLY: &[(&str, &[&str])] = &[
    ("mp.weixin.qq.com", &["__biz", "mid", "idx", "sn"]),
    ("b23.tv", &[]),
    ("bit.ly", &[]),
    ("dub.sh", &[]),
    ("dwz.cn", &[]),
    ("is.gd", &[]),
    ("m.tb.cn", &[]),
    ("rb.gy", &[]),
    ("suo.im", &[]),
    ("t.cn", &[]),
    ("t.co", &[]),
    ("tinyurl.com", &[]),
    ("u.jd.com", &[]),
    ("url.cn", &[]),
    ("v.douyin.com", &[]),
    ("w.url.cn", &[]),
    ("xhslink.com", &[]),
];

/// What stands between a scheme and a host; built once, for it is sought in every message.
static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

/// Every web link in a text, in order, glued punctuation cut. By hand rather than by a link finder:
/// those take Han text behind a link as part of it, so that two links in one Chinese sentence
/// become one.
#[must_use]
pub fn find(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = MARK.find(&text.as_bytes()[from..]) {
        let colon = from + at;
        from = colon + 3;
        let scheme = |word: &str| {
            let start = colon.checked_sub(word.len())?;
            text.get(start..colon)?.eq_ignore_ascii_case(word).then_some(start)
        };
        if let Some(start) = scheme("https").or_else(|| scheme("http"))
            && let Some(link) = tidy(&text[start..])
        {
            from = start + link.len();
            found.push(link);
        }
    }
    found
}

/// A raw link without the punctuation and Han text glued to it; `None` when it is no web link.
#[must_use]
pub fn tidy(raw: &str) -> Option<&str> {
    // The end is sought from the start: what follows a link may be a whole text, once for each link in it.
    let raw = raw.trim_start().trim_start_matches(is_glue);
    let scheme = raw.find("://")?;
    if !matches!(raw.get(..scheme).map(str::to_ascii_lowercase).as_deref(), Some("http" | "https")) {
        return None;
    }
    let end = raw.char_indices().find(|(_, c)| c.is_whitespace() || is_glue(*c)).map_or(raw.len(), |(at, _)| at);
    let cut = raw.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '*', '_']);
    (cut.len() > scheme + 3).then_some(cut)
}

/// CJK punctuation, Han and kana: they end a link that was typed without a space.
fn is_glue(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '<' | '>' | '"' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}')
}

/// The canonical form: lower-case scheme and host, http as https, no default port, fragment,
/// `www.`, trailing slash or tracking keys; unreserved bytes decoded, keys sorted. `None` when it
/// is no web address.
#[must_use]
pub fn canonical(raw: &str) -> Option<String> {
    let url = Url::parse(tidy(raw)?).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut out = format!("https://{host}");
    if let Some(port) = url.port() {
        // Port 80 of http is gone already; 443 written on http is what https would drop.
        if port != 443 && port != 80 {
            out.push_str(&format!(":{port}"));
        }
    }
    out.push_str(decode_unreserved(url.path()).trim_end_matches('/'));
    let keep = KEEP_ONLY.iter().find(|(known, _)| *known == host).map(|(_, keys)| *keys);
    // An address out of XML or HTML may have its `&` as `&amp;`, and a padded `__biz` its `=` as `%3D`.
    let pair = |pair: &str| {
        let pair = decode_unreserved(pair);
        if keep.is_some() { pair.replace("%3D", "=") } else { pair }
    };
    let query = url.query().unwrap_or("").replace("&amp;", "&");
    let mut pairs: Vec<String> =
        query.split('&').filter(|pair| !pair.is_empty() && kept(pair, keep)).map(pair).collect();
    pairs.sort_unstable();
    if !pairs.is_empty() {
        out.push('?');
        out.push_str(&pairs.join("&"));
    }
    Some(out)
}

fn kept(pair: &str, keep: Option<&[&str]>) -> bool {
    let key = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
    match keep {
        Some(keys) => keys.contains(&key.as_str()),
        None => !key.starts_with("utm_") && !key.starts_with("sharer_") && !TRACKING.contains(&key.as_str()),
    }
}

/// `utm_content` of a link, else `utm_campaign`: the keys a share can be told by.
#[must_use]
pub fn utm(raw: &str, key: &str) -> Option<String> {
    let url = Url::parse(tidy(raw)?).ok()?;
    url.query_pairs().find(|(known, _)| known == key).map(|(_, value)| value.into_owned())
}

/// Percent escapes of unreserved bytes undone, the rest with upper-case digits (RFC 3986 §6.2.2).
fn decode_unreserved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        // A number parser would take a sign for a digit.
        let hex = rest.get(at + 1..at + 3).filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let escape = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match escape {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
                rest = &rest[at + 3..];
            }
            Some(byte) => {
                out.push_str(&format!("%{byte:02X}"));
                rest = &rest[at + 3..];
            }
            None => {
                out.push('%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_forms() {
        for (raw, want) in [
            ("https://ex.com/a?utm_source=wx", "https://ex.com/a"),
            ("https://EX.com/a#top", "https://ex.com/a"),
            ("http://www.ex.com:80/a/", "https://ex.com/a"),
            ("HTTPS://ex.com:443", "https://ex.com"),
            ("https://ex.com/a?b=2&a=1&spm=x", "https://ex.com/a?a=1&b=2"),
            ("https://ex.com/%7Ebob/%e4%bd%a0", "https://ex.com/~bob/%E4%BD%A0"),
            (
                "https://mp.weixin.qq.com/s?__biz=M&mid=1&idx=2&sn=x&chksm=y&scene=1#wechat_redirect",
                "https://mp.weixin.qq.com/s?__biz=M&idx=2&mid=1&sn=x",
            ),
            (
                "http://mp.weixin.qq.com/s?__biz=MzA3%3D%3D&amp;mid=1&amp;idx=2&amp;sn=x&amp;key=k#rd",
                "https://mp.weixin.qq.com/s?__biz=MzA3==&idx=2&mid=1&sn=x",
            ),
            ("https://mp.weixin.qq.com/s/AbC_d-1?scene=21", "https://mp.weixin.qq.com/s/AbC_d-1"),
            (
                "https://ex.com/a?id=7&fbclid=1&gclid=2&from=timeline&isappinstalled=0&scene=1&subscene=2&sessionid=3\
                 &clicktime=4&enterid=5&ascene=6&devicetype=7&version=8&nettype=9&lang=zh&exportkey=a&pass_ticket=b\
                 &wx_header=1&share_token=c&UTM_Medium=x&sharer_shareinfo=d",
                "https://ex.com/a?id=7",
            ),
            (
                "https://www.bilibili.com/video/BV1?p=2&vd_source=a&share_source=copy_web",
                "https://bilibili.com/video/BV1?p=2",
            ),
            ("https://bit.ly/3abcDEF?r=lp", "https://bit.ly/3abcDEF"),
            ("https://ex.com/#/course/1", "https://ex.com"),
            ("https://ex.com/a%+5b", "https://ex.com/a%+5b"),
            ("https://ex.com/a?q=%3D1", "https://ex.com/a?q=%3D1"),
            ("（https://ex.com/a）。", "https://ex.com/a"),
            ("https://ex.com/a，很好", "https://ex.com/a"),
            ("https://ex.com:8443/a", "https://ex.com:8443/a"),
        ] {
            assert_eq!(canonical(raw).as_deref(), Some(want), "{raw}");
        }
        assert_eq!(canonical("mailto:a@b.c"), None);
        assert_eq!(canonical("ftp://ex.com"), None);
    }

    #[test]
    fn links_in_chinese_text() {
        assert_eq!(
            find("看这里https://ex.com/a，还有：http://b.cn/x?y=1。"),
            ["https://ex.com/a", "http://b.cn/x?y=1"]
        );
        assert_eq!(find("http://a.b/c"), ["http://a.b/c"]);
        assert!(find("没有链接 e.g. this").is_empty());
        assert!(find("http://").is_empty() && find("://x").is_empty());
    }
}
