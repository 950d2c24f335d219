//! Random sequences of requests, asked of the real API on a real store and of a small model written from the contract:
//! both give the same answers, and after each request the database holds what the model does, no more and no less. So no
//! sequence found lets a caller read, change or make what the rules forbid.
//!
//! `LATCHKEY_SEQUENCES` says how many; a failing one is shrunk and printed.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/campaign.rs"]
mod campaign;
mod operations;
mod rules;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use latchkey::api::{Access as Settings, App, routes};
use latchkey::store::{Options, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use operations::{Access, Nth, Operation, Who, sequence};
use rules::{Caller, Credential, Id, Model, Permission, Refusal, TYPES, Token, User};

const UNKNOWN: &str = "00000000deadbeef";

/// The model, and the server it is compared with.
struct World {
    model: Model,
    router: Router,
    app: App,
    file: Connection,
    // Everything that was ever made, in order.
    users: Vec<Id>,
    orgs: Vec<Id>,
    tokens: Vec<(Id, String)>,
    sessions: Vec<(String, Option<Id>)>,
    _directory: TempDir,
}

struct Reply {
    status: u16,
    body: Value,
}

fn text(value: &Value, field: &str) -> String {
    value[field]
        .as_str()
        .unwrap_or_else(|| panic!("no {field}: {value}"))
        .to_owned()
}

fn ids(list: &Value) -> Vec<Id> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| text(item, "id"))
        .collect()
}

impl World {
    fn new(runtime: &Runtime) -> Self {
        let directory = TempDir::new().unwrap();
        let store = Store::open(&Options {
            directory: directory.path().to_owned(),
            hash_tokens: true,
        })
        .unwrap();
        let app = App::new(
            store,
            Settings {
                session_length: Duration::from_secs(3600),
                base_path: "/".to_owned(),
                secure_cookie: false,
                trusted_proxies: Vec::new(),
            },
        )
        .unwrap();
        let mut world = Self {
            model: Model::default(),
            router: routes(&app),
            app,
            file: Connection::open(directory.path().join("latchkey.sqlite")).unwrap(),
            users: Vec::new(),
            orgs: Vec::new(),
            tokens: Vec::new(),
            sessions: Vec::new(),
            _directory: directory,
        };
        let setup = json!({ "username": "admin", "org": "acme", "bucket": "b" });
        let made = world.ask(runtime, None, "POST", "/setup", Some(setup)).body;
        let (user, org) = (text(&made["user"], "id"), text(&made["org"], "id"));
        let auth = (text(&made["auth"], "id"), text(&made["auth"], "token"));
        world.model.users.insert(
            user.clone(),
            User {
                name: "admin".to_owned(),
                active: true,
                instance_owner: true,
            },
        );
        world.model.orgs.insert(org.clone(), "acme".to_owned());
        world.model.people.insert((org.clone(), user.clone()), "owner");
        world.model.tokens.insert(
            auth.0.clone(),
            Token {
                org: org.clone(),
                user: user.clone(),
                active: true,
                description: "admin's Token".to_owned(),
                permissions: world.permissions(&Access::Operator),
            },
        );
        world.users.push(user);
        world.orgs.push(org);
        world.tokens.push(auth);
        world
    }

