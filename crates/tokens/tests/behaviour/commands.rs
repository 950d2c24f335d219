use std::process::{Command as Process, Stdio};

use influx_api::{
    AccessKind, NewAuthorization, Permission, ResourceType, Status, all_access_permissions,
    operator_permissions,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokens::command::{
    Command, Owner, activate, create, deactivate, delete, list, rename, rotate, shell_word, snippets,
    toml_string,
};

use super::{id, permission};

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

/// A new token of organization 10 with these permissions, written as in [`permission`].
fn new(permissions: &[&str]) -> NewAuthorization {
    NewAuthorization {
        org_id: id(0xa),
        user_id: Some(id(0xb)),
        status: Status::Active,
        description: "it's \"new\"".to_owned(),
        permissions: permissions.iter().map(|text| permission(text)).collect(),
    }
}

const MLEE: Option<Owner<'_>> = Some(Owner {
    id: match influx_api::Id::new(0xb) {
        Some(id) => id,
        None => unreachable!(),
    },
    name: "m. lee",
});

/// The words of the `influx` command that makes this token, from the organization on.
fn influx_words(new: &NewAuthorization) -> Vec<String> {
    let words = words(&create(SERVER, new, MLEE).influx.expect("a command"));
    let (first, rest) = words.split_at(9);
    let expected = [
        "influx",
        "auth",
        "create",
        "--host",
        SERVER,
        "--token",
        "from the environment",
        "--org-id",
        "000000000000000a",
    ];
    assert_eq!(first, expected);
    rest.to_vec()
}

#[test]
fn a_status_is_set_by_both_clients() {
    let off = deactivate(SERVER, id(0xab));
    // `active` and `inactive` accept no connection flags (contract §7).
    assert_eq!(
        off.influx.as_deref(),
        Some("influx auth inactive --id 00000000000000ab")
    );
    assert!(off.note.is_some_and(|note| note.contains("active configuration")));
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
    let on = activate(SERVER, id(0xab));
    assert_eq!(
        on.influx.as_deref(),
        Some("influx auth active --id 00000000000000ab")
    );
    assert_eq!(body(&on), json!({"status": "active"}));
}

#[test]
fn deleting_works_with_both() {
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
    assert_eq!(gone.note, None);
}

#[test]
fn renaming_and_listing_work_with_curl_only_and_say_so() {
    let renamed = rename(SERVER, id(1), "it's $HOME");
    assert_eq!(renamed.influx, None);
    assert!(
        renamed
            .note
            .is_some_and(|note| note.contains("changes a description"))
    );
    assert_eq!(body(&renamed), json!({"description": "it's $HOME"}));

    let listed = list(SERVER, id(0xa));
    assert_eq!(listed.influx, None);
    assert!(listed.note.is_some_and(|note| note.contains("ignores --org")));
    assert_eq!(
        words(&listed.curl),
        [
            "curl",
            "--request",
            "GET",
            "http://localhost:8086/api/v2/authorizations?orgID=000000000000000a",
            "--header",
            "Authorization: Token from the environment",
        ]
    );
}

#[test]
fn brackets_of_an_address_are_no_pattern() {
    assert_eq!(
        words(&delete("http://[::1]:8086", id(1)).curl)[..4],
        ["curl", "--globoff", "--request", "DELETE",]
    );
}

#[test]
fn making_a_token_sends_what_the_page_sends() {
    let mut wanted = new(&["read buckets 3 metrics", "write tasks", "read *users 7"]);
    wanted.status = Status::Inactive;
    // Without the names, which the server ignores.
    assert_eq!(
        body(&create(SERVER, &wanted, MLEE)),
        json!({
            "orgID": "000000000000000a", "userID": "000000000000000b",
            "status": "inactive", "description": "it's \"new\"",
            "permissions": [
                {"action": "read", "resource": {"type": "buckets", "id": "0000000000000003", "orgID": "000000000000000a"}},
                {"action": "write", "resource": {"type": "tasks", "orgID": "000000000000000a"}},
                {"action": "read", "resource": {"type": "users", "id": "0000000000000007"}},
            ],
        })
    );
    wanted.user_id = None;
    assert_eq!(body(&create(SERVER, &wanted, MLEE)).get("userID"), None);
}

#[test]
fn each_permission_the_influx_client_can_grant_has_its_flag() {
    let granted = new(&[
        "write buckets 3 metrics",
        "read buckets 4",
        "read buckets",
        "read buckets 4",
        "write notificationRules",
        "read *orgs",
        "write *users",
    ]);
    assert_eq!(
        influx_words(&granted),
        [
            "--user",
            "m. lee",
            "--description",
            "it's \"new\"",
            "--write-bucket",
            "0000000000000003",
            "--read-bucket",
            "0000000000000004",
            "--read-buckets",
            "--write-notificationRules",
            "--read-orgs",
            "--write-users",
        ]
    );
    for kind in ResourceType::ALL {
        let scope = (!matches!(kind, ResourceType::Orgs | ResourceType::Users)).then(|| id(0xa));
        let mut one = new(&[]);
        one.permissions = vec![Permission::new("read".into(), kind.clone(), None, scope)];
        let made = create(SERVER, &one, MLEE).influx;
        let flag = format!(" --read-{kind}");
        assert_eq!(
            made.is_some_and(|made| made.ends_with(&flag)),
            kind != ResourceType::Instance,
            "{kind}"
        );
    }
}

