//! The keyboard map: every key of the page, and the switch for those of a single character (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use view_macro::view;

use crate::tokens::{Subject, docs_link};
use crate::ui::button::{button, icon_button};
use crate::ui::context::expect_context;
use crate::ui::dialog::Dialog;
use crate::ui::icon::Icon;
use crate::ui::keys::CharacterKeys;
use crate::ui::live::live;
use crate::ui::state::State;
use crate::ui::switch::switch;
use crate::ui::timer::on_window;

/// What a key does. Keys that do the same, or the two directions of one thing, are separated by spaces.
type Entry = (&'static str, &'static str);

/// Where keys work, and what they do there. The first part has those of a single character.
const MAP: [(&str, &[Entry]); 6] = [
    (
        "Anywhere",
        &[("/", "Search the list"), ("?", "Show this keyboard map")],
    ),
    (
        "In the list",
        &[
            ("↑ ↓", "Row above, row below"),
            ("← →", "Previous, next control of the row"),
            ("Home End", "First, last control of the row"),
            ("PageUp PageDown", "A window's height up, down"),
            ("Ctrl+Home Ctrl+End", "First, last row"),
            ("Enter", "Open the summary; press a button"),
            ("Space", "Turn a switch; tick a box; press a button"),
            ("F2", "Edit the description"),
            ("Shift+Space", "Select the row, or no longer"),
            ("Shift+↑ Shift+↓", "Select the rows on the way"),
            ("Ctrl+A", "Select all rows that match"),
        ],
    ),
    (
        "In the search box",
        &[
            ("↑ ↓", "Previous, next suggestion"),
            ("Enter", "Take the suggestion"),
            ("Esc", "Close the suggestions; clear the box"),
        ],
    ),
    (
        "In a description",
        &[("Enter Tab", "Save"), ("Esc", "Take back what was typed")],
    ),
    (
        "In a menu",
        &[
            ("↑ ↓ Home End", "Move; a letter moves to what begins with it"),
            ("Enter Space", "Choose"),
            ("Esc", "Close it"),
        ],
    ),
    ("In a dialog", &[("Esc", "Close it")]),
];

/// The button "Keyboard shortcuts", and the dialog that it and `?` open.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let keys = expect_context::<CharacterKeys>();
    let open = State::new(false);
    keys.listen("?", move || open.set(true));
    on_window(ev::storage, move |_| keys.read_again());
    view! {
        {button("button ghost small", "Keyboard shortcuts", move || open.set(true))}
        {live(move || open.get().then(|| view! { <Map close=Callback::new(move |()| open.set(false)) /> }))}
    }
}

#[component]
fn Map(close: Callback<()>) -> impl IntoView {
    let keys = expect_context::<CharacterKeys>();
    view! {
        <Dialog label="Keyboard shortcuts" role="dialog" class="dialog shortcuts" close>
            <div class="shortcuts-head">
                <h2>"Keyboard shortcuts"</h2>
                {icon_button(Icon::Cross, "", None, None, "Close", move |_| close.run(()))}
            </div>
            <div class="shortcuts-body">
                <div class="state">
                    {switch("Single-character shortcuts", move || keys.on(), None, move || keys.turn(!untrack(|| keys.on())))}
                    <p>
                        "Single-character shortcuts"
                        <small>"Switch them off if keys are pressed by mistake, as by dictation"</small>
                    </p>
                </div>
                {MAP
                    .iter()
                    .enumerate()
                    .map(|(at, (place, entries))| part(place, entries, (at == 0).then_some(keys)))
                    .collect_view()}
                <p class="note">"On a Mac, Command works in place of Ctrl."</p>
                {docs_link(Subject::Tokens)}
            </div>
        </Dialog>
    }
}

fn part(place: &'static str, entries: &'static [Entry], switched: Option<CharacterKeys>) -> AnyView {
    let off = move || switched.is_some_and(|keys| !keys.on());
    let entry = |(keys, effect): &'static Entry| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> " " });
        view! { <dt>{keys.collect_view()}</dt> <dd>{*effect}</dd> }
    };
    view! {
        <section class:off=off>
            <h3>{place} {live(move || off().then(|| view! { " " <span class="tag">"Switched off"</span> }))}</h3>
            <dl>{entries.iter().map(entry).collect_view()}</dl>
        </section>
    }
    .into_any()
}
