//! How long ago something was.

const UNITS: [(f64, &str); 6] = [
    (1_000.0, "second"),
    (60_000.0, "minute"),
    (3_600_000.0, "hour"),
    (86_400_000.0, "day"),
    (2_628_000_000.0, "month"),
    (31_536_000_000.0, "year"),
];

/// The value and unit for `Intl.RelativeTimeFormat`, negative in the past, from two times in milliseconds since
/// 1970. Units and their lengths are the stock page's, except that a value which rounding lifts to the next unit is
/// told in that unit: never "60 seconds ago".
#[must_use]
pub fn relative(now_ms: f64, then_ms: f64) -> (f64, &'static str) {
    let difference = then_ms - now_ms;
    let size = difference.abs();
    let mut told = (-0.0, "second");
    for (at, &(unit, name)) in UNITS.iter().enumerate() {
        let value = (size / unit).round();
        if value > 0.0 {
            told = (value.copysign(difference), name);
        }
        if UNITS
            .get(at + 1)
            .is_none_or(|&(next, _)| size < next && value * unit < next)
        {
            break;
        }
    }
    told
}
