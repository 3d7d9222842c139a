//! 话题趋势: words more people say this week than the week before.

use super::spec::{Cell, Compute, Context, Family, Measurement, Metric, Outcome, Standing, Table, count};
use crate::dataset::Term;
use crate::unit::{Text, Unit};

/// Speaker-days and people a word needs to be shown.
const SAID: u64 = 5;
const SPEAKERS: u64 = 3;
/// Words in the table.
const SHOWN: usize = 20;

/// The metric.
pub const METRIC: Metric = Metric {
    id: "topic_trends",
    name: Text { zh: "升温话题", en: "Rising topics" },
    family: Family::Content,
    doc: Text {
        zh: "上一个完整自然周比前一周更多人说到的词的个数。分词后按“人·天”计数（同一人一天说多少遍都算一次，刷屏造不出趋势），去掉链接、@、数字、成员名字和常用词；至少 3 人、5 个人·天才列出。分数是平滑后比率的以 2 为底对数。只数词，不留原文。",
        en: "Words said more widely in the last complete week than in the week before. Counted in speaker-days (however often a person says a word, it is once a day, so flooding makes no trend), without links, mentions, numbers, members' names and common words; listed from three people and five speaker-days on. The score is the base-2 logarithm of the smoothed ratio. Words are counted; no message is kept.",
    },
    formula: "log2(((a + 0.5) / (A + 0.5 V)) / ((b + 0.5) / (B + 0.5 V))) > 0, a and b speaker-days of a word, A and B of all, V words",
    needs: &[],
    unit: Unit::Count,
    thresholds: &[],
    segments: &[("vocabulary", "distinct words of the two weeks"), ("top_score", "score of the word that rose most")],
    source: "S28, S55",
    advice: "advice.activity.topic_candidates",
    compute: Compute::Group(compute),
};

fn compute(context: &Context<'_>) -> Outcome {
    let group = context.group;
    let weeks = &group.timeline.terms;
    let period = Some((weeks.week, weeks.week + 6));
    if !group.days.covers(weeks.week - 7, weeks.week + 6) {
        let row = Measurement::new(Unit::Count).standing(Standing::NotApplicable).over(period);
        return Outcome { rows: vec![row], ..Outcome::default() };
    }
    let sums = |of: &dyn Fn(&Term) -> u64| count(weeks.terms.iter().map(of).sum());
    let (now, before, words) = (sums(&|term| term.now), sums(&|term| term.before), weeks.terms.len() as u64);
    let shown = weeks.terms.iter().filter(|term| term.now >= SAID && term.speakers >= SPEAKERS);
    let scored = shown.map(|term| (score((term.now, now), (term.before, before), words), term));
    let mut rising: Vec<(f64, &Term)> = scored.filter(|(score, _)| *score > 0.0).collect();
    rising.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.word.cmp(&b.1.word)));
    let mut top = Measurement::new(Unit::Index).segment("top_score");
    (top.value, top.n) = (rising.first().map(|(score, _)| *score), words);
    top.standing = if top.value.is_some() { Standing::Info } else { Standing::NoData };
    let rows = vec![
        Measurement::counted(Unit::Count, rising.len() as u64, words),
        Measurement::counted(Unit::Count, words, words).segment("vocabulary"),
        top,
    ];
    let cells = rising.iter().take(SHOWN).map(|(score, term)| {
        let number = |n: u64| Cell::Number(count(n));
        let told = [Cell::Number(*score), number(term.now), number(term.before), number(term.speakers)];
        std::iter::once(Cell::Text(term.word.clone())).chain(told).collect()
    });
    let columns = &["term", "score", "now", "before", "speakers"];
    let table = Table { columns, rows: cells.collect() };
    let over = |row: Measurement| row.basis("speaker_days").over(period);
    Outcome { rows: rows.into_iter().map(over).collect(), tables: [("terms", table)].into() }
}

/// Smoothed rise of a word said `a` of `all` times now against `b` of `all` before, among `words` words.
fn score((a, all_now): (u64, f64), (b, all_before): (u64, f64), words: u64) -> f64 {
    let half = 0.5 * count(words);
    (((count(a) + 0.5) / (all_now + half)) / ((count(b) + 0.5) / (all_before + half))).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12 of 400 this week against 3 of 300 the week before, 1000 words.
    #[test]
    fn worked_score() {
        assert!((score((12, 400.0), (3, 300.0), 1000) - 1.667).abs() < 5e-4);
    }
}
