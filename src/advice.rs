//! Advice 建议: what a group might do about a vital out of bounds, in both languages, with the
//! numbers that fired. In: an advice key of a metric and the numbers. Out: a suggestion; decisions about
//! people stay with people.

use crate::look::value_text;
use crate::unit::{Lang, Text, Unit};

/// The numbers a suggestion quotes.
#[derive(Debug, Clone, Copy)]
pub struct AdviceArgs<'a> {
    /// The value that fired.
    pub value: Option<f64>,
    /// The bound it was held against.
    pub bound: Option<f64>,
    /// Observations it rests on.
    pub n: u64,
    /// Its unit.
    pub unit: Unit,
    /// Further words by name: `best_slot` fills `{best_slot}`.
    pub extra: &'a [(&'a str, String)],
}

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// Suggestions by key. `{value}`, `{bound}` and `{n}` are the numbers that fired; a sentence in
/// `[…]` is left out when a name in it has no value.
const ADVICE: &[(&str, Text)] = &[
    (
        "activity.topic_stimulus",
        t(
            "目前 {value}[，界限 {bound}]（n={n}）。建议本周固定一个时间抛出话题、投票或提问，由管理员先带头回应[；群里最活跃的时段是 {best_slot}][；可用话题：{topics}]。",
            "Now at {value}[, bound {bound}] (n={n}). Consider opening a topic, a poll or a question at a fixed time this week, with an admin answering first[; the group is liveliest at {best_slot}][; possible topics: {topics}].",
        ),
    ),
    (
        "activity.activate_silent",
        t(
            "活跃为 {value}[，界限 {bound}]（n={n}）。建议从近 28 天没发言的成员里挑几位，按各自的兴趣单独提问或邀请参与，一次不超过十人。",
            "Activity stands at {value}[, bound {bound}] (n={n}). Consider picking a few members silent for 28 days and asking each about something they care about, no more than ten at a time.",
        ),
    ),
    (
        "activity.routine",
        t(
            "粘性为 {value}[，界限 {bound}]（n={n}）。建议设一个固定栏目（例如每周三快报、每月 15 日专场），连续做满四周再看变化。",
            "Stickiness is {value}[, bound {bound}] (n={n}). Consider one fixed column (a Wednesday digest, a session on the 15th) and keep it up for four weeks before judging it.",
        ),
    ),
    (
        "activity.dialogue",
        t(
            "对话占比 {value}[，界限 {bound}]（n={n}），多为单向发言。建议先回复还没人回应的消息，并在回复时引用原话。",
            "Dialogue makes up {value}[, bound {bound}] (n={n}); most speech goes one way. Consider answering messages nobody has answered yet, quoting them as you do.",
        ),
    ),
    (
        "retention.engagement",
        t(
            "留存 {value}[，界限 {bound}]（基数 {n} 人）。建议回访上一周期发过言、本周期没有出现的人，问清是内容、节奏还是打扰的问题，再对照近期内容调整。",
            "Retention is {value}[, bound {bound}] (base {n}). Consider asking those who spoke last period and not in this one whether it is the content, the pace or the noise, and adjust with recent content at hand.",
        ),
    ),
    (
        "retention.admission",
        t(
            "新人或在群留存 {value}[，界限 {bound}]（n={n}）。建议排查入群环节：来源是否对口、验证问题是否清楚、入群三天内有没有人欢迎和引导。",
            "Retention of newcomers or members is {value}[, bound {bound}] (n={n}). Consider looking at how people come in: does the source fit, is the entry question clear, does somebody welcome them within three days.",
        ),
    ),
    (
        "retention.winback",
        t(
            "增长比 {value}[，界限 {bound}]（n={n}），流失快于新增与回流。建议整理最近流失的活跃成员，逐个发一条与其话题相关的邀请，而不是群发。",
            "The growth quotient is {value}[, bound {bound}] (n={n}): people leave faster than they come or return. Consider inviting recently lost active members one by one, each with a topic of theirs, rather than by broadcast.",
        ),
    ),
    (
        "content.format",
        t(
            "打开率 {value}[，界限 {bound}]（触达 {n}）。建议改进标题与一句话摘要、挑选发布时段[（{best_slot} 较好）]，并减少同日多链接，连续两周对比。",
            "The opening rate is {value}[, bound {bound}] (reach {n}). Consider a better title and a one-line summary, a better hour[ ({best_slot} looks good)] and fewer links a day, and compare two weeks.",
        ),
    ),
    (
        "layers.top_heavy",
        t(
            "核心占 {value}[，上限 {bound}]（n={n}），发言集中在少数人。建议请核心成员多提问、少直接下结论，把栏目轮流交给活跃成员主持。",
            "The core is {value}[, bound {bound}] (n={n}): a few carry the talk. Consider asking core members to put questions rather than conclusions, and let active members host in turn.",
        ),
    ),
    (
        "layers.no_core",
        t(
            "核心占 {value}[，下限 {bound}]（n={n}），缺少带头的人。建议从活跃成员中邀请两三位共建，给明确的小任务和公开致谢。",
            "The core is {value}[, bound {bound}] (n={n}): nobody leads. Consider inviting two or three active members to build along, with a small clear task and public thanks.",
        ),
    ),
    (
        "layers.grow_contributors",
        t(
            "活跃层占 {value}[，下限 {bound}]（n={n}）。建议给偶尔发言的人低门槛的参与方式：接龙、投票、一句话分享，并及时回应。",
            "The active layer is {value}[, bound {bound}] (n={n}). Consider easy ways in for those who speak now and then: a chain, a poll, a one-line share, answered promptly.",
        ),
    ),
    (
        "layers.activate",
        t(
            "该层占 {value}[，界限 {bound}]（n={n}），与目标结构有偏差。建议按兴趣分题邀请普通成员参与一次，再看四周后的分层。",
            "This layer is {value}[, bound {bound}] (n={n}), off the intended shape. Consider inviting ordinary members by interest to take part once, and look at the layers again in four weeks.",
        ),
    ),
    (
        "layers.broaden",
        t(
            "发言不均为 {value}[，界限 {bound}]（n={n}）。建议点名邀请尚未发言的人谈一件具体的事，并请高频发言者先等一等。",
            "Inequality of speech is {value}[, bound {bound}] (n={n}). Consider asking people who have not spoken about one concrete thing, and those who speak most to wait a moment.",
        ),
    ),
    (
        "layers.succession",
        t(
            "缺席因子为 {value}[，界限 {bound}]（n={n}）：少数人一旦离开，群就会安静。建议为每个栏目指定一位副手，轮值一次。",
            "The absence factor is {value}[, bound {bound}] (n={n}): if those few left, the group would fall quiet. Consider a deputy for every column and one turn on duty for each.",
        ),
    ),
    (
        "rules.speech_share",
        t(
            "近 7 天有 {value}超过单日发言上限[（{bound}）]（n={n}）。建议由管理员私下友好提醒，先肯定其热情，再说明群规；不公开点名。",
            "Passed the daily speech cap in the last 7 days: {value}[, bound {bound}] (n={n}). Consider a friendly private word from an admin: thanks for the energy first, then the rule; no naming in public.",
        ),
    ),
    (
        "members.silence_warn",
        t(
            "{value}沉默已满 7 天（n={n}）。建议私聊问候，了解近况和需要；名单见 members.csv。",
            "{value} silent for 7 days or more (n={n}). Consider a private hello asking how they are and what they need; the list is in members.csv.",
        ),
    ),
    (
        "members.to_clean",
        t(
            "{value}已 14 天未互动（n={n}）。名单仅供人工复核：请先核对请假、豁免和导出看不到的互动，本工具不会也不建议自动移出任何人。",
            "{value} without interaction for 14 days (n={n}). The list is for human review only: check leave, exemptions and what the export cannot show first; nobody is or should be removed automatically.",
        ),
    ),
    (
        "identity.map",
        t(
            "已确认的跨平台身份占 {value}[，界限 {bound}]（n={n}）。建议在 identities.csv 里补上确认过的对应关系；不要凭昵称相同就合并。",
            "Confirmed identities across platforms make up {value}[, bound {bound}] (n={n}). Consider adding confirmed pairs to identities.csv; do not merge people by equal nicknames.",
        ),
    ),
    (
        "tools.bot_balance",
        t(
            "机器人消息占 {value}[，界限 {bound}]（n={n}）。建议合并或定时发送自动消息，把高峰时段留给人的对话。",
            "Bots send {value} of all messages[, bound {bound}] (n={n}). Consider bundling or scheduling automatic posts and leaving the busy hours to people.",
        ),
    ),
    (
        "calendar.best_slot",
        t(
            "[发言最密的时段是 {best_slot}。]建议把需要讨论的内容放在活跃时段，通知类内容错开；换时段后用四周数据再比较。",
            "[The busiest slot is {best_slot}. ]Consider putting what needs discussion into the busy hours and notices outside them; compare over four weeks after a change.",
        ),
    ),
    (
        "data.quality",
        t(
            "数据完整性为 {value}[，界限 {bound}]（n={n}）。在据此行动前，建议重新导出缺口时段、检查被拒记录和时区，再运行一次。",
            "Completeness of the data is {value}[, bound {bound}] (n={n}). Before acting on it, consider exporting the missing stretch again, checking rejected records and the time zone, and running once more.",
        ),
    ),
];

