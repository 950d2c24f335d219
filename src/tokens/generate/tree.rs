//! The permission tree: what a token is to be granted, ticked row by row.

use influx_api::{Action, Permission, ResourceType};
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use tokens::grant::{Catalog, Grants, Group, Label, Preset, Row, Section, Tick, groups, label, summary};
use tokens::text::visible_text;
use view_macro::view;

use crate::ui::button::button;
use crate::ui::icon::{Icon, icon};
use crate::ui::live::{Derived, effect, live, memo};
use crate::ui::node::there;
use crate::ui::state::{State, Stored};
use crate::ui::timer::after_render;

/// How many rows a part shows; those beyond are found with the filter.
const ROWS: usize = 100;
/// The id of the element with the reason of a refusal.
const REASON: &str = "tree-reason";
/// The id of the element that says what to do in the filter.
const HINT: &str = "tree-hint";

/// What is known and shown, for all parts of the tree.
#[derive(Clone, Copy)]
struct Tree {
    catalog: Derived<Catalog>,
    grants: State<Grants>,
    refused: Derived<Option<(Permission, String)>>,
    filter: State<String>,
    groups: Derived<Vec<Group>>,
    /// The parts that are open, one bit each.
    open: State<u8>,
    /// Those that were open before something was looked for.
    open_before: Stored<u8>,
    hint: State<&'static str>,
    input: NodeRef<html::Input>,
}

/// Filter, presets, the tree with its boxes "Read" and "Write", and what is granted in words.
#[component]
pub fn PermissionTree(
    /// What can be granted.
    catalog: Derived<Catalog>,
    /// What is ticked.
    grants: State<Grants>,
    /// The permission that the server refused, and its reason; shown in its row.
    refused: Derived<Option<(Permission, String)>>,
) -> impl IntoView {
    let filter = State::new(String::new());
    let tree = Tree {
        catalog,
        grants,
        refused,
        filter,
        groups: memo(move || catalog.with(|catalog| filter.with(|filter| groups(catalog, filter, ROWS)))),
        open: State::new(0),
        open_before: Stored::new(0),
        hint: State::new(""),
        input: NodeRef::new(),
    };
    effect(move || {
        if let Some((permission, _)) = refused.get() {
            tree.bring_to_sight(&permission);
        }
    });
    let words = move || {
        let granted = grants.with(Grants::permissions);
        ["Access: ", &catalog.with(|catalog| summary(&granted, catalog))].concat()
    };
    let untick = move || {
        tree.hint.set("");
        grants.update(Grants::clear);
    };
    // Enter in a box would send the form around the tree.
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && event.target() != event.current_target() && !is_button(&event) {
            event.prevent_default();
        }
    };
    view! {
        <div class="tree" role="group" aria-label="Access permissions" on:keydown=key>
            {presets(tree)}
            {filter_box(tree)}
            <table>
                <thead>
                    <tr>
                        <td colspan="3">
                            <div class="tree-summary">
                                <p role="status">{live(words)}</p>
                                {button("button ghost small", "Untick everything", untick)}
                            </div>
                        </td>
                    </tr>
                    <tr>
                        <th scope="col">"Resources"</th>
                        <th scope="col">"Read"</th>
                        <th scope="col">"Write"</th>
                    </tr>
                </thead>
                {part(tree, Section::Buckets)}
                {part(tree, Section::Telegrafs)}
                {part(tree, Section::Other)}
                {kept(tree)}
            </table>
        </div>
    }
}

impl Tree {
    /// Reads one part, if the server has it.
    fn with_group<T>(self, section: Section, read: impl FnOnce(&Group) -> T) -> Option<T> {
        self.groups
            .with(|groups| groups.iter().find(|group| group.section == section).map(read))
    }

    fn set(self, permissions: &[Permission], on: bool) {
        self.grants.update(|grants| grants.set(permissions, on));
    }

    /// Filters; all parts are open while something is looked for, and as before afterwards.
    fn look_for(self, text: String) {
        match (self.filter.with_untracked(String::is_empty), text.is_empty()) {
            (true, false) => {
                self.open_before.set_value(self.open.get_untracked());
                self.open.set(u8::MAX);
            }
            (false, true) => self.open.set(self.open_before.get_value()),
            _ => {}
        }
        self.filter.set(text);
    }

    fn show(self, section: Section) {
        self.open.update(|open| *open |= bit(section));
    }

    /// Why the server refused a permission, for as long as it is ticked.
    fn reason(self, permission: &Permission) -> Option<String> {
        self.refused.with(|refused| {
            let (about, reason) = refused.as_ref()?;
            let asked = about.same_grant(permission)
                && self.grants.with(|grants| grants.tick(permission) != Tick::Off);
            asked.then(|| reason.clone())
        })
    }

