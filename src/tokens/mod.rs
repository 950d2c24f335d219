//! The page "API Tokens": one file for each thing a person can do there.

mod bulk;
mod clone;
mod commands;
mod confirm;
mod copy_id;
mod cursor;
mod delete;
mod docs;
mod drafts;
mod export;
mod find;
mod generate;
mod grid;
mod home;
mod pace;
mod page;
mod permissions;
mod rename;
mod replace;
mod row;
mod states;
mod store;
mod summary;
mod tabs;
mod toggle;
mod unsaved;

pub use bulk::BulkProgress;
pub use cursor::Cursor;
pub use docs::{Subject, docs_link};
pub use drafts::Drafts;
pub use generate::{Creation, NewToken, Reveal, RevealDialog};
pub use home::Home;
pub use page::TokensPage;
pub use store::Tokens;
pub use tabs::Tabs;
pub use unsaved::Unsaved;
