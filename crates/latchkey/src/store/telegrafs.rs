//! Telegraf configurations.

use influx_api::Id;
use rusqlite::{OptionalExtension, Row, params};

use super::key::Key;
use super::{Reader, StoreError, Telegraf, Writer};

const COLUMNS: &str = "id, org_id, name, description, config, buckets";

fn telegraf(row: &Row<'_>) -> rusqlite::Result<Result<Telegraf, StoreError>> {
    let buckets = serde_json::from_str(row.get_ref(5)?.as_str()?);
    let (id, org_id) = (row.get::<_, Key>(0)?.0, row.get::<_, Key>(1)?.0);
    let (name, description, config) = (row.get(2)?, row.get(3)?, row.get(4)?);
    Ok(buckets
        .map(|buckets| Telegraf {
            id,
            org_id,
            name,
            description,
            config,
            buckets,
        })
        .map_err(|_| StoreError::Unreadable("telegraf configuration")))
}

impl Reader<'_> {
    /// One configuration.
    ///
    /// # Errors
    /// The database's own.
    pub fn telegraf(&self, id: Id) -> Result<Option<Telegraf>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM telegrafs WHERE id = ?1");
        self.conn
            .prepare_cached(&sql)?
            .query_row([Key(id)], telegraf)
            .optional()?
            .transpose()
    }

    /// All configurations by id, or those of one organization.
    ///
    /// # Errors
    /// The database's own.
    pub fn telegrafs(&self, org: Option<Id>) -> Result<Vec<Telegraf>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM telegrafs WHERE ?1 IS NULL OR org_id = ?1 ORDER BY id");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map([org.map(Key)], telegraf)?;
        rows.map(|row| row?).collect()
    }
}

impl Writer<'_> {
    /// Stores a configuration.
    ///
    /// # Errors
    /// The database's own, also when the organization does not exist.
    pub fn insert_telegraf(&self, telegraf: &Telegraf) -> Result<(), StoreError> {
        let buckets = serde_json::to_string(&telegraf.buckets)
            .map_err(|_| StoreError::Unreadable("telegraf configuration"))?;
        self.conn
            .prepare_cached("INSERT INTO telegrafs VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
            .execute(params![
                Key(telegraf.id),
                Key(telegraf.org_id),
                telegraf.name,
                telegraf.description,
                telegraf.config,
                buckets
            ])?;
        Ok(())
    }
}
