//! What can go wrong between the page and the server, each kind with a sentence for people.

use influx_api::ErrorBody;

/// Why a request did not do what it was for. The server's own message is kept wherever there is one.
#[derive(Clone, PartialEq, Eq)]
pub enum ApiError {
    /// No answer at all: no network, no server.
    Offline,
    /// No answer in time; whether the server acted is not known.
    TimedOut,
    /// The credential is not, or no longer, recognised (contract §0.1, fact 8: only this message means that).
    SignedOut,
    /// The credential lacks a permission, which the message names.
    NotPermitted(String),
    /// What the request names does not exist.
    Gone(String),
    /// The server understood and said no.
    Refused(String),
    /// The server failed.
    ServerFault(u16, String),
    /// The reply is not what the API answers, a proxy's page for example.
    Unreadable,
    /// The request was given up by the page itself.
    Abandoned,
}

impl ApiError {
    /// The failure behind an HTTP status of 400 or more and its body.
    #[must_use]
    pub fn from_reply(status: u16, body: &str) -> Self {
        let Ok(ErrorBody { message, .. }) = serde_json::from_slice(body.as_bytes()) else {
            return match status {
                500.. => Self::ServerFault(status, String::new()),
                413 => Self::Refused("It is too large for the server.".into()),
                _ => Self::Unreadable,
            };
        };
        match status {
            401 if message == "unauthorized access" => Self::SignedOut,
            401 | 403 => Self::NotPermitted(message),
            404 => Self::Gone(message),
            500.. => Self::ServerFault(status, message),
            _ => Self::Refused(message),
        }
    }

    /// Whether the server may have acted although the page was not told so.
    #[must_use]
    pub const fn outcome_unknown(&self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::Offline | Self::Unreadable | Self::ServerFault(..)
        )
    }

    /// The reason, as one or two sentences.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Offline => "The server cannot be reached. Check the connection and try again.".into(),
            Self::TimedOut => "The server did not answer in time.".into(),
            Self::SignedOut => "Your session has timed out. Sign in again to continue.".into(),
            Self::NotPermitted(message) => ["Not permitted: ", message].concat(),
            Self::Gone(message) | Self::Refused(message) => message.clone(),
            Self::ServerFault(status, message) if message.is_empty() => {
                ["The server failed (", &status.to_string(), ")."].concat()
            }
            Self::ServerFault(status, message) => {
                ["The server failed (", &status.to_string(), "): ", message].concat()
            }
            Self::Unreadable => {
                "The reply is not what the InfluxDB API answers. A proxy may stand in between.".into()
            }
            Self::Abandoned => "The request was given up.".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApiError;

    fn body(message: &str) -> String {
        serde_json::json!({ "code": "any", "message": message }).to_string()
    }

    #[test]
    fn only_one_message_of_a_401_means_signed_out() {
        assert!(ApiError::from_reply(401, &body("unauthorized access")) == ApiError::SignedOut);
        let missing = "read:users/0000000000000001 is unauthorized";
        assert!(ApiError::from_reply(401, &body(missing)) == ApiError::NotPermitted(missing.into()));
        assert!(
            ApiError::from_reply(403, &body("User is inactive"))
                == ApiError::NotPermitted("User is inactive".into())
        );
    }

    #[test]
    fn a_page_of_html_is_unreadable_unless_the_server_failed() {
        assert!(ApiError::from_reply(404, "<html>") == ApiError::Unreadable);
        assert!(ApiError::from_reply(502, "<html>") == ApiError::ServerFault(502, String::new()));
    }

    #[test]
    fn the_servers_message_is_kept() {
        let refused = ApiError::from_reply(422, &body("token already exists"));
        assert_eq!(refused.sentence(), "token already exists");
        assert_eq!(
            ApiError::from_reply(500, &body("EOF")).sentence(),
            "The server failed (500): EOF"
        );
    }
}
