//! The contract of an output: what every renderer gets (the report and the drawings made of it)
//! and how it is listed. A renderer reads plain data and writes bytes; it computes no vital.

use std::io::{self, Write};

use crate::error::{Error, Result};
use crate::report::Report;
use crate::unit::Text;

/// One output.
pub struct Renderer {
    /// Id.
    pub id: &'static str,
    /// What a person finds in it.
    pub doc: Text,
    /// Its name in the report folder; empty for what only goes to stdout.
    pub file: &'static str,
    /// File extension, without the dot.
    pub extension: &'static str,
    /// Writes it.
    pub render: fn(&Report, &Drawings, &mut dyn Write) -> io::Result<()>,
}

impl Renderer {
    /// Writes the output.
    ///
    /// # Errors
    /// [`Error::Io`] with the output's file name when the sink does not take it.
    pub fn write(&self, report: &Report, drawings: &Drawings, out: &mut dyn Write) -> Result<()> {
        (self.render)(report, drawings, out).map_err(|source| Error::io(self.file, source))
    }
}

/// The charts of a report, drawn.
pub type Drawings = [Drawing];

/// One chart of one group, drawn.
#[derive(Debug, Clone)]
pub struct Drawing {
    /// Chart id.
    pub chart: &'static str,
    /// Group id.
    pub group: String,
    /// The answer, in words.
    pub title: String,
    /// What is drawn: measure, group, period, n.
    pub subtitle: String,
    /// Source, as-of, exclusions.
    pub foot: String,
    /// Metric whose section it stands in; `None` for the overview.
    pub metric: Option<&'static str>,
    /// The PNG inside the report folder: `charts/NAME.png`.
    pub file: String,
    /// The drawing for a page: an `<svg>` element whose colours are CSS variables.
    pub svg: String,
    /// The same points for the page's script, as JSON without `<`; `None` for what stays a drawing.
    pub live: Option<String>,
    /// The numbers drawn: header and rows.
    pub data: (Vec<String>, Vec<Vec<String>>),
}

/// Whether a terminal output carries colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Letters only.
    #[default]
    Plain,
    /// ANSI colours of the reader's own palette.
    Ansi,
}
