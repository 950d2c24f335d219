//! The table of what a token may do.

use influx_api::{Action, Id, Permission, Resource, ResourceType};

use crate::access::{is_named, noun, rank};
use crate::collate::{Keys, order};
use crate::find::Words;

/// What may be done to one resource, or to all of a type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermissionRow {
    /// `Bucket`, `All buckets`, `All tasks`, `Organization` …; `Everything` for the whole server.
    pub resource: String,
    /// The name of one resource, if known.
    pub name: Option<String>,
    /// The id of one resource.
    pub id: Option<Id>,
    /// The server no longer knows the resource.
    pub deleted: bool,
    /// May be read.
    pub read: bool,
    /// May be written.
    pub write: bool,
    /// Actions that this program does not know.
    pub other: Vec<String>,
    /// How far it reaches.
    pub scope: Scope,
}

/// How far a permission reaches (§3.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// All resources of the type, in every organization.
    Everywhere,
    /// All resources of the type in one organization.
    Organization,
    /// One resource.
    One,
}

/// The rows for a token's permissions: all actions on one resource in one row; buckets first, the system's own (`_…`)
/// and deleted ones behind the others, then telegraf configurations, then the other types by name; `All …` before
/// single ones.
///
/// The server tells no names of telegraf configurations: `telegraf_names` gives `None` while that of an id is not yet
/// known and `Some(None)` if there is no such configuration.
#[must_use]
pub fn permission_rows(
    permissions: &[Permission],
    telegraf_names: impl Fn(Id) -> Option<Option<String>>,
) -> Vec<PermissionRow> {
    // With an id the organization is not compared (§3.1).
    let of = |resource: &Resource| resource.org_id.filter(|_| resource.id.is_none());
    let key = |at: usize| {
        let permission = permissions.get(at)?;
        let resource = &permission.resource;
        Some((&resource.kind, of(resource), resource.id, &permission.action))
    };
    let mut rows: Vec<(&ResourceType, Option<Id>, PermissionRow)> = Vec::new();
    // What belongs in one row is side by side; a token may have a hundred thousand permissions.
    for at in order(permissions.len(), &|a, b| key(a).cmp(&key(b))) {
        let Some(Permission { action, resource }) = permissions.get(at) else {
            continue;
        };
        let org = of(resource);
        let same = |(kind, of, row): &(&ResourceType, Option<Id>, PermissionRow)| {
            **kind == resource.kind && *of == org && row.id == resource.id
        };
        if !rows.last().is_some_and(same) {
            rows.push((&resource.kind, org, empty_row(&resource.kind, resource.id, org)));
        }
        let Some((.., row)) = rows.last_mut() else {
            continue;
        };
        match action {
            Action::Read => row.read = true,
            Action::Write => row.write = true,
            Action::Other(name) if row.other.last().is_none_or(|known| **known != **name) => {
                row.other.push(name.as_ref().to_owned());
            }
            Action::Other(_) => {}
        }
        if row.name.is_none() {
            row.name.clone_from(&resource.name);
        }
    }
    for (kind, _, row) in &mut rows {
        let Some(id) = row.id.filter(|_| row.name.is_none()) else {
            continue;
        };
        match kind {
            kind if is_named(kind) => row.deleted = true,
            ResourceType::Telegrafs => {
                if let Some(told) = telegraf_names(id) {
                    row.deleted = told.is_none();
                    row.name = told;
                }
            }
            _ => {}
        }
    }
    sorted(rows)
}

/// The places of the rows in which every word of the text is found.
#[must_use]
pub fn filter_rows(rows: &[PermissionRow], text: &str) -> Vec<usize> {
    let words = Words::new(text);
    let found = |row: &PermissionRow| {
        let id = row.id.map(|id| id.to_string()).unwrap_or_default();
        let mut texts = vec![&*row.resource, row.name.as_deref().unwrap_or_default(), &id];
        texts.extend(row.deleted.then_some("Resource deleted"));
        texts.extend(row.read.then_some("read"));
        texts.extend(row.write.then_some("write"));
        texts.extend(row.other.iter().map(String::as_str));
        words.all_in(&texts)
    };
    rows.iter()
        .enumerate()
        .filter(|(_, row)| found(row))
        .map(|(at, _)| at)
        .collect()
}

/// The words for one resource of a type, or for all of them: `Bucket`, `All buckets`.
pub(crate) fn what(kind: &ResourceType, one: bool) -> String {
    let word = noun(kind);
    match (kind, one) {
        (ResourceType::Instance, _) => "Everything".to_owned(),
        (ResourceType::Other(_), true) => word.to_owned(),
        (ResourceType::Other(_), false) => ["All ", word].concat(),
        (_, false) => ["All ", word, "s"].concat(),
        (_, true) => {
            let (first, rest) = word.split_at(1);
            [&first.to_ascii_uppercase(), rest].concat()
        }
    }
}

fn empty_row(kind: &ResourceType, id: Option<Id>, org: Option<Id>) -> PermissionRow {
    PermissionRow {
        resource: what(kind, id.is_some()),
        name: None,
        id,
        deleted: false,
        read: false,
        write: false,
        other: Vec::new(),
        scope: match (id, org) {
            (Some(_), _) => Scope::One,
            (None, Some(_)) => Scope::Organization,
            (None, None) => Scope::Everywhere,
        },
    }
}

fn sorted(rows: Vec<(&ResourceType, Option<Id>, PermissionRow)>) -> Vec<PermissionRow> {
    let mut types = Keys::default();
    let mut names = Keys::default();
    for (kind, _, row) in &rows {
        types.push(noun(kind));
        names.push(row.name.as_deref().unwrap_or_default());
    }
    let place = |at: usize| {
        rows.get(at).map(|(kind, org, row)| {
            let system = row.name.as_deref().is_some_and(|name| name.starts_with('_'));
            (
                rank(kind),
                types.get(at),
                row.scope,
                *org,
                row.id.is_some() && row.name.is_none(),
                system,
                names.get(at),
                row.id,
            )
        })
    };
    let places = order(rows.len(), &|a, b| place(a).cmp(&place(b)));
    let mut rows: Vec<Option<PermissionRow>> = rows.into_iter().map(|(.., row)| Some(row)).collect();
    places
        .into_iter()
        .filter_map(|at| rows.get_mut(at)?.take())
        .collect()
}
