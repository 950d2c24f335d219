use influx_api::{Authorization, Status, Timestamp, all_access_permissions};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokens::{DecodeError, ListDecoder, Token};

use super::id;
use super::oracle::decode;

fn authorization(value: u64, description: &str) -> Value {
    json!({
        "id": id(value), "token": "the secret", "status": "active", "description": description,
        "orgID": id(0xa), "org": "acme", "userID": id(0xb), "user": "mlee",
        "permissions": [{"action": "read", "resource": {"type": "buckets", "name": description}}],
        "links": {"self": "/api/v2/authorizations/x"},
        "createdAt": "2026-11-22T04:49:09.5+01:00", "updatedAt": "0001-01-01T00:00:00Z",
    })
}

/// What decoding the whole reply at once gives.
fn whole(reply: &str) -> Vec<Token> {
    let mut reply: Value = serde_json::from_str(reply).unwrap();
    let Value::Array(elements) = reply["authorizations"].take() else {
        panic!("a list")
    };
    elements
        .into_iter()
        .filter_map(|one| serde_json::from_value::<Authorization>(one).ok())
        .map(Token::from)
        .collect()
}

fn nasty_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}",
        r#"[{}\[\]",:\\/ntu0]{0,12}"#,
        Just(r#""}],"authorizations":[{"#.to_owned()),
        Just("\u{0}\u{1f600}\u{202e}\r\n".to_owned()),
    ]
}

/// An element of the list: usually an authorization, sometimes something else.
fn element() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => (1..9_u64, nasty_text()).prop_map(|(value, text)| authorization(value, &text)),
        1 => nasty_text().prop_map(Value::from),
        1 => prop_oneof![Just(json!(null)), Just(json!(-1.5e3)), Just(json!([[], {}])), Just(json!({"id": "x"}))],
    ]
}

fn reply() -> impl Strategy<Value = String> {
    let other = (nasty_text(), element()).prop_filter("another member", |(name, _)| name != "authorizations");
    let members = (
        proptest::collection::vec(element(), 0..6),
        proptest::option::of(other),
        any::<[bool; 2]>(),
    );
    members.prop_map(|(elements, other, [first, pretty])| {
        let mut members = vec![("authorizations".to_owned(), Value::Array(elements))];
        members.splice(if first { 0..0 } else { 1..1 }, other);
        let text = |value: &Value| {
            let text = if pretty {
                serde_json::to_string_pretty(value)
            } else {
                serde_json::to_string(value)
            };
            text.unwrap()
        };
        let gap = if pretty { "\r\n\t" } else { "" };
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| [gap, &text(&name[..].into()), gap, ":", gap, &text(value), gap].concat())
            .collect();
        [gap, "{", &members.join(","), "}", gap].concat()
    })
}

