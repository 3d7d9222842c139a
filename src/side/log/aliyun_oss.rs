//! Access logs of Aliyun OSS (阿里云对象存储): combined with a response time before the referer and
//! the bucket's own fields behind the browser. In: lines. Out: hits on objects.

use super::line::{self, Fields, Row};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Span};
use crate::unit::Text;

/// The log.
pub const ALIYUN_OSS: Log = Log {
    id: "aliyun-oss-log",
    name: Text { zh: "阿里云 OSS 访问日志", en: "Aliyun OSS access log" },
    how_to_obtain: Text {
        zh: "OSS 控制台 → 存储空间 → 日志管理 → 日志转存，指定目标存储空间与前缀；此后每小时一个文件，下载到一个文件夹",
        en: "OSS console, bucket, Logging: store logs in a target bucket under a prefix; from then on there is a file an \
             hour, to be downloaded into a folder",
    },
    carries: Carries::Visitors,
    span: Span::Whole,
    lacks: Text {
        zh: "访客是 IP 加浏览器的散列；开启之前的下载没有记录",
        en: "A visitor is the hash of address and browser; what was downloaded before logging was enabled is not in it",
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
    let (ip, _, _) = (fields.word()?, fields.word()?, fields.word()?);
    let clock = line::time(fields.bracketed()?)?;
    let (request, status) = (fields.quoted()?, line::status(fields.word()?)?);
    let (bytes, took) = (fields.word()?, fields.word()?);
    if !line::is_ip(ip) || !line::is_size(bytes) || !line::is_size(took) {
        return None;
    }
    let (referer, agent, host) = (fields.quoted()?, fields.quoted()?, fields.quoted()?);
    // Request id, whether logging is on, requester: then the operation, which no other log names.
    let operation = fields.nth(3)?.bytes();
    if !operation.first().is_some_and(u8::is_ascii_uppercase) && operation != b"-" {
        return None;
    }
    let Some((method, target)) = line::request(request).filter(|_| matches!(operation, b"GetObject" | b"HeadObject"))
    else {
        return Some(Row::Nothing);
    };
    Some(Row::Hit(
        clock,
        Hit {
            method: Some(method),
            status: Some(status),
            ip: Some(ip),
            agent: line::present(agent),
            referer: line::present(referer),
            ..Hit::at(0, Address::Path(line::text(host), target))
        },
    ))
}
