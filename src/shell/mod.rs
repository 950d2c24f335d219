//! What surrounds every page: frame, navigation, messages, theme.

mod copying;
mod frame;
mod health;
mod notifications;
mod org_switcher;
mod shortcuts;
mod solo_page;
mod theme;
mod title;

pub use copying::copy_link;
pub use frame::Frame;
pub use notifications::{Messages, Notifications};
pub use solo_page::SoloPage;
pub use title::set_title;
