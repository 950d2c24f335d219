use proptest::prelude::*;
use tokens::window::{elements, scroll_to_show, visible};

fn lengths() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => 0.0..10_000.0_f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY),
        1 => -10_000.0..1e12_f64,
    ]
}

#[test]
fn the_rows_in_view_and_a_few_more() {
    assert_eq!(visible(0.0, 680.0, 68.0, 1_000, 0), 0..10);
    assert_eq!(visible(1.0, 680.0, 68.0, 1_000, 0), 0..11);
    assert_eq!(visible(6_800.0, 680.0, 68.0, 1_000, 5), 95..115);
    assert_eq!(visible(6_800.0, 680.0, 68.0, 3, 0), 0..3);
    assert_eq!(visible(6_800.0, 680.0, 68.0, 50, 2), 38..50);
    assert_eq!(visible(-50.0, 680.0, 68.0, 50, 2), 0..12);
    assert_eq!(visible(0.0, 0.0, 68.0, 50, 3), 0..3);
    assert_eq!(visible(0.0, 680.0, 0.0, 50, 3), 0..3);
    assert_eq!(visible(f64::NAN, f64::NAN, f64::NAN, 50, 3), 0..3);
    assert_eq!(visible(0.0, 680.0, 68.0, 0, 3), 0..0);
}

#[test]
fn scrolling_is_the_shortest_way() {
    assert_eq!(scroll_to_show(3, 0.0, 680.0, 68.0), None);
    assert_eq!(scroll_to_show(10, 0.0, 680.0, 68.0), Some(68.0));
    assert_eq!(scroll_to_show(1, 100.0, 680.0, 68.0), Some(68.0));
    assert_eq!(scroll_to_show(2, 136.0, 40.0, 68.0), None);
    assert_eq!(scroll_to_show(3, 136.0, 40.0, 68.0), Some(204.0));
}

#[test]
fn an_element_stays_with_its_row_or_goes_to_another_but_never_while_somebody_is_at_work_there() {
    let before = [(1, 'a'), (2, 'b'), (3, 'c')];
    assert_eq!(elements(&before, &['b', 'c', 'd'], &|_| false), [2, 3, 1]);
    assert_eq!(elements(&before, &['x', 'y', 'z', 'w'], &|_| false), [1, 2, 3, 4]);
    assert_eq!(elements(&before, &['x', 'y', 'z'], &|row| *row == 'b'), [1, 3, 4]);
    assert_eq!(elements(&before, &['x', 'b'], &|row| *row == 'b'), [1, 2]);
    assert_eq!(elements(&[], &['x', 'y'], &|_| false), [0, 1]);
}

proptest! {
    #[test]
    fn every_row_has_one_element_and_takes_over_no_held_one(
        before in proptest::sample::subsequence((0..30_u32).collect::<Vec<_>>(), 0..20).prop_shuffle(),
        rows in proptest::sample::subsequence((0..30_u32).collect::<Vec<_>>(), 0..20).prop_shuffle(),
        held in proptest::collection::hash_set(0..30_u32, 0..5),
        first in 0..9_u64,
    ) {
        let before: Vec<(u64, u32)> = (first..).step_by(2).zip(before).collect();
        let shown = elements(&before, &rows, &|row| held.contains(row));
        prop_assert_eq!(shown.len(), rows.len());
        let different: std::collections::HashSet<u64> = shown.iter().copied().collect();
        prop_assert_eq!(different.len(), rows.len());
        for (element, row) in shown.iter().zip(&rows) {
            let was = before.iter().find(|(number, _)| number == element).map(|(_, row)| *row);
            let had = before.iter().find(|(_, shown)| shown == row).map(|(number, _)| *number);
            prop_assert!(had.is_none_or(|had| had == *element));
            prop_assert!(was.is_none_or(|was| was == *row || !held.contains(&was)));
        }
        // None is made anew while there is one to take over.
        let free = before.iter().filter(|(_, row)| rows.contains(row) || !held.contains(row)).count();
        prop_assert_eq!(shown.iter().filter(|number| before.iter().any(|(old, _)| old == *number)).count(), free.min(rows.len()));
    }

    #[test]
    fn nothing_in_view_is_missing_and_nothing_far_away_is_rendered(
        top in lengths(), viewport in lengths(), row in lengths(), total in 0..100_000_usize, overscan in 0..20_usize,
    ) {
        let range = visible(top, viewport, row, total, overscan);
        prop_assert!(range.start <= range.end && range.end <= total);
        if row.is_finite() && row >= 1.0 && viewport.is_finite() {
            prop_assert!(range.len() as f64 <= viewport.max(0.0) / row + 2.0 + 2.0 * overscan as f64);
            let last = (total as f64 * row - viewport.max(0.0)).max(0.0);
            let top = if top.is_finite() { top.clamp(0.0, last) } else { 0.0 };
            for at in [0.0, viewport / 2.0, viewport - 0.01].map(|within| top + within.max(0.0)) {
                let at = (at / row) as usize;
                prop_assert!(at >= total || viewport <= 0.0 || range.contains(&at), "{at} not in {range:?}");
            }
        }
    }

    #[test]
    fn a_row_scrolled_to_is_in_view(index in 0..1_000_usize, top in 0.0..68_000.0_f64, viewport in 1.0..2_000.0_f64) {
        let row = 68.0;
        let to = scroll_to_show(index, top, viewport, row).unwrap_or(top);
        let start = index as f64 * row;
        let inside = to <= start && start + row <= to + viewport + 1e-6;
        prop_assert!(inside || (viewport < row && to <= start && start < to + viewport) || (viewport < row && start <= to && to + viewport <= start + row));
        prop_assert_eq!(scroll_to_show(index, to, viewport.max(row), row), None);
        prop_assert!(visible(to, viewport, row, 1_000, 0).contains(&index));
    }
}
