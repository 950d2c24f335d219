//! Switching a token on and off: takes effect at once, and is undone with the reason if the server refuses.

use influx_api::Id;
use tokens::Token;

use super::store::Tokens;
use crate::ui::element::{Element, IntoValue};
use crate::ui::switch::switch;

/// The switch of one token, `on` as it is shown; with its column, if it is in a grid.
pub fn active_switch(
    tokens: Tokens,
    id: Id,
    column: Option<usize>,
    name: impl IntoValue,
    on: impl IntoValue,
) -> Element {
    switch(name, on, column, move || {
        let active = tokens.peek(id).as_ref().is_some_and(Token::is_active);
        tokens.set_active(id, !active);
    })
}
