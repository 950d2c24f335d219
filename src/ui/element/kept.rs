//! What is made once in a part of a view that is made again and again.

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use send_wrapper::SendWrapper;

use super::Child;

/// Something with a state of its own, such as a text box in which somebody types.
pub struct Kept {
    key: u64,
    owner: Owner,
    make: Box<dyn FnOnce() -> AnyView>,
}

/// Makes something on behalf of `owner`, and keeps it for as long as there is one with this key in its place.
pub fn kept(key: u64, owner: Owner, make: impl FnOnce() -> AnyView + 'static) -> Child {
    Child::Kept(SendWrapper::new(Kept {
        key,
        owner,
        make: Box::new(make),
    }))
}

/// It, on the page.
pub struct KeptState {
    key: u64,
    /// On the page.
    pub(super) view: AnyViewState,
    /// Goes after the view.
    _owner: Owner,
}

impl KeptState {
    pub(super) fn build(Kept { key, owner, make }: Kept) -> Self {
        let owner = owner.child();
        let view = owner.with(|| untrack(|| make().build()));
        Self {
            key,
            view,
            _owner: owner,
        }
    }

    /// Whether it is this one that another making of the view means.
    pub(super) const fn is(&self, other: &Kept) -> bool {
        self.key == other.key
    }
}
