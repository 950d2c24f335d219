//! Exporting tokens as a file.

use std::collections::BTreeSet;

use influx_api::Id;
use leptos::prelude::*;
use tokens::export::{Format, file_name};
use view_macro::view;

use super::bulk::Selection;
use super::commands::{command_panel, server};
use super::docs::{Subject, docs_link};
use super::store::{Load, Tokens};
use crate::routes::Nav;
use crate::session::Session;
use crate::shell::Notifications;
use crate::ui::clock::today;
use crate::ui::context::expect_context;
use crate::ui::dialog::{Dialog, header};
use crate::ui::download::save;
use crate::ui::live::{Derived, live};
use crate::ui::menu::{Choice, ChoiceMenu};
use crate::ui::state::State;

/// What exporting needs of the page.
#[derive(Clone, Copy)]
pub struct Exporter {
    tokens: Tokens,
    nav: Nav,
    session: Session,
    notes: Notifications,
}

impl Exporter {
    /// From the contexts of the page; call while a component is built.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tokens: expect_context::<Tokens>(),
            nav: expect_context::<Nav>(),
            session: expect_context::<Session>(),
            notes: expect_context::<Notifications>(),
        }
    }

    /// Saves these tokens in this order as a file, and says so.
    pub fn export(self, ids: &[Id], format: Format) {
        let content = self.tokens.written(ids, format);
        let name = file_name(&self.org_name(), &today().text(), format);
        if !save(&name, format.media_type(), &content) {
            self.notes.failure(
                "The API tokens could not be exported",
                "This browser does not let the page save a file.",
            );
            return;
        }
        let what = if ids.len() == 1 {
            " API token exported"
        } else {
            " API tokens exported"
        };
        let rest = if self.tokens.load.get_untracked() == Load::Loaded {
            ""
        } else {
            "; not all have been read yet"
        };
        self.notes.success(&[&ids.len().to_string(), what, rest].concat());
    }

    /// The name of the organization shown, or its id if it may not be known.
    fn org_name(self) -> String {
        let Some(org) = untrack(|| self.nav.org()) else {
            return String::new();
        };
        match self.session.org_name(org) {
            name if name.is_empty() => org.to_string(),
            name => name,
        }
    }
}

const FORMATS: [(&str, Format); 2] = [("CSV", Format::Csv), ("JSON", Format::Json)];

/// A menu "Export" of the formats, and perhaps of one more item.
fn menu(class: &'static str, more: Option<&'static str>, choose: Callback<Option<Format>>) -> AnyView {
    let labels = FORMATS.iter().map(|(label, _)| *label).chain(more);
    let choices: Vec<Choice> = labels
        .map(|label| Choice {
            label: label.into(),
            chosen: false,
        })
        .collect();
    let choose = Callback::new(move |at: usize| choose.run(FORMATS.get(at).map(|(_, format)| *format)));
    view! { <ChoiceMenu label="Export" class choices=Derived::from(choices) actions=true choose /> }
        .into_any()
}

/// The menu "Export" of the list: the tokens shown as a file, and the list as a command.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let exporter = Exporter::new();
    let asked = State::new(None::<Id>);
    let choose = Callback::new(move |format| match format {
        Some(format) => exporter.export(&exporter.tokens.view.get_untracked(), format),
        None => asked.set(untrack(|| exporter.nav.org())),
    });
    view! {
        {menu("button", Some("Show as command"), choose)}
        {live(move || asked.get().map(|org| view! { <AsCommand org close=Callback::new(move |()| asked.set(None)) /> }))}
    }
}

/// The menu "Export" of the selected tokens.
pub fn export_selected(selection: Selection) -> AnyView {
    let exporter = Exporter::new();
    let choose = Callback::new(move |format: Option<Format>| {
        if let Some(format) = format {
            exporter.export(&in_order(exporter.tokens, &selection.existing()), format);
        }
    });
    menu("button small", None, choose)
}

/// Tokens, given by ascending id, in the order shown; those that the filter hides come last.
fn in_order(tokens: Tokens, selected: &[Id]) -> Vec<Id> {
    let is_selected = |id: &&Id| selected.binary_search(id).is_ok();
    let mut ids: Vec<Id> = tokens
        .view
        .with_untracked(|view| view.iter().filter(is_selected).copied().collect());
    let shown: BTreeSet<Id> = ids.iter().copied().collect();
    ids.extend(selected.iter().filter(|id| !shown.contains(id)));
    ids
}

/// Listing the tokens of an organization as a command.
#[component]
fn AsCommand(org: Id, close: Callback<()>) -> impl IntoView {
    let command = Derived::from(tokens::command::list(&server(), org));
    view! {
        <Dialog label="List API tokens with a command" role="dialog" class="dialog form-dialog" close>
            {header("List API tokens with a command", close)}
            <div class="form-body">{command_panel("List API tokens", command)} {docs_link(Subject::View)}</div>
        </Dialog>
    }
}
