//! 群昵称规范: how many members bear a nickname in the agreed form.

use regex::Regex;

use super::spec::{Bound, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Threshold};
use crate::dataset::Basis;
use crate::unit::{Text, Unit};

/// Two to four Han characters, a separator, and a trade.
const PATTERN: &str = r"^\p{Han}{2,4}[\s\-_+＋·|｜/／]+\S{2,12}$";

/// The metric.
pub const METRIC: Metric = Metric {
    id: "nickname_compliance",
    name: Text { zh: "群昵称规范率", en: "Nicknames in the agreed form" },
    family: Family::Governance,
    doc: Text {
        zh: "as-of 当天在群成员中，群昵称（没有就看显示名）符合章程 [rules] nickname_pattern 的占比；未写则用“姓名＋分隔符＋行业”。少数民族姓名的“·”、英文名要自己写进规则。没有名单时只看得到发过言的人。只输出比例。",
        en: "Of the members present at as-of, the share whose nickname in the group (else display name) matches the charter's [rules] nickname_pattern; without one, “name, separator, trade” in Chinese. Names with a dot and Latin names must be allowed for in the pattern. Without a roster only those who spoke are seen. Only the share is told.",
    },
    formula: "members whose nickname matches / members",
    needs: &["roster"],
    unit: Unit::Ratio,
    thresholds: &[Threshold { segment: None, breach: None, watch: Some(Bound::Below(0.8)), n_min: 10, source: "S06" }],
    segments: &[],
    source: "S06",
    advice: "advice.setup.nickname",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let (group, as_of) = (context.group, context.settings.as_of);
    let period = Some((as_of, as_of));
    let pattern = context.settings.charter.nickname_pattern.as_deref().unwrap_or(PATTERN);
    let Ok(pattern) = Regex::new(pattern) else {
        let row = Measurement::new(Unit::Ratio).degraded("pattern_unusable").over(period);
        return Outcome { rows: vec![row], ..Outcome::default() };
    };
    let (mut members, mut matching) = (0, 0);
    for person in group.members_at(as_of).map(|ix| group.person(ix)) {
        members += 1;
        let nickname = person.nickname.as_deref().unwrap_or(&person.name);
        matching += u64::from(pattern.is_match(nickname.trim()));
    }
    let mut row = Measurement::ratio(matching, members).over(period);
    if group.basis == Basis::Roster {
        row.basis = "roster";
    } else {
        row.basis = "speakers";
        row.degraded.push("no_roster");
        if row.value.is_some() {
            row.standing = Standing::Info;
        }
    }
    Outcome { rows: vec![row], ..Outcome::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_separator_trade() {
        let pattern = Regex::new(PATTERN).unwrap();
        for (nickname, matches) in [
            ("张三-金融", true),
            ("李四+教育", true),
            ("王五", false),
            ("Tom", false),
            ("赵六｜电商", true),
            ("张三金融", false),
        ] {
            assert_eq!(pattern.is_match(nickname), matches, "{nickname}");
        }
    }
}
