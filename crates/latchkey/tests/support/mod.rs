//! A real server on a free port with a data directory of its own, and a client for it.
#![allow(dead_code, unreachable_pub)] // each test program uses a part of it
#![allow(clippy::needless_pass_by_value)] // so that calls read easily

use std::net::SocketAddr;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use latchkey::serve::{Config, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// A server in this process.
pub struct TestServer {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl TestServer {
    pub fn start(config: Config) -> Self {
        let (started, address) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let server = Server::start(&config).await.unwrap();
                started.send(server.address()).unwrap();
                server.run(async { drop(stopped.await) }).await;
            });
        });
        Self {
            address: address.recv().unwrap(),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Begins to stop, without waiting for it.
    pub fn ask_to_stop(&mut self) {
        drop(self.stop.take());
    }

    pub fn client(&self) -> Client {
        Client::of(&format!("http://{}", self.address))
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.ask_to_stop();
        let result = self.thread.take().unwrap().join();
        assert!(std::thread::panicking() || result.is_ok());
    }
}

/// The settings of a test's server.
pub fn config(directory: &Path) -> Config {
    Config::new("127.0.0.1:0".parse().unwrap(), directory.to_owned())
}

/// Asks one server, always with the same headers.
#[derive(Clone)]
pub struct Client {
    pub url: String,
    pub headers: Vec<(String, String)>,
    agent: ureq::Agent,
}

/// What the server answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl Client {
    /// Without any credential.
    pub fn of(url: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        Self {
            url: url.to_owned(),
            headers: Vec::new(),
            agent,
        }
    }

    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// With the same credential, but of another server.
    pub fn at(&self, url: &str) -> Self {
        Self {
            url: url.to_owned(),
            ..self.clone()
        }
    }

    pub fn token(&self, token: &str) -> Self {
        self.nobody().with("Authorization", &format!("Token {token}"))
    }

    pub fn nobody(&self) -> Self {
        Self {
            headers: Vec::new(),
            ..self.clone()
        }
    }

    /// Signs in and goes on with the session's cookie.
    pub fn sign_in(&self, user: &str, password: &str) -> Self {
        let reply = self.basic(user, password).post("/api/v2/signin", "");
        assert_eq!(reply.status, 204, "{reply:?}");
        let cookie = reply
            .header("set-cookie")
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        self.nobody().with("Cookie", &cookie)
    }

    pub fn basic(&self, user: &str, password: &str) -> Self {
        use base64::Engine;
        let text = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        self.nobody().with("Authorization", &format!("Basic {text}"))
    }

    pub fn send(&self, method: &str, path: &str, body: Option<&str>) -> Reply {
        self.try_send(method, path, body).unwrap()
    }

    pub fn try_send(&self, method: &str, path: &str, body: Option<&str>) -> Result<Reply, ureq::Error> {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let response = match body {
            Some(body) => self.agent.run(request.body(body.to_owned()).unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let (parts, mut body) = response?.into_parts();
        let headers = parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        let text = body.with_config().limit(1 << 30).read_to_string()?;
        Ok(Reply {
            status: parts.status.as_u16(),
            headers,
            text,
        })
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None)
    }

    pub fn post(&self, path: &str, body: impl ToString) -> Reply {
        self.send("POST", path, Some(&body.to_string()))
    }

    pub fn patch(&self, path: &str, body: impl ToString) -> Reply {
        self.send("PATCH", path, Some(&body.to_string()))
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, None)
    }

    /// The ids in a list of authorizations.
    pub fn listed(&self, query: &str) -> Vec<String> {
        let reply = self.get(&format!("/api/v2/authorizations{query}"));
        assert_eq!(reply.status, 200, "{reply:?}");
        ids(&reply.json()["authorizations"])
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that it succeeded with this status and returns the body.
    #[track_caller]
    pub fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        self.json()
    }

    /// Checks that it is an error of exactly the documented shape (§5.4).
    #[track_caller]
    pub fn error(&self, status: u16, code: &str, message: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.json(), json!({ "code": code, "message": message }));
        assert_eq!(self.header("x-platform-error-code"), Some(code), "{self:?}");
        assert_eq!(
            self.header("content-type"),
            Some("application/json; charset=utf-8"),
            "{self:?}"
        );
    }

    #[track_caller]
    pub fn unauthorized(&self, message: &str) {
        self.error(401, "unauthorized", message);
    }

    #[track_caller]
    pub fn invalid(&self, message: &str) {
        self.error(400, "invalid", message);
    }

    #[track_caller]
    pub fn not_found(&self, message: &str) {
        self.error(404, "not found", message);
    }

    /// Checks that it has no body and no content type.
    #[track_caller]
    pub fn empty(&self, status: u16) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.text, "");
        assert_eq!(self.header("content-type"), None, "{self:?}");
    }
}

