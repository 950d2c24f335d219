//! The question before many tokens are changed: how many, which of them are dangerous, and for a deletion that would
//! hurt their number typed first.

use influx_api::{AccessKind, Id};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use tokens::Token;
use tokens::bulk::Plan;
use tokens::text::clip;
use view_macro::view;

use super::run::{Action, so_many};
use super::selection::Selection;
use crate::session::Session;
use crate::shell::Notifications;
use crate::tokens::delete::may_be_in_use;
use crate::tokens::docs::{Subject, docs_link};
use crate::tokens::row::name_of;
use crate::tokens::store::Tokens;
use crate::ui::button::{first_button, text_field};
use crate::ui::context::{expect_context, provide_context};
use crate::ui::dialog::Dialog;
use crate::ui::live::live;
use crate::ui::state::{State, Stored};
use crate::ui::timer::after_render;

/// So many tokens of a kind are named.
const NAMED: usize = 5;
/// Deleting more needs their number typed.
const FREELY: usize = 10;

/// A change to many tokens that is asked about. A context of the page.
#[derive(Clone, Copy)]
pub struct Question(State<Option<Asked>>);

/// What is asked, as it was when the question came up: a list read meanwhile must not change what is confirmed.
#[derive(Clone)]
struct Asked {
    action: Action,
    plan: Plan,
    /// How many of them the filter does not show.
    hidden: usize,
    kinds: Vec<Kind>,
    /// Whether their number has to be typed.
    typed: bool,
}

/// Some of the tokens, and what they have in common.
#[derive(Clone)]
struct Kind {
    title: String,
    names: Vec<String>,
    more: usize,
}

impl Question {
    /// Puts it into context.
    pub fn provide() {
        provide_context(Self(State::new(None)));
    }

    /// Does something to the selected tokens that need it, after asking where that may hurt.
    pub fn ask(
        self,
        action: Action,
        selection: Selection,
        tokens: Tokens,
        session: Session,
        notes: Notifications,
    ) {
        let selected = selection.existing();
        let plan = tokens.plan(&selected, &action.change());
        if plan.ids.is_empty() {
            let are = if plan.already == 1 { " is" } else { " are" };
            return notes.success(&[&so_many(plan.already), are, action.already()].concat());
        }
        let found: Vec<Token> = plan.ids.iter().filter_map(|id| tokens.peek(*id)).collect();
        let in_use = |token: &Token| may_be_in_use(token, session);
        let operator = |token: &Token| token.access == AccessKind::Operator;
        let all_access = |token: &Token| token.access == AccessKind::AllAccess;
        let kinds = [
            kind(
                &found,
                &in_use,
                "1 token that",
                "tokens, one of which",
                " this page may be signed in with:",
            ),
            kind(
                &found,
                &operator,
                "1 operator token",
                "operator tokens",
                ", allowed everything in every organization:",
            ),
            kind(
                &found,
                &all_access,
                "1 all-access token",
                "all-access tokens",
                ", allowed everything in this organization:",
            ),
        ];
        let [in_use, operator, _] = &kinds;
        let grave = in_use.is_some() || operator.is_some();
        if action == Action::Activate && operator.is_none() {
            return tokens.start_run(action, plan);
        }
        let planned = |id: &&Id| plan.ids.binary_search(id).is_ok();
        let shown = tokens
            .view
            .with_untracked(|view| view.iter().filter(planned).count());
        self.0.set(Some(Asked {
            action,
            hidden: plan.ids.len().saturating_sub(shown),
            typed: action == Action::Delete && (grave || plan.ids.len() > FREELY),
            kinds: kinds.into_iter().flatten().collect(),
            plan,
        }));
    }
}

