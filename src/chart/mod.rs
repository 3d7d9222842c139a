//! Wing 4: the charts, one file each, the canvas that draws them, and the list they stand in.

mod canvas;
mod cohort_triangle;
mod daily_messages;
mod drawn;
mod growth_accounting;
mod hour_of_week;
mod join_leave_flow;
mod layers;
mod link_ctr;
mod lorenz;
mod overview;
mod pick;
mod retention;
#[cfg(test)]
mod sample;
mod spec;
mod words;

pub use canvas::{Theme, css_variables, png, svg};
pub use drawn::{Drawn, draw, stem};
pub use spec::{
    Axes, Axis, BadSide, Body, BoundLine, Card, Chart, Heat, Layer, Paint, Plot, Row, Scale, Target, Tone, stack, x_of,
};

/// Every chart, in report order.
pub const CHARTS: &[&Chart] = &[
    &overview::CHART,
    &daily_messages::CHART,
    &hour_of_week::CHART,
    &retention::WEEKLY,
    &retention::MONTHLY,
    &cohort_triangle::CHART,
    &growth_accounting::CHART,
    &join_leave_flow::CHART,
    &layers::CHART,
    &lorenz::CHART,
    &link_ctr::CHART,
];
