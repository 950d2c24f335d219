//! The list as a grid: only the rows in view exist.

use influx_api::Id;
use leptos::ev::{self, FocusEvent, KeyboardEvent};
use leptos::prelude::*;
use tokens::window::{elements, visible};
use view_macro::view;

use super::bulk::Selection;
use super::cursor::{Cursor, DESCRIPTION, Scroll, place_of};
use super::drafts::{Drafts, Place};
use super::row::Rows;
use super::store::Tokens;
use crate::ui::context::expect_context;
use crate::ui::element::keyed;
use crate::ui::focus;
use crate::ui::length::px;
use crate::ui::live::{effect, follow};
use crate::ui::pressed;
use crate::ui::timer::{before_paint, on_window};

/// Rows kept ready above and below those in view.
const OVERSCAN: usize = 2;

/// A row to show.
#[derive(PartialEq)]
struct Slot {
    /// The number of the element that shows it.
    element: u64,
    /// Its place in the order.
    at: usize,
    id: Id,
}

/// The grid "API tokens".
#[component]
pub fn Grid() -> impl IntoView {
    let (tokens, drafts) = (expect_context::<Tokens>(), expect_context::<Drafts>());
    let (cursor, selection) = (expect_context::<Cursor>(), expect_context::<Selection>());
    let Scroll { top, height, row } = cursor.scroll;
    let view = tokens.view;

    // The rows to render: those in view, the one with the focus, and those with an open text box.
    let slots = follow(Box::new(move |before: Option<&Vec<Slot>>| {
        view.with(|view| {
            // What stands above the list takes its part of the window.
            let (top, height) = (top.get(), height.get() + top.get().min(0.0));
            let range = visible(top, height, row.get(), view.len(), OVERSCAN);
            let before: Vec<(u64, Id)> = before
                .into_iter()
                .flatten()
                .map(|slot| (slot.element, slot.id))
                .collect();
            let mut rows: Vec<(usize, Id)> = range.filter_map(|at| Some((at, *view.get(at)?))).collect();
            let mut at_work = drafts.in_rows();
            at_work.extend(cursor.at.get().map(|(id, _)| id));
            for id in &at_work {
                if rows.iter().all(|(_, other)| other != id)
                    && let Some(at) = view.iter().position(|other| other == id)
                {
                    let place = rows.partition_point(|(other, _)| *other < at);
                    rows.insert(place, (at, *id));
                }
            }
            let ids: Vec<Id> = rows.iter().map(|(_, id)| *id).collect();
            at_work.extend(cursor.pressed());
            let elements = elements(&before, &ids, &|id| at_work.contains(id));
            let slot = |((at, id), element)| Slot { element, at, id };
            rows.into_iter().zip(elements).map(slot).collect()
        })
    }));

    on_window(ev::scroll, move |_| cursor.measure());
    on_window(ev::resize, move |_| cursor.measure());
    effect(move || {
        slots.track();
        cursor.at.track();
        // A box that closes brings other controls.
        let _ = drafts.in_rows();
        before_paint(move || {
            cursor.measure();
            cursor.place_tab_stop();
        });
    });

    let focus_in = move |event: FocusEvent| {
        if let Some((id, column)) = place_of(event.target()) {
            cursor.take(id, column);
            // Now, not when it is rendered: the next key may be Tab.
            cursor.place_tab_stop();
        }
    };
    // A focused row that moves or goes loses the focus to nothing; the person has not gone anywhere, though.
    let focus_out = move |event: FocusEvent| {
        let moved_by_person = event.related_target().is_some() || pressed::now();
        if moved_by_person || place_of(event.target()).is_none() {
            return;
        }
        // Before the next key, but after the row is in its new place.
        queue_microtask(move || {
            if focus::is_lost() && document().has_focus().unwrap_or(false) {
                cursor.focus_again();
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        // Where the focus is going, if a key before this one has moved it and it is not there yet.
        let Some((id, column)) = cursor.at.get_untracked().or_else(|| place_of(event.target())) else {
            return;
        };
        match event.key().as_str() {
            _ if cursor.follow(&event, id, column) => {
                if let Some((to, _)) = cursor
                    .at
                    .get_untracked()
                    .filter(|(to, _)| *to != id && event.shift_key())
                {
                    selection.extend(id, to);
                }
            }
            "F2" => match tokens.peek(id) {
                Some(token) if drafts.peek(id).is_none() => drafts.open(&token, Place::Row),
                _ => cursor.focus(id, DESCRIPTION),
            },
            " " if event.shift_key() => selection.turn(id, false),
            "a" if event.ctrl_key() || event.meta_key() => selection.set_shown(true),
            _ => return,
        }
        event.prevent_default();
    };

    let rows = Rows::new(row);
    let numbers = move || slots.with(|slots| slots.iter().map(|slot| slot.element).collect());
    let make = move |element| {
        rows.row(move || {
            slots.with(|slots| {
                let slot = slots.iter().find(|slot| slot.element == element)?;
                Some((slot.at, slot.id))
            })
        })
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
            {keyed(numbers, make)}
        </div>
    }
}
