//! The organizations and users of the demo, and what belongs to them.

use influx_api::Id;

use super::random::Random;
use crate::store::ids::snowflake_at;
use crate::store::{Bucket, Org, Role, Telegraf, Time, User};

const SECOND: i64 = 1_000_000_000;
const DAY_SECONDS: i64 = 86_400;

/// 2021-11-20T09:00:00Z, when the demo's server was set up.
pub(super) const START: Time = Time(1_637_398_800 * SECOND);
/// 2026-11-20T09:00:00Z, after which nothing has happened.
pub(super) const END: Time = Time(1_795_165_200 * SECOND);

/// Names and days of retention, 0 for ever. 24 and 6.
const ACME_BUCKETS: [(&str, i64); 24] = [
    ("telemetry", 0),
    ("telemetry-raw", 30),
    ("telemetry-1h", 365),
    ("telemetry-1d", 0),
    ("gateways-eu", 90),
    ("gateways-us", 90),
    ("gateways-apac", 90),
    ("plant-1", 0),
    ("plant-2", 0),
    ("plant-3", 0),
    ("plant-10", 0),
    ("web-frontend", 30),
    ("kubernetes", 14),
    ("postgres", 30),
    ("network", 30),
    ("power", 365),
    ("weather", 0),
    ("audit", 730),
    ("billing", 730),
    ("customer-reports", 365),
    ("alerts-history", 180),
    ("Staging", 7),
    ("scratch", 1),
    ("büro-klima", 30),
];
const PLANT_BUCKETS: [(&str, i64); 6] = [
    ("line-a", 90),
    ("line-b", 90),
    ("line-c", 90),
    ("energy", 365),
    ("quality", 0),
    ("maintenance", 0),
];

const ACME_TELEGRAFS: [(&str, &str); 6] = [
    ("edge gateways", "gateways-eu"),
    ("kubernetes nodes", "kubernetes"),
    ("network switches", "network"),
    ("postgres replicas", "postgres"),
    ("web servers", "web-frontend"),
    ("office climate", "büro-klima"),
];
const PLANT_TELEGRAFS: [(&str, &str); 2] = [("OPC UA, line A", "line-a"), ("energy meters", "energy")];

/// Everything but the tokens.
pub(super) struct World {
    /// `acme-observability`, where most tokens are, and `plant-telemetry`.
    pub(super) orgs: [OrgWorld; 2],
    /// `admin`, `mlee` and `svc-tasks`.
    pub(super) people: [Person; 3],
    /// A user that was deleted; one token of theirs is left.
    pub(super) former_user: Id,
}

/// An organization and what belongs to it.
pub(super) struct OrgWorld {
    pub(super) record: Org,
    /// The server's own two come last.
    pub(super) buckets: Vec<Bucket>,
    pub(super) telegrafs: Vec<Telegraf>,
    /// Buckets that were deleted, but not from the tokens that name them.
    pub(super) former_buckets: [Id; 3],
}

/// A user.
pub(super) struct Person {
    pub(super) user: User,
    pub(super) roles: Vec<(Id, Role)>,
    /// Whether the demo's password is theirs.
    pub(super) signs_in: bool,
}

impl World {
    pub(super) fn new() -> Self {
        let mut random = Random::new(0);
        let acme = org(
            &mut random,
            ("acme-observability", "Telemetry of ACME's sites and services"),
            &ACME_BUCKETS,
            &ACME_TELEGRAFS,
            0,
        );
        let plant = org(
            &mut random,
            ("plant-telemetry", ""),
            &PLANT_BUCKETS,
            &PLANT_TELEGRAFS,
            100,
        );
        let (acme_id, plant_id) = (acme.record.id, plant.record.id);
        let person = |name: &str, sequence, roles, signs_in| Person {
            user: User {
                id: snowflake_at(START, sequence),
                name: name.to_owned(),
                active: true,
                instance_owner: name == super::USER,
            },
            roles,
            signs_in,
        };
        Self {
            people: [
                person(
                    super::USER,
                    0,
                    vec![(acme_id, Role::Owner), (plant_id, Role::Owner)],
                    true,
                ),
                person("mlee", 1, vec![(acme_id, Role::Member)], true),
                person(
                    "svc-tasks",
                    2,
                    vec![(acme_id, Role::Owner), (plant_id, Role::Member)],
                    false,
                ),
            ],
            former_user: snowflake_at(START, 3),
            orgs: [acme, plant],
        }
    }
}

fn org(
    random: &mut Random,
    (name, description): (&str, &str),
    buckets: &[(&str, i64)],
    telegrafs: &[(&str, &str)],
    sequence: u32,
) -> OrgWorld {
    let org_id = random.id();
    let system = [("_monitoring", 7), ("_tasks", 3)];
    let bucket = |&(name, days): &(&str, i64)| Bucket {
        id: random.id(),
        org_id,
        name: name.to_owned(),
        system: name.starts_with('_'),
        description: match name {
            "_monitoring" => "System bucket for monitoring logs".to_owned(),
            "_tasks" => "System bucket for task logs".to_owned(),
            _ => String::new(),
        },
        retention_seconds: days * DAY_SECONDS,
        created_at: START,
        updated_at: START,
    };
    let buckets = buckets.iter().chain(&system).map(bucket).collect();
    let telegraf = |(&(name, bucket), sequence): (&(&str, &str), u32)| Telegraf {
        id: snowflake_at(START, sequence),
        org_id,
        name: name.to_owned(),
        description: String::new(),
        config: format!("[[outputs.influxdb_v2]]\n  bucket = \"{bucket}\"\n"),
        buckets: vec![bucket.to_owned()],
    };
    OrgWorld {
        record: Org {
            id: org_id,
            name: name.to_owned(),
            description: description.to_owned(),
            created_at: START,
            updated_at: START,
        },
        buckets,
        telegrafs: telegrafs.iter().zip(sequence..).map(telegraf).collect(),
        former_buckets: [random.id(), random.id(), random.id()],
    }
}
