//! An element that is on the page.

use std::borrow::Cow;

use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use leptos::tachys::view::any_view::AnyViewState;
use web_sys::{Node, Text};

use super::kept::KeptState;
use super::list::ListState;
use super::listener::Listener;
use super::part::{Part, PartState};
use super::{Child, Description};

/// An element as it was built, with what keeps it up to date.
pub struct ElementState {
    node: web_sys::Element,
    tag: &'static str,
    fixed: &'static [(&'static str, &'static str)],
    key: u64,
    parts: Vec<PartState>,
    listeners: Vec<Listener>,
    children: Vec<ChildState>,
}

/// A part of what is in it.
pub enum ChildState {
    /// A text, maybe an empty one.
    Text(Text, Cow<'static, str>),
    /// An element.
    Element(ElementState),
    /// Several, and what stands after them.
    Group(Vec<Self>, Text),
    /// What Leptos has made.
    View(AnyViewState),
    /// What was made once.
    Kept(KeptState),
    /// As many as there are numbers.
    List(ListState),
}

impl ElementState {
    pub(super) fn build(description: Description) -> Self {
        let Description {
            tag,
            fixed,
            key,
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
        let parts = parts.into_iter().map(|part| part.put(&node)).collect();
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
            key,
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
        for (state, part) in self.parts.iter_mut().zip(description.parts) {
            state.renew(part, &self.node);
        }
        for (listener, (_, handler)) in self.listeners.iter().zip(description.handlers) {
            listener.replace(handler);
        }
        let mut put = |child: &mut dyn Mountable| child.mount(&self.node, None);
        rebuild_all(&mut self.children, description.children, &mut put);
        for tell in description.refs {
            tell(&self.node);
        }
    }

    fn has_shape_of(&self, description: &Description) -> bool {
        let parts = |(state, part): (&PartState, &Part)| state.is(part);
        let handlers = |(listener, (name, _)): (&Listener, &(&str, _))| listener.name == *name;
        self.tag == description.tag
            && self.key == description.key
            && self.fixed == description.fixed
            && self.parts.len() == description.parts.len()
            && self.parts.iter().zip(&description.parts).all(parts)
            && self.listeners.len() == description.handlers.len()
            && self.listeners.iter().zip(&description.handlers).all(handlers)
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
    pub(super) fn build(child: Child) -> Self {
        let text = |text: Cow<'static, str>| Self::Text(document().create_text_node(&text), text);
        match child {
            Child::Text(content) => text(content.into()),
            Child::Owned(content) => text(content.into()),
            Child::Element(element) => Self::Element(element.build()),
            Child::Group(children) => Self::Group(
                children.into_iter().map(Self::build).collect(),
                document().create_text_node(""),
            ),
            Child::View(view) => Self::View(view.build()),
            Child::Kept(kept) => Self::Kept(KeptState::build(kept.take())),
            Child::List(list) => Self::List(ListState::build(list.take())),
        }
    }

    /// Changes what differs; what is of another kind takes this one's place.
    pub(super) fn rebuild(&mut self, child: Child) {
        match (&mut *self, child) {
            (Self::Text(node, old), Child::Text(text)) => set_text(node, old, text.into()),
            (Self::Text(node, old), Child::Owned(text)) => set_text(node, old, text.into()),
            (Self::Element(state), Child::Element(element)) => element.rebuild(state),
            (Self::View(state), Child::View(view)) => view.rebuild(state),
            (Self::Group(states, end), Child::Group(children)) => {
                rebuild_all(states, children, &mut |child| {
                    insert_before(end, child);
                });
            }
            (Self::Kept(state), Child::Kept(kept)) if state.is(&kept) => {}
            (_, child) => {
                let mut new = Self::build(child);
                self.insert_before_this(&mut new);
                self.unmount();
                *self = new;
            }
        }
    }
}

/// Changes what differs between some parts and what they are to be; `put` puts one after the last.
fn rebuild_all(states: &mut Vec<ChildState>, children: Vec<Child>, put: &mut dyn FnMut(&mut dyn Mountable)) {
    for mut old in states.drain(children.len().min(states.len())..) {
        old.unmount();
    }
    let mut children = children.into_iter();
    for (state, child) in states.iter_mut().zip(&mut children) {
        state.rebuild(child);
    }
    for child in children {
        let mut state = ChildState::build(child);
        put(&mut state);
        states.push(state);
    }
}

fn set_text(node: &Text, old: &mut Cow<'static, str>, text: Cow<'static, str>) {
    if *old != text {
        node.set_data(&text);
        *old = text;
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
            Self::Text(node, _) => node.remove(),
            Self::Element(state) => state.unmount(),
            Self::Group(states, end) => {
                states.iter_mut().for_each(Self::unmount);
                end.remove();
            }
            Self::View(state) => state.unmount(),
            Self::Kept(state) => state.view.unmount(),
            Self::List(state) => state.unmount(),
        }
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        match self {
            Self::Text(node, _) => insert(parent, node, marker),
            Self::Element(state) => state.mount(parent, marker),
            Self::Group(states, end) => {
                states.iter_mut().for_each(|state| state.mount(parent, marker));
                insert(parent, end, marker);
            }
            Self::View(state) => state.mount(parent, marker),
            Self::Kept(state) => state.view.mount(parent, marker),
            Self::List(state) => state.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text(node, _) => insert_before(node, child),
            Self::Element(state) => state.insert_before_this(child),
            Self::Group(states, end) => {
                let first = states.first();
                first.is_some_and(|state| state.insert_before_this(child)) || insert_before(end, child)
            }
            Self::View(state) => state.insert_before_this(child),
            Self::Kept(state) => state.view.insert_before_this(child),
            Self::List(state) => state.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        match self {
            Self::Text(..) => Vec::new(),
            Self::Element(state) => state.elements(),
            Self::Group(states, _) => states.iter().flat_map(Self::elements).collect(),
            Self::View(state) => state.elements(),
            Self::Kept(state) => state.view.elements(),
            Self::List(state) => state.elements(),
        }
    }
}

/// Fails only if the marker is not in the parent, where Leptos has put it.
pub(super) fn insert(parent: &Node, node: &Node, marker: Option<&Node>) {
    let _ = parent.insert_before(node, marker);
}

/// Puts something before a node; `false` if that is not on the page.
pub(super) fn insert_before(node: &Node, child: &mut dyn Mountable) -> bool {
    let Some(parent) = node.parent_element() else {
        return false;
    };
    child.mount(&parent, Some(node));
    true
}
