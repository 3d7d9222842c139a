//! Tasks of the group (群待办): set, and reported as done. In: a body. Out: [`Features::TASK`] and
//! [`Features::TASK_DONE`]. Source: `task_completion_rate` in docs/metrics.md.

use super::facts::{Facts, Features};
use super::table::Detector;

/// Words for a task.
pub(super) const DETECTOR: Detector =
    Detector { sure: &[], cues: &["待办", "group to-do", "group todo", "completed the task", "task done"], look };

fn look(text: &str, facts: &mut Facts) {
    let lower = text.to_ascii_lowercase();
    let done = |(at, _): (usize, &str)| {
        let before = lower.get(..at).unwrap_or_default();
        let clause = before.rsplit(['\n', '，', '。', ',']).next().unwrap_or_default();
        ["完成", "completed", "finished"].iter().any(|word| clause.contains(word)) && !clause.contains("未完成")
    };
    for word in ["待办", "group to-do", "group todo"] {
        for found in lower.match_indices(word) {
            let after = lower.get(found.0 + word.len()..).unwrap_or_default();
            if done(found) || after.starts_with("已完成") || after.starts_with("完成了") {
                facts.features |= Features::TASK_DONE;
            } else if word != "待办" || lower.contains("群待办") {
                facts.features |= Features::TASK;
            }
        }
    }
    if lower.contains("completed the task") || lower.contains("task done") {
        facts.features |= Features::TASK_DONE;
    }
}

#[cfg(test)]
mod tests {
    use super::super::scanner::tests::check;
    use super::*;

    #[test]
    fn set_and_done() {
        for (text, set, done) in [
            ("A发布了群待办", true, false),
            ("群待办：周五前填表", true, false),
            ("B 完成了群待办", false, true),
            ("群待办已完成", false, true),
            ("我的待办太多", false, false),
            ("Ann completed the group to-do", false, true),
            ("new group to-do", true, false),
        ] {
            check(Features::TASK, &[(text, set)]);
            check(Features::TASK_DONE, &[(text, done)]);
        }
    }
}
