//! Dates and times as the person's browser writes them.

use std::time::Duration;

use influx_api::Timestamp;
use js_sys::{Date, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::timer::every;

/// The present, in milliseconds since 1970, told often enough for "3 minutes ago" to stay true.
#[derive(Clone, Copy)]
pub struct Now(RwSignal<f64>);

impl Now {
    /// Puts the clock into context.
    pub fn provide() {
        let now = RwSignal::new(Date::now());
        every(Duration::from_secs(10), move || now.set(Date::now()));
        provide_context(Self(now));
    }

    /// How long ago a time was, such as `3 minutes ago`; `unknown` if there is none.
    #[must_use]
    pub fn since(self, time: Option<Timestamp>) -> String {
        let Some(time) = time else { return UNKNOWN.into() };
        let (count, unit) = tokens::time::relative(self.0.get(), time.unix_millis());
        FORMAT.with(|format| {
            let text = Reflect::get(format, &"format".into()).and_then(|function| {
                js_sys::Function::from(function).call2(format, &count.into(), &unit.into())
            });
            text.ok().and_then(|text| text.as_string()).unwrap_or_default()
        })
    }
}

const UNKNOWN: &str = "unknown";

thread_local! {
    static FORMAT: JsValue = relative_format();
}

fn relative_format() -> JsValue {
    let options = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&options, &"numeric".into(), &"always".into());
    let locales = js_sys::Array::of1(&"en-us".into());
    JsValue::from(Intl::RelativeTimeFormat::new(&locales, &options))
}

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

fn padded(number: u32, width: usize) -> String {
    let digits = number.to_string();
    ["0".repeat(width.saturating_sub(digits.len())), digits].concat()
}
