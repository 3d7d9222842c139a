//! Member-day, hour and exclusion counts: one group-by a grain over the coded rows.

use polars_core::prelude::*;
use polars_core::series::IsSorted;

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
/// less work here and costs a newcomer several minutes of compiling (figures in DESIGN.md). Over one
/// packed key a grain, because several columns would be encoded row by row first; over the sums of each
/// stretch of one day, because messages come nearly in order and sorting every row of them was a tenth of
/// a whole run.
///
/// # Errors
/// [`Error::Frame`] when polars refuses the frame or a code is out of range: a defect, never the
/// input's.
pub fn count_rows(rows: Rows, groups: usize) -> Result<Vec<Counts>> {
    let mut counts = vec![Counts::default(); groups];
    let Rows { group, person, day, hour, class } = rows;
    let first = day.iter().copied().min().unwrap_or(0);
    let [mut persons, mut hours, mut left_out] = [const { Sums::new() }; 3];
    for ((((group, person), day), hour), class) in group.into_iter().zip(person).zip(day).zip(hour).zip(class) {
        let day = i64::from(day) - i64::from(first);
        if class == Class::Eligible as u8 {
            persons.add(pack(group, day, person)?);
            hours.add(pack(group, day, u32::from(hour))?);
        } else {
            left_out.add(pack(group, day, u32::from(class))?);
        }
    }
    persons.for_each(first, |group, day, person, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.member_days.push(MemberDay { day, person, messages });
        }
    })?;
    hours.for_each(first, |group, day, hour, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.day_hours.push(DayHour { day, hour: u8::try_from(hour).unwrap_or(0), messages });
        }
    })?;
    left_out.for_each(first, |group, day, class, messages| {
        if let Some(counts) = counts.get_mut(group) {
            counts.left_out.push((day, u8::try_from(class).unwrap_or(0), messages));
        }
    })?;
    Ok(counts)
}

/// Bits of a packed key that hold the third code: 134 million people of one group.
const THIRD_BITS: u32 = 27;
/// Bits that hold the day: 358 years.
const DAY_BITS: u32 = 17;

/// Group, day since the first, and person, hour or class as one number that sorts like the three.
fn pack(group: u32, day: i64, third: u32) -> Result<u64> {
    let fits = u64::from(group) >> (64 - DAY_BITS - THIRD_BITS) == 0 && third >> THIRD_BITS == 0;
    match u64::try_from(day) {
        Ok(day) if fits && day >> DAY_BITS == 0 => {
            Ok(u64::from(group) << (DAY_BITS + THIRD_BITS) | day << THIRD_BITS | u64::from(third))
        }
        _ => Err(Error::Frame(format!("group {group}, day {day}, code {third}: out of range"))),
    }
}

/// The parts of a packed key; none can be too large for its type.
fn unpack(key: u64) -> (usize, Day, u32) {
    let group = key >> (DAY_BITS + THIRD_BITS);
    let day = key >> THIRD_BITS & ((1 << DAY_BITS) - 1);
    let third = key & ((1 << THIRD_BITS) - 1);
    (usize::try_from(group).unwrap_or(0), Day::try_from(day).unwrap_or(0), u32::try_from(third).unwrap_or(0))
}

/// Third codes counted in a table; higher ones stand alone until the group-by.
const DENSE: u32 = 1 << 18;

/// Counts of packed keys, summed up for each stretch of rows of one group and day.
struct Sums {
    /// Group and day of the stretch.
    prefix: u64,
    /// Third code → rows of the stretch.
    table: Vec<u32>,
    /// Codes with a row in the stretch.
    touched: Vec<u32>,
    keys: Vec<u64>,
    counts: Vec<u32>,
}

impl Sums {
    const fn new() -> Self {
        Self { prefix: 0, table: Vec::new(), touched: Vec::new(), keys: Vec::new(), counts: Vec::new() }
    }

    fn add(&mut self, key: u64) {
        if key >> THIRD_BITS != self.prefix {
            self.close();
            self.prefix = key >> THIRD_BITS;
        }
        let (_, _, third) = unpack(key);
        if third >= DENSE {
            self.keys.push(key);
            self.counts.push(1);
            return;
        }
        let at = third as usize;
        if at >= self.table.len() {
            self.table.resize(at + 1, 0);
        }
        if let Some(count) = self.table.get_mut(at) {
            if *count == 0 {
                self.touched.push(third);
            }
            *count += 1;
        }
    }

