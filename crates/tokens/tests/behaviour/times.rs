use proptest::prelude::*;
use tokens::time::relative;

const SECOND: f64 = 1_000.0;
const DAY: f64 = 86_400.0 * SECOND;

fn ago(milliseconds: f64) -> (f64, &'static str) {
    relative(1e12, 1e12 - milliseconds)
}

#[test]
fn units_are_the_stock_pages() {
    assert_eq!(ago(3.0 * 60.0 * SECOND), (-3.0, "minute"));
    assert_eq!(ago(59.4 * SECOND), (-59.0, "second"));
    assert_eq!(ago(89.0 * SECOND), (-1.0, "minute"));
    assert_eq!(ago(25.0 * 3_600.0 * SECOND), (-1.0, "day"));
    assert_eq!(ago(30.0 * DAY), (-30.0, "day"));
    assert_eq!(ago(2_628_000.0 * SECOND), (-1.0, "month"));
    assert_eq!(ago(364.0 * DAY), (-1.0, "year"));
    assert_eq!(ago(800.0 * DAY), (-2.0, "year"));
    assert_eq!(ago(-5.0 * SECOND), (5.0, "second"));
}

#[test]
fn rounding_up_reaches_the_next_unit() {
    assert_eq!(ago(59.9 * SECOND), (-1.0, "minute"));
    assert_eq!(ago(59.6 * 60.0 * SECOND), (-1.0, "hour"));
    assert_eq!(ago(23.7 * 3_600.0 * SECOND), (-1.0, "day"));
    assert_eq!(ago(-59.9 * SECOND), (1.0, "minute"));
}

#[test]
fn now_is_in_the_past() {
    for milliseconds in [0.0, 400.0, -400.0, f64::NAN] {
        let (value, unit) = ago(milliseconds);
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
