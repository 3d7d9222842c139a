//! Offline logs of Aliyun CDN (阿里云 CDN 离线日志): one line a request with its whole address. In:
//! lines that begin with the time. Out: hits.

use super::line::{self, Fields, Row};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Span};
use crate::unit::Text;

/// The log.
pub const ALIYUN_CDN: Log = Log {
    id: "aliyun-cdn-log",
    name: Text { zh: "阿里云 CDN 离线日志", en: "Aliyun CDN offline log" },
    how_to_obtain: Text {
        zh: "CDN 控制台 → 日志 → 离线日志下载，选域名与日期，下载 .gz（保留 30 天），放进同一个文件夹，不必解压",
        en: "CDN console, Logs, offline log download: choose domain and date, download the .gz files (kept for 30 days) \
             into one folder; no need to unpack them",
    },
    carries: Carries::Visitors,
    span: Span::Whole,
    lacks: Text {
        zh: "访客是 IP 加浏览器的散列；日志每小时一份，延迟可达 24 小时",
        en: "A visitor is the hash of address and browser; there is a file an hour, up to 24 hours late",
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
    let mut fields = Fields::new(line);
    let clock = line::time(fields.bracketed()?)?;
    let (ip, proxy, took) = (fields.word()?, fields.next()?, fields.word()?);
    let (referer, request) = (fields.quoted()?, fields.quoted()?);
    let status = line::status(fields.word()?)?;
    let (asked, answered, cache) = (fields.word()?, fields.word()?, fields.word()?);
    let agent = fields.quoted()?;
    let sizes = [took, asked, answered].into_iter().all(line::is_size);
    if !line::is_ip(ip) || !sizes || !cache.iter().all(|byte| byte.is_ascii_uppercase() || b"_-".contains(byte)) {
        return None;
    }
    let Some((method, target)) = line::request(request) else { return Some(Row::Nothing) };
    Some(Row::Hit(
        clock,
        Hit {
            method: Some(method),
            status: Some(status),
            ip: Some(line::forwarded(proxy.bytes()).unwrap_or(ip)),
            agent: line::present(agent),
            referer: line::present(referer),
            ..Hit::at(0, Address::Path(None, target))
        },
    ))
}
