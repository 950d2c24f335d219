//! The HTTP API, one file for each family of endpoints, and what they share.

mod app;
mod authorizations;
mod buckets;
mod error;
mod extract;
mod flags;
mod identify;
mod me;
mod members;
mod orgs;
mod probes;
mod reply;
mod resources;
mod root;
mod session;
mod setup;
mod telegrafs;
mod users;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::MethodRouter;

pub use app::{Access, App};
pub use error::ApiError;
pub use root::{VERSION, brand};

/// The API below `/api/v2`, and the probes beside it.
pub fn routes(app: &App) -> Router {
    let api = Router::new()
        .merge(authorizations::routes())
        .merge(buckets::routes())
        .merge(flags::routes())
        .merge(me::routes())
        .merge(orgs::routes())
        .merge(resources::routes())
        .merge(root::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(telegrafs::routes())
        .merge(users::routes())
        .route("/api/v2/{*path}", axum::routing::any(error::path_not_found))
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(from_fn_with_state(app.clone(), identify::identify))
        .layer(from_fn(root::limit_body))
        .layer(from_fn(root::cors));
    api.merge(probes::routes()).with_state(app.clone())
}

/// Mounts a resource: the path with and without a trailing slash, plain 404 below it, and no `HEAD` (§1.7).
fn mount(router: Router<App>, path: &str, methods: MethodRouter<App>) -> Router<App> {
    let methods = methods.head(error::method_not_allowed);
    router
        .route(path, methods.clone())
        .route(&format!("{path}/"), methods)
}