/// The `id` of each element.
#[track_caller]
pub fn ids(list: &Value) -> Vec<String> {
    texts(list, "id")
}

/// A text field of each element.
#[track_caller]
pub fn texts(list: &Value, field: &str) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
pub fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field}: {value}"))
        .to_owned()
}

/// The keys of an object in the order they stand in the text.
#[track_caller]
pub fn keys(text: &str, indent: &str) -> Vec<String> {
    let start = format!("\n{indent}\"");
    let mut keys = Vec::new();
    for (at, _) in text.match_indices(&start) {
        let rest = &text[at + start.len()..];
        keys.push(rest[..rest.find('"').unwrap()].to_owned());
    }
    keys
}

/// A server that was set up, with its operator token.
pub struct SetUp {
    pub server: TestServer,
    pub directory: TempDir,
    /// With the operator token.
    pub operator: Client,
    pub token: String,
    pub org: String,
    pub user: String,
    pub bucket: String,
    /// The operator token's own id.
    pub auth: String,
    /// The reply to setup.
    pub reply: Reply,
}

pub const PASSWORD: &str = "correct horse";

impl SetUp {
    /// Nobody can sign in: hashing a password takes long in a debug build.
    pub fn new() -> Self {
        Self::with(|_| {}, json!({}))
    }

    /// `admin` can sign in.
    pub fn with_password() -> Self {
        Self::with(|_| {}, json!({ "password": PASSWORD }))
    }

    pub fn with(change: impl FnOnce(&mut Config), more: Value) -> Self {
        let directory = TempDir::new().unwrap();
        let mut config = config(directory.path());
        change(&mut config);
        let server = TestServer::start(config);
        let mut body = json!({ "username": "admin", "org": "acme", "bucket": "metrics" });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let reply = server.client().post("/api/v2/setup", body);
        let done = reply.ok(201);
        let token = text(&done["auth"], "token");
        Self {
            operator: server.client().token(&token),
            server,
            directory,
            token,
            org: text(&done["org"], "id"),
            user: text(&done["user"], "id"),
            bucket: text(&done["bucket"], "id"),
            auth: text(&done["auth"], "id"),
            reply,
        }
    }

    /// Makes a token of the operator's and returns the reply.
    #[track_caller]
    pub fn create(&self, permissions: &Value) -> Value {
        self.create_with(json!({ "permissions": permissions }))
    }

    /// The same with other fields.
    #[track_caller]
    pub fn create_with(&self, fields: Value) -> Value {
        let mut body = json!({ "orgID": self.org, "permissions": [{ "action": "read", "resource": { "type": "tasks" } }] });
        body.as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        self.operator.post("/api/v2/authorizations", body).ok(201)
    }

    /// A client with a new token that has these permissions, written as in the server's messages.
    #[track_caller]
    pub fn holder(&self, permissions: &[&str]) -> Client {
        let permissions: Vec<_> = permissions.iter().map(|text| permission(text)).collect();
        self.operator
            .token(&text(&self.create(&json!(permissions)), "token"))
    }

    /// A client with an inactive token that would be allowed everything.
    #[track_caller]
    pub fn inactive(&self) -> Client {
        let permissions = influx_api::operator_permissions();
        let made = self.create_with(json!({ "status": "inactive", "permissions": permissions }));
        self.operator.token(&text(&made, "token"))
    }

    /// Another user.
    #[track_caller]
    pub fn add_user(&self, name: &str) -> String {
        text(
            &self
                .operator
                .post("/api/v2/users", json!({ "name": name }))
                .ok(201),
            "id",
        )
    }

    /// Another organization.
    #[track_caller]
    pub fn add_org(&self, name: &str) -> String {
        text(
            &self
                .operator
                .post("/api/v2/orgs", json!({ "name": name }))
                .ok(201),
            "id",
        )
    }

    /// Another bucket.
    #[track_caller]
    pub fn add_bucket(&self, org: &str, name: &str) -> String {
        text(
            &self
                .operator
                .post("/api/v2/buckets", json!({ "orgID": org, "name": name }))
                .ok(201),
            "id",
        )
    }
}

/// A permission from its form in messages (§3.2), such as `read:orgs/<org>/buckets`.
pub fn permission(text: &str) -> Value {
    let (action, path) = text.split_once(':').unwrap();
    let parts: Vec<_> = path.split('/').collect();
    let resource = match parts[..] {
        [kind] => json!({ "type": kind }),
        [kind, id] => json!({ "type": kind, "id": id }),
        ["orgs", org, kind] => json!({ "type": kind, "orgID": org }),
        ["orgs", org, kind, id] => json!({ "type": kind, "id": id, "orgID": org }),
        _ => panic!("not a permission: {text}"),
    };
    json!({ "action": action, "resource": resource })
}

/// An id that nothing has.
pub const UNKNOWN: &str = "00000000deadbeef";
