//! What may be meant by what has been typed so far.

use influx_api::{Permission, ResourceType};

use super::parse::{Piece, Quotes, Raw, raw_terms};
use super::words::{begins, contains, lower_case};
use super::{Day, Filter, quoted};
use crate::Shown;
use crate::facts::Facts;

/// At most so many are offered.
const MOST: usize = 8;
/// A word of so many characters is compared with the values of filters.
const TELLING: usize = 3;

/// A term, or the beginning of one, to put in place of what has been typed of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The term without its `-`.
    pub term: String,
    /// What it finds, in a few words; may be empty.
    pub hint: String,
    /// Which bytes of the text it replaces.
    start: usize,
    end: usize,
    /// Nothing need be added to it.
    whole: bool,
}

impl Suggestion {
    /// The text with the suggestion in its place, and where the caret goes, in UTF-16 code units.
    #[must_use]
    pub fn take(&self, text: &str) -> (String, usize) {
        let before = text.get(..self.start).unwrap_or_default();
        let after = text.get(self.end..).unwrap_or_default();
        let blank = if self.whole { " " } else { "" };
        let after = after.strip_prefix(blank).unwrap_or(after);
        let taken = [before, &self.term, blank].concat();
        let caret = taken.encode_utf16().count();
        ([&taken, after].concat(), caret)
    }
}

/// What the term at the caret may become, best first: names of filters, then values, from the list where it has them.
/// `caret` is in UTF-16 code units, as browsers count. There is nothing to suggest within a term, only at its end; and
/// between terms only if the person asked.
#[must_use]
pub fn suggest(text: &str, caret: usize, shown: &Shown, today: Day, asked: bool) -> Vec<Suggestion> {
    let Some(caret) = byte_at(text, caret) else {
        return Vec::new();
    };
    let terms = raw_terms(text);
    let at_caret = terms.iter().find(|raw| raw.start < caret && caret <= raw.end);
    let mut offers = Offers {
        start: caret,
        end: caret,
        before: "",
        found: Vec::new(),
    };
    match at_caret {
        Some(raw) if raw.end == caret => match (raw.filter, raw.pieces.last()) {
            (Some(filter), Some(piece)) => {
                offers.start = raw.end - raw.body.len();
                offers.before = text.get(offers.start..piece.start).unwrap_or_default();
                offers.values(filter, piece, shown.facts(), today);
            }
            (None, Some(piece)) if piece.quotes == Quotes::None => offers.terms(raw, &piece.text),
            _ => {}
        },
        None if asked
            && text
                .get(caret..)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace)) =>
        {
            offers.filters("");
        }
        _ => {}
    }
    offers.found.truncate(MOST);
    offers.found
}

/// Where the UTF-16 code unit is in bytes; `None` beyond the text and within a character.
fn byte_at(text: &str, unit: usize) -> Option<usize> {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return (units == unit).then_some(at);
        }
        units += c.len_utf16();
    }
    (units == unit).then_some(text.len())
}

struct Offers<'a> {
    start: usize,
    end: usize,
    /// What of the term stays.
    before: &'a str,
    found: Vec<Suggestion>,
}

