//! Chains people add themselves to (接龙): numbered lines under the word. In: a body. Out:
//! [`Mark::Entries`]. Source: `task_completion_rate` in docs/metrics.md.

use super::facts::{Facts, Mark};
use super::table::Detector;

/// The word for a chain.
pub(super) const DETECTOR: Detector = Detector { sure: &[], cues: &["接龙", "sign-up list", "signup list"], look };

fn look(text: &str, facts: &mut Facts) {
    let entries = text.lines().filter(|line| is_entry(line)).count();
    if let Ok(entries) = u32::try_from(entries)
        && entries > 0
    {
        facts.marks.push(Mark::Entries(entries));
    }
}

/// A number, a sign and something after it. `9:30 开始` is a clock, an empty place is nobody.
fn is_entry(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let name = rest.trim_start().strip_prefix(['.', '、', '．', ')', '）', ',', '，']);
    (1..=4).contains(&digits) && name.is_some_and(|name| name.contains(|c: char| !c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::facts;
    use super::*;

    #[test]
    fn people_signed_up() {
        for (text, want) in [
            ("#接龙\n周末徒步\n例 姓名\n1. 张三\n2. 李四\n3. 王五", Some(3)),
            ("#接龙 周末\n1、张三\n2、\n", Some(1)),
            ("接龙开始\n9:30 集合", None),
            ("接龙\n１. 张三", Some(1)),
            ("大家接龙", None),
            ("1. 张三\n2. 李四", None),
            ("Sign-up list\n1) Ann\n2) Bob", Some(2)),
        ] {
            let want: Vec<Mark> = want.map(Mark::Entries).into_iter().collect();
            assert_eq!(facts(text).marks, want, "{text}");
        }
    }
}
