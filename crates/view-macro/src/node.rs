//! Elements, texts, blocks and components.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::{Node, NodeElement, NodeName};
use syn::{Error, Ident, LitStr};

use crate::attribute::{self, Attribute};

/// The whole view.
pub(crate) fn root(nodes: &[Node]) -> TokenStream {
    match nodes {
        [Node::Element(node)] if !is_component(node.name()) => element(node),
        nodes => {
            let children = nodes.iter().map(child);
            quote!(crate::ui::element::group(::std::vec![#(#children),*]))
        }
    }
}

/// One part of a view, as a `Child`.
fn child(node: &Node) -> TokenStream {
    match node {
        Node::Element(node) if is_component(node.name()) => {
            let view = component(node);
            quote!(crate::ui::element::Child::View(::leptos::prelude::IntoAny::into_any(#view)))
        }
        Node::Element(node) => {
            let element = element(node);
            quote!(crate::ui::element::Child::Element(#element))
        }
        Node::Text(text) => text_child(&text.value),
        Node::RawText(text) => text_child(&LitStr::new(&text.to_string_best(), Span::call_site())),
        Node::Block(block) => {
            quote!(crate::ui::element::IntoChild::into_child(#[allow(unused_braces)] #block))
        }
        node => Error::new_spanned(node, "a view holds elements, texts and blocks").to_compile_error(),
    }
}

fn text_child(text: &LitStr) -> TokenStream {
    quote!(crate::ui::element::Child::Text(#text))
}

/// An element. Attributes that never change come first, all at once: their names and values are data, not code.
fn element(node: &NodeElement<rstml::Infallible>) -> TokenStream {
    let tag = LitStr::new(&node.name().to_string(), Span::call_site());
    let (fixed, calls): (Vec<_>, Vec<_>) = node
        .attributes()
        .iter()
        .map(attribute::of)
        .partition(|attribute| matches!(attribute, Attribute::Fixed(_)));
    let (fixed, calls) = (
        fixed.iter().map(Attribute::tokens),
        calls.iter().map(Attribute::tokens),
    );
    let children = node.children().iter().map(child);
    // Not a name that the view's own blocks could mean.
    let made = Ident::new("made", Span::mixed_site());
    quote! {{
        #[allow(unused_mut)]
        let mut #made = crate::ui::element::Element::new(#tag, &[#(#fixed),*]);
        #(#made #calls;)*
        #made.children(::std::vec![#(#children),*]);
        #made
    }}
}

/// A component, which Leptos knows how to call; what it holds is ours again.
fn component(node: &NodeElement<rstml::Infallible>) -> TokenStream {
    let (name, attributes) = (node.name(), node.attributes());
    if node.children().is_empty() {
        return quote!(::leptos::view! { <#name #(#attributes)* /> });
    }
    let children = node.children().iter().map(child);
    quote! {
        ::leptos::view! {
            <#name #(#attributes)*>{crate::ui::element::group(::std::vec![#(#children),*])}</#name>
        }
    }
}

fn is_component(name: &NodeName) -> bool {
    name.to_string().starts_with(char::is_uppercase)
}