    /// Opens and filters what is needed to show the row of a permission.
    fn bring_to_sight(self, permission: &Permission) {
        let is_shown = |groups: &[Group]| {
            let rows = |group: &Group| {
                let mut rows = group.all.iter().chain(&group.rows);
                rows.any(|row| {
                    row.permission(&permission.action)
                        .is_some_and(|one| one.same_grant(permission))
                })
            };
            groups.iter().any(rows)
        };
        if !self.groups.with_untracked(|groups| is_shown(groups)) {
            let id = permission.resource.id.filter(|id| {
                let listed = |catalog: &Catalog| catalog.named(&permission.resource.kind, *id).is_some();
                self.catalog.with_untracked(listed)
            });
            self.look_for(id.map(|id| id.to_string()).unwrap_or_default());
        }
        self.show(section_of(permission));
        after_render(|| {
            if let Some(reason) = document().get_element_by_id(REASON) {
                reason.scroll_into_view_with_bool(false);
            }
        });
    }
}

const fn bit(section: Section) -> u8 {
    1 << section as u8
}

fn section_of(permission: &Permission) -> Section {
    match permission.resource.kind {
        ResourceType::Buckets => Section::Buckets,
        ResourceType::Telegrafs => Section::Telegrafs,
        _ => Section::Other,
    }
}

fn is_button(event: &KeyboardEvent) -> bool {
    event_target::<web_sys::Element>(event).tag_name() == "BUTTON"
}

fn presets(tree: Tree) -> AnyView {
    let press = move |preset: Preset| {
        let asked = tree.catalog.with_untracked(|catalog| {
            tree.filter
                .with_untracked(|filter| preset.permissions(catalog, filter))
        });
        match asked {
            Ok(permissions) => {
                tree.hint.set(preset.advice());
                permissions
                    .iter()
                    .for_each(|permission| tree.show(section_of(permission)));
                tree.set(&permissions, true);
            }
            Err(hint) => {
                tree.hint.set(hint);
                tree.show(Section::Buckets);
                if let Some(input) = there(tree.input) {
                    let _ = input.focus();
                }
            }
        }
    };
    view! {
        <div class="tree-presets" role="group" aria-label="Presets">
            {Preset::ALL.map(|preset| button("button small", preset.label(), move || press(preset))).collect_view()}
        </div>
    }
    .into_any()
}

fn filter_box(tree: Tree) -> AnyView {
    let Tree {
        filter, input, hint, ..
    } = tree;
    view! {
        <label class="search">
            {icon(Icon::Search)}
            <input
                type="search"
                node_ref=input
                aria-label="Filter Access Permissions"
                aria-describedby=HINT
                placeholder="Filter Access Permissions..."
                autocomplete="off"
                spellcheck="false"
                prop:value=move || filter.get()
                on:input=move |event| tree.look_for(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && filter.with_untracked(|filter| !filter.is_empty()) {
                        event.prevent_default();
                        tree.look_for(String::new());
                    }
                }
            />
        </label>
        <p id=HINT class="note" role="status">{live(move || hint.get())}</p>
    }
    .into_any()
}

/// A part with its heading, which opens and closes it.
fn part(tree: Tree, section: Section) -> AnyView {
    let has = memo(move || tree.with_group(section, |_| ()).is_some());
    let open = memo(move || tree.open.get() & bit(section) != 0);
    let found = memo(move || tree.with_group(section, Group::found).unwrap_or_default());
    let any = memo(move || found.get() > 0);
    let each = move |action| any.get().then(|| each_box(tree, section, action));
    let toggle = move |_| tree.open.update(|open| *open ^= bit(section));
    let rows = move || {
        open.get()
            .then(|| tree.with_group(section, |group| rows(tree, group)))
    };
    let part = move || {
        has.get().then(|| {
            view! {
                <tbody>
                    <tr class="tree-part">
                        <th scope="rowgroup">
                            <button type="button" aria-expanded=move || open.get().to_string() on:click=toggle>
                                {icon(Icon::Chevron)} {section.title()} " " <small>{live(move || found.get().to_string())}</small>
                            </button>
                        </th>
                        <td>{live(move || each(Action::Read))}</td>
                        <td>{live(move || each(Action::Write))}</td>
                    </tr>
                    {live(rows)}
                </tbody>
            }
        })
    };
    part.into_any()
}

/// The rows of an open part.
fn rows(tree: Tree, group: &Group) -> AnyView {
    let shown = group.all.iter().chain(&group.rows);
    let views: Vec<AnyView> = shown.map(|row| row_view(tree, row, false)).collect();
    let more = group.found().saturating_sub(group.rows.len());
    let last = if views.is_empty() && tree.filter.with_untracked(|filter| !filter.is_empty()) {
        Some(group.section.no_match().to_owned())
    } else {
        (more > 0).then(|| [&more.to_string(), " more: filter to find them"].concat())
    };
    let last = last.map(|text| view! { <tr><td colspan="3" class="note">{text}</td></tr> });
    view! { {views} {last} }.into_any()
}

