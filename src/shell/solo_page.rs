//! A page with nothing around it: sign-in, set-up, errors.

use leptos::prelude::*;
use view_macro::view;

use super::title::set_title;
use crate::ui::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::timer::after_render;

/// A centred panel under the brand.
#[component]
pub fn SoloPage(
    /// The heading and the document's title.
    title: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    set_title(&[title]);
    after_render(focus::to_start);
    view! {
        <main class="solo">
            <div class="panel">
                <p class="brand"><span class="logo">{icon(Icon::Key)}</span>"Latchkey"</p>
                <h1 tabindex="-1">{title}</h1>
                {children()}
            </div>
        </main>
    }
}