proptest! {
    #[test]
    fn any_cutting_gives_what_the_whole_gives(
        reply in reply(), cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let bytes = reply.as_bytes();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let pieces: Vec<&[u8]> = cuts.windows(2).map(|cut| &bytes[cut[0]..cut[1]]).collect();
        let (tokens, unreadable) = decode(&pieces).unwrap();
        prop_assert_eq!(&tokens, &whole(&reply));
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(decode(&single).unwrap(), (tokens, unreadable));
    }

    #[test]
    fn a_reply_that_is_cut_off_says_so(reply in reply(), cut in any::<prop::sample::Index>()) {
        let end = reply.trim_end().len() - 1;
        let cut = cut.index(end + 1);
        prop_assert_eq!(decode(&[&reply.as_bytes()[..cut]]), Err(DecodeError::CutOff));
    }

    #[test]
    fn nothing_panics(bytes in any::<Vec<u8>>(), json in r#"[\[\]{}:," \\a]{0,30}"#) {
        let _ = decode(&[&bytes]);
        let _ = decode(&[br#"{"authorizations":["#, json.as_bytes()]);
        let _ = decode(&[json.as_bytes()]);
    }
}

#[test]
fn tokens_arrive_with_the_piece_that_completes_them() {
    let reply = json!({"authorizations": [authorization(1, "a"), authorization(2, "b")]}).to_string();
    let comma = reply.find("},{").unwrap();
    let mut decoder = ListDecoder::new();
    assert_eq!(decoder.feed(&reply.as_bytes()[..=comma]).unwrap(), []);
    let first = decoder.feed(b",").unwrap();
    assert_eq!(first.iter().map(|token| token.id).collect::<Vec<_>>(), [id(1)]);
    assert_eq!(decoder.feed(&reply.as_bytes()[comma + 2..]).unwrap().len(), 1);
}

#[test]
fn a_token_is_what_the_authorization_says() {
    let reply = json!({"links": {"self": "]}"}, "authorizations": [authorization(1, "b1")]}).to_string();
    let (tokens, _) = decode(&[reply.as_bytes()]).unwrap();
    let [token] = &tokens[..] else { panic!("one token") };
    assert_eq!((token.id, token.org_id, token.user_id), (id(1), id(0xa), id(0xb)));
    assert_eq!(
        (&*token.description, &*token.owner, &token.status),
        ("b1", "mlee", &Status::Active)
    );
    assert_eq!(token.created, Timestamp::parse("2026-11-22T03:49:09.5Z"));
    assert_eq!(token.updated, None);
    assert!(!format!("{token:?}").contains("secret"));
}

#[test]
fn broken_elements_take_no_other_along() {
    let mut broken = authorization(2, "b");
    broken["permissions"] = "everything".into();
    let list =
        json!({"authorizations": [authorization(1, "a"), broken, 7, authorization(3, "c")]}).to_string();
    let (tokens, unreadable) = decode(&[list.as_bytes()]).unwrap();
    assert_eq!(
        tokens.iter().map(|token| token.id).collect::<Vec<_>>(),
        [id(1), id(3)]
    );
    let places: Vec<_> = unreadable.iter().map(|one| (one.id, one.index)).collect();
    assert_eq!(places, [(Some(id(2)), 1), (None, 2)]);
    assert!(
        unreadable[0].reason.contains("everything"),
        "{}",
        unreadable[0].reason
    );
    let text =
        |text: &str| decode(&[text.as_bytes()]).map(|(tokens, unreadable)| (tokens.len(), unreadable.len()));
    let good = authorization(1, "a");
    assert_eq!(
        text(&format!(r#"{{"authorizations":[{good}{good},{good},,{good}]}}"#)),
        Ok((2, 2))
    );
    let bad_utf8 = [
        br#"{"authorizations":[{"id":"#.as_slice(),
        b"\"\xff\"},",
        good.to_string().as_bytes(),
        b"]}",
    ]
    .concat();
    assert_eq!(
        decode(&[&bad_utf8]).map(|(tokens, unreadable)| (tokens.len(), unreadable.len())),
        Ok((1, 1))
    );
}

#[test]
fn other_replies_are_not_lists() {
    for other in [
        "<!doctype html><html></html>",
        "[]",
        "null",
        r#"{"code":"internal error","message":"boom"}"#,
        "{}",
        r#"{"authorizations":null}"#,
        r#"{"authorizations":{}}"#,
        r#"{"links":{"authorizations":[]}}"#,
        r#"{"links":]}"#,
        r#"{"authorizations2":[]}"#,
        r#"{"authorization\u0073":[]}"#,
        "404 page not found",
    ] {
        assert_eq!(decode(&[other.as_bytes()]), Err(DecodeError::NotAList), "{other}");
    }
    let mut decoder = ListDecoder::new();
    assert_eq!(decoder.feed(b"<"), Err(DecodeError::NotAList));
    assert_eq!(
        decoder.feed(br#"{"authorizations":[]}"#),
        Err(DecodeError::NotAList)
    );
    assert_eq!(decoder.finish(), Err(DecodeError::NotAList));
    assert_eq!(decode(&[b""]), Err(DecodeError::CutOff));
    assert_eq!(
        decode(&[br#"{"authorizations":[]} and more"#]),
        Ok((vec![], vec![]))
    );
}

#[test]
fn equal_permissions_are_kept_once() {
    let all = all_access_permissions(id(0xa), id(0xb));
    let mut elements: Vec<Value> = (1..=3).map(|value| authorization(value, "same")).collect();
    elements[0]["permissions"] = json!(all);
    elements[2]["permissions"] = json!(all);
    let (tokens, _) = decode(&[json!({"authorizations": elements}).to_string().as_bytes()]).unwrap();
    assert!(std::sync::Arc::ptr_eq(
        &tokens[0].permissions,
        &tokens[2].permissions
    ));
    assert_eq!(tokens[1].permissions.len(), 1);
}