    fn ask(
        &self,
        runtime: &Runtime,
        credential: Option<(&str, String)>,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(format!("/api/v2{path}"));
        if let Some((name, value)) = credential {
            request = request.header(name, value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = self.router.clone().oneshot(request.body(body).unwrap());
        runtime.block_on(async {
            let reply = answer.await.unwrap();
            let status = reply.status().as_u16();
            let bytes = to_bytes(reply.into_body(), usize::MAX).await.unwrap();
            let body = if bytes.is_empty() {
                Value::Null
            } else {
                serde_json::from_slice(&bytes).unwrap()
            };
            Reply { status, body }
        })
    }

    fn user(&self, nth: Nth) -> Id {
        self.users
            .get(nth % (self.users.len() + 1))
            .map_or(UNKNOWN, |id| id)
            .to_owned()
    }

    fn org(&self, nth: Nth) -> Id {
        self.orgs
            .get(nth % (self.orgs.len() + 1))
            .map_or(UNKNOWN, |id| id)
            .to_owned()
    }

    fn token(&self, nth: Nth) -> Id {
        self.tokens
            .get(nth % (self.tokens.len() + 1))
            .map_or(UNKNOWN, |(id, _)| id)
            .to_owned()
    }

    fn permissions(&self, access: &Access) -> Vec<Permission> {
        let both = ["read", "write"];
        match access {
            Access::Operator => TYPES
                .iter()
                .flat_map(|kind| both.map(|action| Permission::new(action, kind, None, None)))
                .collect(),
            Access::All(org, user) => {
                let (org, user) = (self.org(*org), self.user(*user));
                TYPES
                    .iter()
                    .flat_map(|kind| both.map(|action| (action, *kind)))
                    .filter(|of| *of != ("write", "orgs"))
                    .map(|(action, kind)| match kind {
                        "orgs" => Permission::new(action, kind, Some(&org), None),
                        "users" => Permission::new(action, kind, Some(&user), None),
                        _ => Permission::new(action, kind, None, Some(&org)),
                    })
                    .collect()
            }
            Access::Custom(wanted) => wanted
                .iter()
                .map(|wanted| {
                    let id = wanted.id.map(|nth| match wanted.kind {
                        "users" => self.user(nth),
                        "orgs" => self.org(nth),
                        "authorizations" => self.token(nth),
                        _ => UNKNOWN.to_owned(),
                    });
                    let org = wanted.org.map(|nth| self.org(nth));
                    let action = both[usize::from(wanted.write)];
                    Permission::new(action, wanted.kind, id.as_deref(), org.as_deref())
                })
                .collect(),
        }
    }

    /// What a caller presents to the server, and what that is to the model.
    fn credential(&self, who: Who) -> (Option<(&'static str, String)>, Credential) {
        match who {
            Who::Nobody => (None, Credential::None),
            Who::Token(nth) => {
                let known = self.tokens.get(nth % (self.tokens.len() + 1));
                let secret = known.map_or("never-made", |(_, secret)| secret);
                (
                    Some(("authorization", format!("Token {secret}"))),
                    Credential::Token(known.map(|(id, _)| id.clone())),
                )
            }
            Who::Session(nth) => {
                let known = self.sessions.get(nth % (self.sessions.len() + 1));
                let key = known.map_or("never-begun", |(key, _)| key);
                (
                    Some(("cookie", format!("influxdb-oss-session={key}"))),
                    Credential::Session(known.and_then(|(_, user)| user.clone())),
                )
            }
        }
    }

    /// Does one thing with both and compares the answers.
    fn step(&mut self, runtime: &Runtime, who: Who, operation: &Operation) -> Result<(), TestCaseError> {
        match operation {
            Operation::SignIn(user) => {
                let user = self.user(*user);
                if let Ok(id) = user.parse()
                    && self.model.users.contains_key(&user)
                {
                    let key = self.app.sessions.begin(id, Instant::now()).unwrap();
                    self.sessions.push((key, Some(user)));
                }
                return Ok(());
            }
            Operation::SignOut => {
                let (header, _) = self.credential(who);
                let reply = self.ask(runtime, header, "POST", "/signout", None);
                let Who::Session(nth) = who else {
                    prop_assert_eq!(reply.status, 401);
                    return Ok(());
                };
                let nth = nth % (self.sessions.len() + 1);
                let user = self.sessions.get_mut(nth).and_then(|(_, user)| user.take());
                prop_assert_eq!(reply.status, if user.is_some() { 204 } else { 401 });
                return Ok(());
            }
            _ => {}
        }
        let (header, credential) = self.credential(who);
        let (method, path, body) = self.request(operation);
        let reply = self.ask(runtime, header, method, &path, body);
        let caller = self.model.caller(&credential);
        let expected = caller.and_then(|caller| self.expect(&caller, operation, &reply));
        match expected {
            Ok(what) => {
                what.map_err(|why| TestCaseError::fail(format!("{why}: {} {}", reply.status, reply.body)))
            }
            Err(Refusal(status, code, message)) => {
                prop_assert_eq!(reply.body, json!({ "code": code, "message": message }));
                prop_assert_eq!(reply.status, status);
                Ok(())
            }
        }
    }

    fn request(&self, operation: &Operation) -> (&'static str, String, Option<Value>) {
        let auth = |nth: &Nth| format!("/authorizations/{}", self.token(*nth));
        let user = |nth: &Nth| format!("/users/{}", self.user(*nth));
        let org = |nth: &Nth| format!("/orgs/{}", self.org(*nth));
        match operation {
            Operation::CreateToken {
                org,
                user,
                status,
                access,
            } => {
                let permissions: Vec<_> = self
                    .permissions(access)
                    .into_iter()
                    .map(|permission| {
                        let mut resource = json!({ "type": permission.kind });
                        if let Some(id) = permission.id {
                            resource["id"] = json!(id);
                        }
                        if let Some(org) = permission.org {
                            resource["orgID"] = json!(org);
                        }
                        json!({ "action": permission.action, "resource": resource })
                    })
                    .collect();
                let body = json!({
                    "orgID": self.org(*org), "userID": user.map(|nth| self.user(nth)),
                    "status": status, "permissions": permissions,
                });
                ("POST", "/authorizations".to_owned(), Some(body))
            }
            Operation::ReadToken(nth) => ("GET", auth(nth), None),
            Operation::ListTokens { id, org, user } => {
                let mut path = "/authorizations?limit=1".to_owned();
                for (name, value) in [
                    ("id", id.map(|nth| self.token(nth))),
                    ("orgID", org.map(|nth| self.org(nth))),
                    ("userID", user.map(|nth| self.user(nth))),
                ] {
                    if let Some(value) = value {
                        path.push_str(&format!("&{name}={value}"));
                    }
                }
                ("GET", path, None)
            }
            Operation::ChangeToken {
                token,
                status,
                description,
            } => {
                let body = json!({ "status": status, "description": description });
                ("PATCH", auth(token), Some(body))
            }
            Operation::DeleteToken(nth) => ("DELETE", auth(nth), None),
            Operation::Me => ("GET", "/me".to_owned(), None),
            Operation::CreateUser(name) => ("POST", "/users".to_owned(), Some(json!({ "name": name }))),
            Operation::ReadUser(nth) => ("GET", user(nth), None),
            Operation::ListUsers => ("GET", "/users?limit=100".to_owned(), None),
            Operation::ChangeUser {
                user: nth,
                name,
                status,
            } => (
                "PATCH",
                user(nth),
                Some(json!({ "name": name, "status": status })),
            ),
            Operation::DeleteUser(nth) => ("DELETE", user(nth), None),
            Operation::PermissionsOfUser(nth) => ("GET", format!("{}/permissions", user(nth)), None),
            Operation::CreateOrg(name) => ("POST", "/orgs".to_owned(), Some(json!({ "name": name }))),
            Operation::ReadOrg(nth) => ("GET", org(nth), None),
            Operation::ListOrgs => ("GET", "/orgs?limit=100".to_owned(), None),
            Operation::RenameOrg(nth, name) => ("PATCH", org(nth), Some(json!({ "name": name }))),
            Operation::DeleteOrg(nth) => ("DELETE", org(nth), None),
            Operation::ListPeople(nth, role) => ("GET", format!("{}/{role}s", org(nth)), None),
            Operation::AddPerson(nth, person, role) => (
                "POST",
                format!("{}/{role}s", org(nth)),
                Some(json!({ "id": self.user(*person) })),
            ),
            Operation::RemovePerson(nth, person, role) => (
                "DELETE",
                format!("{}/{role}s/{}", org(nth), self.user(*person)),
                None,
            ),
            Operation::SignIn(_) | Operation::SignOut => unreachable!("no request of this kind"),
        }
    }

    /// Applies an operation to the model: a refusal, or whether the reply is what the model has it to be. The ids of what
    /// is new come from the reply.
    fn expect(
        &mut self,
        caller: &Caller,
        operation: &Operation,
        reply: &Reply,
    ) -> Result<Result<(), String>, Refusal> {
        let is = |status: u16, right: bool| {
            if reply.status == status && right {
                Ok(())
            } else {
                Err(format!("the model says {status}"))
            }
        };
        let named = |status: u16, id: Id| is(status, reply.body["id"] == json!(id));
        let listed = |field: &str, expected: Vec<Id>| {
            is(
                200,
                reply.body[field].is_array() && ids(&reply.body[field]) == expected,
            )
        };
        Ok(match operation {
            Operation::CreateToken {
                org,
                user,
                status,
                access,
            } => {
                let (org, user) = (self.org(*org), user.map(|nth| self.user(nth)));
                let permissions = self.permissions(access);
                let token = self
                    .model
                    .create_token(caller, &org, user.as_deref(), *status, permissions)?;
                if reply.status != 201 {
                    return Ok(is(201, true));
                }
                let id = text(&reply.body, "id");
                self.tokens.push((id.clone(), text(&reply.body, "token")));
                self.model.tokens.insert(id, token);
                Ok(())
            }
            Operation::ReadToken(nth) => {
                let id = self.token(*nth);
                let id = self.model.read_token(caller, &id)?;
                self.looks(&reply.body, &id).and(named(200, id))
            }
            Operation::ListTokens { id, org, user } => {
                let (id, org) = (id.map(|nth| self.token(nth)), org.map(|nth| self.org(nth)));
                let user = user.map(|nth| self.user(nth));
                let expected =
                    self.model
                        .list_tokens(caller, id.as_deref(), org.as_deref(), user.as_deref())?;
                let items = reply.body["authorizations"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default();
                let looks = items
                    .iter()
                    .try_for_each(|item| self.looks(item, &text(item, "id")));
                listed("authorizations", expected).and(looks)
            }
            Operation::ChangeToken {
                token,
                status,
                description,
            } => {
                let id = self.token(*token);
                let id = self.model.change_token(caller, &id, *status, *description)?;
                self.looks(&reply.body, &id).and(named(200, id))
            }
            Operation::DeleteToken(nth) => {
                let id = self.token(*nth);
                self.model.delete_token(caller, &id)?;
                is(204, reply.body.is_null())
            }
            Operation::Me => named(200, Model::me(caller)?),
            Operation::CreateUser(name) => {
                let user = self.model.create_user(caller, name)?;
                if reply.status != 201 {
                    return Ok(is(201, true));
                }
                let id = text(&reply.body, "id");
                self.users.push(id.clone());
                self.model.users.insert(id, user);
                Ok(())
            }
            Operation::ReadUser(nth) => named(200, self.model.read_user(caller, &self.user(*nth))?),
            Operation::ListUsers => listed("users", self.model.list_users(caller)),
            Operation::ChangeUser { user, name, status } => {
                let id = self.user(*user);
                named(200, self.model.change_user(caller, &id, *name, *status)?)
            }
            Operation::DeleteUser(nth) => {
                let id = self.user(*nth);
                self.model.delete_user(caller, &id)?;
                is(204, reply.body.is_null())
            }
            Operation::PermissionsOfUser(nth) => {
                let expected = self.model.permissions_of_user(caller, &self.user(*nth))?;
                let said: BTreeSet<_> = reply.body.as_array().into_iter().flatten().map(written).collect();
                is(200, said == expected)
            }
            Operation::CreateOrg(name) => {
                let owner = self.model.create_org(caller, name)?;
                if reply.status != 201 {
                    return Ok(is(201, true));
                }
                let id = text(&reply.body, "id");
                self.orgs.push(id.clone());
                self.model.orgs.insert(id.clone(), (*name).to_owned());
                self.model.people.insert((id, owner), "owner");
                Ok(())
            }
            Operation::ReadOrg(nth) => named(200, self.model.read_org(caller, &self.org(*nth))?),
            Operation::ListOrgs => listed("orgs", self.model.list_orgs(caller)),
            Operation::RenameOrg(nth, name) => {
                let id = self.org(*nth);
                named(200, self.model.rename_org(caller, &id, name)?)
            }
            Operation::DeleteOrg(nth) => {
                let id = self.org(*nth);
                self.model.delete_org(caller, &id)?;
                is(204, reply.body.is_null())
            }
            Operation::ListPeople(nth, role) => {
                listed("users", self.model.list_people(caller, &self.org(*nth), role)?)
            }
            Operation::AddPerson(nth, person, role) => {
                let (org, user) = (self.org(*nth), self.user(*person));
                named(201, self.model.add_person(caller, &org, &user, role)?)
            }
            Operation::RemovePerson(nth, person, role) => {
                let (org, user) = (self.org(*nth), self.user(*person));
                self.model.remove_person(caller, &org, &user, role)?;
                is(204, reply.body.is_null())
            }
            Operation::SignIn(_) | Operation::SignOut => unreachable!("no request of this kind"),
        })
    }

    /// Whether a token in a reply is the model's, without its secret.
    fn looks(&self, item: &Value, id: &str) -> Result<(), String> {
        let Some(token) = self.model.tokens.get(id) else {
            return Err(format!("{id} should not be there"));
        };
        let status = if token.active { "active" } else { "inactive" };
        let permissions: Vec<_> = item["permissions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(written)
            .collect();
        let same = item["token"] == ""
            && item["status"] == status
            && item["description"] == token.description.as_str()
            && item["orgID"] == token.org.as_str()
            && item["org"] == self.model.orgs[&token.org].as_str()
            && item["userID"] == token.user.as_str()
            && item["user"] == self.model.users[&token.user].name.as_str()
            && permissions == token.permissions.iter().map(Permission::text).collect::<Vec<_>>();
        if same {
            Ok(())
        } else {
            Err(format!("the model has {token:?}"))
        }
    }

    /// Whether the database holds what the model does.
    fn same_state(&self) -> Result<(), TestCaseError> {
        let rows = |sql: &str| -> BTreeSet<String> {
            let mut statement = self.file.prepare_cached(sql).unwrap();
            let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
            rows.collect::<Result<_, _>>().unwrap()
        };
        // As the store keeps ids: with the top bit flipped.
        let key = |id: &str| (u64::from_str_radix(id, 16).unwrap() ^ (1 << 63)).cast_signed();
        let model = &self.model;
        prop_assert_eq!(
            rows("SELECT id || ' ' || name || ' ' || active || ' ' || instance_owner FROM users"),
            model
                .users
                .iter()
                .map(|(id, user)| format!(
                    "{} {} {} {}",
                    key(id),
                    user.name,
                    u8::from(user.active),
                    u8::from(user.instance_owner)
                ))
                .collect()
        );
        prop_assert_eq!(
            rows("SELECT id || ' ' || name FROM orgs"),
            model
                .orgs
                .iter()
                .map(|(id, name)| format!("{} {name}", key(id)))
                .collect()
        );
        prop_assert_eq!(
            rows("SELECT org_id || ' ' || user_id || ' ' || role FROM members"),
            model
                .people
                .iter()
                .map(|((org, user), role)| format!("{} {} {role}", key(org), key(user)))
                .collect()
        );
        let stored = rows(
            "SELECT a.id || ' ' || a.org_id || ' ' || a.user_id || ' ' || a.active || ' ' || a.description || ' '
                || a.token_hash || ' ' || s.permissions
             FROM authorizations a JOIN permission_sets s ON s.id = a.permission_set",
        );
        let expected = self.tokens.iter().filter_map(|(id, secret)| {
            let token = model.tokens.get(id)?;
            let permissions: Vec<_> = token.permissions.iter().map(Permission::text).collect();
            Some(format!(
                "{} {} {} {} {} {} {}",
                key(id),
                key(&token.org),
                key(&token.user),
                u8::from(token.active),
                token.description,
                latchkey::auth::token::hash(secret),
                permissions.join("\n")
            ))
        });
        prop_assert_eq!(stored, expected.collect());
        Ok(())
    }
}

/// A permission in a reply, in the form of messages (§3.2).
fn written(permission: &Value) -> String {
    let resource = &permission["resource"];
    let (action, kind) = (text(permission, "action"), text(resource, "type"));
    match (resource["orgID"].as_str(), resource["id"].as_str()) {
        (Some(org), Some(id)) => format!("{action}:orgs/{org}/{kind}/{id}"),
        (Some(org), None) => format!("{action}:orgs/{org}/{kind}"),
        (None, Some(id)) => format!("{action}:{kind}/{id}"),
        (None, None) => format!("{action}:{kind}"),
    }
}

#[test]
fn the_server_does_what_the_model_does() {
    let sequences = campaign::length("LATCHKEY_SEQUENCES", 100);
    let runtime = Runtime::new().unwrap();
    let (steps, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner = TestRunner::new(Config {
        cases: u32::try_from(sequences).unwrap(),
        failure_persistence: None,
        ..Config::default()
    });
    let result = runner.run(&sequence(), |sequence| {
        let mut world = World::new(&runtime);
        for (who, operation) in &sequence {
            world.step(&runtime, *who, operation)?;
            world.same_state()?;
            steps.fetch_add(1, Ordering::Relaxed);
        }
        done.fetch_add(1, Ordering::Relaxed);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    campaign::figure("model sequences", done.into_inner());
    campaign::figure("model steps", steps.into_inner());
}
