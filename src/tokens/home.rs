//! From `/` to the last or first organization's tokens.

use influx_api::{Id, Org};
use leptos::prelude::*;
use view_macro::view;

use crate::routes::{Nav, Route};
use crate::session::{Orgs, Session};
use crate::shell::set_title;
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::live::{effect, live};
use crate::ui::storage::Key;

/// Goes on as soon as it is known where to; says so if there is nowhere to go.
#[component]
pub fn Home() -> impl IntoView {
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    set_title(&[]);
    let go = move |org: Id| nav.replace(&Route::Tokens { org, open: None });
    let last: Option<Id> = Key::Organization.read().and_then(|id| id.parse().ok());
    effect(move || match (last, session.orgs.get()) {
        (last, Orgs::Loaded(orgs)) => {
            let known = |id: &Id| orgs.iter().any(|org: &Org| org.id == *id);
            if let Some(id) = last.filter(known).or_else(|| orgs.first().map(|org| org.id)) {
                go(id);
            }
        }
        // The list can be asked for at once; should the organization be gone, its page says so.
        (Some(id), Orgs::Loading) => go(id),
        _ => {}
    });
    live(move || {
        match session.orgs.get() {
        Orgs::Loaded(orgs) if orgs.is_empty() => view! {
            <h1 tabindex="-1">"No organization"</h1>
            <p class="note">"You do not belong to an organization. Ask an administrator to add you to one."</p>
        }
        .into_any(),
        Orgs::Failed(error) => view! {
            <h1 tabindex="-1">"Load Data"</h1>
            <div class="banner" role="alert">
                <p><strong>"Failed to get the organizations"</strong> <br /> <bdi>{error.sentence()}</bdi></p>
                {button("button small", "Try again", move || session.restart())}
            </div>
        }
        .into_any(),
        _ => ().into_any(),
    }
    })
}
