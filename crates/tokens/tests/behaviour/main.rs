//! What the page decides, against simple statements of the same.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bulk;
mod chips;
mod commands;
mod cursor;
mod decoding;
mod exports;
mod find;
mod following;
mod fuzzed;
mod grants;
mod list;
mod model;
#[path = "../oracle/mod.rs"]
mod oracle;
mod permissions;
mod search;
mod selection;
mod sorting;
mod texts;
mod times;
mod windows;

use influx_api::{AccessKind, Id, Permission, Status, Timestamp};
use tokens::find::Day;
use tokens::{Query, Shown, Token, TokenList};

fn id(value: u64) -> Id {
    Id::new(value).expect("tests count from 1")
}

/// An active token with this id and description.
fn token(value: u64, description: &str) -> Token {
    Token {
        id: id(value),
        description: description.to_owned(),
        status: Status::Active,
        org_id: id(0xa),
        user_id: id(0xb),
        owner: "mlee".into(),
        permissions: [].into(),
        access: AccessKind::Custom,
        created: Some(Timestamp {
            seconds: 1_000,
            nanos: 0,
        }),
        updated: Some(Timestamp {
            seconds: 1_000,
            nanos: 0,
        }),
    }
}

/// A custom token with these permissions: `read buckets`, `write buckets 3`, `read buckets 3 name`; `read *buckets` is
/// not limited to an organization.
fn granted(permissions: &[&str]) -> Token {
    let permissions = permissions.iter().map(|text| permission(text)).collect();
    Token {
        permissions,
        ..token(1, "")
    }
}

fn permission(text: &str) -> Permission {
    let mut parts = text.split(' ');
    let action = parts.next().expect("an action").into();
    let kind = parts.next().expect("a type");
    let of = parts.next().map(|number| id(number.parse().expect("a number")));
    let org = (!kind.starts_with('*')).then(|| id(0xa));
    let mut permission = Permission::new(action, kind.trim_start_matches('*').into(), of, org);
    permission.resource.name = parts.next().map(str::to_owned);
    permission
}

fn list_of(tokens: impl IntoIterator<Item = Token>) -> TokenList {
    let mut list = TokenList::default();
    list.push(tokens.into_iter().collect());
    list
}

/// What a page shows of a list to begin with.
fn shown(list: &TokenList) -> Shown {
    let mut shown = Shown::default();
    shown.follow(list, &Query::default(), midnight);
    shown
}

/// What the query finds for a person in London in winter.
fn view(list: &TokenList, query: &Query) -> Vec<Id> {
    let mut shown = Shown::default();
    shown.follow(list, query, midnight);
    shown.view().to_vec()
}

fn midnight(Day { year, month, day }: Day) -> i64 {
    let text = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
    Timestamp::parse(&text).expect("a day").seconds
}
