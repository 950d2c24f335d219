//! The console: a page of API tokens.

use leptos::prelude::*;

fn main() {
    mount_to_body(|| view! { <main><h1>"Load Data"</h1></main> });
}
