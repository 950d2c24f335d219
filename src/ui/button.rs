//! Buttons and text boxes. They are built by functions without type parameters, so that each kind is in the download
//! once and not once for every use.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use view_macro::view;

use super::element::{Element, IntoValue, Value};
use super::focus;
use super::icon::{Icon, icon};
use super::live::{Derived, live};
use super::state::State;
use super::timer::after_render;

/// A button with a word.
pub fn button(class: &'static str, word: impl Into<String>, press: impl Fn() + 'static) -> AnyView {
    plain(class, word.into(), false, Box::new(press))
}

/// The same, taking the focus when its dialog opens.
pub fn first_button(class: &'static str, word: &'static str, press: impl Fn() + 'static) -> AnyView {
    plain(class, word.into(), true, Box::new(press))
}

fn plain(class: &'static str, word: String, first: bool, press: Box<dyn Fn()>) -> AnyView {
    view! { <button type="button" class=class autofocus=first on:click=move |_| pressed(&press)>{word}</button> }
        .into_any()
}

/// Does what a button is for. What it does may take the button away, and the focus with it.
fn pressed(press: &dyn Fn()) {
    press();
    // After a dialog that closes has given the focus back.
    after_render(|| after_render(focus::to_start));
}

/// One of several buttons of which one is pressed.
pub fn toggle_button(word: &'static str, pressed: Derived<bool>, press: impl Fn() + 'static) -> AnyView {
    fn build(word: &'static str, pressed: Derived<bool>, press: Box<dyn Fn()>) -> AnyView {
        view! {
            <button type="button" aria-pressed=move || pressed.get().to_string() on:click=move |_| press()>{word}</button>
        }
        .into_any()
    }
    build(word, pressed, Box::new(press))
}

/// A button with a picture; `name` is its accessible name. With a column it is a control of a grid, which gives the
/// Tab stop, and shows `hint` on hover.
pub fn icon_button(
    picture: Icon,
    class: &'static str,
    hint: Option<&'static str>,
    column: Option<usize>,
    name: impl IntoValue,
    press: impl Fn(MouseEvent) + 'static,
) -> Element {
    build_icon_button(picture, class, hint, column, name.into_value(), Box::new(press))
}

fn build_icon_button(
    picture: Icon,
    class: &'static str,
    hint: Option<&'static str>,
    column: Option<usize>,
    name: Value,
    press: Box<dyn Fn(MouseEvent)>,
) -> Element {
    view! {
        <button
            type="button"
            class=["icon-button ", class].concat()
            title=hint
            data-col=column.map(|column| column.to_string())
            tabindex=column.map(|_| "-1")
            aria-label=name
            on:click=press
        >
            {icon(picture)}
        </button>
    }
}

/// A labelled text box of a form.
pub fn text_field(
    label: Derived<String>,
    autocomplete: &'static str,
    value: State<String>,
    first: bool,
) -> AnyView {
    view! {
        <label class="field">
            <span>{live(move || label.get())}</span>
            <input
                type="text"
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                dir="auto"
                required
                autofocus=first
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
