//! Dates and times as the person's browser writes them.

use std::time::Duration;

use influx_api::Timestamp;
use js_sys::Date;
use tokens::find::Day;

use super::context::provide_context;
use super::state::State;
use super::timer::every;

/// How often the present is told.
const PERIOD: Duration = Duration::from_secs(10);

/// The present, in milliseconds since 1970, told often enough for "3 minutes ago" to stay true.
#[derive(Clone, Copy)]
pub struct Now(State<f64>);

impl Now {
    /// Puts the clock into context.
    pub fn provide() {
        let now = State::new(Date::now());
        every(PERIOD, move || now.set(Date::now()));
        provide_context(Self(now));
    }

    /// How long ago a time was, such as `3 minutes ago`; `unknown` if there is none.
    #[must_use]
    pub fn since(self, time: Option<Timestamp>) -> String {
        let Some(time) = time else { return UNKNOWN.into() };
        let then = time.unix_millis();
        // The clock is told now and then only, so what has just happened may lie ahead of it.
        let now = self.0.get();
        let now = if then - now < PERIOD.as_secs_f64() * 1000.0 {
            now.max(then)
        } else {
            now
        };
        tokens::time::ago(now, then)
    }
}

const UNKNOWN: &str = "unknown";

/// `YYYY-MM-DD HH:mm:ss` in the browser's time zone; `unknown` if there is no time.
#[must_use]
pub fn local(time: Option<Timestamp>) -> String {
    let Some(time) = time else { return UNKNOWN.into() };
    let date = Date::new(&time.unix_millis().into());
    let mut out = padded(date.get_full_year(), 4);
    for (mark, part) in [
        ("-", date.get_month() + 1),
        ("-", date.get_date()),
        (" ", date.get_hours()),
        (":", date.get_minutes()),
        (":", date.get_seconds()),
    ] {
        out.push_str(mark);
        out.push_str(&padded(part, 2));
    }
    out
}

/// When a day begins in the browser's time zone, in seconds since 1970.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // a browser's dates end before 300,000
pub fn midnight(Day { year, month, day }: Day) -> i64 {
    let date = Date::new_with_year_month_day(year, month as i32 - 1, day as i32);
    (date.get_time() / 1000.0) as i64
}

/// Which day it is in the browser's time zone.
#[must_use]
pub fn today() -> Day {
    let date = Date::new_0();
    Day {
        year: date.get_full_year(),
        month: date.get_month() + 1,
        day: date.get_date(),
    }
}

fn padded(number: u32, width: usize) -> String {
    let digits = number.to_string();
    ["0".repeat(width.saturating_sub(digits.len())), digits].concat()
}
