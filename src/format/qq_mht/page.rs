//! Where the page of messages lies in a web archive. In: the whole file, junk before its header and a
//! lost end allowed. Out: the bytes of the page. The pictures behind it cost nothing: the search ends
//! where they begin.

use memchr::memmem;

/// Bytes a part's own header may have.
const HEADER: usize = 4096;

/// The page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Page<'a> {
    /// Its bytes.
    pub html: &'a [u8],
    /// Offset of its first byte in the file.
    pub start: usize,
    /// The file ends in it.
    pub cut: bool,
}

/// Finds the page.
///
/// # Errors
/// What is wrong with a file that has none.
pub(super) fn page(bytes: &[u8]) -> Result<Page<'_>, &'static str> {
    let (header, start) = header(bytes).ok_or("no part of type text/html in it")?;
    let lower = header.to_ascii_lowercase();
    if ["base64", "quoted-printable"].iter().any(|coding| memmem::find(&lower, coding.as_bytes()).is_some()) {
        return Err("its page is base64 or quoted-printable: it was saved again by another program");
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let end = delimiter(bytes, start - header.len()).and_then(|delimiter| memmem::find(rest, &delimiter));
    let html = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
    let text = html.trim_ascii_end();
    let closed = text.get(text.len().saturating_sub(7)..).is_some_and(|tail| tail.eq_ignore_ascii_case(b"</html>"));
    Ok(Page { html, start, cut: end.is_none() && !closed })
}

/// The header of the page's part from its type on, and the offset behind it.
fn header(bytes: &[u8]) -> Option<(&[u8], usize)> {
    memmem::find_iter(bytes, b"text/html").find_map(|at| {
        let before = bytes.get(at.saturating_sub(64)..at)?.trim_ascii_end().to_ascii_lowercase();
        if !before.ends_with(b"content-type:") {
            return None;
        }
        let near = bytes.get(at..bytes.len().min(at + HEADER))?;
        let wide = memmem::find(near, b"\r\n\r\n").map(|end| end + 4);
        let narrow = memmem::find(near, b"\n\n").map(|end| end + 2);
        let length = match (wide, narrow) {
            (Some(wide), Some(narrow)) => wide.min(narrow),
            (wide, narrow) => wide.or(narrow)?,
        };
        Some((near.get(..length)?, at + length))
    })
}

/// The line that ends a part, as the archive's header says, else as it stands above the part.
fn delimiter(bytes: &[u8], part: usize) -> Option<Vec<u8>> {
    let before = bytes.get(..part)?;
    let told = memmem::rfind(before, b"boundary=").and_then(|at| {
        let value = before.get(at + 9..)?;
        let value = value.strip_prefix(b"\"").unwrap_or(value);
        value.split(|byte| matches!(byte, b'"' | b'\r' | b'\n' | b';')).next()
    });
    let told = told.filter(|name| !name.is_empty()).map(|name| [b"\n--", name].concat());
    told.or_else(|| {
        let lines = before.split(|byte| *byte == b'\n').rev().take(8);
        let line = lines.map(<[u8]>::trim_ascii_end).find(|line| line.starts_with(b"--") && line.len() > 6)?;
        Some([b"\n", line].concat())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        let part = "Content-Type: text/html\r\nContent-Transfer-Encoding:7bit\r\n\r\n<html>a</html>";
        let told = format!(
            "From: x\r\nContent-Type:multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--B1\"\r\n\r\n----B1\r\n{part}"
        );
        for (text, html, cut) in [
            (format!("{told}\r\n\r\n----B1\r\nContent-Type:image/png\r\n\r\nAAAA"), "<html>a</html>", false),
            (format!("junk\0junk{told}\n----B1--\n"), "<html>a</html>", false),
            (told.clone(), "<html>a</html>", false),
            (told.replace("</html>", ""), "<html>a", true),
            (format!("------=_Next_1\n{}\n------=_Next_1--", part.replace('\r', "")), "<html>a</html>", false),
            (part.to_owned(), "<html>a</html>", false),
        ] {
            let page = page(text.as_bytes()).unwrap();
            assert_eq!((str::from_utf8(page.html).unwrap().trim_end(), page.cut), (html, cut), "{text}");
            assert_eq!(text.as_bytes().get(page.start..page.start + page.html.len()), Some(page.html));
        }
    }

    #[test]
    fn files_without_a_page() {
        for text in [
            "",
            "Content-Type:multipart/related;\r\n\ttype=\"text/html\";\r\n\r\n",
            "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>=3D</html>",
            "Content-Type: text/html",
        ] {
            assert!(page(text.as_bytes()).is_err(), "{text}");
        }
    }
}
