//! How far a change to many tokens is, how it ended, and what can be tried again.

use influx_api::Id;
use leptos::html;
use leptos::prelude::*;
use tokens::bulk::Tally;
use view_macro::view;

use super::run::{Run, so_many};
use crate::api::Api;
use crate::tokens::cursor::Cursor;
use crate::tokens::docs::{Subject, docs_link};
use crate::tokens::store::Tokens;
use crate::ui::button::{button, first_button};
use crate::ui::context::expect_context;
use crate::ui::dialog::Dialog;
use crate::ui::focus;
use crate::ui::live::{Derived, effect, follow, live, memo};
use crate::ui::timer::after_render;

/// So many tokens are listed of those that failed, and of those that were not sent.
const LISTED: usize = 500;
/// How often, from begin to end, the progress is announced.
const STEPS: usize = 4;

/// The dialog, while many tokens are changed and until the results have been read. Above every page, because the
/// change goes on when the page behind is left with Back.
#[component]
pub fn BulkProgress() -> impl IntoView {
    let tokens = expect_context::<Tokens>();
    let open = memo(move || tokens.run.with(Option::is_some));
    live(move || open.get().then(|| view! { <Progress /> }))
}

#[component]
fn Progress() -> impl IntoView {
    let (tokens, cursor) = (expect_context::<Tokens>(), expect_context::<Cursor>());
    let over = memo(move || tokens.run.with(|run| run.as_ref().is_none_or(|run| run.over)));
    let tally = memo(move || {
        tokens
            .run
            .with(|run| run.as_ref().map(|run| run.bulk.tally()).unwrap_or_default())
    });
    let title = tokens.run.with_untracked(|run| {
        run.as_ref()
            .map(|run| [run.action.verb(), " ", &so_many(run.bulk.tally().total)].concat())
    });
    let title = title.unwrap_or_default();
    // Escape means Cancel first, then Close.
    let close = Callback::new(move |()| {
        if tokens.is_running() {
            tokens.stop_run();
        } else {
            tokens.close_run();
        }
    });
    let dialog = view! {
        <Dialog label=title.clone() role="dialog" class="dialog small bulk" stays=true close>
            <h2>{title}</h2>
            {live(move || if over.get() { results(tokens, tally) } else { under_way(tokens, tally) })}
        </Dialog>
    };
    // After the dialog's own, which gives the focus back to the button that began this, if that is still there.
    on_cleanup(move || {
        focus::give_back(move || {
            if focus::is_lost() {
                cursor.focus_again();
                after_render(|| after_render(focus::to_start));
            }
        });
    });
    dialog
}

fn under_way(tokens: Tokens, tally: Derived<Tally>) -> AnyView {
    let ended = move || tally.with(|tally| tally.total - tally.open - tally.unsent);
    let total = move || tally.with(|tally| tally.total);
    let text = move |ended: usize| [&ended.to_string(), " of ", &total().to_string()].concat();
    let stopped = memo(move || tokens.run.with(|run| run.as_ref().is_some_and(|run| run.stopped)));
    // Now and then: every number would drown everything else.
    let step = follow(Box::new(move |before: Option<&usize>| {
        let (ended, before) = (ended(), before.copied().unwrap_or(0));
        if ended * STEPS / total().max(1) > before * STEPS / total().max(1) {
            ended
        } else {
            before
        }
    }));
    let note = move || {
        if stopped.get() {
            "Nothing more is sent. What has been sent cannot be called back."
        } else {
            "Cancel stops what has not been sent."
        }
    };
    view! {
        <progress
            aria-label="Progress"
            max=move || total().to_string()
            value=move || ended().to_string()
        ></progress>
        <p class="bulk-progress"><span>{live(move || text(ended()))}</span></p>
        <p class="off-screen" aria-live="polite">{live(move || (step.get() > 0).then(|| [&text(step.get()), " are done"].concat()))}</p>
        <p class="note" aria-live="polite">{live(note)}</p>
        <div class="buttons">{first_button("button small", "Cancel", move || tokens.stop_run())}</div>
    }
    .into_any()
}

fn results(tokens: Tokens, tally: Derived<Tally>) -> AnyView {
    let api = expect_context::<Api>();
    let tally = tally.get_untracked();
    let node = NodeRef::<html::P>::new();
    // The button that had the focus is gone. While the person signs in again, the dialog for that has it.
    effect(move || {
        if let Some(node) = node.get().filter(|_| !api.is_rejected()) {
            after_render(move || {
                // An element that has just left the page need not be focused.
                let _ = node.focus();
            });
        }
    });
    let left = |failed: bool| {
        let left = |run: &Option<Run>| Some((run.as_ref()?.org, run.as_ref()?.left(failed)));
        let (org, left) = tokens.run.with_untracked(left)?;
        let more = left.len().saturating_sub(LISTED);
        let items = left.into_iter().take(LISTED);
        let items = items
            .map(|(id, reason)| (name(tokens, org, id), reason))
            .collect();
        Some(listed(if failed { "Failed" } else { "Not sent" }, items, more))
    };
    let retry = number("Retry the ", tally.failed, " that failed");
    let resume = number("Send the ", tally.unsent, " that were not sent");
    view! {
        <p node_ref=node tabindex="-1" class="bulk-results">{sentence(tally)}</p>
        {(tally.failed > 0).then(|| left(true))}
        {(tally.unsent > 0).then(|| left(false))}
        {docs_link(Subject::Tokens)}
        <div class="buttons">
            {(tally.unsent > 0).then(|| button("button small", resume, move || tokens.resume_run()))}
            {(tally.failed > 0).then(|| button("button small", retry, move || tokens.retry_run()))}
            {button("button small", "Close", move || tokens.close_run())}
        </div>
    }
    .into_any()
}

/// How it ended, in one sentence.
fn sentence(tally: Tally) -> String {
    let parts = [
        (tally.done, " done, "),
        (tally.failed, " failed, "),
        (tally.unsent, " not sent"),
    ];
    let mut text: String = parts
        .iter()
        .map(|(count, what)| number("", *count, what))
        .collect();
    if tally.gone > 0 {
        text.push_str(&number(" (", tally.gone, " of those done were gone already)"));
    }
    text
}

fn number(before: &str, count: usize, after: &str) -> String {
    [before, &count.to_string(), after].concat()
}

/// What a token is called, or its id where it is not in the list any more.
fn name(tokens: Tokens, org: Id, id: Id) -> String {
    let name = tokens.name(org, id);
    if name.is_empty() { id.to_string() } else { name }
}

/// Tokens by name, with the reason where there is one.
fn listed(title: &'static str, items: Vec<(String, String)>, more: usize) -> AnyView {
    let items = items.into_iter().map(|(name, reason)| {
        view! {
            <li>
                <strong><bdi>{name}</bdi></strong>
                {(!reason.is_empty()).then(|| view! { ": " <bdi>{reason}</bdi> })}
            </li>
        }
    });
    view! {
        <h3>{title}</h3>
        <ul class="bulk-list" tabindex="0" aria-label=title>
            {items.collect_view()}
            {(more > 0).then(|| view! { <li>{number("and ", more, " more")}</li> })}
        </ul>
    }
    .into_any()
}
