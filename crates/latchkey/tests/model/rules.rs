//! The model: what the contract (`docs/contract.md`) says becomes of each request, on plain lists, with the rules of
//! permission (§3) written once more, as they stand there.

use std::collections::{BTreeMap, BTreeSet};

pub(crate) type Id = String;

/// The 22 types other than `instance` (§4.9).
pub(crate) const TYPES: [&str; 22] = [
    "authorizations",
    "buckets",
    "dashboards",
    "orgs",
    "sources",
    "tasks",
    "telegrafs",
    "users",
    "variables",
    "scrapers",
    "secrets",
    "labels",
    "views",
    "documents",
    "notificationRules",
    "notificationEndpoints",
    "checks",
    "dbrp",
    "notebooks",
    "annotations",
    "remotes",
    "replications",
];

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Permission {
    pub(crate) action: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) id: Option<Id>,
    pub(crate) org: Option<Id>,
}

impl Permission {
    pub(crate) fn new(action: &'static str, kind: &'static str, id: Option<&str>, org: Option<&str>) -> Self {
        Self {
            action,
            kind,
            id: id.map(str::to_owned),
            org: org.map(str::to_owned),
        }
    }

    /// §3.2.
    pub(crate) fn text(&self) -> String {
        let Self {
            action,
            kind,
            id,
            org,
        } = self;
        match (org, id) {
            (Some(org), Some(id)) => format!("{action}:orgs/{org}/{kind}/{id}"),
            (Some(org), None) => format!("{action}:orgs/{org}/{kind}"),
            (None, Some(id)) => format!("{action}:{kind}/{id}"),
            (None, None) => format!("{action}:{kind}"),
        }
    }

    /// §3.1.
    fn allows(&self, needed: &Self) -> bool {
        if self.action != needed.action {
            return false;
        }
        if self.kind == "instance" {
            return true;
        }
        if self.kind != needed.kind {
            return false;
        }
        match (&self.org, &self.id) {
            (None, None) => true,
            (Some(_), None) => needed.org == self.org,
            (_, Some(_)) => needed.id == self.id,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) active: bool,
    pub(crate) instance_owner: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) org: Id,
    pub(crate) user: Id,
    pub(crate) active: bool,
    pub(crate) description: String,
    pub(crate) permissions: Vec<Permission>,
}

/// A refusal: status, code and message (§5.4).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refusal(pub(crate) u16, pub(crate) &'static str, pub(crate) String);

type Answer<T> = Result<T, Refusal>;

fn unauthorized(message: &str) -> Refusal {
    Refusal(401, "unauthorized", message.to_owned())
}

fn not_found(what: &str) -> Refusal {
    Refusal(404, "not found", format!("{what} not found"))
}

fn invalid(message: &str) -> Refusal {
    Refusal(400, "invalid", message.to_owned())
}

fn conflict(message: String) -> Refusal {
    Refusal(422, "conflict", message)
}

/// What a caller presents, already found to exist or not.
pub(crate) enum Credential {
    Token(Option<Id>),
    Session(Option<Id>),
    None,
}

/// Who asks, and the permissions held; none at all with an inactive token.
pub(crate) struct Caller {
    pub(crate) user: Id,
    held: Option<Vec<Permission>>,
}

impl Caller {
    fn may(&self, needed: &Permission) -> bool {
        self.held
            .as_ref()
            .is_some_and(|held| held.iter().any(|held| held.allows(needed)))
    }

    fn require(&self, needed: &[Permission]) -> Answer<()> {
        if self.held.is_none() {
            return Err(unauthorized("token is inactive"));
        }
        match needed.iter().find(|needed| !self.may(needed)) {
            Some(missing) => Err(unauthorized(&format!("{} is unauthorized", missing.text()))),
            None => Ok(()),
        }
    }
}

/// What the server should hold.
#[derive(Default)]
pub(crate) struct Model {
    pub(crate) users: BTreeMap<Id, User>,
    pub(crate) orgs: BTreeMap<Id, String>,
    pub(crate) people: BTreeMap<(Id, Id), &'static str>,
    pub(crate) tokens: BTreeMap<Id, Token>,
}

