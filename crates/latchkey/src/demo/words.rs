//! Descriptions of tokens, as people and their enemies write them.

use super::random::Random;
use crate::store::Time;

const DASHBOARDS: &[&str] = &[
    "production dashboards",
    "staging dashboards",
    "on-call wallboard",
    "capacity planning",
    "customer reports",
    "energy overview",
    "alerting",
];
const FLEETS: &[&str] = &[
    "edge gateways",
    "kubernetes nodes",
    "web servers",
    "build agents",
    "postgres replicas",
    "network switches",
];
const REGIONS: &[&str] = &["EU", "US", "APAC", "LATAM"];
const CITIES: &[&str] = &["ams", "fra", "iad", "nrt", "sfo", "syd"];
const LINES: &[&str] = &["A", "B", "C", "D"];
const SERVICES: &[&str] = &["billing", "checkout", "ingest", "inventory", "search", "shipping"];
const PEOPLE: &[&str] = &["Ana", "Björn", "Chidi", "Mei", "Noor", "Piotr", "Sam", "Zoë"];
const STORED: &[&str] = &["telemetry", "plant-1", "plant-2", "power", "audit", "billing"];
const TOPICS: &[&str] = &[
    "anomaly study",
    "forecast",
    "gateway churn",
    "meter calibration",
    "quarterly review",
];

const EMOJI: &[&str] = &[
    "🚀 launch dashboards 👩‍🚀",
    "🏭 plant 2 🔧",
    "👨‍👩‍👧‍👦 home assistant",
    "🇩🇪 edge gateways",
    "🔥🔥🔥 do not delete 🔥🔥🔥",
];
/// Arabic, Hebrew, both directions at once, and an override that makes the end of a name read backwards.
const RIGHT_TO_LEFT: &[&str] = &[
    "بوابة القياس: المصنع ٢",
    "שער מדידה: מפעל 2",
    "grafana: لوحات الإنتاج (production)",
    "report-\u{202e}fdp.exe",
];
/// Letters followed by their marks, some by too many.
const COMBINING: &[&str] = &[
    "Za\u{308}hler fu\u{308}r Wu\u{308}rzburg",
    "T\u{337}\u{31b}e\u{334}l\u{335}\u{300}e\u{336}g\u{337}r\u{334}a\u{335}f\u{336}\u{323}",
    "cafe\u{301} me\u{301}te\u{301}o",
];
const HOSTILE: &[&str] = &[
    "<script>alert('token')</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
    "'; DROP TABLE authorizations; --",
    "line one\nline two\tand a tab",
];
const RUNBOOK: &str = "Used by the collectors in plants 1 to 10. Do not delete before the migration to the new gateways \
    is over; ask the platform team first. If it leaks: switch it off here, make a new one with the same permissions, \
    put it into the vault under collectors/influxdb, restart the collectors one plant at a time, and watch the alerts \
    for an hour. ";

/// Out of the ordinary, each in its own way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Odd {
    Empty,
    /// Exactly 4,000 characters.
    Long,
    Emoji,
    RightToLeft,
    Combining,
    Script,
}

impl Odd {
    /// Such a description; with `plainest` the one that shows the oddity best.
    pub(super) fn description(self, random: &mut Random, plainest: bool) -> String {
        let mut of = |texts: &[&str]| if plainest { texts[0] } else { random.pick(texts) }.to_owned();
        match self {
            Self::Empty => String::new(),
            Self::Long => RUNBOOK.chars().cycle().take(4_000).collect(),
            Self::Emoji => of(EMOJI),
            Self::RightToLeft => of(RIGHT_TO_LEFT),
            Self::Combining => of(COMBINING),
            Self::Script => of(HOSTILE),
        }
    }
}

/// What a token made at this time is usually called: by the program that uses it and what for.
pub(super) fn ordinary(random: &mut Random, created: Time) -> String {
    let dashboard = *random.pick(DASHBOARDS);
    let fleet = *random.pick(FLEETS);
    let region = *random.pick(REGIONS);
    let city = *random.pick(CITIES);
    let line = *random.pick(LINES);
    let service = *random.pick(SERVICES);
    let person = *random.pick(PEOPLE);
    let stored = *random.pick(STORED);
    let topic = *random.pick(TOPICS);
    let number = 1 + random.below(240);
    let plant = 1 + random.below(12);
    match random.below(20) {
        0..3 => format!("grafana: {dashboard}"),
        3..6 => format!("telegraf: {fleet} {region}"),
        6..9 => format!("telegraf: {city}-{number}"),
        9 => format!("legacy collector (plant {plant})"),
        10 => format!("node-red: plant {plant}, line {line}"),
        11 => format!("mqtt bridge: plant {plant}"),
        12 => format!("ci: {service} integration tests"),
        13 => format!("{service}: metrics writer"),
        14 => format!("{person}'s laptop"),
        15 => format!("backup: {stored}, nightly"),
        16 => format!("task: downsample {stored}"),
        17 => format!("notebook: {topic}"),
        18 => format!("home assistant: office {city}"),
        _ => {
            let at = created.to_rfc3339().replace('T', " ");
            format!(
                "grafana: {dashboard} (cloned at {})",
                at.get(..19).unwrap_or_default()
            )
        }
    }
}
