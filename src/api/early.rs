//! Replies to what `web/boot.js` asked for while this program was still on its way.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Response};

#[wasm_bindgen(js_namespace = latchkeyEarly)]
extern "C" {
    #[wasm_bindgen(js_name = take)]
    fn taken(path: &str, signal: &AbortSignal) -> Option<Promise>;
    /// Drops what has not been taken: something is about to change, or somebody else to sign in.
    #[wasm_bindgen(js_name = dropAll)]
    pub(super) fn drop_all();
}

/// The reply to a GET that was asked for early, with the session's cookie: each is given once, and is aborted by `signal`.
/// `None` if it was not asked for, or too long ago.
///
/// # Errors
/// Whatever a request fails with when there is no reply.
pub(super) async fn take(path: &str, signal: &AbortSignal) -> Option<Result<Response, JsValue>> {
    let reply = taken(path, signal)?;
    Some(JsFuture::from(reply).await.and_then(JsValue::dyn_into))
}
