//! Texts of the last weeks, for topics: the only texts the frames of a vitals run hold, and only until
//! the dataset has counted their words. Older ones are forgotten as newer ones come.

/// How far back texts are kept before the latest message: three weeks and a day, ms.
const KEPT_MS: i64 = 22 * 86_400_000;
/// Texts gathered before the old ones are looked for.
const SLACK: usize = 4096;

/// Texts with their rows, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Recent {
    texts: String,
    rows: Vec<Row>,
    latest: i64,
    pruned_at: usize,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    message: u32,
    ts: i64,
    end: usize,
}

impl Recent {
    /// Keeps the text of a message, unless it is too old already. `until`: the end of the days asked for.
    pub fn push(&mut self, message: u32, ts: i64, until: Option<i64>, text: &str) {
        if until.is_some_and(|until| ts >= until) || ts < self.latest.saturating_sub(KEPT_MS) {
            return;
        }
        self.latest = self.latest.max(ts);
        self.texts.push_str(text);
        self.rows.push(Row { message, ts, end: self.texts.len() });
        if self.rows.len() > 2 * self.pruned_at + SLACK {
            self.prune();
        }
    }

    /// Rows of the message table with their texts.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> + '_ {
        let starts = std::iter::once(0).chain(self.rows.iter().map(|row| row.end));
        let of = |(start, row): (usize, &Row)| Some((row.message, self.texts.get(start..row.end)?));
        starts.zip(&self.rows).filter_map(of)
    }

    fn prune(&mut self) {
        let oldest = self.latest.saturating_sub(KEPT_MS);
        let (mut texts, mut rows, mut start) = (String::new(), Vec::new(), 0);
        for row in &self.rows {
            if row.ts >= oldest {
                texts.push_str(self.texts.get(start..row.end).unwrap_or_default());
                rows.push(Row { end: texts.len(), ..*row });
            }
            start = row.end;
        }
        self.pruned_at = rows.len();
        (self.texts, self.rows) = (texts, rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000;

    #[test]
    fn only_the_last_weeks_are_kept() {
        let mut recent = Recent::default();
        for at in 0..20_000_u32 {
            recent.push(at, i64::from(at) * DAY / 100, None, &at.to_string());
        }
        let kept: Vec<(u32, &str)> = recent.iter().collect();
        assert!(kept.len() < 2 * 2200 + SLACK + 1, "{}", kept.len());
        assert_eq!(kept.last(), Some(&(19_999, "19999")));
        assert!(kept.iter().all(|(at, text)| at.to_string() == *text));
    }

    #[test]
    fn nothing_after_the_days_asked_for() {
        let mut recent = Recent::default();
        recent.push(0, 5, Some(10), "a");
        recent.push(1, 10, Some(10), "b");
        assert_eq!(recent.iter().collect::<Vec<_>>(), [(0, "a")]);
    }
}
