//! Member-day, hour and exclusion counts: one group-by a grain over the coded rows.

use polars_core::prelude::*;

use crate::calendar::Day;
use crate::error::{Error, Result};

/// Why a message counts or does not (资格). Decided once, in `dataset`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// Counts.
    Eligible = 0,
    /// Sent by a bot.
    Bot,
    /// Sent by one of the operator's own accounts.
    Operator,
    /// Nobody is named as its sender: the platform speaking.
    System,
    /// Taken back.
    Recalled,
    /// Older than the group.
    OutOfTenure,
}

/// Kept messages as codes, all groups of a run end to end; every column has one element a row.
#[derive(Debug, Default)]
pub struct Rows {
    /// Index of the group.
    pub group: Vec<u32>,
    /// Index of the person in the group.
    pub person: Vec<u32>,
    /// Local day.
    pub day: Vec<Day>,
    /// Clock hour.
    pub hour: Vec<u8>,
    /// A [`Class`] code.
    pub class: Vec<u8>,
}

/// Eligible messages of a person on a local day (the grain most vitals stand on).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MemberDay {
    /// Local day.
    pub day: Day,
    /// Index of the person in the group.
    pub person: u32,
    /// Eligible messages; at least 1.
    pub messages: u32,
}

/// Eligible messages of the group in one clock hour of one local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayHour {
    /// Local day.
    pub day: Day,
    /// Clock hour, 0–23.
    pub hour: u8,
    /// Eligible messages.
    pub messages: u32,
}

/// The counts of one group.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Sorted by day, then person.
    pub member_days: Vec<MemberDay>,
    /// Sorted by day, then hour.
    pub day_hours: Vec<DayHour>,
    /// Messages left out: day, class code, count; sorted.
    pub left_out: Vec<(Day, u8, u32)>,
}

/// Counts `rows` for `groups` groups. Eager group-bys on purpose: polars' lazy engine would do no
/// less work here and costs a newcomer several minutes of compiling (figures in DESIGN.md).
///
/// # Errors
/// [`Error::Frame`] when polars refuses the frame: a defect, never the input's.
pub fn count_rows(rows: Rows, groups: usize) -> Result<Vec<Counts>> {
    let mut counts = vec![Counts::default(); groups];
    let Rows { group, person, day, hour, class } = rows;
    let frame = DataFrame::new(
        group.len(),
        vec![
            Column::new("group".into(), group),
            Column::new("person".into(), person),
            Column::new("day".into(), day),
            Column::new("hour".into(), hour),
            Column::new("class".into(), class),
        ],
    )
    .map_err(frame_error)?;
    let class = frame.column("class").and_then(|column| column.u8()).map_err(frame_error)?;
    let eligible = class.equal(Class::Eligible as u8);
    let left_out = frame.filter(&!&eligible).map_err(frame_error)?;
    let frame = frame.filter(&eligible).map_err(frame_error)?;

    for_each(&frame, "person", |group, day, person, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.member_days.push(MemberDay { day, person, messages });
        }
    })?;
    for_each(&frame, "hour", |group, day, hour, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.day_hours.push(DayHour { day, hour: u8::try_from(hour).unwrap_or(0), messages });
        }
    })?;
    for_each(&left_out, "class", |group, day, class, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.left_out.push((day, u8::try_from(class).unwrap_or(0), messages));
        }
    })?;
    for counts in &mut counts {
        counts.member_days.sort_unstable();
        counts.day_hours.sort_unstable();
        counts.left_out.sort_unstable();
    }
    Ok(counts)
}

/// Groups `frame` by group, day and `third`, and calls `take` with the keys and count of every group.
fn for_each(frame: &DataFrame, third: &str, mut take: impl FnMut(usize, Day, u32, u32)) -> Result<()> {
    let grouped = frame.group_by(["group", "day", third]).map_err(frame_error)?;
    let keys = grouped.keys();
    let sizes = grouped.get_groups().group_count();
    let [group, day, third] = keys.as_slice() else { return Ok(()) };
    let group = group.u32().map_err(frame_error)?;
    let day = day.i32().map_err(frame_error)?;
    let third = third.cast(&DataType::UInt32).map_err(frame_error)?;
    let third = third.u32().map_err(frame_error)?;
    let rows = group.iter().zip(day.iter()).zip(third.iter()).zip(sizes.iter());
    for (((group, day), third), messages) in rows {
        if let (Some(group), Some(day), Some(third), Some(messages)) = (group, day, third, messages) {
            take(group as usize, day, third, messages);
        }
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "used as a map_err function")]
fn frame_error(error: PolarsError) -> Error {
    Error::Frame(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_group_day_and_person() {
        let rows = Rows {
            group: vec![0, 0, 1, 0, 0],
            person: vec![2, 1, 0, 2, 1],
            day: vec![5, 5, 5, 5, 6],
            hour: vec![9, 9, 1, 10, 0],
            class: vec![0, 0, 0, 0, Class::Bot as u8],
        };
        let counts = count_rows(rows, 3).unwrap();
        assert_eq!(
            counts[0].member_days,
            [MemberDay { day: 5, person: 1, messages: 1 }, MemberDay { day: 5, person: 2, messages: 2 }]
        );
        assert_eq!(
            counts[0].day_hours,
            [DayHour { day: 5, hour: 9, messages: 2 }, DayHour { day: 5, hour: 10, messages: 1 }]
        );
        assert_eq!(counts[0].left_out, [(6, Class::Bot as u8, 1)]);
        assert_eq!(counts[1].member_days.len(), 1);
        assert!(counts[2].member_days.is_empty());
    }
}
