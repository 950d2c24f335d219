//! A menu button (APG pattern "Menu Button") whose items choose one of several, or each do something.

use leptos::ev::{self, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::icon::{Icon, icon};
use super::length::px;
use super::live::{Derived, live};
use super::node::there;
use super::state::State;
use super::timer::{after_render, on_window};

/// How far a list stays from the window's edge, in px.
const MARGIN: f64 = 8.0;

/// One choice of a menu.
#[derive(Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// Whether it is the one in force; never, where the items do something.
    pub chosen: bool,
}

/// A button that opens a list of choices below it. Arrows, Home, End and first letters move, Enter and Space
/// choose, Escape and a click elsewhere close.
#[component]
pub fn ChoiceMenu(
    /// What the button says, and its accessible name.
    #[prop(into)]
    label: Derived<String>,
    /// A second, smaller line in the button.
    #[prop(optional)]
    caption: &'static str,
    /// A class for the button's looks.
    class: &'static str,
    /// The choices, in order.
    #[prop(into)]
    choices: Derived<Vec<Choice>>,
    /// Whether the items do something, so that none of them is ever in force.
    #[prop(optional)]
    actions: bool,
    /// Called with the index of the choice made.
    choose: Callback<usize>,
) -> impl IntoView {
    let open = State::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();

    let item_at = move |find: &dyn Fn(usize, usize, Option<usize>) -> usize| {
        let Some(root) = there(root) else {
            return;
        };
        let Ok(items) = root.query_selector_all("[role^=menuitem]") else {
            return;
        };
        let active = document().active_element();
        let count = items.length() as usize;
        if count == 0 {
            return;
        }
        let current = (0..count).find(|at| items.get(*at as u32).as_ref() == active.as_deref());
        if let Some(item) = items
            .get(find(count, 0, current) as u32)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        {
            // An item that has just gone cannot be focused, and need not be.
            let _ = item.focus();
        }
    };
    let show = move |last: bool| {
        open.set(true);
        let at = choices
            .with_untracked(|choices| choices.iter().position(|choice| choice.chosen))
            .unwrap_or(0);
        after_render(move || {
            if let Some(root) = there(root) {
                keep_in_window(&root);
            }
            // A key since then may have led to another.
            item_at(&|count, _, now| now.unwrap_or(if last { count - 1 } else { at }));
        });
    };
    let close = move || {
        open.set(false);
        if let Some(button) = there(button) {
            let _ = button.focus();
        }
    };
    let on_button_key = move |event: &KeyboardEvent| {
        let last = match event.key().as_str() {
            "ArrowDown" => false,
            "ArrowUp" => true,
            _ => return,
        };
        event.prevent_default();
        show(last);
    };
    let on_menu_key = move |event: &KeyboardEvent| {
        let key = event.key();
        match key.as_str() {
            "ArrowDown" => item_at(&|count, _, at| at.map_or(0, |at| (at + 1) % count)),
            "ArrowUp" => item_at(&|count, _, at| at.map_or(count - 1, |at| (at + count - 1) % count)),
            "Home" => item_at(&|_, _, _| 0),
            "End" => item_at(&|count, _, _| count - 1),
            "Escape" => close(),
            "Tab" => return open.set(false),
            _ => {
                let Some(letter) = key
                    .chars()
                    .next()
                    .filter(|_| key.chars().count() == 1 && key != " ")
                else {
                    return;
                };
                let found = choices.with_untracked(|choices| {
                    choices.iter().position(|choice| {
                        choice
                            .label
                            .chars()
                            .next()
                            .is_some_and(|c| c.eq_ignore_ascii_case(&letter))
                    })
                });
                if let Some(found) = found {
                    item_at(&|_, _, _| found);
                }
            }
        }
        event.prevent_default();
        event.stop_propagation();
    };
    on_window(ev::mousedown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = root
            .get_untracked()
            .is_some_and(|root| root.contains(target.as_ref()));
        if !inside && open.get_untracked() {
            open.set(false);
        }
    });

    view! {
        <div
            class="menu"
            node_ref=root
            on:keydown=move |event| {
                if open.get_untracked() { on_menu_key(&event) } else { on_button_key(&event) }
            }
        >
            <button
                type="button"
                class=class
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| if open.get_untracked() { close() } else { show(false) }
            >
                <span class="menu-label">
                    {live(move || label.get())}
                    {(!caption.is_empty()).then(|| view! { <small>{caption}</small> })}
                </span>
                {icon(Icon::Chevron)}
            </button>
            {live(move || {
                open.get().then(|| {
                    let choices = choices.get();
                    let first = choices.iter().position(|choice| choice.chosen).unwrap_or(0);
                    let items = choices.into_iter().enumerate().map(|(at, choice)| {
                        view! {
                            <button
                                type="button"
                                role=if actions { "menuitem" } else { "menuitemradio" }
                                tabindex=if at == first { "0" } else { "-1" }
                                aria-checked=(!actions).then(|| choice.chosen.to_string())
                                on:click=move |_| {
                                    close();
                                    choose.run(at);
                                }
                            >
                                <bdi>{choice.label}</bdi>
                            </button>
                        }
                    });
                    view! {
                        <div class="menu-list" role="menu" aria-label=move || label.get()>
                            {items.collect_view()}
                        </div>
                    }
                })
            })}
        </div>
    }
}

/// Moves a list that would leave the window on the right as far to the left as is needed.
fn keep_in_window(menu: &Element) {
    let Ok(Some(list)) = menu.query_selector("[role=menu]") else {
        return;
    };
    let wide = document()
        .document_element()
        .map_or(0, |page| page.client_width());
    let over = list.get_bounding_client_rect().right() + MARGIN - f64::from(wide);
    if over > 0.0
        && let Ok(list) = list.dyn_into::<HtmlElement>()
    {
        // A property of the browser's own name, with a length for a value.
        let _ = list.style().set_property("left", &px(-over));
    }
}
