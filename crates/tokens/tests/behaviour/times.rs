use proptest::prelude::*;
use tokens::time::{ago, relative};

const SECOND: f64 = 1_000.0;
const DAY: f64 = 86_400.0 * SECOND;

fn told(milliseconds: f64) -> (f64, &'static str) {
    relative(1e12, 1e12 - milliseconds)
}

#[test]
fn units_are_the_stock_pages() {
    assert_eq!(told(3.0 * 60.0 * SECOND), (-3.0, "minute"));
    assert_eq!(told(59.4 * SECOND), (-59.0, "second"));
    assert_eq!(told(89.0 * SECOND), (-1.0, "minute"));
    assert_eq!(told(25.0 * 3_600.0 * SECOND), (-1.0, "day"));
    assert_eq!(told(30.0 * DAY), (-30.0, "day"));
    assert_eq!(told(2_628_000.0 * SECOND), (-1.0, "month"));
    assert_eq!(told(364.0 * DAY), (-1.0, "year"));
    assert_eq!(told(800.0 * DAY), (-2.0, "year"));
    assert_eq!(told(-5.0 * SECOND), (5.0, "second"));
}

#[test]
fn rounding_up_reaches_the_next_unit() {
    assert_eq!(told(59.9 * SECOND), (-1.0, "minute"));
    assert_eq!(told(59.6 * 60.0 * SECOND), (-1.0, "hour"));
    assert_eq!(told(23.7 * 3_600.0 * SECOND), (-1.0, "day"));
    assert_eq!(told(-59.9 * SECOND), (1.0, "minute"));
}

/// The right-hand sides are what V8's `Intl.RelativeTimeFormat` says.
#[test]
fn words_are_those_of_the_browsers() {
    let told = |milliseconds: f64| ago(1e12, 1e12 - milliseconds);
    let years = 365.0 * DAY;
    assert_eq!(told(0.0), "0 seconds ago");
    assert_eq!(told(SECOND), "1 second ago");
    assert_eq!(told(-SECOND), "in 1 second");
    assert_eq!(told(3.0 * 60.0 * SECOND), "3 minutes ago");
    assert_eq!(told(-25.0 * 3_600.0 * SECOND), "in 1 day");
    assert_eq!(told(60.0 * DAY), "2 months ago");
    assert_eq!(told(999.0 * years), "999 years ago");
    assert_eq!(told(2_025.0 * years), "2,025 years ago");
    assert_eq!(told(-7_973.0 * years), "in 7,973 years");
    assert_eq!(told(1_234_567.0 * years), "1,234,567 years ago");
}

#[test]
fn now_is_in_the_past() {
    for milliseconds in [0.0, 400.0, -400.0, f64::NAN] {
        let (value, unit) = told(milliseconds);
        assert!(
            value == 0.0 && value.is_sign_negative() && unit == "second",
            "{milliseconds}"
        );
    }
}

proptest! {
    #[test]
    fn what_is_told_is_within_half_a_unit(difference in -1e11..1e11_f64) {
        let (value, unit) = relative(0.0, difference);
        let (size, limit) = match unit {
            "second" => (SECOND, 60.0),
            "minute" => (60.0 * SECOND, 60.0),
            "hour" => (3_600.0 * SECOND, 24.0),
            "day" => (DAY, 31.0),
            "month" => (2_628_000.0 * SECOND, 12.0),
            _ => (365.0 * DAY, f64::INFINITY),
        };
        prop_assert!(value.abs() < limit && value.fract() == 0.0);
        prop_assert!((value * size - difference).abs() <= size / 2.0);
        prop_assert!(unit == "second" || value != 0.0);
    }
}