#[test]
fn whole_sets_of_permissions_have_one_flag() {
    let mut all = new(&[]);
    all.description.clear();
    all.permissions = all_access_permissions(id(0xa), id(0xb));
    assert_eq!(influx_words(&all), ["--user", "m. lee", "--all-access"]);
    all.permissions = operator_permissions();
    assert_eq!(influx_words(&all), ["--user", "m. lee", "--operator"]);
    // The flag would grant the owner's user, not this one.
    all.permissions = all_access_permissions(id(0xa), id(0xc));
    assert_eq!(
        AccessKind::of(&all.permissions, id(0xa), id(0xb)),
        AccessKind::Custom
    );
    assert_eq!(create(SERVER, &all, MLEE).influx, None);
}

#[test]
fn what_the_influx_client_cannot_make_exactly_is_told() {
    let why = |new: &NewAuthorization, owner| {
        let made = create(SERVER, new, owner);
        assert_eq!(made.influx, None, "{new:?}");
        made.note.expect("a reason")
    };
    for (permission, part) in [
        ("read telegrafs 3", "one by one"),
        ("read authorizations 3", "one by one"),
        ("read *buckets 3", "in one organization only"),
        ("read *buckets", "in one organization only"),
        ("read orgs", "all at once"),
        ("read *orgs 10", "all at once"),
        ("read users", "all at once"),
        ("write *users 7", "all at once"),
        ("read instance", "does not know"),
        ("read flows", "does not know"),
        ("own buckets", "does not know"),
    ] {
        let told = why(&new(&["read buckets", permission]), MLEE);
        assert!(told.contains(part), "{permission}: {told}");
    }
    let mut elsewhere = new(&["read buckets"]);
    elsewhere.org_id = id(0xd);
    assert!(why(&elsewhere, MLEE).contains("in one organization only"));

    let plain = new(&["read buckets"]);
    assert!(why(&plain, None).contains("owner"));
    let nobody = Owner {
        id: id(0xb),
        name: "",
    };
    assert!(why(&plain, Some(nobody)).contains("owner"));
    let mut other = plain;
    other.status = Status::Inactive;
    assert!(why(&other, MLEE).contains("inactive"));
    other.status = Status::Active;
    other.description = "a NUL \0".to_owned();
    assert!(why(&other, MLEE).contains("description"));
}

#[test]
fn rotating_makes_the_new_token_before_it_switches_off_the_old_one() {
    let rotated = rotate(SERVER, id(1), &new(&["read buckets"]), MLEE);
    for text in [Some(&rotated.curl), rotated.influx.as_ref()] {
        let text = text.expect("a command");
        let made = text.find("create").or_else(|| text.find("POST"));
        let waits = text.find("read -r answer &&").expect("a pause");
        let off = text.find("inactive --id").or_else(|| text.find("PATCH"));
        assert!(
            made.expect("a new token") < waits && waits < off.expect("an end"),
            "{text}"
        );
    }
    let by_curl = rotate(SERVER, id(1), &new(&["read telegrafs 3"]), MLEE);
    assert_eq!(by_curl.influx, None);
    assert!(by_curl.note.is_some_and(|note| note.contains("one by one")));
}

#[test]
fn the_secret_is_a_variable() {
    let new = new(&["read buckets"]);
    for command in [
        activate(SERVER, id(1)),
        list(SERVER, id(1)),
        rename(SERVER, id(1), "x"),
        delete(SERVER, id(1)),
        create(SERVER, &new, MLEE),
        rotate(SERVER, id(1), &new, MLEE),
    ] {
        assert!(
            command
                .curl
                .contains("--header \"Authorization: Token $INFLUX_TOKEN\"")
        );
        for influx in command.influx.iter().filter(|text| !text.contains("auth active")) {
            assert!(influx.contains("--token \"$INFLUX_TOKEN\""), "{influx}");
        }
    }
}

