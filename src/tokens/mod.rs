//! The page "API Tokens": one file for each thing a person can do there.

mod copy_id;
mod cursor;
mod delete;
mod docs;
mod drafts;
mod filter;
mod grid;
mod home;
mod page;
mod permissions;
mod rename;
mod row;
mod select;
mod states;
mod store;
mod summary;
mod toggle;

pub use cursor::Cursor;
pub use docs::{Subject, docs_link};
pub use drafts::Drafts;
pub use home::Home;
pub use page::TokensPage;
pub use store::Tokens;
