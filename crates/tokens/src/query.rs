//! Which tokens are listed, and in which order.

use influx_api::AccessKind;

/// What the person asked to see.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// The text of the search box; see [`crate::find`].
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
