//! The only room that talks HTTP: sends the requests of `influx-api` and turns every failure into an [`ApiError`].
//!
//! Paths are relative, so that they resolve against `<base href>` and the page works below any path.

mod deadline;
mod early;
mod error;
mod list;
mod retry;

use std::pin::Pin;
use std::time::Duration;

use crate::ui::context::provide_context;
use crate::ui::state::{State, Stored};
use gloo_net::http::{RequestBuilder, Response};
use influx_api::request::{self, Method, Request};
use influx_api::{Authorization, Health, Issued, NewAuthorization, Secret};
use serde::de::DeserializeOwned;
use web_sys::RequestCredentials;

pub use deadline::Deadline;
pub use error::ApiError;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the list may fall silent: the server may think before its first byte, and sends many.
const LIST_PATIENCE: Duration = Duration::from_secs(90);

/// What becomes of a request.
type Outcome<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + 'a>>;

/// Access to the server, with the credential of this page. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Api {
    token: Stored<Option<Secret>>,
    rejected: State<bool>,
    /// How many requests are being tried again.
    retried: State<usize>,
}

impl Api {
    /// Puts the access into context, using the session cookie until [`Self::use_token`] says otherwise.
    pub fn provide() -> Self {
        let api = Self {
            token: Stored::new(None),
            rejected: State::new(false),
            retried: State::new(0),
        };
        provide_context(api);
        api
    }

    /// True from the moment a request was answered "unauthorized access" until [`Self::accepted`]; reactive.
    #[must_use]
    pub fn is_rejected(self) -> bool {
        self.rejected.get()
    }

    /// Says that the credential is good (again).
    pub fn accepted(self) {
        if self.rejected.get_untracked() {
            self.rejected.set(false);
        }
    }

    /// Whether something that failed in passing is being tried again; reactive.
    #[must_use]
    pub fn is_retrying(self) -> bool {
        self.retried.get() > 0
    }

    /// Whether an API token is used in place of a session cookie.
    #[must_use]
    pub fn uses_token(self) -> bool {
        self.token.with_value(Option::is_some)
    }

    /// Uses this API token from now on; `None` goes back to the session cookie and wipes the token.
    pub fn use_token(self, token: Option<Secret>) {
        self.token.set_value(token);
    }

