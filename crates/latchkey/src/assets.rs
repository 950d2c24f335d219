//! Serves the page: every file is read once, at start, from inside the binary or from a folder, and answered from
//! memory. Nothing but those files can be reached, whatever a request's path says.

mod base_path;
mod encoding;
mod file;
mod source;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};

pub use base_path::{BasePath, BasePathError};
use file::File;
use source::Files;

const INDEX: &str = "index.html";

/// First segments that belong to the server's programs, not to the page's routes: below them an unknown path is
/// never answered with HTML, so that a client of the API is not misled (§6 names those of InfluxDB).
const NOT_PAGES: [&str; 8] = [
    "api", "private", "v1", "write", "query", "metrics", "debug", "docs",
];

const NOT_BUILT: &str = "This latchkey was built without its page; the API is served all the same.\n\
    Run `make build` and start it again, or name a folder with the built page: latchkey serve --assets DIR\n";

/// The files of the page.
pub struct Assets {
    files: HashMap<String, File>,
}

/// Why the page cannot be served.
#[derive(Debug)]
pub enum AssetsError {
    /// A file or folder below `--assets` could not be read.
    Unreadable(PathBuf, io::Error),
    /// The folder given with `--assets` holds no `index.html`.
    NoIndex(PathBuf),
    /// `index.html` does not have exactly one `<base href="…">`, so it cannot be moved below this path.
    Base(BasePath),
}

impl Assets {
    /// The page inside this binary. If there is none, every page is answered with a sentence saying so.
    ///
    /// # Errors
    /// [`AssetsError::Base`].
    pub fn embedded(base: &BasePath) -> Result<Self, AssetsError> {
        Self::load(source::embedded(), base)
    }

    /// The page in a folder, as it is now; later changes to the folder are not seen.
    ///
    /// # Errors
    /// Any [`AssetsError`].
    pub fn from_dir(dir: &Path, base: &BasePath) -> Result<Self, AssetsError> {
        let files = source::directory(dir).map_err(|(path, error)| AssetsError::Unreadable(path, error))?;
        if !files.contains_key(INDEX) {
            return Err(AssetsError::NoIndex(dir.to_path_buf()));
        }
        Self::load(files, base)
    }

    fn load(mut files: Files, base: &BasePath) -> Result<Self, AssetsError> {
        if let Some(index) = files.get_mut(INDEX)
            && let Some(moved) = with_base(index, base)?
        {
            *index = moved;
            files.remove("index.html.br");
            files.remove("index.html.gz");
        }
        let is_variant = |name: &str| {
            name.strip_suffix(".br")
                .or_else(|| name.strip_suffix(".gz"))
                .is_some_and(|plain| files.contains_key(plain))
        };
        let files = files
            .iter()
            .filter(|(name, _)| !is_variant(name))
            .map(|(name, bytes)| {
                let variant = |suffix| files.get(&format!("{name}.{suffix}")).cloned();
                (
                    name.clone(),
                    File::new(name, bytes.clone(), variant("br"), variant("gz")),
                )
            })
            .collect();
        Ok(Self { files })
    }

    /// The reply to a request for `path`, which is what follows the base path, with its leading slash: a file;
    /// `index.html` for a route of the page; 404 for a missing file and below `/api`; 405 unless `GET` or `HEAD`.
    #[must_use]
    pub fn respond(&self, method: &Method, path: &str, request: &HeaderMap) -> Response<Body> {
        let path = path.trim_start_matches('/');
        let first = path.split('/').next().unwrap_or_default();
        if NOT_PAGES.contains(&first) {
            return plain(StatusCode::NOT_FOUND, "404 page not found\n");
        }
        if !matches!(*method, Method::GET | Method::HEAD) {
            let mut response = plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "Only GET and HEAD are allowed here.\n",
            );
            response
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        if let Some(file) = self.files.get(path) {
            return file.respond(method, request);
        }
        // A script that is gone after an upgrade must fail as such, not as a script full of HTML.
        if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return plain(StatusCode::NOT_FOUND, "404 page not found\n");
        }
        match self.files.get(INDEX) {
            Some(index) => index.respond(method, request),
            None => plain(StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT),
        }
    }
}

/// `index.html` with its `<base href>` set to this path; `None` if it is so already.
fn with_base(index: &Bytes, base: &BasePath) -> Result<Option<Bytes>, AssetsError> {
    const OPEN: &str = "<base href=\"";
    let failed = || AssetsError::Base(base.clone());
    let Ok(html) = std::str::from_utf8(index) else {
        return if base.is_root() { Ok(None) } else { Err(failed()) };
    };
    let Some((before, rest)) = html.split_once(OPEN) else {
        return if base.is_root() { Ok(None) } else { Err(failed()) };
    };
    let (old, after) = rest.split_once('"').ok_or_else(failed)?;
    if after.contains(OPEN) {
        return Err(failed());
    }
    Ok((old != base.as_str()).then(|| Bytes::from(format!("{before}{OPEN}{base}\"{after}"))))
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

impl fmt::Display for AssetsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                write!(f, "The page's files cannot be read: {}: {error}.", path.display())
            }
            Self::NoIndex(folder) => write!(
                f,
                "The folder {} holds no index.html; name the one that `make build` fills.",
                folder.display()
            ),
            Self::Base(base) => write!(
                f,
                "The page cannot be served below {base}: its index.html needs exactly one <base href=\"/\">."
            ),
        }
    }
}

impl std::error::Error for AssetsError {}

#[cfg(test)]
mod tests;
