//! The types against independent statements of the contract.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod classification;
mod decoding;
mod ids;
mod matching;
mod requests;
mod timestamps;

use influx_api::{Action, Id, Permission, Resource, ResourceType};
use proptest::prelude::*;

/// One of few ids, so that equal ones meet.
fn few_ids() -> impl Strategy<Value = Id> {
    (1..4_u64).prop_map(|value| Id::new(value).unwrap())
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![Just(Action::Read), Just(Action::Write), Just(Action::from("fly"))]
}

fn permission(kinds: Vec<ResourceType>) -> impl Strategy<Value = Permission> {
    let names = prop_oneof![Just(None), "[a-z]{1,3}".prop_map(Some)];
    let ids = (proptest::option::of(few_ids()), proptest::option::of(few_ids()));
    (action(), proptest::sample::select(kinds), ids, names).prop_map(|(action, kind, (id, org_id), name)| {
        Permission {
            action,
            resource: Resource {
                kind,
                id,
                org_id,
                org: name.clone(),
                name,
            },
        }
    })
}
