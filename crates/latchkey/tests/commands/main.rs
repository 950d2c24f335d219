//! The commands that the page shows, run by a real shell against a real server: curl's as they are, those of the `influx`
//! CLI with a stand-in beside this file that takes exactly the arguments that one takes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::needless_pass_by_value)]

#[path = "../support/mod.rs"]
mod support;

mod actions;
mod rotation;
mod using;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output, Stdio};

use influx_api::{Id, NewAuthorization, Permission, Status};
use serde_json::Value;
use support::{SetUp, text};
use tempfile::TempDir;
use tokens::command::{Owner, snippets};

/// Descriptions that a shell, curl, a terminal or the `influx` CLI might take for something else.
const HOSTILE: [&str; 20] = [
    "it's \"quoted\" 'twice'",
    "$HOME ${PATH} $(touch pwned) `touch pwned`",
    "; touch pwned; & | > pwned < /dev/null",
    "* ? [a-z] ~ {a,b} # no comment",
    "!! !-1 wow!",
    "100% %s %n %%",
    "back\\slash \\n \\0101 \\\\",
    "-d",
    "--",
    "--operator",
    "@/etc/passwd",
    "=x",
    "two\nlines\tand a tab",
    "\u{1b}[31mred\u{7}\r",
    "\u{202e}txet desrever\u{2066}\u{200b}\u{feff}",
    "日本語 ünï 👩‍👩‍👧 \u{e0041}",
    "{\"json\": [1, \"</script>\"]} &amp;",
    " begins and ends with blanks ",
    "\u{85}\u{a0}\u{2028}",
    "ends with a quote'",
];

/// A server, and a person with a shell beside it.
struct Desk {
    it: SetUp,
    /// Home and working directory.
    home: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            it: SetUp::new(),
            home: TempDir::new().unwrap(),
        }
    }

    fn server(&self) -> &str {
        &self.it.operator.url
    }

    fn org(&self) -> Id {
        self.it.org.parse().unwrap()
    }

    fn owner(&self) -> Option<Owner<'static>> {
        Some(Owner {
            id: self.it.user.parse().unwrap(),
            name: "admin",
        })
    }

    /// An active token with this description that may read the buckets of the organization.
    fn new_token(&self, description: &str) -> NewAuthorization {
        NewAuthorization {
            org_id: self.org(),
            user_id: None,
            status: Status::Active,
            description: description.to_owned(),
            permissions: vec![Permission::new(
                "read".into(),
                "buckets".into(),
                None,
                Some(self.org()),
            )],
        }
    }

    fn shell(&self, shell: &str, script: &str, typed: &str, secret: &str) -> Output {
        let stand_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
        let mut path = vec![stand_in];
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let mut child = Process::new(shell)
            .args(["-c", script])
            .current_dir(self.home.path())
            .env("PATH", std::env::join_paths(path).unwrap())
            .env("HOME", self.home.path())
            .env("INFLUX_TOKEN", secret)
            // As the page's own snippet for the environment sets it.
            .env("INFLUX_ORG", "acme")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read may end before.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// Runs a command with the operator token; returns the JSON that it prints.
    #[track_caller]
    fn run(&self, script: &str) -> Value {
        let output = self.shell("sh", script, "", &self.it.token);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success(),
            "{script}\n{said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        if said.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{script}\n{said}: {error}"))
    }

    /// Makes the operator token the one of the `influx` CLI's active configuration.
    fn configure(&self) {
        let all = snippets(self.server(), "acme", None);
        self.run(
            &all.iter()
                .find(|snippet| snippet.label == "influx CLI")
                .unwrap()
                .text,
        );
    }

    fn token(&self, id: &str) -> Value {
        self.it
            .operator
            .get(&format!("/api/v2/authorizations/{id}"))
            .ok(200)
    }

    /// A new token by this description, made without a command.
    fn made(&self, description: &str) -> Id {
        let made = self
            .it
            .create_with(serde_json::json!({ "description": description }));
        text(&made, "id").parse().unwrap()
    }

    /// What was left in the working directory.
    fn files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.home.path()).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}
