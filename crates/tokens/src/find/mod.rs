//! The language of the search box.
//!
//! A search is a row of terms, and a token is found if every term fits:
//!
//! | term | fits a token |
//! |---|---|
//! | `word` | with the word in its description, id, owner or the beginning of its status, or else in one permission |
//! | `"two words"` | the same for a text with blanks; `""` within quotes is a quote |
//! | `status:inactive` | of this status |
//! | `owner:mlee` | whose owner's name has this in it |
//! | `access:operator` | of this kind: `operator`, `all`, `custom` |
//! | `type:buckets` | with a permission for a type of resource that begins with this |
//! | `bucket:metrics_raw` | with a permission for a bucket with this in its name, or with this id; `bucket:all` for all buckets |
//! | `can:write` | with a permission to do this |
//! | `created:<2025-01-01` | created before that day; also `<=`, `>`, `>=`, or none for "in"; a month (`2025-01`) or a year will do |
//! | `-term` | that the term does not fit |
//!
//! Names of filters, values and words are found in any case. A value may be in quotes (`owner:"m lee"`), and several may be
//! given, of which one has to fit (`status:active,inactive`). The values of `status:`, `access:`, `type:` and `can:` may
//! be cut short. Days begin at midnight where the person is. A token without a known time of creation fits no date.
//!
//! Terms about permissions are about the same one: `can:write bucket:raw` finds who may write that bucket, as do the
//! words `write raw`. Where one permission cannot be meant, each combination is looked for: `can:read can:write
//! bucket:raw` finds who may do both. A permission for all buckets does not name a bucket and is not found by a
//! name. Each `-term` stands for itself.
//!
//! What cannot be understood is left out, or taken as text, and a [`Problem`] says so.

mod dates;
mod matching;
mod parse;
mod problems;
mod suggest;
mod words;

pub use dates::{Day, Midnight};
pub use parse::{Condition, Search, Term};
pub use problems::Problem;
pub use suggest::{Suggestion, suggest};

pub(crate) use matching::Finder;
pub(crate) use words::{Words, fold, traits};

/// What a term `name:value` asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filter {
    /// Whether the token is accepted.
    Status,
    /// Whose it is.
    Owner,
    /// What kind of credential it is.
    Access,
    /// A type of resource in its permissions.
    Type,
    /// A bucket in its permissions.
    Bucket,
    /// An action in its permissions.
    Can,
    /// When it was created.
    Created,
}

impl Filter {
    /// All of them, as they are offered.
    pub const ALL: [Self; 7] = [
        Self::Status,
        Self::Owner,
        Self::Access,
        Self::Type,
        Self::Bucket,
        Self::Can,
        Self::Created,
    ];

    /// The name with its colon.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Status => "status:",
            Self::Owner => "owner:",
            Self::Access => "access:",
            Self::Type => "type:",
            Self::Bucket => "bucket:",
            Self::Can => "can:",
            Self::Created => "created:",
        }
    }

    /// The values, if they are few.
    const fn values(self) -> &'static [&'static str] {
        match self {
            Self::Status => &["active", "inactive"],
            Self::Access => &["operator", "all", "custom"],
            Self::Can => &["read", "write"],
            _ => &[],
        }
    }
}

/// The text in quotes, if it would otherwise be read as something else than a text or a value.
#[must_use]
pub fn quoted(text: &str) -> String {
    let plain = !text.is_empty()
        && !text.starts_with(['-', '"'])
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, ':' | ','));
    if plain {
        text.into()
    } else {
        ["\"", &text.replace('"', "\"\""), "\""].concat()
    }
}
