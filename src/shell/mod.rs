//! What surrounds every page: frame, navigation, messages, theme.

mod copy_link;
mod frame;
mod health;
mod notifications;
mod org_switcher;
mod shortcuts;
mod solo_page;
mod theme;
mod title;

pub use copy_link::copy_link;
pub use frame::Frame;
pub use notifications::{Messages, Notifications};
pub use solo_page::SoloPage;
pub use title::set_title;
