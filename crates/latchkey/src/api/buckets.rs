//! `/api/v2/buckets` (§4.8).

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{any, get};
use axum::{Extension, Router};
use influx_api::{Action, Id, Permission, ResourceType};
use serde::Serialize;

use super::error::if_taken;
use super::extract::{Page, Params, PathId, RawBody};
use super::identify::Identified;
use super::reply::Json;
use super::{ApiError, App, error, mount};
use crate::json::{DecodeError, Fields};
use crate::store::{Bucket, BucketPage, Reader, Time, ids};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

pub(super) fn routes() -> Router<App> {
    let router = mount(Router::new(), "/api/v2/buckets", get(list).post(create));
    mount(
        router,
        "/api/v2/buckets/{id}",
        get(read).patch(update).delete(delete),
    )
    .route("/api/v2/buckets/{id}/{*rest}", any(error::plain_not_found))
}

/// How a bucket looks in a reply.
#[derive(Serialize)]
pub(super) struct BucketView {
    id: Id,
    #[serde(rename = "orgID")]
    org_id: Id,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
    name: String,
    #[serde(rename = "retentionRules")]
    retention_rules: [RetentionRule; 1],
    #[serde(rename = "createdAt")]
    created_at: Time,
    #[serde(rename = "updatedAt")]
    updated_at: Time,
    links: BucketLinks,
    labels: [(); 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RetentionRule {
    #[serde(rename = "type")]
    kind: &'static str,
    every_seconds: i64,
    shard_group_duration_seconds: i64,
}

#[derive(Serialize)]
struct BucketLinks {
    labels: String,
    members: String,
    org: String,
    owners: String,
    #[serde(rename = "self")]
    itself: String,
    write: String,
}

#[derive(Serialize)]
struct Buckets {
    links: PageLinks,
    buckets: Vec<BucketView>,
}

#[derive(Serialize)]
struct PageLinks {
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
    #[serde(rename = "self")]
    itself: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// How much time the server would keep in one shard.
const fn shard_seconds(retention: i64) -> i64 {
    if retention == 0 || retention >= 180 * DAY {
        7 * DAY
    } else if retention >= 2 * DAY {
        DAY
    } else {
        HOUR
    }
}

impl BucketView {
    pub(super) fn new(bucket: &Bucket) -> Self {
        let (id, org) = (bucket.id, bucket.org_id);
        let itself = format!("/api/v2/buckets/{id}");
        let below = |what: &str| format!("{itself}/{what}");
        Self {
            id,
            org_id: org,
            kind: if bucket.system { "system" } else { "user" },
            description: bucket.description.clone(),
            name: bucket.name.clone(),
            retention_rules: [RetentionRule {
                kind: "expire",
                every_seconds: bucket.retention_seconds,
                shard_group_duration_seconds: shard_seconds(bucket.retention_seconds),
            }],
            created_at: bucket.created_at,
            updated_at: bucket.updated_at,
            links: BucketLinks {
                labels: below("labels"),
                members: below("members"),
                org: format!("/api/v2/orgs/{org}"),
                owners: below("owners"),
                write: format!("/api/v2/write?org={org}&bucket={id}"),
                itself,
            },
            labels: [],
        }
    }
}

/// What it takes to read or write a bucket; a system bucket is as readable as its organization (§3.3).
fn needed(action: Action, bucket: &Bucket) -> [Permission; 1] {
    [if bucket.system && action == Action::Read {
        Permission::new(action, ResourceType::Orgs, Some(bucket.org_id), None)
    } else {
        Permission::new(
            action,
            ResourceType::Buckets,
            Some(bucket.id),
            Some(bucket.org_id),
        )
    }]
}

fn find(reader: &Reader<'_>, id: Id) -> Result<Bucket, ApiError> {
    reader
        .bucket(id)?
        .ok_or_else(|| ApiError::not_found("bucket not found"))
}

/// Which buckets the query asks for.
struct Wanted {
    id: Option<Id>,
    org: Option<Id>,
    org_name: Option<String>,
    name: Option<String>,
}

impl Wanted {
    fn find(&self, reader: &Reader<'_>, page: &Page) -> Result<Vec<Bucket>, ApiError> {
        if let Some(id) = self.id {
            return Ok(vec![find(reader, id)?]);
        }
        let org = match (&self.org_name, self.org) {
            (Some(name), None) => Some(
                reader
                    .org_named(name)?
                    .ok_or_else(|| ApiError::no_org_named(name))?
                    .id,
            ),
            (_, org) => org,
        };
        let name = self.name.as_deref();
        let Page {
            limit,
            offset,
            descending,
            after,
        } = *page;
        let buckets = reader.buckets(&BucketPage {
            org,
            name,
            after,
            offset,
            limit,
            descending,
        })?;
        match name {
            Some(name) if org.is_some() && buckets.is_empty() => {
                Err(ApiError::not_found(format!("bucket \"{name}\" not found")))
            }
            _ => Ok(buckets),
        }
    }

    /// The path of a page, as the server writes it: it calls the name `bucket`, which it does not read itself.
    fn link(&self, page: &Page, offset: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(after) = page.after {
            query.append_pair("after", &after.to_string());
        }
        if let Some(name) = &self.name {
            query.append_pair("bucket", name);
        }
        query.append_pair("descending", if page.descending { "true" } else { "false" });
        if let Some(id) = self.id {
            query.append_pair("id", &id.to_string());
        }
        query.append_pair("limit", &page.limit.to_string());
        query.append_pair("offset", &offset.to_string());
        if let Some(name) = &self.org_name {
            query.append_pair("org", name);
        }
        if let Some(org) = self.org {
            query.append_pair("orgID", &org.to_string());
        }
        format!("/api/v2/buckets?{}", query.finish())
    }
}

async fn list(
    State(app): State<App>,
    Extension(caller): Identified,
    params: Params,
) -> Result<Json<Buckets>, ApiError> {
    let page = Page::read(&params)?;
    let text = |name| params.get(name).map(str::to_owned);
    let wanted = Wanted {
        id: params.id("id")?,
        org: params.id("orgID")?,
        org_name: text("org"),
        name: text("name"),
    };
    let (mut buckets, wanted, page) = app
        .store
        .read(move |reader| Ok::<_, ApiError>((wanted.find(reader, &page)?, wanted, page)))
        .await?;
    buckets.retain(|bucket| caller.may(&needed(Action::Read, bucket)[0]));
    let full = i64::try_from(buckets.len()).is_ok_and(|count| count >= page.limit);
    let links = PageLinks {
        prev: (page.offset > 0).then(|| wanted.link(&page, (page.offset - page.limit).max(0))),
        itself: wanted.link(&page, page.offset),
        next: full.then(|| wanted.link(&page, page.offset.saturating_add(page.limit))),
    };
    Ok(Json(Buckets {
        links,
        buckets: buckets.iter().map(BucketView::new).collect(),
    }))
}

async fn read(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<Json<BucketView>, ApiError> {
    let bucket = app.store.read(move |reader| {
        let bucket = find(reader, id)?;
        caller.require(&needed(Action::Read, &bucket))?;
        Ok::<_, ApiError>(bucket)
    });
    Ok(Json(BucketView::new(&bucket.await?)))
}

/// What a request may say about a bucket.
struct Asked {
    org: Option<Id>,
    name: Option<String>,
    description: Option<String>,
    retention_seconds: Option<i64>,
}

fn asked(body: &RawBody) -> Result<Asked, ApiError> {
    let decode = |mut fields: Fields| {
        let mut retention_seconds = None;
        for mut rule in fields.objects("retentionRules", "retentionRule")? {
            retention_seconds = Some(rule.integer("everySeconds")?.unwrap_or(0));
        }
        Ok(Asked {
            org: fields.id("orgID")?,
            name: fields.text("name")?,
            description: fields.text("description")?,
            retention_seconds,
        })
    };
    let asked = body
        .fields("postBucketRequest")
        .and_then(decode)
        .map_err(|error: DecodeError| ApiError::invalid(error.to_string()))?;
    if asked
        .retention_seconds
        .is_some_and(|seconds| seconds != 0 && seconds < HOUR)
    {
        return Err(ApiError::unprocessable(
            "expiration seconds must be greater than or equal to one hour",
        ));
    }
    Ok(asked)
}

/// A name that a client may give.
fn given(name: String) -> Result<String, ApiError> {
    if name.is_empty() {
        Err(ApiError::invalid("bucket name is empty"))
    } else if name.starts_with('_') {
        Err(ApiError::invalid(format!(
            "bucket name {name} is invalid. Buckets may not start with underscore"
        )))
    } else {
        Ok(name)
    }
}

fn taken(name: &str) -> String {
    format!("bucket with name {name} already exists")
}

async fn create(
    State(app): State<App>,
    Extension(caller): Identified,
    body: RawBody,
) -> Result<(StatusCode, Json<BucketView>), ApiError> {
    let asked = asked(&body)?;
    let org_id = asked
        .org
        .ok_or_else(|| ApiError::invalid("organization id must be provided"))?;
    let name = given(asked.name.unwrap_or_default())?;
    caller.require(&[Permission::new(
        Action::Write,
        ResourceType::Buckets,
        None,
        Some(org_id),
    )])?;
    let now = Time::now();
    let bucket = Bucket {
        id: ids::random()?,
        org_id,
        name,
        system: false,
        description: asked.description.unwrap_or_default(),
        retention_seconds: asked.retention_seconds.unwrap_or(0),
        created_at: now,
        updated_at: now,
    };
    let view = BucketView::new(&bucket);
    let created = app.store.write(move |writer| {
        writer.org(org_id)?.ok_or_else(ApiError::no_org)?;
        writer
            .insert_bucket(&bucket)
            .map_err(if_taken(taken(&bucket.name)))
    });
    created.await?;
    Ok((StatusCode::CREATED, Json(view)))
}

async fn update(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
    body: RawBody,
) -> Result<Json<BucketView>, ApiError> {
    let asked = asked(&body)?;
    let bucket = app.store.write(move |writer| {
        let mut bucket = find(writer, id)?;
        caller.require(&needed(Action::Write, &bucket))?;
        if let Some(name) = asked.name.filter(|name| *name != bucket.name) {
            if bucket.system {
                return Err(ApiError::invalid("system buckets cannot be renamed"));
            }
            bucket.name = given(name)?;
        }
        bucket.description = asked.description.unwrap_or(bucket.description);
        bucket.retention_seconds = asked.retention_seconds.unwrap_or(bucket.retention_seconds);
        bucket.updated_at = Time::now();
        writer
            .update_bucket(&bucket)
            .map_err(if_taken(taken(&bucket.name)))?;
        Ok(bucket)
    });
    Ok(Json(BucketView::new(&bucket.await?)))
}

async fn delete(
    State(app): State<App>,
    Extension(caller): Identified,
    PathId(id): PathId,
) -> Result<StatusCode, ApiError> {
    let deleted = app.store.write(move |writer| {
        let bucket = find(writer, id)?;
        caller.require(&needed(Action::Write, &bucket))?;
        if bucket.system {
            return Err(ApiError::invalid("system buckets cannot be deleted"));
        }
        Ok(writer.delete_bucket(id)?)
    });
    deleted.await?;
    Ok(StatusCode::NO_CONTENT)
}
