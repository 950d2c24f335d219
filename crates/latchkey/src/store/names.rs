//! The names of organizations, users and buckets, for showing permissions (§1.1).

use std::collections::HashMap;

use influx_api::{Id, Permission, ResourceType};
use rusqlite::OptionalExtension;

use super::key::Key;
use super::{Reader, StoreError};

/// Looks each name up once, however many permissions mention it.
pub struct Names<'a, 'r> {
    reader: &'a Reader<'r>,
    orgs: Known,
    users: Known,
    buckets: Known,
}

type Known = HashMap<Id, Option<String>>;

impl<'a, 'r> Names<'a, 'r> {
    /// None looked up yet.
    #[must_use]
    pub fn new(reader: &'a Reader<'r>) -> Self {
        Self {
            reader,
            orgs: Known::new(),
            users: Known::new(),
            buckets: Known::new(),
        }
    }

    /// The name of an organization, if it exists.
    ///
    /// # Errors
    /// The database's own.
    pub fn org(&mut self, id: Id) -> Result<Option<&str>, StoreError> {
        find(
            self.reader,
            &mut self.orgs,
            "SELECT name FROM orgs WHERE id = ?1",
            id,
        )
    }

    /// The name of a user, if it exists.
    ///
    /// # Errors
    /// The database's own.
    pub fn user(&mut self, id: Id) -> Result<Option<&str>, StoreError> {
        find(
            self.reader,
            &mut self.users,
            "SELECT name FROM users WHERE id = ?1",
            id,
        )
    }

    /// Writes the names a permission is shown with into it. When the bucket, organization or user it is about is gone,
    /// it gets none at all, not even its organization's (§1.1).
    ///
    /// # Errors
    /// The database's own.
    pub fn fill(&mut self, permission: &mut Permission) -> Result<(), StoreError> {
        let resource = &mut permission.resource;
        if let Some(id) = resource.id {
            let name = match resource.kind {
                ResourceType::Orgs => Some(self.org(id)?),
                ResourceType::Users => Some(self.user(id)?),
                ResourceType::Buckets => Some(find(
                    self.reader,
                    &mut self.buckets,
                    "SELECT name FROM buckets WHERE id = ?1",
                    id,
                )?),
                _ => None,
            };
            match name {
                Some(None) => return Ok(()),
                Some(Some(name)) => resource.name = Some(name.to_owned()),
                None => {}
            }
        }
        if let Some(org) = resource.org_id {
            resource.org = self.org(org)?.map(str::to_owned);
        }
        Ok(())
    }
}

fn find<'k>(
    reader: &Reader<'_>,
    known: &'k mut Known,
    sql: &str,
    id: Id,
) -> Result<Option<&'k str>, StoreError> {
    use std::collections::hash_map::Entry;
    Ok(match known.entry(id) {
        Entry::Occupied(entry) => entry.into_mut(),
        Entry::Vacant(entry) => entry.insert(
            reader
                .conn
                .prepare_cached(sql)?
                .query_row([Key(id)], |row| row.get(0))
                .optional()?,
        ),
    }
    .as_deref())
}
