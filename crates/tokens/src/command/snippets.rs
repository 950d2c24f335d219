//! A new token put to use: settings and a first request. They take its secret from the variable `INFLUX_TOKEN`.

use super::curl;
use super::text::{percent_encoded, quoted, shell_word, toml_string};

/// A text to paste somewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snippet {
    /// What it is for.
    pub label: &'static str,
    /// Where it goes, and where it takes the secret from.
    pub hint: &'static str,
    /// The text.
    pub text: String,
}

const SHELL: &str = "For sh, bash and zsh; takes the API token from the variable INFLUX_TOKEN";

/// Ways to use a token of the organization with this name: the variables (their secret is typed in, so that it is not in
/// the history of the shell), a request with curl, a configuration of the `influx` CLI, and Telegraf's output. `bucket` is
/// the name of the one bucket the token is for, if there is one; `org` is empty if the name is not known.
#[must_use]
pub fn snippets(server: &str, org: &str, bucket: Option<&str>) -> Vec<Snippet> {
    let host = server.trim_end_matches('/');
    let snippet = |label, hint, parts: &[&str]| Snippet {
        label,
        hint,
        text: parts.concat(),
    };
    let (org_variable, org_flag) = match shell_word(org).filter(|_| !org.is_empty()) {
        Some(word) => (
            ["\nexport INFLUX_ORG=", &word].concat(),
            [" \\\n  --org ", &word].concat(),
        ),
        None => Default::default(),
    };
    let named = bucket.map(|name| ["&name=", &percent_encoded(name)].concat());
    let query = [
        "api/v2/buckets?org=",
        &percent_encoded(org),
        &named.unwrap_or_default(),
    ]
    .concat();
    vec![
        snippet(
            "Environment",
            "For sh, bash and zsh; asks for the API token, and keeps it in the variable INFLUX_TOKEN",
            &[
                "export INFLUX_HOST=",
                &quoted(host),
                &org_variable,
                // Last: it reads the line after it, if there is one.
                "\nprintf 'API token: '; stty -echo; read -r INFLUX_TOKEN; stty echo; echo; export INFLUX_TOKEN",
            ],
        ),
        snippet("curl", SHELL, &[&curl::get(&curl::url(server, &query))]),
        snippet(
            "influx CLI",
            SHELL,
            &[
                "influx config create --active --config-name ",
                &config_name(org),
                " \\\n  --host-url ",
                &quoted(host),
                &org_flag,
                " \\\n  --token \"$INFLUX_TOKEN\"",
            ],
        ),
        snippet(
            "Telegraf",
            "For telegraf.conf; Telegraf takes the API token from the variable INFLUX_TOKEN",
            &[
                "[[outputs.influxdb_v2]]\n  urls = [",
                &toml_string(host),
                "]\n  token = \"${INFLUX_TOKEN}\"\n  organization = ",
                &toml_string(org),
                "\n  bucket = ",
                &bucket.map_or_else(|| "\"\" # the bucket to write to".into(), toml_string),
            ],
        ),
    ]
}

/// A name for a configuration: it becomes the heading of a section in a file, so only plain letters and digits are kept.
fn config_name(org: &str) -> String {
    let words: Vec<String> = org
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    if words.is_empty() {
        "influxdb".into()
    } else {
        words.join("-")
    }
}
