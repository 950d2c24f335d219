//! Reads the list of authorizations as it arrives.

use js_sys::{Date, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use tokens::{ListDecoder, Token, Unreadable};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, ReadableStreamDefaultReader};

use super::{Api, ApiError, LIST_PATIENCE};
use influx_api::{Id, request};

/// So long is worked at a stretch, in ms; the browser draws and answers the person in between.
const SLICE: f64 = 8.0;
/// So much of the reply is taken into the program's memory at a time, in bytes: little to begin with, so that the first
/// rows are there soon, then more, since an element that two pieces share takes longer.
const FIRST_PIECE: u32 = 1 << 16;
const PIECE: u32 = 1 << 18;
/// The browser draws the first tokens before there are more; so long at most is waited for it, in ms.
const FRAME: i32 = 100;

impl Api {
    /// Streams all authorizations of an organization that the caller may read, handing over each batch of tokens
    /// as soon as it is decoded, until `batch` answers that nobody waits for more. If they are `shown` as they come, the
    /// first are drawn before there are more. Token strings are dropped while decoding.
    ///
    /// Returns the entries that could not be read; one broken entry does not fail the list.
    ///
    /// # Errors
    /// Any [`ApiError`]; batches handed over before stay valid.
    pub async fn stream_tokens(
        self,
        org: Id,
        shown: bool,
        mut batch: impl FnMut(Vec<Token>) -> bool,
    ) -> Result<Vec<Unreadable>, ApiError> {
        let request = request::authorizations(org);
        let (response, deadline) = self
            .reply(request.method, &request.path, None, None, LIST_PATIENCE)
            .await?;
        let mut decoder = ListDecoder::new();
        let Some(body) = response.body() else {
            return Err(ApiError::Unreadable);
        };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        let mut buffer = vec![0; PIECE as usize];
        let mut piece = FIRST_PIECE;
        let mut to_draw = shown;
        let breaks = MessageChannel::new().ok();
        // What waited for the reply has been done in this turn, too.
        let _ = rest(breaks.as_ref()).await;
        let mut rest_at = Date::now() + SLICE;
        loop {
            let chunk = JsFuture::from(reader.read())
                .await
                .map_err(|_| self.interrupted(&deadline))?;
            let Some(bytes) = bytes_of(&chunk) else { break };
            let mut start = 0;
            while start < bytes.length() {
                let end = bytes.length().min(start + piece);
                piece = PIECE;
                let room = buffer.get_mut(..(end - start) as usize).unwrap_or_default();
                bytes.subarray(start, end).copy_to(room);
                start = end;
                let tokens = decoder.feed(room).map_err(|_| ApiError::Unreadable)?;
                if !tokens.is_empty() {
                    if !batch(tokens) {
                        return Err(ApiError::Abandoned);
                    }
                    if std::mem::take(&mut to_draw) {
                        drawn(breaks.as_ref()).await;
                        rest_at = Date::now() + SLICE;
                    }
                }
                if Date::now() >= rest_at {
                    deadline.extend();
                    let _ = rest(breaks.as_ref()).await;
                    rest_at = Date::now() + SLICE;
                }
            }
        }
        buffer.fill(0);
        if let Some(channel) = breaks {
            channel.port1().close();
        }
        deadline.met();
        decoder.finish().map_err(|_| ApiError::Unreadable)
    }
}

/// The bytes of a `{done, value}` of the stream; `None` at its end.
fn bytes_of(chunk: &JsValue) -> Option<Uint8Array> {
    Reflect::get(chunk, &"value".into()).ok()?.dyn_into().ok()
}

/// Waits until the browser has drawn what has changed.
async fn drawn(channel: Option<&MessageChannel>) {
    let frame = Promise::new(&mut |go, _| {
        let window = window();
        // Either is enough; a tab that nobody looks at has no frames. Neither fails on a window.
        let _ = window.request_animation_frame(&go);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&go, FRAME);
    });
    // It is never refused.
    let _ = JsFuture::from(frame).await;
    // The frame itself comes after that, and so may others who wait for it.
    for _ in 0..2 {
        let _ = rest(channel).await;
    }
}

/// Lets the browser do what waits, until a message that the page sends itself has come back. A timer would do, but waits
/// longer each time. It is never refused.
fn rest(channel: Option<&MessageChannel>) -> JsFuture {
    JsFuture::from(Promise::new(&mut |go, _| {
        let sent = channel.is_some_and(|channel| {
            channel.port1().set_onmessage(Some(&go));
            channel.port2().post_message(&JsValue::NULL).is_ok()
        });
        // Without a message there would be no going on.
        if !sent {
            let _ = go.call0(&JsValue::NULL);
        }
    }))
}
