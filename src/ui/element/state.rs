//! An element that is on the page.

use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::{Node, Text};

use super::listener::Listener;
use super::part::{Kind, Value};
use super::{Child, Description};

/// An element as it was built, with what keeps it up to date.
pub struct ElementState {
    node: web_sys::Element,
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    parts: Vec<(Kind, &'static str, Option<RenderEffect<Value>>)>,
    listeners: Vec<Listener>,
    children: Vec<ChildState>,
}

/// A part of what is in it.
enum ChildState {
    Nothing,
    Text(Text),
    Element(ElementState),
    Group(Vec<Self>),
    View(AnyViewState),
}

impl ElementState {
    pub(super) fn build(description: Description) -> Self {
        let Description {
            tag,
            fixed,
            parts,
            handlers,
            refs,
            children,
        } = description;
        let node = create(tag);
        for (name, value) in fixed {
            // Fails only for names that no view has.
            let _ = node.set_attribute(name, value);
        }
        let parts = parts
            .into_iter()
            .map(|part| (part.kind, part.name, part.put(&node)));
        let parts = parts.collect();
        let listen = |(name, handler)| Listener::new(&node, name, handler);
        let listeners = handlers.into_iter().map(listen).collect();
        let mut children: Vec<ChildState> = children.into_iter().map(ChildState::build).collect();
        for child in &mut children {
            child.mount(&node, None);
        }
        for tell in refs {
            tell(&node);
        }
        Self {
            node,
            tag,
            fixed,
            parts,
            listeners,
            children,
        }
    }

    /// Changes what differs; an element of another shape takes this one's place.
    pub(super) fn rebuild(&mut self, description: Description) {
        if !self.has_shape_of(&description) {
            let mut new = Self::build(description);
            self.insert_before_this(&mut new);
            self.unmount();
            *self = new;
            return;
        }
        for ((_, _, effect), part) in self.parts.iter_mut().zip(description.parts) {
            // The old one must not run again.
            drop(effect.take());
            *effect = part.put(&self.node);
        }
        for (listener, (_, handler)) in self.listeners.iter().zip(description.handlers) {
            listener.replace(handler);
        }
        for (state, child) in self.children.iter_mut().zip(description.children) {
            state.rebuild(child);
        }
        for tell in description.refs {
            tell(&self.node);
        }
    }

    fn has_shape_of(&self, description: &Description) -> bool {
        let parts = |((kind, name, _), part): (&(Kind, &str, _), &super::Part)| {
            *kind == part.kind && *name == part.name
        };
        let handlers = |(listener, (name, _)): (&Listener, &(&str, _))| listener.name == *name;
        self.tag == description.tag
            && self.fixed == description.fixed
            && self.parts.len() == description.parts.len()
            && self.parts.iter().zip(&description.parts).all(parts)
            && self.listeners.len() == description.handlers.len()
            && self.listeners.iter().zip(&description.handlers).all(handlers)
            && ChildState::all_have_shape_of(&self.children, &description.children)
    }
}

fn create(tag: &str) -> web_sys::Element {
    let document = document();
    let made = match tag {
        "svg" | "path" => document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag),
        _ => document.create_element(tag),
    };
    made.unwrap_or_else(|_| unreachable!("the tags of views are names of elements"))
}

impl ChildState {
    fn build(child: Child) -> Self {
        match child {
            Child::Nothing => Self::Nothing,
            Child::Text(text) => Self::Text(document().create_text_node(text)),
            Child::Owned(text) => Self::Text(document().create_text_node(&text)),
            Child::Element(element) => Self::Element(element.build()),
            Child::Group(children) => Self::Group(children.into_iter().map(Self::build).collect()),
            Child::View(view) => Self::View(view.build()),
        }
    }

    fn rebuild(&mut self, child: Child) {
        match (self, child) {
            (Self::Text(node), Child::Text(text)) => set_text(node, text),
            (Self::Text(node), Child::Owned(text)) => set_text(node, &text),
            (Self::Element(state), Child::Element(element)) => element.rebuild(state),
            (Self::View(state), Child::View(view)) => view.rebuild(state),
            (Self::Group(states), Child::Group(children)) => {
                for (state, child) in states.iter_mut().zip(children) {
                    state.rebuild(child);
                }
            }
            // Nothing stays nothing; another shape has been built anew.
            _ => {}
        }
    }

    fn all_have_shape_of(states: &[Self], children: &[Child]) -> bool {
        let same = |(state, child): (&Self, &Child)| match (state, child) {
            (Self::Nothing, Child::Nothing)
            | (Self::Text(_), Child::Text(_) | Child::Owned(_))
            | (Self::Element(_), Child::Element(_))
            | (Self::View(_), Child::View(_)) => true,
            (Self::Group(states), Child::Group(children)) => Self::all_have_shape_of(states, children),
            _ => false,
        };
        states.len() == children.len() && states.iter().zip(children).all(same)
    }
}

fn set_text(node: &Text, text: &str) {
    if node.data() != text {
        node.set_data(text);
    }
}

impl Mountable for ElementState {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        insert(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        insert_before(&self.node, child)
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node.clone()]
    }
}

impl Mountable for ChildState {
    fn unmount(&mut self) {
        match self {
            Self::Nothing => {}
            Self::Text(node) => node.remove(),
            Self::Element(state) => state.unmount(),
            Self::Group(states) => states.iter_mut().for_each(Self::unmount),
            Self::View(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        match self {
            Self::Nothing => {}
            Self::Text(node) => insert(parent, node, marker),
            Self::Element(state) => state.mount(parent, marker),
            Self::Group(states) => states.iter_mut().for_each(|state| state.mount(parent, marker)),
            Self::View(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(node) => insert_before(node, child),
            Self::Element(state) => state.insert_before_this(child),
            Self::Group(states) => states.iter().any(|state| state.insert_before_this(child)),
            Self::View(state) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match self {
            Self::Nothing | Self::Text(_) => Vec::new(),
            Self::Element(state) => state.elements(),
            Self::Group(states) => states.iter().flat_map(Self::elements).collect(),
            Self::View(state) => state.elements(),
        }
    }
}

/// Fails only if the marker is not in the parent, where Leptos has put it.
fn insert(parent: &Node, node: &Node, marker: Option<&Node>) {
    let _ = parent.insert_before(node, marker);
}

fn insert_before(node: &Node, child: &mut dyn Mountable) -> bool {
    let Some(parent) = node.parent_element() else {
        return false;
    };
    child.mount(&parent, Some(node));
    true
}
