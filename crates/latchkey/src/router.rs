//! Everything the server answers, as one service: the API, the probes and the page, below the base path.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::api::{self, App};
use crate::assets::{Assets, BasePath};
use crate::headers;

/// How long a request may take until its reply begins.
const REPLY_TIME: Duration = Duration::from_secs(60);

/// The service. `base` is where it is as the browser sees it; what is not below it is redirected or 404.
pub fn router(app: &App, assets: Assets, base: BasePath) -> Router {
    let assets = Arc::new(assets);
    let page = move |request: Request| {
        let response = assets.respond(request.method(), request.uri().path(), request.headers());
        async { response }
    };
    let inner = api::routes(app).fallback(page);
    let based = ServiceBuilder::new()
        .layer(from_fn_with_state(Arc::new(base), below_base))
        .service(inner);
    // Not the headers, which hold credentials.
    let span = |request: &Request| tracing::debug_span!("request", method = %request.method(), path = request.uri().path());
    // The last is the outermost: the headers are on every reply, those of the layers included.
    Router::new()
        .fallback_service(based)
        .layer(CatchPanicLayer::custom(|_| {
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REPLY_TIME,
        ))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(map_response(api::brand))
        .layer(map_response(headers::secure))
}

/// Takes the base path off, so that nothing further in knows of it.
async fn below_base(State(base): State<Arc<BasePath>>, mut request: Request<Body>, next: Next) -> Response {
    if base.is_root() {
        return next.run(request).await;
    }
    let path = request.uri().path();
    if path == "/" || base.as_str().strip_suffix('/') == Some(path) {
        return Redirect::temporary(base.as_str()).into_response();
    }
    let Some(rest) = path.strip_prefix(base.as_str()) else {
        return (StatusCode::NOT_FOUND, format!("Latchkey is at {base}\n")).into_response();
    };
    let target = request
        .uri()
        .query()
        .map_or_else(|| format!("/{rest}"), |query| format!("/{rest}?{query}"));
    match PathAndQuery::try_from(target) {
        Ok(target) => *request.uri_mut() = Uri::from(target),
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    }
    next.run(request).await
}
