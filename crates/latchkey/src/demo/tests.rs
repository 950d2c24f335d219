//! The demo's data, as the store gives it back.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use influx_api::{AccessKind, Permission, ResourceType};

use super::*;
use crate::store::NewAuthorization;

fn all(world: &World, count: u32) -> Vec<NewAuthorization> {
    (0..count)
        .map(|index| tokens::token(world, Kind::Varied, index, count, String::new()))
        .collect()
}

fn kind(token: &NewAuthorization) -> AccessKind {
    AccessKind::of(&token.permissions, token.org_id, token.user_id)
}

fn names_deleted_bucket(world: &World, permission: &Permission) -> bool {
    permission.resource.kind == ResourceType::Buckets
        && permission.resource.id.is_some_and(|id| {
            !world
                .orgs
                .iter()
                .flat_map(|org| &org.buckets)
                .any(|bucket| bucket.id == id)
        })
}

#[test]
fn there_is_one_of_every_kind_from_twelve_tokens_on() {
    let world = World::new();
    for count in [12, 13, 25, 200, 1_000] {
        let tokens = all(&world, count);
        let has = |what: &str, is: &dyn Fn(&NewAuthorization) -> bool| {
            assert!(tokens.iter().any(is), "{what} among {count}");
        };
        has("operator", &|token| kind(token) == AccessKind::Operator);
        has("all-access", &|token| kind(token) == AccessKind::AllAccess);
        has("one permission", &|token| token.permissions.len() == 1);
        has("60 permissions", &|token| {
            token.permissions.len() == 60 && kind(token) == AccessKind::Custom
        });
        has("inactive", &|token| !token.active);
        has("empty", &|token| token.description.is_empty());
        has("4,000 characters", &|token| {
            token.description.chars().count() == 4_000
        });
        has("emoji", &|token| token.description.contains('🚀'));
        has("right to left", &|token| token.description.contains('ب'));
        has("combining", &|token| token.description.contains('\u{308}'));
        has("script", &|token| token.description.contains("<script>"));
        has("deleted bucket", &|token| {
            token
                .permissions
                .iter()
                .any(|held| names_deleted_bucket(&world, held))
        });
        let orphans = tokens
            .iter()
            .filter(|token| token.user_id == world.former_user)
            .count();
        assert_eq!(orphans, 1, "among {count}");
    }
}

#[test]
fn few_tokens_or_none_are_possible() {
    let world = World::new();
    for count in 0..12 {
        assert_eq!(all(&world, count).len(), count as usize);
    }
}

#[test]
fn the_world_is_as_large_as_promised() {
    let world = World::new();
    let buckets: Vec<_> = world.orgs.iter().flat_map(|org| &org.buckets).collect();
    assert_eq!(buckets.iter().filter(|bucket| !bucket.system).count(), 30);
    assert_eq!(buckets.iter().filter(|bucket| bucket.system).count(), 4);
    let ids: BTreeSet<_> = buckets
        .iter()
        .map(|bucket| bucket.id)
        .chain(world.orgs.iter().flat_map(|org| org.former_buckets))
        .chain(world.orgs.iter().map(|org| org.record.id))
        .collect();
    assert_eq!(ids.len(), 34 + 6 + 2);
    assert_eq!(
        world.people.each_ref().map(|person| &*person.user.name),
        ["admin", "mlee", "svc-tasks"]
    );
}

#[test]
fn tokens_are_spread_over_five_years_in_order() {
    let world = World::new();
    for count in [12, 200, 10_000] {
        let tokens = all(&world, count);
        assert!(
            tokens
                .windows(2)
                .all(|pair| pair[0].created_at < pair[1].created_at && pair[0].id < pair[1].id)
        );
        assert!(
            tokens
                .iter()
                .all(|token| token.created_at <= token.updated_at && token.updated_at <= world::END)
        );
        assert_eq!(tokens[0].created_at, world::START);
        assert!(
            tokens
                .last()
                .unwrap()
                .created_at
                .to_rfc3339()
                .starts_with("2026-"),
            "among {count}"
        );
    }
    assert_eq!(world::START.to_rfc3339(), "2021-11-20T09:00:00Z");
    assert_eq!(world::END.to_rfc3339(), "2026-11-20T09:00:00Z");
}

#[test]
fn most_tokens_are_ordinary() {
    let world = World::new();
    let tokens = all(&world, 10_000);
    let share = |is: &dyn Fn(&NewAuthorization) -> bool| tokens.iter().filter(|token| is(token)).count();
    let first_org = world.orgs[0].record.id;
    for (what, share, expected) in [
        (
            "first organization",
            share(&|token| token.org_id == first_org),
            9_300..9_700,
        ),
        ("active", share(&|token| token.active), 8_300..8_900),
        (
            "custom",
            share(&|token| kind(token) == AccessKind::Custom),
            9_500..9_800,
        ),
        (
            "operator",
            share(&|token| kind(token) == AccessKind::Operator),
            5..50,
        ),
        (
            "of at most 4 permissions",
            share(&|token| token.permissions.len() <= 4),
            6_000..7_500,
        ),
        (
            "named",
            share(&|token| token.description.contains(": ")),
            7_000..9_000,
        ),
    ] {
        assert!(expected.contains(&share), "{what}: {share}");
    }
    assert!(tokens.iter().all(|token| !token.permissions.is_empty()));
    assert!(tokens.iter().all(|token| token.permissions.len() <= 60));
    for token in &tokens {
        let distinct: BTreeSet<_> = token.permissions.iter().map(ToString::to_string).collect();
        assert_eq!(distinct.len(), token.permissions.len(), "{}", token.description);
    }
}

/// Everything of a store that a client can see of tokens, as text.
fn seen(count: u32) -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&crate::store::Options {
        directory: dir.path().to_owned(),
        hash_tokens: true,
    })
    .unwrap();
    seed(&store, count, Kind::Varied).unwrap();
    assert!(matches!(
        seed(&store, count, Kind::Varied),
        Err(StoreError::Taken)
    ));
    store
        .read_at_length(|reader| {
            let mut seen = BTreeMap::new();
            reader.each_authorization(Default::default(), |token| {
                let permissions = reader.permission_set(token.permission_set)?;
                let text = format!(
                    "{} {} {} {} {} {:?} {:?} {permissions:?}",
                    token.active,
                    token.description,
                    token.org,
                    token.user,
                    token.token,
                    token.created_at,
                    token.updated_at
                );
                seen.insert(token.id.to_string(), text);
                Ok::<_, StoreError>(())
            })?;
            let admin = reader.user_named(USER)?.unwrap();
            assert!(password::verify(
                PASSWORD,
                reader.password_hash(admin.id)?.as_deref()
            ));
            Ok::<_, StoreError>(seen)
        })
        .unwrap()
}

#[test]
fn the_same_number_gives_the_same_tokens() {
    let tokens = seen(200);
    assert_eq!(tokens.len(), 199, "all but the orphan are listed");
    assert_eq!(tokens, seen(200));
    assert_ne!(tokens, seen(201));
}

#[test]
fn all_access_tokens_are_all_alike() {
    let world = World::new();
    for count in [1, 12, 1_000] {
        for index in 0..count {
            let token = tokens::token(&world, Kind::AllAccess, index, count, String::new());
            assert_eq!(kind(&token), AccessKind::AllAccess);
            assert_eq!(token.org_id, world.orgs[0].record.id);
            assert_ne!(token.user_id, world.former_user, "shows in a list");
        }
    }
}
