//! `view!` with the syntax of Leptos' macro of that name. Leptos makes a type of its own of every element, with code of its
//! own; this makes calls of one type's functions (`src/ui/element.rs` of the page), which is a fifth less to download.

mod attribute;
mod node;

use proc_macro::TokenStream;

/// Builds a view: one element becomes an `Element`, anything else an `AnyView`.
///
/// Elements take attributes, `class:name`, `style:name`, `prop:name`, `on:event` and `node_ref`, and hold texts, `{blocks}`,
/// elements, and components, which go to Leptos as they are.
#[proc_macro]
pub fn view(input: TokenStream) -> TokenStream {
    match rstml::parse2(input.into()) {
        Ok(nodes) => node::root(&nodes),
        Err(error) => error.to_compile_error(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use quote::quote;

    fn made(view: proc_macro2::TokenStream) -> String {
        crate::node::root(&rstml::parse2(view).unwrap())
            .to_string()
            .replace(' ', "")
    }

    #[test]
    fn what_never_changes_is_data() {
        let made =
            made(quote!(<input type="text" required aria-label="Name" prop:value=move || name.get() />));
        assert!(
            made.contains(
                r#"Element::new("input",&[("type","text"),("required",""),("aria-label","Name")])"#
            )
        );
        assert!(made.contains(r#".property("value",move||name.get())"#));
    }

    #[test]
    fn components_are_left_to_leptos_and_what_they_hold_is_not() {
        let made = made(quote!(<Dialog label="Ask"><p>"Sure?"</p></Dialog>));
        assert!(made.contains(r#"::leptos::view!{<Dialoglabel="Ask">{crate::ui::element::group"#));
        assert!(made.contains(r#"Element::new("p",&[])"#));
    }

    #[test]
    fn a_prefix_that_is_not_known_is_refused() {
        assert!(made(quote!(<p use:this=that />)).contains("compile_error"));
    }
}
