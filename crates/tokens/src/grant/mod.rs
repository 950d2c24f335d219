//! What a token is to be granted: what can be ticked, what is ticked, and both in words. One file for each thing that
//! is done with it; every tick is a permission as it will be sent, so that nothing is lost or widened on the way.

mod catalog;
mod diff;
mod grants;
mod label;
mod link;
mod preset;
mod refusal;
mod tree;
mod words;

pub use catalog::{Catalog, Named};
pub use diff::{Difference, diff};
pub use grants::{Grants, Tick};
pub use label::{Label, label};
pub use link::{Link, Prefill, link, prefill};
pub use preset::Preset;
pub use refusal::refused;
pub use tree::{Group, Row, Section, groups};
pub use words::{default_description, summary};
