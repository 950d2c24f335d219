//! Descriptions being typed. They live as long as the page, so that scrolling, re-reading the list, switching
//! organizations and Back lose nothing.

use crate::ui::context::provide_context;
use crate::ui::state::State;
use influx_api::Id;
use tokens::Token;

/// Where a description is edited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In its row.
    Row,
    /// In the summary.
    Summary,
}

/// A description being typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The token's organization.
    pub org: Id,
    /// The text in the box.
    pub text: String,
    /// The text that the server holds, as a box shows it; the same text is not sent.
    pub was: String,
    /// Somebody else has changed that after something was typed here.
    pub changed: bool,
    /// Why saving it failed; empty if it was not tried.
    pub reason: String,
    /// Saving just this text has failed: leaving the box does not try it again, Enter does.
    pub tried: bool,
    /// Where the box is.
    pub place: Place,
}

impl Draft {
    /// Whether saving would replace what somebody else has written meanwhile.
    #[must_use]
    pub fn overtaken(&self) -> bool {
        self.changed && self.text != self.was
    }
}

/// All descriptions being typed. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Drafts(State<Vec<(Id, Draft)>>);

impl Drafts {
    /// Puts them into context.
    pub fn provide() -> Self {
        let drafts = Self(State::new(Vec::new()));
        provide_context(drafts);
        drafts
    }

    /// Begins to edit a description. A text box holds one line, so line breaks are left out on both sides.
    pub fn open(self, token: &Token, place: Place) {
        let text = one_line(&token.description);
        self.put(
            token.id,
            Draft {
                org: token.org_id,
                was: text.clone(),
                text,
                reason: String::new(),
                tried: false,
                changed: false,
                place,
            },
        );
    }

    /// Opens the box again with a text that could not be saved.
    pub fn put(self, id: Id, draft: Draft) {
        self.0.update(|drafts| {
            drafts.retain(|(other, _)| *other != id);
            drafts.push((id, draft));
        });
    }

    /// What is being typed for a token in that place; reactive.
    #[must_use]
    pub fn get(self, id: Id, place: Place) -> Option<Draft> {
        self.0
            .with(|drafts| find(drafts, id).filter(|draft| draft.place == place).cloned())
    }

    /// The same, at this moment.
    #[must_use]
    pub fn peek(self, id: Id) -> Option<Draft> {
        self.0.with_untracked(|drafts| find(drafts, id).cloned())
    }

    /// Takes in what is typed.
    pub fn set_text(self, id: Id, text: String) {
        self.edit(id, |draft| {
            draft.text = text;
            draft.tried = false;
        });
    }

    /// Takes note of what the server holds now. A text that nobody has touched follows it; one that somebody has typed
    /// stays, and is told about it.
    pub fn follow(self, id: Id, description: &str) {
        let newer = one_line(description);
        if self.peek(id).is_none_or(|draft| draft.was == newer) {
            return;
        }
        self.edit(id, |draft| {
            draft.changed = draft.text != draft.was;
            if !draft.changed {
                draft.text.clone_from(&newer);
            }
            draft.was = newer;
        });
    }

    /// Puts what the server holds in place of what was typed.
    pub fn use_theirs(self, id: Id) {
        self.edit(id, |draft| {
            draft.text.clone_from(&draft.was);
            draft.reason = String::new();
        });
    }

    /// Closes the box and gives what was in it.
    pub fn close(self, id: Id) -> Option<Draft> {
        let draft = self.peek(id)?;
        self.0.update(|drafts| drafts.retain(|(other, _)| *other != id));
        Some(draft)
    }

    /// Moves the box, if there is one: into the summary, which opens, or out of it into the row.
    pub fn move_to(self, id: Id, place: Place) {
        self.edit(id, |draft| draft.place = place);
    }

    fn edit(self, id: Id, edit: impl FnOnce(&mut Draft)) {
        self.0.maybe_update(|drafts| {
            let found = drafts.iter_mut().find(|(other, _)| *other == id);
            found.map(|(_, draft)| edit(draft)).is_some()
        });
    }

    /// The tokens of all boxes, at this moment.
    #[must_use]
    pub fn all(self) -> Vec<Id> {
        self.0
            .with_untracked(|drafts| drafts.iter().map(|(id, _)| *id).collect())
    }

    /// The tokens of an organization's boxes, at this moment.
    #[must_use]
    pub fn of(self, org: Id) -> Vec<Id> {
        let of = |(id, draft): &(Id, Draft)| (draft.org == org).then_some(*id);
        self.0
            .with_untracked(|drafts| drafts.iter().filter_map(of).collect())
    }

    /// Drops all.
    pub fn clear(self) {
        self.0.set(Vec::new());
    }

    /// The tokens whose rows hold a box; reactive.
    #[must_use]
    pub fn in_rows(self) -> Vec<Id> {
        self.0.with(|drafts| {
            drafts
                .iter()
                .filter(|(_, draft)| draft.place == Place::Row)
                .map(|(id, _)| *id)
                .collect()
        })
    }

    /// Whether something typed would be lost now.
    #[must_use]
    pub fn unsaved(self) -> bool {
        self.0
            .with_untracked(|drafts| drafts.iter().any(|(_, draft)| draft.text != draft.was))
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], "")
}

fn find(drafts: &[(Id, Draft)], id: Id) -> Option<&Draft> {
    drafts
        .iter()
        .find(|(other, _)| *other == id)
        .map(|(_, draft)| draft)
}
