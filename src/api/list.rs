//! Reads the list of authorizations as it arrives.

use js_sys::{Reflect, Uint8Array};
use tokens::{ListDecoder, Token, Unreadable};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::ReadableStreamDefaultReader;

use super::{Api, ApiError, Deadline, LIST_PATIENCE};
use influx_api::{Id, request};

impl Api {
    /// Streams all authorizations of an organization that the caller may read, handing over each batch of tokens
    /// as soon as it is decoded, until `batch` answers that nobody waits for more. Token strings are dropped while
    /// decoding.
    ///
    /// Returns the entries that could not be read; one broken entry does not fail the list.
    ///
    /// # Errors
    /// Any [`ApiError`]; batches handed over before stay valid.
    pub async fn stream_tokens(
        self,
        org: Id,
        mut batch: impl FnMut(Vec<Token>) -> bool,
    ) -> Result<Vec<Unreadable>, ApiError> {
        let deadline = Deadline::new(LIST_PATIENCE);
        let request = request::authorizations(org);
        let response = self
            .start(request.method, &request.path, None, None, &deadline)
            .await?;
        if !response.ok() {
            return Err(self.refused(response, false, &deadline).await);
        }
        let mut decoder = ListDecoder::new();
        let Some(body) = response.body() else {
            return Err(ApiError::Unreadable);
        };
        let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
        loop {
            let chunk = JsFuture::from(reader.read())
                .await
                .map_err(|_| self.interrupted(&deadline))?;
            deadline.extend();
            let Some(bytes) = bytes_of(&chunk) else { break };
            let tokens = decoder.feed(&bytes).map_err(|_| ApiError::Unreadable)?;
            if !tokens.is_empty() && !batch(tokens) {
                return Err(ApiError::Abandoned);
            }
        }
        deadline.met();
        decoder.finish().map_err(|_| ApiError::Unreadable)
    }
}

/// The bytes of a `{done, value}` of the stream; `None` at its end.
fn bytes_of(chunk: &JsValue) -> Option<Vec<u8>> {
    let value = Reflect::get(chunk, &"value".into()).ok()?;
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}
