//! Users and their passwords.

use influx_api::Id;
use rusqlite::{OptionalExtension, Row, params};

use super::key::Key;
use super::{Reader, StoreError, User, Writer};

const COLUMNS: &str = "id, name, active, instance_owner";

fn user(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: row.get::<_, Key>(0)?.0,
        name: row.get(1)?,
        active: row.get(2)?,
        instance_owner: row.get(3)?,
    })
}

impl Reader<'_> {
    /// One user.
    ///
    /// # Errors
    /// The database's own.
    pub fn user(&self, id: Id) -> Result<Option<User>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM users WHERE id = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([Key(id)], user)
            .optional()?)
    }

    /// The user of this name.
    ///
    /// # Errors
    /// The database's own.
    pub fn user_named(&self, name: &str) -> Result<Option<User>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM users WHERE name = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([name], user)
            .optional()?)
    }

    /// A page of users by id, beginning behind `after`.
    ///
    /// # Errors
    /// The database's own.
    pub fn users(
        &self,
        after: Option<Id>,
        offset: i64,
        limit: i64,
        descending: bool,
    ) -> Result<Vec<User>, StoreError> {
        let (behind, order) = if descending { ("<", "DESC") } else { (">", "ASC") };
        let sql = format!(
            "SELECT {COLUMNS} FROM users WHERE ?1 IS NULL OR id {behind} ?1
             ORDER BY id {order} LIMIT ?2 OFFSET ?3"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params![after.map(Key), limit, offset], user)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The hash of a user's password, if one was set.
    ///
    /// # Errors
    /// The database's own.
    pub fn password_hash(&self, id: Id) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT password FROM users WHERE id = ?1")?;
        Ok(statement
            .query_row([Key(id)], |row| row.get(0))
            .optional()?
            .flatten())
    }

    /// Whether there are no users and no organizations yet, so that setup is allowed (§4.4).
    ///
    /// # Errors
    /// The database's own.
    pub fn is_untouched(&self) -> Result<bool, StoreError> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM orgs)";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}

impl Writer<'_> {
    /// Stores a user without a password.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is in use.
    pub fn insert_user(&self, user: &User) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO users (id, name, active, instance_owner) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![Key(user.id), user.name, user.active, user.instance_owner])?;
        Ok(())
    }

    /// Changes name and status.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is in use.
    pub fn update_user(&self, user: &User) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE users SET name = ?2, active = ?3 WHERE id = ?1")?
            .execute(params![Key(user.id), user.name, user.active])?;
        Ok(())
    }

    /// Sets a user's password, given as the hash of [`password::hash`](crate::auth::password::hash).
    ///
    /// # Errors
    /// The database's own.
    pub fn set_password_hash(&self, id: Id, hash: &str) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE users SET password = ?2 WHERE id = ?1")?
            .execute(params![Key(id), hash])?;
        Ok(())
    }

    /// Deletes a user with its password and memberships. Its authorizations stay (§0.1).
    ///
    /// # Errors
    /// The database's own.
    pub fn delete_user(&self, id: Id) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("DELETE FROM users WHERE id = ?1")?
            .execute([Key(id)])?;
        Ok(())
    }
}
