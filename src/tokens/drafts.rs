//! Descriptions being typed. They live as long as the page, so that scrolling, re-reading the list, switching
//! organizations and Back lose nothing.

use influx_api::Id;
use leptos::prelude::*;

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
    /// The text in the box.
    pub text: String,
    /// The text the box began with; the same text is not sent.
    pub was: String,
    /// Why saving it failed; empty if it was not tried.
    pub reason: String,
    /// Saving just this text has failed: leaving the box does not try it again, Enter does.
    pub tried: bool,
    /// Where the box is.
    pub place: Place,
}

/// All descriptions being typed. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Drafts(RwSignal<Vec<(Id, Draft)>>);

impl Drafts {
    /// Puts them into context.
    pub fn provide() -> Self {
        let drafts = Self(RwSignal::new(Vec::new()));
        provide_context(drafts);
        drafts
    }

    /// Begins to edit a description. A text box holds one line, so line breaks are left out on both sides.
    pub fn open(self, id: Id, description: &str, place: Place) {
        let text = description.replace(['\n', '\r'], "");
        self.put(
            id,
            Draft {
                was: text.clone(),
                text,
                reason: String::new(),
                tried: false,
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
        self.0.update(|drafts| {
            if let Some((_, draft)) = drafts.iter_mut().find(|(other, _)| *other == id) {
                draft.text = text;
                draft.tried = false;
            }
        });
    }

    /// Closes the box and gives what was in it.
    pub fn close(self, id: Id) -> Option<Draft> {
        let draft = self.peek(id)?;
        self.0.update(|drafts| drafts.retain(|(other, _)| *other != id));
        Some(draft)
    }

    /// Moves the box from the summary, which closes, to the row.
    pub fn move_to_row(self, id: Id) {
        self.0.update(|drafts| {
            if let Some((_, draft)) = drafts.iter_mut().find(|(other, _)| *other == id) {
                draft.place = Place::Row;
            }
        });
    }

    /// The tokens of all boxes, at this moment.
    #[must_use]
    pub fn all(self) -> Vec<Id> {
        self.0
            .with_untracked(|drafts| drafts.iter().map(|(id, _)| *id).collect())
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

fn find(drafts: &[(Id, Draft)], id: Id) -> Option<&Draft> {
    drafts
        .iter()
        .find(|(other, _)| *other == id)
        .map(|(_, draft)| draft)
}
