//! What may be meant, in a list below the search box (APG pattern "Combobox" with list autocomplete).

use leptos::prelude::*;
use tokens::find::Suggestion;
use tokens::text::visible_text;
use view_macro::view;
use web_sys::HtmlInputElement;

use crate::tokens::store::{Load, Tokens};
use crate::ui::context::expect_context;
use crate::ui::state::{State, Stored};

/// The id of the list, for `aria-controls`.
pub const LIST: &str = "search-suggestions";

/// The suggestions on offer, none of them while the list is closed.
#[derive(Clone, Copy)]
pub struct Suggestions {
    offers: State<Vec<Suggestion>>,
    /// The one that Enter would take.
    active: State<Option<usize>>,
    /// They were sought in a list that had not arrived whole; and whether the person had asked for them.
    early: Stored<Option<bool>>,
    tokens: Tokens,
}

impl Suggestions {
    /// A closed list.
    pub fn new() -> Self {
        Self {
            offers: State::new(Vec::new()),
            active: State::new(None),
            early: Stored::new(None),
            tokens: expect_context(),
        }
    }

    /// Offers what fits at the caret of the box, which may be nothing; `asked` if the person wants to see something
    /// without having typed. Only this looks through the list of tokens, and only once.
    pub fn offer(self, input: &HtmlInputElement, asked: bool) {
        let loading = self.tokens.load.with_untracked(|load| *load == Load::Loading);
        self.early.set_value(loading.then_some(asked));
        let text = input.value();
        let caret = input.selection_start().ok().flatten();
        let caret = caret.map_or(usize::MAX, |caret| caret as usize);
        self.active.set(None);
        self.offers.set(self.tokens.suggest(&text, caret, asked));
    }

    /// Offers again what was sought before the whole list was there, unless the person has gone to one of those on offer;
    /// reactive.
    pub fn complete(self, input: &HtmlInputElement) {
        if self.tokens.load.with(|load| *load == Load::Loading) {
            return;
        }
        if let Some(asked) = self
            .early
            .get_value()
            .filter(|_| self.active.with_untracked(Option::is_none))
        {
            self.offer(input, asked);
        }
    }

    /// Closes the list.
    pub fn close(self) {
        self.early.set_value(None);
        self.active.set(None);
        self.offers.set(Vec::new());
    }

    /// Whether the list is open; reactive.
    pub fn is_open(self) -> bool {
        self.offers.with(|offers| !offers.is_empty())
    }

    /// Goes to the next one, or the one before, and round the ends.
    pub fn step(self, back: bool) {
        let count = self.offers.with_untracked(Vec::len);
        let next = match self.active.get_untracked() {
            Some(at) if back => at.checked_sub(1),
            Some(at) => Some(at + 1).filter(|next| *next < count),
            None => None,
        };
        let end = if back { count.checked_sub(1) } else { Some(0) };
        self.active.set(next.or(end).filter(|at| *at < count));
    }

    /// The one gone to, at this moment.
    pub fn chosen(self) -> Option<Suggestion> {
        let at = self.active.get_untracked()?;
        self.offers.with_untracked(|offers| offers.get(at).cloned())
    }

    /// Its element's id, for `aria-activedescendant`; reactive.
    pub fn active_id(self) -> Option<String> {
        self.active.get().map(option_id)
    }

    /// The list, which calls `take` with the one that is clicked.
    pub fn list(self, take: Callback<Suggestion>) -> AnyView {
        let option = move |(at, offer): (usize, Suggestion)| {
            let term = visible_text(&offer.term).into_owned();
            let hint = offer.hint.clone();
            view! {
                <li
                    role="option"
                    id=option_id(at)
                    aria-selected=move || (self.active.get() == Some(at)).to_string()
                    on:click=move |_| take.run(offer.clone())
                >
                    <bdi>{term}</bdi>
                    {(!hint.is_empty()).then(|| view! { <small>" "{hint}</small> })}
                </li>
            }
        };
        let list = move || {
            let offers = self.offers.get();
            (!offers.is_empty()).then(|| {
                view! {
                    // The box keeps the focus.
                    <ul id=LIST role="listbox" aria-label="Suggestions" on:mousedown=|event| event.prevent_default()>
                        {offers.into_iter().enumerate().map(option).collect_view()}
                    </ul>
                }
            })
        };
        list.into_any()
    }
}

fn option_id(at: usize) -> String {
    ["search-suggestion-", &at.to_string()].concat()
}
