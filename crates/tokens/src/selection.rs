//! Which tokens are selected: one by one, a range of the order shown, or all of it.

use influx_api::Id;

use crate::collate::sorted;

/// The selected tokens, whether shown or not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// Ascending.
    ids: Vec<Id>,
    /// Where the last range began and where it ends.
    range: Option<(Id, Id)>,
}

impl Selection {
    /// Whether a token is selected.
    #[must_use]
    pub fn has(&self, id: Id) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    /// The selected ones, ascending.
    #[must_use]
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// How many of those shown are selected.
    #[must_use]
    pub fn count_in(&self, view: &[Id]) -> usize {
        if self.ids.is_empty() {
            return 0;
        }
        view.iter().filter(|id| self.has(**id)).count()
    }

    /// Selects a token, or no longer. The next range begins here.
    pub fn turn(&mut self, id: Id) {
        self.set(&[id], !self.has(id));
        self.range = Some((id, id));
    }

    /// Turns a token and gives all from where the last range began to here the same state, as Shift with a click
    /// does in other lists. `view` is the order shown.
    pub fn turn_range(&mut self, view: &[Id], id: Id) {
        let on = !self.has(id);
        let from = self.range.map_or(id, |(from, _)| from);
        match between(view, from, id) {
            Some(ids) => {
                self.set(ids, on);
                self.range = Some((from, id));
            }
            None => self.turn(id),
        }
    }

    /// Moves the end of the range from one token to another, as Shift with an arrow does: what the range leaves is
    /// no longer selected. A new range begins where it does not go on from the last.
    pub fn extend(&mut self, view: &[Id], from: Id, to: Id) {
        let begin = self
            .range
            .filter(|(_, end)| *end == from)
            .map_or(from, |(begin, _)| begin);
        let (Some(before), Some(now)) = (between(view, begin, from), between(view, begin, to)) else {
            return;
        };
        self.set(before, false);
        self.set(now, true);
        self.range = Some((begin, to));
    }

    /// Selects these, or no longer.
    pub fn set(&mut self, ids: &[Id], on: bool) {
        let changed = sorted(ids.to_vec(), &|a, b| a.cmp(b));
        self.ids.retain(|id| changed.binary_search(id).is_err());
        if on {
            self.ids.extend(changed);
            self.ids = sorted(std::mem::take(&mut self.ids), &|a, b| a.cmp(b));
        }
    }

    /// Selects nothing.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The part of the order shown from one token to another, either way; `None` if one of them is not shown.
fn between(view: &[Id], a: Id, b: Id) -> Option<&[Id]> {
    let place = |id| view.iter().position(|other| *other == id);
    let (a, b) = (place(a)?, place(b)?);
    view.get(a.min(b)..=a.max(b))
}
