//! Days, months and years to compare with.

use std::ops::Range;

use influx_api::Timestamp;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// 1000 to 10,000.
    pub year: u32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
}

impl Day {
    /// `2025-01-31`.
    #[must_use]
    pub fn text(self) -> String {
        let two = |number: u32| [if number < 10 { "-0" } else { "-" }, &number.to_string()].concat();
        [self.year.to_string(), two(self.month), two(self.day)].concat()
    }
}

/// Tells when a day begins where the person is, in seconds since 1970-01-01T00:00:00Z.
pub type Midnight = fn(Day) -> i64;

/// A time from the beginning of one day to that of another, either end of which may be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    from: Option<Day>,
    until: Option<Day>,
}

impl Span {
    /// Reads `<2025-01-31`, `>=2025-01`, `2025`; `None` if there is no such date.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (comparison, date) = split(text);
        let (first, after) = days(date)?;
        let (from, until) = match comparison {
            "<" => (None, Some(first)),
            "<=" => (None, Some(after)),
            ">" => (Some(after), None),
            ">=" => (Some(first), None),
            _ => (Some(first), Some(after)),
        };
        Some(Self { from, until })
    }

    /// The seconds since 1970-01-01T00:00:00Z that are within it.
    pub(super) fn seconds(self, midnight: Midnight) -> Range<i64> {
        self.from.map_or(i64::MIN, midnight)..self.until.map_or(i64::MAX, midnight)
    }
}

/// Whether a text that is no date may become one by typing on.
pub(super) fn is_unfinished(text: &str) -> bool {
    let (_, date) = split(text);
    date.len() < 10
        && ["2000-01-01", "2000-10-10"].into_iter().any(|model| {
            let rest = model.get(date.len()..).unwrap_or_default();
            days(&[date, rest].concat()).is_some()
        })
}

fn split(text: &str) -> (&str, &str) {
    ["<=", ">=", "<", ">"]
        .into_iter()
        .find_map(|comparison| Some((comparison, text.strip_prefix(comparison)?)))
        .unwrap_or(("", text))
}

/// The first day of a day, month or year, and the first one after it.
fn days(date: &str) -> Option<(Day, Day)> {
    let rest = match date.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return None,
    };
    let whole = [date, rest].concat();
    if !exists(&whole) {
        return None;
    }
    let number = |from: usize, to: usize| whole.get(from..to)?.parse().ok();
    let first = Day {
        year: number(0, 4).filter(|year| *year >= 1000)?,
        month: number(5, 7)?,
        day: number(8, 10)?,
    };
    let next = Day {
        day: first.day + 1,
        ..first
    };
    let after = match date.len() {
        10 if exists(&next.text()) => next,
        7 | 10 if first.month < 12 => Day {
            month: first.month + 1,
            day: 1,
            ..first
        },
        _ => Day {
            year: first.year + 1,
            month: 1,
            day: 1,
        },
    };
    Some((first, after))
}

fn exists(day: &str) -> bool {
    Timestamp::parse(&[day, "T00:00:00Z"].concat()).is_some()
}
