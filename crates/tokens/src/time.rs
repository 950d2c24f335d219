//! How long ago something was.

const UNITS: [(f64, &str); 6] = [
    (1_000.0, "second"),
    (60_000.0, "minute"),
    (3_600_000.0, "hour"),
    (86_400_000.0, "day"),
    (2_628_000_000.0, "month"),
    (31_536_000_000.0, "year"),
];

/// How long ago a time was, or how far ahead it is, in words: `3 minutes ago`, `in 1 day`; from two times in milliseconds
/// since 1970. The words are those of `Intl.RelativeTimeFormat("en-us", { numeric: "always" })`, which takes a browser 20 ms to
/// make, while the first rows wait for it.
#[must_use]
pub fn ago(now_ms: f64, then_ms: f64) -> String {
    let (value, unit) = relative(now_ms, then_ms);
    let size = value.abs();
    let number = with_commas(&(size as u32).to_string());
    let plural = if size == 1.0 { "" } else { "s" };
    if value.is_sign_negative() {
        [number.as_str(), " ", unit, plural, " ago"].concat()
    } else {
        ["in ", &number, " ", unit, plural].concat()
    }
}

/// `1234567` as `1,234,567`.
fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The value and unit that [`ago`] tells, negative in the past, from two times in milliseconds since 1970. Units and their
/// lengths are the stock page's, except that a value which rounding lifts to the next unit is told in that unit: never
/// "60 seconds ago".
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
