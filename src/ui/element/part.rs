//! What an element has beside its content: attributes, classes, styles and properties, some of which change.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlElement;

/// Which of an element's sides a part is on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Attribute,
    Class,
    Style,
    Property,
}

/// An attribute, class, style or property.
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) value: Value,
}

/// What a part is set to.
pub enum Value {
    /// Nothing.
    Absent,
    /// Whether it is there.
    Flag(bool),
    /// A text known at compile time.
    Fixed(&'static str),
    /// A text.
    Text(String),
    /// What this gives, again whenever something that it reads has changed.
    Live(Box<dyn Fn() -> Self>),
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Fixed(text) => Some(text),
            Self::Text(text) => Some(text),
            Self::Flag(true) => Some(""),
            _ => None,
        }
    }

    /// A flag as the word that states of ARIA are given in.
    #[must_use]
    pub fn said(self) -> Self {
        match self {
            Self::Flag(flag) => Self::Fixed(if flag { "true" } else { "false" }),
            Self::Live(of) => Self::Live(Box::new(move || of().said())),
            other => other,
        }
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Flag(one), Self::Flag(other)) => one == other,
            _ => self.text() == other.text(),
        }
    }
}

/// A part of an element that is on the page.
pub(super) struct PartState {
    kind: Kind,
    name: &'static str,
    shown: Shown,
}

/// What a part was set to.
enum Shown {
    Still(Value),
    /// Kept up to date by this.
    Live {
        _follow: RenderEffect<Value>,
    },
}

impl Part {
    /// Puts it on an element, and keeps it up to date for as long as what this gives is kept.
    pub(super) fn put(self, element: &web_sys::Element) -> PartState {
        let Self { kind, name, value } = self;
        let shown = match value {
            Value::Live(of) => follow(element.clone(), kind, name, of),
            // An attribute that is not there need not be taken away.
            value => {
                if !value.same(&Value::Absent) || kind == Kind::Property {
                    set(element, kind, name, &value);
                }
                Shown::Still(value)
            }
        };
        PartState { kind, name, shown }
    }
}

fn follow(element: web_sys::Element, kind: Kind, name: &'static str, of: Box<dyn Fn() -> Value>) -> Shown {
    let follow = move |before: Option<Value>| {
        let mut value = of();
        while let Value::Live(of) = value {
            value = of();
        }
        if before.is_none_or(|before| !before.same(&value)) {
            set(&element, kind, name, &value);
        }
        value
    };
    Shown::Live {
        _follow: RenderEffect::new(follow),
    }
}

impl PartState {
    /// Whether it is this one that another making of the view means.
    pub(super) fn is(&self, part: &Part) -> bool {
        self.kind == part.kind && self.name == part.name
    }

    /// Sets it to what it is to be from now on.
    pub(super) fn renew(&mut self, part: Part, element: &web_sys::Element) {
        let Self { kind, name, .. } = *self;
        match (&self.shown, part.value) {
            (_, Value::Live(of)) => {
                // The old one must not run again.
                self.shown = Shown::Still(Value::Absent);
                self.shown = follow(element.clone(), kind, name, of);
            }
            // A property may have been changed by the person since.
            (Shown::Still(old), value) if old.same(&value) && kind != Kind::Property => {}
            (_, value) => {
                set(element, kind, name, &value);
                self.shown = Shown::Still(value);
            }
        }
    }
}

/// These fail only for names and values that no view has.
fn set(element: &web_sys::Element, kind: Kind, name: &str, value: &Value) {
    let _ = match (kind, value.text()) {
        (Kind::Attribute, Some(text)) => element.set_attribute(name, text),
        (Kind::Attribute, None) => element.remove_attribute(name),
        (Kind::Class, Some(_)) => element.class_list().add_1(name),
        (Kind::Class, None) => element.class_list().remove_1(name),
        (Kind::Style, text) => {
            let style = element.unchecked_ref::<HtmlElement>().style();
            style.set_property(name, text.unwrap_or_default())
        }
        (Kind::Property, text) => {
            let value = match (value, text) {
                (Value::Flag(flag), _) => JsValue::from_bool(*flag),
                (_, Some(text)) => JsValue::from_str(text),
                _ => JsValue::UNDEFINED,
            };
            Reflect::set(element, &name.into(), &value).map(drop)
        }
    };
}

/// What can be the value of a part.
pub trait IntoValue {
    /// As a value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Fixed(self)
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Absent, T::into_value)
    }
}

impl<F, T> IntoValue for F
where
    F: Fn() -> T + 'static,
    T: IntoValue,
{
    fn into_value(self) -> Value {
        Value::Live(Box::new(move || self().into_value()))
    }
}
