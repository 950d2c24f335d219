//! The list as a grid (APG pattern "Grid"): one Tab stop, arrows move between the controls of all rows, and only
//! the rows in view exist.

use std::sync::Arc;

use influx_api::Id;
use leptos::ev::{self, FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use tokens::window::{scroll_to_show, visible};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::drafts::{Drafts, Place};
use super::row::Row;
use super::select::Selection;
use super::store::Tokens;
use crate::ui::length::px;
use crate::ui::pressed;
use crate::ui::timer::{after_render, on_window};

/// Rows kept ready above and below those in view.
const OVERSCAN: usize = 6;
/// The column of the switch.
pub const SWITCH: usize = 1;
/// The column of the description, where the Tab stop begins.
pub const DESCRIPTION: usize = 2;
/// The column of the pencil.
pub const PENCIL: usize = 3;
/// The column of the button that copies the id.
pub const COPY: usize = 5;
/// The column of the trash.
pub const TRASH: usize = 6;

/// Which control has the Tab stop: a token and a column.
#[derive(Clone, Copy)]
pub struct Cursor {
    at: RwSignal<Option<(Id, usize)>>,
    /// Where the token was in the order, for when it is gone.
    index: StoredValue<usize>,
    node: NodeRef<html::Div>,
    view: Memo<Arc<Vec<Id>>>,
    scroll: Scroll,
}

/// What of the grid is in view, in px.
#[derive(Clone, Copy)]
struct Scroll {
    top: RwSignal<f64>,
    height: RwSignal<f64>,
    row: RwSignal<f64>,
}

impl Cursor {
    /// Puts the cursor into context.
    pub fn provide(tokens: Tokens) -> Self {
        let cursor = Self {
            at: RwSignal::new(None),
            index: StoredValue::new(0),
            node: NodeRef::new(),
            view: tokens.view,
            scroll: Scroll {
                top: RwSignal::new(0.0),
                height: RwSignal::new(800.0),
                row: RwSignal::new(68.0),
            },
        };
        provide_context(cursor);
        cursor
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
        after_render(move || {
            if let Some(control) = self.control(id, column) {
                let _ = control.focus();
            }
        });
    }

    /// The control of a token in a column, or the nearest one that is there.
    fn control(self, id: Id, column: usize) -> Option<HtmlElement> {
        let grid = self.node.try_get_untracked().flatten()?;
        let row = grid
            .query_selector(&["[data-id=\"", &id.to_string(), "\"]"].concat())
            .ok()??;
        (0..=column)
            .rev()
            .chain(column..)
            .take(12)
            .find_map(|column| find(&row, column))
    }

    fn measure(self) {
        let Some(grid) = self.node.try_get_untracked().flatten() else {
            return;
        };
        let Scroll { top, height, row } = self.scroll;
        let set = |signal: RwSignal<f64>, value: f64| {
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
    fn place_tab_stop(self) {
        let Some(grid) = self.node.try_get_untracked().flatten() else {
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
fn place_of(target: Option<web_sys::EventTarget>) -> Option<(Id, usize)> {
    let control = target?.dyn_into::<Element>().ok()?.closest("[data-col]").ok()??;
    let column = control.get_attribute("data-col")?.parse().ok()?;
    let row = control.closest("[data-id]").ok()??;
    Some((row.get_attribute("data-id")?.parse().ok()?, column))
}

/// The grid "API tokens".
#[component]
pub fn Grid() -> impl IntoView {
    let (tokens, drafts) = (expect_context::<Tokens>(), expect_context::<Drafts>());
    let (cursor, selection) = (expect_context::<Cursor>(), expect_context::<Selection>());
    let Scroll { top, height, row } = cursor.scroll;
    let view = tokens.view;

    // The rows to render: those in view, the one with the focus, and those with an open text box.
    let slots = Memo::new(move |_| {
        view.with(|view| {
            let range = visible(top.get(), height.get(), row.get(), view.len(), OVERSCAN);
            let mut slots: Vec<(usize, Id)> = range.filter_map(|at| Some((at, *view.get(at)?))).collect();
            let focused = cursor.at.get().map(|(id, _)| id);
            for id in focused.into_iter().chain(drafts.in_rows()) {
                if slots.iter().all(|(_, other)| *other != id)
                    && let Some(at) = view.iter().position(|other| *other == id)
                {
                    slots.push((at, id));
                }
            }
            slots.sort_unstable();
            slots
        })
    });

    on_window(ev::scroll, move |_| cursor.measure());
    on_window(ev::resize, move |_| cursor.measure());
    Effect::new(move || {
        slots.track();
        cursor.at.track();
        after_render(move || {
            cursor.measure();
            cursor.place_tab_stop();
        });
    });

    let focus_in = move |event: FocusEvent| {
        if let Some((id, column)) = place_of(event.target()) {
            cursor.index.set_value(cursor.index_of(id).unwrap_or_default());
            cursor.at.set(Some((id, column)));
        }
    };
    // A focused row that moves or goes loses the focus to nothing; the person has not gone anywhere, though.
    let focus_out = move |event: FocusEvent| {
        let moved_by_person = event.related_target().is_some() || pressed::now();
        let Some((id, column)) = place_of(event.target()).filter(|_| !moved_by_person) else {
            return;
        };
        after_render(move || {
            let nowhere = document()
                .active_element()
                .is_none_or(|active| active.tag_name() == "BODY");
            if nowhere && document().has_focus().unwrap_or(false) {
                let last = view.with_untracked(|view| view.len().saturating_sub(1));
                let index = cursor
                    .index_of(id)
                    .unwrap_or_else(|| cursor.index.get_value().min(last));
                cursor.focus_row(index, column);
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        let Some((id, column)) = place_of(event.target()) else {
            return;
        };
        if let Some(to) = destination(&event, cursor, id, column) {
            event.prevent_default();
            return to();
        }
        match event.key().as_str() {
            "F2" => {
                if let Some(token) = tokens.peek(id) {
                    drafts.open(id, &token.description, Place::Row);
                }
            }
            " " if event.shift_key() => selection.turn(id),
            "a" if event.ctrl_key() || event.meta_key() => selection.all(),
            _ => return,
        }
        event.prevent_default();
    };

    view! {
        <div
            node_ref=cursor.node
            class="grid"
            role="grid"
            aria-label="API tokens"
            aria-multiselectable="true"
            aria-rowcount=move || view.with(|view| view.len().to_string())
            style:height=move || px(view.with(|view| view.len()) as f64 * row.get())
            on:focusin=focus_in
            on:focusout=focus_out
            on:keydown=key
        >
            <For each=move || slots.get() key=|(_, id)| *id let((_, id))>
                {
                    let index = Memo::new(move |before: Option<&usize>| {
                        let at = slots.with(|slots| slots.iter().find(|(_, other)| *other == id).map(|(at, _)| *at));
                        at.or(before.copied()).unwrap_or_default()
                    });
                    view! { <Row id index pitch=row /> }
                }
            </For>
        </div>
    }
}

/// What a movement key does, if it is one.
fn destination(event: &KeyboardEvent, cursor: Cursor, id: Id, column: usize) -> Option<Box<dyn Fn()>> {
    let index = cursor.index_of(id)?;
    let last = cursor.view.with_untracked(|view| view.len().checked_sub(1))?;
    let page =
        (cursor.scroll.height.get_untracked() / cursor.scroll.row.get_untracked()).max(2.0) as usize - 1;
    let far = event.ctrl_key() || event.meta_key();
    let to_row =
        |index: usize| -> Option<Box<dyn Fn()>> { Some(Box::new(move || cursor.focus_row(index, column))) };
    let to_column = |forward: bool, from: usize| -> Option<Box<dyn Fn()>> {
        Some(Box::new(move || {
            let row = cursor
                .control(id, column)
                .and_then(|control| control.closest("[data-id]").ok().flatten());
            let steps: Box<dyn Iterator<Item = usize>> = if forward {
                Box::new(from..=TRASH)
            } else {
                Box::new((0..=from).rev())
            };
            let mut steps = steps;
            if let Some(control) = row.and_then(|row| steps.find_map(|column| find(&row, column))) {
                let _ = control.focus();
            }
        }))
    };
    match event.key().as_str() {
        "ArrowDown" => to_row((index + 1).min(last)),
        "ArrowUp" => to_row(index.saturating_sub(1)),
        "PageDown" => to_row((index + page).min(last)),
        "PageUp" => to_row(index.saturating_sub(page)),
        "Home" if far => to_row(0),
        "End" if far => to_row(last),
        "ArrowRight" => to_column(true, column + 1),
        "ArrowLeft" => column.checked_sub(1).and_then(|from| to_column(false, from)),
        "Home" => to_column(true, 0),
        "End" => to_column(false, TRASH),
        _ => None,
    }
}
