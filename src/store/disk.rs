//! Every change a store makes on disk, one step at a time: write aside, sync, rename, sync the folder. In: bytes and
//! places. Out: the old file or the new one, whenever the power goes. Behind a trait, so that tests can stop it at any
//! step.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What a store does to a disk.
pub trait Disk: Sync {
    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// What the system says, as for every step here.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Writes a new file and waits until it lies on the disk.
    ///
    /// # Errors
    /// A full disk among others; what was written so far may stay.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file its name, over one that has it.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Waits until the names in a folder lie on the disk.
    ///
    /// # Errors
    /// What the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub struct Real;

impl Disk for Real {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows knows no such thing; there the rename itself is durable.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}

/// Ending of files that are not whole yet.
pub const ASIDE: &str = "part";

/// Puts a file in place whole or not at all.
///
/// # Errors
/// What the system says; then the place is as it was.
pub fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let aside = folder.join(format!("{name}.{ASIDE}"));
    let done = disk.write(&aside, bytes).and_then(|()| disk.rename(&aside, path));
    if done.is_err() {
        // A full disk needs the room; whether this works changes nothing.
        let _ = disk.remove(&aside);
    }
    done.and_then(|()| disk.sync_folder(folder))
}
