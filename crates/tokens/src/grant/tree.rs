//! The rows that can be ticked, and which of them a filter shows.

use influx_api::{Action, Permission, Resource, ResourceType};

use super::{Catalog, Grants, Named, label};
use crate::access::{noun, rank};
use crate::collate::{Keys, order};
use crate::find::Words;

/// The parts of the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// All buckets, and each bucket.
    Buckets,
    /// All telegraf configurations, and each.
    Telegrafs,
    /// All of each other type.
    Other,
    /// What a token has and the tree does not offer: other shapes, other organizations, deleted resources, unknown types
    /// and actions.
    Kept,
}

/// A part of the tree, as a filter leaves it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// Which.
    pub section: Section,
    /// The row for all of its type, future ones too.
    pub all: Option<Row>,
    /// The first of the other rows.
    pub rows: Vec<Row>,
    /// To read each row that the filter leaves, even those not among the first.
    pub read: Vec<Permission>,
    /// To write each of them.
    pub write: Vec<Permission>,
}

/// A row with its boxes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What it is about, with its name if it has one.
    pub resource: Resource,
    /// The actions that it has boxes for.
    pub actions: Vec<Action>,
}

impl Section {
    /// The heading; the first three are the stock page's.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Buckets => "Buckets",
            Self::Telegrafs => "Telegrafs",
            Self::Other => "Other Resources",
            Self::Kept => "Kept as they are",
        }
    }

    /// What the box for all the rows shown stands for.
    #[must_use]
    pub const fn each(self) -> &'static str {
        match self {
            Self::Buckets => "Each bucket listed",
            Self::Telegrafs => "Each telegraf listed",
            Self::Other | Self::Kept => "All other resources",
        }
    }

    /// The stock page's words for a filter that leaves none of it.
    #[must_use]
    pub const fn no_match(self) -> &'static str {
        match self {
            Self::Buckets => "No buckets match your search term",
            Self::Telegrafs => "No telegrafs match your search term",
            Self::Other | Self::Kept => "No Resources match your search term",
        }
    }
}

impl Group {
    /// How many rows the filter leaves, less the one for all.
    #[must_use]
    pub fn found(&self) -> usize {
        match self.section {
            Section::Kept => self.rows.len(),
            _ => self.read.len(),
        }
    }

    /// What the box of an action for each row stands for.
    #[must_use]
    pub fn permissions(&self, action: &Action) -> &[Permission] {
        match action {
            Action::Read => &self.read,
            Action::Write => &self.write,
            Action::Other(_) => &[],
        }
    }

    fn new(section: Section) -> Self {
        Self {
            section,
            all: None,
            rows: Vec::new(),
            read: Vec::new(),
            write: Vec::new(),
        }
    }

    /// Adds a row that can be read and written, to be shown if it is among the first `limit`.
    fn push(&mut self, resource: &Resource, limit: usize) {
        let Resource { kind, id, org_id, .. } = resource;
        self.read
            .push(Permission::new(Action::Read, kind.clone(), *id, *org_id));
        self.write
            .push(Permission::new(Action::Write, kind.clone(), *id, *org_id));
        if self.rows.len() < limit {
            self.rows.push(Row::new(resource.clone()));
        }
    }
}

impl Row {
    fn new(resource: Resource) -> Self {
        Self {
            resource,
            actions: vec![Action::Read, Action::Write],
        }
    }

    /// What the box of an action stands for; `None` if there is no such box.
    #[must_use]
    pub fn permission(&self, action: &Action) -> Option<Permission> {
        let resource = self.resource.clone();
        self.actions.contains(action).then(|| Permission {
            action: action.clone(),
            resource,
        })
    }
}

/// What can be granted, with at most `limit` rows of each part, where every word of the filter is found: in names, ids
/// and types. A part that the server does not know is left out.
#[must_use]
pub fn groups(catalog: &Catalog, filter: &str, limit: usize) -> Vec<Group> {
    let words = Words::new(filter);
    let mut groups = Vec::new();
    for (section, kind, named) in [
        (Section::Buckets, ResourceType::Buckets, catalog.buckets()),
        (Section::Telegrafs, ResourceType::Telegrafs, catalog.telegrafs()),
    ] {
        let Some(all) = catalog.all_of(&kind) else {
            continue;
        };
        let mut group = Group::new(section);
        for item in found(named, &kind, &words) {
            group.push(&catalog.one(kind.clone(), item), limit);
        }
        group.all = is_found(&all, catalog, &words).then(|| Row::new(all));
        groups.push(group);
    }
    let others: Vec<Resource> = catalog
        .types()
        .iter()
        .filter(|kind| rank(kind) == OTHER)
        .filter_map(|kind| catalog.all_of(kind))
        .collect();
    let mut keys = Keys::default();
    others
        .iter()
        .for_each(|resource| keys.push(&label(resource, catalog).what));
    let mut group = Group::new(Section::Other);
    for place in order(others.len(), &|a, b| keys.get(a).cmp(keys.get(b))) {
        if let Some(resource) = others.get(place)
            && is_found(resource, catalog, &words)
        {
            group.push(resource, limit);
        }
    }
    groups.push(group);
    groups
}

impl Grants {
    /// What is or was ticked and is not offered by the catalog, as far as the filter shows it; all of it, since it
    /// would be lost out of sight.
    #[must_use]
    pub fn kept(&self, catalog: &Catalog, filter: &str) -> Group {
        let words = Words::new(filter);
        let mut group = Group::new(Section::Kept);
        for Permission { action, resource } in self.known() {
            if !matches!(action, Action::Other(_)) && catalog.offers(resource) {
                continue;
            }
            match group.rows.last_mut() {
                Some(Row {
                    resource: last,
                    actions,
                }) if (&last.kind, last.id, last.org_id)
                    == (&resource.kind, resource.id, resource.org_id) =>
                {
                    actions.push(action.clone());
                }
                _ => group.rows.push(Row {
                    resource: resource.clone(),
                    actions: vec![action.clone()],
                }),
            }
        }
        group.rows.retain(|row| is_found(&row.resource, catalog, &words));
        group
    }
}

/// The only bucket of a person's own that the filter leaves; `None` if there are none or several.
pub(crate) fn only_bucket<'a>(catalog: &'a Catalog, filter: &str) -> Option<&'a Named> {
    let words = Words::new(filter);
    let mut own = found(catalog.buckets(), &ResourceType::Buckets, &words).filter(|bucket| !bucket.system);
    own.next().filter(|_| own.next().is_none())
}

/// The rank of the types that have no part of their own.
const OTHER: u8 = 2;

fn found<'a>(named: &'a [Named], kind: &ResourceType, words: &Words) -> impl Iterator<Item = &'a Named> {
    named.iter().filter(move |item| {
        let id = item.id.digits();
        let id = std::str::from_utf8(&id).unwrap_or_default();
        words.all_in(&[&item.name, id, kind.as_str(), noun(kind)])
    })
}

fn is_found(resource: &Resource, catalog: &Catalog, words: &Words) -> bool {
    let label = label(resource, catalog);
    let id = resource.id.map(|id| id.to_string()).unwrap_or_default();
    let deleted = if label.deleted { "Resource deleted" } else { "" };
    words.all_in(&[
        &label.what,
        &label.name,
        label.scope,
        deleted,
        &id,
        resource.kind.as_str(),
    ])
}
