//! Reading what is in the search box.

use super::dates::Span;
use super::words::lower_case;
use super::{Filter, Problem};

/// What the text of the search box asks for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    /// All of these have to fit.
    pub terms: Vec<Term>,
    /// What is left out or taken in another way than it may be meant, in the order of the text.
    pub problems: Vec<Problem>,
}

/// One condition, or its opposite.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Term {
    /// Whether the condition must not hold.
    pub negated: bool,
    /// What is asked.
    pub condition: Condition,
}

/// What is asked of a token; texts are in lower case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// A word, or a text in quotes.
    Text(String),
    /// A filter with one or more values, of which one has to fit.
    Filter(Filter, Vec<String>),
    /// Times of creation, of which one has to fit.
    Created(Vec<Span>),
}

/// A term as it stands in a text.
pub(super) struct Raw<'a> {
    /// Where it begins in the text, in bytes; at the `-` if there is one.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) negated: bool,
    pub(super) filter: Option<Filter>,
    /// The word or text, or the values of the filter.
    pub(super) pieces: Vec<Piece>,
    /// All of it without the `-`.
    pub(super) body: &'a str,
}

pub(super) struct Piece {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Without quotes, in lower case.
    pub(super) text: String,
    pub(super) quotes: Quotes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Closed,
    Open,
}

impl Search {
    /// Reads a text. Whatever cannot be understood becomes a problem.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut search = Self::default();
        for raw in raw_terms(text) {
            let problem = Problem::of(&raw, text);
            if !problem.as_ref().is_some_and(|problem| problem.left_out) {
                search.terms.extend(term(raw));
            }
            search.problems.extend(problem);
        }
        search
    }
}

/// The term that is meant; `None` if it has nothing to look for.
fn term(raw: Raw<'_>) -> Option<Term> {
    let mut texts = raw.pieces.into_iter().map(|piece| piece.text);
    let condition = match raw.filter {
        None => Condition::Text(texts.next()?),
        Some(Filter::Created) => {
            Condition::Created(texts.map(|text| Span::parse(&text)).collect::<Option<_>>()?)
        }
        Some(filter) => Condition::Filter(filter, texts.collect()),
    };
    Some(Term {
        negated: raw.negated,
        condition,
    })
}

/// Takes a text apart into its terms, each character in one of them or between them.
pub(super) fn raw_terms(text: &str) -> Vec<Raw<'_>> {
    let mut terms = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(blanks) = rest.find(|c: char| !c.is_whitespace()) else {
            return terms;
        };
        at += blanks;
        let start = at;
        let rest = text.get(at..).unwrap_or_default();
        let negated = rest
            .strip_prefix('-')
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| !next.is_whitespace());
        at += usize::from(negated);
        let body = at;
        let rest = text.get(at..).unwrap_or_default();
        let filter = Filter::ALL.into_iter().find(|filter| {
            rest.get(..filter.name().len())
                .is_some_and(|name| name.eq_ignore_ascii_case(filter.name()))
        });
        at += filter.map_or(0, |filter| filter.name().len());
        let mut pieces = Vec::new();
        loop {
            let (piece, end) = piece(text, at, filter.is_some());
            pieces.push(piece);
            at = end;
            if filter.is_none() || !text.get(at..).is_some_and(|rest| rest.starts_with(',')) {
                break;
            }
            at += 1;
        }
        terms.push(Raw {
            start,
            end: at,
            negated,
            filter,
            pieces,
            body: text.get(body..at).unwrap_or_default(),
        });
    }
}

/// The word, value or text in quotes that begins here, and where it ends.
fn piece(text: &str, start: usize, comma_ends: bool) -> (Piece, usize) {
    let rest = text.get(start..).unwrap_or_default();
    let Some(inside) = rest.strip_prefix('"') else {
        let end = rest
            .find(|c: char| c.is_whitespace() || (comma_ends && c == ','))
            .unwrap_or(rest.len());
        let text = lower_case(rest.get(..end).unwrap_or_default());
        return (
            Piece {
                start,
                text,
                quotes: Quotes::None,
            },
            start + end,
        );
    };
    let mut content = String::new();
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '"' && chars.next_if(|(_, next)| *next == '"').is_none() {
            let text = lower_case(&content);
            return (
                Piece {
                    start,
                    text,
                    quotes: Quotes::Closed,
                },
                start + 1 + at + 1,
            );
        }
        content.push(c);
    }
    let text = lower_case(&content);
    (
        Piece {
            start,
            text,
            quotes: Quotes::Open,
        },
        start + rest.len(),
    )
}
