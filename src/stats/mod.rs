//! Pure numbers: intervals, quantiles, inequality, survival. No frames, no dates, no I/O.

mod bootstrap;
mod burstiness;
mod gini;
mod interval;
mod kaplan_meier;
mod log_rank;
mod quantile;

pub use bootstrap::{block_mean_interval, seed};
pub use burstiness::burstiness;
pub use gini::{gini, lorenz};
pub use interval::{newcombe, wilson};
pub use kaplan_meier::{KaplanMeier, Step, kaplan_meier};
pub use log_rank::{LogRank, log_rank};
pub use quantile::quantile;
