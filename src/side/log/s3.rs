//! Server access logs of Amazon S3 and of stores that speak its dialect. In: lines of some 25
//! fields. Out: hits on objects.

use super::line::{self, Field, Fields, Row};
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Span};
use crate::unit::Text;

/// The log.
pub const S3: Log = Log {
    id: "s3-access-log",
    name: Text { zh: "S3 服务器访问日志", en: "Amazon S3 server access log" },
    how_to_obtain: Text {
        zh: "在存储桶的「属性」里打开服务器访问日志记录，指定目标桶；几小时后把目标前缀下的对象下载到一个文件夹",
        en: "In the bucket's Properties enable server access logging with a target bucket; some hours later download the \
             objects under the target prefix into a folder",
    },
    carries: Carries::Visitors,
    span: Span::Whole,
    lacks: Text {
        zh: "尽力而为的投递，可能少记几条；访客是 IP 加浏览器的散列；没有 Host 字段的旧日志要 --base-url",
        en: "Delivered at best effort: a few requests may be missing. A visitor is the hash of address and browser; old \
             logs without a host field need --base-url",
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
    let (_owner, _bucket) = (fields.word()?, fields.word()?);
    let clock = line::time(fields.bracketed()?)?;
    let (ip, _requester, _id) = (fields.word()?, fields.next()?, fields.word()?);
    let operation = fields.word()?;
    if !operation.contains(&b'.')
        || !operation.iter().all(|byte| byte.is_ascii_uppercase() || b"._0123456789".contains(byte))
    {
        return None;
    }
    let (key, request, status) = (fields.next()?, fields.next()?, fields.word()?);
    // Error code, bytes sent, size, total and turn-around time.
    for _ in 0..5 {
        fields.next()?;
    }
    let (referer, agent) = (fields.next()?, fields.next()?);
    if !matches!(operation, b"REST.GET.OBJECT" | b"WEBSITE.GET.OBJECT" | b"REST.HEAD.OBJECT") {
        return Some(Row::Nothing);
    }
    // Version, host id, signature version, cipher, authentication type, then the host asked for.
    let host = fields.nth(5).and_then(|host| line::text(host.bytes()));
    let (method, target) = match request {
        Field::Quoted(request) => line::request(request)?,
        _ => (b"GET".as_slice(), key.bytes()),
    };
    Some(Row::Hit(
        clock,
        Hit {
            method: Some(method),
            status: Some(line::status(status)?),
            ip: line::present(ip),
            agent: line::present(agent.bytes()),
            referer: line::present(referer.bytes()),
            ..Hit::at(0, Address::Path(host, target))
        },
    ))
}
