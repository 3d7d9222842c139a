//! Wing 4: the charts, one file each, the canvas that draws them, and the list they stand in.

mod calendar_year;
mod canvas;
mod cohort_triangle;
mod daily_messages;
mod drawn;
mod growth_accounting;
mod history;
mod hour_of_week;
mod join_leave_flow;
mod layer_moves;
mod layers;
mod layout;
mod link_ctr;
mod live;
mod lorenz;
mod overview;
mod pick;
mod points_board;
mod portfolio;
mod reply_network;
mod response_curve;
mod retention;
mod rule_hits;
#[cfg(test)]
mod sample;
mod spec;
mod survival;
mod topic_trends;
mod unanswered_hours;
mod weekly;
mod words;

pub use canvas::{Theme, css_variables, png, svg};
pub use drawn::{Drawn, draw, stem};
pub use history::history;
pub use live::live;
pub use spec::{
    Axes, Axis, BadSide, Body, BoundLine, Card, Chart, Heat, Layer, Network, Node, Paint, Plot, Row, Scale, Statuses,
    Target, Tone, stack, steps, x_of,
};

/// Every chart, in report order.
pub const CHARTS: &[&Chart] = &[
    &portfolio::CHART,
    &overview::CHART,
    &daily_messages::CHART,
    &calendar_year::CHART,
    &hour_of_week::CHART,
    &retention::WEEKLY,
    &retention::MONTHLY,
    &cohort_triangle::CHART,
    &growth_accounting::CHART,
    &join_leave_flow::CHART,
    &layers::CHART,
    &layer_moves::CHART,
    &lorenz::CHART,
    &reply_network::CHART,
    &link_ctr::CHART,
    &topic_trends::CHART,
    &response_curve::CHART,
    &unanswered_hours::CHART,
    &rule_hits::CHART,
    &points_board::CHART,
    &survival::CHART,
];
