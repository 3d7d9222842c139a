//! The rows of the table of messages, and one taken apart: the block of sender and time, the block of
//! the body, or a line of its own. In: the bytes of the page. Out: text with entities resolved. By
//! hand, since the table is written by one program and every byte of it passes here once.

/// A row as found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Between the tags.
    pub inner: &'a [u8],
    /// Offset of the row in the page.
    pub start: usize,
    /// Its end, or the beginning of another row, was found.
    pub closed: bool,
}

/// The rows of a page.
pub(super) struct Rows<'a> {
    html: &'a [u8],
    at: usize,
}

impl<'a> Rows<'a> {
    /// All rows.
    pub(super) fn new(html: &'a [u8]) -> Self {
        Self { html, at: 0 }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let start = tags(self.html, self.at).find(|tag| tag.is(b"tr"))?;
        let end = tags(self.html, start.end).find(|tag| tag.is(b"tr") || tag.is(b"/tr") || tag.is(b"/table"));
        let stop = end.as_ref().map_or(self.html.len(), |tag| tag.start);
        self.at = stop;
        let inner = self.html.get(start.end..stop).unwrap_or_default();
        Some(Row { inner, start: start.start, closed: end.is_some() })
    }
}

/// What stands between `<` and `>`.
struct Tag<'a> {
    start: usize,
    end: usize,
    text: &'a [u8],
}

impl Tag<'_> {
    fn is(&self, name: &[u8]) -> bool {
        let named = self.text.get(..name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name));
        named && !self.text.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    }
}

/// The tags of `html` from `at` on. One that is never closed ends where the page does.
fn tags(html: &[u8], mut at: usize) -> impl Iterator<Item = Tag<'_>> {
    std::iter::from_fn(move || {
        let start = at + memchr::memchr(b'<', html.get(at..)?)?;
        let inner = html.get(start + 1..)?;
        let length = memchr::memchr2(b'>', b'<', inner).unwrap_or(inner.len());
        let closed = inner.get(length) == Some(&b'>');
        at = start + 1 + length + usize::from(closed);
        Some(Tag { start, end: at, text: inner.get(..length)? })
    })
}

/// A row taken apart. Kept and refilled: there are millions of them.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Text outside every block.
    pub outside: String,
    /// Text of the block inside the first block: the sender.
    pub name: String,
    /// The other text of the first block: the time, or a line of the banner.
    pub head: String,
    /// Text of the blocks behind it.
    pub body: String,
    /// Blocks.
    pub blocks: u32,
    /// Pictures in the body.
    pub pictures: u32,
    /// In the colour of who made the export.
    pub own: bool,
}

/// The colour of the exporter's own name.
const OWN: &[u8] = b"#42B475";

impl Parts {
    /// Takes a row apart.
    pub(super) fn fill(&mut self, row: &[u8]) {
        for text in [&mut self.outside, &mut self.name, &mut self.head, &mut self.body] {
            text.clear();
        }
        (self.blocks, self.pictures, self.own) = (0, 0, false);
        let (mut depth, mut at) = (0_u32, 0);
        for tag in tags(row, 0) {
            self.text(depth, row.get(at..tag.start).unwrap_or_default());
            at = tag.end;
            if tag.is(b"div") {
                self.blocks += u32::from(depth == 0);
                depth += 1;
                self.own |= self.blocks == 1 && memchr::memmem::find(tag.text, OWN).is_some();
            } else if tag.is(b"/div") {
                depth = depth.saturating_sub(1);
            } else if tag.is(b"br") {
                self.at(depth).push('\n');
            } else if tag.is(b"img") {
                self.pictures += 1;
            }
        }
        self.text(depth, row.get(at..).unwrap_or_default());
    }

    fn at(&mut self, depth: u32) -> &mut String {
        match (self.blocks, depth) {
            (_, 0) => &mut self.outside,
            (1, 1) => &mut self.head,
            (1, _) => &mut self.name,
            _ => &mut self.body,
        }
    }

    fn text(&mut self, depth: u32, raw: &[u8]) {
        if !raw.is_empty() {
            decode(&String::from_utf8_lossy(raw), self.at(depth));
        }
    }
}

/// Appends a text with its entities resolved; line breaks of the source are no line breaks.
fn decode(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = memchr::memchr3(b'&', b'\n', b'\r', rest.as_bytes()) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        if let Some((letter, used)) = entity(special) {
            out.push(letter);
            rest = special.get(used..).unwrap_or("");
            continue;
        }
        let (first, behind) = special.split_at(1);
        match first {
            "&" => out.push('&'),
            _ if out.is_empty() || out.ends_with(char::is_whitespace) => {}
            _ => out.push(' '),
        }
        rest = behind;
    }
    out.push_str(rest);
}

/// The character of the entity a text begins with, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let inner = text.strip_prefix('&')?;
    let length = inner.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let letter = match inner.get(..length)? {
        "nbsp" => ' ',
        "lt" => '<',
        // So some versions of QQ write it.
        "gt" | "get" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            match char::from_u32(code)? {
                '\u{a0}' => ' ',
                letter => letter,
            }
        }
    };
    Some((letter, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(row: &str) -> Parts {
        let mut parts = Parts { body: "old".to_owned(), ..Parts::default() };
        parts.fill(row.as_bytes());
        parts
    }

    #[test]
    fn a_message_row() {
        let row = "<td><div style=color:#42B475;padding-left:10px;><div style=float:left;margin-right:6px;>某甲&lt;a@example.com&get;</div>3:04:05&nbsp;</div><div style=padding-left:20px;><font style=\"font-size:9pt\" color='000000'>一&nbsp;&amp;amp;<br>二</font><IMG src=\"{A}.dat\"></div></td>";
        let parts = parts(row);
        assert_eq!((parts.name.as_str(), parts.head.as_str()), ("某甲<a@example.com>", "3:04:05 "));
        assert_eq!((parts.body.as_str(), parts.pictures, parts.own), ("一 &amp;\n二", 1, true));
    }

    #[test]
    fn lines_of_their_own() {
        let parts = parts("<td style=color:#3568BB;>日期: 2024-01-02\n</td>");
        assert_eq!((parts.outside.as_str(), parts.blocks, parts.own), ("日期: 2024-01-02 ", 0, false));
    }

    #[test]
    fn rows_however_they_end() {
        for (html, want) in [
            ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", vec![("<td>a</td>", true), ("<td>b</td>", true)]),
            ("<TR><TD>a</TD><tr><td>b</table>", vec![("<TD>a</TD>", true), ("<td>b", true)]),
            ("<tr><td>a</td></tr><tr><td>b", vec![("<td>a</td>", true), ("<td>b", false)]),
            ("<track><tr", vec![("", false)]),
            ("a < b <tr>x</tr>", vec![("x", true)]),
        ] {
            let rows: Vec<(&str, bool)> =
                Rows::new(html.as_bytes()).map(|row| (str::from_utf8(row.inner).unwrap(), row.closed)).collect();
            assert_eq!(rows, want, "{html}");
        }
    }

    #[test]
    fn entities() {
        for (raw, want) in [
            ("&lt;b&gt; &quot;x&quot; &#39;y&#x27;", "<b> \"x\" 'y'"),
            ("a&nbsp;b&#160;c", "a b c"),
            ("AT&T &unknown; &", "AT&T &unknown; &"),
            ("&#xD800;&#99999999;", "&#xD800;&#99999999;"),
            ("一\r\n二", "一 二"),
        ] {
            let mut out = String::new();
            decode(raw, &mut out);
            assert_eq!(out, want, "{raw}");
        }
    }
}
