//! A switch (APG pattern "Switch"): its name never changes with its state; Space, Enter and a click turn it.

use view_macro::view;

use super::element::{Element, IntoValue, Value};

/// A switch with this accessible name, on or off. With a column it is a control of a grid, which gives the Tab stop.
/// `turn` is called when the person wants it otherwise.
pub fn switch(
    name: impl IntoValue,
    on: impl IntoValue,
    column: Option<usize>,
    turn: impl Fn() + 'static,
) -> Element {
    build(name.into_value(), on.into_value(), column, Box::new(turn))
}

fn build(name: Value, on: Value, column: Option<usize>, turn: Box<dyn Fn()>) -> Element {
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            data-col=column.map(|column| column.to_string())
            tabindex=column.map(|_| "-1")
            aria-checked=on.said()
            aria-label=name
            on:click=move |_| turn()
        ></button>
    }
}
