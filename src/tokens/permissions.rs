//! What a token may do, as a table that can be filtered.

use std::collections::{BTreeMap, BTreeSet};

use influx_api::{Id, Permission, ResourceType, request};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tokens::text::visible_text;
use tokens::{PermissionRow, Token, filter_rows, permission_rows};
use view_macro::view;

use crate::api::{Api, ApiError};
use crate::ui::context::expect_context;
use crate::ui::element::Element;
use crate::ui::icon::{Icon, icon};
use crate::ui::live::{Derived, effect, live, memo};
use crate::ui::state::{State, Stored};

/// Names of telegraf configurations, which the server does not tell with the permissions; `None` for one that
/// no longer exists.
type Names = State<BTreeMap<Id, Option<String>>>;

/// So many rows are there at once: a browser takes long to lay out more, and nobody reads them.
const SHOWN: usize = 1_000;
/// So many configurations are asked for one by one.
const ASKED: usize = 50;

/// The filter and the table "Resources / Read / Write".
#[component]
pub fn Permissions(
    /// The token.
    token: Derived<Option<Token>>,
) -> impl IntoView {
    let api = expect_context::<Api>();
    let names: Names = State::new(BTreeMap::new());
    let asked = Stored::new(BTreeSet::new());
    let filter = State::new(String::new());
    effect(move || {
        token.with(|token| {
            if let Some(token) = token {
                find_names(api, names, token.org_id, unasked(asked, &token.permissions));
            }
        });
    });
    let rows = memo(move || {
        token.with(|token| {
            let permissions = token
                .as_ref()
                .map(|token| &token.permissions[..])
                .unwrap_or_default();
            names.with(|names| permission_rows(permissions, |id| names.get(&id).cloned()))
        })
    });
    let body = move || {
        rows.with(|rows| {
            let shown = filter.with(|filter| filter_rows(rows, filter));
            if shown.is_empty() {
                return view! { <tr><td colspan="3">"No Resources match your search term"</td></tr> }
                    .into_any();
            }
            let more = shown.len().saturating_sub(SHOWN);
            let mut lines: Vec<Element> = shown
                .into_iter()
                .take(SHOWN)
                .filter_map(|at| rows.get(at))
                .map(row)
                .collect();
            if more > 0 {
                let rest = [&more.to_string(), " more: filter them to see others"].concat();
                lines.push(view! { <tr><td colspan="3">{rest}</td></tr> });
            }
            lines.into_any()
        })
    };
    view! {
        <div class="permissions">
            <input
                type="search"
                aria-label="Filter Access Permissions"
                placeholder="Filter Access Permissions..."
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| filter.set(event_target_value(&event))
            />
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Resources"</th>
                        <th scope="col">"Read"</th>
                        <th scope="col">"Write"</th>
                    </tr>
                </thead>
                <tbody>{live(body)}</tbody>
            </table>
        </div>
    }
}

fn row(row: &PermissionRow) -> Element {
    let name = row.name.as_ref().map(|name| visible_text(name).into_owned());
    let name = name.or_else(|| row.id.map(|id| id.to_string()));
    let what = row.resource.clone();
    let deleted = row
        .deleted
        .then(|| view! { <span class="tag">"Resource deleted"</span> });
    let other = (!row.other.is_empty()).then(|| view! { <span class="tag">{row.other.join(", ")}</span> });
    view! {
        <tr>
            <td>{what} {name.map(|name| view! { " " <code><bdi>{name}</bdi></code> })} {deleted} {other}</td>
            <td>{mark(row.read)}</td>
            <td>{mark(row.write)}</td>
        </tr>
    }
}

fn mark(yes: bool) -> AnyView {
    if yes {
        view! { {icon(Icon::Check)} <span class="off-screen">"Yes"</span> }.into_any()
    } else {
        view! { <span class="off-screen">"No"</span> }.into_any()
    }
}

/// The telegraf configurations among the permissions whose names have not been asked for yet.
fn unasked(asked: Stored<BTreeSet<Id>>, permissions: &[Permission]) -> Vec<Id> {
    let ids = permissions
        .iter()
        .filter(|permission| permission.resource.kind == ResourceType::Telegrafs)
        .filter_map(|permission| permission.resource.id);
    let mut new = Vec::new();
    asked.update_value(|asked| new.extend(ids.filter(|id| asked.insert(*id))));
    new
}

/// Asks for the names of telegraf configurations: all at once, and those that the list does not have one by one,
/// since only then the server tells "gone" from "not permitted".
fn find_names(api: Api, names: Names, org: Id, wanted: Vec<Id>) {
    if wanted.is_empty() {
        return;
    }
    spawn_local(async move {
        let Ok(list) = api.fetch(request::telegrafs(org)).await else {
            return;
        };
        let found: BTreeMap<Id, String> = list
            .configurations
            .into_iter()
            .map(|it| (it.id, it.name))
            .collect();
        let mut told = BTreeMap::new();
        let mut left = ASKED;
        for id in wanted {
            let name = match found.get(&id) {
                Some(name) => Some(name.clone()),
                None if left == 0 => continue,
                None => {
                    left -= 1;
                    match api.fetch(request::telegraf(id)).await {
                        Ok(telegraf) => Some(telegraf.name),
                        Err(ApiError::Gone(_)) => None,
                        // The id is shown in its place.
                        Err(_) => continue,
                    }
                }
            };
            told.insert(id, name);
        }
        names.try_update(|names| names.append(&mut told));
    });
}
