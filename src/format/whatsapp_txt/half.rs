//! The markers of twelve-hour clocks in many languages. In: a marker with dots and spaces taken out.
//! Out: the half of the day. Apart from the header because it is a table of words.

/// Half of the day a twelve-hour clock speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
    /// 中午: 11 to 1 o'clock around noon.
    Noon,
}

/// Markers with dots and spaces taken out, lower case where ASCII.
const HALVES: &[(&str, Half)] = &[
    ("am", Half::Am),
    ("pm", Half::Pm),
    ("上午", Half::Am),
    ("下午", Half::Pm),
    ("凌晨", Half::Am),
    ("清晨", Half::Am),
    ("早上", Half::Am),
    ("早晨", Half::Am),
    ("中午", Half::Noon),
    ("傍晚", Half::Pm),
    ("晚上", Half::Pm),
    ("午前", Half::Am),
    ("午後", Half::Pm),
    ("오전", Half::Am),
    ("오후", Half::Pm),
    ("ص", Half::Am),
    ("قم", Half::Am),
    ("م", Half::Pm),
    ("قظ", Half::Am),
    ("بظ", Half::Pm),
    ("πμ", Half::Am),
    ("μμ", Half::Pm),
    ("öö", Half::Am),
    ("ös", Half::Pm),
    ("ÖÖ", Half::Am),
    ("ÖS", Half::Pm),
    ("fm", Half::Am),
    ("em", Half::Pm),
    ("de", Half::Am),
    ("du", Half::Pm),
    ("sa", Half::Am),
    ("ch", Half::Pm),
    ("pg", Half::Am),
    ("ptg", Half::Pm),
    ("vm", Half::Am),
    ("nm", Half::Pm),
    ("dop", Half::Am),
    ("odp", Half::Pm),
    ("ก่อนเที่ยง", Half::Am),
    ("หลังเที่ยง", Half::Pm),
    ("पूर्वाह्न", Half::Am),
    ("अपराह्न", Half::Pm),
    ("मपू", Half::Am),
    ("मउ", Half::Pm),
    ("לפנה״צ", Half::Am),
    ("אחה״צ", Half::Pm),
    ("לפנה\"צ", Half::Am),
    ("אחה\"צ", Half::Pm),
    ("முற்பகல்", Half::Am),
    ("பிற்பகல்", Half::Pm),
];

/// The half of the day a marker means.
pub(super) fn half_of(word: &[u8]) -> Option<Half> {
    HALVES.iter().find(|(known, _)| known.as_bytes() == word).map(|(_, half)| *half)
}