/// What it takes to touch one token (§3.3).
fn on_token(action: &'static str, id: &str, token: &Token) -> [Permission; 2] {
    [
        Permission::new(action, "authorizations", Some(id), Some(&token.org)),
        Permission::new(action, "users", Some(&token.user), None),
    ]
}

fn one(action: &'static str, kind: &'static str, id: &str) -> [Permission; 1] {
    [Permission::new(action, kind, Some(id), None)]
}

fn all(action: &'static str, kind: &'static str) -> [Permission; 1] {
    [Permission::new(action, kind, None, None)]
}

/// The status that a request names; an empty one is as good as `otherwise`.
fn active(status: Option<&str>, otherwise: bool, wrong: &str) -> Answer<bool> {
    match status {
        None | Some("") => Ok(otherwise),
        Some("active") => Ok(true),
        Some("inactive") => Ok(false),
        Some(_) => Err(invalid(wrong)),
    }
}

impl Model {
    /// §5.5 and §3.4.
    pub(crate) fn caller(&self, credential: &Credential) -> Answer<Caller> {
        let unknown = || unauthorized("unauthorized access");
        let (user, held) = match credential {
            Credential::None => return Err(unknown()),
            Credential::Token(id) => {
                let token = id
                    .as_ref()
                    .and_then(|id| self.tokens.get(id))
                    .ok_or_else(unknown)?;
                (
                    token.user.clone(),
                    token.active.then(|| token.permissions.clone()),
                )
            }
            Credential::Session(user) => {
                let user = user.clone().ok_or_else(unknown)?;
                let mut held = self.own_permissions(&user);
                let tokens = self.tokens.values().filter(|token| token.user == user);
                held.extend(tokens.flat_map(|token| token.permissions.clone()));
                (user, Some(held))
            }
        };
        if !self.users.get(&user).is_some_and(|user| user.active) {
            return Err(Refusal(403, "forbidden", "User is inactive".to_owned()));
        }
        Ok(Caller { user, held })
    }

    /// What a user may do apart from its tokens (§3.4).
    fn own_permissions(&self, id: &str) -> Vec<Permission> {
        let both = ["read", "write"];
        let mut held = Vec::new();
        if self.users.get(id).is_some_and(|user| user.instance_owner) {
            held.extend(both.iter().flat_map(|action| all(action, "instance")));
        }
        for ((org, _), role) in self.people.iter().filter(|((_, user), _)| user == id) {
            let actions = if *role == "owner" { &both[..] } else { &both[..1] };
            for action in actions {
                held.extend(TYPES.iter().map(|kind| match *kind {
                    "orgs" => Permission::new(action, kind, Some(org), None),
                    kind => Permission::new(action, kind, None, Some(org)),
                }));
            }
        }
        held.extend(both.iter().flat_map(|action| one(action, "users", id)));
        held
    }

    fn token(&self, id: &str) -> Answer<&Token> {
        self.tokens.get(id).ok_or_else(|| not_found("authorization"))
    }

    fn user(&self, id: &str) -> Answer<&User> {
        self.users.get(id).ok_or_else(|| not_found("user"))
    }

    fn org(&self, id: &str) -> Answer<&String> {
        self.orgs.get(id).ok_or_else(|| not_found("organization"))
    }

    /// §1.3: a token whose user or organization is gone is not shown.
    fn shown(&self, token: &Token) -> Answer<()> {
        self.user(&token.user)?;
        self.org(&token.org)?;
        Ok(())
    }

    /// §1.4; what would be stored.
    pub(crate) fn create_token(
        &self,
        caller: &Caller,
        org: &str,
        user: Option<&str>,
        status: Option<&str>,
        permissions: Vec<Permission>,
    ) -> Answer<Token> {
        if permissions.is_empty() {
            return Err(invalid("authorization must include permissions"));
        }
        let active = active(status, true, "invalid status: must be active or inactive")?;
        let user = user.unwrap_or(&caller.user);
        caller.require(&[
            Permission::new("write", "authorizations", None, Some(org)),
            Permission::new("write", "users", Some(user), None),
        ])?;
        if let Some(more) = permissions.iter().find(|needed| !caller.may(needed)) {
            let text = more.text();
            let message = format!("permission {text} is not allowed: {text} is unauthorized");
            return Err(Refusal(403, "forbidden", message));
        }
        if permissions.iter().any(|permission| permission.kind == "instance") {
            let message =
                "authorizations cannot be created with the instance type, it is only used during setup";
            return Err(Refusal(500, "internal error", message.to_owned()));
        }
        let elsewhere = |permission: &&Permission| permission.org.as_deref().is_some_and(|of| of != org);
        if let Some(foreign) = permissions.iter().find(elsewhere) {
            let message = format!("permission {} is not for org id {org}", foreign.text());
            return Err(invalid(&message));
        }
        if !self.users.contains_key(user) || !self.orgs.contains_key(org) {
            return Err(invalid("unable to create token"));
        }
        Ok(Token {
            org: org.to_owned(),
            user: user.to_owned(),
            active,
            description: String::new(),
            permissions,
        })
    }

