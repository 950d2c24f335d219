//! The server's version and health, asked again now and then.

use std::time::Duration;

use influx_api::Health;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_macro::view;

use crate::api::{Api, ApiError};
use crate::ui::context::expect_context;
use crate::ui::live::live;
use crate::ui::state::State;
use crate::ui::timer::every;

/// How often the server is asked.
const PERIOD: Duration = Duration::from_secs(60);

/// One line such as "InfluxDB 2.9.1, healthy".
#[component]
pub fn ServerHealth() -> impl IntoView {
    let api = expect_context::<Api>();
    let health = State::new(None::<Result<Health, ApiError>>);
    let ask = move || {
        spawn_local(async move {
            let answer = api.health().await;
            health.try_set(Some(answer));
        });
    };
    ask();
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
    view! { <p class="health" class:bad=move || !healthy()><i></i>{live(text)}</p> }
}
