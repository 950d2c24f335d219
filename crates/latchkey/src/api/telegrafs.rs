//! `/api/v2/telegrafs` (§4.10): compact JSON, what is empty left out.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use influx_api::{Action, Id, Permission, ResourceType};
use serde::Serialize;

use super::extract::{Params, PathId};
use super::identify::Identified;
use super::{ApiError, App, mount};
use crate::store::Telegraf;

pub(super) fn routes() -> Router<App> {
    let router = mount(Router::new(), "/api/v2/telegrafs", get(list));
    mount(router, "/api/v2/telegrafs/{id}", get(read))
}

#[derive(Serialize)]
struct TelegrafView {
    id: Id,
    #[serde(rename = "orgID")]
    org_id: Id,
    #[serde(skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    config: String,
    #[serde(skip_serializing_if = "Metadata::is_empty")]
    metadata: Metadata,
    labels: [(); 0],
    links: Links,
}

#[derive(Serialize)]
struct Metadata {
    buckets: Vec<String>,
}

#[derive(Serialize)]
struct Links {
    #[serde(rename = "self")]
    itself: String,
    labels: String,
    members: String,
    owners: String,
}

#[derive(Serialize)]
struct Telegrafs {
    configurations: Vec<TelegrafView>,
}

impl Metadata {
    fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }
}

impl From<Telegraf> for TelegrafView {
    fn from(telegraf: Telegraf) -> Self {
        let itself = format!("/api/v2/telegrafs/{}", telegraf.id);
        let below = |what: &str| format!("{itself}/{what}");
        Self {
            id: telegraf.id,
            org_id: telegraf.org_id,
            name: telegraf.name,
            description: telegraf.description,
            config: telegraf.config,
            metadata: Metadata {
                buckets: telegraf.buckets,
            },
            labels: [],
            links: Links {
                labels: below("labels"),
                members: below("members"),
                owners: below("owners"),
                itself,
            },
        }
    }
}

fn needed(telegraf: &Telegraf) -> [Permission; 1] {
    [Permission::new(
        Action::Read,
        ResourceType::Telegrafs,
        Some(telegraf.id),
        Some(telegraf.org_id),
    )]
}

async fn list(
    State(app): State<App>,
    Extension(caller): Identified,
    params: Params,
) -> Result<Json<Telegrafs>, ApiError> {
    let org = params
        .id("orgID")
        .map_err(|error| ApiError::invalid(format!("orgID is invalid: {error}")))?;
    let mut telegrafs = app.store.read(move |reader| reader.telegrafs(org)).await?;
    telegrafs.retain(|telegraf| caller.may(&needed(telegraf)[0]));
    Ok(Json(Telegrafs {
        configurations: telegrafs.into_iter().map(Into::into).collect(),
    }))
}

/// The record for who asks for JSON, otherwise the configuration file itself.
async fn read(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let telegraf = app.store.read(move |reader| reader.telegraf(id)).await?;
    let telegraf = telegraf.ok_or_else(|| ApiError::not_found("telegraf configuration not found"))?;
    caller.require(&needed(&telegraf))?;
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Ok(if accept.contains("application/json") {
        Json(TelegrafView::from(telegraf)).into_response()
    } else {
        let toml = HeaderValue::from_static("application/toml; charset=utf-8");
        ([(header::CONTENT_TYPE, toml)], telegraf.config).into_response()
    })
}
