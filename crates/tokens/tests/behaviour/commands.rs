use std::process::{Command as Process, Stdio};

use influx_api::Status;
use proptest::prelude::*;
use serde_json::{Value, json};
use tokens::command::{Command, delete, rename, set_status, sh_quote};

use super::id;

const SERVER: &str = "http://localhost:8086";

fn sh(script: &str) -> Vec<u8> {
    let output = Process::new("sh")
        .args(["-c", script])
        .env("INFLUX_TOKEN", "from the environment")
        .stdin(Stdio::null())
        .output()
        .expect("a POSIX shell");
    assert!(
        output.stderr.is_empty(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// The words that a real shell makes of a command.
fn words(command: &str) -> Vec<String> {
    let output = sh(&format!(
        "curl() {{ printf '%s\\0' curl \"$@\"; }}; influx() {{ printf '%s\\0' influx \"$@\"; }}; {command}"
    ));
    let text = String::from_utf8(output).expect("text");
    text.strip_suffix('\0')
        .expect("words")
        .split('\0')
        .map(str::to_owned)
        .collect()
}

fn body(command: &Command) -> Value {
    let words = words(&command.curl);
    let at = words.iter().position(|word| word == "--data").expect("a body");
    serde_json::from_str(&words[at + 1]).expect("JSON")
}

#[test]
fn a_status_is_set_by_both_clients() {
    let off = set_status(SERVER, id(0xab), &Status::Inactive);
    // `active` and `inactive` accept no connection flags (contract §7).
    assert_eq!(
        off.influx.as_deref(),
        Some("influx auth inactive --id 00000000000000ab")
    );
    let expected = [
        "curl",
        "--request",
        "PATCH",
        "http://localhost:8086/api/v2/authorizations/00000000000000ab",
        "--header",
        "Authorization: Token from the environment",
        "--header",
        "Content-Type: application/json",
        "--data",
        r#"{"status":"inactive"}"#,
    ];
    assert_eq!(words(&off.curl), expected);
    let on = set_status(SERVER, id(0xab), &Status::Active).influx;
    assert_eq!(on.as_deref(), Some("influx auth active --id 00000000000000ab"));
    assert_eq!(set_status(SERVER, id(1), &"odd".into()).influx, None);
}

#[test]
fn deleting_works_with_both_and_renaming_only_with_curl() {
    let gone = delete("https://influx.example/sub path/", id(1));
    assert_eq!(
        words(&gone.influx.expect("a command")),
        [
            "influx",
            "auth",
            "delete",
            "--host",
            "https://influx.example/sub path",
            "--token",
            "from the environment",
            "--id",
            "0000000000000001"
        ]
    );
    assert_eq!(
        words(&gone.curl),
        [
            "curl",
            "--request",
            "DELETE",
            "https://influx.example/sub path/api/v2/authorizations/0000000000000001",
            "--header",
            "Authorization: Token from the environment",
        ]
    );
    let renamed = rename(SERVER, id(1), "it's $HOME");
    assert_eq!(renamed.influx, None);
    assert_eq!(body(&renamed), json!({"description": "it's $HOME"}));
}

#[test]
fn the_secret_is_a_variable() {
    let commands = [
        set_status(SERVER, id(1), &Status::Active),
        rename(SERVER, id(1), "x"),
        delete(SERVER, id(1)),
    ];
    assert!(
        commands
            .iter()
            .all(|command| command.curl.contains("\"Authorization: Token $INFLUX_TOKEN\""))
    );
}

#[test]
fn a_command_is_what_it_looks_like() {
    let command = rename(SERVER, id(1), "a\u{202e}b\u{200b}\u{e0041}\u{0}ö");
    assert!(
        command
            .curl
            .contains(r#"{"description":"a\u202eb\u200b\udb40\udc41\u0000ö"}"#),
        "{}",
        command.curl
    );
    assert_eq!(
        body(&command),
        json!({"description": "a\u{202e}b\u{200b}\u{e0041}\u{0}ö"})
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_quoted_text_is_one_word(text in prop_oneof!["\\PC{0,20}", "['\"\\\\$`!*?~#&;|<>(){}\\[\\]\n\t =%-]{0,12}"]) {
        prop_assert_eq!(sh(&format!("printf %s {}", sh_quote(&text))), text.into_bytes());
    }

    #[test]
    fn any_description_arrives(text in "(\\PC|['\"\\\\$`\\x00-\\x1f]){0,12}", server in "https?://[!-~]{1,12}") {
        let command = rename(&server, id(1), &text);
        prop_assert_eq!(body(&command), json!({"description": text}));
        let url = format!("{}/api/v2/authorizations/0000000000000001", server.trim_end_matches('/'));
        prop_assert_eq!(&words(&command.curl)[3], &url);
    }
}
