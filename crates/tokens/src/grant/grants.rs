//! What is ticked.

use std::cmp::Ordering;

use influx_api::{Id, Permission, Resource, ResourceType};

use crate::access::rank;
use crate::collate::sorted;

/// The permissions that are ticked, each once. What was ticked before is remembered, so that a row that no catalog
/// offers stays in sight after it is unticked.
#[derive(Clone, Default, Debug)]
pub struct Grants {
    /// By [`by_place`].
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    permission: Permission,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Off,
    On,
    /// Ticked before all of its type were: granted again once these are unticked.
    Aside,
}

/// The state of a box, for one row or for several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tick {
    /// Not granted; or there are no rows.
    Off,
    /// Some rows are granted, some are not.
    Partly,
    /// Granted, at least one by itself.
    On,
    /// Granted by a wider permission that is ticked, whether ticked itself or not: there is nothing to change here.
    Covered,
}

impl Grants {
    /// What a token with these permissions has, each as it is; repetitions collapse.
    #[must_use]
    pub fn of(permissions: &[Permission]) -> Self {
        let mut grants = Self::default();
        grants.put(permissions, &|_| State::On);
        grants
    }

    /// The permissions to ask the server for: what is ticked, without names, in the order of the tree.
    #[must_use]
    pub fn permissions(&self) -> Vec<Permission> {
        let on = self.entries.iter().filter(|entry| entry.state == State::On);
        on.map(|entry| entry.permission.without_names()).collect()
    }

