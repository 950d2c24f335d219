//! Selecting tokens.

use std::collections::BTreeSet;

use influx_api::Id;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Tokens;
use crate::shell::Notifications;
use crate::ui::button::button;
use crate::ui::clipboard;

/// The selected tokens, whether shown or not. A context of the page.
#[derive(Clone, Copy)]
pub struct Selection {
    ids: RwSignal<BTreeSet<Id>>,
    tokens: Tokens,
}

impl Selection {
    /// Puts the selection into context.
    pub fn provide(tokens: Tokens) {
        provide_context(Self {
            ids: RwSignal::new(BTreeSet::new()),
            tokens,
        });
    }

    /// Whether a token is selected; reactive.
    #[must_use]
    pub fn has(self, id: Id) -> bool {
        self.ids.with(|ids| ids.contains(&id))
    }

    /// Selects a token, or no longer.
    pub fn turn(self, id: Id) {
        self.ids.update(|ids| {
            if !ids.remove(&id) {
                ids.insert(id);
            }
        });
    }

    /// Selects every token that the filter shows.
    pub fn all(self) {
        let shown = self.tokens.view.get_untracked();
        self.ids.update(|ids| ids.extend(shown.iter()));
    }

    /// Selects nothing.
    pub fn clear(self) {
        self.ids.set(BTreeSet::new());
    }

    /// Those of the selected that still exist.
    fn existing(self) -> Vec<Id> {
        self.ids.with(|ids| {
            ids.iter()
                .copied()
                .filter(|id| self.tokens.get(*id).is_some())
                .collect()
        })
    }
}

/// How many are selected, and what can be done with them.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let (selection, notes) = (expect_context::<Selection>(), expect_context::<Notifications>());
    let count = Memo::new(move |_| selection.existing().len());
    let copy = move || {
        let ids: Vec<String> = untrack(|| selection.existing())
            .iter()
            .map(Id::to_string)
            .collect();
        spawn_local(async move {
            if clipboard::copy(&ids.join("\n")).await {
                notes.success(&[&ids.len().to_string(), " IDs copied to the clipboard"].concat());
            } else {
                notes.failure(
                    "The IDs could not be copied",
                    "This browser does not let the page copy.",
                );
            }
        });
    };
    move || {
        (count.get() > 0).then(|| {
            view! {
                <div class="selection">
                    <span>{move || [&count.get().to_string(), " selected"].concat()}</span>
                    {button("button small", "Copy IDs", copy)}
                    {button("button ghost small", "Clear selection", move || selection.clear())}
                </div>
            }
        })
    }
}
