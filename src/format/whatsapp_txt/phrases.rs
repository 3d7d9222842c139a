//! The wordings of system lines, one table a language; the earlier row wins. `{A}` who did it,
//! `{S}` to whom (a list is taken apart), `{N}` a new name or number, `{*}` anything or nothing.
//! Straight apostrophes, no full stop at the end. The third column is the detail of the event.

mod chinese;
mod germanic;
mod iberian;
mod romance;

pub(super) use chinese::ZH;
pub(super) use germanic::{DE, EN};
pub(super) use iberian::{ES, PT};
pub(super) use romance::{FR, IT};

use crate::frame::EventKind;

/// Kind, wording, detail.
pub(super) type Phrase = (EventKind, &'static str, &'static str);
