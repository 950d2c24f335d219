use influx_api::Timestamp;
use proptest::prelude::*;

/// Seconds since 1970 by counting whole years and months, the slow and obvious way.
fn reference(year: i64, month: usize, day: i64, time: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year| if leap(year) { 366 } else { 365 };
    let years = (1970..year).map(length).sum::<i64>() - (year..1970).map(length).sum::<i64>();
    let months = [
        31,
        if leap(year) { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    (years + months[..month - 1].iter().sum::<i64>() + day - 1) * 86_400 + time
}

fn parse(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|| panic!("{text} is a timestamp"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_instant_is_that_of_a_calendar(
        year in 2..=9_998_i64, month in 1..=12_usize, day in 1..=28_i64, time in 0..86_400_i64,
        offset in -(23 * 60 + 59)..=(23 * 60 + 59_i64), nanos in 0..1_000_000_000_u32,
    ) {
        let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
        let zone = match offset {
            0 => "Z".to_owned(),
            _ => format!("{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 60, offset.abs() % 60),
        };
        // The server trims trailing zeros (§1.1).
        let fraction = format!("{nanos:09}");
        let fraction = fraction.trim_end_matches('0');
        let dot = if fraction.is_empty() { "" } else { "." };
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{dot}{fraction}{zone}");
        let seconds = reference(year, month, day, time) - offset * 60;
        prop_assert_eq!(Timestamp::parse(&text), Some(Timestamp { seconds, nanos }));
        let millis = seconds as f64 * 1_000.0 + f64::from(nanos / 1_000_000);
        prop_assert_eq!(parse(&text).unix_millis(), millis);
        let written = parse(&text).to_string();
        prop_assert!(written.ends_with('Z'));
        prop_assert_eq!(parse(&written), parse(&text));
        if offset == 0 {
            prop_assert_eq!(written, text);
        }
    }

    #[test]
    fn nothing_panics_and_nothing_shorter_or_longer_is_accepted(
        cut in 0..20_usize, junk in "\\PC{1,3}", any in "\\PC{0,40}",
    ) {
        let whole = "2026-11-22T04:49:09Z";
        prop_assert_eq!(Timestamp::parse(&whole[..cut]), None);
        prop_assert_eq!(Timestamp::parse(&format!("{whole}{junk}")), None);
        let _ = Timestamp::parse(&any);
    }

    #[test]
    fn one_strange_character_is_one_too_many(at in 0..20_usize, strange in "[^0-9TtZz :+.-]") {
        let whole = "2026-11-22T04:49:09Z";
        prop_assert_eq!(Timestamp::parse(&format!("{}{strange}{}", &whole[..at], &whole[at + 1..])), None);
    }
}

#[test]
fn days_exist_or_not() {
    for good in ["2024-02-29", "2000-02-29", "2023-12-31", "2023-04-30"] {
        assert!(Timestamp::parse(&format!("{good}T00:00:00Z")).is_some(), "{good}");
    }
    for bad in [
        "2023-02-29",
        "1900-02-29",
        "2023-04-31",
        "2023-13-01",
        "2023-00-10",
        "2023-01-00",
        "2023-01-32",
    ] {
        assert_eq!(Timestamp::parse(&format!("{bad}T00:00:00Z")), None, "{bad}");
    }
    for bad in [
        "24:00:00Z",
        "23:60:00Z",
        "23:59:61Z",
        "00:00:00",
        "00:00:00.Z",
        "00:00:00+24:00",
        "00:00:00+01:60",
    ] {
        assert_eq!(Timestamp::parse(&format!("2023-01-01T{bad}")), None, "{bad}");
    }
}

#[test]
fn order_is_that_of_instants_not_of_texts() {
    let sorted = [
        "2026-11-22T05:00:00+01:00",
        "2026-11-22T04:00:00.045Z",
        "2026-11-22T04:00:00.45Z",
        "2026-11-22T04:00:00.5Z",
        "2026-11-22T00:00:01-04:00",
    ];
    assert!(sorted.windows(2).all(|pair| parse(pair[0]) < parse(pair[1])));
    assert_eq!(
        parse("2026-11-22T05:00:00+01:00"),
        parse("2026-11-22T04:00:00.000Z")
    );
    assert_eq!(parse("2026-11-22T04:00:00.1234567891Z").nanos, 123_456_789);
}

#[test]
fn the_zero_time_is_unset_in_every_zone() {
    for unset in [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "0001-01-01T00:00:00-12:00",
    ] {
        assert!(parse(unset).is_unset(), "{unset}");
    }
    assert!(!parse("1970-01-01T00:00:00Z").is_unset());
    assert!(!parse("0003-01-01T00:00:00Z").is_unset());
}

#[test]
fn a_time_that_cannot_be_written_is_the_nearest_that_can() {
    for (text, written) in [
        ("9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59Z"),
        ("0000-01-01T00:00:00+01:00", "0000-01-01T00:00:00Z"),
        ("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z"),
    ] {
        assert_eq!(parse(text).to_string(), written);
    }
}
