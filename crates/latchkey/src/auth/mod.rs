//! Who is asking, and what they may do.

pub mod caller;
pub mod credentials;
pub mod front;
pub mod grants;
pub mod hashing;
pub mod known;
pub mod password;
pub mod session;
pub mod token;

pub use caller::Caller;
pub use front::{Front, Network};
pub use hashing::Hashing;
pub use known::KnownCallers;
pub use session::Sessions;
