//! Messages about what has been done and what has failed. Never a secret, nor a part of one.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use view_macro::view;

use crate::api::Api;
use crate::ui::button::icon_button;
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::keep_heard;
use crate::ui::element::{Child, Element, IntoChild, keyed};
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::live::{effect, live};
use crate::ui::state::{State, Stored};
use crate::ui::timer::after_render;

/// How long a success stays. Failures stay until they are dismissed.
const SUCCESS_STAYS: Duration = Duration::from_secs(5);
/// Older failures make room for newer ones.
const MOST: usize = 4;

#[derive(Clone, PartialEq, Eq)]
struct Message {
    number: u32,
    text: String,
    reason: String,
}

/// The messages shown. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Notifications {
    successes: State<Vec<Message>>,
    failures: State<Vec<Message>>,
    count: Stored<u32>,
}

impl Notifications {
    /// Puts them into context.
    pub fn provide() -> Self {
        let notes = Self {
            successes: State::new(Vec::new()),
            failures: State::new(Vec::new()),
            count: Stored::new(0),
        };
        provide_context(notes);
        notes
    }

    /// Says that something was done.
    pub fn success(self, text: &str) {
        let number = self.show(self.successes, text, "");
        let hide = move || remove(self.successes, number);
        set_timeout(hide, SUCCESS_STAYS);
    }

    /// Says that something failed, and why.
    pub fn failure(self, text: &str, reason: &str) {
        self.show(self.failures, text, reason);
    }

    /// Takes all away.
    pub fn clear(self) {
        self.successes.set(Vec::new());
        self.failures.set(Vec::new());
    }

    /// Adds a message; one that says the same moves to the end, so that it is announced again.
    fn show(self, list: State<Vec<Message>>, text: &str, reason: &str) -> u32 {
        let number = self.count.get_value() + 1;
        self.count.set_value(number);
        list.update(|list| {
            list.retain(|message| message.text != text || message.reason != reason);
            list.push(Message {
                number,
                text: text.into(),
                reason: reason.into(),
            });
            if list.len() > MOST {
                list.remove(0);
            }
        });
        number
    }
}

fn remove(list: State<Vec<Message>>, number: u32) {
    list.update(|list| list.retain(|message| message.number != number));
}

/// The two live regions, one polite and one assertive, which are the toasts at the same time (WCAG 4.1.3).
#[component]
pub fn Messages() -> impl IntoView {
    let (notes, api) = (expect_context::<Notifications>(), expect_context::<Api>());
    let node = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(messages) = node.get() {
            keep_heard(messages.into());
        }
    });
    view! {
        <div node_ref=node class="toasts">
            <div role="status" aria-live="polite">{live(move || api.is_retrying().then(|| view! { <p class="toast">"Retrying…"</p> }))}</div>
            <div role="status" aria-live="polite">{toasts(notes.successes, "toast done")}</div>
            <div role="alert" aria-live="assertive">{toasts(notes.failures, "toast failed")}</div>
        </div>
    }
}

fn toasts(list: State<Vec<Message>>, class: &'static str) -> Child {
    let numbers = move || list.with(|list| list.iter().map(|message| u64::from(message.number)).collect());
    let element = move |number| {
        let found = |message: &&Message| u64::from(message.number) == number;
        let message = list.with_untracked(|list| list.iter().find(found).cloned());
        message.map(|message| toast(list, message, class)).into_child()
    };
    keyed(numbers, element)
}

fn toast(list: State<Vec<Message>>, message: Message, class: &'static str) -> Element {
    let Message { number, text, reason } = message;
    let reason = (!reason.is_empty()).then(|| view! { <small><bdi>{reason}</bdi></small> });
    view! {
        <div class=class>
            <p><bdi>{text}</bdi> {reason}</p>
            {icon_button(Icon::Cross, "", None, None, "Dismiss", move |_| {
                remove(list, number);
                after_render(focus::to_start);
            })}
        </div>
    }
}