/// Those of the tokens that are of a kind, if any is, and what to call them.
fn kind(tokens: &[Token], is: &dyn Fn(&Token) -> bool, one: &str, many: &str, which: &str) -> Option<Kind> {
    let mut names: Vec<String> = tokens
        .iter()
        .filter(|token| is(token))
        .map(|token| clip(&name_of(token), 60).into_owned())
        .collect();
    let count = names.len();
    names.truncate(NAMED);
    let title = if count == 1 {
        [one, which].concat()
    } else {
        [&count.to_string(), " ", many, which].concat()
    };
    (count > 0).then(|| Kind {
        title,
        more: count - names.len(),
        names,
    })
}

/// The question, while it is asked.
#[component]
pub fn BulkQuestion() -> impl IntoView {
    let asked = expect_context::<Question>().0;
    live(move || asked.get().map(|asked| view! { <Ask asked /> }))
}

#[component]
fn Ask(asked: Asked) -> impl IntoView {
    let question = expect_context::<Question>().0;
    let tokens = expect_context::<Tokens>();
    let Asked {
        action,
        plan,
        hidden,
        kinds,
        typed: asks_number,
    } = asked;
    let count = plan.ids.len();
    let all = so_many(count);
    let sentence = [action.verb(), " ", &all].concat();
    let (they, one) = (if count == 1 { "it" } else { "them" }, count == 1);
    let effect = match action {
        Action::Delete => ["? Everything that uses ", they, " loses access at once."].concat(),
        Action::Deactivate => [
            "? Everything that uses ",
            they,
            " loses access until you activate ",
            they,
            " again.",
        ]
        .concat(),
        Action::Activate => ["? The server accepts ", they, " from then on."].concat(),
    };
    let mut notes = Vec::new();
    if plan.already > 0 {
        let selected = (plan.already + count).to_string();
        let are = if plan.already == 1 { " is" } else { " are" };
        notes.push(
            [
                &plan.already.to_string(),
                " of ",
                &selected,
                are,
                action.already(),
                ".",
            ]
            .concat(),
        );
    }
    if hidden > 0 {
        let them = if one { "It is" } else { "Of these, the filter" };
        notes.push(if one {
            [them, " not shown by the filter."].concat()
        } else {
            [them, " does not show ", &hidden.to_string(), "."].concat()
        });
    }
    let number = Stored::new(count.to_string());
    let typed = State::new(String::new());
    let ready =
        move || !asks_number || number.with_value(|number| typed.with(|typed| typed.trim() == number));
    let close = Callback::new(move |()| question.set(None));
    let confirm = move |event: SubmitEvent| {
        event.prevent_default();
        if !untrack(ready) {
            return;
        }
        close.run(());
        let plan = plan.clone();
        // When this dialog has given the focus back, so that the next one does, too.
        after_render(move || after_render(move || tokens.start_run(action, plan)));
    };
    let label = number.with_value(|number| ["Type ", number, " to confirm"].concat());
    let class = if action == Action::Activate {
        "button primary small"
    } else {
        "button danger small"
    };
    view! {
        <Dialog label=sentence.clone() role="alertdialog" described_by="bulk-question" class="dialog small" close>
            <form class="bulk-form" on:submit=confirm>
                <div id="bulk-question" class="bulk-question">
                    <p><strong>{sentence}</strong> {effect}</p>
                    {notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                    {kinds.into_iter().map(named).collect_view()}
                </div>
                {docs_link(if action == Action::Delete { Subject::Delete } else { Subject::Tokens })}
                {asks_number.then(|| text_field(label.into(), "off", typed, false))}
                <div class="buttons">
                    {first_button("button small", "Cancel", move || close.run(()))}
                    <button type="submit" class=class disabled=move || !ready()>{action.verb()}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// Tokens of a kind, by name.
fn named(kind: Kind) -> AnyView {
    let more = (kind.more > 0).then(|| ["and ", &kind.more.to_string(), " more"].concat());
    let names = kind
        .names
        .into_iter()
        .map(|name| view! { <li><bdi>{name}</bdi></li> });
    view! {
        <p>{kind.title}</p>
        <ul>
            {names.collect_view()}
            {more.map(|more| view! { <li>{more}</li> })}
        </ul>
    }
}
