//! Changing many tokens at once: select, ask, send, and tell how each ended.

mod bar;
mod confirm;
mod progress;
mod run;
mod selection;

pub use bar::ListHead;
pub use confirm::{BulkQuestion, Question};
pub use progress::BulkProgress;
pub use run::{Run, ending};
pub use selection::Selection;
