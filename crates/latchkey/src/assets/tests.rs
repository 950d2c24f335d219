//! What a browser is answered, for both sources of files.

#![allow(clippy::unwrap_used)]

use std::fs;

use axum::body::to_bytes;
use tempfile::TempDir;

use super::*;

const HTML: &str = "<!doctype html><head><base href=\"/\"><title>Latchkey</title></head>";
const SCRIPT: &str = "app-0123456789abcdef.js";
const PAGE: [(&str, &str); 9] = [
    ("index.html", HTML),
    ("index.html.br", "HTML by brotli"),
    ("index.html.gz", "HTML by gzip"),
    (
        "app-0123456789abcdef.js",
        "export default 'a long enough script';",
    ),
    ("app-0123456789abcdef.js.br", "script by brotli"),
    ("app-0123456789abcdef.js.gz", "script by gzip"),
    ("app_bg-0123456789abcdef.wasm", "\0asm"),
    ("boot.js", "boot"),
    (".trunk-lock", "1"),
];

/// The page in a folder, with a file next to it that must never be reached.
fn folder() -> TempDir {
    let outer = TempDir::new().unwrap();
    fs::write(outer.path().join("secret.txt"), "secret").unwrap();
    let dir = outer.path().join("dist");
    fs::create_dir_all(dir.join("icons")).unwrap();
    fs::write(dir.join("icons/key.svg"), "<svg/>").unwrap();
    for (name, text) in PAGE {
        fs::write(dir.join(name), text).unwrap();
    }
    outer
}

