//! `formats` and `metrics`: the catalogues, as a list, one entry in full, or JSON.

use crate::catalog;
use crate::error::{Error, Result};
use crate::format::{self, FORMATS};
use crate::metric::{self, METRICS};

use super::Outcome;
use super::args::ListArgs;
use super::common::lang;
use super::output::Out;

/// Runs `formats`.
///
/// # Errors
/// [`Error::Usage`] for an unknown id, with the nearest known one.
pub fn formats(args: &ListArgs) -> Result<Outcome> {
    let lang = lang(args.lang);
    let text = match &args.id {
        Some(id) => {
            let ids: Vec<&str> = FORMATS.iter().map(|format| format.id).collect();
            let format = format::find(id).ok_or_else(|| unknown("format", id, &ids))?;
            if args.json { catalog::formats_json(&[format], lang) } else { catalog::format_page(format, lang) }
        }
        None if args.json => catalog::formats_json(FORMATS, lang),
        None => catalog::formats_list(lang),
    };
    Out::stdout().text(&text)
}

/// Runs `metrics`.
///
/// # Errors
/// [`Error::Usage`] for an unknown id, with the nearest known one.
pub fn metrics(args: &ListArgs) -> Result<Outcome> {
    let lang = lang(args.lang);
    let text = match &args.id {
        Some(id) => {
            let ids: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
            let metric = metric::find(id).ok_or_else(|| unknown("metric", id, &ids))?;
            if args.json { catalog::metrics_json(&[metric], lang) } else { catalog::metric_page(metric, lang) }
        }
        None if args.json => catalog::metrics_json(METRICS, lang),
        None => catalog::metrics_list(lang),
    };
    Out::stdout().text(&text)
}

fn unknown(what: &str, id: &str, known: &[&str]) -> Error {
    let nearest = known.iter().max_by(|a, b| strsim::jaro_winkler(a, id).total_cmp(&strsim::jaro_winkler(b, id)));
    Error::Usage(format!("no {what} `{id}`; did you mean `{}`?", nearest.copied().unwrap_or("")))
}
