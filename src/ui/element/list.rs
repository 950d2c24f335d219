//! Lists whose elements stay the same while others come, go and move.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use send_wrapper::SendWrapper;
use web_sys::{Node, Text};

use super::Child;
use super::state::{ChildState, insert, insert_before};

/// A list that will be on the page.
pub struct List {
    numbers: Box<dyn Fn() -> Vec<u64>>,
    make: Box<dyn Fn(u64) -> Child>,
}

/// One part for each number, in their order; `numbers` may be read again at any time.
pub fn keyed(numbers: impl Fn() -> Vec<u64> + 'static, make: impl Fn(u64) -> Child + 'static) -> Child {
    Child::List(SendWrapper::new(List {
        numbers: Box::new(numbers),
        make: Box::new(make),
    }))
}

/// A list on the page.
pub struct ListState {
    items: Rc<RefCell<Vec<Item>>>,
    /// Stands after the last of them.
    end: Text,
    _follow: RenderEffect<()>,
}

/// One of a list, with all that belongs to it.
struct Item {
    number: u64,
    state: ChildState,
    _owner: Option<Owner>,
}

impl ListState {
    /// Makes those that there are, and follows their numbers.
    pub(super) fn build(List { numbers, make }: List) -> Self {
        let items: Rc<RefCell<Vec<Item>>> = Rc::default();
        let end = document().create_text_node("");
        // What an item has made lasts as long as the item, not only until there are other numbers.
        let owner = Owner::current();
        let build = move |number| {
            let owner = owner.as_ref().map(Owner::child);
            let make = || ChildState::build(make(number));
            let state = match &owner {
                Some(owner) => owner.with(|| untrack(make)),
                None => untrack(make),
            };
            Item {
                number,
                state,
                _owner: owner,
            }
        };
        let (shown, after) = (Rc::clone(&items), end.clone());
        let follow = move |_: Option<()>| {
            let numbers = numbers();
            let mut gone = Vec::new();
            shown.replace_with(|items| {
                let (stay, others) = std::mem::take(items)
                    .into_iter()
                    .partition(|item| numbers.contains(&item.number));
                gone = others;
                arrange(stay, &numbers, &build, &after)
            });
            for mut item in gone {
                item.state.unmount();
            }
        };
        Self {
            items,
            end,
            _follow: RenderEffect::new(follow),
        }
    }
}

/// Brings the items that stay into the order of the numbers, with new ones between them. As few as possible move: an element
/// that is moved loses the focus, and is laid out again.
fn arrange(stay: Vec<Item>, numbers: &[u64], build: &dyn Fn(u64) -> Item, end: &Text) -> Vec<Item> {
    let place = |item: &Item| numbers.iter().position(|number| *number == item.number);
    let places: Vec<usize> = stay.iter().filter_map(place).collect();
    let unmoved = longest_rise(&places);
    let mut stay: Vec<Option<Item>> = stay.into_iter().map(Some).collect();
    let mut after: Vec<Item> = Vec::with_capacity(numbers.len());
    for (to, number) in numbers.iter().enumerate().rev() {
        let from = places.iter().position(|place| *place == to);
        let old = from.and_then(|from| stay.get_mut(from)?.take());
        let moves = !from.is_some_and(|from| unmoved.contains(&from));
        let mut item = old.unwrap_or_else(|| build(*number));
        if moves {
            let before = |next: &Item| next.state.insert_before_this(&mut item.state);
            if !after.iter().rev().any(before) {
                insert_before(end, &mut item.state);
            }
        }
        after.push(item);
    }
    after.reverse();
    after
}

/// Which of some numbers, all different, make the longest sequence that rises: their positions.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each number the length of the longest rise that ends there, and where it comes from.
    let mut rises: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at).filter(|before| numbers[*before] < *number);
        let best = before.max_by_key(|before| rises[*before].0);
        rises.push((best.map_or(1, |best| rises[best].0 + 1), best));
    }
    let mut at = (0..rises.len()).max_by_key(|at| rises[*at].0);
    let mut rise = Vec::new();
    while let Some(position) = at {
        rise.push(position);
        at = rises[position].1;
    }
    rise
}

impl Drop for ListState {
    /// At once: the effect that follows the numbers lasts until it is next asked to run, and parts of it must not be drawn again
    /// when what they read is gone.
    fn drop(&mut self) {
        drop(self.items.take());
    }
}

impl Mountable for ListState {
    fn unmount(&mut self) {
        self.items
            .borrow_mut()
            .iter_mut()
            .for_each(|item| item.state.unmount());
        self.end.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        insert(parent, &self.end, marker);
        for item in self.items.borrow_mut().iter_mut() {
            item.state.mount(parent, Some(&self.end));
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let items = self.items.borrow();
        items.iter().any(|item| item.state.insert_before_this(child)) || insert_before(&self.end, child)
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        self.items
            .borrow()
            .iter()
            .flat_map(|item| item.state.elements())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::longest_rise;

    #[test]
    fn as_few_as_possible_are_not_part_of_the_longest_rise() {
        let sorted = |numbers: &[usize]| {
            let mut rise = longest_rise(numbers);
            rise.sort_unstable();
            rise
        };
        assert!(sorted(&[]).is_empty());
        assert_eq!(sorted(&[0, 1, 2]), [0, 1, 2]);
        // The first has become the last, and the last the first.
        assert_eq!(sorted(&[3, 0, 1, 2]), [1, 2, 3]);
        assert_eq!(sorted(&[1, 2, 3, 0]), [0, 1, 2]);
        assert_eq!(sorted(&[0, 9, 1, 8, 2, 7, 3]), [0, 2, 4, 6]);
        assert_eq!(longest_rise(&[3, 2, 1, 0]).len(), 1);
    }
}