/// Every key, for checks and docs.
pub fn keys() -> impl Iterator<Item = &'static str> {
    ADVICE.iter().map(|(key, _)| *key)
}

/// The suggestion of a key (with or without its `advice.`), numbers filled in; `None` for a key
/// without text.
#[must_use]
pub fn text(key: &str, args: &AdviceArgs<'_>, lang: Lang) -> Option<String> {
    let key = key.strip_prefix("advice.").unwrap_or(key);
    let (_, text) = ADVICE.iter().find(|(known, _)| *known == key)?;
    Some(fill(text.get(lang), args, lang))
}

/// Fills names in, leaving out bracketed parts that lack one.
fn fill(template: &str, args: &AdviceArgs<'_>, lang: Lang) -> String {
    let mut out = String::new();
    for (at, part) in template.split('[').enumerate() {
        let (inside, outside) = if at == 0 { (None, part) } else { split_part(part) };
        if let Some(filled) = inside.and_then(|inside| names(inside, args, lang).ok()) {
            out.push_str(&filled);
        }
        out.push_str(&names(outside, args, lang).unwrap_or_else(|with_gaps| with_gaps));
    }
    out
}

fn split_part(part: &str) -> (Option<&str>, &str) {
    part.split_once(']').map_or((None, part), |(inside, outside)| (Some(inside), outside))
}

