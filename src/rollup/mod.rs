//! Shared group-bys, each grain computed once a run: member-day and hour counts by polars, links
//! and their clicks by hand; and the timeline the finer grains are told from. In: coded rows. Out:
//! plain sorted structs; metrics read only these.

mod article;
mod ask;
mod link;
mod member_day;
mod points;
mod reply;
mod session;
mod term;
mod timeline;

pub use article::{Article, articles};
pub use ask::{Ask, AskMode, Witness, asks};
pub use link::{Click, Post, Share, ShareContext, Total, add_totals, shares};
pub use member_day::{Class, Counts, DayHour, MemberDay, Rows, count_rows};
pub use points::{Place, PointRow, PointRule, board, capped};
pub use reply::{Reply, replies};
pub use session::{SESSION_GAP_MS, Session, sessions};
pub use term::{Term, TermCounts, TermWeeks};
pub use timeline::{Happened, Line, NO_LINE, NOBODY, Reacted, SharedFile, Timeline};
