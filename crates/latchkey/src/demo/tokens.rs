//! The tokens of the demo.

use influx_api::{Action, Id, Permission, ResourceType, all_access_permissions, operator_permissions};

use super::random::Random;
use super::words::{self, Odd};
use super::world::{END, OrgWorld, START, World};
use crate::store::ids::snowflake_at;
use crate::store::{NewAuthorization, Time};

/// What a token is, as far as it matters for its data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// The one that setup makes.
    First,
    Operator,
    AllAccess,
    Custom,
    /// With as many permissions as there are in the demo.
    Widest,
    Inactive,
    /// Its owner was deleted.
    Orphaned,
    /// Names buckets that were deleted.
    DeletedBuckets,
    Odd(Odd),
}

/// One of each, spread evenly over the years, so that there is one of each however few tokens there are.
const SHOWN: [Kind; 12] = [
    Kind::First,
    Kind::AllAccess,
    Kind::Inactive,
    Kind::DeletedBuckets,
    Kind::Odd(Odd::Empty),
    Kind::Widest,
    Kind::Odd(Odd::Emoji),
    Kind::Odd(Odd::RightToLeft),
    Kind::Odd(Odd::Script),
    Kind::Orphaned,
    Kind::Odd(Odd::Combining),
    Kind::Odd(Odd::Long),
];

/// Types that a whole organization's worth of is commonly granted.
const ORG_WIDE: [ResourceType; 15] = [
    ResourceType::Tasks,
    ResourceType::Dashboards,
    ResourceType::Telegrafs,
    ResourceType::Variables,
    ResourceType::Labels,
    ResourceType::Checks,
    ResourceType::NotificationRules,
    ResourceType::NotificationEndpoints,
    ResourceType::Annotations,
    ResourceType::Notebooks,
    ResourceType::Scrapers,
    ResourceType::Secrets,
    ResourceType::Sources,
    ResourceType::Remotes,
    ResourceType::Replications,
];

const BOTH: &[Action] = &[Action::Read, Action::Write];
const READ: &[Action] = &[Action::Read];
const WRITE: &[Action] = &[Action::Write];

/// Token number `index` of `count`, in order of creation.
pub(super) fn token(
    world: &World,
    demo: super::Kind,
    index: u32,
    count: u32,
    secret: String,
) -> NewAuthorization {
    let mut random = Random::new(u64::from(index) << 32 | u64::from(count));
    let varied = demo == super::Kind::Varied;
    let shown = SHOWN
        .iter()
        .zip(0..)
        .find(|(_, place)| varied && place_of(*place, count) == index)
        .map(|(kind, _)| *kind);
    let kind = shown.unwrap_or_else(|| {
        if varied {
            any_kind(&mut random)
        } else {
            Kind::AllAccess
        }
    });
    let elsewhere = varied && shown.is_none() && kind != Kind::Operator && random.chance(5);
    let org = &world.orgs[usize::from(elsewhere)];
    let [admin, member, service] = [0, 1, 2].map(|person: usize| world.people[person].user.id);
    let owner = match kind {
        Kind::Orphaned => world.former_user,
        Kind::First | Kind::Operator => admin,
        _ => match random.below(20) {
            0..11 => admin,
            11..13 if !elsewhere => member,
            _ => service,
        },
    };
    let created_at = created(&mut random, index, count);
    let active = kind != Kind::Inactive && (shown.is_some() || !random.chance(14));
    let updated_at = if !active || kind != Kind::First && random.chance(30) {
        later(&mut random, created_at)
    } else {
        created_at
    };
    NewAuthorization {
        id: snowflake_at(created_at, index),
        token: secret,
        active,
        description: match kind {
            Kind::First => format!("{}'s Token", super::USER),
            Kind::Inactive if shown.is_some() => "legacy collector (plant 2)".to_owned(),
            Kind::Odd(odd) => odd.description(&mut random, shown.is_some()),
            _ => words::ordinary(&mut random, created_at),
        },
        org_id: org.record.id,
        user_id: owner,
        permissions: match kind {
            Kind::First | Kind::Operator => operator_permissions(),
            Kind::AllAccess => all_access_permissions(org.record.id, owner),
            Kind::Widest => custom(&mut random, org, BOTH, 60),
            Kind::DeletedBuckets => of_former_buckets(&mut random, org),
            Kind::Odd(Odd::Empty) => custom(&mut random, org, READ, 1),
            Kind::Custom | Kind::Inactive | Kind::Orphaned | Kind::Odd(_) => {
                let actions = *random.pick(&[READ, WRITE, BOTH]);
                let width = width(&mut random);
                custom(&mut random, org, actions, width)
            }
        },
        created_at,
        updated_at,
    }
}