    /// Ends the stretch.
    fn close(&mut self) {
        self.touched.sort_unstable();
        for third in self.touched.drain(..) {
            if let Some(count) = self.table.get_mut(third as usize) {
                self.keys.push(self.prefix << THIRD_BITS | u64::from(third));
                self.counts.push(std::mem::take(count));
            }
        }
    }

    /// Groups the keys and calls `take` with the codes and the count of every group, in order.
    fn for_each(mut self, first: Day, mut take: impl FnMut(usize, Day, u32, u32)) -> Result<()> {
        self.close();
        let mut sums: Vec<(u64, u32)> = self.keys.into_iter().zip(self.counts).collect();
        if !sums.is_sorted() {
            sums.sort_unstable();
        }
        let mut key = UInt64Chunked::from_vec("key".into(), sums.iter().map(|(key, _)| *key).collect());
        // Neighbours are then counted without hashing.
        key.set_sorted_flag(IsSorted::Ascending);
        let frame = DataFrame::new(key.len(), vec![key.into_series().into()]).map_err(frame_error)?;
        let grouped = frame.group_by(["key"]).map_err(frame_error)?;
        let count = |row: IdxSize| sums.get(row as usize).map_or(0, |(_, count)| *count);
        for group in grouped.get_groups().iter() {
            let (head, messages) = match group {
                GroupsIndicator::Slice([start, rows]) => (start, (start..start + rows).map(count).sum()),
                GroupsIndicator::Idx((head, rows)) => (head, rows.iter().map(|row| count(*row)).sum()),
            };
            if let Some((key, _)) = sums.get(head as usize) {
                let (group, day, third) = unpack(*key);
                take(group, first.saturating_add(day), third, messages);
            }
        }
        Ok(())
    }
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

    #[test]
    fn rows_in_any_order_give_the_same_counts() {
        let rows = |order: &[usize]| {
            let of = |column: [u32; 6]| order.iter().map(|at| column[*at]).collect::<Vec<_>>();
            let day = of([5, 6, 5, 6, 5, 5]).into_iter().map(|day| i32::try_from(day).unwrap()).collect();
            // One code is above those counted in a table.
            Rows {
                group: of([0, 0, 0, 1, 0, 0]),
                person: of([2, 2, DENSE + 1, 0, DENSE + 1, 2]),
                day,
                hour: vec![3; 6],
                class: vec![0; 6],
            }
        };
        let expected = [(5, 2, 2), (5, DENSE + 1, 2), (6, 2, 1)];
        for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [1, 0, 3, 2, 5, 4]] {
            let counts = count_rows(rows(&order), 2).unwrap();
            let found: Vec<_> = counts[0].member_days.iter().map(|row| (row.day, row.person, row.messages)).collect();
            assert_eq!(found, expected, "{order:?}");
            assert_eq!(counts[0].day_hours.iter().map(|row| row.messages).collect::<Vec<_>>(), [4, 1]);
        }
    }

    #[test]
    fn packed_keys_hold_every_code_or_say_so() {
        let most = ((1_u32 << 20) - 1, (1_i64 << 17) - 1, (1_u32 << 27) - 1);
        assert_eq!(pack(most.0, most.1, most.2).unwrap(), u64::MAX);
        assert_eq!(unpack(pack(7, 300, 41).unwrap()), (7, 300, 41));
        for (group, day, third) in [(1 << 20, 0, 0), (0, 1 << 17, 0), (0, -1, 0), (0, 0, 1 << 27)] {
            assert!(pack(group, day, third).is_err(), "{group} {day} {third}");
        }
    }

    #[test]
    fn what_nobody_sent_is_counted_as_left_out() {
        let rows = Rows {
            group: vec![0],
            person: vec![u32::MAX],
            day: vec![-3],
            hour: vec![9],
            class: vec![Class::System as u8],
        };
        assert_eq!(count_rows(rows, 1).unwrap()[0].left_out, [(-3, Class::System as u8, 1)]);
    }
}
