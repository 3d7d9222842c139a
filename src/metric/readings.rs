//! Where statements of the source document contradict each other or themselves, and how the vitals read
//! them: for docs/metrics.md, so that nobody has to guess which number fired.

use crate::unit::Text;

/// One contradiction and its reading.
pub struct Reading {
    /// What it is about.
    pub about: Text,
    /// What was decided, and why.
    pub text: Text,
}

const fn reads(about: Text, zh: &'static str, en: &'static str) -> Reading {
    Reading { about, text: Text { zh, en } }
}

/// Every reading that thresholds rest on.
pub const READINGS: &[Reading] = &[
    reads(
        Text { zh: "“低于 5 条”指什么", en: "Below five messages: of whom" },
        "文档用一个数同时说群和人，没有分母。两项都算：daily_messages 低于 5 表示全群近乎无声；interactions_per_capita 按当天发言的人计。对很多健康的群 5 条人均过高，所以另有 --profile calibrated：取本群近八个完整周人均的第 20 百分位，且不高于 5。",
        "The document gives one number for group and member and no denominator. Both are computed: daily_messages below five is a group near silence; interactions_per_capita counts over those who spoke that day. For many healthy groups five a head is too much, hence --profile calibrated: the 20th percentile of the group's own last eight complete weeks, and never more than five.",
    ),
    reads(
        Text { zh: "人均 5 条与九成潜水", en: "Five a head and nine tenths who listen" },
        "若分母是全体成员，500 人的群每天要 2500 条，发言的约 50 人每人要写 50 条。因此判定从不除以全体；roster_day 只供参考。",
        "Over all members, a group of 500 would need 2500 messages a day, fifty from each of the fifty who speak. No verdict divides by the roster; roster_day is information.",
    ),
    reads(
        Text { zh: "60% 留存与九成不发言", en: "60 % retention and nine tenths who never speak" },
        "发言者占全体的比例不可能到 60%。留存的分母是上一周期活跃的人；在群留存与新人留存是另外两项，阈值同为 60%。只有新人也不达标时才建议排查准入，否则建议看内容。",
        "The share of members who speak can never reach 60 %. Retention counts over those active in the period before; staying in the group and newcomers' first week are vitals of their own with the same bound. Only when newcomers fail as well is the advice to look at admission, else at content.",
    ),
    reads(
        Text {
            zh: "7/14 天清理与轻度互动的普通成员", en: "Cleaning after 14 days and members whose part is to read"
        },
        "照字面大半个群都该清理。沉默按互动算（点击、下载、投票、打卡、撤回也算在场），名单只供人工复核，不设阈值，任何输出都不说“移出”。",
        "Taken literally most of any group would be cleaned. Silence counts interaction (clicks, downloads, votes, check-ins and recalls are presence), the list is for a person to look at, it has no threshold, and no output says remove.",
    ),
    reads(
        Text {
            zh: "禁外链与要好文、点击率、小店", en: "No outside links, and yet articles, clicks and a shop"
        },
        "禁的是名单外的域名和没有标识的商业信息。默认名单：公众号文章、腾讯文档、GitHub；本群自己的店写进章程 link_allow。",
        "What is banned are domains off the allow-list and commerce that is not marked. By default official-account articles, shared documents and GitHub are allowed; a group's own shop goes into the charter's link_allow.",
    ),
    reads(
        Text { zh: "单人 30% 的“总量”是哪个总量", en: "30 % of which total" },
        "是该群该日有效消息的总量。三条消息的日子人人超限，两人对话各占一半，所以只判至少 20 条、至少 5 人发言的日子；管理员照算但单列，其中回答提问的不算超限。",
        "Of that group's eligible messages of that day. On a day of three messages everybody is over, and two in dialogue have half each: only days with twenty messages and five speakers are judged. Admins are told apart, and their answers to questions are not held against them.",
    ),
];