/// The text with its names filled in; `Err` with dashes where a name has no value.
fn names(text: &str, args: &AdviceArgs<'_>, lang: Lang) -> Result<String, String> {
    let mut out = String::new();
    let mut missing = false;
    for (at, part) in text.split('{').enumerate() {
        let Some((name, rest)) = part.split_once('}').filter(|_| at > 0) else {
            out.push_str(part);
            continue;
        };
        let value = lookup(name, args, lang);
        missing |= value.is_none();
        out.push_str(value.as_deref().unwrap_or("–"));
        out.push_str(rest);
    }
    if missing { Err(out) } else { Ok(out) }
}

/// A bound's number with no more digits than it has: `60%`, `5`.
#[must_use]
pub fn limit_text(value: f64, unit: Unit, lang: Lang) -> String {
    if unit != Unit::Ratio {
        return format!("{value}");
    }
    let short = format!("{:.2}", value * 100.0);
    let short = short.trim_end_matches('0').trim_end_matches('.');
    match lang {
        Lang::Zh => format!("{short}%"),
        Lang::En => format!("{short} %"),
    }
}

fn lookup(name: &str, args: &AdviceArgs<'_>, lang: Lang) -> Option<String> {
    match name {
        "value" => args.value.map(|value| value_text(value, args.unit, args.bound, lang)),
        "bound" => args.bound.map(|bound| limit_text(bound, args.unit, lang)),
        "n" => Some(crate::look::count_text(args.n, lang)),
        _ => args.extra.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ARGS: AdviceArgs<'_> =
        AdviceArgs { value: Some(0.482), bound: Some(0.6), n: 112, unit: Unit::Ratio, extra: &[] };

    #[test]
    fn numbers_that_fired_are_quoted() {
        let said = text("advice.retention.engagement", &ARGS, Lang::En).unwrap();
        assert!(said.starts_with("Retention is 48.2 %, bound 60 % (base 112)."), "{said}");
        let said = text("retention.engagement", &ARGS, Lang::Zh).unwrap();
        assert!(said.starts_with("留存 48.2%，界限 60%（基数 112 人）"), "{said}");
        assert_eq!(text("no.such", &ARGS, Lang::En), None);
    }

    #[test]
    fn parts_without_a_value_are_left_out() {
        let extra = [("best_slot", "Wed 20:00".to_owned())];
        let with = text("calendar.best_slot", &AdviceArgs { extra: &extra, ..ARGS }, Lang::En).unwrap();
        assert!(with.starts_with("The busiest slot is Wed 20:00. Consider"), "{with}");
        assert!(text("calendar.best_slot", &ARGS, Lang::En).unwrap().starts_with("Consider"));
        let unknown = text("content.format", &AdviceArgs { value: None, bound: None, ..ARGS }, Lang::Zh).unwrap();
        assert!(unknown.starts_with("打开率 –（触达 112）"), "{unknown}");
    }

    #[test]
    fn every_suggestion_is_whole_in_both_languages() {
        assert_eq!(keys().collect::<BTreeSet<_>>().len(), ADVICE.len());
        for key in keys() {
            for lang in [Lang::Zh, Lang::En] {
                let said = text(key, &ARGS, lang).unwrap();
                assert!(!said.contains(['[', ']', '{', '}']), "{key}: {said}");
                assert!(said.ends_with(['。', '.']), "{key}: {said}");
                assert!(!said.contains("[]") && !said.contains("  "), "{key}: {said}");
            }
        }
    }

    #[test]
    fn nobody_is_removed_by_a_suggestion() {
        let said = text("members.to_clean", &ARGS, Lang::En).unwrap();
        assert!(said.contains("human review only"));
        assert!(text("members.to_clean", &ARGS, Lang::Zh).unwrap().contains("仅供人工复核"));
    }
}
