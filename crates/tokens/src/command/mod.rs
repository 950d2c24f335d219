//! The page's actions as commands for a POSIX shell, one file for each of them. The secret is never part of one: it is
//! taken from the variable `INFLUX_TOKEN` of whoever runs it.
//!
//! What InfluxDB's own client, the `influx` CLI, can do is that of version 2.8.0 (§7). Commands are pasted into bash and
//! zsh as well, so nothing here depends on what those read differently: no `#` comments, no bare `!`.

mod create;
mod curl;
mod delete;
mod influx;
mod list;
mod rename;
mod rotate;
mod snippets;
mod status;
mod text;

pub use create::{Owner, create};
pub use delete::delete;
pub use list::list;
pub use rename::rename;
pub use rotate::rotate;
pub use snippets::{Snippet, snippets};
pub use status::{activate, deactivate};
pub use text::{shell_word, toml_string};

/// An action as commands that do the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Command {
    /// With the `influx` CLI, if it can do exactly that.
    pub influx: Option<String>,
    /// With curl.
    pub curl: String,
    /// A sentence for the person: why the `influx` CLI cannot do it, or what to know before running it.
    pub note: Option<&'static str>,
}
