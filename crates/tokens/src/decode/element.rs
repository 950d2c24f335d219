//! One authorization of the list.

use std::sync::Arc;

use influx_api::{AccessKind, Action, Id, Permission, Resource, ResourceType, Status, Timestamp};

use super::cursor::Cursor;
use crate::Token;

/// How many different permission lists and owners are remembered: neighbours in the list are often equal (clones,
/// all-access tokens of one user), and a list of 43 permissions is large.
const RECENT: usize = 16;

/// What the tokens read last had, so that it is read and kept once.
#[derive(Default)]
pub(super) struct Recent {
    granted: Vec<Granted>,
    next: usize,
    owners: Vec<Arc<str>>,
    next_owner: usize,
}

/// A list of permissions and how it was written.
struct Granted {
    written: Vec<u8>,
    permissions: Arc<[Permission]>,
    /// What that makes a token of this organization and user.
    access: Option<(Id, Id, AccessKind)>,
}

/// The members of an authorization that may be absent, and those that may not.
#[derive(Default)]
struct Members {
    id: Option<Id>,
    status: Option<Status>,
    description: Option<String>,
    org_id: Option<Id>,
    org: Option<()>,
    user_id: Option<Id>,
    user: Option<Arc<str>>,
    /// The place among the recent ones.
    permissions: Option<usize>,
    created: Option<Option<Timestamp>>,
    updated: Option<Option<Timestamp>>,
}

impl Recent {
    /// Reads an authorization; `None` if there is anything unusual about how it is written, or it is not one.
    pub(super) fn token(&mut self, cursor: &mut Cursor<'_>) -> Option<Token> {
        let mut members = Members::default();
        cursor.object(&mut |cursor, name| match name {
            b"id" => once(&mut members.id, id(cursor)?),
            b"status" => once(&mut members.status, Status::from(&*cursor.text()?)),
            b"description" => once(&mut members.description, cursor.text()?.into_owned()),
            b"orgID" => once(&mut members.org_id, id(cursor)?),
            b"org" => once(&mut members.org, cursor.text().map(drop)?),
            b"userID" => once(&mut members.user_id, id(cursor)?),
            b"user" => once(&mut members.user, self.owner(&cursor.text()?)),
            b"permissions" => once(&mut members.permissions, self.permissions(cursor)?),
            b"createdAt" => once(&mut members.created, time(&cursor.text()?)),
            b"updatedAt" => once(&mut members.updated, time(&cursor.text()?)),
            _ => cursor.skip(0),
        })?;
        let (org_id, user_id) = (members.org_id?, members.user_id?);
        let granted = self.granted.get_mut(members.permissions?)?;
        Some(Token {
            id: members.id?,
            status: members.status?,
            description: members.description.unwrap_or_default(),
            org_id,
            user_id,
            owner: members.user.unwrap_or_default(),
            access: granted.access(org_id, user_id),
            permissions: Arc::clone(&granted.permissions),
            created: members.created.flatten(),
            updated: members.updated.flatten(),
        })
    }

    /// The owner's name, which tokens share.
    pub(super) fn owner(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.owners.iter().find(|known| ***known == *name) {
            return Arc::clone(known);
        }
        let owner: Arc<str> = name.into();
        remember(&mut self.owners, &mut self.next_owner, Arc::clone(&owner));
        owner
    }

    /// Reads a list of permissions; gives its place among the recent ones.
    fn permissions(&mut self, cursor: &mut Cursor<'_>) -> Option<usize> {
        cursor.peek()?;
        // Equal text is equal permissions: an array's end is within it.
        let known = self
            .granted
            .iter()
            .position(|granted| cursor.pass(&granted.written));
        if known.is_some() {
            return known;
        }
        let start = cursor.at();
        let mut permissions = Vec::new();
        cursor.array(&mut |cursor| {
            permissions.push(permission(cursor)?);
            Some(())
        })?;
        let granted = Granted {
            written: cursor.since(start).to_vec(),
            permissions: permissions.into(),
            access: None,
        };
        Some(remember(&mut self.granted, &mut self.next, granted))
    }
}

impl Granted {
    fn access(&mut self, org: Id, user: Id) -> AccessKind {
        match self.access {
            Some((of, by, access)) if (of, by) == (org, user) => access,
            _ => {
                let access = AccessKind::of(&self.permissions, org, user);
                self.access = Some((org, user, access));
                access
            }
        }
    }
}

/// Puts an item in place of the oldest of many; gives where.
fn remember<T>(recent: &mut Vec<T>, next: &mut usize, item: T) -> usize {
    let at = *next % RECENT;
    *next += 1;
    match recent.get_mut(at) {
        Some(oldest) => *oldest = item,
        None => recent.push(item),
    }
    at
}

/// Takes a member's value; one that comes twice is refused.
fn once<T>(member: &mut Option<T>, value: T) -> Option<()> {
    member.replace(value).is_none().then_some(())
}

fn id(cursor: &mut Cursor<'_>) -> Option<Id> {
    cursor.text()?.parse().ok()
}

/// As [`Token`] has it: neither what cannot be read nor what stands for "not known" is a time.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).filter(|time| !time.is_unset())
}

fn permission(cursor: &mut Cursor<'_>) -> Option<Permission> {
    let (mut action, mut resource) = (None, None);
    cursor.object(&mut |cursor, name| match name {
        b"action" => once(&mut action, Action::from(&*cursor.text()?)),
        b"resource" => once(&mut resource, self::resource(cursor)?),
        _ => cursor.skip(0),
    })?;
    Some(Permission {
        action: action?,
        resource: resource?,
    })
}

fn resource(cursor: &mut Cursor<'_>) -> Option<Resource> {
    let (mut kind, mut name, mut org) = (None, None, None);
    let (mut one, mut org_id) = (None, None);
    cursor.object(&mut |cursor, member| match member {
        b"type" => once(&mut kind, ResourceType::from(&*cursor.text()?)),
        b"id" => once(&mut one, id(cursor)?),
        b"orgID" => once(&mut org_id, id(cursor)?),
        b"name" => once(&mut name, cursor.text()?.into_owned()),
        b"org" => once(&mut org, cursor.text()?.into_owned()),
        _ => cursor.skip(0),
    })?;
    Some(Resource {
        name,
        org,
        ..Resource::new(kind?, one, org_id)
    })
}
