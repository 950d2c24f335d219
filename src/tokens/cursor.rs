//! Where the one Tab stop of the grid is, and how keys move it (APG pattern "Grid").

use std::sync::Arc;

use influx_api::Id;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use tokens::window::scroll_to_show;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlElement};

use super::store::Tokens;
use crate::ui::context::provide_context;
use crate::ui::focus;
use crate::ui::live::Derived;
use crate::ui::node::there;
use crate::ui::state::{State, Stored};
use crate::ui::timer::after_render;

/// The column of the switch.
pub const SWITCH: usize = 1;
/// The column of the description, where the Tab stop begins.
pub const DESCRIPTION: usize = 2;
/// The column of the pencil.
pub const PENCIL: usize = 3;
/// The column of the button that copies the id.
pub const COPY: usize = 5;
/// The column of the button that clones.
pub const CLONE: usize = 6;
/// The column of the trash.
pub const TRASH: usize = 7;

/// Which control has the Tab stop: a token and a column. A context of the whole app, because timers that outlive the page
/// use it.
#[derive(Clone, Copy)]
pub struct Cursor {
    /// The token and the column.
    pub at: State<Option<(Id, usize)>>,
    /// Where the token was in the order, for when it is gone.
    index: Stored<usize>,
    /// The grid.
    pub node: NodeRef<html::Div>,
    view: Derived<Arc<Vec<Id>>>,
    /// What of the grid is in view.
    pub scroll: Scroll,
}

/// What of the grid is in view, in px.
#[derive(Clone, Copy)]
pub struct Scroll {
    /// How far the grid's top is above the window's.
    pub top: State<f64>,
    /// The window's height.
    pub height: State<f64>,
    /// The distance between rows.
    pub row: State<f64>,
}

impl Cursor {
    /// Puts the cursor into context.
    pub fn provide(tokens: Tokens) {
        let cursor = Self {
            at: State::new(None),
            index: Stored::new(0),
            node: NodeRef::new(),
            view: tokens.view,
            scroll: Scroll {
                top: State::new(0.0),
                height: State::new(800.0),
                row: State::new(68.0),
            },
        };
        provide_context(cursor);
    }

    /// Scrolls a token into view and focuses its control in that column.
    pub fn focus(self, id: Id, column: usize) {
        if let Some(index) = self.index_of(id) {
            self.focus_row(index, column);
        }
    }

    /// The token after this one, or before it at the end: where the focus goes when this one is deleted.
    #[must_use]
    pub fn neighbour(self, id: Id) -> Option<Id> {
        let index = self.index_of(id)?;
        self.view.with_untracked(|view| {
            view.get(index + 1)
                .or_else(|| view.get(index.checked_sub(1)?))
                .copied()
        })
    }

    /// Takes note of where the focus has gone.
    pub fn take(self, id: Id, column: usize) {
        self.index.set_value(self.index_of(id).unwrap_or_default());
        self.at.set(Some((id, column)));
    }

    /// Focuses the control that has lost the focus by moving; it is the one that the last key meant, since another may have
    /// been pressed meanwhile. If its row is gone, the description of the one in its place: what was about to be done to a
    /// token must not be done to another.
    pub fn focus_again(self) {
        let Some((id, column)) = self.at.get_untracked() else {
            return;
        };
        let last = self.view.with_untracked(|view| view.len().saturating_sub(1));
        match self.index_of(id) {
            Some(index) => self.focus_row(index, column),
            None => self.focus_row(self.index.get_value().min(last), DESCRIPTION),
        }
    }

    fn index_of(self, id: Id) -> Option<usize> {
        self.view
            .with_untracked(|view| view.iter().position(|other| *other == id))
    }

    fn focus_row(self, index: usize, column: usize) {
        let Some(id) = self.view.with_untracked(|view| view.get(index).copied()) else {
            return;
        };
        self.index.set_value(index);
        self.at.set(Some((id, column)));
        let Scroll { top, height, row } = self.scroll;
        if let Some(to) = scroll_to_show(
            index,
            top.get_untracked(),
            height.get_untracked(),
            row.get_untracked(),
        ) {
            window().scroll_by_with_x_and_y(0.0, to - top.get_untracked());
            self.measure();
        }
        self.focus_soon(id, column);
    }

    /// Focuses a control, at once if it is on the page: the next key goes where the focus is.
    fn focus_soon(self, id: Id, column: usize) {
        if self.focus_now(id, column) {
            return;
        }
        // What is about to be drawn is there by then, and no key has come in between.
        queue_microtask(move || {
            if !self.is_meant(id, column) || self.focus_now(id, column) {
                return;
            }
            after_render(move || {
                // Somebody may have moved it elsewhere meanwhile.
                let control = self.control(id, column);
                if let Some(control) =
                    control.filter(|_| self.is_meant(id, column) && self.has_focus_or_nobody())
                {
                    let _ = control.focus();
                }
            });
        });
    }

    /// Focuses a control that is on the page; `false` if it is not.
    fn focus_now(self, id: Id, column: usize) -> bool {
        let control = self.row(id).and_then(|row| find(&row, column));
        control.is_some_and(|control| control.focus().is_ok())
    }

    /// Whether the Tab stop is to be there still: a key since then may have led elsewhere.
    fn is_meant(self, id: Id, column: usize) -> bool {
        self.at.get_untracked() == Some((id, column))
    }

