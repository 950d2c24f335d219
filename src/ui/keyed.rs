//! Lists whose elements stay the same while others come, go and move.

use std::sync::Arc;

use super::live::Derived;
use leptos::prelude::*;

/// One element for each number, in their order. All lists are of this one type: the code that compares the old order with
/// the new one is large.
pub fn keyed(numbers: Derived<Vec<u64>>, element: Arc<dyn Fn(u64) -> AnyView + Send + Sync>) -> AnyView {
    view! { <For each=move || numbers.get() key=|number| *number children=move |number| element(number) /> }
        .into_any()
}
