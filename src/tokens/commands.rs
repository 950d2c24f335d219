//! "Show as command": what an action does, as a command to paste into a shell.

use influx_api::NewAuthorization;
use leptos::prelude::*;
use tokens::command::{Command, Owner, Snippet, create};
use view_macro::view;

use crate::session::{Session, Who};
use crate::shell::Notifications;
use crate::ui::button::{button, toggle_button};
use crate::ui::context::expect_context;
use crate::ui::live::{Derived, live, memo};
use crate::ui::state::{State, Stored};

/// An action by its verb, such as "Delete", and the commands that do the same.
pub type Action = (Derived<&'static str>, Derived<Command>);

/// The server's address, as commands name it.
#[must_use]
pub fn server() -> String {
    document().base_uri().ok().flatten().unwrap_or_default()
}

/// Making a token for the person who is signed in, as a command.
#[must_use]
pub fn creation(session: Session, new: &NewAuthorization) -> Command {
    session.who.with(|who| {
        let owner = match who {
            Who::User(user) => Some(Owner {
                id: user.id,
                name: &user.name,
            }),
            _ => None,
        };
        create(&server(), new, owner)
    })
}

/// The button "Show as command" of one action; its commands appear below it.
pub fn show_as_command(verb: &'static str, command: Derived<Command>) -> AnyView {
    show_as_commands(vec![(verb.into(), command)])
}

/// The same for several actions, of which one at a time is shown.
pub fn show_as_commands(actions: Vec<Action>) -> AnyView {
    disclosure("Show as command", Box::new(move || panel(actions.clone())))
}

/// The button "Show how to use it" of a new token of the organization with this name, and of one bucket if it is for one.
pub fn show_how_to_use(org: &str, bucket: Option<&str>) -> AnyView {
    let all = tokens::command::snippets(&server(), org, bucket);
    disclosure("Show how to use it", Box::new(move || snippets(all.clone())))
}

/// A button that shows and hides something below it.
fn disclosure(word: &'static str, content: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let open = State::new(false);
    view! {
        <div class="as-command">
            <button
                type="button"
                class="button ghost small"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {word}
            </button>
            {live(move || open.get().then(&content))}
        </div>
    }
    .into_any()
}

/// The commands of one action, in full view.
pub fn command_panel(verb: &'static str, command: Derived<Command>) -> AnyView {
    panel(vec![(verb.into(), command)])
}

fn panel(actions: Vec<Action>) -> AnyView {
    let at = State::new(0_usize);
    // The client the person chose; until then the `influx` CLI, unless it cannot do this.
    let chosen = State::new(None::<bool>);
    let verbs = actions.clone();
    let shown = memo(move || {
        let action = actions.get(at.get()).or_else(|| actions.first());
        action.map(|(_, command)| command.get())
    });
    let with_curl = memo(move || {
        let influx = shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.influx.is_some()));
        chosen.get().unwrap_or(!influx)
    });
    let text = memo(move || {
        shown.with(|shown| match shown {
            Some(shown) if with_curl.get() => Some(shown.curl.clone()),
            Some(shown) => shown.influx.clone(),
            None => None,
        })
    });
    let note = memo(move || {
        shown.with(|shown| {
            let shown = shown.as_ref()?;
            shown.note.filter(|_| !with_curl.get() || shown.influx.is_none())
        })
    });
    let hint = memo(move || {
        text.with(|text| match text {
            Some(text) if text.contains("$INFLUX_TOKEN") => {
                "For sh, bash and zsh; the variable INFLUX_TOKEN holds the API token to act with"
            }
            _ => "For sh, bash and zsh",
        })
    });
    let can = memo(move || text.with(Option::is_some));
    let client = move |curl: bool, word| {
        let pressed = memo(move || with_curl.get() == curl);
        toggle_button(word, pressed, move || chosen.set(Some(curl)))
    };
    view! {
        <section class="command" aria-label="The same as a command">
            {heading(&verbs, at)}
            <div class="segments" role="group" aria-label="Command-line client">
                {client(false, "influx CLI")} {client(true, "curl")}
            </div>
            {live(move || can.get().then(|| code(text, hint, "Copy command")))}
            {live(move || note.get().map(|note| view! { <p class="note">{note}</p> }))}
        </section>
    }
    .into_any()
}

/// What the commands do; a choice, if there are several.
fn heading(actions: &[Action], at: State<usize>) -> AnyView {
    if let [(verb, _)] = *actions {
        return view! { <p>{live(move || [verb.get(), " with a command"].concat())}</p> }.into_any();
    }
    let verbs: Vec<Derived<&'static str>> = actions.iter().map(|(verb, _)| *verb).collect();
    choice("Action", &verbs, at)
}

/// Texts of which one at a time is shown.
fn snippets(all: Vec<Snippet>) -> AnyView {
    let at = State::new(0_usize);
    let labels: Vec<Derived<&'static str>> = all.iter().map(|snippet| snippet.label.into()).collect();
    let all = Stored::new(all);
    let shown = memo(move || all.with_value(|all| all.get(at.get()).cloned()));
    let text = memo(move || shown.with(|shown| shown.as_ref().map(|shown| shown.text.clone())));
    let hint = memo(move || shown.with(|shown| shown.as_ref().map_or("", |shown| shown.hint)));
    view! {
        <section class="command" aria-label="How to use it">
            {choice("Use", &labels, at)} {code(text, hint, "Copy")}
        </section>
    }
    .into_any()
}

/// Buttons of which one is pressed.
fn choice(name: &'static str, words: &[Derived<&'static str>], at: State<usize>) -> AnyView {
    let buttons = words.iter().copied().enumerate().map(|(place, word)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (at.get() == place).to_string()
                on:click=move |_| at.set(place)
            >
                {live(move || word.get())}
            </button>
        }
    });
    view! { <div class="segments" role="group" aria-label=name>{buttons.collect_view()}</div> }.into_any()
}

/// A text to paste, where it goes, and the button that copies it.
fn code(text: Derived<Option<String>>, hint: Derived<&'static str>, word: &'static str) -> AnyView {
    let notes = expect_context::<Notifications>();
    let copy = move || {
        let text = text.get_untracked().unwrap_or_default();
        notes.copy(
            text,
            "Copied to the clipboard".into(),
            "The text could not be copied".into(),
        );
    };
    view! {
        <pre tabindex="0">{live(move || text.get())}</pre>
        <div class="buttons">
            <small>{live(move || hint.get())}</small>
            {button("button small", word, copy)}
        </div>
    }
    .into_any()
}
