//! The reply of `GET /api/v2/authorizations` (§1.2), decoded while it arrives: each element of the list alone,
//! so that memory is bounded by the largest element and one that cannot be read takes none of the others along.

mod cursor;
mod element;

use std::fmt;

use influx_api::{Authorization, Id, Identity};

use self::cursor::Cursor;
use self::element::Recent;
pub(crate) use self::element::time;
use crate::Token;

/// Reads `{"links":…,"authorizations":[…]}` from pieces of any size.
#[derive(Default)]
pub struct ListDecoder {
    place: Place,
    /// Open brackets within the value being passed over or collected.
    depth: usize,
    in_string: bool,
    escaped: bool,
    name: Vec<u8>,
    /// The beginning of an element whose end is in a later piece.
    element: Vec<u8>,
    index: usize,
    seen_list: bool,
    unreadable: Vec<Unreadable>,
    recent: Recent,
}

/// An element of the list that is not an authorization this program understands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unreadable {
    /// Its id, if at least that could be read.
    pub id: Option<Id>,
    /// Its place in the list, from 0.
    pub index: usize,
    /// The decoder's reason.
    pub reason: String,
}

/// Why a reply is not a whole list of authorizations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// HTML, an error body, or another shape of JSON.
    NotAList,
    /// It ended before the list did.
    CutOff,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    #[default]
    Start,
    Members,
    Name,
    Colon,
    Value,
    Other,
    List,
    Element,
    End,
    Failed,
}

const LIST: &[u8] = b"authorizations";

impl ListDecoder {
    /// A decoder at the beginning of a reply.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next piece of the reply, cut anywhere, and gives the tokens that became complete with it.
    ///
    /// # Errors
    /// [`DecodeError::NotAList`] as soon as the reply cannot be a list; then for every further piece too.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Token>, DecodeError> {
        let mut tokens = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            // Most of a reply is within its elements.
            let passing = matches!(self.place, Place::Element | Place::Other);
            if passing && !(self.at_top() && matches!(byte, b',' | b']' | b'}')) {
                self.nest(byte);
                at += 1;
                continue;
            }
            let blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            match (self.place, byte) {
                (Place::Start | Place::Members | Place::Colon | Place::Value | Place::List, _) if blank => {}
                (Place::Start, b'{') => self.place = Place::Members,
                (Place::Members, b',') => {}
                (Place::Members, b'"') => {
                    self.name.clear();
                    self.place = Place::Name;
                }
                (Place::Members, b'}') if self.seen_list => self.place = Place::End,
                (Place::Name, _) => self.name_byte(byte),
                (Place::Colon, b':') => self.place = Place::Value,
                (Place::Value, b'[') if self.name == LIST => {
                    self.seen_list = true;
                    self.place = Place::List;
                }
                (Place::Value, _) if self.name != LIST => {
                    self.place = Place::Other;
                    self.nest(byte);
                }
                (Place::Other, b',') => self.place = Place::Members,
                (Place::Other, b'}') if self.seen_list => self.place = Place::End,
                (Place::List, b']') => self.place = Place::Members,
                (Place::List, b',') => tokens.extend(self.complete(&[])),
                (Place::List, _) => match self.whole(bytes.get(at..).unwrap_or_default()) {
                    Some((token, end)) => {
                        tokens.push(token);
                        at += end;
                        continue;
                    }
                    None => {
                        start = at;
                        self.place = Place::Element;
                        self.nest(byte);
                    }
                },
                (Place::Element, b',' | b']') => {
                    tokens.extend(self.complete(bytes.get(start..at).unwrap_or_default()));
                    self.place = if byte == b',' { Place::List } else { Place::Members };
                }
                // A brace too many belongs to the element, which cannot be read for it.
                (Place::Element, _) => {}
                (Place::End, _) => break,
                _ => self.place = Place::Failed,
            }
            if self.place == Place::Failed {
                return Err(DecodeError::NotAList);
            }
            at += 1;
        }
        if self.place == Place::Element {
            self.element
                .extend_from_slice(bytes.get(start..).unwrap_or_default());
        }
        Ok(tokens)
    }

    /// The end of the reply: gives what could not be read.
    ///
    /// # Errors
    /// If the reply ended before the list did, or was none.
    pub fn finish(self) -> Result<Vec<Unreadable>, DecodeError> {
        match self.place {
            Place::End => Ok(self.unreadable),
            Place::Failed => Err(DecodeError::NotAList),
            _ => Err(DecodeError::CutOff),
        }
    }

    fn name_byte(&mut self, byte: u8) {
        match byte {
            b'"' if !self.escaped => self.place = Place::Colon,
            // One byte more than the name that matters is enough to tell that it is another.
            _ if self.name.len() <= LIST.len() => self.name.push(byte),
            _ => {}
        }
        self.escaped = !self.escaped && byte == b'\\' && self.place == Place::Name;
    }

    const fn at_top(&self) -> bool {
        self.depth == 0 && !self.in_string
    }

    const fn nest(&mut self, byte: u8) {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    /// An element that is here whole, which most are, with how many bytes it and the comma behind it take.
    fn whole(&mut self, bytes: &[u8]) -> Option<(Token, usize)> {
        let mut cursor = Cursor::new(bytes);
        let token = self.recent.token(&mut cursor)?;
        let comma = match cursor.peek()? {
            b',' => 1,
            b']' => 0,
            _ => return None,
        };
        self.index += 1;
        Some((token, cursor.at() + comma))
    }

    fn complete(&mut self, end: &[u8]) -> Option<Token> {
        let mut begun = std::mem::take(&mut self.element);
        let whole = if begun.is_empty() {
            end
        } else {
            begun.extend_from_slice(end);
            &begun
        };
        let mut cursor = Cursor::new(whole);
        let token = self.recent.token(&mut cursor).filter(|_| cursor.peek().is_none());
        let token = token.or_else(|| self.unusual(whole));
        self.index += 1;
        // The next element that is cut goes to the same place; of this one nothing stays, the secret above all.
        begun.fill(0);
        begun.clear();
        self.element = begun;
        token
    }

    /// An element that is written in an unusual way, or is no authorization.
    fn unusual(&mut self, whole: &[u8]) -> Option<Token> {
        match serde_json::from_slice::<Authorization>(whole) {
            Ok(authorization) => {
                let mut token = Token::from(authorization);
                token.owner = self.recent.owner(&token.owner);
                Some(token)
            }
            Err(error) => {
                let id = serde_json::from_slice::<Identity>(whole)
                    .ok()
                    .map(|identity| identity.id);
                self.unreadable.push(Unreadable {
                    id,
                    index: self.index,
                    reason: error.to_string(),
                });
                None
            }
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAList => "The server's reply is not a list of API tokens.",
            Self::CutOff => "The list of API tokens was cut off before its end.",
        })
    }
}

impl std::error::Error for DecodeError {}