    /// §1.3.
    pub(crate) fn read_token(&self, caller: &Caller, id: &str) -> Answer<Id> {
        let token = self.token(id)?;
        caller.require(&on_token("read", id, token))?;
        self.shown(token)?;
        Ok(id.to_owned())
    }

    /// §1.2.
    pub(crate) fn list_tokens(
        &self,
        caller: &Caller,
        id: Option<&str>,
        org: Option<&str>,
        user: Option<&str>,
    ) -> Answer<Vec<Id>> {
        if let Some(id) = id {
            self.token(id)?;
        }
        let is = |wanted: Option<&str>, value: &str| wanted.is_none_or(|wanted| wanted == value);
        let found = self.tokens.iter().filter(|(of, token)| {
            let asked = match id {
                Some(id) => id == of.as_str(),
                None => is(org, &token.org) && is(user, &token.user),
            };
            asked
                && self.shown(token).is_ok()
                && on_token("read", of, token)
                    .iter()
                    .all(|needed| caller.may(needed))
        });
        Ok(found.map(|(id, _)| id.clone()).collect())
    }

    /// §1.5.
    pub(crate) fn change_token(
        &mut self,
        caller: &Caller,
        id: &str,
        status: Option<&str>,
        description: Option<&str>,
    ) -> Answer<Id> {
        let mut token = self.token(id)?.clone();
        caller.require(&on_token("read", id, &token))?;
        caller.require(&on_token("write", id, &token))?;
        if status.is_some() {
            // An empty one activates.
            token.active = active(status, true, "encodeAuthorization: unknown authorization status")?;
        }
        if let Some(description) = description {
            description.clone_into(&mut token.description);
        }
        self.tokens.insert(id.to_owned(), token.clone());
        // Stored, even if it is not shown.
        self.shown(&token)?;
        Ok(id.to_owned())
    }

    /// §1.6.
    pub(crate) fn delete_token(&mut self, caller: &Caller, id: &str) -> Answer<()> {
        caller.require(&on_token("write", id, self.token(id)?))?;
        self.tokens.remove(id);
        Ok(())
    }

    /// §4.5.
    pub(crate) fn me(caller: &Caller) -> Answer<Id> {
        caller.require(&one("read", "users", &caller.user))?;
        Ok(caller.user.clone())
    }

    fn user_name_is_free(&self, name: &str, but: Option<&str>) -> Answer<()> {
        let taken = |(id, user): (&Id, &User)| user.name == name && Some(id.as_str()) != but;
        if self.users.iter().any(taken) {
            return Err(conflict(format!("user with name {name} already exists")));
        }
        Ok(())
    }

    /// §4.6; what would be stored.
    pub(crate) fn create_user(&self, caller: &Caller, name: &str) -> Answer<User> {
        caller.require(&all("write", "users"))?;
        self.user_name_is_free(name, None)?;
        Ok(User {
            name: name.to_owned(),
            active: true,
            instance_owner: false,
        })
    }

    pub(crate) fn read_user(&self, caller: &Caller, id: &str) -> Answer<Id> {
        caller.require(&one("read", "users", id))?;
        self.user(id).map(|_| id.to_owned())
    }

    pub(crate) fn list_users(&self, caller: &Caller) -> Vec<Id> {
        let mut ids: Vec<_> = self.users.keys().cloned().collect();
        ids.retain(|id| caller.may(&one("read", "users", id)[0]));
        ids
    }

