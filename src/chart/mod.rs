//! Wing 4: the charts, one file each, the canvas that draws them, and the list they stand in.

mod spec;

pub use spec::{Axes, Axis, BadSide, Body, BoundLine, Card, Chart, Heat, Layer, Paint, Plot, Scale, x_of};

/// Every chart, in report order.
pub const CHARTS: &[&Chart] = &[];
