//! What a healthy club puts on beside its daily talk: a notice when the quarter begins, a debate a month,
//! a word on its anniversary. In: the day and who is there. Out: what is said, by whom, how late in the
//! day; the days put it among the rest.

use super::super::act::{HOUR_MS, MINUTE_MS};
use super::super::chance::Dice;
use super::super::text::Theme;
use super::{FIRST, LAST};
use crate::calendar::Day;

/// Something put on: time after midnight, place of the speaker in the list of those present, text.
pub(super) type Number = (i64, usize, String);

/// Days of the three debates: the tenth of each month.
const DEBATES: [Day; 3] = [FIRST + 9, FIRST + 40, FIRST + 68];
/// 28 February 2026, day 365 of groups founded on 1 March 2025.
const ANNIVERSARY: Day = LAST - 31;
/// Messages of a debate after its opening.
const TURNS: usize = 20;

/// What is put on that day; the first of those present is an admin.
pub(super) fn numbers(day: Day, theme: Theme, dice: &mut Dice) -> Vec<Number> {
    let chinese = theme != Theme::Support;
    let text = |zh: &str, en: &str| if chinese { zh.to_owned() } else { en.to_owned() };
    let mut numbers = Vec::new();
    if day == FIRST {
        let zh = "群公告：本群宗旨是互相学习，我们相信认真提问值得认真回答。群规：禁止刷屏和未经许可的推广。违规先警告，再禁言，最后移出。客服时间 9:00-21:00。";
        let en = "Announcement: our mission is to help each other. Guidelines: no spam, no ads without permission. Whoever breaks them gets a warning, is muted, then removed. Support hours 9:00-21:00.";
        numbers.push((9 * HOUR_MS + 5 * MINUTE_MS, 0, text(zh, en)));
    }
    if day == ANNIVERSARY {
        let zh = "建群一周年啦，谢谢每一位群友 🎉";
        numbers.push((10 * HOUR_MS, 0, text(zh, "It is our first anniversary, thank you all 🎉")));
    }
    if DEBATES.contains(&day) {
        let opening = text(
            "#本月话题# 今晚辩论：先求快还是先求稳，正方先说",
            "#topic of the month# debate tonight: move fast or keep it stable",
        );
        let mut at = 20 * HOUR_MS;
        numbers.push((at, 0, opening));
        for turn in 0..TURNS {
            at += dice.between(30_000, 2 * MINUTE_MS);
            let said = if turn % 2 == 0 {
                text("我站求快，先跑起来再改", "fast first, we learn from what breaks")
            } else {
                text("我站求稳，返工的代价更大", "stable first, rework costs more")
            };
            numbers.push((at, 1 + turn % 7, said));
        }
    }
    numbers
}
