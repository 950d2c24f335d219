//! The server's version and health, asked again now and then.

use std::time::Duration;

use influx_api::Health;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use crate::api::{Api, ApiError};
use crate::routes::Nav;
use crate::tokens::Tokens;
use crate::ui::context::expect_context;
use crate::ui::live::{effect, live};
use crate::ui::state::{State, Stored};
use crate::ui::timer::{after_render, every};

/// How often the server is asked.
const PERIOD: Duration = Duration::from_secs(60);

/// One line such as "InfluxDB 2.9.1, healthy".
#[component]
pub fn ServerHealth() -> impl IntoView {
    let (api, nav, tokens) = (
        expect_context::<Api>(),
        expect_context::<Nav>(),
        expect_context::<Tokens>(),
    );
    let health = State::new(None::<Result<Health, ApiError>>);
    let ask = move || {
        spawn_local(async move {
            let answer = api.health().await;
            health.try_set(Some(answer));
        });
    };
    // The list is more urgent.
    let asked = Stored::new(false);
    effect(move || {
        if !asked.get_value() && (nav.org().is_none() || tokens.begun()) {
            asked.set_value(true);
            after_render(ask);
        }
    });
    every(PERIOD, move || {
        if !document().hidden() {
            ask();
        }
    });
    let healthy = move || health.with(|health| matches!(health, Some(Ok(health)) if health.status == "pass"));
    let text = move || {
        health.with(|health| match health {
            None => String::new(),
            Some(Ok(health)) => {
                let state = if health.status == "pass" {
                    ", healthy"
                } else {
                    ", not healthy"
                };
                ["InfluxDB ", health.version.trim_start_matches('v'), state].concat()
            }
            Some(Err(ApiError::Unreadable)) => "Server health not known".into(),
            Some(Err(_)) => "Server not reachable".into(),
        })
    };
    view! { <p class="health" class:bad=move || !healthy()><i hidden=move || health.with(Option::is_none)></i>{live(text)}</p> }
}
