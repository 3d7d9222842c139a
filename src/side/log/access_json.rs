//! Access logs written as JSON, an object a line: nginx with a `log_format` of its own, Caddy,
//! Traefik. In: objects whose keys everyone chooses a little differently. Out: hits.

use super::json::{self, Row};
use super::line;
use super::spec::{Address, Carries, Head, Hit, Log, Sink, Skip, Span};
use crate::unit::Text;

/// The log.
pub const ACCESS_JSON: Log = Log {
    id: "access-log-json",
    name: Text { zh: "JSON 访问日志（nginx、Caddy、Traefik）", en: "JSON access log (nginx, Caddy, Traefik)" },
    how_to_obtain: Text {
        zh: "nginx 用 log_format … escape=json，含 time_iso8601、request_uri、status、request_method、host、remote_addr、\
             http_user_agent、http_referer；Caddy 与 Traefik 打开 JSON 访问日志即可。取出日志文件，连同轮转的 .gz",
        en: "nginx: log_format … escape=json with time_iso8601, request_uri, status, request_method, host, remote_addr, \
             http_user_agent and http_referer; Caddy and Traefik: switch JSON access logs on. Take the files with their \
             rotated .gz",
    },
    carries: Carries::Visitors,
    span: Span::Whole,
    lacks: Text {
        zh: "键名各家不同，认得常见的；没有 host 键时要 --base-url；访客是 IP 加浏览器的散列",
        en: "Keys differ; the usual ones are known. Without a host key --base-url is needed. A visitor is the hash of \
             address and browser",
    },
    sniff,
    read,
};

const TIME: &[&str] = &[
    "time_iso8601",
    "@timestamp",
    "timestamp",
    "time",
    "time_local",
    "msec",
    "ts",
    "StartUTC",
    "start_time",
    "datetime",
];
const PATH: &[&str] = &["request_uri", "request.uri", "uri", "RequestPath", "url", "path", "request_path"];
const STATUS: &[&str] = &["status", "DownstreamStatus", "status_code", "response_status", "response.status"];
const METHOD: &[&str] = &["request_method", "request.method", "method", "RequestMethod", "http_method"];
const HOST: &[&str] = &["host", "http_host", "request.host", "RequestHost", "server_name", "domain", "vhost"];
const AGENT: &[&str] =
    &["http_user_agent", "user_agent", "request.headers.User-Agent", "request_User-Agent", "useragent", "agent", "ua"];
const REFERER: &[&str] =
    &["http_referer", "referer", "request.headers.Referer", "request_Referer", "http_referrer", "referrer"];
const CLIENT: &[&str] = &[
    "remote_addr",
    "request.client_ip",
    "request.remote_ip",
    "client_ip",
    "ClientHost",
    "clientip",
    "remote_ip",
    "ip",
];
const PROXY: &[&str] = &["http_x_forwarded_for", "x_forwarded_for", "request.headers.X-Forwarded-For", "xff"];

fn sniff(head: &Head<'_>) -> bool {
    head.most(|line| line.starts_with(b"{") && json::first(line).is_some_and(|row| is_request(&row)))
}

/// A time, a status, an address, and who asked with what: fewer keys many a JSON has.
fn is_request(row: &Row<'_>) -> bool {
    let has = |names: &[&str]| row.get(names).is_some();
    let address = has(PATH) || row.get(&["request"]).is_some_and(|text| line::request(text.as_bytes()).is_some());
    let status = row.get(STATUS).is_some_and(|status| line::status(status.as_bytes()).is_some());
    has(TIME) && status && address && has(CLIENT) && (has(METHOD) || has(AGENT) || has(&["request"]))
}

fn read(text: &[u8], sink: &mut Sink<'_>) {
    json::rows(text, sink, take);
}

fn take(row: &Row<'_>, sink: &mut Sink<'_>) {
    let Some(time) = row.get(TIME).and_then(|text| time(text, sink)) else { return sink.skip(Skip::Unreadable) };
    let request = row.get(&["request"]).and_then(|text| line::request(text.as_bytes()));
    let Some(path) = row.get(PATH).map(str::as_bytes).or(request.map(|(_, target)| target)) else {
        return sink.skip(Skip::Other);
    };
    let query = row.get(&["args", "query_string"]).filter(|_| !path.contains(&b'?'));
    let path = query.map_or_else(|| path.to_vec(), |query| [path, b"?", query.as_bytes()].concat());
    let method = row.get(METHOD).map(str::as_bytes).or(request.map(|(method, _)| method));
    let client = row.get(PROXY).and_then(|proxy| line::forwarded(proxy.as_bytes()));
    sink.hit(&Hit {
        method: Some(method.unwrap_or(b"GET")),
        status: row.get(STATUS).and_then(|status| line::status(status.as_bytes())),
        ip: client.or(row.get(CLIENT).map(str::as_bytes)),
        agent: row.get(AGENT).map(str::as_bytes),
        referer: row.get(REFERER).map(str::as_bytes),
        ..Hit::at(time, Address::Path(row.get(HOST), &path))
    });
}

/// ISO, the servers' own `02/Mar/2026:…`, or an epoch with or without a fraction.
fn time(text: &str, sink: &mut Sink<'_>) -> Option<i64> {
    if let Some(clock) = line::time(text.as_bytes()) {
        return Some(clock.utc(sink));
    }
    if let Some((seconds, fraction)) = text.split_once('.')
        && seconds.len() == 10
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
    {
        return sink.time(seconds);
    }
    sink.time(text)
}
