//! §1.7: the edges of routing, and §5.4: the shape of errors.

use crate::support::{SetUp, UNKNOWN};

#[test]
fn wrong_methods_are_405_with_nothing_in_them() {
    let world = SetUp::new();
    let item = format!("/api/v2/authorizations/{UNKNOWN}");
    let collection = "/api/v2/authorizations";
    let cases = [
        (collection, &["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"][..]),
        (&item, &["PUT", "POST", "HEAD", "OPTIONS"]),
        ("/api/v2/me", &["POST", "DELETE", "HEAD"]),
        ("/api/v2/users", &["PUT", "DELETE", "HEAD"]),
        ("/api/v2/orgs", &["PUT", "HEAD"]),
        ("/api/v2/buckets", &["DELETE", "HEAD"]),
    ];
    for (path, methods) in cases {
        for method in methods {
            let reply = world.operator.send(method, path, None);
            reply.empty(405);
            assert_eq!(reply.header("allow"), None, "{method} {path}");
            assert_eq!(reply.header("x-platform-error-code"), None, "{method} {path}");
        }
    }
}

#[test]
fn a_collection_may_end_in_a_slash() {
    let world = SetUp::new();
    for path in ["authorizations", "users", "orgs", "buckets", "me"] {
        let (bare, slash) = (format!("/api/v2/{path}"), format!("/api/v2/{path}/"));
        let (bare, slash) = (world.operator.get(&bare), world.operator.get(&slash));
        assert_eq!(bare.status, 200, "{path}");
        assert_eq!(bare.text, slash.text);
    }
}

#[test]
fn below_a_resource_404_is_plain_text() {
    let world = SetUp::new();
    for path in [
        format!("/api/v2/authorizations/{UNKNOWN}/x"),
        format!("/api/v2/authorizations/{UNKNOWN}/x/y"),
        format!("/api/v2/users/{UNKNOWN}/x"),
        format!("/api/v2/orgs/{UNKNOWN}/x"),
        format!("/api/v2/buckets/{UNKNOWN}/x"),
        "/api/v2/me/x".to_owned(),
    ] {
        for method in ["GET", "POST"] {
            let reply = world.operator.send(method, &path, None);
            assert_eq!(
                (reply.status, reply.text.as_str()),
                (404, "404 page not found\n"),
                "{method} {path}"
            );
            assert_eq!(reply.header("content-type"), Some("text/plain; charset=utf-8"));
            assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
            assert_eq!(reply.header("x-platform-error-code"), None);
        }
    }
}

#[test]
fn any_other_path_is_404_in_json_to_those_who_are_known() {
    let world = SetUp::new();
    for path in [
        "/api/v2/nothing",
        "/api/v2/nothing/at/all",
        "/api/v2/authorizationsx",
        "/api/v2/",
    ] {
        world.operator.get(path).not_found("path not found");
        world.operator.post(path, "{}").not_found("path not found");
        world
            .operator
            .nobody()
            .get(path)
            .unauthorized("unauthorized access");
    }
}

#[test]
fn without_a_credential_everything_else_is_401() {
    let world = SetUp::new();
    let nobody = world.operator.nobody();
    for (method, path) in [
        ("GET", "/api/v2/authorizations"),
        ("PUT", "/api/v2/authorizations"),
        ("OPTIONS", "/api/v2/authorizations"),
        ("GET", "/api/v2/authorizations/1/x"),
        ("GET", "/api/v2/me"),
        ("GET", "/api/v2/resources"),
        ("GET", "/api/v2/flags"),
        ("GET", "/api/v2/signin"),
        ("POST", "/api/v2/signin/"),
        ("PUT", "/api/v2/setup"),
    ] {
        let reply = nobody.send(method, path, None);
        reply.unauthorized("unauthorized access");
        assert_eq!(reply.header("www-authenticate"), None);
    }
}
