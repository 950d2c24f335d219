//! The fast way of reading the list against `serde_json`: on documents written in every way JSON allows, and some that it
//! does not.

use proptest::prelude::*;

use super::oracle::{decode, is_closed, read_elements};

/// A string as it may be written: plain, escaped, and wrong.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[a-z0-9 _.-]{0,6}",
        2 => "\\PC{0,3}".prop_map(|text: String| text.replace(['"', '\\'], "")),
        1 => prop::sample::select(vec![
            "\\n", "\\\"", "\\\\", "\\/", "\\u003c", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "\\ude00x", "\\ud83d\\u0041",
            "\\u12", "\\x", "\\u+123", "\t", "\u{7f}", "\\u0000", "{", "}", "[", "]", ",", ":",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| ["\"", &pieces.concat(), "\""].concat())
}

/// Any value, nested.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        text(),
        prop::sample::select(vec!["null", "true", "false", "0", "-1.5e3", "01", "nul", ""])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3)
                .prop_map(|items| ["[", &items.join(","), "]"].concat()),
            proptest::collection::vec((text(), inner), 0..3).prop_map(|members| {
                let members: Vec<String> = members
                    .into_iter()
                    .map(|(name, value)| [name, value].join(":"))
                    .collect();
                ["{", &members.join(", "), "}"].concat()
            }),
        ]
    })
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => prop::sample::select(vec!["\"0000000000000001\"", "\"00000000000000aB\"", "\"ffffffffffffffff\""]),
        1 => prop::sample::select(vec![
            "\"0000000000000000\"", "\"1\"", "\"000000000000000g\"", "\"000000000000000\\u0031\"", "null", "7",
        ]),
    ]
    .prop_map(str::to_owned)
}

/// An object with most of these members, in some order, some of them twice, some of them wrong, and others between.
fn object(members: Vec<(&'static str, BoxedStrategy<String>)>) -> BoxedStrategy<String> {
    let members: Vec<_> = members
        .into_iter()
        .map(|(name, value)| {
            let value = prop_oneof![30 => value, 1 => self::value().boxed()];
            let times = prop::sample::select([vec![1; 40], vec![0, 0, 2]].concat());
            let name = prop_oneof![40 => Just(["\"", name, "\""].concat()), 1 => Just(["\"\\u0069", &name[1..], "\""].concat())];
            (name, value, times).prop_map(|(name, value, times)| vec![[name, value].join(":"); times])
        })
        .collect();
    let others = proptest::collection::vec(
        (text(), value()).prop_map(|(name, value)| [name, value].join(":")),
        0..2,
    );
    let gap = prop_oneof![4 => Just(""), 1 => Just(" \r\n\t"), ];
    (members, others, gap)
        .prop_flat_map(|(members, others, gap)| {
            let mut all = members.concat();
            all.extend(others);
            (Just(all).prop_shuffle(), Just(gap))
        })
        .prop_map(|(members, gap)| {
            [
                gap,
                "{",
                gap,
                &members.join(&[gap, ",", gap].concat()),
                gap,
                "}",
                gap,
            ]
            .concat()
        })
        .boxed()
}

fn permission() -> BoxedStrategy<String> {
    let kind = prop_oneof![6 => Just("\"buckets\"".to_owned()), 1 => Just("\"fly\"".to_owned())].boxed();
    let resource = object(vec![
        ("type", kind),
        ("id", id().boxed()),
        ("orgID", id().boxed()),
        ("name", text().boxed()),
        ("org", text().boxed()),
    ]);
    let action = prop_oneof![6 => Just("\"read\"".to_owned()), 1 => text()].boxed();
    object(vec![("action", action), ("resource", resource)])
}

fn authorization() -> BoxedStrategy<String> {
    let permissions = prop_oneof![
        3 => Just(r#"[{"action":"read","resource":{"type":"buckets","name":"a]"}}]"#.to_owned()),
        3 => proptest::collection::vec(permission(), 0..4).prop_map(|all| ["[", &all.join(","), "]"].concat()),
    ];
    let time = prop_oneof![
        Just("\"2026-11-22T04:49:09.5+01:00\"".to_owned()),
        Just("\"0001-01-01T00:00:00Z\"".to_owned()),
        text(),
    ];
    object(vec![
        ("id", id().boxed()),
        ("token", text().boxed()),
        (
            "status",
            prop_oneof![Just("\"active\"".to_owned()), Just("\"odd\"".to_owned())].boxed(),
        ),
        ("description", text().boxed()),
        ("orgID", id().boxed()),
        ("org", text().boxed()),
        ("userID", id().boxed()),
        ("user", text().boxed()),
        ("permissions", permissions.boxed()),
        ("links", object(vec![("self", text().boxed())])),
        ("createdAt", time.clone().boxed()),
        ("updatedAt", time.boxed()),
    ])
}

/// Elements of a list, most of them authorizations.
fn elements() -> impl Strategy<Value = Vec<u8>> {
    let element = prop_oneof![12 => authorization(), 1 => value().boxed()];
    proptest::collection::vec(element, 0..5).prop_map(|all| all.join(",").into_bytes())
}

fn agrees(elements: &[u8], cuts: &[prop::sample::Index]) -> Result<(), TestCaseError> {
    if !is_closed(elements) {
        return Ok(());
    }
    let reply = [br#"{"authorizations":["#, elements, b"]}"].concat();
    let expected = Ok(read_elements(elements));
    prop_assert_eq!(&decode(&[&reply]), &expected);
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(reply.len() + 1)).collect();
    cuts.extend([0, reply.len()]);
    cuts.sort_unstable();
    let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &reply[cut[0]..cut[1]]).collect();
    prop_assert_eq!(&decode(&pieces), &expected);
    Ok(())
}

fn cuts() -> impl Strategy<Value = Vec<prop::sample::Index>> {
    proptest::collection::vec(any::<prop::sample::Index>(), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_way_of_writing_means_the_same(elements in elements(), cuts in cuts()) {
        agrees(&elements, &cuts)?;
    }

    #[test]
    fn whatever_is_wrong_is_wrong_in_the_same_way(
        elements in elements(),
        cuts in cuts(),
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..4),
    ) {
        let mut elements = elements;
        for (place, byte, replace) in places {
            let at = place.index(elements.len() + 1);
            let end = if replace { (at + 1).min(elements.len()) } else { at };
            elements.splice(at..end, [byte]);
        }
        agrees(&elements, &cuts)?;
    }
}

#[test]
fn deep_nesting_is_read_as_deep_as_serde_does() {
    for depth in [10, 20, 126, 127, 128, 200] {
        let nested = ["[".repeat(depth), "]".repeat(depth)].concat();
        let element = format!(
            r#"{{"id":"0000000000000001","status":"active","orgID":"0000000000000001","userID":"0000000000000001","x":{nested}}}"#
        );
        agrees(element.as_bytes(), &[]).expect("the same");
    }
}
