//! What cannot be understood in a search, in sentences.

use influx_api::ResourceType;

use super::dates::{Span, is_unfinished};
use super::parse::{Piece, Quotes, Raw};
use super::words::begins;
use super::{Filter, quoted};
use crate::text::clip;

/// Something in a search that the person should know of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it is, where, and what becomes of it.
    pub sentence: String,
    /// The term is left out; otherwise it is looked for in some way.
    pub left_out: bool,
    /// Typing on at the end of the text may be all that it needs.
    pub unfinished: bool,
}

/// So many characters of a text are told.
const LONGEST: usize = 40;

const UNCLOSED: &str = "a quote is opened and not closed; all that follows belongs to it.";

impl Problem {
    /// What is wrong with a term of the text, if something is.
    pub(super) fn of(raw: &Raw<'_>, text: &str) -> Option<Self> {
        let mut problem = match raw.filter {
            None => with_text(raw),
            Some(filter) => with_values(filter, &raw.pieces),
        }?;
        problem.unfinished &= raw.end == text.len();
        let place = text.get(..raw.start).unwrap_or_default().chars().count() + 1;
        let place = ["At character ", &place.to_string(), ": "].concat();
        problem.sentence.insert_str(0, &place);
        if problem.left_out {
            let left_out = [" “", &clip(raw.body, LONGEST), "” is left out."].concat();
            problem.sentence.push_str(&left_out);
        }
        Some(problem)
    }

    fn new(sentence: &[&str], left_out: bool, unfinished: bool) -> Self {
        Self {
            sentence: sentence.concat(),
            left_out,
            unfinished,
        }
    }
}

fn with_text(raw: &Raw<'_>) -> Option<Problem> {
    let piece = raw.pieces.first()?;
    match (piece.quotes, piece.text.is_empty()) {
        (Quotes::Open, empty) => Some(Problem::new(&[UNCLOSED], empty, true)),
        (Quotes::Closed, true) => Some(Problem::new(
            &["there is nothing between the quotes."],
            true,
            false,
        )),
        (Quotes::Closed, false) => None,
        (Quotes::None, _) => {
            let name = clip(unknown_filter(raw.body)?, LONGEST);
            let names = Filter::ALL.map(Filter::name).join(" ");
            let sentence = [
                "“",
                &name,
                "” is no filter and is searched as text. Filters are ",
                &names,
            ];
            Some(Problem::new(&sentence, false, false))
        }
    }
}

fn with_values(filter: Filter, values: &[Piece]) -> Option<Problem> {
    let wrong = values.iter().find_map(|piece| with_value(filter, &piece.text));
    if values.iter().any(|piece| piece.quotes == Quotes::Open) {
        return Some(Problem::new(&[UNCLOSED], wrong.is_some(), true));
    }
    let unknown = || {
        let unknown = values
            .iter()
            .find(|piece| filter == Filter::Type && !is_known_type(&piece.text))?;
        let shown = clip(&unknown.text, LONGEST);
        let sentence = [
            "no type of resource known here begins with “",
            &shown,
            "”; it is looked for all the same.",
        ];
        Some(Problem::new(&sentence, false, false))
    };
    wrong.or_else(unknown)
}

fn with_value(filter: Filter, value: &str) -> Option<Problem> {
    let name = filter.name();
    if value.is_empty() {
        let as_text = quoted(name);
        let sentence = [
            name,
            " needs a value, such as ",
            name,
            example(filter),
            "; as text it is written ",
            &as_text,
            ".",
        ];
        return Some(Problem::new(&sentence, true, true));
    }
    let shown = clip(value, LONGEST);
    if filter == Filter::Created && Span::parse(value).is_none() {
        let sentence = [
            "“",
            &shown,
            "” is no date; use a year, a month or a day, such as 2025, 2025-01 or 2025-01-31, behind <, <=, > or >= if you like.",
        ];
        return Some(Problem::new(&sentence, true, is_unfinished(value)));
    }
    let (last, others) = filter.values().split_last()?;
    if filter.values().iter().any(|known| known.starts_with(value)) {
        return None;
    }
    let what = match filter {
        Filter::Status => "no status",
        Filter::Access => "no kind of access",
        _ => "nothing that a token can do",
    };
    let others = others.join(", ");
    let sentence = ["“", &shown, "” is ", what, "; use ", &others, " or ", last, "."];
    Some(Problem::new(&sentence, true, false))
}

const fn example(filter: Filter) -> &'static str {
    match filter {
        Filter::Status => "inactive",
        Filter::Owner => "mlee",
        Filter::Access => "operator",
        Filter::Type => "buckets",
        Filter::Bucket => "metrics",
        Filter::Can => "write",
        Filter::Created => "<2025-01-31",
    }
}

/// The beginning of a word that looks like a filter and is none: letters and a colon, but not of an address.
fn unknown_filter(word: &str) -> Option<&str> {
    let (name, rest) = word.split_at(word.find(':')? + 1);
    let letters = name.len() > 1 && name.bytes().rev().skip(1).all(|byte| byte.is_ascii_alphabetic());
    (letters && !rest.starts_with("//")).then_some(name)
}

fn is_known_type(text: &str) -> bool {
    ResourceType::ALL.iter().any(|kind| begins(kind.as_str(), text))
}
