//! Which column is which. In: headings and the first rows. Out: a column for each field that has one,
//! with the reason: its name, a name like it, or what stands in it.

use super::super::super::mapping::{Field, TimeFormat};
use super::sample::Sample;
use super::words::{HEADINGS, plain};
use crate::frame::Time;

/// Why a column was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Its name is known.
    Name,
    /// Its name holds a known one.
    Resembles,
    /// What stands in it.
    Values,
}

/// Ways of writing time, tried in this order; of two that fit the first is taken.
const TIMES: [&str; 10] = [
    "iso",
    "epoch_ms",
    "epoch_s",
    "excel",
    "%Y%m%d%H%M%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M",
];
/// Ways of writing time one column may mix.
const MOST_FORMATS: usize = 3;
/// Milliseconds of the years a message can be of.
const YEARS: std::ops::Range<i64> = 946_684_800_000..4_102_444_800_000;

/// How a column writes time.
#[derive(Debug)]
pub(super) struct Written {
    /// Words of `[time]`, the most frequent first.
    pub formats: Vec<&'static str>,
    /// In how many cells of how many.
    pub share: String,
}

/// What was guessed.
#[derive(Debug)]
pub(super) struct Guess {
    columns: Vec<(Field, usize, Reason)>,
    width: usize,
    /// How the time is written.
    pub time: Option<Written>,
    /// The platform whose words stand in the header, else `unknown`.
    pub platform: &'static str,
}

impl Guess {
    /// Guesses from a sample.
    pub fn of(sample: &Sample) -> Self {
        let mut guess =
            Self { columns: Vec::new(), width: sample.headings.len(), time: None, platform: platform(sample) };
        let names: Vec<String> = sample.headings.iter().map(|heading| plain(heading)).collect();
        for (field, words) in HEADINGS {
            let named = words.iter().find_map(|word| names.iter().position(|name| name == word));
            if let Some(column) = named.filter(|column| guess.is_free(*column)) {
                guess.columns.push((*field, column, Reason::Name));
            }
        }
        for (field, words) in HEADINGS {
            let long = words.iter().filter(|word| word.chars().count() >= if word.is_ascii() { 4 } else { 2 });
            let like =
                long.filter_map(|word| names.iter().position(|name| name.contains(word))).find(|at| guess.is_free(*at));
            if let Some(column) = like.filter(|_| guess.column(*field).is_none()) {
                guess.columns.push((*field, column, Reason::Resembles));
            }
        }
        guess.time_by_values(sample);
        guess.text_by_values(sample);
        guess.sender_by_values(sample);
        guess
    }

    /// The column of a field and why.
    pub fn of_field(&self, field: Field) -> Option<(usize, Reason)> {
        self.columns.iter().find(|(known, _, _)| *known == field).map(|(_, column, reason)| (*column, *reason))
    }

    /// Columns no field took.
    pub fn unused(&self) -> impl Iterator<Item = usize> {
        (0..self.width).filter(|column| self.is_free(*column))
    }

    fn column(&self, field: Field) -> Option<usize> {
        self.of_field(field).map(|(column, _)| column)
    }

    fn is_free(&self, column: usize) -> bool {
        self.columns.iter().all(|(_, taken, _)| *taken != column)
    }

    /// The named column if its cells are times, else the first that has times.
    fn time_by_values(&mut self, sample: &Sample) {
        let named = self.column(Field::Time);
        self.time = named.and_then(|column| told(sample, column));
        if self.time.is_some() {
            return;
        }
        let found = self.unused().find_map(|column| Some((column, told(sample, column)?)));
        let Some((column, time)) = found else { return };
        self.columns.retain(|(field, _, _)| *field != Field::Time);
        self.columns.push((Field::Time, column, Reason::Values));
        self.time = Some(time);
    }

    /// The free column with the longest cells, if they are long.
    fn text_by_values(&mut self, sample: &Sample) {
        if self.column(Field::Text).is_some() {
            return;
        }
        let length = |column: usize| {
            let (sum, count) =
                sample.cells(column).fold((0, 0), |(sum, count), cell| (sum + cell.chars().count(), count + 1));
            sum / std::cmp::max(count, 1)
        };
        let longest = self.unused().map(|column| (length(column), column)).max_by_key(|(length, _)| *length);
        if let Some((_, column)) = longest.filter(|(length, column)| *length >= 8 && sample.distinct(*column).len() > 1)
        {
            self.columns.push((Field::Text, column, Reason::Values));
        }
    }

    /// The first free column whose short words come back.
    fn sender_by_values(&mut self, sample: &Sample) {
        if self.column(Field::SenderName).or(self.column(Field::SenderId)).is_some() {
            return;
        }
        let comes_back = |column: &usize| {
            let (filled, different) = (sample.cells(*column).count(), sample.distinct(*column).len());
            let short = sample.cells(*column).all(|cell| cell.chars().count() <= 40);
            short && different > 1 && filled * 10 >= sample.rows.len() * 9 && different * 2 <= filled + 1
        };
        let found = self.unused().find(comes_back);
        if let Some(column) = found {
            self.columns.push((Field::SenderName, column, Reason::Values));
        }
    }
}

/// How the cells of a column tell time, if nearly all do: one way, else the few that do it together.
fn told(sample: &Sample, column: usize) -> Option<Written> {
    let mut left: Vec<&str> = sample.cells(column).collect();
    let all = left.len();
    let sound = |format: &TimeFormat, cell: &str| match format.read(cell) {
        Some(Time::Utc(ms) | Time::Local(ms)) => YEARS.contains(&ms),
        None => false,
    };
    let known: Vec<(&str, TimeFormat)> =
        TIMES.iter().filter_map(|word| Some((*word, TimeFormat::named(word).ok()?))).collect();
    let mut formats = Vec::new();
    while formats.len() < MOST_FORMATS && left.len() * 10 > all {
        let count = |format: &TimeFormat| left.iter().filter(|cell| sound(format, cell)).count();
        let (read, word, format) =
            known.iter().rev().map(|(word, format)| (count(format), *word, format)).max_by_key(|(read, _, _)| *read)?;
        // A way that reads a cell in fifty is more likely chance.
        if read * 50 < all || read == 0 {
            break;
        }
        formats.push(word);
        left.retain(|cell| !sound(format, cell));
    }
    let read = all - left.len();
    (read > 0 && read * 10 >= all * 8).then(|| Written { formats, share: format!("{read}/{all}") })
}

/// Whether day and month can be mistaken for each other.
pub(super) fn ambiguous(written: &Written) -> bool {
    written.formats.iter().any(|format| format.starts_with("%d/%m") || format.starts_with("%m/%d"))
}

/// The platform whose own words stand in the header.
fn platform(sample: &Sample) -> &'static str {
    let names: Vec<String> = sample.headings.iter().map(|heading| heading.to_lowercase()).collect();
    let has = |words: &[&str]| words.iter().any(|word| names.iter().any(|name| name.contains(word)));
    if has(&["staffid", "openconversationid", "钉钉"]) {
        "dingtalk"
    } else if has(&["wxid", "微信", "msgsvrid", "strtalker"]) {
        "wechat"
    } else if has(&["open_id", "飞书", "lark"]) {
        "feishu"
    } else if has(&["qq"]) {
        "qq"
    } else {
        "unknown"
    }
}
