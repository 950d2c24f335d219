//! Organizations and who belongs to them.

use influx_api::Id;
use rusqlite::{OptionalExtension, Row, params};

use super::key::Key;
use super::{Bucket, Org, Reader, Role, StoreError, Time, Writer, ids};

const COLUMNS: &str = "id, name, description, created_at, updated_at";
const DAY: i64 = 86_400;

fn org(row: &Row<'_>) -> rusqlite::Result<Org> {
    Ok(Org {
        id: row.get::<_, Key>(0)?.0,
        name: row.get(1)?,
        description: row.get(2)?,
        created_at: Time(row.get(3)?),
        updated_at: Time(row.get(4)?),
    })
}

impl Role {
    /// The name in the store and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Member => "member",
        }
    }
}

impl Reader<'_> {
    /// One organization.
    ///
    /// # Errors
    /// The database's own.
    pub fn org(&self, id: Id) -> Result<Option<Org>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM orgs WHERE id = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([Key(id)], org)
            .optional()?)
    }

    /// The organization of this name.
    ///
    /// # Errors
    /// The database's own.
    pub fn org_named(&self, name: &str) -> Result<Option<Org>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM orgs WHERE name = ?1");
        Ok(self
            .conn
            .prepare_cached(&sql)?
            .query_row([name], org)
            .optional()?)
    }

    /// A page of all organizations by id, or of those `member` belongs to.
    ///
    /// # Errors
    /// The database's own.
    pub fn orgs(&self, member: Option<Id>, offset: i64, limit: i64) -> Result<Vec<Org>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM orgs
             WHERE ?1 IS NULL OR id IN (SELECT org_id FROM members WHERE user_id = ?1)
             ORDER BY id LIMIT ?2 OFFSET ?3"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows = statement.query_map(params![member.map(Key), limit, offset], org)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The organizations a user belongs to, and as what.
    ///
    /// # Errors
    /// The database's own.
    pub fn roles(&self, user: Id) -> Result<Vec<(Id, Role)>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT org_id, role = 'owner' FROM members WHERE user_id = ?1")?;
        let rows = statement.query_map([Key(user)], |row| {
            Ok((
                row.get::<_, Key>(0)?.0,
                if row.get(1)? { Role::Owner } else { Role::Member },
            ))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The users with this role in an organization, by id.
    ///
    /// # Errors
    /// The database's own.
    pub fn people(&self, org: Id, role: Role) -> Result<Vec<Id>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT user_id FROM members WHERE org_id = ?1 AND role = ?2 ORDER BY user_id")?;
        let rows = statement.query_map(params![Key(org), role.as_str()], |row| {
            Ok(row.get::<_, Key>(0)?.0)
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Stores an organization, and nothing with it.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is in use.
    pub fn insert_org(&self, org: &Org) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT INTO orgs VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                Key(org.id),
                org.name,
                org.description,
                org.created_at.0,
                org.updated_at.0
            ])?;
        Ok(())
    }

    /// Stores an organization with the two buckets the server keeps in each (§4.8), owned by `owner`.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is in use.
    pub fn create_org(&self, org: &Org, owner: Id) -> Result<(), StoreError> {
        self.insert_org(org)?;
        for (name, description, days) in [
            ("_tasks", "System bucket for task logs", 3),
            ("_monitoring", "System bucket for monitoring logs", 7),
        ] {
            self.insert_bucket(&Bucket {
                id: ids::random()?,
                org_id: org.id,
                name: name.to_owned(),
                system: true,
                description: description.to_owned(),
                retention_seconds: days * DAY,
                created_at: org.created_at,
                updated_at: org.created_at,
            })?;
        }
        self.set_role(org.id, owner, Role::Owner)
    }

    /// Changes name and description.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the name is in use.
    pub fn update_org(&self, org: &Org) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("UPDATE orgs SET name = ?2, description = ?3, updated_at = ?4 WHERE id = ?1")?
            .execute(params![Key(org.id), org.name, org.description, org.updated_at.0])?;
        Ok(())
    }

    /// Deletes an organization with its buckets, telegrafs and memberships. Its authorizations stay (§0.1).
    ///
    /// # Errors
    /// The database's own.
    pub fn delete_org(&self, id: Id) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("DELETE FROM orgs WHERE id = ?1")?
            .execute([Key(id)])?;
        Ok(())
    }

    /// Makes a user an owner or member of an organization, whatever it was there before.
    ///
    /// # Errors
    /// The database's own, also when either does not exist.
    pub fn set_role(&self, org: Id, user: Id, role: Role) -> Result<(), StoreError> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO members (org_id, user_id, role) VALUES (?1, ?2, ?3)")?
            .execute(params![Key(org), Key(user), role.as_str()])?;
        Ok(())
    }

    /// Takes a role in an organization from a user; false if the user did not have it.
    ///
    /// # Errors
    /// The database's own.
    pub fn remove_role(&self, org: Id, user: Id, role: Role) -> Result<bool, StoreError> {
        let removed = self
            .conn
            .prepare_cached("DELETE FROM members WHERE org_id = ?1 AND user_id = ?2 AND role = ?3")?
            .execute(params![Key(org), Key(user), role.as_str()])?;
        Ok(removed > 0)
    }
}
