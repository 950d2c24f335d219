use serde_json::json;
use tokens::command::snippets;

use super::support::{text, texts};
use super::{Desk, HOSTILE};

fn snippet(desk: &Desk, label: &str, org: &str, bucket: Option<&str>) -> String {
    let all = snippets(desk.server(), org, bucket);
    all.into_iter()
        .find(|snippet| snippet.label == label)
        .unwrap()
        .text
}

#[test]
fn curl_finds_any_bucket_of_any_organization() {
    let desk = Desk::new();
    for name in HOSTILE {
        let (org_name, bucket) = (format!("org {name}"), format!("bucket {name}"));
        let org = desk.it.add_org(&org_name);
        desk.it.add_bucket(&org, &bucket);
        desk.it.add_bucket(&org, "another");
        let reply = desk.run(&snippet(&desk, "curl", &org_name, Some(&bucket)));
        assert_eq!(texts(&reply["buckets"], "name"), [bucket]);
        let reply = desk.run(&snippet(&desk, "curl", &org_name, None));
        assert!(reply["buckets"].as_array().unwrap().len() > 1);
    }
}

#[test]
fn the_environment_and_a_configuration_serve_the_influx_client() {
    let desk = Desk::new();
    let made = desk.it.create(&json!([
        { "action": "read", "resource": { "type": "authorizations", "orgID": desk.it.org } },
        { "action": "write", "resource": { "type": "authorizations", "orgID": desk.it.org } },
        { "action": "read", "resource": { "type": "orgs", "id": desk.it.org } },
        { "action": "read", "resource": { "type": "users" } },
        { "action": "write", "resource": { "type": "users" } },
    ]));
    // `stty` needs a terminal; the prompt is not part of what is tested.
    let environment = format!(
        "stty() {{ :; }}\nunset INFLUX_TOKEN\n{{ {}\n}} >/dev/null\n",
        snippet(&desk, "Environment", "acme", None)
    );
    let secret = text(&made, "token");
    let script = format!("{environment}influx auth create --user admin --read-authorizations");
    let output = desk.shell("sh", &script, &format!("{secret}\n"), "");
    assert!(output.status.success(), "{output:?}");

    let script = format!(
        "{environment}{}\ninflux auth inactive --id {}",
        snippet(&desk, "influx CLI", "acme", None),
        text(&made, "id")
    );
    let output = desk.shell("sh", &script, &format!("{secret}\n"), "");
    assert!(output.status.success(), "{output:?}");
    assert_eq!(desk.token(&text(&made, "id"))["status"], "inactive");
}
