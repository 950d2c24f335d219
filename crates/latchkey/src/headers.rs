//! The headers that every response carries, page and API alike.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// What the page may load and do: only its own files and its own server. The same policy stands in a `<meta>` tag of
/// `index.html`, for servers that send no headers, less `frame-ancestors`, which only a header can say.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'";

/// The page copies texts to the clipboard and uses none of the rest. Only names that browsers know stand here: they
/// complain on the console about any other (`web-share` is unknown to Chromium on Linux).
const PERMISSIONS_POLICY: &str = "accelerometer=(), autoplay=(), camera=(), clipboard-read=(), \
    clipboard-write=(self), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), \
    hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
    publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Those that no handler may weaken. `Cross-Origin-Resource-Policy` does not get in the way of the API's CORS: browsers
/// apply it to requests made without CORS only.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
];

/// Puts the security headers on a response, for [`axum::middleware::map_response`] as the outermost layer, so that
/// timeouts, refusals and panics carry them too. A response whose handler says nothing of caching must not be stored:
/// what the API answers is secret or soon out of date.
pub async fn secure<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(const { HeaderValue::from_static("no-store") });
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::Router;
    use axum::http::{Request, StatusCode};
    use axum::middleware::map_response;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    async fn ask(path: &str) -> Response {
        let app = Router::new()
            .route(
                "/page",
                get(|| async {
                    (
                        [("cache-control", "no-cache"), ("content-security-policy", "none")],
                        "",
                    )
                }),
            )
            .route("/fault", get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
            .layer(map_response(secure));
        app.oneshot(Request::get(path).body(axum::body::Body::empty()).unwrap())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn every_response_carries_them_once() {
        for path in ["/page", "/fault", "/missing"] {
            let response = ask(path).await;
            for (name, value) in [
                (
                    "content-security-policy",
                    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; frame-ancestors 'none'",
                ),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                let sent: Vec<_> = response.headers().get_all(name).iter().collect();
                assert_eq!(sent, [value], "{name} of {path}");
            }
            let policy = response.headers()["permissions-policy"].to_str().unwrap();
            assert!(
                policy.contains("camera=(), clipboard-read=(), clipboard-write=(self), "),
                "{policy}"
            );
        }
    }

    #[tokio::test]
    async fn nothing_is_stored_unless_its_handler_allows_it() {
        for (path, expected) in [
            ("/page", "no-cache"),
            ("/fault", "no-store"),
            ("/missing", "no-store"),
        ] {
            assert_eq!(ask(path).await.headers()["cache-control"], expected, "{path}");
        }
    }
}
