//! RFC 3339 timestamps with up to nanoseconds and any zone offset (§1.1), compared as instants.

use std::fmt;

/// An instant: seconds since 1970-01-01T00:00:00Z and nanoseconds within the second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp {
    /// Whole seconds, negative before 1970.
    pub seconds: i64,
    /// 0 to 999,999,999, always forward.
    pub nanos: u32,
}

/// `0001-01-01T00:00:00Z`, which the server prints for records without a time.
const UNSET: i64 = -62_135_596_800;

impl Timestamp {
    /// Reads `2026-11-22T04:49:09.038121725Z` or the same with `+01:00`; `None` if it is anything else.
    /// Digits beyond nanoseconds are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            bytes.get(from..to)?.iter().try_fold(0, |sum, byte| {
                byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'))
            })
        };
        let is = |at: usize, any_of: &[u8]| bytes.get(at).is_some_and(|byte| any_of.contains(byte));
        if !(is(4, b"-") && is(7, b"-") && is(10, b"Tt ") && is(13, b":") && is(16, b":")) {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let day_exists = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        if !day_exists || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut at = 19;
        let mut nanos = 0;
        if is(at, b".") {
            at += 1;
            let start = at;
            let mut unit = 100_000_000;
            while let Some(byte) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                nanos += u32::from(byte - b'0') * unit;
                unit /= 10;
                at += 1;
            }
            if at == start {
                return None;
            }
        }
        let offset = if is(at, b"Zz") {
            at += 1;
            0
        } else if is(at, b"+-") && is(at + 3, b":") {
            let (hours, minutes) = (number(at + 1, at + 3)?, number(at + 4, at + 6)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            let minutes = hours * 60 + minutes;
            let signed = if is(at, b"-") { -minutes } else { minutes };
            at += 6;
            signed * 60
        } else {
            return None;
        };
        if at != bytes.len() {
            return None;
        }
        let seconds =
            days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset;
        Some(Self { seconds, nanos })
    }

    /// Whether it is the zero time of the server's language, which stands for "not known".
    #[must_use]
    pub const fn is_unset(self) -> bool {
        self.seconds < UNSET + 366 * 86_400
    }

    /// Milliseconds since 1970, as a browser counts them.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // years 1 to 9999 fit a double's 53 bits
    pub fn unix_millis(self) -> f64 {
        (self.seconds * 1_000 + i64::from(self.nanos / 1_000_000)) as f64
    }
}

/// The first and the last second that RFC 3339 can write.
const WRITABLE: (i64, i64) = (
    days_from_civil(0, 1, 1) * 86_400,
    days_from_civil(10_000, 1, 1) * 86_400 - 1,
);

/// RFC 3339 in UTC, as the server writes it: `2026-11-22T04:49:09.038121725Z`, without zeros at the end of the fraction.
/// A time that its zone puts outside the years 0000 to 9999 is written as the nearest second inside.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds.clamp(WRITABLE.0, WRITABLE.1);
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
        let second = seconds.rem_euclid(86_400);
        let mut digits = |number: i64, width: u32, mark: &str| -> fmt::Result {
            for place in (0..width).rev() {
                let digit = number / 10_i64.pow(place) % 10;
                f.write_str(
                    "0123456789"
                        .get(digit as usize..=digit as usize)
                        .unwrap_or_default(),
                )?;
            }
            f.write_str(mark)
        };
        digits(year, 4, "-")?;
        digits(month, 2, "-")?;
        digits(day, 2, "T")?;
        digits(second / 3_600, 2, ":")?;
        digits(second / 60 % 60, 2, ":")?;
        let (mut fraction, mut width) = (i64::from(self.nanos), 9);
        while width > 0 && fraction % 10 == 0 {
            fraction /= 10;
            width -= 1;
        }
        digits(second % 60, 2, if width > 0 { "." } else { "" })?;
        digits(fraction, width, "Z")
    }
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year, month and day of the proleptic Gregorian calendar, so many days after 1970-01-01.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months counted from March, so that the leap day is the last of the year.
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 {
        (month + 3, era * 400 + year_of_era)
    } else {
        (month - 9, era * 400 + year_of_era + 1)
    };
    (year, month, day)
}
