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
    says("S06", "入群要验证姓名与行业", "newcomers are asked for name and trade"),
    says("S07", "开启入群确认，防止恶意拉人", "joining needs approval, against mass invitations"),
    says("S09", "固定并公示响应时段", "service hours are fixed and published"),
    says("S11", "成员按 1-9-90 分层", "members form layers of 1, 9 and 90 per cent"),
    says("S12", "目标分层 10/20/70", "target layers of 10, 20 and 70 per cent"),
    says("S13", "各层各有职责：定规则、出内容、轻互动", "each layer has its part: rules, content, light interaction"),
    says("S19", "单人单日发言不超过总量的 30%", "nobody writes more than 30 % of a day's messages"),
    says("S25", "7 天沉默预警", "seven silent days raise a warning"),
    says("S26", "连续 14 天无互动列入待清理", "fourteen days without interaction put a member on the list to clean"),
    says("S27", "人工与机器人配合的半自动化", "people and bots share the work"),
    says("S28", "看日均发言条数", "messages a day are watched"),
    says("S29", "人均互动不低于 5 条", "interactions per head stay at five or more"),
    says("S30", "周、月留存不低于 60%", "weekly and monthly retention stay at 60 % or more"),
    says("S31", "链接点击率、文件下载率不低于 15%", "link clicks and file downloads stay at 15 % or more"),
    says("S32", "数据可导出、可视化", "the figures can be exported and drawn"),
    says("S37", "跨平台身份统一", "one identity across platforms"),
    says("S41", "新手任务包", "newcomers get a first set of tasks"),
    says("S42", "线下活动增强粘性", "meetings in person make members stay"),
    says("S48", "贡献被记录并得到回报", "contributions are recorded and rewarded"),
    says("S52", "智能助手承担日常管理", "assistants take on daily chores"),
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
