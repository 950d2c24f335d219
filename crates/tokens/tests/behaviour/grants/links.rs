use proptest::prelude::*;
use tokens::grant::{Grants, Prefill, link, prefill};

use super::*;

fn read(values: &[&str]) -> Prefill {
    let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
    prefill(&values, &[], &catalog())
}

#[test]
fn an_address_can_ask_for_all_of_a_type_or_one() {
    let asked = read(&["buckets/0000000000000001,telegrafs", "tasks/0000000000000009"]);
    assert_eq!(asked.problems, [""; 0]);
    assert_eq!(
        set(&asked.permissions),
        set(&permissions(&[
            "read buckets 1",
            "read telegrafs",
            "read tasks 9"
        ]))
    );
    let own = read(&["orgs", "users", "users/000000000000000B"]);
    assert_eq!(
        set(&own.permissions),
        set(&permissions(&["read orgs 10", "read users 11"]))
    );
    let both = prefill(&["buckets".into()], &["buckets".into()], &catalog());
    assert_eq!(
        set(&both.permissions),
        set(&permissions(&["read buckets", "write buckets"]))
    );
}

#[test]
fn each_part_that_cannot_be_read_gets_a_sentence() {
    for (part, reason) in [
        ("bukets", "no such type"),
        ("", "no such type"),
        ("instance", "no such type"),
        ("buckets/1", "16 hexadecimal digits"),
        ("buckets/", "16 hexadecimal digits"),
        ("buckets/metrics_raw_____", "16 hexadecimal digits"),
        ("buckets/0000000000000000", "16 hexadecimal digits"),
        ("orgs/0000000000000001", "another organization"),
        ("users/0000000000000001", "another user"),
    ] {
        let asked = read(&["tasks", part]);
        assert_eq!(asked.permissions.len(), 1, "{part}");
        let [problem] = &asked.problems[..] else {
            panic!("one sentence for {part}")
        };
        assert!(
            problem.starts_with(&format!("“read={part}” was left out")),
            "{problem}"
        );
        assert!(problem.contains(reason), "{problem}");
    }
    let unknown = prefill(&[], &["users".into()], &without_user());
    assert!(
        unknown.problems[0].contains("your user"),
        "{:?}",
        unknown.problems
    );
}

#[test]
fn a_hostile_part_is_shown_in_a_harmless_way() {
    let [problem] = &read(&["a\u{202e}b\n"]).problems[..] else {
        panic!("one sentence")
    };
    assert!(problem.starts_with("“read=a⟨U+202E⟩b␊”"), "{problem}");
    assert!(read(&["x".repeat(5_000).as_str()]).problems[0].len() < 300);
}

#[test]
fn shapes_that_no_address_can_carry_are_counted() {
    let of = permissions(&[
        "read *buckets",
        "read *buckets 1",
        "fly buckets",
        "read users 9",
        "read ghosts",
        "write tasks",
    ]);
    let link = link(&of, &catalog());
    assert_eq!((&*link.read, &*link.write, link.left_out), ("", "tasks", 5));
}

proptest! {
    #[test]
    fn an_address_reads_back_as_it_was_written(of in any_permissions()) {
        let of = Grants::of(&of).permissions();
        let written = link(&of, &catalog());
        let values = |value: &str| if value.is_empty() { vec![] } else { vec![value.to_owned()] };
        let read = prefill(&values(&written.read), &values(&written.write), &catalog());
        prop_assert_eq!(&read.problems, &[""; 0]);
        prop_assert_eq!(read.permissions.len() + written.left_out, of.len());
        for permission in &read.permissions {
            prop_assert!(of.iter().any(|one| one.same_grant(permission)), "{}", permission);
        }
        let in_reach = Grants::of(&of).permissions().iter().filter(|one| offered(&catalog()).iter().any(|other| other.same_grant(one))).count();
        prop_assert!(read.permissions.len() >= in_reach);
    }

    #[test]
    fn any_text_gives_permissions_or_sentences(values in proptest::collection::vec(".*", 0..4)) {
        let parts: usize = values.iter().map(|value| value.split(',').count()).sum();
        let asked = prefill(&values, &[], &catalog());
        prop_assert_eq!(asked.permissions.len() + asked.problems.len(), parts);
    }
}