/// Where the kind at `place` of [`SHOWN`] stands among `count` tokens.
const fn place_of(place: u32, count: u32) -> u32 {
    let kinds = SHOWN.len() as u32;
    // The product of two 32-bit numbers fits 64, and dividing it by more than `place` makes it less than `count`.
    if count < kinds {
        place
    } else {
        (place as u64 * count as u64 / kinds as u64) as u32
    }
}

const fn any_kind(random: &mut Random) -> Kind {
    match random.below(1000) {
        0..2 => Kind::Operator,
        2..32 => Kind::AllAccess,
        32..72 => Kind::DeletedBuckets,
        72..87 => Kind::Odd(Odd::Empty),
        87..92 => Kind::Odd(Odd::Emoji),
        92..96 => Kind::Odd(Odd::RightToLeft),
        96..100 => Kind::Odd(Odd::Combining),
        100..103 => Kind::Odd(Odd::Script),
        103 => Kind::Odd(Odd::Long),
        _ => Kind::Custom,
    }
}

/// How many permissions a custom token has: mostly few.
const fn width(random: &mut Random) -> usize {
    let (from, to) = match random.below(100) {
        0..70 => (1, 4),
        70..90 => (5, 12),
        90..98 => (13, 30),
        _ => (31, 60),
    };
    from + random.below(to - from as u64 + 1) as usize
}

/// Evenly over the years, each a little off; the very first at the very start.
fn created(random: &mut Random, index: u32, count: u32) -> Time {
    let span = (END.0 - START.0) / i64::from(count.max(1));
    let off = if index == 0 { 0 } else { part(random, span) };
    Time(START.0 + span * i64::from(index) + off)
}

fn later(random: &mut Random, than: Time) -> Time {
    Time(than.0 + part(random, END.0 - than.0))
}

/// Less than `whole`, to the microsecond.
fn part(random: &mut Random, whole: i64) -> i64 {
    let micros = u64::try_from(whole / 1_000).unwrap_or(0).max(1);
    i64::try_from(random.below(micros)).unwrap_or(0) * 1_000
}

/// At most `width` permissions: on single buckets while there are some, then on the rest of an organization.
fn custom(random: &mut Random, org: &OrgWorld, actions: &[Action], width: usize) -> Vec<Permission> {
    let org_id = org.record.id;
    let buckets = random.shuffled(
        org.buckets
            .iter()
            .filter(|bucket| !bucket.system)
            .map(|bucket| bucket.id),
    );
    let buckets = buckets
        .into_iter()
        .flat_map(|id| grants(actions, &ResourceType::Buckets, Some(id), org_id));
    let others = random.shuffled(
        ORG_WIDE.iter().map(|kind| (kind, None)).chain(
            org.telegrafs
                .iter()
                .map(|telegraf| (&ResourceType::Telegrafs, Some(telegraf.id))),
        ),
    );
    let others = others
        .into_iter()
        .flat_map(|(kind, id)| grants(BOTH, kind, id, org_id));
    buckets.chain(others).take(width).collect()
}

/// On one to three deleted buckets and one that is still there.
fn of_former_buckets(random: &mut Random, org: &OrgWorld) -> Vec<Permission> {
    let gone = &org.former_buckets[..1 + usize::from(random.chance(50)) + usize::from(random.chance(20))];
    let there = random.pick(&org.buckets).id;
    let grants_of = |id: &Id| grants(BOTH, &ResourceType::Buckets, Some(*id), org.record.id);
    gone.iter().chain([&there]).flat_map(grants_of).collect()
}

fn grants<'a>(
    actions: &'a [Action],
    kind: &'a ResourceType,
    id: Option<Id>,
    org: Id,
) -> impl Iterator<Item = Permission> + 'a {
    actions
        .iter()
        .map(move |action| Permission::new(action.clone(), kind.clone(), id, Some(org)))
}
