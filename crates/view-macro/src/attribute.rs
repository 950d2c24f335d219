//! What stands in an element's tag.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use rstml::node::{KeyedAttribute, NodeAttribute};
use syn::{Error, Expr, ExprLit, Ident, Lit, LitStr};

/// Events that Leptos has no type for.
const UNTYPED: [&str; 1] = ["cancel"];

/// An attribute of an element.
pub(crate) enum Attribute {
    /// A name and a value that are known here: a pair of strings.
    Fixed(TokenStream),
    /// A method of the element, with its arguments.
    Call(TokenStream),
}

impl Attribute {
    pub(crate) const fn tokens(&self) -> &TokenStream {
        match self {
            Self::Fixed(tokens) | Self::Call(tokens) => tokens,
        }
    }
}

/// What an attribute becomes.
pub(crate) fn of(attribute: &NodeAttribute) -> Attribute {
    match attribute {
        NodeAttribute::Attribute(attribute) => keyed(attribute),
        NodeAttribute::Block(block) => {
            Attribute::Call(Error::new_spanned(block, "name the attribute").to_compile_error())
        }
    }
}

fn keyed(attribute: &KeyedAttribute) -> Attribute {
    let key = attribute.key.to_string();
    let value = attribute.value();
    if let Some((kind, name)) = key.split_once(':') {
        return Attribute::Call(special(attribute, kind, name, value));
    }
    let name = LitStr::new(&key, Span::call_site());
    match value {
        _ if key == "node_ref" => Attribute::Call(quote!(.node_ref(#value))),
        None => Attribute::Fixed(quote!((#name, ""))),
        Some(Expr::Lit(ExprLit {
            lit: Lit::Str(text), ..
        })) => Attribute::Fixed(quote!((#name, #text))),
        Some(value) => Attribute::Call(quote!(.attribute(#name, #value))),
    }
}

/// `class:`, `style:`, `prop:` and `on:`.
fn special(attribute: &KeyedAttribute, kind: &str, name: &str, value: Option<&Expr>) -> TokenStream {
    let text = LitStr::new(name, Span::call_site());
    match kind {
        "class" => quote!(.class(#text, #value)),
        "style" => quote!(.style(#text, #value)),
        "prop" => quote!(.property(#text, #value)),
        "on" if UNTYPED.contains(&name) => quote!(.listen(#text, ::std::boxed::Box::new(#value))),
        "on" => {
            let event = Ident::new(name, Span::call_site());
            quote!(.on(#text, ::leptos::ev::#event, #value))
        }
        _ => Error::new_spanned(attribute, "not one of class:, style:, prop: and on:").to_compile_error(),
    }
}
