//! Dark, light, or as the system says. `boot.js` applies the stored choice before the first paint.

use leptos::ev;
use leptos::prelude::*;
use view_macro::view;

use crate::ui::state::State;
use crate::ui::storage::Key;
use crate::ui::timer::on_window;

/// The choice of theme.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let theme = State::new(stored());
    let change = move |chosen: String| {
        Key::Theme.write(Some(&*chosen).filter(|chosen| !chosen.is_empty()));
        paint(&chosen);
        theme.set(chosen);
    };
    // Another tab has stored its choice.
    on_window(ev::storage, move |_| {
        let chosen = stored();
        paint(&chosen);
        theme.set(chosen);
    });
    let option = |value: &'static str, label: &'static str| {
        view! { <option value=value prop:selected=move || theme.with(|theme| theme == value)>{label}</option> }
    };
    view! {
        <label class="theme">
            <span>"Theme"</span>
            <select on:change=move |event| change(event_target_value(&event))>
                {option("", "System")} {option("dark", "Dark")} {option("light", "Light")}
            </select>
        </label>
    }
}

/// `dark`, `light`, or nothing for the system's.
fn stored() -> String {
    let known = |theme: &String| theme == "dark" || theme == "light";
    Key::Theme.read().filter(known).unwrap_or_default()
}

fn paint(theme: &str) {
    if let Some(root) = document().document_element() {
        // Setting a data attribute cannot fail.
        let _ = if theme.is_empty() {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", theme)
        };
    }
}
