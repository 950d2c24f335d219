//! §4.9 to §4.11: resources, telegrafs, probes, flags and the root.

use influx_api::Id;
use latchkey::store::{Options, Store, StoreError, Telegraf};
use serde_json::json;
use tempfile::TempDir;

use crate::support::{SetUp, TestServer, UNKNOWN, config, permission, texts};

#[test]
fn resources_are_23_in_order_compact_for_any_method() {
    let world = SetUp::new();
    let expected = concat!(
        r#"["authorizations","buckets","dashboards","orgs","sources","tasks","telegrafs","users","variables","#,
        r#""scrapers","secrets","labels","views","documents","notificationRules","notificationEndpoints","checks","#,
        r#""dbrp","notebooks","annotations","remotes","replications","instance"]"#,
        "\n"
    );
    for method in ["GET", "POST", "DELETE", "PATCH"] {
        let reply = world.operator.send(method, "/api/v2/resources", None);
        assert_eq!((reply.status, reply.text.as_str()), (200, expected), "{method}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[test]
fn telegrafs_are_listed_and_read() {
    let world = SetUp::new();
    let org: Id = world.org.parse().unwrap();
    let SetUp {
        server,
        directory,
        token,
        bucket: _,
        ..
    } = world;
    drop(server);
    let store = Store::open(&Options {
        directory: directory.path().to_owned(),
        hash_tokens: true,
    })
    .unwrap();
    let (full, bare) = (Id::new(0x10).unwrap(), Id::new(0x11).unwrap());
    let written = store.write_blocking(move |writer| {
        writer.insert_telegraf(&Telegraf {
            id: full,
            org_id: org,
            name: "hosts".to_owned(),
            description: "of all <hosts>".to_owned(),
            config: "[agent]\n".to_owned(),
            buckets: vec!["metrics".to_owned()],
        })?;
        let empty = String::new;
        let bare = Telegraf {
            id: bare,
            org_id: org,
            name: empty(),
            description: empty(),
            config: empty(),
            buckets: vec![],
        };
        writer.insert_telegraf(&bare)?;
        Ok::<_, StoreError>(())
    });
    written.unwrap();
    drop(store);
    let server = TestServer::start(config(directory.path()));
    let operator = server.client().token(&token);

    let reply = operator.get("/api/v2/telegrafs");
    assert!(!reply.text.contains('\n'), "compact");
    let links = |id: Id| {
        let path = format!("/api/v2/telegrafs/{id}");
        json!({ "self": path, "labels": format!("{path}/labels"), "members": format!("{path}/members"), "owners": format!("{path}/owners") })
    };
    let first = json!({
        "id": full, "orgID": org, "name": "hosts", "description": "of all <hosts>", "config": "[agent]\n",
        "metadata": { "buckets": ["metrics"] }, "labels": [], "links": links(full),
    });
    let second = json!({ "id": bare, "orgID": org, "labels": [], "links": links(bare) });
    assert_eq!(reply.ok(200), json!({ "configurations": [first, second] }));

    let listed = |query: &str| {
        texts(
            &operator.get(&format!("/api/v2/telegrafs{query}")).ok(200)["configurations"],
            "id",
        )
    };
    assert_eq!(listed(&format!("?orgID={org}")).len(), 2);
    assert_eq!(listed(&format!("?orgID={UNKNOWN}")), [""; 0]);
    assert_eq!(listed("?org=nowhere").len(), 2, "`org` is not looked at");
    operator
        .get("/api/v2/telegrafs?orgID=12")
        .invalid("orgID is invalid: id must have a length of 16 bytes");

    let path = format!("/api/v2/telegrafs/{full}");
    assert_eq!(
        operator.with("Accept", "application/json").get(&path).ok(200),
        first
    );
    assert_eq!(operator.get(&path).text, "[agent]\n");
    operator
        .get(&format!("/api/v2/telegrafs/{UNKNOWN}"))
        .not_found("telegraf configuration not found");

    let held = permission(&format!("read:orgs/{org}/telegrafs/{bare}"));
    let made = operator
        .post(
            "/api/v2/authorizations",
            json!({ "orgID": org, "permissions": [held] }),
        )
        .ok(201);
    let reader = operator.token(made["token"].as_str().unwrap());
    assert_eq!(
        texts(&reader.get("/api/v2/telegrafs").ok(200)["configurations"], "id"),
        [bare.to_string()]
    );
    reader
        .get(&path)
        .unauthorized(&format!("read:orgs/{org}/telegrafs/{full} is unauthorized"));
}

#[test]
fn probes_need_no_credential() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start(config(directory.path()));
    let client = server.client();
    let health = client.get("/health").ok(200);
    assert_eq!(
        (&health["name"], &health["status"]),
        (&json!("influxdb"), &json!("pass"))
    );
    assert_eq!(
        (&health["version"], &health["checks"]),
        (&json!("v2.9.1"), &json!([]))
    );
    assert_eq!(health["message"], "ready for queries and writes");
    let ready = client.get("/ready").ok(200);
    assert_eq!(ready["status"], "ready");
    assert!(influx_api::Timestamp::parse(ready["started"].as_str().unwrap()).is_some());
    for method in ["GET", "HEAD"] {
        let reply = client.send(method, "/ping", None);
        reply.empty(204);
        assert_eq!(reply.header("x-influxdb-build"), Some("OSS"));
        assert_eq!(reply.header("x-influxdb-version"), Some("v2.9.1"));
    }
    let links = client.get("/api/v2").ok(200);
    assert_eq!(links["authorizations"], "/api/v2/authorizations");
}

#[test]
fn there_are_no_flags() {
    let world = SetUp::new();
    assert_eq!(world.operator.get("/api/v2/flags").ok(200), json!({}));
}
