//! Saving a file that the page has made.

use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser may take to begin reading the file; until then its content stays in memory.
const PATIENCE: Duration = Duration::from_secs(10);

/// Offers a file for saving, under this name, as the browser does with downloads; whether it could be offered.
#[must_use]
pub fn save(name: &str, media_type: &str, content: &str) -> bool {
    offer(name, media_type, content).is_ok()
}

fn offer(name: &str, media_type: &str, content: &str) -> Result<(), JsValue> {
    let parts = Array::of1(&Uint8Array::from(content.as_bytes()));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let link: HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    let url = Url::create_object_url_with_blob(&blob)?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // An address that is known cannot fail to be given up.
    set_timeout(move || drop(Url::revoke_object_url(&url)), PATIENCE);
    Ok(())
}
