//! Dark, light, or as the system says. `boot.js` applies the stored choice before the first paint.

use leptos::prelude::*;

use crate::ui::storage::Key;

/// The choice of theme.
#[component]
pub fn ThemeChoice() -> impl IntoView {
    let stored = Key::Theme.read().unwrap_or_default();
    let change = move |theme: String| {
        let theme = Some(theme).filter(|theme| theme == "dark" || theme == "light");
        Key::Theme.write(theme.as_deref());
        if let Some(root) = document().document_element() {
            // Setting a data attribute cannot fail.
            let _ = match &theme {
                Some(theme) => root.set_attribute("data-theme", theme),
                None => root.remove_attribute("data-theme"),
            };
        }
    };
    let option = |value: &'static str, label: &'static str| {
        let chosen = stored == value;
        view! { <option value=value selected=chosen>{label}</option> }
    };
    view! {
        <label class="theme">
            <span>"Theme"</span>
            <select on:change:target=move |event| change(event.target().value())>
                {option("", "System")} {option("dark", "Dark")} {option("light", "Light")}
            </select>
        </label>
    }
}
