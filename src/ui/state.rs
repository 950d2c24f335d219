//! Values that views read and people change. Leptos' own signals are compiled anew for each type of value, a sixth of the
//! download; of these only the reading and writing itself is.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;

/// A value that tells its readers when it changes. Belongs to the component that makes it, and goes with it.
pub struct State<T> {
    at: StoredValue<Rc<Slot<dyn Any>>, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

struct Slot<T: ?Sized> {
    changed: ArcTrigger,
    value: RefCell<T>,
}

impl<T> Copy for State<T> {}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> State<T> {
    /// Begins with this value.
    pub fn new(value: T) -> Self {
        Self {
            at: keep(Rc::new(Slot {
                changed: ArcTrigger::new(),
                value: RefCell::new(value),
            })),
            of: PhantomData,
        }
    }

    /// Reads it; reactive.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.track();
        self.with_untracked(read)
    }

    /// Reads it at this moment.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.try_with_untracked(read).unwrap_or_else(|| gone())
    }

    /// Reads it at this moment; `None` if its component is gone.
    pub fn try_with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        let slot = slot(self.at)?;
        let value = slot.value.borrow();
        value.downcast_ref().map(read)
    }

    /// Changes it and tells its readers. A late change to a value whose component is gone has no effect.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.update_untracked(change);
        self.notify();
    }

    /// The same, without telling anybody.
    pub fn update_untracked(self, change: impl FnOnce(&mut T)) {
        self.try_update_untracked(change);
    }

    /// Changes it and tells its readers; `None` if its component is gone.
    pub fn try_update<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let result = self.try_update_untracked(change)?;
        self.notify();
        Some(result)
    }

    /// Changes it without telling anybody; `None` if its component is gone.
    pub fn try_update_untracked<U>(self, change: impl FnOnce(&mut T) -> U) -> Option<U> {
        let slot = slot(self.at)?;
        let mut value = slot.value.borrow_mut();
        value.downcast_mut().map(change)
    }

    /// Changes it, and tells its readers if `change` says that it is another.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        if self.try_update_untracked(change) == Some(true) {
            self.notify();
        }
    }

    /// Puts another value in its place and tells its readers.
    pub fn set(self, value: T) {
        self.update(|old| *old = value);
    }

    /// The same; gives the value back if its component is gone.
    pub fn try_set(self, value: T) -> Option<T> {
        if slot(self.at).is_none() {
            return Some(value);
        }
        self.set(value);
        None
    }

    /// Subscribes whoever asks to its changes.
    pub fn track(self) {
        if let Some(slot) = slot(self.at) {
            slot.changed.track();
        }
    }

    /// Tells its readers that it has changed.
    pub fn notify(self) {
        if let Some(slot) = slot(self.at) {
            slot.changed.notify();
        }
    }
}

impl<T: Clone + 'static> State<T> {
    /// A copy; reactive.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy, at this moment.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// A value that nobody waits for. Belongs to the component that makes it, and goes with it.
pub struct Stored<T>(State<T>);

impl<T> Copy for Stored<T> {}

impl<T> Clone for Stored<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Stored<T> {
    /// Begins with this value.
    pub fn new(value: T) -> Self {
        Self(State::new(value))
    }

    /// Reads it.
    pub fn with_value<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.0.with_untracked(read)
    }

    /// Changes it.
    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        self.0.update_untracked(change);
    }

    /// Puts another value in its place.
    pub fn set_value(self, value: T) {
        self.0.update_untracked(|old| *old = value);
    }
}

impl<T: Clone + 'static> Stored<T> {
    /// A copy.
    pub fn get_value(self) -> T {
        self.0.get_untracked()
    }
}

fn keep(slot: Rc<Slot<dyn Any>>) -> StoredValue<Rc<Slot<dyn Any>>, LocalStorage> {
    StoredValue::new_local(slot)
}

fn slot(at: StoredValue<Rc<Slot<dyn Any>>, LocalStorage>) -> Option<Rc<Slot<dyn Any>>> {
    at.try_get_value()
}

/// A mistake in this program, of which the page tells as of any other (`web/boot.js`).
#[cold]
fn gone() -> ! {
    panic!("a value was used after its component had gone")
}
