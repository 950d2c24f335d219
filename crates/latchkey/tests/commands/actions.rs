use influx_api::{NewAuthorization, Permission, Status, all_access_permissions, operator_permissions};
use serde_json::{Value, json};
use tokens::command::{activate, create, deactivate, delete, list, rename};

use super::support::{permission, text};
use super::{Desk, HOSTILE};

/// Runs the command for the client, if it has one.
fn made(desk: &Desk, new: &NewAuthorization, client: &str) -> Option<Value> {
    let command = create(desk.server(), new, desk.owner());
    let script = if client == "curl" {
        Some(command.curl)
    } else {
        command.influx
    };
    let reply = desk.run(&script?);
    assert_eq!(text(&reply, "token").len(), 88, "{reply}");
    Some(desk.token(&text(&reply, "id")))
}

#[test]
fn a_token_is_made_with_any_description() {
    let desk = Desk::new();
    for description in HOSTILE {
        for client in ["curl", "influx"] {
            let token = made(&desk, &desk.new_token(description), client).unwrap();
            assert_eq!(token["description"], *description, "{client}");
            assert_eq!(token["status"], "active");
            assert_eq!(token["userID"], *desk.it.user);
        }
    }
    assert_eq!(desk.files(), [] as [std::path::PathBuf; 0]);
}

#[test]
fn what_no_shell_can_pass_on_still_arrives_by_curl() {
    let desk = Desk::new();
    for description in ["a NUL \0 within", "ends with a line break\n"] {
        let new = desk.new_token(description);
        assert_eq!(made(&desk, &new, "influx"), None);
        assert_eq!(made(&desk, &new, "curl").unwrap()["description"], *description);
    }
}

/// What a token may do, in one order and without the names the server adds.
fn granted(token: &Value) -> Vec<String> {
    let permissions: Vec<Permission> = serde_json::from_value(token["permissions"].clone()).unwrap();
    let mut texts: Vec<String> = permissions.iter().map(ToString::to_string).collect();
    texts.sort();
    texts.dedup();
    texts
}

#[test]
fn both_clients_grant_the_same() {
    let desk = Desk::new();
    let org = &desk.it.org;
    let bucket = format!("orgs/{org}/buckets/{}", desk.it.bucket);
    let chosen = [
        format!("read:{bucket}"),
        format!("write:{bucket}"),
        format!("read:{bucket}"),
        format!("write:orgs/{org}/telegrafs"),
        format!("read:orgs/{org}/notificationEndpoints"),
        "read:orgs".to_owned(),
        "write:users".to_owned(),
    ];
    let chosen = chosen
        .iter()
        .map(|text| serde_json::from_value(permission(text)).unwrap());
    for permissions in [
        chosen.collect(),
        all_access_permissions(desk.org(), desk.it.user.parse().unwrap()),
        operator_permissions(),
    ] {
        let new = NewAuthorization {
            permissions,
            ..desk.new_token("")
        };
        let (by_curl, by_influx) = (made(&desk, &new, "curl"), made(&desk, &new, "influx"));
        let expected: Value = json!({ "permissions": new.permissions });
        assert_eq!(granted(&by_curl.unwrap()), granted(&expected));
        assert_eq!(granted(&by_influx.unwrap()), granted(&expected));
    }
}

#[test]
fn status_and_owner_are_those_asked_for() {
    let desk = Desk::new();
    let other = desk.it.add_user("o'brien $(id)");
    let mut new = desk.new_token("");
    new.user_id = Some(other.parse().unwrap());
    let owner = tokens::command::Owner {
        id: other.parse().unwrap(),
        name: "o'brien $(id)",
    };
    let command = create(desk.server(), &new, Some(owner));
    for script in [command.curl, command.influx.unwrap()] {
        let reply = desk.run(&script);
        assert_eq!(desk.token(&text(&reply, "id"))["userID"], *other);
    }
    new.status = Status::Inactive;
    let reply = desk.run(&create(desk.server(), &new, Some(owner)).curl);
    assert_eq!(desk.token(&text(&reply, "id"))["status"], "inactive");
}

