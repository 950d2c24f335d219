//! Trying again what failed in passing. Only reading is: it changes nothing, however often it is done (RFC 9110 §9.2.2).

use js_sys::{Date, Promise};
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

use super::ApiError;

/// So many new attempts follow the first at most; after those it is the person who tries again.
const MOST: i32 = 2;
/// The pause before the first new attempt, in ms; the second is twice as long. Up to half as much again is left to chance, so
/// that pages that failed together do not come back together.
const PAUSE: i32 = 400;
/// Who asks for more patience than this, in s, is not asked again by itself.
const LONGEST: u32 = 10;

/// How long to wait, in ms, before trying again what has failed, after so many new attempts; `None` if there is to be none.
/// `status` is that of the reply, 0 if there was none, and `asked` the seconds of its `Retry-After`.
pub(super) fn pause(error: &ApiError, status: u16, asked: u32, before: i32) -> Option<i32> {
    let passing =
        matches!(error, ApiError::Offline | ApiError::TimedOut) || matches!(status, 429 | 502..=504);
    // The time of a failure, in ms, is chance enough.
    let chance = Date::now() as i64 as i32 & 127;
    (passing && before < MOST && asked <= LONGEST)
        .then(|| asked as i32 * 1000 + (PAUSE + chance) * (before + 1))
}

/// Waits so many ms.
pub(super) async fn wait(ms: i32) {
    let over = Promise::new(&mut |go, _| {
        // It does not fail on a window.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&go, ms);
    });
    // It is never refused.
    let _ = JsFuture::from(over).await;
}
