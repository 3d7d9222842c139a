//! The words every output shares, in both languages: headings, names of segments, bases and
//! shortcomings. A machine word without a row here is shown as it is, so nothing ever goes unnamed.

use crate::look::segment_name;
use crate::metric::Metric;
use crate::unit::{Lang, Text};

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// Words of headings and labels, by key. Templates see them as `w.KEY`.
pub const WORDS: &[(&str, Text)] = &[
    ("brand", t("群脉", "chatvitals")),
    ("report", t("群脉 · 社群体征报告", "chatvitals · community vitals")),
    ("as_of", t("截至", "as of")),
    ("messages", t("条消息", "messages")),
    ("members", t("人", "members")),
    ("people_once", t("人（跨群只计一次）", "people, each counted once")),
    ("groups", t("个群", "groups")),
    ("group", t("群", "Group")),
    ("all_groups", t("全部群合计", "All groups together")),
    ("portfolio", t("各群一览", "All groups at a glance")),
    ("verdict", t("判定", "Verdict")),
    ("board", t("指标看板", "Board")),
    (
        "shared",
        t(
            "可转发副本：成员与群为假名，不足 3 人的数字不显示",
            "Copy to forward: people and groups under pseudonyms, numbers over fewer than three people withheld",
        ),
    ),
    ("compare", t("各群走势", "Groups over time")),
    ("unjudged", t("未能判定", "Not judged")),
    ("overview", t("总览", "Overview")),
    ("advice", t("建议", "Advice")),
    ("what_to_do", t("怎么办", "What to do")),
    ("formula", t("算法", "Formula")),
    ("needs", t("另需", "Needs")),
    ("table", t("数据表", "Table")),
    ("rows", t("行", "rows")),
    ("more_rows", t("其余见 CSV", "the rest is in the CSV")),
    (
        "shortened",
        t(
            "为控制篇幅省去了部分图表与数值，完整内容见 index.html。",
            "Shortened to fit: every chart and value is in index.html.",
        ),
    ),
    ("last_rows", t("最近几行", "Last rows")),
    ("status", t("判定", "Verdict")),
    ("all_values", t("全部数值", "All values")),
    ("members_sheet", t("成员", "Members")),
    ("links_sheet", t("链接", "Links")),
    ("period_start", t("周期始", "From")),
    ("period_end", t("周期终", "To")),
    ("numerator", t("分子", "Numerator")),
    ("denominator", t("分母", "Denominator")),
    ("low", t("区间下限", "95 % low")),
    ("high", t("区间上限", "95 % high")),
    ("id", t("代号", "Id")),
    ("unit", t("单位", "Unit")),
    ("vital", t("指标", "Vital")),
    ("value", t("数值", "Value")),
    ("bound", t("界限", "Bound")),
    ("n", t("样本量", "n")),
    ("period", t("周期", "Period")),
    ("change", t("较上期", "Change")),
    ("trend", t("走势", "Trend")),
    ("basis", t("口径", "Basis")),
    ("interval", t("95% 区间", "95 % interval")),
    ("interval_status", t("按区间判定", "judged by interval")),
    ("excluded", t("已排除", "Left out")),
    ("degraded", t("局限", "Limits")),
    ("more_values", t("更多数值", "More values")),
    ("quality", t("数据质量", "Data quality")),
    ("inputs", t("输入文件", "Inputs")),
    ("file", t("文件", "File")),
    ("format", t("格式", "Format")),
    ("read", t("读入", "Read")),
    ("kept", t("保留", "Kept")),
    ("duplicate", t("重复", "Duplicate")),
    ("rejected", t("拒绝", "Rejected")),
    ("truncated", t("文件不完整", "Truncated")),
    ("unread", t("未读取的文件", "Files not read")),
    ("coverage", t("覆盖", "Coverage")),
    ("gaps", t("记录空档", "Gaps in the record")),
    ("lacks", t("导出中看不到的", "What the export cannot show")),
    ("notices", t("提示", "Notices")),
    ("no_problem", t("没有被拒记录，也没有截断。", "Nothing rejected, nothing truncated.")),
    ("skip", t("跳到看板", "Skip to the board")),
    ("theme", t("深浅", "Theme")),
    ("contents", t("目录", "Contents")),
    ("charter", t("群章程", "Charter")),
    ("builtin", t("内置默认", "built-in defaults")),
    ("tz", t("时区", "Time zone")),
    ("back", t("回到顶部", "Back to top")),
];

/// Words the page's script says, by key.
pub const SCRIPT: &[(&str, Text)] = &[
    ("print", t("打印", "Print")),
    ("reset", t("还原缩放", "Reset zoom")),
    ("interval", t("95% 区间", "95 % interval")),
    ("unfinished", t("（未完）", "(not over)")),
    ("vital", t("指标", "Vital")),
    ("sort", t("按此列排序", "Sort by this column")),
    ("every_group", t("全部群", "All groups")),
    ("show_group", t("显示哪个群", "Show which group")),
    (
        "keys",
        t(
            "左右方向键逐点读数，加减键缩放，Esc 还原；拖动可放大一段时间",
            "Left and right arrows read values, plus and minus zoom, Esc resets; drag to zoom into a stretch",
        ),
    ),
];

