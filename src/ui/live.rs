//! Parts of a view that follow what they read.

use leptos::prelude::*;

/// A part of a view: one type for all of them, so that the code that keeps them up to date is in the download once.
pub type Live = Box<dyn FnMut() -> AnyView + Send>;

/// The part of a view that this builds, again whenever something that it reads has changed.
pub fn live<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> Live {
    Box::new(move || view().into_any())
}

/// What this computes, told to its readers only when it has become another. One kind of code for each type, not for each
/// use.
pub fn memo<T: PartialEq + Send + Sync + 'static>(of: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let of: Box<dyn Fn() -> T + Send + Sync> = Box::new(of);
    Memo::new(move |_| of())
}
