//! The pieces of a header, read byte by byte: numbers in any digits, dates, clocks, spaces of every
//! width, marks of direction. Moves only over what fits. Apart from `header.rs`, which knows in what
//! order the pieces come.

use super::header::YearPlace;
use crate::format::half_day::{Clock, Half, half_of};

/// First code points of the decimal digits that exports are written with.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10,
];

/// Words between date and clock.
const CONNECTORS: &[&str] = &["à ", "às ", "a las ", "at ", "um ", "alle ", "klo ", "kl. ", "kl ", "г., ", "г. "];

/// A place in a line that is being read.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Stands before byte `at` of `bytes`.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    /// The byte it stands before.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The byte here.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Steps over `byte` if it is here.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Steps over `text` if it is here.
    pub(super) fn eat_str(&mut self, text: &str) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Skips marks of direction and byte order.
    #[inline]
    pub(super) fn marks(&mut self) {
        if self.peek().is_some_and(|byte| byte >= 0xE2) {
            self.skip_marks();
        }
    }

    #[cold]
    fn skip_marks(&mut self) {
        while let Some([first @ 0xE2..=0xEF, second, third]) = self.bytes.get(self.at..self.at + 3) {
            match (first, second, third) {
                (0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE) | (0xE2, 0x81, 0xA6..=0xA9) | (0xEF, 0xBB, 0xBF) => {
                    self.at += 3;
                }
                _ => return,
            }
        }
    }

    /// Skips spaces of every width, and marks.
    #[inline]
    fn spaces(&mut self) {
        self.eat(b' ');
        if self.peek().is_some_and(|byte| byte == b' ' || byte >= 0xC2) {
            self.more_spaces();
        }
    }

    fn more_spaces(&mut self) {
        loop {
            match self.peek() {
                Some(b' ') => self.at += 1,
                Some(0xC2) if self.eat_str("\u{a0}") => {}
                Some(0xE2) if self.eat_str("\u{202f}") || self.eat_str("\u{2009}") => {}
                Some(0xE2 | 0xEF) => {
                    let before = self.at;
                    self.marks();
                    if self.at == before {
                        return;
                    }
                }
                _ => return,
            }
        }
    }

    /// The character here and its length, for what is not ASCII.
    fn char(&self) -> Option<char> {
        let rest = self.bytes.get(self.at..self.bytes.len().min(self.at + 4))?;
        let valid = match std::str::from_utf8(rest) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(rest.get(..error.valid_up_to())?).ok()?,
        };
        valid.chars().next()
    }

    fn digit(&mut self) -> Option<u16> {
        let byte = self.peek()?;
        if byte.is_ascii_digit() {
            self.at += 1;
            return Some(u16::from(byte - b'0'));
        }
        if byte < 0xD9 {
            return None;
        }
        let c = self.char()?;
        let value = ZEROS.iter().find_map(|zero| u32::from(c).checked_sub(*zero).filter(|value| *value < 10))?;
        self.at += c.len_utf8();
        u16::try_from(value).ok()
    }

    /// A number of one to four digits, and how many.
    #[inline]
    fn number(&mut self) -> Option<(u16, u8)> {
        let rest = self.bytes.get(self.at..).unwrap_or(&[]);
        let (mut value, mut digits) = (0_u16, 0_u8);
        let mut behind = 0;
        for byte in rest.iter().take(5) {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                behind = *byte;
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u16::from(digit));
            digits += 1;
        }
        if digits > 4 {
            return None;
        }
        self.at += usize::from(digits);
        if behind >= 0xD9 {
            return self.other_digits(value, digits);
        }
        (digits > 0).then_some((value, digits))
    }

    /// Goes on with a number in digits that are not ASCII.
    #[cold]
    fn other_digits(&mut self, mut value: u16, mut digits: u8) -> Option<(u16, u8)> {
        while let Some(digit) = self.digit() {
            digits += 1;
            if digits > 4 {
                return None;
            }
            value = value * 10 + digit;
        }
        (digits > 0).then_some((value, digits))
    }

    fn short_number(&mut self) -> Option<u16> {
        self.number().filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    }

    /// The three parts of a date, what separates them, and where the year is seen to stand.
    pub(super) fn date(&mut self) -> Option<([u16; 3], u8, YearPlace)> {
        let (first, first_digits) = self.number()?;
        self.marks();
        let separator = self.peek().filter(|byte| matches!(byte, b'/' | b'.' | b'-'))?;
        self.date_gap(separator)?;
        let second = self.short_number()?;
        self.marks();
        self.date_gap(separator)?;
        let (third, third_digits) = self.number()?;
        let year = match (first_digits, third_digits) {
            (4, 1 | 2) => YearPlace::First,
            (1 | 2, 4) => YearPlace::Last,
            (1 | 2, 1 | 2) => YearPlace::Unknown,
            _ => return None,
        };
        // `2024. 1. 2.` closes with the dot it separates by.
        if separator == b'.' {
            self.eat(b'.');
        }
        Some(([first, second, third], separator, year))
    }

    fn date_gap(&mut self, separator: u8) -> Option<()> {
        if !self.eat(separator) {
            return None;
        }
        if separator == b'.' {
            self.spaces();
        } else {
            self.marks();
        }
        Some(())
    }

    /// What stands between date and clock; tells whether there was a comma.
    pub(super) fn connector(&mut self) -> bool {
        self.spaces();
        let comma = self.eat(b',') || (self.peek() == Some(0xD8) && self.eat_str("،"));
        self.spaces();
        if matches!(self.peek(), Some(b'a' | b'u' | b'k' | 0xC3 | 0xD0)) {
            let _found = CONNECTORS.iter().any(|word| self.eat_str(word));
            self.spaces();
        }
        comma
    }

    /// The clock, with its marker before or behind, and whether it has seconds.
    pub(super) fn clock(&mut self) -> Option<(Clock, bool)> {
        let mut half = None;
        if self.peek().is_some_and(|byte| !byte.is_ascii_digit()) {
            half = self.half();
            self.spaces();
        }
        let hour = self.short_number()?;
        self.marks();
        let separator = self.clock_gap()?;
        let minute = self.two_digits()?;
        self.marks();
        let seconds = separator != b'h' && self.eat(separator);
        let second = if seconds { self.two_digits()? } else { 0 };
        self.spaces();
        if half.is_none() && !matches!(self.peek(), Some(b']' | b'-') | None) {
            half = self.half();
            self.spaces();
        }
        Some((Clock { hour, minute, second, half }, seconds))
    }

    /// `:`, `.` or the ` h ` of Canadian French.
    fn clock_gap(&mut self) -> Option<u8> {
        if self.eat(b':') {
            return Some(b':');
        }
        if self.eat(b'.') {
            return Some(b'.');
        }
        self.spaces();
        if !self.eat(b'h') {
            return None;
        }
        self.spaces();
        Some(b'h')
    }

    fn two_digits(&mut self) -> Option<u16> {
        self.number().filter(|(_, digits)| *digits == 2).map(|(value, _)| value)
    }

    /// A marker of the half day, dots and spaces in it ignored; the cursor stays where there is none.
    fn half(&mut self) -> Option<Half> {
        if let Some([b'a' | b'A' | b'p' | b'P', b'm' | b'M', b' ' | b']']) = self.bytes.get(self.at..self.at + 3) {
            let half = if matches!(self.peek(), Some(b'a' | b'A')) { Half::Am } else { Half::Pm };
            self.at += 2;
            return Some(half);
        }
        let start = self.at;
        let mut word = [0_u8; 32];
        let length = self.half_word(&mut word);
        let found = word.get(..length).and_then(half_of);
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// Collects the bytes of a marker up to a digit or a closing sign, dots and spaces left out;
    /// gives how many.
    fn half_word(&mut self, word: &mut [u8]) -> usize {
        let mut length = 0;
        while let Some(byte) = self.peek() {
            if byte.is_ascii_digit() || matches!(byte, b']' | b'-' | b':' | b',') {
                break;
            }
            self.spaces();
            let Some(byte) = self.peek() else { break };
            if byte == b'.' {
                self.at += 1;
                continue;
            }
            let before = self.at;
            if byte >= 0x80
                && (self.bytes.get(before..).is_some_and(|rest| rest.starts_with("–".as_bytes()))
                    || self.digit().is_some())
            {
                self.at = before;
                break;
            }
            if byte.is_ascii_digit() || matches!(byte, b']' | b'-' | b':' | b',') {
                break;
            }
            let Some(slot) = word.get_mut(length) else { break };
            *slot = byte.to_ascii_lowercase();
            length += 1;
            self.at += 1;
        }
        length
    }
}
