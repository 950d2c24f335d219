//! What can be granted in an organization.

use influx_api::{Bucket, Id, Resource, ResourceType, Telegraf, whole_scope};

use crate::collate::{Keys, order, sorted};

/// What the server offers for tokens of one organization.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Catalog {
    /// The organization.
    pub org: Id,
    /// The caller's own user, if known.
    pub user: Option<Id>,
    types: Vec<ResourceType>,
    buckets: Items,
    telegrafs: Items,
}

/// A bucket or telegraf configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// Its id.
    pub id: Id,
    /// Its name; that of a telegraf configuration may be empty or taken twice.
    pub name: String,
    /// The server's own bucket, such as `_monitoring`.
    pub system: bool,
}

/// Things by name, each once, and how to find them by id.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Items {
    named: Vec<Named>,
    /// Places in `named`, by id.
    by_id: Vec<usize>,
}

impl Catalog {
    /// The catalog of an organization: the types of `GET /api/v2/resources` (§4.9), and all its buckets and telegraf
    /// configurations, in any order; what comes twice, as from pages that moved while they were read, counts once.
    #[must_use]
    pub fn new(
        org: Id,
        user: Option<Id>,
        types: Vec<ResourceType>,
        buckets: Vec<Bucket>,
        telegrafs: Vec<Telegraf>,
    ) -> Self {
        let buckets = buckets.into_iter().map(|it| Named {
            id: it.id,
            system: it.name.starts_with('_'),
            name: it.name,
        });
        let telegrafs = telegrafs.into_iter().map(|it| Named {
            id: it.id,
            name: it.name,
            system: false,
        });
        Self {
            org,
            user,
            types,
            buckets: Items::new(buckets.collect()),
            telegrafs: Items::new(telegrafs.collect()),
        }
    }

    /// The buckets by name, the server's own ones last.
    #[must_use]
    pub fn buckets(&self) -> &[Named] {
        &self.buckets.named
    }

    /// The telegraf configurations by name.
    #[must_use]
    pub fn telegrafs(&self) -> &[Named] {
        &self.telegrafs.named
    }

    /// The resource types of the server, as it told them.
    #[must_use]
    pub fn types(&self) -> &[ResourceType] {
        &self.types
    }

    /// All resources of a type, future ones too, in the only form that is of use in this organization; see
    /// [`whole_scope`]. `None` for what cannot be granted, types that the server does not know among it.
    #[must_use]
    pub fn all_of(&self, kind: &ResourceType) -> Option<Resource> {
        if !self.types.contains(kind) {
            return None;
        }
        let (id, org) = whole_scope(kind, self.org, self.user)?;
        Some(Resource::new(kind.clone(), id, org))
    }

    /// One bucket or telegraf configuration of this organization, by id.
    #[must_use]
    pub fn named(&self, kind: &ResourceType, id: Id) -> Option<&Named> {
        match kind {
            ResourceType::Buckets => self.buckets.find(id),
            ResourceType::Telegrafs => self.telegrafs.find(id),
            _ => None,
        }
    }

    /// One bucket or telegraf configuration as a resource.
    pub(crate) fn one(&self, kind: ResourceType, named: &Named) -> Resource {
        Resource {
            name: Some(named.name.clone()),
            ..Resource::new(kind, Some(named.id), Some(self.org))
        }
    }

    /// Whether the tree has a row for this resource.
    pub(crate) fn offers(&self, resource: &Resource) -> bool {
        let of = (resource.id, resource.org_id);
        self.all_of(&resource.kind)
            .is_some_and(|all| of == (all.id, all.org_id))
            || (resource.org_id == Some(self.org)
                && self.types.contains(&resource.kind)
                && resource
                    .id
                    .is_some_and(|id| self.named(&resource.kind, id).is_some()))
    }
}

impl Items {
    fn new(named: Vec<Named>) -> Self {
        let mut named = sorted(named, &|a, b| a.id.cmp(&b.id));
        named.dedup_by_key(|item| item.id);
        let mut keys = Keys::default();
        named.iter().for_each(|item| keys.push(&item.name));
        let system = |at: usize| named.get(at).is_some_and(|item| item.system);
        let places = order(named.len(), &|a, b| {
            system(a)
                .cmp(&system(b))
                .then_with(|| keys.get(a).cmp(keys.get(b)))
        });
        let mut by_id = vec![0; named.len()];
        for (at, place) in places.iter().enumerate() {
            if let Some(slot) = by_id.get_mut(*place) {
                *slot = at;
            }
        }
        let mut named: Vec<Option<Named>> = named.into_iter().map(Some).collect();
        Self {
            named: places
                .into_iter()
                .filter_map(|place| named.get_mut(place)?.take())
                .collect(),
            by_id,
        }
    }

    fn find(&self, id: Id) -> Option<&Named> {
        let at = |place: usize| self.named.get(place);
        let place = self
            .by_id
            .binary_search_by(|place| at(*place).map(|item| item.id).cmp(&Some(id)))
            .ok()?;
        at(*self.by_id.get(place)?)
    }
}
