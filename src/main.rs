//! A browser console for the API tokens of InfluxDB v2.

// In a binary `pub` says what a room shows to the other rooms.
#![allow(unreachable_pub)]

mod api;
mod app;
mod routes;
mod session;
mod shell;
mod tokens;
mod ui;

use leptos::prelude::{document, mount_to_body};

fn main() {
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        // Off the screen; `web/boot.js` removes it.
        skeleton.set_class_name("skeleton over");
    }
    mount_to_body(app::App);
}
