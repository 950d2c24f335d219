//! The schema and its versions. The version is SQLite's `user_version`: how many of the migrations were applied.

use rusqlite::{Connection, TransactionBehavior};

/// Marks the file as Latchkey's, in SQLite's `application_id`: "LKey".
pub(super) const APPLICATION: i32 = 0x4c4b_6579;

const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_first.sql")];

/// The version this program writes.
pub(super) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Brings an older or empty database up to date, in one transaction.
pub(super) fn migrate(conn: &mut Connection) -> rusqlite::Result<()> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version < VERSION {
        for migration in MIGRATIONS.iter().skip(version as usize) {
            transaction.execute_batch(migration)?;
        }
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}
