//! Buckets.

use influx_api::Id;
use rusqlite::{OptionalExtension, Row, params};

use super::key::Key;
use super::{Bucket, Reader, StoreError, Time, Writer};

const COLUMNS: &str = "id, org_id, name, system, description, retention_seconds, created_at, updated_at";

/// Which buckets to list, and which page of them (§4.8).
pub struct BucketPage<'a> {
    /// Of this organization, by name; otherwise of all, by id.
    pub org: Option<Id>,
    /// Of this name.
    pub name: Option<&'a str>,
    /// Behind this one.
    pub after: Option<Id>,
    /// Leaving out so many.
    pub offset: i64,
    /// So many at most.
    pub limit: i64,
    /// In reverse.
    pub descending: bool,
}

fn bucket(row: &Row<'_>) -> rusqlite::Result<Bucket> {
    Ok(Bucket {
        id: row.get::<_, Key>(0)?.0,
        org_id: row.get::<_, Key>(1)?.0,
        name: row.get(2)?,
        system: row.get(3)?,
        description: row.get(4)?,
        retention_seconds: row.get(5)?,
        created_at: Time(row.get(6)?),
        updated_at: Time(row.get(7)?),
    })
}

impl Reader<'_> {
    /// One bucket.
    ///
    /// # Errors
    /// The database's own.
    pub fn bucket(&self, id: Id) -> Result<Option<Bucket>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM buckets WHERE id = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([Key(id)], bucket)
            .optional()?)
    }

    /// A page of buckets: of one organization in byte order of their names, of all by id.
    ///
    /// # Errors
    /// The database's own.
    pub fn buckets(&self, page: &BucketPage<'_>) -> Result<Vec<Bucket>, StoreError> {
        let (behind, order) = if page.descending {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        let (place, sort) = if page.org.is_some() {
            (
                format!("name {behind} (SELECT name FROM buckets WHERE id = ?3)"),
                "name",
            )
        } else {
            (format!("id {behind} ?3"), "id")
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM buckets
             WHERE (?1 IS NULL OR org_id = ?1) AND (?2 IS NULL OR name = ?2) AND (?3 IS NULL OR {place})
             ORDER BY {sort} {order} LIMIT ?4 OFFSET ?5"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let values = params![
            page.org.map(Key),
            page.name,
            page.after.map(Key),
            page.limit,
            page.offset
        ];
        let rows = statement.query_map(values, bucket)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Stores a bucket.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when its organization has one of that name; the database's own when the organization
    /// does not exist.
    pub fn insert_bucket(&self, bucket: &Bucket) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO buckets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
            .execute(params![
                Key(bucket.id),
                Key(bucket.org_id),
                bucket.name,
                bucket.system,
                bucket.description,
                bucket.retention_seconds,
                bucket.created_at.0,
                bucket.updated_at.0
            ])?;
        Ok(())
    }

    /// Changes name, description and retention.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when its organization has another of that name.
    pub fn update_bucket(&self, bucket: &Bucket) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "UPDATE buckets SET name = ?2, description = ?3, retention_seconds = ?4, updated_at = ?5 WHERE id = ?1",
            )?
            .execute(params![
                Key(bucket.id),
                bucket.name,
                bucket.description,
                bucket.retention_seconds,
                bucket.updated_at.0
            ])?;
        Ok(())
    }

    /// Deletes a bucket. Permissions that name it stay (§1.1).
    ///
    /// # Errors
    /// The database's own.
    pub fn delete_bucket(&self, id: Id) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("DELETE FROM buckets WHERE id = ?1")?
            .execute([Key(id)])?;
        Ok(())
    }
}
