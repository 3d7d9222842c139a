//! The library's front door: what is asked (a [`Job`]), and the three steps that answer it. In: exports and what is
//! known beside them. Out: a report, and what a renderer makes of it. Apart from the pipeline, whose pieces may change.

use std::io::Write;
use std::path::PathBuf;

use crate::error::Result;
use crate::frame::Projection;
use crate::metric::Metric;
use crate::pipeline::{self, Question};
use crate::render::Renderer;
use crate::report::Report;
use crate::unit::Lang;

pub use crate::pipeline::Reading;

/// What is asked: which exports, judged by which charter, as of when. Everything but the exports may be left out.
#[derive(Debug, Clone, Default)]
pub struct Job(Question);

impl Job {
    /// A job over files, folders (walked) and zips.
    #[must_use]
    pub fn new<P: Into<PathBuf>>(exports: impl IntoIterator<Item = P>) -> Self {
        let exports = exports.into_iter().map(Into::into).collect();
        Self(Question { exports, ..Question::default() })
    }

    /// The charter; without it `charter.toml` beside the exports or in the working folder, if there is one.
    #[must_use]
    pub fn charter(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.charter = Some(path.into());
        self
    }

    /// A side file, known by its name; those beside the exports are found.
    #[must_use]
    pub fn side(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.sides.push(path.into());
        self
    }

    /// Last local day judged, such as `2026-03-31`; the exports are then complete to its end.
    #[must_use]
    pub fn as_of(mut self, day: impl Into<String>) -> Self {
        self.0.as_of = Some(day.into());
        self
    }

    /// The ISO week judged, such as `2026-W46`.
    #[must_use]
    pub fn week(mut self, week: impl Into<String>) -> Self {
        self.0.week = Some(week.into());
        self
    }

    /// IANA zone of local days; without it the charter's, else `Asia/Shanghai`.
    #[must_use]
    pub fn zone(mut self, name: impl Into<String>) -> Self {
        self.0.tz = Some(name.into());
        self
    }

    /// Only this group, by id or name; repeatable.
    #[must_use]
    pub fn group(mut self, name: impl Into<String>) -> Self {
        self.0.groups.push(name.into());
        self
    }

    /// Only this vital, by id; repeatable.
    #[must_use]
    pub fn only(mut self, id: impl Into<String>) -> Self {
        self.0.only.push(id.into());
        self
    }

    /// A vital of one's own, computed and judged beside the built-in ones; repeatable. The charter may name it.
    #[must_use]
    pub fn metric(mut self, metric: &'static Metric) -> Self {
        self.0.own.push(metric);
        self
    }

    /// Language of names and advice; Chinese without it.
    #[must_use]
    pub fn lang(mut self, lang: Lang) -> Self {
        self.0.lang = lang;
        self
    }
}

/// Finds and reads the exports of a job, on all cores.
///
/// # Errors
/// [`crate::error::Error`] for what cannot be read, and for a charter or side file with a mistake.
pub fn read(job: &Job) -> Result<Reading> {
    pipeline::read(&job.0, Projection::Vitals, &|_| ())
}

/// Computes every vital of what was read and judges it by the charter.
///
/// # Errors
/// [`crate::error::Error::Usage`] for days, groups and vitals that are none, [`crate::error::Error::NoExport`] when
/// nothing was in the exports.
pub fn judge(job: &Job, reading: &Reading) -> Result<Report> {
    pipeline::report(&job.0, reading)
}

/// Writes a report in one of the formats of [`mod@crate::render`]. Charts are drawn by the command line alone.
///
/// # Errors
/// [`crate::error::Error::Io`] when the sink does not take it.
pub fn render(report: &Report, format: &Renderer, out: &mut dyn Write) -> Result<()> {
    format.write(report, &[], out)
}