/// The word of a key; the key itself when there is none.
#[must_use]
pub fn say(key: &'static str, lang: Lang) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == key).map_or(key, |(_, text)| text.get(lang))
}

const BASES: &[(&str, Text)] = &[
    ("active", t("活跃成员", "active members")),
    ("active_day", t("当日活跃者", "people active that day")),
    ("active_week", t("当周活跃者", "people active that week")),
    ("roster", t("群成员名册", "member roster")),
    ("declared_size", t("申报人数", "declared size")),
    ("events", t("进退群事件", "join and leave events")),
    ("speakers", t("仅发言者", "speakers only")),
    ("authors", t("发言者", "authors")),
    ("joins", t("入群者", "people who joined")),
    ("reach", t("可见人数", "people who could see it")),
    ("eligible_messages", t("有效发言", "eligible messages")),
    ("messages", t("消息", "messages")),
    ("records", t("读到的记录", "records read")),
    ("accounts", t("账号", "accounts")),
    ("ever_seen", t("出现过的人", "people ever seen")),
    ("join_date", t("入群日期已知者", "people with a known join date")),
    ("first_speech", t("以首次发言代替入群", "first message in place of joining")),
];

/// What people a value was computed over.
#[must_use]
pub fn basis(name: &'static str, lang: Lang) -> &'static str {
    BASES.iter().find(|(known, _)| *known == name).map_or(name, |(_, text)| text.get(lang))
}

const SHORTCOMINGS: &[(&str, Text)] = &[
    ("no_roster", t("没有成员名册，看不到从不发言的人", "no roster: people who never speak are invisible")),
    ("no_join_events", t("导出不含入群记录", "no join records in the export")),
    ("no_join_dates", t("入群日期未知", "join dates unknown")),
    ("no_click_log", t("没有点击日志", "no click log")),
    ("link_totals_only", t("只有点击合计，认不出独立点击者", "click totals only: unique clickers unknown")),
    ("links_not_logged", t("部分链接不在点击日志里，未计入", "some links are in no click log and left out")),
    ("clicks_without_visitor", t("有点击认不出访客", "some clicks name no visitor")),
    ("ambiguous_links", t("多数点击可归于不止一次分享", "most clicks fit more than one share")),
    ("pooled_4", t("人数不足，合并最近四个同期群", "too few, last four cohorts pooled")),
    ("group_pause", t("全群曾停摆一周以上，时钟暂停", "the group paused for a week or more; clocks stopped")),
    ("lower_bound", t("入群日期未知者按下限计", "unknown join dates counted as lower bounds")),
    ("tz_suspect", t("时区可能不对", "the time zone may be wrong")),
    ("one_person_for_4_weeks", t("连续四周都由一人撑起过半发言", "one person wrote half of it for four weeks")),
    ("no_identity_map", t("没有 identities.csv", "no identities.csv")),
    ("fewer_than_3", t("不足 3 人，副本中不显示", "fewer than three people: withheld from this copy")),
    ("no_clicks", t("没有点击日志", "no click log")),
    ("leave_events_unreliable", t("退群记录不可靠", "leave records unreliable")),
    ("left_truncated", t("起点之前的历史看不到", "history before the first record unknown")),
    ("no_churn", t("没有流失，比值无界", "no churn: the quotient is unbounded")),
    ("weak_identity", t("只有显示名，重名者分不开", "display names only: namesakes cannot be told apart")),
    ("leakage", t("分子大于分母（有群外访问）", "more counted than the base holds (outsiders)")),
    ("data_error", t("分母为零而分子不为零", "nothing to count over, yet something counted")),
];

/// A shortcoming of a value, in words.
#[must_use]
pub fn shortcoming(name: &'static str, lang: Lang) -> &'static str {
    SHORTCOMINGS.iter().find(|(known, _)| *known == name).map_or(name, |(_, text)| text.get(lang))
}

/// A metric's name with its segment: `分层占比 · 核心`.
#[must_use]
pub fn vital_name(metric: &Metric, part: Option<&str>, lang: Lang) -> String {
    let name = metric.name.get(lang);
    part.map_or_else(|| name.to_owned(), |part| format!("{name} · {}", segment_name(part, lang)))
}

/// `one` or `many` English word by count; Chinese has one form.
#[must_use]
pub fn plural(count: usize, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// Joins names: `、` in Chinese, commas in English.
#[must_use]
pub fn list(names: &[String], lang: Lang) -> String {
    names.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_is_said_once_and_in_both_languages() {
        for table in [WORDS, BASES, SHORTCOMINGS] {
            let keys: BTreeSet<_> = table.iter().map(|(key, _)| key).collect();
            assert_eq!(keys.len(), table.len());
            assert!(table.iter().all(|(_, text)| !text.zh.is_empty() && !text.en.is_empty()));
        }
    }

    #[test]
    fn unknown_words_stay_as_they_are() {
        assert_eq!(segment_name("cohort:2026-W10/week:1", Lang::Zh), "cohort:2026-W10/week:1");
        assert_eq!(segment_name("core", Lang::Zh), "核心");
        assert_eq!(shortcoming("no_roster", Lang::En), "no roster: people who never speak are invisible");
    }
}
