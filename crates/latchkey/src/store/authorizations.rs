//! Authorizations and the sets of permissions they share.

use std::collections::HashSet;

use influx_api::{Id, Permission};
use rusqlite::{OptionalExtension, Row, params};

use super::key::Key;
use super::permissions::{digest, from_text, to_text};
use super::{Authorization, DetailWriter, NewAuthorization, Reader, StoreError, Time, Writer};
use crate::auth::token;

const COLUMNS: &str =
    "id, token, active, description, org_id, user_id, permission_set, created_at, updated_at";

/// How many raw tokens are hashed in one transaction when hashing is turned on (§2.4).
const MIGRATION_BATCH: i64 = 100;

/// Which authorizations to list (§1.2); all conditions hold together.
#[derive(Clone, Copy, Default)]
pub struct AuthorizationFilter {
    /// This one.
    pub id: Option<Id>,
    /// Of this organization.
    pub org: Option<Id>,
    /// Of this owner.
    pub user: Option<Id>,
}

/// An authorization of a list, borrowed from the database's own memory, with the names of its owner and organization.
pub struct ListedAuthorization<'a> {
    /// Its id.
    pub id: Id,
    /// The secret, if it was stored while hashing was off; otherwise empty.
    pub token: &'a str,
    /// Whether it is accepted.
    pub active: bool,
    /// Free text.
    pub description: &'a str,
    /// The organization.
    pub org_id: Id,
    /// Its name.
    pub org: &'a str,
    /// The owner.
    pub user_id: Id,
    /// Its name.
    pub user: &'a str,
    /// Which set of permissions it has.
    pub permission_set: i64,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

fn authorization(row: &Row<'_>) -> rusqlite::Result<Authorization> {
    Ok(Authorization {
        id: row.get::<_, Key>(0)?.0,
        token: row.get(1)?,
        active: row.get(2)?,
        description: row.get(3)?,
        org_id: row.get::<_, Key>(4)?.0,
        user_id: row.get::<_, Key>(5)?.0,
        permission_set: row.get(6)?,
        created_at: Time(row.get(7)?),
        updated_at: Time(row.get(8)?),
    })
}

impl Reader<'_> {
    /// One authorization.
    ///
    /// # Errors
    /// The database's own.
    pub fn authorization(&self, id: Id) -> Result<Option<Authorization>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM authorizations WHERE id = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([Key(id)], authorization)
            .optional()?)
    }

    /// The authorization that a secret belongs to, whether it is stored raw or hashed (§2.3).
    ///
    /// # Errors
    /// The database's own.
    pub fn authorization_of_token(&self, secret: &str) -> Result<Option<Authorization>, StoreError> {
        let hash = token::hash(secret);
        for (column, value) in [("token", secret), ("token_hash", hash.as_str())] {
            let sql = format!("SELECT {COLUMNS}, {column} FROM authorizations WHERE {column} = ?1");
            let found = self
                .conn
                .prepare_cached(&sql)?
                .query_row([value], |row| Ok((authorization(row)?, row.get::<_, String>(9)?)))
                .optional()?;
            if let Some((authorization, stored)) = found
                && token::same(&stored, value)
            {
                return Ok(Some(authorization));
            }
        }
        Ok(None)
    }

    /// The permissions of a set, without names.
    ///
    /// # Errors
    /// The database's own, and [`StoreError::Unreadable`].
    pub fn permission_set(&self, set: i64) -> Result<Vec<Permission>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT permissions FROM permission_sets WHERE id = ?1")?;
        let mut rows = statement.query([set])?;
        let row = rows.next()?.ok_or(StoreError::Unreadable("permission set"))?;
        from_text(
            row.get_ref(0)?
                .as_str()
                .map_err(|_| StoreError::Unreadable("permission set"))?,
        )
    }

    /// The different permissions that a user's authorizations have, inactive ones included (§3.4).
    ///
    /// # Errors
    /// The database's own, and [`StoreError::Unreadable`].
    pub fn permissions_of_tokens(&self, user: Id) -> Result<Vec<Permission>, StoreError> {
        let sql = "SELECT permissions FROM permission_sets
             WHERE id IN (SELECT permission_set FROM authorizations WHERE user_id = ?1)";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([Key(user)])?;
        // Thousands of sets are made of the same few permissions.
        let mut known = HashSet::new();
        let mut permissions = Vec::new();
        while let Some(row) = rows.next()? {
            let set = row
                .get_ref(0)?
                .as_str()
                .map_err(|_| StoreError::Unreadable("permission set"))?;
            for line in set.lines() {
                if !known.contains(line) {
                    known.insert(line.to_owned());
                    permissions.extend(from_text(line)?);
                }
            }
        }
        Ok(permissions)
    }

    /// Shows each authorization whose organization and owner still exist to `visit`, by id.
    ///
    /// # Errors
    /// The database's own, and whatever `visit` fails with, which ends it.
    pub fn each_authorization<E: From<StoreError>>(
        &self,
        filter: AuthorizationFilter,
        mut visit: impl FnMut(&ListedAuthorization<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        // CROSS JOIN keeps the authorizations outermost, so that they come by id without a sort.
        let mut sql = "SELECT a.id, a.token, a.active, a.description, a.org_id, o.name, a.user_id, u.name,
                a.permission_set, a.created_at, a.updated_at
             FROM authorizations a CROSS JOIN orgs o ON o.id = a.org_id CROSS JOIN users u ON u.id = a.user_id
             WHERE true"
            .to_owned();
        let conditions = [
            (filter.id, "a.id"),
            (filter.org, "a.org_id"),
            (filter.user, "a.user_id"),
        ];
        let conditions = conditions
            .into_iter()
            .filter_map(|(value, column)| Some((value?, column)));
        let mut values = Vec::new();
        for (value, column) in conditions {
            sql.push_str(&format!(" AND {column} = ?"));
            values.push(Key(value));
        }
        sql.push_str(" ORDER BY a.id");
        let mut statement = self.conn.prepare_cached(&sql).map_err(StoreError::from)?;
        let mut rows = statement
            .query(rusqlite::params_from_iter(values))
            .map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            visit(&listed(row).map_err(StoreError::from)?)?;
        }
        Ok(())
    }
}

