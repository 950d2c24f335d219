//! Tokens as a file for other programs, without secrets.

use std::sync::Arc;

use influx_api::{AccessKind, Id, Permission, Timestamp};

use crate::text::is_hidden;
use crate::{Token, TokenList};

/// The kinds of files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// A table, see [`csv`].
    Csv,
    /// See [`json`].
    Json,
}

impl Format {
    /// The end of the file's name, without a dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The media type (RFC 7111, RFC 8259).
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8;header=present",
            Self::Json => "application/json",
        }
    }

    /// The tokens with these ids, in this order, as the content of such a file. Ids that are not in the list are left out.
    #[must_use]
    pub fn write(self, list: &TokenList, ids: &[Id]) -> String {
        match self {
            Self::Csv => csv(list, ids),
            Self::Json => json(list, ids),
        }
    }
}

/// The name of a file with the tokens of an organization: `latchkey-<org>-api-tokens-<date>.csv`, of the organization's
/// name only what every file system takes. `date` is `YYYY-MM-DD`.
#[must_use]
pub fn file_name(org: &str, date: &str, format: Format) -> String {
    let kept = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '.' => true,
        '\0'..='\u{bf}' => false,
        c => !(is_hidden(c) || c.is_whitespace()),
    };
    let words: Vec<&str> = org.split(|c| !kept(c)).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    ["latchkey-", &name, "-api-tokens-", date, ".", format.extension()].concat()
}

const COLUMNS: [&str; 10] = [
    "id",
    "description",
    "status",
    "access",
    "orgID",
    "owner",
    "userID",
    "createdAt",
    "updatedAt",
    "permissions",
];

/// A table as in RFC 4180, with a line of column names, in UTF-8. Times are RFC 3339 in UTC, empty if unknown.
/// Permissions are written as in the server's messages (§3.2), with `; ` between them. Every cell is in quotes, and what a
/// spreadsheet would take for a formula has an apostrophe before it.
fn csv(list: &TokenList, ids: &[Id]) -> String {
    let mut out = String::new();
    for (at, column) in COLUMNS.iter().enumerate() {
        cell(&mut out, at, column);
    }
    let mut permissions = Last::default();
    for token in ids.iter().filter_map(|id| list.get(*id)) {
        for (at, text) in texts(token).iter().enumerate() {
            cell(&mut out, at, text);
        }
        cell(&mut out, COLUMNS.len() - 1, permissions.of(token, &listed));
    }
    out.push_str("\r\n");
    out
}

/// An array of objects with the table's columns for names. Unknown times are `null`; permissions are as in the API (§1.1).
fn json(list: &TokenList, ids: &[Id]) -> String {
    let mut out = String::from("[");
    let mut permissions = Last::default();
    for (nth, token) in ids.iter().filter_map(|id| list.get(*id)).enumerate() {
        out.push_str(if nth > 0 { ",\n{" } else { "\n{" });
        for (text, name) in texts(token).iter().zip(COLUMNS) {
            let unknown = text.is_empty() && name.ends_with("At");
            out.push_str(&string(name));
            out.push(':');
            out.push_str(&if unknown { "null".into() } else { string(text) });
            out.push(',');
        }
        out.push_str("\"permissions\":");
        out.push_str(permissions.of(token, &|permissions| {
            serde_json::to_string(permissions).unwrap_or_default()
        }));
        out.push('}');
    }
    out.push_str("\n]\n");
    out
}

/// All columns but the last.
fn texts(token: &Token) -> [String; 9] {
    let time = |time: Option<Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    let access = match token.access {
        AccessKind::Operator => "operator",
        AccessKind::AllAccess => "all",
        AccessKind::Custom => "custom",
    };
    [
        token.id.to_string(),
        token.description.clone(),
        token.status.to_string(),
        access.into(),
        token.org_id.to_string(),
        token.owner.to_string(),
        token.user_id.to_string(),
        time(token.created),
        time(token.updated),
    ]
}

/// The permissions written last: neighbours often share them.
#[derive(Default)]
struct Last {
    permissions: Option<Arc<[Permission]>>,
    text: String,
}

impl Last {
    fn of(&mut self, token: &Token, write: &dyn Fn(&[Permission]) -> String) -> &str {
        let shared = |last: &Arc<[Permission]>| Arc::ptr_eq(last, &token.permissions);
        if !self.permissions.as_ref().is_some_and(shared) {
            self.text = write(&token.permissions);
            self.permissions = Some(Arc::clone(&token.permissions));
        }
        &self.text
    }
}

fn listed(permissions: &[Permission]) -> String {
    let mut out = String::new();
    for permission in permissions {
        if !out.is_empty() {
            out.push_str("; ");
        }
        out.push_str(&permission.to_string());
    }
    out
}

/// A string of JSON. (A text can always be written.)
fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Adds a cell to the table.
fn cell(out: &mut String, column: usize, text: &str) {
    out.push_str(match (column, out.is_empty()) {
        (0, true) => "\"",
        (0, false) => "\r\n\"",
        _ => ",\"",
    });
    let mut start = true;
    for c in text.chars() {
        if start && begins_formula(c) {
            out.push('\'');
        }
        // Also where a spreadsheet that expects other separators, as many do by their language, would begin a cell.
        start =
            matches!(c, ';' | '\t' | '\n' | '\r') || start && (c == '"' || c.is_whitespace() || is_hidden(c));
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    out.push('"');
}

/// Whether a cell that begins so is a formula to a spreadsheet. The wide forms are to those that expect East Asian texts.
const fn begins_formula(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
    )
}