/// What the tree does not offer, while there is any.
fn kept(tree: Tree) -> AnyView {
    let group = memo(move || {
        let Tree {
            catalog,
            grants,
            filter,
            ..
        } = tree;
        catalog.with(|catalog| grants.with(|grants| filter.with(|filter| grants.kept(catalog, filter))))
    });
    let part = move || {
        group.with(|group| {
            (!group.rows.is_empty()).then(|| {
                let rows: Vec<AnyView> = group.rows.iter().map(|row| row_view(tree, row, true)).collect();
                view! {
                    <tbody>
                        <tr class="tree-part">
                            <th scope="rowgroup" colspan="3">
                                {group.section.title()}
                                <small>"Not offered above. Granted unless unticked."</small>
                            </th>
                        </tr>
                        {rows}
                    </tbody>
                }
            })
        })
    };
    part.into_any()
}

fn row_view(tree: Tree, row: &Row, kept: bool) -> AnyView {
    let label = tree
        .catalog
        .with_untracked(|catalog| label(&row.resource, catalog));
    let whole = visible_text(&label.text()).into_owned();
    let Label {
        what,
        name,
        scope,
        hint,
        deleted,
    } = label;
    let name = visible_text(&name).into_owned();
    let id = row.resource.id.map(|id| id.to_string());
    let id = id.filter(|id| !name.is_empty() && *id != name);
    // Under its heading a bucket is called by its name alone.
    let by_name = !kept && !name.is_empty();
    let called = if by_name { name.clone() } else { whole };
    let box_for = |action: Action| {
        row.permission(&action)
            .map(|permission| row_box(tree, permission, &called))
    };
    let others: Vec<AnyView> = row
        .actions
        .iter()
        .filter(|action| matches!(action, Action::Other(_)))
        .filter_map(|action| {
            let tick = row_box(tree, row.permission(action)?, &called);
            Some(view! { <span class="tree-other">{tick} {action.as_str().to_owned()}</span> }.into_any())
        })
        .collect();
    let actions: Vec<Permission> = row
        .actions
        .iter()
        .filter_map(|action| row.permission(action))
        .collect();
    let reason = move || {
        let reason = actions.iter().find_map(|permission| tree.reason(permission))?;
        Some(view! { <small id=REASON class="failure"><bdi>{reason}</bdi></small> })
    };
    view! {
        <tr>
            <th scope="row">
                {(!by_name).then_some(what)} " " {(!name.is_empty()).then(|| view! { <bdi>{name}</bdi> })} " "
                {id.map(|id| view! { <code>{id}</code> })}
                {deleted.then(|| view! { <span class="tag">"Resource deleted"</span> })}
                {(!scope.is_empty()).then(|| view! { <small>{scope}</small> })}
                {(!hint.is_empty()).then(|| view! { <small>{hint}</small> })}
                {others}
                {live(reason)}
            </th>
            <td>{box_for(Action::Read)}</td>
            <td>{box_for(Action::Write)}</td>
        </tr>
    }
    .into_any()
}

fn row_box(tree: Tree, permission: Permission, called: &str) -> AnyView {
    let name = [word(&permission.action), ": ", called].concat();
    let permission = Stored::new(permission);
    let state = memo(move || permission.with_value(|one| tree.grants.with(|grants| grants.tick(one))));
    let refused = memo(move || permission.with_value(|one| tree.reason(one).is_some()));
    let press = move |on| {
        permission.with_value(|one| tree.set(std::slice::from_ref(one), on));
    };
    tick_box(name, state, Some(refused), Box::new(press))
}

/// The box for each row that the filter leaves.
fn each_box(tree: Tree, section: Section, action: Action) -> AnyView {
    let name = [word(&action), ": ", section.each()].concat();
    let of = Stored::new(action);
    let state = memo(move || {
        let state = tree.with_group(section, |group| {
            of.with_value(|action| tree.grants.with(|grants| grants.group(group.permissions(action))))
        });
        state.unwrap_or(Tick::Off)
    });
    let press = move |on| {
        tree.groups.with_untracked(|groups| {
            if let Some(group) = groups.iter().find(|group| group.section == section) {
                of.with_value(|action| tree.set(group.permissions(action), on));
            }
        });
    };
    tick_box(name, state, None, Box::new(press))
}

/// A box with three states. One that is covered by a wider permission cannot be changed by itself.
fn tick_box(
    name: String,
    state: Derived<Tick>,
    refused: Option<Derived<bool>>,
    press: Box<dyn Fn(bool)>,
) -> AnyView {
    let covered = move || state.get() == Tick::Covered;
    let refused = move || refused.is_some_and(|refused| refused.get());
    view! {
        <input
            type="checkbox"
            aria-label=name
            title=move || covered().then_some("Included in a wider permission that is ticked")
            aria-describedby=move || refused().then_some(REASON)
            prop:checked=move || matches!(state.get(), Tick::On | Tick::Covered)
            prop:indeterminate=move || state.get() == Tick::Partly
            prop:disabled=covered
            on:change=move |_| press(matches!(state.get_untracked(), Tick::Off | Tick::Partly))
        />
    }
    .into_any()
}

fn word(action: &Action) -> &str {
    match action {
        Action::Read => "Read",
        Action::Write => "Write",
        Action::Other(name) => name,
    }
}