fn assets(base: &str) -> Assets {
    Assets::from_dir(&folder().path().join("dist"), &base.parse().unwrap()).unwrap()
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

struct Reply {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Reply {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

async fn ask(assets: &Assets, method: Method, path: &str, sent: &[(&'static str, &str)]) -> Reply {
    let (parts, body) = assets.respond(&method, path, &headers(sent)).into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    Reply {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    }
}

async fn get(assets: &Assets, path: &str, sent: &[(&'static str, &str)]) -> Reply {
    ask(assets, Method::GET, path, sent).await
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_a_year_in_the_best_encoding() {
    let assets = assets("/");
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "script by brotli"),
        ("gzip", "gzip", "script by gzip"),
        ("identity", "", "export default 'a long enough script';"),
    ] {
        let reply = get(&assets, &format!("/{SCRIPT}"), &[("accept-encoding", accept)]).await;
        assert_eq!((reply.status, &*reply.body), (200, body));
        assert_eq!(reply.header("content-encoding"), encoding);
        assert_eq!(reply.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(
            reply.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(reply.header("vary"), "accept-encoding");
        assert_eq!(reply.header("content-length"), body.len().to_string());
    }
    let wasm = get(&assets, "/app_bg-0123456789abcdef.wasm", &[]).await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert_eq!(
        wasm.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
}

#[tokio::test]
async fn unhashed_files_are_revalidated_with_a_tag_of_their_own_per_encoding() {
    let assets = assets("/");
    let boot = get(&assets, "/boot.js", &[]).await;
    assert_eq!((boot.status, boot.header("cache-control")), (200, "no-cache"));

    let brotli = get(&assets, "/", &[("accept-encoding", "br")]).await;
    let plain = get(&assets, "/", &[]).await;
    let (tag, plain_tag) = (brotli.header("etag"), plain.header("etag"));
    assert!(
        tag.starts_with('"') && tag.ends_with('"') && tag.len() > 16,
        "{tag}"
    );
    assert_ne!(tag, plain_tag);

    for sent in [tag.to_owned(), format!("\"x\", W/{tag}"), "*".into()] {
        let reply = get(
            &assets,
            "/",
            &[("accept-encoding", "br"), ("if-none-match", &sent)],
        )
        .await;
        assert_eq!((reply.status, &*reply.body), (304, ""), "{sent}");
        assert_eq!(
            (reply.header("etag"), reply.header("cache-control")),
            (tag, "no-cache")
        );
        assert_eq!(reply.header("vary"), "accept-encoding");
        assert_eq!(reply.header("content-length"), "");
    }
    let other = get(
        &assets,
        "/",
        &[("accept-encoding", "br"), ("if-none-match", plain_tag)],
    )
    .await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn head_tells_the_length_without_the_bytes() {
    let reply = ask(&assets("/"), Method::HEAD, "/boot.js", &[]).await;
    assert_eq!(
        (reply.status, &*reply.body, reply.header("content-length")),
        (200, "", "4")
    );
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let reply = ask(&assets("/"), method, "/", &[]).await;
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"));
    }
}

#[tokio::test]
async fn routes_of_the_page_get_its_index_and_missing_files_do_not() {
    let assets = assets("/");
    for route in [
        "/",
        "/signin",
        "/orgs/0000000000000001/load-data/tokens",
        "/orgs/x/",
        "/icons",
        "/%2e%2e%2fsecret",
    ] {
        let reply = get(&assets, route, &[]).await;
        assert_eq!((reply.status, &*reply.body), (200, HTML), "{route}");
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    }
    for missing in [
        "/app-fedcba9876543210.js",
        "/orgs/x.js",
        "/favicon.ico",
        "/api",
        "/api/",
        "/api/v2/nothing",
        "/query",
        "/metrics",
    ] {
        let reply = get(&assets, missing, &[]).await;
        assert_eq!(
            (reply.status, &*reply.body),
            (404, "404 page not found\n"),
            "{missing}"
        );
        assert_eq!(reply.header("content-type"), "text/plain; charset=utf-8");
    }
    assert_eq!(get(&assets, "/icons/key.svg", &[]).await.body, "<svg/>");
}

#[tokio::test]
async fn nothing_but_the_listed_files_is_reached() {
    let assets = assets("/");
    for path in [
        "/../secret.txt",
        "/icons/../../secret.txt",
        "/..%2fsecret.txt",
        "//etc/hosts.txt",
        "/.trunk-lock",
        "/index.html.br",
        "/boot.js/../../secret.txt",
    ] {
        assert_eq!(get(&assets, path, &[]).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_base_path_is_written_into_the_index_and_its_old_encodings_dropped() {
    let assets = assets("/tokens/");
    let reply = get(&assets, "/orgs/x", &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(reply.body, HTML.replace("\"/\"", "\"/tokens/\""));
    assert_eq!(reply.header("content-encoding"), "");
    let script = get(&assets, &format!("/{SCRIPT}"), &[("accept-encoding", "br")]).await;
    assert_eq!(script.header("content-encoding"), "br");
}

#[test]
fn an_index_that_cannot_be_moved_is_refused() {
    let base: BasePath = "/tokens/".parse().unwrap();
    for html in [
        "no base",
        "<base href=\"/\"><base href=\"/\">",
        "<base href=\"/",
        "\u{0}<base href='/'>",
    ] {
        let files = Files::from([(INDEX.to_owned(), Bytes::from(html))]);
        assert!(
            matches!(Assets::load(files, &base), Err(AssetsError::Base(_))),
            "{html}"
        );
    }
    let built_for_it = Files::from([
        (INDEX.to_owned(), Bytes::from("<base href=\"/tokens/\">")),
        ("index.html.br".to_owned(), Bytes::from("smaller")),
    ]);
    assert!(Assets::load(built_for_it, &base).is_ok());
}

#[tokio::test]
async fn a_binary_without_the_page_says_how_to_get_it() {
    let assets = Assets::load(Files::new(), &BasePath::default()).unwrap();
    let reply = get(&assets, "/orgs/x", &[]).await;
    assert_eq!(reply.status, 503);
    assert!(reply.body.contains("make build"), "{}", reply.body);
    assert_eq!(get(&assets, "/api/v2/me", &[]).await.status, 404);
}

#[test]
fn a_folder_that_is_no_page_is_refused_with_its_name() {
    let dir = TempDir::new().unwrap();
    let error = Assets::from_dir(dir.path(), &BasePath::default()).err().unwrap();
    assert!(error.to_string().contains("holds no index.html"), "{error}");
    let error = Assets::from_dir(&dir.path().join("gone"), &BasePath::default())
        .err()
        .unwrap();
    assert!(error.to_string().contains("gone: "), "{error}");
}
