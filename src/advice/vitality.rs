//! Suggestions about the life of a group: activity, retention, content, layers, newcomers, feeling.

use super::t;
use crate::unit::Text;

/// Suggestions by key.
pub(super) const VITALITY: &[(&str, Text)] = &[
    (
        "activity.topic_stimulus",
        t(
            "目前 {value}[，界限 {bound}]（n={n}）[；界限取自{profile}]。建议本周固定一个时间抛出话题、投票或提问，由管理员先带头回应[；群里最活跃的时段是 {best_slot}][；可用话题：{topics}]。",
            "Now at {value}[, bound {bound}] (n={n})[; the bound is {profile}]. Consider opening a topic, a poll or a question at a fixed time this week, with an admin answering first[; the group is liveliest at {best_slot}][; possible topics: {topics}].",
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
        "activity.event",
        t(
            "活动前后的差异为 {value}（n={n}）。这是差异，不是效果：建议记下每次活动的时间与参与者，积累三次以上再比较。",
            "The difference around events is {value} (n={n}). It is a difference, not an effect: consider noting time and attendees of each event and comparing after three or more.",
        ),
    ),
    (
        "activity.topic_candidates",
        t(
            "近期升温的话题见图表（n={n}）。建议挑一两个抛给群里讨论。",
            "Rising topics stand in the chart (n={n}). Consider putting one or two of them to the group.",
        ),
    ),
    (
        "content.value_output",
        t(
            "优质分享为 {value}[，界限 {bound}]（n={n}）。建议约定每周的分享人，并及时回应已有的分享。",
            "Good articles: {value}[, bound {bound}] (n={n}). Consider naming who shares each week, and answering what has been shared.",
        ),
    ),
    (
        "content.debate",
        t(
            "主题辩论为 {value}[，界限 {bound}]（n={n}）。建议本月选一个有分歧的题目，由管理员开场并约好时间。",
            "Debates: {value}[, bound {bound}] (n={n}). Consider one question people differ on, opened by an admin at an agreed hour.",
        ),
    ),
    (
        "content.archive",
        t(
            "{value}将过期或已过期（n={n}）。建议把有价值的文件转存到长期空间并在群里留链接。",
            "About to expire or expired: {value} (n={n}). Consider moving files of value to lasting storage and leaving a link.",
        ),
    ),
    (
        "newcomer.onboard",
        t(
            "新人融入为 {value}[，界限 {bound}]（n={n}）。建议固定一位迎新人，24 小时内打招呼并给出第一件小事。",
            "Newcomers taking part: {value}[, bound {bound}] (n={n}). Consider one person who greets each within a day and gives a first small task.",
        ),
    ),
    (
        "emotion.birthday",
        t(
            "生日祝福覆盖 {value}[，界限 {bound}]（n={n}）。建议每月初列好当月生日，只记月日。",
            "Birthdays greeted: {value}[, bound {bound}] (n={n}). Consider a list at the start of the month, month and day only.",
        ),
    ),
    (
        "emotion.milestone",
        t(
            "有里程碑未庆祝（n={n}）。建议在日历里提前标出百日、周年，一句感谢也算数。",
            "A milestone passed without a word (n={n}). Consider marking day 100 and anniversaries ahead; a line of thanks will do.",
        ),
    ),
    (
        "emotion.sticker",
        t(
            "表情占 {value}（n={n}）。建议邀请成员一起做几张群专属表情。",
            "Stickers make up {value} (n={n}). Consider inviting members to make a few of the group's own.",
        ),
    ),
    (
        "contrib.recognise",
        t(
            "贡献记录见名单（n={n}）。建议定期公开致谢，并说明怎样兑换权益。",
            "Contributions stand in the list (n={n}). Consider thanking in public at fixed times and saying what they earn.",
        ),
    ),
    (
        "contrib.project",
        t(
            "共建者与其他成员留存相差 {value}（n={n}）。二者相关，不代表因果；建议给更多人小而完整的任务。",
            "Contributors and others differ by {value} in retention (n={n}). Associated, not caused; consider small whole tasks for more people.",
        ),
    ),
    (
        "lifecycle.charter",
        t(
            "群存活为 {value}[，界限 {bound}]（n={n}）。建议在建群一周内写好章程并公示。",
            "Group survival stands at {value}[, bound {bound}] (n={n}). Consider a charter, published within the first week.",
        ),
    ),
];
