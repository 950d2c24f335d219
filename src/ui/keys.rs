//! Keys of the page as a whole, and whether those of a single character work (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget};

use super::context::provide_context;
use super::state::State;
use super::storage::Key;
use super::timer::on_window;

/// What is stored when single-character keys are off.
const OFF: &str = "off";

/// Whether single-character keys work: somebody who dictates would press them by speaking. A context of the whole app.
#[derive(Clone, Copy)]
pub struct CharacterKeys(State<bool>);

impl CharacterKeys {
    /// Puts the choice into context, as it was stored.
    pub fn provide() {
        provide_context(Self(State::new(stored())));
    }

    /// Whether they work; reactive.
    #[must_use]
    pub fn on(self) -> bool {
        self.0.get()
    }

    /// Switches them on or off, now and for later visits.
    pub fn turn(self, on: bool) {
        self.0.set(on);
        Key::CharacterKeys.write((!on).then_some(OFF));
    }

    /// Takes over what another tab has stored.
    pub fn read_again(self) {
        self.0.set(stored());
    }

    /// Runs when that character is typed and belongs to nothing else, until the surrounding component goes.
    pub fn listen(self, character: &'static str, run: impl Fn() + 'static) {
        let run: Box<dyn Fn()> = Box::new(run);
        on_window(ev::keydown, move |event| {
            let alone = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing());
            if event.key() == character && alone && self.0.get_untracked() && !is_busy(event.target()) {
                event.prevent_default();
                run();
            }
        });
    }
}

fn stored() -> bool {
    Key::CharacterKeys.read().as_deref() != Some(OFF)
}

/// Whether a key belongs to a text box, a choice, or an open dialog, not to the page.
#[must_use]
pub fn is_busy(target: Option<EventTarget>) -> bool {
    let asked = document().query_selector("dialog[open]").ok().flatten();
    let typed_into = target
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| {
            element
                .closest("input:not([type=checkbox]), textarea, select")
                .ok()
                .flatten()
        });
    asked.or(typed_into).is_some()
}
