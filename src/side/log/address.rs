//! Addresses as logs write them: paths with escapes, hosts with ports, and the base URL that paths
//! without a host belong to. In: bytes of a request line. Out: text a link can be parsed from.

use std::borrow::Cow;
use std::fmt::Write;

use url::Url;

use crate::error::{Error, Result};

/// Where paths without a host belong (`--base-url`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    /// Reads `--base-url`.
    ///
    /// # Errors
    /// [`Error::Usage`] when it is no web address.
    pub fn new(text: &str) -> Result<Self> {
        let wrong =
            || Error::Usage(format!("--base-url {text}: must be the address of a site, such as https://example.com"));
        let url = Url::parse(text.trim()).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() || url.query().is_some() {
            return Err(wrong());
        }
        Ok(Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address of a path on this site.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}/{}", self.0, path.strip_prefix('/').unwrap_or(path))
    }
}

/// A path with the escapes of logs (`\x22`, `\"`) and all that no address holds as percent escapes.
#[must_use]
pub fn percent(path: &[u8]) -> Cow<'_, str> {
    let plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>');
    if path.iter().all(plain) {
        // Plain bytes are ASCII.
        return String::from_utf8_lossy(path);
    }
    let mut out = String::with_capacity(path.len() + 16);
    let mut at = 0;
    while let Some(byte) = path.get(at) {
        let (byte, length) = match (byte, path.get(at + 1)) {
            (b'\\', Some(b'x')) => match path.get(at + 2..at + 4).and_then(hex) {
                Some(byte) => (byte, 4),
                None => (b'\\', 1),
            },
            (b'\\', Some(next @ (b'"' | b'\\'))) => (*next, 2),
            _ => (*byte, 1),
        };
        at += length;
        if plain(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}

/// Percent escapes undone; what is no UTF-8 then becomes U+FFFD.
#[must_use]
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(hex);
        out.push(escaped.unwrap_or(*byte));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    u8::from_str_radix(digits?, 16).ok()
}

/// Host of an address, lower case, without port and `www.`, as shared links have it.
#[must_use]
pub fn host_of(url: &str) -> Cow<'_, str> {
    let rest = url.find("://").and_then(|at| url.get(at + 3..)).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(host, _)| host);
    if host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let lower = host.to_ascii_lowercase();
        return Cow::Owned(lower.strip_prefix("www.").map(str::to_owned).unwrap_or(lower));
    }
    Cow::Borrowed(host.strip_prefix("www.").unwrap_or(host))
}

/// Ending of the file an address names, lower case.
#[must_use]
pub fn extension(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let (_, path) = path.split_once("://").map_or(("", path), |(_, rest)| rest.split_once('/').unwrap_or(("", "")));
    let (stem, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    (!stem.is_empty() && ending.len() <= 8 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_logs_become_addresses() {
        for (path, want) in [
            (b"/a?x=1&y=%E4".as_slice(), "/a?x=1&y=%E4"),
            (br"/\xE4\xBD\xA0/\x22b", "/%E4%BD%A0/%22b"),
            (br#"/q\"x\\"#, "/q%22x%5C"),
            ("/群脉 报告.pdf".as_bytes(), "/%E7%BE%A4%E8%84%89%20%E6%8A%A5%E5%91%8A.pdf"),
            (br"/bad\xZZ", "/bad%5CxZZ"),
        ] {
            assert_eq!(percent(path), want);
        }
        assert_eq!(decoded("%E7%BE%A4%zz%"), "群%zz%");
    }

    #[test]
    fn hosts_and_endings() {
        for (url, host, ending) in [
            ("https://WWW.Ex.com:8443/a.PDF?x=.zip", "ex.com", Some("pdf")),
            ("http://u:p@ex.com/a/b", "ex.com", None),
            ("https://ex.com", "ex.com", None),
            ("https://ex.com/.hidden", "ex.com", None),
            ("/a", "", None),
        ] {
            assert_eq!((host_of(url).as_ref(), extension(url).as_deref()), (host, ending), "{url}");
        }
    }

    #[test]
    fn base_urls() {
        assert_eq!(Base::new("https://ex.com/docs/").unwrap().join("/a"), "https://ex.com/docs/a");
        for wrong in ["ex.com", "ftp://ex.com", "https://ex.com/?a=1", ""] {
            assert!(Base::new(wrong).is_err(), "{wrong}");
        }
    }
}