    pub(crate) fn change_user(
        &mut self,
        caller: &Caller,
        id: &str,
        name: Option<&str>,
        status: Option<&str>,
    ) -> Answer<Id> {
        let known = self.users.get(id).is_none_or(|user| user.active);
        let active = active(status, known, "invalid status: must be active or inactive")?;
        caller.require(&one("write", "users", id))?;
        let mut user = self.user(id)?.clone();
        user.active = active;
        if let Some(name) = name {
            self.user_name_is_free(name, Some(id))?;
            name.clone_into(&mut user.name);
        }
        self.users.insert(id.to_owned(), user);
        Ok(id.to_owned())
    }

    pub(crate) fn delete_user(&mut self, caller: &Caller, id: &str) -> Answer<()> {
        caller.require(&one("write", "users", id))?;
        self.user(id)?;
        self.users.remove(id);
        self.people.retain(|(_, user), _| user != id);
        Ok(())
    }

    pub(crate) fn permissions_of_user(&self, caller: &Caller, id: &str) -> Answer<BTreeSet<String>> {
        caller.require(&one("read", "users", id))?;
        self.user(id)?;
        Ok(self.own_permissions(id).iter().map(Permission::text).collect())
    }

    fn org_name_is_free(&self, name: &str, but: Option<&str>) -> Answer<()> {
        let taken = |(id, of): (&Id, &String)| of == name && Some(id.as_str()) != but;
        if self.orgs.iter().any(taken) {
            return Err(conflict(format!("organization with name {name} already exists")));
        }
        Ok(())
    }

    /// §4.7; its maker will own it.
    pub(crate) fn create_org(&self, caller: &Caller, name: &str) -> Answer<Id> {
        caller.require(&all("write", "orgs"))?;
        self.org_name_is_free(name, None)?;
        Ok(caller.user.clone())
    }

    pub(crate) fn read_org(&self, caller: &Caller, id: &str) -> Answer<Id> {
        caller.require(&one("read", "orgs", id))?;
        self.org(id).map(|_| id.to_owned())
    }

    pub(crate) fn list_orgs(&self, caller: &Caller) -> Vec<Id> {
        let everywhere = caller.may(&all("read", "orgs")[0]);
        let mut ids: Vec<_> = self.orgs.keys().cloned().collect();
        ids.retain(|id| everywhere || self.people.contains_key(&(id.clone(), caller.user.clone())));
        ids.retain(|id| caller.may(&one("read", "orgs", id)[0]));
        ids
    }

    pub(crate) fn rename_org(&mut self, caller: &Caller, id: &str, name: &str) -> Answer<Id> {
        caller.require(&one("write", "orgs", id))?;
        self.org(id)?;
        self.org_name_is_free(name, Some(id))?;
        self.orgs.insert(id.to_owned(), name.to_owned());
        Ok(id.to_owned())
    }

    pub(crate) fn delete_org(&mut self, caller: &Caller, id: &str) -> Answer<()> {
        caller.require(&one("write", "orgs", id))?;
        self.org(id)?;
        self.orgs.remove(id);
        self.people.retain(|(org, _), _| org != id);
        Ok(())
    }

    pub(crate) fn list_people(&self, caller: &Caller, org: &str, role: &str) -> Answer<Vec<Id>> {
        caller.require(&one("read", "orgs", org))?;
        self.org(org)?;
        let people = self
            .people
            .iter()
            .filter(|((of, _), is)| of == org && **is == role);
        Ok(people.map(|((_, user), _)| user.clone()).collect())
    }

    pub(crate) fn add_person(
        &mut self,
        caller: &Caller,
        org: &str,
        user: &str,
        role: &'static str,
    ) -> Answer<Id> {
        caller.require(&one("write", "orgs", org))?;
        self.org(org)?;
        self.user(user)?;
        self.people.insert((org.to_owned(), user.to_owned()), role);
        Ok(user.to_owned())
    }

    pub(crate) fn remove_person(&mut self, caller: &Caller, org: &str, user: &str, role: &str) -> Answer<()> {
        caller.require(&one("write", "orgs", org))?;
        self.org(org)?;
        let place = (org.to_owned(), user.to_owned());
        if self.people.get(&place).is_none_or(|is| *is != role) {
            return Err(not_found("user to resource mapping"));
        }
        self.people.remove(&place);
        Ok(())
    }
}