impl Offers<'_> {
    fn push(&mut self, term: &[&str], hint: &[&str], whole: bool) {
        self.found.push(Suggestion {
            term: term.concat(),
            hint: hint.concat(),
            start: self.start,
            end: self.end,
            whole,
        });
    }

    /// Filters and values that the word begins.
    fn terms(&mut self, raw: &Raw<'_>, word: &str) {
        let word = if word == "-" { "" } else { word };
        self.start = raw.end - word.len();
        self.filters(word);
        if word.chars().count() < TELLING {
            return;
        }
        for filter in Filter::ALL {
            for value in filter.values().iter().filter(|value| begins(value, word)) {
                self.push(&[filter.name(), value], &[], true);
            }
        }
        for kind in ResourceType::ALL
            .iter()
            .filter(|kind| begins(kind.as_str(), word))
        {
            self.push(&[Filter::Type.name(), kind.as_str()], &[], true);
        }
    }

    fn filters(&mut self, word: &str) {
        for filter in Filter::ALL.iter().filter(|filter| begins(filter.name(), word)) {
            self.push(&[filter.name()], &[about(*filter)], false);
        }
    }

    fn values(&mut self, filter: Filter, piece: &Piece, facts: &Facts, today: Day) {
        let typed = &*piece.text;
        let before = self.before;
        match filter {
            Filter::Created => {
                for (date, hint) in dates(today)
                    .iter()
                    .filter(|(date, _)| date.starts_with(typed) && date != typed)
                {
                    self.push(&[before, date], &[hint], true);
                }
            }
            Filter::Owner | Filter::Type | Filter::Bucket => {
                let mut best = Best {
                    typed,
                    anywhere: filter != Filter::Type,
                    kept: Vec::new(),
                };
                each_value(facts, filter, &mut |value| best.offer(value));
                for (_, value) in best.kept {
                    self.push(&[before, &quoted(value)], &[], true);
                }
            }
            _ => {
                let values = filter.values().iter();
                for value in values.filter(|value| value.starts_with(typed) && **value != typed) {
                    self.push(&[before, value], &[], true);
                }
            }
        }
    }
}

const fn about(filter: Filter) -> &'static str {
    match filter {
        Filter::Status => "active or inactive",
        Filter::Owner => "the name of a user",
        Filter::Access => "operator, all or custom",
        Filter::Type => "a type of resource, such as buckets",
        Filter::Bucket => "the name or ID of a bucket",
        Filter::Can => "read or write",
        Filter::Created => "before or after a day, in your time zone",
    }
}

/// Dates around today, as examples.
fn dates(today: Day) -> Vec<(String, String)> {
    let day = today.text();
    let part = |length| day.get(..length).unwrap_or_default();
    let dates = [
        (part(10), "today"),
        (part(7), "this month"),
        (part(4), "this year"),
    ];
    let comparisons = [("", ""), (">=", "since "), ("<", "before ")];
    comparisons
        .iter()
        .flat_map(|(comparison, word)| {
            dates.map(|(date, name)| ([*comparison, date].concat(), [*word, name].concat()))
        })
        .collect()
}

/// Tells the values that the tokens shown have for a filter; some of them more than once.
fn each_value<'a>(facts: &'a Facts, filter: Filter, tell: &mut dyn FnMut(&'a str)) {
    if filter == Filter::Owner {
        for (owner, _) in facts.owners().iter().filter(|(_, rows)| *rows > 0) {
            tell(owner);
        }
        return;
    }
    for (Permission { resource, .. }, _) in facts.permissions().iter().filter(|(_, rows)| *rows > 0) {
        match (filter, &resource.name) {
            (Filter::Type, _) => tell(resource.kind.as_str()),
            (_, Some(name)) if resource.kind == ResourceType::Buckets => tell(name),
            _ => {}
        }
    }
}

/// The best few of many values, each once: those that begin with what is typed before those that have it elsewhere.
struct Best<'a> {
    typed: &'a str,
    anywhere: bool,
    kept: Vec<(bool, &'a str)>,
}

impl<'a> Best<'a> {
    fn offer(&mut self, value: &'a str) {
        let elsewhere = !begins(value, self.typed);
        if value.is_empty() || (elsewhere && !(self.anywhere && contains(value, self.typed))) {
            return;
        }
        let place = self.kept.partition_point(|kept| *kept < (elsewhere, value));
        let known = self.kept.get(place).is_some_and(|(_, kept)| *kept == value);
        if place < MOST && !known && lower_case(value) != self.typed {
            self.kept.insert(place, (elsewhere, value));
            self.kept.truncate(MOST);
        }
    }
}
