//! What every part of the page can ask for by its type. There is one page, so that each type is provided once at a time;
//! Leptos' own contexts differ from component to component, and search for each type with code of its own.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static PROVIDED: RefCell<Vec<(TypeId, Rc<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// Provides a handle, in place of an earlier one of its type.
pub fn provide_context<T: Copy + 'static>(handle: T) {
    provide(TypeId::of::<T>(), Rc::new(handle));
}

/// The handle of this type. It has been provided before: the parts of the page that provide are made before those that
/// ask.
#[must_use]
pub fn expect_context<T: Copy + 'static>() -> T {
    let found = find(TypeId::of::<T>());
    match found.as_deref().and_then(<dyn Any>::downcast_ref) {
        Some(handle) => *handle,
        None => unreachable!("a context was asked for before it was provided"),
    }
}

fn provide(kind: TypeId, handle: Rc<dyn Any>) {
    PROVIDED.with_borrow_mut(|provided| {
        provided.retain(|(other, _)| *other != kind);
        provided.push((kind, handle));
    });
}

fn find(kind: TypeId) -> Option<Rc<dyn Any>> {
    PROVIDED.with_borrow(|provided| {
        let found = provided.iter().find(|(other, _)| *other == kind);
        found.map(|(_, handle)| Rc::clone(handle))
    })
}
