//! Shared group-bys, each grain computed once a run: member-day and hour counts by polars, links
//! and their clicks by hand. In: coded rows. Out: plain sorted structs, a thousand times smaller
//! than the messages; metrics read only these.

mod article;
mod link;
mod member_day;

pub use article::{Article, articles};
pub use link::{Click, Post, Share, ShareContext, Total, add_totals, shares};
pub use member_day::{Class, Counts, DayHour, MemberDay, Rows, count_rows};
