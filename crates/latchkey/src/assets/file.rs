//! One file of the page, ready to be sent.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use sha2::{Digest, Sha256};

use super::encoding::Encoding;

/// A hashed name never carries other bytes, so a browser need not ask again.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other name is asked for again each time, and answered 304 if nothing changed.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// A file's bytes in every encoding there is, and the headers they are sent with.
pub(super) struct File {
    identity: Variant,
    brotli: Option<Variant>,
    gzip: Option<Variant>,
    content_type: HeaderValue,
    cache_control: HeaderValue,
}

struct Variant {
    bytes: Bytes,
    etag: HeaderValue,
}

impl Variant {
    fn new(bytes: Bytes) -> Self {
        let digest = Sha256::digest(&bytes);
        let etag = digest
            .iter()
            .take(16)
            .fold(String::from("\""), |text, byte| format!("{text}{byte:02x}"))
            + "\"";
        // 34 characters of ASCII, so never an error; an empty tag would only lose revalidation.
        let etag = HeaderValue::try_from(etag).unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { bytes, etag }
    }
}

impl File {
    /// The file with this name and these bytes. A compressed variant that is not smaller is left out.
    pub(super) fn new(name: &str, identity: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let smaller = |bytes: &Bytes| bytes.len() < identity.len();
        Self {
            brotli: brotli.filter(smaller).map(Variant::new),
            gzip: gzip.filter(smaller).map(Variant::new),
            identity: Variant::new(identity),
            content_type: content_type(name),
            cache_control: if has_content_hash(name) {
                IMMUTABLE
            } else {
                REVALIDATE
            },
        }
    }

    /// The reply to `GET` or `HEAD`: 200, or 304 if the request already has these bytes.
    pub(super) fn respond(&self, method: &Method, request: &HeaderMap) -> Response<Body> {
        let encoding = Encoding::choose(request, |encoding| self.variant(encoding).is_some());
        let variant = self.variant(encoding).unwrap_or(&self.identity);
        let unchanged = has_etag(request, &variant.etag);
        let mut response = Response::new(match *method {
            Method::GET if !unchanged => Body::from(variant.bytes.clone()),
            _ => Body::empty(),
        });
        let headers = response.headers_mut();
        headers.insert(header::ETAG, variant.etag.clone());
        headers.insert(header::CACHE_CONTROL, self.cache_control.clone());
        headers.insert(header::VARY, HeaderValue::from_name(header::ACCEPT_ENCODING));
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::CONTENT_TYPE, self.content_type.clone());
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(variant.bytes.len()));
        if let Some(value) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, value);
        }
        response
    }

    const fn variant(&self, encoding: Encoding) -> Option<&Variant> {
        match encoding {
            Encoding::Brotli => self.brotli.as_ref(),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Identity => Some(&self.identity),
        }
    }
}

/// Whether `If-None-Match` names this tag. Weak tags count: a proxy that compresses may have weakened ours.
fn has_etag(request: &HeaderMap, etag: &HeaderValue) -> bool {
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .any(|tag| tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes())
}

/// Whether the name carries a hash of the content, as in `app-0123456789abcdef.js`. A hash in a folder's name
/// says nothing of the file.
fn has_content_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, _)) = name.split_once('.') else {
        return false;
    };
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The type of a file by its extension; `nosniff` makes an unknown one a download, not a script.
fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(
        match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
            "html" => "text/html; charset=utf-8",
            "js" | "mjs" => "text/javascript; charset=utf-8",
            "wasm" => "application/wasm",
            "css" => "text/css; charset=utf-8",
            "json" | "map" => "application/json",
            "webmanifest" => "application/manifest+json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "webp" => "image/webp",
            "woff2" => "font/woff2",
            "txt" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_content_hash_are_immutable() {
        for hashed in [
            "latchkey-console-3f2a1b4c5d6e7f80.js",
            "latchkey-console_bg-3f2a1b4c5d6e7f80.wasm",
            "style/main-0123abcd.css",
            "app-0123abcd.js.map",
        ] {
            assert!(has_content_hash(hashed), "{hashed}");
        }
        for plain in [
            "index.html",
            "boot.js",
            "app-0123abc.js",
            "app-0123ABCD.js",
            "app-0123abcg.js",
            "0123abcd.js",
            "snippets/app-0123abcd/inline0.js",
            "app-0123abcd",
        ] {
            assert!(!has_content_hash(plain), "{plain}");
        }
    }

    #[test]
    fn a_variant_that_saves_nothing_is_not_kept() {
        let file = File::new(
            "a.txt",
            Bytes::from_static(b"ab"),
            Some(Bytes::from_static(b"xyz")),
            Some(Bytes::from_static(b"x")),
        );
        assert!(file.variant(Encoding::Brotli).is_none());
        assert!(file.variant(Encoding::Gzip).is_some());
    }
}
