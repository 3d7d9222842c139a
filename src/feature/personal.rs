//! Personal information in words an output holds (个人信息): phones, identity cards, bank cards, mail, QQ
//! numbers, wxids, number plates, addresses. In: a text. Out: how many of each kind. Strict where a
//! checksum allows it, so that order numbers do not pass for people.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::fixed;

/// A kind of personal information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// Mobile number of mainland China (手机号).
    Mobile,
    /// Identity card with a right check digit (身份证号).
    IdCard,
    /// Bank card of 16 to 19 digits with a right check digit (银行卡号).
    BankCard,
    /// Mail address (邮箱).
    Email,
    /// A number labelled as QQ (QQ 号).
    Qq,
    /// WeChat id (微信号).
    Wxid,
    /// Number plate (车牌号).
    Plate,
    /// Street and number (地址).
    Address,
}

impl Personal {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Mobile, Self::IdCard, Self::BankCard, Self::Email, Self::Qq, Self::Wxid, Self::Plate, Self::Address];

    /// Its word in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::IdCard => "id_card",
            Self::BankCard => "bank_card",
            Self::Email => "email",
            Self::Qq => "qq",
            Self::Wxid => "wxid",
            Self::Plate => "plate",
            Self::Address => "address",
        }
    }

    /// Tells most texts from those worth a look for this kind.
    fn may_be_in(self, text: &str) -> bool {
        match self {
            Self::Mobile | Self::IdCard | Self::BankCard => false,
            Self::Email => text.contains('@'),
            Self::Qq => text.contains(['q', 'Q']),
            Self::Wxid => text.contains("wxid_"),
            Self::Plate | Self::Address => !text.is_ascii(),
        }
    }
}

/// What is looked for; runs of digits are cut out whole first, since a phone is no part of a longer number.
static WORDS: LazyLock<Vec<(Personal, Regex)>> = LazyLock::new(|| {
    let rules = [
        (Personal::Email, r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}"),
        (Personal::Qq, r"(?i)\bqq(?:号|群)?\s*[:：]?\s*[1-9]\d{4,10}\b"),
        (Personal::Wxid, r"\bwxid_[0-9a-z]{6,}"),
        (
            Personal::Plate,
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·\s]?[A-HJ-NP-Z0-9]{5,6}\b",
        ),
        (Personal::Address, r"\p{Han}{2,}(?:路|街|巷|弄)\s*\d+\s*号"),
    ];
    // A rule that was left out would let what it looks for pass.
    rules.into_iter().map(|(kind, rule)| (kind, fixed(rule))).collect()
});

/// Kinds of personal information in `text`, one entry a find.
#[must_use]
pub fn personal(text: &str) -> Vec<Personal> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)).map(|to| at + to)
    {
        let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = start + digits;
        // Behind a point or a word stands a fraction or a piece of an id.
        let inside = start.checked_sub(1).and_then(|before| bytes.get(before));
        if inside.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_')) {
            continue;
        }
        found.extend(number(&bytes[start..at], bytes.get(at).copied()));
    }
    for (kind, rule) in WORDS.iter().filter(|(kind, _)| kind.may_be_in(text)) {
        found.extend(rule.find_iter(text).map(|_| *kind));
    }
    found
}

/// What a run of digits is; `behind` is the byte after it.
fn number(digits: &[u8], behind: Option<u8>) -> Option<Personal> {
    match digits {
        [b'1', b'3'..=b'9', ..] if digits.len() == 11 => Some(Personal::Mobile),
        _ if digits.len() == 17 && matches!(behind, Some(b'X' | b'x')) => {
            id_card(digits, 10).then_some(Personal::IdCard)
        }
        [first @ .., last] if digits.len() == 18 && id_card(first, u32::from(last - b'0')) => Some(Personal::IdCard),
        _ => ((16..=19).contains(&digits.len()) && luhn(digits)).then_some(Personal::BankCard),
    }
}

/// GB 11643: weights of the first seventeen digits, modulo 11.
fn id_card(digits: &[u8], check: u32) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let month = (u32::from(digits[10] - b'0')) * 10 + u32::from(digits[11] - b'0');
    digits.len() == 17 && (12 - sum % 11) % 11 == check && (1..=12).contains(&month) && matches!(digits[6], b'1' | b'2')
}

/// The check of card numbers: every second digit from the right doubled.
fn luhn(digits: &[u8]) -> bool {
    let doubled = |(at, digit): (usize, &u8)| {
        let digit = u32::from(digit - b'0');
        if at % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal() {
        use Personal::{Address, BankCard, Email, IdCard, Mobile, Plate, Qq, Wxid};
        for (text, want) in [
            ("电话13800138000，订单12345678901", &[Mobile][..]),
            ("11010519491231002X", &[IdCard]),
            ("110105194912310021", &[]),
            ("6222021234567890127", &[]),
            ("卡号4111111111111111", &[BankCard]),
            ("4111111111111112", &[]),
            ("0.13800138000", &[]),
            ("id_13800138000", &[]),
            ("ann@example.com, QQ：12345678", &[Email, Qq]),
            ("wxid_abc123def", &[Wxid]),
            ("京A12345", &[Plate]),
            ("南京东路 100 号", &[Address]),
            ("https://example.com/p/2026-03-01", &[]),
            ("第3页 共 20 页", &[]),
        ] {
            assert_eq!(personal(text), want, "{text}");
        }
    }
}
