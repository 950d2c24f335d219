//! Modal dialogs on the browser's own `<dialog>`, which brings the focus trap, the inert page behind, and Escape.

use std::cell::RefCell;

use leptos::ev::{Event, MouseEvent};
use leptos::html;
use leptos::prelude::*;
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, Node};

use super::button::icon_button;
use super::focus;
use super::icon::Icon;
use super::length::px;
use super::live::effect;
use super::node::there;
use super::state::Stored;
use super::timer::after_render;

thread_local! {
    static MESSAGES: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Names the element with the live regions and toasts. It moves into the topmost open dialog, because everything
/// outside a modal dialog is inert and would not be announced.
pub fn keep_heard(messages: HtmlElement) {
    MESSAGES.set(Some(messages));
}

/// A modal dialog that is open for as long as it is mounted. Focus goes to the element with `autofocus`, or to the
/// first that can take it, and returns where it was.
#[component]
pub fn Dialog(
    /// The accessible name.
    #[prop(into)]
    label: String,
    /// `dialog`, or `alertdialog` for a question that interrupts (APG patterns of these names).
    role: &'static str,
    /// The id of the element that says what an alertdialog asks.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// A class for its looks and place.
    class: &'static str,
    /// Left and top in px of the viewport, for a dialog anchored to something.
    #[prop(optional_no_strip)]
    place: Option<(f64, f64)>,
    /// A click outside does not close it.
    #[prop(optional)]
    stays: bool,
    /// Called when the person wants it closed: Escape, or a click outside.
    close: Callback<()>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let opener = Stored::new(document().active_element());

    effect(move || {
        if let Some(dialog) = node.get() {
            // Fails only if the dialog is open already.
            let _ = dialog.show_modal();
            hold_messages(Some(&dialog));
        }
    });
    on_cleanup(move || {
        // Before this dialog leaves the page with the messages in it.
        hold_messages(None);
        let opener = opener.get_value();
        focus::give_back(move || {
            hold_messages(topmost().as_ref());
            return_focus(opener);
        });
    });

    let on_cancel = move |event: Event| {
        event.prevent_default();
        close.run(());
    };
    let on_mouse_down = move |event: MouseEvent| {
        // The content fills the dialog, so only the backdrop reports the dialog itself.
        if event.target() == event.current_target() {
            event.prevent_default();
            if !stays {
                close.run(());
            }
        }
    };
    view! {
        <dialog
            node_ref=node
            class=class
            role=role
            aria-modal="true"
            aria-label=label
            aria-describedby=described_by
            style:left=place.map(|(left, _)| px(left))
            style:top=place.map(|(_, top)| px(top))
            on:cancel=on_cancel
            on:close=move |_| {
                close.run(());
                // The browser closes it by itself at a second Escape; whoever is asked first wants it open still.
                after_render(move || {
                    if let Some(dialog) = there(node).filter(|dialog| !dialog.open()) {
                        let _ = dialog.show_modal();
                    }
                });
            }
            on:mousedown=on_mouse_down
        >
            <div class="dialog-content">{children()}</div>
        </dialog>
    }
}

/// The line at the top of a dialog: its name and the way out.
pub fn header(title: &'static str, close: Callback<()>) -> AnyView {
    view! {
        <header>
            <h2>{title}</h2>
            {icon_button(Icon::Cross, "", None, None, "Close", move |_| close.run(()))}
        </header>
    }
    .into_any()
}

/// Gives the focus back to what had it, unless something else has taken it meanwhile.
fn return_focus(opener: Option<Element>) {
    if let Some(opener) = opener.filter(|opener| focus::is_lost() && opener.is_connected())
        && let Ok(opener) = opener.dyn_into::<HtmlElement>()
    {
        let _ = opener.focus();
    }
}

fn topmost() -> Option<HtmlDialogElement> {
    let open = document().query_selector_all("dialog[open]").ok()?;
    open.get(open.length().checked_sub(1)?)?.dyn_into().ok()
}

/// Moves the messages into a dialog, or back to the page.
fn hold_messages(dialog: Option<&HtmlDialogElement>) {
    let body = document().body();
    let holder: Option<&Node> = dialog.map(AsRef::as_ref).or(body.as_deref().map(AsRef::as_ref));
    MESSAGES.with_borrow(|messages| {
        if let (Some(messages), Some(holder)) = (messages, holder)
            && messages.parent_node().as_ref() != Some(holder)
        {
            // Both are elements of this document, so the move cannot fail.
            let _ = holder.append_child(messages);
        }
    });
}
