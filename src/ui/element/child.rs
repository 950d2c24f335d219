//! What can be in an element.

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use super::Element;
use super::browser::only_in_browser;
use super::kept::Kept;
use super::list::List;
use super::state::ChildState;
use crate::ui::live::live;

/// One part of what is in an element.
pub enum Child {
    /// A text known at compile time.
    Text(&'static str),
    /// A text.
    Owned(String),
    /// An element.
    Element(Element),
    /// Several, one after the other.
    Group(Vec<Self>),
    /// What Leptos makes.
    View(AnyView),
    /// What is made once.
    Kept(SendWrapper<Kept>),
    /// As many as there are numbers.
    List(SendWrapper<List>),
}

only_in_browser!(Child);

impl Render for Child {
    type State = ChildState;

    fn build(self) -> ChildState {
        ChildState::build(self)
    }

    fn rebuild(self, state: &mut ChildState) {
        state.rebuild(self);
    }
}

impl Child {
    /// Nothing to see.
    const NOTHING: Self = Self::Text("");

    /// As a view of Leptos.
    #[must_use]
    pub fn into_view(self) -> AnyView {
        match self {
            Self::View(view) => view,
            child => child.into_any(),
        }
    }
}

/// Several parts as a view of their own, without an element around them.
#[must_use]
pub fn group(mut children: Vec<Child>) -> AnyView {
    match (children.pop(), children.is_empty()) {
        (Some(only), true) => only.into_view(),
        (last, _) => {
            children.extend(last);
            Child::Group(children).into_view()
        }
    }
}
/// What can stand in a block of a view.
pub trait IntoChild {
    /// As part of what is in an element.
    fn into_child(self) -> Child;
}

impl IntoChild for Child {
    fn into_child(self) -> Child {
        self
    }
}

impl IntoChild for () {
    fn into_child(self) -> Child {
        Child::NOTHING
    }
}

impl IntoChild for &'static str {
    fn into_child(self) -> Child {
        Child::Text(self)
    }
}

impl IntoChild for String {
    fn into_child(self) -> Child {
        Child::Owned(self)
    }
}

impl IntoChild for Element {
    fn into_child(self) -> Child {
        Child::Element(self)
    }
}

impl IntoChild for AnyView {
    fn into_child(self) -> Child {
        Child::View(self)
    }
}

impl<T: IntoChild> IntoChild for View<T> {
    fn into_child(self) -> Child {
        self.into_inner().into_child()
    }
}

impl<T: IntoChild> IntoChild for Option<T> {
    fn into_child(self) -> Child {
        self.map_or(Child::NOTHING, T::into_child)
    }
}

impl<T: IntoChild> IntoChild for Vec<T> {
    fn into_child(self) -> Child {
        Child::Group(self.into_iter().map(T::into_child).collect())
    }
}

impl<F, T> IntoChild for F
where
    F: Fn() -> T + Send + 'static,
    T: IntoChild,
{
    fn into_child(self) -> Child {
        Child::View(live(self))
    }
}
