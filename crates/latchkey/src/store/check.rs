//! Whether a database file is sound: what SQLite can say of its pages and indexes, and what only this program knows of
//! what is in them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::open::{OpenError, connect};
use super::permissions;
use super::schema::{APPLICATION, VERSION};

const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// How many faults are named; one is enough to refuse, a few help to see what happened.
const NAMED: usize = 5;

/// What a sound database holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contents {
    /// Users.
    pub users: u64,
    /// Organizations.
    pub orgs: u64,
    /// Tokens, orphans included.
    pub authorizations: u64,
    /// Those of them whose secrets are stored as they are, not as hashes.
    pub raw: u64,
}

/// Checks a database without changing it, also while a server uses it.
///
/// # Errors
/// [`OpenError`]: it is not there, is not ours, or is damaged, and how.
pub fn check(path: &Path) -> Result<Contents, OpenError> {
    let head = probe(path)?.ok_or_else(|| OpenError::Missing(path.to_owned()))?;
    // An older version's tables are first brought up to date by a server.
    examine(path, &head, OpenFlags::SQLITE_OPEN_READ_ONLY)?.ok_or_else(|| OpenError::Missing(path.to_owned()))
}

/// The database's first bytes, or `None` if there is nothing to lose: no file, or one that was never written to.
pub(super) fn probe(path: &Path) -> Result<Option<Vec<u8>>, OpenError> {
    let mut head = Vec::new();
    match File::open(path).and_then(|file| file.take(MAGIC.len() as u64).read_to_end(&mut head)) {
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(head)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OpenError::Directory(path.to_owned(), error)),
    }
}

/// Checks an existing database, which begins with `head`, without changing it; `None` if its first transaction never
/// happened.
pub(super) fn examine(path: &Path, head: &[u8], access: OpenFlags) -> Result<Option<Contents>, OpenError> {
    if head != MAGIC {
        return Err(OpenError::Damaged(
            path.to_owned(),
            "it is not an SQLite file".to_owned(),
        ));
    }
    let judge = |error: rusqlite::Error| match error.sqlite_error_code() {
        // Without a code it is a value of the wrong type; with this one, a table or column that is not there.
        None | Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown) => {
            OpenError::Damaged(path.to_owned(), error.to_string())
        }
        _ => OpenError::Store(path.to_owned(), error.into()),
    };
    let log = path.with_extension("sqlite-wal");
    let log_left = fs::metadata(log).is_ok_and(|log| log.len() > 0);
    let conn = connect(path, access).map_err(judge)?;
    // What a crash left in the log stays there until the database is known to be ours. (An empty log may go, and
    // without this it does.)
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, log_left)
        .map_err(judge)?;
    let (application, version) = marks(&conn).map_err(judge)?;
    damaged(path, &pages(&conn).map_err(judge)?)?;
    // Version 0 without a mark is a database whose first transaction never happened.
    if (application, version) == (0, 0) {
        return Ok(None);
    }
    if application != APPLICATION {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    if version > VERSION {
        return Err(OpenError::Newer(path.to_owned(), version));
    }
    damaged(path, &contradictions(&conn).map_err(judge)?)?;
    contents(&conn).map(Some).map_err(judge)
}

fn marks(conn: &Connection) -> rusqlite::Result<(i32, u32)> {
    Ok((
        conn.pragma_query_value(None, "application_id", |row| row.get(0))?,
        conn.pragma_query_value(None, "user_version", |row| row.get(0))?,
    ))
}

fn damaged(path: &Path, faults: &[String]) -> Result<(), OpenError> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(OpenError::Damaged(
        path.to_owned(),
        faults.join("; ").replace('\n', " "),
    ))
}

/// What SQLite finds wrong with pages, indexes and values.
fn pages(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut said = Vec::new();
    conn.pragma(None, "integrity_check", NAMED as i64, |row| {
        said.push(row.get::<_, String>(0)?);
        Ok(())
    })?;
    said.retain(|sentence| sentence != "ok");
    Ok(said)
}

/// The sentences that a query finds, at most so many.
fn faults(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(sql)?;
    let said = statement.query_map([NAMED as i64], |row| row.get::<_, String>(0))?;
    said.collect()
}

/// What is well-formed for SQLite and yet cannot have been written by this program.
fn contradictions(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut found = faults(
        conn,
        "SELECT 'a row of ' || \"table\" || ' belongs to one of ' || parent || ' that is not there'
         FROM pragma_foreign_key_check LIMIT ?1",
    )?;
    found.extend(faults(
        conn,
        "SELECT 'the secret of a token is not a hash' FROM authorizations
         WHERE token_hash IS NOT NULL AND NOT (token_hash GLOB '$influxdb2-sha256$*' AND length(token_hash) = 62)
         LIMIT ?1",
    )?);
    let mut statement = conn.prepare("SELECT permissions, digest FROM permission_sets")?;
    let mut sets = statement.query([])?;
    while let Some(set) = sets.next()? {
        let (text, digest) = (set.get_ref(0)?.as_str()?, set.get_ref(1)?.as_blob()?);
        if permissions::digest(text) != digest || permissions::from_text(text).is_err() {
            found.push("a set of permissions is not what was stored".to_owned());
        }
    }
    found.truncate(NAMED);
    Ok(found)
}

fn contents(conn: &Connection) -> rusqlite::Result<Contents> {
    let count = |sql: &str| {
        conn.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
    };
    Ok(Contents {
        users: count("SELECT count(*) FROM users")?,
        orgs: count("SELECT count(*) FROM orgs")?,
        authorizations: count("SELECT count(*) FROM authorizations")?,
        raw: count("SELECT count(*) FROM authorizations WHERE token IS NOT NULL")?,
    })
}