    /// Whether nothing is ticked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|entry| entry.state != State::On)
    }

    /// Ticks boxes, or unticks them. Ticking all of a type sets single ticks of that action aside, since they would
    /// add nothing; unticking it brings them back.
    pub fn set(&mut self, permissions: &[Permission], on: bool) {
        for whole in permissions {
            if whole.resource.id.is_none() && whole.resource.org_id.is_some() {
                for entry in &mut self.entries {
                    if entry.state != State::Off && is_one_of(&entry.permission, whole) {
                        entry.state = if on { State::Aside } else { State::On };
                    }
                }
            }
        }
        if !on {
            return self.put(permissions, &|_| State::Off);
        }
        // Wholes first: single ones that come with them are set aside, too.
        let (wholes, ones): (Vec<Permission>, Vec<Permission>) = permissions
            .iter()
            .cloned()
            .partition(|permission| permission.resource.id.is_none());
        self.put(&wholes, &|_| State::On);
        let aside: Vec<bool> = ones.iter().map(|one| self.has_whole_of(one)).collect();
        self.put(&ones, &|at| match aside.get(at) {
            Some(true) => State::Aside,
            _ => State::On,
        });
    }

    /// Unticks everything.
    pub fn clear(&mut self) {
        for entry in &mut self.entries {
            entry.state = State::Off;
        }
    }

    /// The state of one box.
    #[must_use]
    pub fn tick(&self, permission: &Permission) -> Tick {
        if self.is_covered(permission) {
            Tick::Covered
        } else if self.is_on(permission) {
            Tick::On
        } else {
            Tick::Off
        }
    }

    /// The state of the box of an action for several rows.
    #[must_use]
    pub fn group(&self, permissions: &[Permission]) -> Tick {
        let (mut off, mut on, mut covered) = (false, false, false);
        for permission in permissions {
            match self.tick(permission) {
                Tick::On => on = true,
                Tick::Covered => covered = true,
                _ => off = true,
            }
        }
        match (off, on, covered) {
            (true, false, false) | (false, false, false) => Tick::Off,
            (true, ..) => Tick::Partly,
            (false, true, _) => Tick::On,
            (false, false, true) => Tick::Covered,
        }
    }

    /// Everything that is or was ticked, in the order of the tree.
    pub(crate) fn known(&self) -> impl Iterator<Item = &Permission> {
        self.entries.iter().map(|entry| &entry.permission)
    }

    fn is_on(&self, permission: &Permission) -> bool {
        self.find(permission)
            .ok()
            .and_then(|at| self.entries.get(at))
            .is_some_and(|entry| entry.state == State::On)
    }

    /// Whether another permission that is ticked allows the same, and more (§3.1).
    fn is_covered(&self, permission: &Permission) -> bool {
        let Resource { kind, id, .. } = &permission.resource;
        let covers = |entry: &Entry| {
            entry.state == State::On
                && !entry.permission.same_grant(permission)
                && entry.permission.allows(permission)
        };
        self.among(&ResourceType::Instance, None).iter().any(covers)
            || self.among(kind, Some(None)).iter().any(covers)
            || (id.is_some() && self.among(kind, Some(*id)).iter().any(covers))
    }

    /// Whether all of its type in its organization are ticked.
    fn has_whole_of(&self, one: &Permission) -> bool {
        let Resource { kind, org_id, .. } = &one.resource;
        org_id.is_some() && self.is_on(&Permission::new(one.action.clone(), kind.clone(), None, *org_id))
    }

    /// The entries about a type and, if given, about one id or none.
    fn among(&self, kind: &ResourceType, id: Option<Option<Id>>) -> &[Entry] {
        let place = |entry: &Entry| {
            let Resource {
                kind: other, id: of, ..
            } = &entry.permission.resource;
            (rank(other), other)
                .cmp(&(rank(kind), kind))
                .then_with(|| id.map_or(Ordering::Equal, |id| of.cmp(&id)))
        };
        let start = self
            .entries
            .partition_point(|entry| place(entry) == Ordering::Less);
        let rest = self.entries.get(start..).unwrap_or_default();
        let len = rest.partition_point(|entry| place(entry) == Ordering::Equal);
        rest.get(..len).unwrap_or_default()
    }

    fn find(&self, permission: &Permission) -> Result<usize, usize> {
        self.entries
            .binary_search_by(|entry| by_place(&entry.permission, permission))
    }

    /// Gives each of the permissions the state for its place in the list.
    fn put(&mut self, permissions: &[Permission], state: &dyn Fn(usize) -> State) {
        let mut new = Vec::new();
        for (at, permission) in permissions.iter().enumerate() {
            let state = state(at);
            match self.find(permission).map(|found| self.entries.get_mut(found)) {
                Ok(Some(entry)) => entry.state = state,
                _ => new.push(Entry {
                    permission: permission.clone(),
                    state,
                }),
            }
        }
        if !new.is_empty() {
            self.entries.append(&mut new);
            let entries = std::mem::take(&mut self.entries);
            self.entries = sorted(entries, &|a, b| by_place(&a.permission, &b.permission));
            self.entries
                .dedup_by(|again, first| again.permission.same_grant(&first.permission));
        }
    }
}

/// The order of the tree: by type, buckets and telegrafs before the others; all of a type before single ones; then read,
/// write. Permissions that grant the same are equal.
pub(crate) fn by_place(a: &Permission, b: &Permission) -> Ordering {
    let place = |permission: &Permission| {
        let Resource { kind, id, org_id, .. } = &permission.resource;
        (rank(kind), *id, *org_id)
    };
    let ((rank_a, id_a, org_a), (rank_b, id_b, org_b)) = (place(a), place(b));
    rank_a
        .cmp(&rank_b)
        .then_with(|| a.resource.kind.cmp(&b.resource.kind))
        .then_with(|| (id_a, org_a).cmp(&(id_b, org_b)))
        .then_with(|| a.action.cmp(&b.action))
}

/// Whether `whole` is about all resources of a type in an organization, and `one` about one of them.
fn is_one_of(one: &Permission, whole: &Permission) -> bool {
    one.resource.id.is_some()
        && one.action == whole.action
        && one.resource.kind == whole.resource.kind
        && one.resource.org_id == whole.resource.org_id
}
