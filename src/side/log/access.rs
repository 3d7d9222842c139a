//! Access logs of nginx and Apache: combined, common, with the virtual host in front and with
//! fields of one's own behind. In: lines. Out: hits. One file for both servers, whose defaults are
//! the same.

use super::line::{self, Fields, Row};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Span};
use crate::unit::Text;

/// The log.
pub const ACCESS: Log = Log {
    id: "access-log",
    name: Text { zh: "nginx / Apache 访问日志", en: "nginx or Apache access log" },
    how_to_obtain: Text {
        zh: "在自己的网站服务器上取 /var/log/nginx/access.log 或 /var/log/apache2/access.log，连同轮转的 access.log.1、\
             access.log.2.gz；至少盖住分享后的 7 天",
        en: "On the server of your own site take /var/log/nginx/access.log or /var/log/apache2/access.log together with \
             the rotated access.log.1 and access.log.2.gz; they must cover the seven days after a share",
    },
    carries: Carries::Visitors,
    span: Span::Whole,
    lacks: Text {
        zh: "行里一般没有域名，要用 --base-url 说明；访客是 IP 加浏览器的散列，同一出口的人会并成一个，换网络的人会分成几个",
        en: "The lines name no host as a rule: --base-url tells it. A visitor is the hash of address and browser: people \
             behind one address merge, one who changes networks splits",
    },
    sniff,
    read,
};

fn sniff(head: &Head<'_>) -> bool {
    head.most(|line| parse(line).is_some())
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    line::read(text, sink, parse);
}

fn parse(line: &[u8]) -> Option<Row<'_>> {
    let bracket = memchr::memchr(b'[', line)?;
    let (host, ip) = client(line.get(..bracket)?)?;
    let mut fields = Fields::new(line.get(bracket..)?);
    let clock = line::time(fields.bracketed()?)?;
    let request = fields.quoted()?;
    let status = line::status(fields.word()?)?;
    if !line::is_size(fields.word()?) {
        return None;
    }
    // Common ends here; combined has two quoted texts; anything may follow them, but a bare number
    // in their place is the log of an object store.
    let (referer, agent) = match fields.next() {
        None => (None, None),
        Some(line::Field::Quoted(referer)) => (Some(referer), Some(fields.quoted()?)),
        Some(_) => return None,
    };
    let Some((method, target)) = line::request(request) else { return Some(Row::Nothing) };
    // Bare words behind may be addresses of servers; the client behind a proxy stands in quotes.
    let proxy = fields.find_map(|field| match field {
        line::Field::Quoted(text) => line::forwarded(text),
        _ => None,
    });
    Some(Row::Hit(
        clock,
        Hit {
            method: Some(method),
            status: Some(status),
            ip: Some(proxy.unwrap_or(ip)),
            agent: agent.and_then(line::present),
            referer: referer.and_then(line::present),
            ..Hit::at(0, Address::Path(host, target))
        },
    ))
}

/// Virtual host, if one stands in front, and client of what precedes the time.
fn client(before: &[u8]) -> Option<(Option<&str>, &[u8])> {
    let mut words = before.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    // host, client, ident, user: one word more than without a host.
    if words.next().is_some() && line::is_ip(second) && !line::is_ip(first) {
        return Some((line::text(first), second));
    }
    // A user may hold spaces, so what follows is not counted; ident is `-` nearly always.
    let is_client = line::is_ip(first) || second == b"-" && first.contains(&b'.');
    (is_client && !third.is_empty()).then_some((None, first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> bool {
        sniff(&Head { bytes: text.as_bytes() })
    }

    #[test]
    fn lines_that_are_requests() {
        let time = "[02/Mar/2026:12:30:00 +0800]";
        for (line, hit) in [
            (format!(r#"1.2.3.4 - - {time} "GET /a HTTP/1.1" 200 5"#), Some(true)),
            (format!(r#"1.2.3.4 - - {time} "GET /a HTTP/1.1" 200 - "-" "Mozilla/5.0 \"x\"""#), Some(true)),
            (
                format!(r#"2001:db8::1 - bob smith {time} "GET /a HTTP/2.0" 304 0 "-" "M" "9.9.9.9, 10.0.0.1" rt=0.1"#),
                Some(true),
            ),
            (format!(r#"ex.com:443 1.2.3.4 - - {time} "GET /a HTTP/1.1" 200 5 "-" "M""#), Some(true)),
            (format!(r#"crawl.ex.net - - {time} "GET /a HTTP/1.1" 200 5 "-" "M""#), Some(true)),
            (format!(r#"1.2.3.4 - - {time} "\x16\x03\x01" 400 166 "-" "-""#), Some(false)),
            (format!(r#"1.2.3.4 - - {time} "" 400 0 "-" "-""#), Some(false)),
            (format!(r#"1.2.3.4 - - {time} "GET /a HTTP/1.1" 200 5 31 "-" "M" "b.oss-cn.aliyuncs.com""#), None),
            (format!(r#"1.2.3.4 - - {time} "GET /a HTTP/1.1" 200 5 "-" "M"#), None),
            (
                r#"owner bucket [02/Mar/2026:12:30:00 +0800] 1.2.3.4 - ID REST.GET.OBJECT k "GET /k HTTP/1.1" 200"#
                    .to_owned(),
                None,
            ),
            ("[02/03/2026, 12:30:00] Lin: GET /a".to_owned(), None),
            (String::new(), None),
        ] {
            let found = parse(line.as_bytes()).map(|row| matches!(row, Row::Hit(..)));
            assert_eq!(found, hit, "{line}");
        }
    }

    #[test]
    fn what_is_a_log() {
        let line = r#"1.2.3.4 - - [02/Mar/2026:12:30:00 +0800] "GET /a HTTP/1.1" 200 5 "-" "M""#;
        assert!(claims(line));
        assert!(claims(&format!("{line}\ndamaged\n{line}\n{line}\n{line}\n")));
        assert!(!claims(&format!("{line}\nchat\nchat\n")));
        assert!(!claims(""));
    }
}