    fn has_focus_or_nobody(self) -> bool {
        let active = document().active_element();
        focus::is_lost() || there(self.node).is_some_and(|grid| grid.contains(active.as_deref()))
    }

    /// The token in whose row a control is being pressed.
    pub fn pressed(self) -> Option<Id> {
        let grid = there(self.node)?;
        let row = grid.query_selector("[data-id]:active").ok()??;
        row.get_attribute("data-id")?.parse().ok()
    }

    /// The control of a token in a column, or the nearest one that is there.
    fn control(self, id: Id, column: usize) -> Option<HtmlElement> {
        let row = self.row(id)?;
        (0..=column)
            .rev()
            .chain(column..=TRASH)
            .find_map(|column| find(&row, column))
    }

    fn row(self, id: Id) -> Option<Element> {
        let grid = there(self.node)?;
        grid.query_selector(&["[data-id=\"", &id.to_string(), "\"]"].concat())
            .ok()?
    }

    /// Looks again at what is in view.
    pub fn measure(self) {
        let Some(grid) = there(self.node) else {
            return;
        };
        let Scroll { top, height, row } = self.scroll;
        let set = |signal: State<f64>, value: f64| {
            if (signal.get_untracked() - value).abs() > f64::EPSILON {
                signal.set(value);
            }
        };
        set(top, -grid.get_bounding_client_rect().top());
        set(
            height,
            window()
                .inner_height()
                .ok()
                .and_then(|height| height.as_f64())
                .unwrap_or(800.0),
        );
        let pitch = window()
            .get_computed_style(&grid)
            .ok()
            .flatten()
            .and_then(|style| style.get_property_value("--pitch").ok());
        let pitch = pitch.map_or(f64::NAN, |pitch| js_sys::parse_float(&pitch));
        if pitch > 0.0 {
            set(row, pitch);
        }
    }

    /// Gives the one Tab stop to the control under the cursor.
    pub fn place_tab_stop(self) {
        let Some(grid) = there(self.node) else {
            return;
        };
        let at = self.at.get_untracked().or_else(|| {
            self.view
                .with_untracked(|view| view.first().map(|id| (*id, DESCRIPTION)))
        });
        let stop = at.and_then(|(id, column)| self.control(id, column));
        if let Ok(old) = grid.query_selector_all("[data-col][tabindex=\"0\"]") {
            for old in (0..old.length()).filter_map(|at| old.get(at)?.dyn_into::<HtmlElement>().ok()) {
                old.set_tab_index(-1);
            }
        }
        if let Some(stop) = stop {
            stop.set_tab_index(0);
        }
    }
}

fn find(row: &Element, column: usize) -> Option<HtmlElement> {
    row.query_selector(&["[data-col=\"", &column.to_string(), "\"]"].concat())
        .ok()??
        .dyn_into()
        .ok()
}

/// The token and column of the control that an event comes from.
pub fn place_of(target: Option<EventTarget>) -> Option<(Id, usize)> {
    let control = target?.dyn_into::<Element>().ok()?.closest("[data-col]").ok()??;
    let column = control.get_attribute("data-col")?.parse().ok()?;
    let row = control.closest("[data-id]").ok()??;
    Some((row.get_attribute("data-id")?.parse().ok()?, column))
}

impl Cursor {
    /// Moves as a key asks; `false` if it does not ask to.
    pub fn follow(self, event: &KeyboardEvent, id: Id, column: usize) -> bool {
        let Some(movement) = self.movement(event, id, column) else {
            return false;
        };
        match movement {
            Movement::Row(index) => self.focus_row(index, column),
            Movement::Column(columns) => self.focus_first(id, &columns),
        }
        true
    }

    fn movement(self, event: &KeyboardEvent, id: Id, column: usize) -> Option<Movement> {
        let index = self.index_of(id)?;
        let last = self.view.with_untracked(|view| view.len().checked_sub(1))?;
        let Scroll { height, row, .. } = self.scroll;
        let page = (height.get_untracked() / row.get_untracked()).max(2.0) as usize - 1;
        let far = event.ctrl_key() || event.meta_key();
        Some(match event.key().as_str() {
            "ArrowDown" => Movement::Row((index + 1).min(last)),
            "ArrowUp" => Movement::Row(index.saturating_sub(1)),
            "PageDown" => Movement::Row((index + page).min(last)),
            "PageUp" => Movement::Row(index.saturating_sub(page)),
            "Home" if far => Movement::Row(0),
            "End" if far => Movement::Row(last),
            "ArrowRight" => Movement::Column((column + 1..=TRASH).collect()),
            "ArrowLeft" => Movement::Column((0..column).rev().collect()),
            "Home" => Movement::Column((0..=TRASH).collect()),
            "End" => Movement::Column((0..=TRASH).rev().collect()),
            _ => return None,
        })
    }

    /// Focuses the first of a token's columns that has a control: a text box takes the place of some.
    fn focus_first(self, id: Id, columns: &[usize]) {
        let row = self.row(id);
        let there = |column: &usize| row.as_ref().is_none_or(|row| find(row, *column).is_some());
        if let Some(column) = columns.iter().copied().find(there) {
            self.at.set(Some((id, column)));
            self.focus_soon(id, column);
        }
    }
}

/// Where a key leads: to the row at that place of the order, or to the first of these columns that there is.
enum Movement {
    Row(usize),
    Column(Vec<usize>),
}
