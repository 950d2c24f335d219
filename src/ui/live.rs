//! Parts of a view, and values, that follow what they read.

use leptos::prelude::*;

use super::element::IntoChild;
use super::state::State;

/// The part of a view that this builds, again whenever something that it reads has changed. One type for all of them, so
/// that the code that keeps them up to date is in the download once.
pub fn live<V: IntoChild>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_child().into_view());
    view.into_any()
}

/// Does this now, and again whenever something that it reads has changed.
pub fn effect(run: impl Fn() + 'static) {
    let run: Box<dyn Fn()> = Box::new(run);
    Effect::new(run);
}

/// A value that follows others, or one that never changes. Told to its readers only when it has become another.
pub struct Derived<T> {
    value: State<Option<T>>,
    /// Counts the values; one type for all of them.
    turn: Option<Memo<u32>>,
}

impl<T> Copy for Derived<T> {}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Computes a value from the one before.
pub type Following<T> = Box<dyn Fn(Option<&T>) -> T + Send + Sync>;

/// What this computes, computed again when something that it reads has changed and somebody asks.
pub fn memo<T: PartialEq + 'static>(of: impl Fn() -> T + Send + Sync + 'static) -> Derived<T> {
    follow(Box::new(move |_| of()))
}

/// The same, given the value before. Boxed, so that its code is in the download once for each type of value, not for
/// each use.
pub fn follow<T: PartialEq + 'static>(of: Following<T>) -> Derived<T> {
    let value = State::new(None);
    let renew = move || {
        let new = value.with_untracked(|old: &Option<T>| of(old.as_ref()));
        let replace = |old: &mut Option<T>| {
            let other = old.as_ref() != Some(&new);
            if other {
                *old = Some(new);
            }
            other
        };
        value.try_update_untracked(replace) == Some(true)
    };
    Derived {
        value,
        turn: Some(turns(Box::new(renew))),
    }
}

/// Counts how often `renew` says that there is another value.
fn turns(renew: Box<dyn Fn() -> bool + Send + Sync>) -> Memo<u32> {
    Memo::new(move |turn: Option<&u32>| {
        let turn = turn.copied().unwrap_or_default();
        turn.wrapping_add(u32::from(renew()))
    })
}

impl<T: 'static> Derived<T> {
    /// Reads it; reactive.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        if let Some(turn) = self.turn {
            turn.get();
        }
        self.read(read)
    }

    /// Subscribes whoever asks to its changes.
    pub fn track(self) {
        if let Some(turn) = self.turn {
            turn.track();
        }
    }

    /// Reads it at this moment.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        if let Some(turn) = self.turn {
            turn.get_untracked();
        }
        self.read(read)
    }

    fn read<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.value.with_untracked(|value| match value {
            Some(value) => read(value),
            None => unreachable!("there is a value as soon as it has been asked for"),
        })
    }
}

impl<T: Clone + 'static> Derived<T> {
    /// A copy; reactive.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// A copy, at this moment.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: 'static> From<T> for Derived<T> {
    fn from(value: T) -> Self {
        Self {
            value: State::new(Some(value)),
            turn: None,
        }
    }
}

impl From<&str> for Derived<String> {
    fn from(value: &str) -> Self {
        Self::from(value.to_owned())
    }
}

impl<T: PartialEq + Clone + 'static> From<State<T>> for Derived<T> {
    fn from(state: State<T>) -> Self {
        memo(move || state.get())
    }
}
