//! Selecting tokens.

use influx_api::Id;
use leptos::prelude::*;

use crate::tokens::store::Tokens;
use crate::ui::context::provide_context;
use crate::ui::state::State;

/// The selected tokens, whether shown or not. A context of the page.
#[derive(Clone, Copy)]
pub struct Selection {
    selected: State<tokens::Selection>,
    tokens: Tokens,
}

/// How many of the selected tokens there are, and where.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Selected {
    /// Those that exist.
    pub all: usize,
    /// Those of them that the filter shows.
    pub shown: usize,
}

impl Selection {
    /// Puts the selection into context.
    pub fn provide(tokens: Tokens) {
        provide_context(Self {
            selected: State::new(tokens::Selection::default()),
            tokens,
        });
    }

    /// Whether a token is selected; reactive.
    #[must_use]
    pub fn has(self, id: Id) -> bool {
        self.selected.with(|selected| selected.has(id))
    }

    /// How many there are; reactive.
    #[must_use]
    pub fn count(self) -> Selected {
        self.selected.with(|selected| Selected {
            all: self.tokens.existing(selected.ids()).len(),
            shown: self.tokens.view.with(|view| selected.count_in(view)),
        })
    }

    /// Those of the selected that exist, by ascending id, at this moment.
    #[must_use]
    pub fn existing(self) -> Vec<Id> {
        untrack(|| {
            self.selected
                .with(|selected| self.tokens.existing(selected.ids()))
        })
    }

    /// Selects a token, or no longer; with `range` all from the last one to here.
    pub fn turn(self, id: Id, range: bool) {
        let view = self.tokens.view.get_untracked();
        self.selected.update(|selected| {
            if range {
                selected.turn_range(&view, id);
            } else {
                selected.turn(id);
            }
        });
    }

    /// Moves the end of the range that began with the last one selected.
    pub fn extend(self, from: Id, to: Id) {
        let view = self.tokens.view.get_untracked();
        self.selected.update(|selected| selected.extend(&view, from, to));
    }

    /// Selects every token that the filter shows, or no longer.
    pub fn set_shown(self, on: bool) {
        let view = self.tokens.view.get_untracked();
        self.selected.update(|selected| selected.set(&view, on));
    }

    /// Selects nothing.
    pub fn clear(self) {
        self.selected.update(tokens::Selection::clear);
    }
}
