//! `latchkey check` and `latchkey backup`.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use super::{Failure, default_directory};
use crate::store::{self, Contents};

/// Checks whether a database is sound, also while a server uses it
#[derive(Args)]
#[command(
    after_help = "It ends with 0 if the database is sound, otherwise with 1, after saying what is wrong.

Examples:
  latchkey check --data /var/lib/latchkey
  latchkey check backup.sqlite"
)]
pub(super) struct Check {
    /// A database, such as a backup, instead of that of the data directory
    #[arg(value_name = "FILE", conflicts_with = "data")]
    file: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
}

/// Copies the database into a new file, also while a server uses it
#[derive(Args)]
#[command(
    after_help = "The backup is of one moment, and holds secrets as the database does: as hashes, unless the server was told
otherwise. To go back to it, stop the server, remove latchkey.sqlite-wal and latchkey.sqlite-shm from the data
directory, and put the backup there as latchkey.sqlite.

Example:
  latchkey backup --data /var/lib/latchkey /backups/latchkey-2026-11-22.sqlite"
)]
pub(super) struct Backup {
    /// The new file; nothing is overwritten
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
struct Data {
    /// Directory of the database [default: $XDG_DATA_HOME/latchkey or ~/.local/share/latchkey]
    #[arg(long = "data", id = "data", value_name = "DIR")]
    directory: Option<PathBuf>,
}

impl Data {
    fn file(self) -> Result<PathBuf, Failure> {
        let directory = self.directory.or_else(default_directory).ok_or(Failure::NoHome)?;
        Ok(directory.join(store::FILE))
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            users,
            orgs,
            authorizations,
            raw,
        } = self;
        write!(
            f,
            "users: {users}\norganizations: {orgs}\ntokens: {authorizations}\nof these not hashed: {raw}"
        )
    }
}

pub(super) fn check(arguments: Check) -> Result<(), Failure> {
    let path = match arguments.file {
        Some(file) => file,
        None => arguments.data.file()?,
    };
    let contents = store::check(&path).map_err(Failure::Unsound)?;
    say(&format!("{} is sound\n{contents}", path.display()))
}

pub(super) fn backup(arguments: Backup) -> Result<(), Failure> {
    let contents = store::backup(&arguments.data.file()?, &arguments.file).map_err(Failure::Backup)?;
    say(&format!("{} was written\n{contents}", arguments.file.display()))
}

fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Io("Standard output cannot be written to", error))
}
