//! What a person has begun and would lose with the page.

use super::drafts::Drafts;
use super::generate::{NewToken, Reveal};
use super::store::Tokens;
use crate::ui::context::provide_context;

/// Texts, changes and secrets that nobody but this page has. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Unsaved {
    drafts: Drafts,
    tokens: Tokens,
    new_token: NewToken,
    reveal: Reveal,
}

impl Unsaved {
    /// Puts it into context.
    pub fn provide(drafts: Drafts, tokens: Tokens, new_token: NewToken, reveal: Reveal) -> Self {
        let unsaved = Self {
            drafts,
            tokens,
            new_token,
            reveal,
        };
        provide_context(unsaved);
        unsaved
    }

    /// Whether there is anything to lose, at this moment.
    #[must_use]
    pub fn any(self) -> bool {
        self.drafts.unsaved()
            || self.tokens.has_pending()
            || self.new_token.unsaved()
            || self.reveal.unsaved()
    }

    /// Forgets all of it, saved or not: the next person at this page must not find it.
    pub fn forget(self) {
        self.drafts.clear();
        self.new_token.clear();
        self.reveal.close();
        self.tokens.close();
    }
}
