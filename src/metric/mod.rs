//! Wing 2: the vitals, one file each, and the list they stand in.

mod spec;

pub use spec::{
    Bound, Cell, CiMethod, Context, Family, Forced, Measurement, Metric, Outcome, Standing, Table, Threshold, count,
};

/// Every vital, in report order.
pub const METRICS: &[&Metric] = &[];

/// The vital of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.id == id).copied()
}
