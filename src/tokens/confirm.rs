//! Typing what a token is called before something dangerous is done with it.

use leptos::prelude::*;
use tokens::Token;
use tokens::text::visible_text;

use crate::ui::button::text_field;
use crate::ui::state::{State, Stored};

/// A confirmation that is typed or pasted.
#[derive(Clone, Copy)]
pub struct Confirmation {
    /// What is wanted, as it is shown and as it is.
    wanted: Stored<[String; 2]>,
    label: &'static str,
    typed: State<String>,
}

impl Confirmation {
    /// Wants the token's description, or its id where there is nothing to type.
    #[must_use]
    pub fn new(token: &Token) -> Self {
        let (wanted, label) = confirmation(token);
        Self {
            wanted: Stored::new([visible_text(&wanted).into_owned(), wanted]),
            label,
            typed: State::new(String::new()),
        }
    }

    /// Whether it has been given; reactive.
    #[must_use]
    pub fn given(self) -> bool {
        let typed = self.typed.get();
        self.wanted
            .with_value(|wanted| wanted.iter().any(|wanted| typed.trim() == wanted))
    }

    /// The box to type it in.
    pub fn field(self) -> AnyView {
        text_field(self.label.into(), "off", self.typed, false)
    }
}

/// What has to be typed or pasted to confirm, as a one-line box can hold it, and what to call it: the description, or
/// the id where there is nothing to type.
fn confirmation(token: &Token) -> (String, &'static str) {
    let one_line: String = token
        .description
        .chars()
        .filter(|c| !matches!(c, '\n' | '\r'))
        .collect();
    match one_line.trim() {
        "" => (token.id.to_string(), "Type its ID to confirm"),
        text => (text.to_owned(), "Type its description to confirm"),
    }
}

#[cfg(test)]
mod tests {
    use super::confirmation;

    fn wanted(description: &str) -> String {
        let json = serde_json::json!({
            "id": "0000000000000001", "orgID": "0000000000000002", "userID": "0000000000000003",
            "status": "active", "description": description,
        });
        let authorization: influx_api::Authorization =
            serde_json::from_value(json).unwrap_or_else(|error| unreachable!("{error}"));
        confirmation(&authorization.into()).0
    }

    #[test]
    fn there_is_always_something_to_type() {
        assert_eq!(wanted(" admin's Token "), "admin's Token");
        assert_eq!(wanted("two \nlines"), "two lines");
        for blank in ["", "   ", "\n", " \r\n "] {
            assert_eq!(wanted(blank), "0000000000000001");
        }
    }
}
