//! Switching between all organizations, keeping the page.

use leptos::prelude::*;
use view_macro::view;

use crate::routes::{Nav, Route};
use crate::session::{Orgs, Session};
use crate::ui::button::button;
use crate::ui::context::expect_context;
use crate::ui::live::{live, memo};
use crate::ui::menu::{Choice, ChoiceMenu};

/// The menu of organizations.
#[component]
pub fn OrgSwitcher() -> impl IntoView {
    let (session, nav) = (expect_context::<Session>(), expect_context::<Nav>());
    let choices = memo(move || {
        let current = nav.org();
        session.orgs.with(|orgs| match orgs {
            Orgs::Loaded(orgs) => orgs
                .iter()
                .map(|org| Choice {
                    label: org.name.clone(),
                    chosen: Some(org.id) == current,
                })
                .collect(),
            _ => Vec::new(),
        })
    });
    let label = move || {
        choices
            .with(|choices| {
                choices
                    .iter()
                    .find(|choice| choice.chosen)
                    .map(|choice| choice.label.clone())
            })
            .unwrap_or_else(|| "Choose an organization".into())
    };
    let choose = Callback::new(move |at: usize| {
        let org = session.orgs.with_untracked(|orgs| match orgs {
            Orgs::Loaded(orgs) => orgs.get(at).map(|org| org.id),
            _ => None,
        });
        if let Some(org) = org {
            nav.go(&Route::Tokens { org, open: None });
        }
    });
    let failed = memo(move || session.orgs.with(|orgs| matches!(orgs, Orgs::Failed(_))));
    live(move || {
        if failed.get() {
            return button("org", "Organizations not read: try again", move || {
                session.restart();
            });
        }
        view! { <ChoiceMenu label=memo(label) caption="Organization" class="org" choices choose /> }
            .into_any()
    })
}
