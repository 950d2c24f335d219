//! Which rows of a long list are in view. All lengths are in CSS pixels.

use std::ops::Range;

/// The rows to render: those in view and `overscan` more on each side. Out-of-range positions are taken as the
/// nearest possible one, as after the list became shorter; lengths that are not positive numbers as zero.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)] // float casts saturate
pub fn visible(scroll_top: f64, viewport: f64, row: f64, total: usize, overscan: usize) -> Range<usize> {
    let (viewport, row) = (length(viewport), length(row));
    if row == 0.0 {
        return 0..total.min(overscan);
    }
    let top = length(scroll_top).min(length(total as f64 * row - viewport));
    let first = (top / row).floor() as usize;
    let end = ((top + viewport) / row).ceil() as usize;
    first.saturating_sub(overscan).min(total)..end.saturating_add(overscan).min(total)
}

/// Where to scroll so that the row `index` is wholly in view, by the shortest way; `None` if it is already.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn scroll_to_show(index: usize, scroll_top: f64, viewport: f64, row: f64) -> Option<f64> {
    let (scroll_top, viewport, row) = (length(scroll_top), length(viewport), length(row));
    let top = index as f64 * row;
    if top < scroll_top {
        Some(top)
    } else if top + row > scroll_top + viewport {
        // A row taller than the view shows its beginning.
        let target = (top + row - viewport).min(top);
        (target > scroll_top).then_some(target)
    } else {
        None
    }
}

/// Which element shows which row. `before` are the elements' numbers, in their order, each with the row it shows; `rows` those to
/// show now, each once. A row that is shown already keeps its element; others take over the elements of rows that are gone,
/// in their order, but none that is `held`, where a person is at work: those go. Gives a number for each of `rows`.
#[must_use]
pub fn elements<R: PartialEq>(before: &[(u64, R)], rows: &[R], held: &dyn Fn(&R) -> bool) -> Vec<u64> {
    let kept = |row: &R| {
        before
            .iter()
            .find(|(_, shown)| shown == row)
            .map(|(number, _)| *number)
    };
    let mut free = before
        .iter()
        .filter(|(_, shown)| !rows.contains(shown) && !held(shown));
    let mut new = before
        .iter()
        .map(|(number, _)| *number + 1)
        .max()
        .unwrap_or_default();
    let mut next = || {
        new += 1;
        new - 1
    };
    rows.iter()
        .map(|row| {
            kept(row)
                .or_else(|| free.next().map(|(number, _)| *number))
                .unwrap_or_else(&mut next)
        })
        .collect()
}

fn length(value: f64) -> f64 {
    if value > 0.0 && value.is_finite() {
        value
    } else {
        0.0
    }
}
