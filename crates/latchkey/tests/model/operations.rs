//! What callers may try, at random. Things are named by number: one that was made, whether it is still there or not, or
//! one that never was.

use proptest::prelude::*;
use proptest::sample::select;

/// A thing by its number.
pub(crate) type Nth = usize;

#[derive(Clone, Copy, Debug)]
pub(crate) enum Who {
    Token(Nth),
    Session(Nth),
    Nobody,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) write: bool,
    pub(crate) kind: &'static str,
    pub(crate) id: Option<Nth>,
    pub(crate) org: Option<Nth>,
}

#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// Everything everywhere (§3.4).
    Operator,
    /// Everything of one user in one organization (§3.4).
    All(Nth, Nth),
    Custom(Vec<Wanted>),
}

#[derive(Clone, Debug)]
pub(crate) enum Operation {
    CreateToken {
        org: Nth,
        user: Option<Nth>,
        status: Option<&'static str>,
        access: Access,
    },
    ReadToken(Nth),
    ListTokens {
        id: Option<Nth>,
        org: Option<Nth>,
        user: Option<Nth>,
    },
    ChangeToken {
        token: Nth,
        status: Option<&'static str>,
        description: Option<&'static str>,
    },
    DeleteToken(Nth),
    Me,
    CreateUser(&'static str),
    ReadUser(Nth),
    ListUsers,
    ChangeUser {
        user: Nth,
        name: Option<&'static str>,
        status: Option<&'static str>,
    },
    DeleteUser(Nth),
    PermissionsOfUser(Nth),
    CreateOrg(&'static str),
    ReadOrg(Nth),
    ListOrgs,
    RenameOrg(Nth, &'static str),
    DeleteOrg(Nth),
    ListPeople(Nth, &'static str),
    AddPerson(Nth, Nth, &'static str),
    RemovePerson(Nth, Nth, &'static str),
    /// The session of a user begins, as signing in would have it.
    SignIn(Nth),
    SignOut,
}

const KINDS: [&str; 6] = ["authorizations", "buckets", "users", "orgs", "tasks", "instance"];
const NAMES: [&str; 4] = ["anna", "ben", "<b>", "ä"];
const STATUSES: [&str; 4] = ["active", "inactive", "", "unknown"];
const ROLES: [&str; 2] = ["owner", "member"];

fn nth() -> impl Strategy<Value = Nth> + Clone {
    0..12_usize
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let place = || prop::option::of(nth());
    (any::<bool>(), select(&KINDS[..]), place(), place()).prop_map(|(write, kind, id, org)| Wanted {
        write,
        kind,
        id,
        org,
    })
}

fn access() -> impl Strategy<Value = Access> {
    prop_oneof![
        1 => Just(Access::Operator),
        3 => (nth(), nth()).prop_map(|(org, user)| Access::All(org, user)),
        5 => prop::collection::vec(wanted(), 0..5).prop_map(Access::Custom),
    ]
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        4 => Just(Who::Token(0)),
        6 => nth().prop_map(Who::Token),
        6 => nth().prop_map(Who::Session),
        1 => Just(Who::Nobody),
    ]
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation as O;
    let maybe = || prop::option::of(nth());
    let name = || select(&NAMES[..]);
    let role = || select(&ROLES[..]);
    let status = || prop::option::of(select(&STATUSES[..]));
    let tokens = prop_oneof![
        5 => (nth(), maybe(), status(), access())
            .prop_map(|(org, user, status, access)| O::CreateToken { org, user, status, access }),
        2 => nth().prop_map(O::ReadToken),
        2 => (prop::option::weighted(0.2, nth()), maybe(), maybe())
            .prop_map(|(id, org, user)| O::ListTokens { id, org, user }),
        3 => (nth(), status(), prop::option::of(select(&["", "new"][..])))
            .prop_map(|(token, status, description)| O::ChangeToken { token, status, description }),
        2 => nth().prop_map(O::DeleteToken),
        1 => Just(O::Me),
    ];
    let users = prop_oneof![
        3 => name().prop_map(O::CreateUser),
        1 => nth().prop_map(O::ReadUser),
        1 => Just(O::ListUsers),
        2 => (nth(), prop::option::of(name()), status())
            .prop_map(|(user, name, status)| O::ChangeUser { user, name, status }),
        1 => nth().prop_map(O::DeleteUser),
        1 => nth().prop_map(O::PermissionsOfUser),
    ];
    let orgs = prop_oneof![
        3 => name().prop_map(O::CreateOrg),
        1 => nth().prop_map(O::ReadOrg),
        1 => Just(O::ListOrgs),
        1 => (nth(), name()).prop_map(|(org, name)| O::RenameOrg(org, name)),
        1 => nth().prop_map(O::DeleteOrg),
        1 => (nth(), role()).prop_map(|(org, role)| O::ListPeople(org, role)),
        4 => (nth(), nth(), role()).prop_map(|(org, user, role)| O::AddPerson(org, user, role)),
        1 => (nth(), nth(), role()).prop_map(|(org, user, role)| O::RemovePerson(org, user, role)),
    ];
    let sessions = prop_oneof![5 => nth().prop_map(O::SignIn), 1 => Just(O::SignOut)];
    prop_oneof![6 => tokens, 3 => users, 4 => orgs, 1 => sessions]
}

/// What is tried, and by whom, in order.
pub(crate) fn sequence() -> impl Strategy<Value = Vec<(Who, Operation)>> {
    prop::collection::vec((who(), operation()), 1..60)
}