#[test]
fn a_token_takes_any_description() {
    let desk = Desk::new();
    let id = desk.made("before");
    for description in HOSTILE.iter().chain(&["", "a NUL \0", "ends so\n"]) {
        let command = rename(desk.server(), id, description).curl;
        for shell in ["sh", "bash"] {
            desk.it
                .operator
                .patch(
                    &format!("/api/v2/authorizations/{id}"),
                    json!({ "description": "between" }),
                )
                .ok(200);
            let output = desk.shell(shell, &command, "", &desk.it.token);
            assert!(output.status.success(), "{shell}: {command}");
            assert_eq!(
                desk.token(&id.to_string())["description"],
                **description,
                "{shell}"
            );
        }
    }
    assert_eq!(desk.files(), [] as [std::path::PathBuf; 0]);
}

#[test]
fn a_token_is_switched_off_and_on_by_both_clients() {
    let desk = Desk::new();
    desk.configure();
    let id = desk.made("worker");
    let (off, on) = (deactivate(desk.server(), id), activate(desk.server(), id));
    for (script, status) in [
        (off.curl, "inactive"),
        (on.curl, "active"),
        (off.influx.unwrap(), "inactive"),
        (on.influx.unwrap(), "active"),
    ] {
        assert_eq!(desk.run(&script)["status"], status);
        assert_eq!(desk.token(&id.to_string())["status"], status);
    }
}

#[test]
fn a_token_is_deleted_by_both_clients() {
    let desk = Desk::new();
    for client in ["curl", "influx"] {
        let id = desk.made("gone");
        let command = delete(desk.server(), id);
        desk.run(&if client == "curl" {
            command.curl
        } else {
            command.influx.unwrap()
        });
        desk.it
            .operator
            .get(&format!("/api/v2/authorizations/{id}"))
            .not_found("authorization not found");
    }
}

#[test]
fn the_list_is_that_of_the_organization() {
    let desk = Desk::new();
    let id = desk.made("here").to_string();
    let elsewhere = desk.it.add_org("elsewhere");
    let other = desk.it.create_with(json!({ "orgID": elsewhere }));
    let reply = desk.run(&list(desk.server(), desk.org()).curl);
    let listed = super::support::ids(&reply["authorizations"]);
    assert_eq!(listed, [&*desk.it.auth, &id]);
    assert!(!listed.contains(&text(&other, "id")));
}

#[test]
fn the_stand_in_refuses_what_the_influx_client_refuses() {
    let desk = Desk::new();
    let id = desk.made("worker").to_string();
    let host = format!("--host {} --token \"$INFLUX_TOKEN\"", desk.server());
    let org = &desk.it.org;
    for (script, sentence) in [
        (
            format!("influx auth inactive {host} --id {id}"),
            "Error: flag provided but not defined: -host",
        ),
        (
            format!("influx auth delete {host}"),
            "Error: Required flag \"id\" not set",
        ),
        (
            format!("influx auth rename --id {id}"),
            "Error: unknown command \"rename\" for \"influx auth\"",
        ),
        (
            format!("influx auth create {host} --org-id {org} --user admin --read-buckets"),
            "Error: ambiguous org: use OrgId or OrgName, but not both.",
        ),
        (
            format!("influx auth create {host} --org acme --user admin --status inactive"),
            "Error: flag provided but not defined: -status",
        ),
        (
            format!("influx auth create {host} --org acme --user admin --read-telegraf {id}"),
            "Error: flag provided but not defined: -read-telegraf",
        ),
        (
            format!("influx auth create {host} --org acme --user admin --all-access --read-tasks"),
            "Error: cannot compose other permissions with all access permissions",
        ),
    ] {
        let output = desk.shell("sh", &script, "", &desk.it.token);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(
            !output.status.success() && said.starts_with(sentence),
            "{script}: {said}"
        );
    }
}
