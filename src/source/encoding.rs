//! What a text file was written in. In: its first bytes. Out: the encoding to bring it to UTF-8
//! from, or none when it is UTF-8 already. By detection, since exports of Windows programs come as
//! GB18030, UTF-16, Big5, Shift-JIS or EUC-KR and say so nowhere.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes the detector looks at; more makes it slower and no surer.
const SAMPLE: usize = 64 * 1024;

/// The encoding of a file that begins with `head`; `None` for UTF-8, and for what is no text.
#[must_use]
pub fn detect(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.get(..SAMPLE).unwrap_or(head);
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some(encoding);
    }
    if let Some(utf16) = wide(head) {
        return Some(utf16);
    }
    if memchr::memchr(0, head).is_some() || is_json(head) {
        return None;
    }
    let (sound, broken) = characters(head);
    if broken == 0 || sound > broken {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, false);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Any bytes are text in an encoding of single bytes: a guess at one is no evidence against the
    // characters that are sound UTF-8.
    if guess.is_single_byte() && sound > 0 {
        return None;
    }
    // GB18030 reads all of GBK and the characters GBK lacks.
    Some(if guess == GBK { GB18030 } else { guess })
}

/// The bytes brought to UTF-8; what cannot be read becomes U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    encoding.decode_with_bom_removal(bytes).0.into_owned().into_bytes()
}

/// UTF-16 without a mark: a zero on one side of nearly every line break.
fn wide(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.chunks_exact(2);
    let count = |want: [u8; 2]| pairs.clone().filter(|pair| *pair == want).count();
    let (little, big) = (count([b'\n', 0]), count([0, b'\n']));
    let zeros = memchr::memchr_iter(0, head).count();
    match (little, big) {
        (1.., 0) if zeros * 20 > head.len() => Some(UTF_16LE),
        (0, 1..) if zeros * 20 > head.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// How many characters beyond ASCII are sound UTF-8, and how many places are none.
fn characters(head: &[u8]) -> (usize, usize) {
    let (mut sound, mut broken) = (0, 0);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        sound += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        // A character cut by the end of the head is no damage.
        broken += usize::from(!chunk.invalid().is_empty() && chunks.peek().is_some());
    }
    (sound, broken)
}

/// JSON is UTF-8 by its own standard: bad bytes in it are damage.
fn is_json(head: &[u8]) -> bool {
    matches!(head.trim_ascii_start().first(), Some(b'{' | b'['))
        && head
            .trim_ascii_start()
            .iter()
            .skip(1)
            .find(|byte| !byte.is_ascii_whitespace())
            .is_some_and(|byte| matches!(byte, b'"' | b'{' | b'}' | b']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, SHIFT_JIS};

    const CHINESE: &str = "消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n2024-01-02 3:04:05 【管理员】某甲(10001)\r\n今天晚上八点在群里分享，大家记得来听。\r\n";

    #[test]
    fn what_exports_are_written_in() {
        let korean = "한국어 대화 내용입니다. 오늘 저녁에 만나요.\n저장한 날짜 : 2024-01-02\n";
        let japanese = "トーク履歴\n保存日時：2024/01/02 10:00\n今日はありがとうございました。\n";
        let taiwanese = "聊天記錄\r\n儲存日期：2024/01/02\r\n今天晚上八點在群組裡分享，大家記得來聽。\r\n";
        for (text, encoding) in [(CHINESE, GB18030), (korean, EUC_KR), (japanese, SHIFT_JIS), (taiwanese, BIG5)] {
            let bytes = encoding.encode(text).0;
            assert_eq!(detect(&bytes), Some(encoding), "{}", encoding.name());
            assert_eq!(decode(&bytes, encoding), text.as_bytes());
        }
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        let little: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = CHINESE.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, mark, encoding) in [(little, [0xff, 0xfe], UTF_16LE), (big, [0xfe, 0xff], UTF_16BE)] {
            assert_eq!(detect(&bytes), Some(encoding));
            let marked = [mark.as_slice(), bytes.as_slice()].concat();
            assert_eq!(detect(&marked), Some(encoding));
            assert_eq!(decode(&marked, encoding), CHINESE.as_bytes());
        }
    }

    #[test]
    fn utf8_stays_as_it_is() {
        let cut = &CHINESE.as_bytes()[..=CHINESE.find('（').unwrap()];
        let damaged = [CHINESE.as_bytes(), b"\xb5\xc4\xff\n"].concat();
        let page = [b"<p>", CHINESE.replace("\r\n", "").as_bytes(), b"\xff\xd0</p>"].concat();
        let json = b"{\"a\":\"\xb5\xc4\xff\"}";
        for bytes in
            [b"".as_slice(), b"plain", CHINESE.as_bytes(), cut, &damaged, &page, json, b"\x89PNG\r\n\x1a\n\0\0"]
        {
            assert_eq!(detect(bytes), None, "{bytes:?}");
        }
    }
}