#[test]
fn a_command_is_what_it_looks_like() {
    let text = "a\u{202e}b\u{200b}\u{e0041}\u{1b}ö'\\!";
    let command = rename(SERVER, id(1), text);
    assert!(
        command
            .curl
            .contains(r#"{"description":"a\u202eb\u200b\udb40\udc41\u001bö'\''\\!"}"#),
        "{}",
        command.curl
    );
    assert_eq!(body(&command), json!({ "description": text }));
    let mut hostile = new(&["read buckets"]);
    hostile.description = text.to_owned();
    let influx = create(SERVER, &hostile, MLEE).influx.expect("a command");
    assert!(
        influx.contains(
            r#"--description "$(printf %b 'a\0342\0200\0256b\0342\0200\0213\0363\0240\0201\0201\0033ö\0047\0134\0041')""#
        ),
        "{influx}"
    );
    assert_eq!(influx_words(&hostile)[3], text);
}

/// Every character that a shell, curl, or a terminal might take for something else.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        "['\"\\\\$`!*?~#&;|<>(){}\\[\\]\n\t =%@-]{0,12}",
        "([\\x01-\\x20\\x7f-\\u{a0}\u{202e}\u{2066}\u{200b}\u{feff}'\\\\!%\"]|\\PC){0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_quoted_text_is_one_word(text in hostile()) {
        match shell_word(&text) {
            Some(word) => prop_assert_eq!(sh(&format!("printf %s {word}")), text.into_bytes()),
            None => prop_assert!(text.ends_with('\n'), "{:?}", text),
        }
    }

    #[test]
    fn any_description_arrives(text in "(\\PC|['\"\\\\$`\\x00-\\x1f]){0,12}", server in "https?://[!-~]{1,12}") {
        let command = rename(&server, id(1), &text);
        prop_assert_eq!(body(&command), json!({"description": text}));
        let url = format!("{}/api/v2/authorizations/0000000000000001", server.trim_end_matches('/'));
        prop_assert!(words(&command.curl).contains(&url));
    }

    #[test]
    fn any_new_token_is_the_same_to_both_clients(description in hostile(), name in "\\PC{1,12}") {
        let mut wanted = new(&["read buckets"]);
        wanted.description = description;
        let made = create(SERVER, &wanted, Some(Owner { id: id(0xb), name: &name }));
        prop_assert_eq!(&body(&made)["description"], &json!(wanted.description));
        let Some(influx) = made.influx else {
            prop_assert!(wanted.description.ends_with('\n'));
            return Ok(());
        };
        let words = words(&influx);
        prop_assert_eq!(&words[10], &name);
        if wanted.description.is_empty() {
            prop_assert_eq!(&words[11], "--read-buckets");
        } else {
            prop_assert_eq!(&words[11..13], &["--description".to_owned(), wanted.description]);
        }
    }

    #[test]
    fn a_snippet_names_any_organization_and_bucket(org in hostile(), bucket in hostile()) {
        let all = snippets("http://localhost:8086/", &org, Some(&bucket));
        prop_assert_eq!(
            all.iter().map(|snippet| snippet.label).collect::<Vec<_>>(),
            ["Environment", "curl", "influx CLI", "Telegraf"]
        );

        let output: toml::Table = all[3].text.parse().expect("TOML");
        let output = &output["outputs"]["influxdb_v2"][0];
        prop_assert_eq!(output["organization"].as_str(), Some(&*org));
        prop_assert_eq!(output["bucket"].as_str(), Some(&*bucket));
        prop_assert_eq!(output["urls"][0].as_str(), Some(SERVER));
        prop_assert_eq!(output["token"].as_str(), Some("${INFLUX_TOKEN}"));
        // Telegraf replaces variables in the text, before it is TOML.
        prop_assert_eq!(all[3].text.matches('$').count(), 1);

        let named = !org.is_empty() && shell_word(&org).is_some();
        let configured = words(&all[2].text);
        prop_assert_eq!(configured.iter().position(|word| word == "--org").map(|at| &configured[at + 1]), named.then_some(&org));
        prop_assert!(configured.ends_with(&["--token".to_owned(), "from the environment".to_owned()]));
        prop_assert!(configured[5].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && !configured[5].is_empty());

        // `stty` needs a terminal.
        let typed = format!("stty() {{ :; }}; {{ {}\n}} >/dev/null; printf '%s\\0' \"$INFLUX_HOST\" \"${{INFLUX_ORG-}}\" \"$INFLUX_TOKEN\"", all[0].text);
        let output = sh(&format!("printf 'typed\\n' | {{ unset INFLUX_ORG; {typed}; }}"));
        let expected = if named { org.as_str() } else { "" };
        prop_assert_eq!(String::from_utf8(output).expect("text"), format!("{SERVER}\0{expected}\0typed\0"));
    }

    #[test]
    fn any_text_is_a_string_of_toml(text in any::<String>()) {
        let table: toml::Table = format!("text = {}", toml_string(&text)).parse().expect("TOML");
        prop_assert_eq!(table["text"].as_str(), Some(&*text));
    }
}

#[test]
fn the_query_of_the_curl_snippet_is_encoded() {
    let all = snippets(SERVER, "a&b c%é", Some("x/y+z"));
    assert_eq!(
        words(&all[1].text)[3],
        "http://localhost:8086/api/v2/buckets?org=a%26b%20c%25%c3%a9&name=x%2fy%2bz"
    );
    assert!(
        snippets(SERVER, "a", None)[3]
            .text
            .ends_with("bucket = \"\" # the bucket to write to")
    );
}
