//! Which tokens are listed, and in which order.

use std::sync::Arc;

use influx_api::{AccessKind, Id, Permission, Status};

use crate::collate::{Keys, order};
use crate::search::{Words, contains};
use crate::{Token, TokenList};

/// What the person asked to see.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Words that must all be found; see [`view`].
    pub search: String,
    /// Of which status.
    pub status: StatusFilter,
    /// Of which kind; `None` for every kind.
    pub access: Option<AccessKind>,
    /// In which order.
    pub sort: Sort,
}

/// A choice by status. A token with a status that this program does not know is only among all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StatusFilter {
    /// Every token.
    #[default]
    All,
    /// Those that the server accepts.
    Active,
    /// Those that it refuses.
    Inactive,
}

/// The six orders of the stock page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// By description.
    #[default]
    DescriptionAsc,
    /// By description, backwards.
    DescriptionDesc,
    /// Active ones first.
    StatusActive,
    /// Inactive ones first.
    StatusInactive,
    /// By time of creation.
    CreatedOldest,
    /// By time of creation, backwards.
    CreatedNewest,
}

/// The numbers above the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// All tokens.
    pub tokens: usize,
    /// Those that the server accepts.
    pub active: usize,
    /// Those that may do everything, in their organization or everywhere: all-access and operator tokens.
    pub all_access: usize,
}

impl StatusFilter {
    /// The name in the address; `""` for all.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    /// The choice with this name; all tokens for an unknown one.
    #[must_use]
    #[allow(clippy::should_implement_trait)] // it cannot fail
    pub fn from_str(name: &str) -> Self {
        match name {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            _ => Self::All,
        }
    }

    fn admits(self, status: &Status) -> bool {
        match self {
            Self::All => true,
            Self::Active => *status == Status::Active,
            Self::Inactive => *status == Status::Inactive,
        }
    }
}

impl Sort {
    /// All orders, as the menu lists them.
    pub const ALL: [Self; 6] = [
        Self::DescriptionAsc,
        Self::DescriptionDesc,
        Self::StatusActive,
        Self::StatusInactive,
        Self::CreatedOldest,
        Self::CreatedNewest,
    ];

    /// The stock page's label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::DescriptionAsc => "Description (A → Z)",
            Self::DescriptionDesc => "Description (Z → A)",
            Self::StatusActive => "Status (Active)",
            Self::StatusInactive => "Status (Inactive)",
            Self::CreatedOldest => "Date Created (Oldest)",
            Self::CreatedNewest => "Date Created (Newest)",
        }
    }

    /// The values of `sortKey` and `sortDirection` in the address.
    #[must_use]
    pub const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::DescriptionAsc => ("description", "asc"),
            Self::DescriptionDesc => ("description", "desc"),
            Self::StatusActive => ("status", "asc"),
            Self::StatusInactive => ("status", "desc"),
            Self::CreatedOldest => ("createdAt", "asc"),
            Self::CreatedNewest => ("createdAt", "desc"),
        }
    }

    /// The order with these values. As on the stock page an unknown key is the description, an unknown direction
    /// ascending.
    #[must_use]
    pub fn from_keys(key: &str, direction: &str) -> Self {
        match (key, direction) {
            ("status", "desc") => Self::StatusInactive,
            ("status", _) => Self::StatusActive,
            ("createdAt", "desc") => Self::CreatedNewest,
            ("createdAt", _) => Self::CreatedOldest,
            (_, "desc") => Self::DescriptionDesc,
            _ => Self::DescriptionAsc,
        }
    }
}

