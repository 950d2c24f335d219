//! What a page of API tokens decides, without a browser: the list and the changes under way, one change to many
//! tokens, filter, order and selection, summaries of what a token may do, which rows are in view, texts, and
//! commands. Section numbers (§) are those of the contract notes in `docs/contract.md`.

pub mod access;
mod all_access;
pub mod bulk;
mod case;
pub mod change;
mod collate;
pub mod command;
pub mod decode;
pub mod export;
mod facts;
pub mod find;
pub mod grant;
pub mod list;
pub mod permissions;
pub mod query;
pub mod selection;
mod shown;
pub mod succession;
pub mod text;
pub mod time;
mod token;
pub mod window;

pub use access::{Chip, chips};
pub use all_access::all_access;
pub use bulk::Bulk;
pub use change::{Change, Outcome, Pending, Send, Settled};
pub use command::Command;
pub use decode::{DecodeError, ListDecoder, Unreadable};
pub use list::{Refresh, TokenList};
pub use permissions::{PermissionRow, Scope, filter_rows, permission_rows};
pub use query::{Counts, Query, Sort, StatusFilter};
pub use selection::Selection;
pub use shown::Shown;
pub use token::Token;
