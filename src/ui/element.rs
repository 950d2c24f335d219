//! Elements of the page, all of one type, made by the `view!` of `crates/view-macro`: Leptos' own are of a type each, and each
//! of these brings code of its own. What changes, and what Leptos' components make, is Leptos' work all the same.

mod browser;
mod child;
mod kept;
mod list;
mod listener;
mod part;
mod state;

use leptos::ev::EventDescriptor;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::tachys::html::node_ref::NodeRefContainer;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::Event;

use browser::only_in_browser;
pub use child::{Child, IntoChild, group};
pub use kept::kept;
pub use list::keyed;
use listener::{Handler, owned};
pub use part::{IntoValue, Value};
use part::{Kind, Part};
use state::ElementState;

/// An element that will be on the page. Not sent anywhere: Leptos asks of every view that it could be.
pub struct Element(SendWrapper<Box<Description>>);

/// Is told of the element once it is there.
type Told = Box<dyn FnOnce(&web_sys::Element)>;

/// What an element is to be.
struct Description {
    tag: &'static str,
    /// Attributes that never change.
    fixed: &'static [(&'static str, &'static str)],
    /// One of another key takes this one's place.
    key: u64,
    parts: Vec<Part>,
    handlers: Vec<(&'static str, Handler)>,
    refs: Vec<Told>,
    children: Vec<Child>,
}

impl Element {
    /// An element of HTML or SVG, with attributes that never change.
    pub fn new(tag: &'static str, fixed: &'static [(&'static str, &'static str)]) -> Self {
        Self(SendWrapper::new(Box::new(Description {
            tag,
            fixed,
            key: 0,
            parts: Vec::new(),
            handlers: Vec::new(),
            refs: Vec::new(),
            children: Vec::new(),
        })))
    }

    /// Belongs to what has this key. When the view is made again for something else, a new element takes its place: one that
    /// would otherwise move within its surroundings, which counts as a layout shift.
    #[must_use]
    pub fn of(mut self, key: u64) -> Self {
        self.0.key = key;
        self
    }

    /// An attribute; `true` is an empty one, `false` and `None` none.
    pub fn attribute(&mut self, name: &'static str, value: impl IntoValue) {
        self.part(Kind::Attribute, name, value.into_value());
    }

    /// A class, while the value is `true`.
    pub fn class(&mut self, name: &'static str, value: impl IntoValue) {
        self.part(Kind::Class, name, value.into_value());
    }

    /// A property of its style.
    pub fn style(&mut self, name: &'static str, value: impl IntoValue) {
        self.part(Kind::Style, name, value.into_value());
    }

    /// A property of the element, such as the text in a box.
    pub fn property(&mut self, name: &'static str, value: impl IntoValue) {
        self.part(Kind::Property, name, value.into_value());
    }

    /// Listens to an event.
    pub fn on<E>(&mut self, name: &'static str, _: E, mut handler: impl FnMut(E::EventType) + 'static)
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.listen(
            name,
            Box::new(move |event: Event| handler(event.unchecked_into())),
        );
    }

    /// Tells where the element is, once it is there.
    pub fn node_ref<E>(&mut self, node: NodeRef<E>)
    where
        E: ElementType + 'static,
        E::Output: JsCast + 'static,
    {
        let tell = move |element: &web_sys::Element| node.load(element);
        self.0.refs.push(Box::new(tell));
    }

    /// What is in it.
    pub fn children(&mut self, children: Vec<Child>) {
        self.0.children = children;
    }

    fn part(&mut self, kind: Kind, name: &'static str, value: Value) {
        self.0.parts.push(Part { kind, name, value });
    }

    /// Listens to an event that Leptos has no type for.
    pub fn listen(&mut self, name: &'static str, handler: Handler) {
        self.0.handlers.push((name, owned(handler)));
    }
}

only_in_browser!(Element);

impl Render for Element {
    type State = ElementState;

    fn build(self) -> ElementState {
        ElementState::build(*self.0.take())
    }

    fn rebuild(self, state: &mut ElementState) {
        state.rebuild(*self.0.take());
    }
}
