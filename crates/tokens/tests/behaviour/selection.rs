use std::collections::BTreeSet;

use influx_api::Id;
use proptest::prelude::*;
use tokens::Selection;

use super::id;

/// An order that is not that of the ids.
fn view() -> Vec<Id> {
    [5, 3, 1, 4, 2, 6].map(id).to_vec()
}

fn selected(selection: &Selection) -> Vec<u64> {
    selection.ids().iter().map(|id| id.get()).collect()
}

#[test]
fn shift_and_a_click_give_the_range_the_state_of_the_clicked() {
    let mut selection = Selection::default();
    selection.turn(id(3));
    selection.turn_range(&view(), id(4));
    assert_eq!(selected(&selection), [1, 3, 4]);
    // From the same beginning, the other way.
    selection.turn_range(&view(), id(5));
    assert_eq!(selected(&selection), [1, 3, 4, 5]);
    selection.turn_range(&view(), id(1));
    assert_eq!(selected(&selection), [4, 5]);
}

#[test]
fn without_a_beginning_that_is_shown_it_turns_one() {
    let mut selection = Selection::default();
    selection.turn_range(&view(), id(4));
    assert_eq!(selected(&selection), [4]);
    selection.turn(id(9));
    selection.turn_range(&view(), id(3));
    assert_eq!(selected(&selection), [3, 4, 9]);
}

#[test]
fn shift_and_an_arrow_move_the_end_of_the_range() {
    let mut selection = Selection::default();
    let view = view();
    selection.extend(&view, id(3), id(1));
    selection.extend(&view, id(1), id(4));
    assert_eq!(selected(&selection), [1, 3, 4]);
    selection.extend(&view, id(4), id(1));
    assert_eq!(selected(&selection), [1, 3]);
    // Beyond where it began.
    selection.extend(&view, id(1), id(5));
    assert_eq!(selected(&selection), [3, 5]);
    // Elsewhere a new one begins, and the old one stays.
    selection.extend(&view, id(2), id(6));
    assert_eq!(selected(&selection), [2, 3, 5, 6]);
}

#[test]
fn all_that_are_shown_and_none_of_them() {
    let mut selection = Selection::default();
    selection.turn(id(9));
    selection.set(&view(), true);
    assert_eq!(selected(&selection), [1, 2, 3, 4, 5, 6, 9]);
    assert_eq!(selection.count_in(&view()), 6);
    selection.set(&view(), false);
    assert_eq!(selected(&selection), [9]);
    assert_eq!(selection.count_in(&view()), 0);
    selection.clear();
    assert!(selection.ids().is_empty());
}

proptest! {
    /// It is a set.
    #[test]
    fn it_is_a_set(steps in proptest::collection::vec((proptest::collection::vec(1..30u64, 0..8), any::<bool>()), 0..20)) {
        let mut selection = Selection::default();
        let mut set = BTreeSet::new();
        for (values, on) in steps {
            let unique: BTreeSet<u64> = values.into_iter().collect();
            let ids: Vec<Id> = unique.iter().rev().map(|value| id(*value)).collect();
            selection.set(&ids, on);
            if on {
                set.extend(unique);
            } else {
                set.retain(|value| !unique.contains(value));
            }
            prop_assert_eq!(selected(&selection), set.iter().copied().collect::<Vec<u64>>());
            for value in 1..30 {
                prop_assert_eq!(selection.has(id(value)), set.contains(&value));
            }
        }
    }
}
