//! The operations guide (社群运营指南) the vitals and their default thresholds go back to: its
//! statements under the numbers that `source` fields name, each in a line of our own words. Apart so
//! that `metrics` and the docs can say what a number stands for.

use crate::unit::Text;

/// A numbered statement of the guide.
pub struct Statement {
    /// `S` and its number.
    pub id: &'static str,
    /// What it says or asks for.
    pub text: Text,
}

const fn says(id: &'static str, zh: &'static str, en: &'static str) -> Statement {
    Statement { id, text: Text { zh, en } }
}

/// Every statement a vital goes back to.
pub const STATEMENTS: &[Statement] = &[
    says("S01", "多数活跃群服务于垂直领域", "most active groups serve one field"),
    says("S02", "群有三类：资源对接、学习成长、客户服务", "groups match resources, teach, or serve customers"),
    says(
        "S03",
        "无规则的群寿命短，有章程的群活得久",
        "groups without rules die early, groups with a charter live longer",
    ),
    says("S05", "二维码等入群渠道", "channels people come in by, such as QR codes"),
    says("S06", "入群要验证姓名与行业", "newcomers are asked for name and trade"),
    says("S07", "开启入群确认，防止恶意拉人", "joining needs approval, against mass invitations"),
    says("S08", "群公告写明群规、价值观、违规处理", "the notice states rules, values and what follows a breach"),
    says("S09", "固定并公示响应时段", "service hours are fixed and published"),
    says("S10", "入群来源：熟人邀请或关键词引流", "members come by invitation or by search"),
    says("S11", "成员按 1-9-90 分层", "members form layers of 1, 9 and 90 per cent"),
    says("S12", "目标分层 10/20/70", "target layers of 10, 20 and 70 per cent"),
    says("S13", "各层各有职责：定规则、出内容、轻互动", "each layer has its part: rules, content, light interaction"),
    says("S14", "用群待办跟踪任务完成率", "group tasks are tracked to completion"),
    says("S15", "用在线文档协作", "members work together in shared documents"),
    says("S16", "超过 500 人至少 3 名管理员轮值", "above 500 members at least three admins take turns"),
    says("S17", "15 分钟内响应", "questions are answered within 15 minutes"),
    says("S18", "禁止直接推销与外部链接", "no direct selling, no outside links"),
    says("S19", "单人单日发言不超过总量的 30%", "nobody writes more than 30 % of a day's messages"),
    says("S20", "每周 2 篇优质文章", "two good articles a week"),
    says("S21", "每月至少 1 次主题辩论", "at least one debate a month"),
    says("S22", "发言、分享、邀请计积分", "speaking, sharing and inviting earn points"),
    says("S23", "积分可兑换优先权", "points buy priority"),
    says("S24", "处罚分级：警告、禁言、移出", "sanctions in steps: warn, mute, remove"),
    says("S25", "7 天沉默预警", "seven silent days raise a warning"),
    says("S26", "连续 14 天无互动列入待清理", "fourteen days without interaction put a member on the list to clean"),
    says("S27", "人工与机器人配合的半自动化", "people and bots share the work"),
    says("S28", "看日均发言条数", "messages a day are watched"),
    says("S29", "人均互动不低于 5 条", "interactions per head stay at five or more"),
    says("S30", "周、月留存不低于 60%", "weekly and monthly retention stay at 60 % or more"),
    says("S31", "链接点击率、文件下载率不低于 15%", "link clicks and file downloads stay at 15 % or more"),
    says("S32", "数据可导出、可视化", "the figures can be exported and drawn"),
    says("S33", "平台有人数上限", "platforms limit how many may join"),
    says("S34", "文件保存有期限", "files are kept for a limited time"),
    says("S35", "各平台接口开放程度不同", "platforms differ in what they let out"),
    says("S36", "按需要选择平台", "the platform is chosen by need"),
    says("S37", "跨平台身份统一", "one identity across platforms"),
    says("S38", "每周三发行业快报", "an industry digest every Wednesday"),
    says("S39", "每月 15 日做案例复盘", "a case review on the 15th of every month"),
    says("S40", "邀请外部嘉宾分享", "guests from outside speak"),
    says("S41", "新手任务包、进阶挑战", "a first set of tasks for newcomers, challenges later"),
    says("S42", "线下活动增强粘性", "meetings in person make members stay"),
    says("S43", "为成员送生日祝福", "members are congratulated on their birthday"),
    says("S44", "庆祝百日等里程碑", "milestones such as day 100 are celebrated"),
    says("S45", "群专属表情包", "the group has stickers of its own"),
    says("S46", "用小店做周边销售", "a shop sells the group's goods"),
    says("S47", "会员等级享有优先咨询权", "paying tiers are answered first"),
    says("S48", "贡献被记录并得到回报", "contributions are recorded and rewarded"),
    says("S49", "防范风险", "risks are guarded against"),
    says("S50", "遵守个人信息保护法", "personal information is protected by law"),
    says("S51", "广告要明示标识", "advertising is marked as such"),
    says("S52", "智能助手承担日常管理", "assistants take on daily chores"),
    says("S53", "价值输出与成员共鸣", "what is offered finds an echo"),
    says("S54", "用群文件做教学共享", "files are shared for teaching"),
    says("S55", "知道何时、就什么说话", "knowing when to speak, and of what"),
];

/// The statements a `source` names: single numbers and ranges (`S28–S29`).
#[must_use]
pub fn named(source: &str) -> Vec<&'static Statement> {
    let mut found = Vec::new();
    for part in source.split([',', ' ']).filter(|part| part.starts_with('S')) {
        let mut ends = part.split('–').filter_map(|end| end.trim_start_matches('S').parse::<u32>().ok());
        let Some(first) = ends.next() else { continue };
        let last = ends.next().unwrap_or(first);
        let numbered = |number: u32| STATEMENTS.iter().find(|statement| statement.id == format!("S{number:02}"));
        found.extend((first..=last).filter_map(numbered));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::METRICS;

    #[test]
    fn every_number_a_vital_names_is_told() {
        let ids = |source: &str| named(source).iter().map(|statement| statement.id).collect::<Vec<_>>();
        assert_eq!(ids("S06–S07, S30"), ["S06", "S07", "S30"]);
        assert_eq!(ids("ours"), Vec::<&str>::new());
        for metric in METRICS {
            let sources = metric.thresholds.iter().map(|rule| rule.source).chain([metric.source]);
            for source in sources.filter(|source| source.contains('S')) {
                let ends: Vec<&str> = source.split([',', ' ', '–']).filter(|part| part.starts_with('S')).collect();
                for end in ends {
                    assert!(ids(source).contains(&end), "{}: {source} names {end}", metric.id);
                }
            }
        }
    }
}
