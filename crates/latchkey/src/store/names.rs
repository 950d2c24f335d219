//! The names of organizations, users and buckets, for showing permissions (§1.1).

use std::collections::HashMap;
use std::rc::Rc;

use influx_api::{Id, Resource, ResourceType};
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

type Known = HashMap<Id, Option<Rc<str>>>;

/// The names a permission is shown with.
#[derive(Default)]
pub struct ResourceNames {
    /// That of the bucket, organization or user it is about.
    pub name: Option<Rc<str>>,
    /// That of the organization it is in.
    pub org: Option<Rc<str>>,
}

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
    pub fn org(&mut self, id: Id) -> Result<Option<Rc<str>>, StoreError> {
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
    pub fn user(&mut self, id: Id) -> Result<Option<Rc<str>>, StoreError> {
        find(
            self.reader,
            &mut self.users,
            "SELECT name FROM users WHERE id = ?1",
            id,
        )
    }

    /// The names a permission on a resource is shown with. When the bucket, organization or user it is about is gone,
    /// it gets none at all, not even its organization's (§1.1).
    ///
    /// # Errors
    /// The database's own.
    pub fn of(&mut self, resource: &Resource) -> Result<ResourceNames, StoreError> {
        let mut names = ResourceNames::default();
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
            if let Some(name) = name {
                if name.is_none() {
                    return Ok(names);
                }
                names.name = name;
            }
        }
        if let Some(org) = resource.org_id {
            names.org = self.org(org)?;
        }
        Ok(names)
    }
}

fn find(reader: &Reader<'_>, known: &mut Known, sql: &str, id: Id) -> Result<Option<Rc<str>>, StoreError> {
    if let Some(name) = known.get(&id) {
        return Ok(name.clone());
    }
    let name = reader
        .conn
        .prepare_cached(sql)?
        .query_row([Key(id)], |row| row.get::<_, Rc<str>>(0))
        .optional()?;
    known.insert(id, name.clone());
    Ok(name)
}
