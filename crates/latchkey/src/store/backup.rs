//! Copying a database while a server writes to it.

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;
use tempfile::Builder;

use super::StoreError;
use super::check::{Contents, check};
use super::open::{OpenError, connect};

/// Why there is no backup; its `Display` is a sentence for the person who asked for it. Nothing was left behind.
#[derive(Debug)]
pub enum BackupError {
    /// There is something of this name already.
    Exists(PathBuf),
    /// The file cannot be written.
    Target(PathBuf, io::Error),
    /// The copy could not be made.
    Copy(PathBuf, StoreError),
    /// The database, or the copy of it, is not sound.
    Unsound(OpenError),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists(path) => write!(
                f,
                "{} is there already and was left as it is; choose another name.",
                path.display()
            ),
            Self::Target(path, error) => {
                write!(f, "The backup {} cannot be written: {error}.", path.display())
            }
            Self::Copy(path, error) => {
                write!(f, "The database {} cannot be copied: {error}.", path.display())
            }
            Self::Unsound(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Unsound(error)
    }
}

/// Copies the database at `source`, as it is at one moment, into a new file at `target` that only its owner may read,
/// and tells what is in it. Servers may go on using `source`. `target` appears when the copy is complete, sound and on
/// disk.
///
/// # Errors
/// [`BackupError`].
pub fn backup(source: &Path, target: &Path) -> Result<Contents, BackupError> {
    if target.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    check(source)?;
    let unwritable = |error| BackupError::Target(target.to_owned(), error);
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let copy = Builder::new()
        .prefix(".latchkey-backup-")
        .tempfile_in(folder)
        .map_err(unwritable)?;
    let name = copy
        .path()
        .to_str()
        .ok_or_else(|| unwritable(io::Error::other("its path is not UTF-8")))?;
    // A copy made anew, without the remains of what was deleted.
    connect(source, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .and_then(|conn| conn.execute("VACUUM INTO ?1", [name]))
        .map_err(|error| BackupError::Copy(source.to_owned(), error.into()))?;
    let contents = check(copy.path())?;
    copy.as_file().sync_all().map_err(unwritable)?;
    copy.persist_noclobber(target)
        .map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(target.to_owned()),
            _ => unwritable(error.error),
        })?;
    // The name is on disk, too.
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(unwritable)?;
    Ok(contents)
}