/// The ids of the tokens that the query asks for, in its order; equal ones by id.
///
/// Every word of the search must be found, in any case: in the description, the id, the owner or the status, or else
/// all remaining words in one permission ("write buckets metrics_raw"). A status is found by its beginning, so
/// "active" does not find "inactive". Tokens with an unknown status or time of creation come last in both directions.
#[must_use]
pub fn view(list: &TokenList, query: &Query) -> Vec<Id> {
    let mut search = Search::new(&query.search);
    let found: Vec<&Token> = list
        .iter()
        .filter(|token| {
            query.status.admits(&token.status)
                && query.access.is_none_or(|access| access == token.access)
                && search.finds(token)
        })
        .collect();
    let mut keys = Keys::default();
    if let Sort::DescriptionAsc | Sort::DescriptionDesc = query.sort {
        found.iter().for_each(|token| keys.push(&token.description));
    }
    let created = |at: usize| found.get(at).and_then(|token| token.created);
    let instants = |a: usize, b: usize, newest_first: bool| match (created(a), created(b)) {
        (Some(a), Some(b)) if newest_first => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let place = |at: usize, first: &Status| match found.get(at).map(|token| &token.status) {
        Some(status) if status == first => 0,
        Some(Status::Active | Status::Inactive) => 1,
        _ => 2,
    };
    order(found.len(), &|a, b| match query.sort {
        Sort::DescriptionAsc => keys.get(a).cmp(keys.get(b)),
        Sort::DescriptionDesc => keys.get(b).cmp(keys.get(a)),
        Sort::StatusActive => place(a, &Status::Active).cmp(&place(b, &Status::Active)),
        Sort::StatusInactive => place(a, &Status::Inactive).cmp(&place(b, &Status::Inactive)),
        Sort::CreatedOldest => instants(a, b, false),
        Sort::CreatedNewest => instants(a, b, true),
    })
    .into_iter()
    .filter_map(|at| found.get(at).map(|token| token.id))
    .collect()
}

/// Counts the tokens of a list, whatever filter is set.
#[must_use]
pub fn counts(list: &TokenList) -> Counts {
    let mut counts = Counts::default();
    for token in list.iter() {
        counts.tokens += 1;
        counts.active += usize::from(token.is_active());
        counts.all_access += usize::from(token.access != AccessKind::Custom);
    }
    counts
}

struct Search {
    words: Words,
    /// Which words are not found outside the permissions of the token at hand.
    open: Vec<bool>,
    /// The last permissions looked at, for which words, and whether they were found: neighbours often share them.
    last: Option<(Arc<[Permission]>, Vec<bool>, bool)>,
}

impl Search {
    fn new(text: &str) -> Self {
        Self {
            words: Words::new(text),
            open: Vec::new(),
            last: None,
        }
    }

    fn finds(&mut self, token: &Token) -> bool {
        let id = token.id.digits();
        let texts = [
            &*token.description,
            &*token.owner,
            std::str::from_utf8(&id).unwrap_or_default(),
        ];
        let status = token.status.as_str();
        let found = |word: &str| status.starts_with(word) || texts.iter().any(|text| contains(text, word));
        self.open.clear();
        self.open.extend(self.words.iter().map(|word| !found(word)));
        if !self.open.contains(&true) {
            return true;
        }
        if let Some((permissions, open, found)) = &self.last
            && Arc::ptr_eq(permissions, &token.permissions)
            && *open == self.open
        {
            return *found;
        }
        let found = token
            .permissions
            .iter()
            .any(|permission| self.in_permission(permission));
        self.last = Some((Arc::clone(&token.permissions), self.open.clone(), found));
        found
    }

    fn in_permission(&self, permission: &Permission) -> bool {
        let resource = &permission.resource;
        let id = resource.id.map(|id| id.digits());
        let id = id
            .as_ref()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .unwrap_or_default();
        let name = resource
            .name
            .as_deref()
            .unwrap_or(if resource.id.is_none() { "all" } else { "" });
        let texts = [permission.action.as_str(), resource.kind.as_str(), name, id];
        self.words
            .iter()
            .zip(&self.open)
            .all(|(word, open)| !open || texts.iter().any(|text| contains(text, word)))
    }
}
