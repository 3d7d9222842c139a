//! Side files: what the chat log cannot tell, in small CSV tables known by their name. In: a path
//! and its bytes. Out: [`Side`], plain rows. One file a kind; [`SIDE_FILES`] is the list help and
//! docs are made from.

mod admins;
mod calendar;
mod clicks;
mod commits;
mod downloads;
mod groups;
mod header;
mod identities;
mod ledger;
mod log;
mod official;
mod orders;
mod robot;
mod roster;
mod service_hours;
mod shortlinks;
mod spec;
mod table;

use std::path::Path;

use crate::calendar::Zone;
use crate::error::{Error, Result};

pub use log::{Base, Carries, LOGS, Log, claims, find as find_log};
pub use robot::is_robot;
pub use spec::{
    AdminRow, CalendarRow, ClickRow, ClickScope, Column, CommitRow, DownloadRow, GroupMeta, IdentityRow, LedgerKind,
    LedgerRow, LinkTotal, LinkTotals, OfficialRow, OrderRow, Reader, RosterRow, ServiceHoursRow, ShortLinkRow, Side,
    SideFile, Table,
};

/// Every side file that is read, in the order of the docs.
pub const SIDE_FILES: &[&SideFile] = &[
    &roster::ROSTER,
    &admins::ADMINS,
    &clicks::CLICKS,
    &downloads::DOWNLOADS,
    &groups::GROUPS,
    &identities::IDENTITIES,
    &calendar::CALENDAR,
    &ledger::LEDGER,
    &commits::GIT_LOG,
    &orders::ORDERS,
    &service_hours::SERVICE_HOURS,
    &shortlinks::SHORTLINKS,
    &official::OFFICIAL_STATS,
    &official::WECOM_STATS,
];

/// Whether a file of this name (no folder; case does not matter) is a side file.
#[must_use]
pub fn known(name: &str) -> bool {
    find(name).is_some()
}

fn find(name: &str) -> Option<&'static SideFile> {
    SIDE_FILES.iter().find(|file| file.name.eq_ignore_ascii_case(name)).copied()
}

/// The names of all side files.
fn names() -> String {
    let names: Vec<&str> = SIDE_FILES.iter().map(|file| file.name).collect();
    names.join(", ")
}

impl Side {
    /// Adds a file: by its name, else by what its content shows it to be. `base` is where paths of
    /// server logs belong.
    ///
    /// # Errors
    /// As [`Side::read`] and [`Side::read_log`].
    pub fn take(&mut self, path: &Path, bytes: &[u8], zone: &mut Zone, base: Option<&Base>) -> Result<()> {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        if known(&name) { self.read(path, bytes, zone) } else { self.read_log(path, bytes, zone, base) }
    }

    /// Adds a side file, known by the name `path` ends in. Several of one kind add up; local times
    /// are read in `zone`. A file that fails adds no rows.
    ///
    /// # Errors
    /// [`Error::Usage`] for a name no side file has; [`Error::Config`] with line and column for
    /// anything wrong in the file.
    pub fn read(&mut self, path: &Path, bytes: &[u8], zone: &mut Zone) -> Result<()> {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        let Some(file) = find(&name) else {
            let names = names();
            return Err(Error::Usage(format!("{}: not the name of a side file; known are {names}", path.display())));
        };
        let (text, encoding) = header::decode(path, bytes)?;
        let ignored = match file.read {
            Reader::Table(read) => {
                let (mut table, ignored) = Table::open(path, &text, file.columns, zone)?;
                read(&mut table, self)?;
                ignored
            }
            Reader::Lines(read) => {
                read(path, &text, self)?;
                None
            }
        };
        self.notices.extend(encoding);
        self.notices.extend(ignored.map(|notice| format!("{}: {notice}", path.display())));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