    /// Sends a request and reads its reply.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn fetch<T: DeserializeOwned>(self, request: Request<T>) -> Result<T, ApiError> {
        let body = self
            .exchange(request.method, &request.path, request.body.as_deref(), None)
            .await?;
        request.decode(body.expose()).map_err(|_| ApiError::Unreadable)
    }

    /// Makes an authorization; gives it and its secret, which no other reply tells (contract §2.2).
    ///
    /// # Errors
    /// Any [`ApiError`]; see [`ApiError::outcome_unknown`] for those after which it may exist all the same.
    pub async fn create(self, new: &NewAuthorization) -> Result<(Authorization, Secret), ApiError> {
        let request = request::create_authorization(new);
        let body = self
            .exchange(request.method, &request.path, request.body.as_deref(), None)
            .await?;
        let made = request.decode(body.expose());
        let issued: Result<Issued, _> = serde_json::from_slice(body.expose().as_bytes());
        match (made, issued) {
            (Ok(made), Ok(issued)) => Ok((made, issued.token)),
            _ => Err(ApiError::Unreadable),
        }
    }

    /// Sends a request whose success has no body worth reading.
    ///
    /// # Errors
    /// Any [`ApiError`].
    pub async fn perform(self, request: Request<()>) -> Result<(), ApiError> {
        self.exchange(request.method, &request.path, None, None)
            .await
            .map(drop)
    }

    /// Sends a request with user name and password (contract §4.1); any Unicode, as UTF-8.
    ///
    /// # Errors
    /// Any [`ApiError`]; wrong credentials are [`ApiError::SignedOut`].
    pub async fn perform_as(self, request: Request<()>, user: &str, password: &str) -> Result<(), ApiError> {
        let pair = Secret::new([user, ":", password].concat());
        let code = Secret::new(base64(pair.expose()));
        let basic = Secret::new(["Basic ", code.expose()].concat());
        self.exchange(request.method, &request.path, None, Some(basic.expose()))
            .await
            .map(drop)
    }

    /// Whether the server knows this API token, which need not be able to read its own user (contract §3.3).
    ///
    /// # Errors
    /// Any [`ApiError`]; an unknown token is [`ApiError::SignedOut`].
    pub async fn try_token(self, token: &Secret) -> Result<(), ApiError> {
        let request = request::me();
        let header = Secret::new(["Token ", token.expose()].concat());
        match self
            .exchange(request.method, &request.path, None, Some(header.expose()))
            .await
        {
            Ok(_) | Err(ApiError::NotPermitted(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The server's health, which it also tells with status 503 when it is not well (contract §4.11).
    ///
    /// # Errors
    /// [`ApiError::Offline`] and its like when there is no answer, [`ApiError::Unreadable`] for another one.
    pub async fn health(self) -> Result<Health, ApiError> {
        let request = request::health();
        let deadline = Deadline::new(PATIENCE);
        let response = self
            .start(request.method, &request.path, None, None, &deadline)
            .await?;
        let body = response.text().await.map_err(|_| self.interrupted(&deadline))?;
        deadline.met();
        request.decode(&body).map_err(|_| ApiError::Unreadable)
    }

    /// Sends and reads the whole reply, which may tell a secret: it is overwritten once it has been read. Boxed, so that its code is in the download once and not once for every caller.
    fn exchange<'a>(
        self,
        method: Method,
        path: &'a str,
        body: Option<&'a str>,
        authorization: Option<&'a str>,
    ) -> Outcome<'a, Secret> {
        Box::pin(async move {
            let (response, deadline) = self.reply(method, path, body, authorization, PATIENCE).await?;
            // As bytes: a string on its way here may be moved, and leave a copy behind.
            let body = response.binary().await.map_err(|_| self.interrupted(&deadline))?;
            deadline.met();
            String::from_utf8(body)
                .map(Secret::new)
                .map_err(|_| ApiError::Unreadable)
        })
    }

    /// Sends and waits for the head of a reply that is a success; reading is tried again when that fails in passing. Each attempt
    /// has its own deadline, and the last one's holds for the rest of the reply. Boxed as [`Self::exchange`] is.
    fn reply<'a>(
        self,
        method: Method,
        path: &'a str,
        body: Option<&'a str>,
        authorization: Option<&'a str>,
        patience: Duration,
    ) -> Outcome<'a, (Response, Deadline)> {
        Box::pin(async move {
            let mut again = 0;
            let outcome = loop {
                let deadline = Deadline::new(patience);
                let (mut status, mut asked) = (0, 0);
                let error = match self.start(method, path, body, authorization, &deadline).await {
                    Ok(response) if response.ok() => break Ok((response, deadline)),
                    Ok(response) => {
                        status = response.status();
                        // A date, which it may be as well, is not worth the clock that it needs.
                        let after = response.headers().get("Retry-After");
                        asked = after.and_then(|text| text.parse().ok()).unwrap_or(0);
                        self.refused(response, authorization.is_some(), &deadline).await
                    }
                    Err(error) => error,
                };
                let pause = retry::pause(&error, status, asked, again);
                let Some(pause) = pause.filter(|_| method == Method::Get) else {
                    break Err(error);
                };
                if again == 0 {
                    self.retried.set(self.retried.get_untracked() + 1);
                }
                again += 1;
                retry::wait(pause).await;
            };
            if again > 0 {
                self.retried.set(self.retried.get_untracked() - 1);
            }
            outcome
        })
    }

    /// Sends and waits for the head of the reply, whatever its status.
    async fn start(
        self,
        method: Method,
        path: &str,
        body: Option<&str>,
        authorization: Option<&str>,
        deadline: &Deadline,
    ) -> Result<Response, ApiError> {
        let token = self.token.with_value(|token| {
            token
                .as_ref()
                .map(|token| Secret::new(["Token ", token.expose()].concat()))
        });
        let by_cookie = token.is_none() && authorization.is_none();
        if method != Method::Get {
            early::drop_all();
        } else if by_cookie
            && let Some(signal) = deadline.signal()
            && let Some(reply) = early::take(path, &signal).await
        {
            return reply.map(Response::from).map_err(|_| self.interrupted(deadline));
        }
        let mut builder = RequestBuilder::new(path)
            .method(http_method(method))
            .credentials(RequestCredentials::SameOrigin)
            // A telegraf configuration comes as TOML otherwise.
            .header("Accept", "application/json")
            .abort_signal(deadline.signal().as_ref());
        if let Some(value) = authorization.or(token.as_ref().map(Secret::expose)) {
            builder = builder.header("Authorization", value);
        }
        let request = match body {
            Some(json) => builder.header("Content-Type", "application/json").body(json),
            None => builder.build(),
        };
        let response = request.map_err(|_| ApiError::Unreadable)?.send().await;
        response.map_err(|_| self.interrupted(deadline))
    }

    /// A reply of 400 or more, read whole, as the error that it is.
    async fn refused(self, response: Response, signing_in: bool, deadline: &Deadline) -> ApiError {
        let Ok(body) = response.text().await else {
            return self.interrupted(deadline);
        };
        let error = ApiError::from_reply(response.status(), &body);
        if error == ApiError::SignedOut && !signing_in {
            self.rejected.set(true);
        }
        error
    }

    fn interrupted(self, deadline: &Deadline) -> ApiError {
        if deadline.passed() {
            ApiError::TimedOut
        } else if deadline.signal().is_some_and(|signal| signal.aborted()) {
            ApiError::Abandoned
        } else {
            ApiError::Offline
        }
    }
}

const fn http_method(method: Method) -> gloo_net::http::Method {
    match method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Patch => gloo_net::http::Method::PATCH,
        Method::Delete => gloo_net::http::Method::DELETE,
    }
}

/// Whether a text can be a token: a header takes only visible ASCII, and anything else would throw.
#[must_use]
pub fn fits_a_header(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(text.len().div_ceil(3) * 4);
    for chunk in text.as_bytes().chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { digit as char } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{base64, fits_a_header};

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("é:ü", "w6k6w7w="),
        ] {
            assert_eq!(base64(plain), encoded);
        }
    }

    #[test]
    fn only_visible_ascii_goes_into_a_header() {
        assert!(fits_a_header("abc-_=="));
        for bad in ["", "a b", "a\nb", "“abc”", "a\u{200b}"] {
            assert!(!fits_a_header(bad));
        }
    }
}