fn listed<'r>(row: &'r Row<'_>) -> rusqlite::Result<ListedAuthorization<'r>> {
    Ok(ListedAuthorization {
        id: row.get::<_, Key>(0)?.0,
        token: row.get_ref(1)?.as_str_or_null()?.unwrap_or_default(),
        active: row.get(2)?,
        description: row.get_ref(3)?.as_str()?,
        org_id: row.get::<_, Key>(4)?.0,
        org: row.get_ref(5)?.as_str()?,
        user_id: row.get::<_, Key>(6)?.0,
        user: row.get_ref(7)?.as_str()?,
        permission_set: row.get(8)?,
        created_at: Time(row.get(9)?),
        updated_at: Time(row.get(10)?),
    })
}

impl DetailWriter<'_> {
    /// Changes status, description and time of change. What a session may do does not depend on them: inactive
    /// authorizations count (§3.4).
    ///
    /// # Errors
    /// The database's own.
    pub fn update_authorization(&self, changed: &Authorization) -> Result<(), StoreError> {
        self.conn
            .prepare_cached(
                "UPDATE authorizations SET active = ?2, description = ?3, updated_at = ?4 WHERE id = ?1",
            )?
            .execute(params![
                Key(changed.id),
                changed.active,
                changed.description,
                changed.updated_at.0
            ])?;
        Ok(())
    }
}

impl Writer<'_> {
    /// Stores an authorization; its secret as a hash, unless hashing is off.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the id or the secret is already there.
    pub fn insert_authorization(&self, new: &NewAuthorization) -> Result<(), StoreError> {
        if self.authorization_of_token(&new.token)?.is_some() {
            return Err(StoreError::Taken);
        }
        let set = self.intern(&new.permissions)?;
        let (raw, hash) = if self.hash_tokens {
            (None, Some(token::hash(&new.token)))
        } else {
            (Some(&new.token), None)
        };
        self.conn
            .prepare_cached("INSERT INTO authorizations VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![
                Key(new.id),
                raw,
                hash,
                new.active,
                new.description,
                Key(new.org_id),
                Key(new.user_id),
                set,
                new.created_at.0,
                new.updated_at.0
            ])?;
        Ok(())
    }

    /// Deletes an authorization, and its set of permissions if nothing else has it.
    ///
    /// # Errors
    /// The database's own.
    pub fn delete_authorization(&self, gone: &Authorization) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("DELETE FROM authorizations WHERE id = ?1")?
            .execute([Key(gone.id)])?;
        self.conn
            .prepare_cached(
                "DELETE FROM permission_sets
                 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM authorizations WHERE permission_set = ?1)",
            )?
            .execute([gone.permission_set])?;
        Ok(())
    }

    /// Replaces some raw secrets by their hashes; returns how many, 0 when none are left (§2.4).
    pub(super) fn hash_some_tokens(&self) -> Result<usize, StoreError> {
        // `>= ''` rather than IS NOT NULL: it goes through the index.
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, token FROM authorizations WHERE token >= '' LIMIT ?1")?;
        let raw: Vec<(i64, String)> = statement
            .query_map([MIGRATION_BATCH], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut update = self
            .conn
            .prepare_cached("UPDATE authorizations SET token = NULL, token_hash = ?2 WHERE id = ?1")?;
        for (id, secret) in &raw {
            update.execute(params![id, token::hash(secret)])?;
        }
        Ok(raw.len())
    }

    fn intern(&self, permissions: &[Permission]) -> Result<i64, StoreError> {
        let text = to_text(permissions);
        let digest = digest(&text);
        let known = self
            .conn
            .prepare_cached("SELECT id FROM permission_sets WHERE digest = ?1")?
            .query_row([digest], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(id);
        }
        self.conn
            .prepare_cached("INSERT INTO permission_sets (digest, permissions) VALUES (?1, ?2)")?
            .execute(params![digest, text])?;
        Ok(self.conn.last_insert_rowid())
    }
}
