//! Names of segments, as people read them: one table for page, terminal and charts.

use crate::unit::{Lang, Text};

const SEGMENTS: &[(&str, Text)] = &[
    ("core", Text { zh: "核心", en: "core" }),
    ("active", Text { zh: "活跃", en: "active" }),
    ("ordinary", Text { zh: "普通", en: "ordinary" }),
    ("light", Text { zh: "轻度", en: "light" }),
    ("silent", Text { zh: "沉默", en: "silent" }),
    ("new", Text { zh: "新增", en: "new" }),
    ("retained", Text { zh: "留存", en: "retained" }),
    ("resurrected", Text { zh: "回流", en: "resurrected" }),
    ("churned", Text { zh: "流失", en: "churned" }),
    ("joins", Text { zh: "入群", en: "joins" }),
    ("leaves", Text { zh: "退群", en: "leaves" }),
    ("top_1", Text { zh: "前 1% 发言者", en: "top 1 % of authors" }),
    ("next_9", Text { zh: "其次 9% 发言者", en: "next 9 % of authors" }),
    ("rest_90", Text { zh: "其余 90% 发言者", en: "other 90 % of authors" }),
    ("dau", Text { zh: "日活", en: "DAU" }),
    ("mau", Text { zh: "月活", en: "MAU" }),
    ("active_rate", Text { zh: "活跃率", en: "active rate" }),
    ("roster_day", Text { zh: "全员·日", en: "roster day" }),
    ("active_week", Text { zh: "活跃者·周", en: "active week" }),
    ("median_7d", Text { zh: "7 日中位", en: "7-day median" }),
    ("mean_all", Text { zh: "全期均值", en: "mean of all days" }),
    ("total", Text { zh: "总数", en: "total" }),
    ("zero_day_share", Text { zh: "零发言日占比", en: "share of silent days" }),
    ("roster", Text { zh: "全体成员", en: "roster" }),
    ("top1_share", Text { zh: "最多 1 人占比", en: "share of the top author" }),
    ("top10_share", Text { zh: "前 10 人占比", en: "share of the top ten" }),
    ("max_share", Text { zh: "单日最高占比", en: "highest daily share" }),
    ("warning", Text { zh: "沉默预警", en: "warning" }),
    ("clicks_per_reach", Text { zh: "人均点击", en: "clicks per reach" }),
    ("identified_only", Text { zh: "仅实名点击", en: "identified only" }),
    ("response_proxy", Text { zh: "回应代理", en: "response proxy" }),
    ("history", Text { zh: "历史", en: "history" }),
    ("kicks", Text { zh: "被移出", en: "removals" }),
    ("net", Text { zh: "净增", en: "net" }),
    ("leave_rate", Text { zh: "月退群率", en: "leave rate, 30 days" }),
    ("admin_violations", Text { zh: "其中管理员", en: "of these admins'" }),
    ("exempt", Text { zh: "豁免", en: "exempt" }),
    ("never_spoke", Text { zh: "从未发言", en: "never spoke" }),
    ("persons", Text { zh: "人数", en: "people" }),
    ("dedup_effect", Text { zh: "去重效果", en: "dedup effect" }),
    ("duplicate_share", Text { zh: "重复占比", en: "duplicate share" }),
    ("waking_share", Text { zh: "清醒时段消息占比", en: "share of messages in waking hours" }),
    ("gap_days", Text { zh: "缺口天数", en: "gap days" }),
    ("active_days_per_member", Text { zh: "人均活跃天数", en: "active days per member" }),
    ("p10_all", Text { zh: "日发言 P10", en: "daily P10" }),
    ("p90_all", Text { zh: "日发言 P90", en: "daily P90" }),
    ("speakers", Text { zh: "发言者", en: "speakers" }),
];

/// A segment's name; the segment itself when it has none (`cohort:2026-W10/week:1`).
#[must_use]
pub fn segment_name(segment: &str, lang: Lang) -> &str {
    SEGMENTS.iter().find(|(known, _)| *known == segment).map_or(segment, |(_, text)| text.get(lang))
}
