use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Output;

use influx_api::Id;
use serde_json::Value;
use tokens::command::rotate;

use super::support::text;
use super::{Desk, HOSTILE};

const CLIENTS: [&str; 2] = ["curl", "influx"];

/// Runs the recipe that puts a new token with this description in place of an old one.
fn rotated(desk: &Desk, old: Id, description: &str, client: &str, typed: &str, secret: &str) -> Output {
    let command = rotate(desk.server(), old, &desk.new_token(description), desk.owner());
    let script = if client == "curl" {
        command.curl
    } else {
        command.influx.unwrap()
    };
    desk.shell("sh", &script, typed, secret)
}

fn status(desk: &Desk, id: Id) -> Value {
    desk.token(&id.to_string())["status"].clone()
}

#[test]
fn the_new_token_is_in_a_file_of_its_own_and_the_old_one_is_off() {
    for client in CLIENTS {
        let desk = Desk::new();
        desk.configure();
        let old = desk.made("old");
        let output = rotated(&desk, old, HOSTILE[1], client, "\n", &desk.it.token);
        assert!(output.status.success(), "{output:?}");
        let file = desk.home.path().join(format!("rotated-{old}.json"));
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let reply: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        let secret = text(&reply, "token");
        assert_eq!(
            desk.token(&text(&reply, "id"))["description"],
            HOSTILE[1],
            "{client}"
        );
        assert_eq!(status(&desk, old), "inactive");
        assert_eq!(desk.it.operator.token(&secret).get("/api/v2/buckets").status, 200);
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8(said).unwrap();
            assert!(
                !said.contains(&secret) && !said.contains(&desk.it.token),
                "{said}"
            );
        }
    }
}

#[test]
fn nobody_there_to_press_enter_leaves_both_active() {
    for client in CLIENTS {
        let desk = Desk::new();
        let old = desk.made("old");
        let output = rotated(&desk, old, "new", client, "", &desk.it.token);
        assert!(!output.status.success());
        assert_eq!(status(&desk, old), "active");
        assert_eq!(desk.it.operator.listed("").len(), 3, "the new one exists");
    }
}

#[test]
fn a_refusal_leaves_nothing_behind_and_the_old_token_as_it_was() {
    for client in CLIENTS {
        let desk = Desk::new();
        let old = desk.made("old");
        let output = rotated(&desk, old, "new", client, "\n", "no such token");
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("unauthorized access"), "{said}");
        assert_eq!(status(&desk, old), "active");
        assert!(desk.files().is_empty(), "{:?}", desk.files());
    }
}

#[test]
fn an_earlier_secret_is_not_overwritten() {
    for client in CLIENTS {
        let desk = Desk::new();
        let old = desk.made("old");
        let file = desk.home.path().join(format!("rotated-{old}.json"));
        fs::write(&file, "the only copy").unwrap();
        let output = rotated(&desk, old, "new", client, "\n", &desk.it.token);
        assert!(!output.status.success());
        assert_eq!(fs::read_to_string(&file).unwrap(), "the only copy");
        assert_eq!(desk.it.operator.listed("").len(), 2, "nothing was made");
        assert_eq!(status(&desk, old), "active");
    }
}
