//! `/api/v2/orgs` (§4.7).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{any, get};
use axum::{Extension, Router};
use influx_api::{Action, Id, Permission, ResourceType};
use serde::Serialize;

use super::error::if_taken;
use super::extract::{Page, Params, PathId, RawBody};
use super::identify::Identified;
use super::reply::{Json, SelfLink};
use super::{ApiError, App, error, members, mount};
use crate::json::DecodeError;
use crate::store::{Org, Reader, Time, ids};

pub(super) fn routes() -> Router<App> {
    let router = mount(Router::new(), "/api/v2/orgs", get(list).post(create));
    let router = mount(
        router,
        "/api/v2/orgs/{id}",
        get(read).patch(update).delete(delete),
    );
    members::routes(router).route("/api/v2/orgs/{id}/{*rest}", any(error::plain_not_found))
}

/// How an organization looks in a reply.
#[derive(Serialize)]
pub(super) struct OrgView {
    links: Links,
    id: Id,
    name: String,
    description: String,
    #[serde(rename = "createdAt")]
    created_at: Time,
    #[serde(rename = "updatedAt")]
    updated_at: Time,
}

#[derive(Serialize)]
struct Links {
    buckets: String,
    dashboards: String,
    labels: String,
    logs: String,
    members: String,
    owners: String,
    secrets: String,
    #[serde(rename = "self")]
    itself: String,
    tasks: String,
}

#[derive(Serialize)]
struct Orgs {
    links: SelfLink,
    orgs: Vec<OrgView>,
}

impl OrgView {
    pub(super) fn new(org: &Org) -> Self {
        let itself = format!("/api/v2/orgs/{}", org.id);
        let below = |what: &str| format!("{itself}/{what}");
        let name: String = form_urlencoded::byte_serialize(org.name.as_bytes()).collect();
        let of_org = |what: &str| format!("/api/v2/{what}?org={name}");
        Self {
            links: Links {
                buckets: of_org("buckets"),
                dashboards: of_org("dashboards"),
                labels: below("labels"),
                logs: below("logs"),
                members: below("members"),
                owners: below("owners"),
                secrets: below("secrets"),
                tasks: of_org("tasks"),
                itself,
            },
            id: org.id,
            name: org.name.clone(),
            description: org.description.clone(),
            created_at: org.created_at,
            updated_at: org.updated_at,
        }
    }
}

/// What it takes to read or write one organization.
pub(super) fn needed(action: Action, org: Id) -> [Permission; 1] {
    [Permission::new(action, ResourceType::Orgs, Some(org), None)]
}

pub(super) fn find(reader: &Reader<'_>, id: Id) -> Result<Org, ApiError> {
    reader.org(id)?.ok_or_else(ApiError::no_org)
}

async fn list(
    State(app): State<App>,
    Extension(caller): Identified,
    params: Params,
) -> Result<Json<Orgs>, ApiError> {
    let page = Page::read(&params)?;
    // Ids that are none are ignored here, unlike elsewhere.
    let (id, user) = (
        params.id("orgID").ok().flatten(),
        params.id("userID").ok().flatten(),
    );
    let name = params.get("org").map(str::to_owned);
    let orgs = app.store.read(move |reader| {
        // Who may not read all is shown only those its user belongs to.
        let everywhere = caller.may(&Permission::new(Action::Read, ResourceType::Orgs, None, None));
        let member = if everywhere { user } else { Some(caller.user.id) };
        let mut orgs = match (id, name) {
            (Some(id), _) => vec![find(reader, id)?],
            (None, Some(name)) => {
                vec![
                    reader
                        .org_named(&name)?
                        .ok_or_else(|| ApiError::no_org_named(&name))?,
                ]
            }
            (None, None) => reader.orgs(member, page.offset, page.limit)?,
        };
        if let Some(member) = member {
            let roles = reader.roles(member)?;
            orgs.retain(|org| roles.iter().any(|(of, _)| *of == org.id));
        }
        orgs.retain(|org| caller.may(&needed(Action::Read, org.id)[0]));
        Ok::<_, ApiError>(orgs)
    });
    let orgs = orgs.await?.iter().map(OrgView::new).collect();
    Ok(Json(Orgs {
        links: SelfLink::new("/api/v2/orgs"),
        orgs,
    }))
}

async fn read(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<Json<OrgView>, ApiError> {
    let org = app.store.read(move |reader| {
        caller.require(&needed(Action::Read, id))?;
        find(reader, id)
    });
    Ok(Json(OrgView::new(&org.await?)))
}

fn name_and_description(body: &RawBody) -> Result<(Option<String>, Option<String>), ApiError> {
    let decode = || {
        let mut fields = body.fields("Organization")?;
        Ok((fields.text("name")?, fields.text("description")?))
    };
    decode().map_err(|error: DecodeError| ApiError::invalid(error.to_string()))
}

fn taken(name: &str) -> String {
    format!("organization with name {name} already exists")
}

fn named(name: Option<String>) -> Result<String, ApiError> {
    name.filter(|name| !name.trim().is_empty())
        .ok_or_else(|| ApiError::invalid("org name is empty"))
}

async fn create(
    State(app): State<App>,
    Extension(caller): Identified,
    body: RawBody,
) -> Result<(StatusCode, Json<OrgView>), ApiError> {
    let (name, description) = name_and_description(&body)?;
    caller.require(&[Permission::new(Action::Write, ResourceType::Orgs, None, None)])?;
    let now = Time::now();
    let org = Org {
        id: ids::random()?,
        name: named(name)?,
        description: description.unwrap_or_default(),
        created_at: now,
        updated_at: now,
    };
    let view = OrgView::new(&org);
    app.store
        .write(move |writer| {
            writer
                .create_org(&org, caller.user.id)
                .map_err(if_taken(taken(&org.name)))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn update(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    body: RawBody,
) -> Result<Json<OrgView>, ApiError> {
    let (name, description) = name_and_description(&body)?;
    let org = app.store.write(move |writer| {
        caller.require(&needed(Action::Write, id))?;
        let mut org = find(writer, id)?;
        if name.is_some() {
            org.name = named(name)?;
        }
        org.description = description.unwrap_or(org.description);
        org.updated_at = Time::now();
        writer.update_org(&org).map_err(if_taken(taken(&org.name)))?;
        Ok::<_, ApiError>(org)
    });
    Ok(Json(OrgView::new(&org.await?)))
}

async fn delete(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    let deleted = app.store.write(move |writer| {
        caller.require(&needed(Action::Write, id))?;
        find(writer, id)?;
        Ok::<_, ApiError>(writer.delete_org(id)?)
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}
