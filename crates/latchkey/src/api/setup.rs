//! `/api/v2/setup` (§4.4): the first user, its organization and bucket, and the operator token.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{any, get};
use influx_api::{Id, Permission, operator_permissions};
use serde::Serialize;
use serde_json::json;

use super::buckets::BucketView;
use super::extract::RawBody;
use super::orgs::OrgView;
use super::reply::{Json, status_name};
use super::users::UserView;
use super::{ApiError, App, error, mount};
use crate::auth::token;
use crate::json::{DecodeError, Fields};
use crate::store::{Bucket, NewAuthorization, Org, Time, User, Writer, ids};

pub(super) fn routes() -> Router<App> {
    mount(Router::new(), "/api/v2/setup", get(status).post(set_up))
        .route("/api/v2/setup/{*rest}", any(error::plain_not_found))
}

struct Asked {
    username: String,
    password: String,
    org: String,
    bucket: String,
    token: String,
    retention_seconds: i64,
}

#[derive(Serialize)]
struct Reply {
    user: UserView,
    bucket: BucketView,
    org: OrgView,
    auth: AuthView,
}

/// Not the shape of other replies with an authorization: without names, with the hash.
#[derive(Serialize)]
struct AuthView {
    id: Id,
    token: String,
    #[serde(rename = "hashedToken", skip_serializing_if = "Option::is_none")]
    hashed_token: Option<String>,
    status: &'static str,
    description: String,
    #[serde(rename = "orgID")]
    org_id: Id,
    #[serde(rename = "userID")]
    user_id: Id,
    permissions: Vec<Permission>,
    #[serde(rename = "createdAt")]
    created_at: Time,
    #[serde(rename = "updatedAt")]
    updated_at: Time,
    links: AuthLinks,
}

#[derive(Serialize)]
struct AuthLinks {
    #[serde(rename = "self")]
    itself: String,
    user: String,
}

async fn status(State(app): State<App>) -> Result<Json<serde_json::Value>, ApiError> {
    let allowed = app.store.read(|reader| reader.is_untouched()).await?;
    Ok(Json(json!({ "allowed": allowed })))
}

fn decode(mut fields: Fields) -> Result<Asked, DecodeError> {
    let hours = fields.integer("retentionPeriodHrs")?;
    let seconds = fields.integer("retentionPeriodSeconds")?;
    Ok(Asked {
        username: fields.text("username")?.unwrap_or_default(),
        password: fields.text("password")?.unwrap_or_default(),
        org: fields.text("org")?.unwrap_or_default(),
        bucket: fields.text("bucket")?.unwrap_or_default(),
        token: fields.text("token")?.unwrap_or_default(),
        // Despite its name the old field is in nanoseconds.
        retention_seconds: seconds.or(hours.map(|nanos| nanos / 1_000_000_000)).unwrap_or(0),
    })
}

fn completed() -> ApiError {
    ApiError::conflict("onboarding has already been completed")
}

async fn set_up(State(app): State<App>, body: RawBody) -> Result<(StatusCode, Json<Reply>), ApiError> {
    let asked = body.fields("OnboardingRequest").and_then(decode);
    let mut asked = asked.map_err(|error| ApiError::internal(error.to_string()))?;
    // Before any password is hashed for someone without a credential.
    if !app.store.read(|reader| reader.is_untouched()).await? {
        return Err(completed());
    }
    let fields = [
        ("username", &asked.username),
        ("org", &asked.org),
        ("bucket", &asked.bucket),
    ];
    let missing: Vec<_> = fields
        .into_iter()
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() {
        let missing = missing.join(",");
        return Err(ApiError::unprocessable(format!(
            "onboarding failed: missing required fields [{missing}]"
        )));
    }
    let password = std::mem::take(&mut asked.password);
    let hash = if password.is_empty() {
        None
    } else {
        Some(app.hash_password(password).await?)
    };
    if asked.token.is_empty() {
        asked.token = token::generate()?;
    }
    let reply = app.store.write(move |writer| {
        if !writer.is_untouched()? {
            return Err(completed());
        }
        create(writer, asked, hash.as_deref())
    });
    Ok((StatusCode::CREATED, Json(reply.await?)))
}

fn create(writer: &Writer<'_>, asked: Asked, password_hash: Option<&str>) -> Result<Reply, ApiError> {
    let now = Time::now();
    let user = User {
        id: ids::snowflake(),
        name: asked.username,
        active: true,
        instance_owner: true,
    };
    let org = Org {
        id: ids::random()?,
        name: asked.org,
        description: String::new(),
        created_at: now,
        updated_at: now,
    };
    let bucket = Bucket {
        id: ids::random()?,
        org_id: org.id,
        name: asked.bucket,
        system: false,
        description: String::new(),
        retention_seconds: asked.retention_seconds.max(0),
        created_at: now,
        updated_at: now,
    };
    let authorization = NewAuthorization {
        id: ids::snowflake(),
        token: asked.token,
        active: true,
        description: format!("{}'s Token", user.name),
        org_id: org.id,
        user_id: user.id,
        permissions: operator_permissions(),
        created_at: now,
        updated_at: now,
    };
    writer.insert_user(&user)?;
    if let Some(hash) = password_hash {
        writer.set_password_hash(user.id, hash)?;
    }
    writer.create_org(&org, user.id)?;
    writer.insert_bucket(&bucket).map_err(error::if_taken(format!(
        "bucket with name {} already exists",
        bucket.name
    )))?;
    writer.insert_authorization(&authorization)?;
    Ok(Reply {
        user: UserView::new(&user),
        bucket: BucketView::new(&bucket),
        org: OrgView::new(&org),
        auth: AuthView {
            id: authorization.id,
            hashed_token: writer.hashes_tokens().then(|| token::hash(&authorization.token)),
            token: authorization.token,
            status: status_name(authorization.active),
            description: authorization.description,
            org_id: org.id,
            user_id: user.id,
            permissions: authorization.permissions,
            created_at: now,
            updated_at: now,
            links: AuthLinks {
                itself: format!("/api/v2/authorizations/{}", authorization.id),
                user: format!("/api/v2/users/{}", user.id),
            },
        },
    })
}
