//! What happens when something is done to an element.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::Owner;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Event;

/// What to do.
pub(super) type Handler = Box<dyn FnMut(Event)>;

/// A handler that does its work on behalf of the component that is being made.
pub(super) fn owned(mut handler: Handler) -> Handler {
    match Owner::current() {
        Some(owner) => Box::new(move |event| owner.with(|| handler(event))),
        None => handler,
    }
}

/// A handler that an element calls until this is dropped; another can take its place.
pub(super) struct Listener {
    /// The event.
    pub(super) name: &'static str,
    handler: Rc<RefCell<Handler>>,
    element: web_sys::Element,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Has the element call the handler.
    pub(super) fn new(element: &web_sys::Element, name: &'static str, handler: Handler) -> Self {
        let handler = Rc::new(RefCell::new(handler));
        let called = Rc::clone(&handler);
        let call = Closure::new(move |event| called.borrow_mut()(event));
        // Fails for no event of an element.
        let _ = element.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self {
            name,
            handler,
            element: element.clone(),
            call,
        }
    }

    /// Has the element call another handler from now on.
    pub(super) fn replace(&self, handler: Handler) {
        *self.handler.borrow_mut() = handler;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        // An element that has left the page is still told of things, such as its lost focus; its component is gone.
        let call = self.call.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.name, call);
    }
}
