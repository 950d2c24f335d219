use influx_api::{Id, IdError};
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_number_but_zero_is_an_id_of_16_lower_case_digits(value in 1..=u64::MAX) {
        let id = Id::new(value).unwrap();
        let text = format!("{value:016x}");
        prop_assert_eq!(id.to_string(), &*text);
        prop_assert_eq!(&id.digits()[..], text.as_bytes());
        prop_assert_eq!(text.parse::<Id>(), Ok(id));
        prop_assert_eq!(text.to_uppercase().parse::<Id>(), Ok(id));
        prop_assert_eq!(serde_json::to_value(id).unwrap(), &*text);
        prop_assert_eq!(serde_json::from_value::<Id>(text.into()).unwrap(), id);
        prop_assert_eq!(id.get(), value);
    }

    #[test]
    fn the_length_in_bytes_is_checked_before_the_digits(text in "\\PC{0,20}") {
        let expected = if text.len() != 16 {
            Err(IdError::Length)
        } else {
            u64::from_str_radix(&text, 16).ok().filter(|_| !text.starts_with('+')).and_then(Id::new).ok_or(IdError::Value)
        };
        prop_assert_eq!(text.parse::<Id>(), expected);
    }

    #[test]
    fn sixteen_bytes_are_an_id_or_an_invalid_one(text in "[0-9a-fA-Fg+ ]{16}") {
        let all_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let expected = all_hex.then(|| u64::from_str_radix(&text, 16).unwrap()).and_then(Id::new);
        prop_assert_eq!(text.parse::<Id>(), expected.ok_or(IdError::Value));
    }
}

#[test]
fn errors_are_the_servers_own_words() {
    let message = |text: &str| text.parse::<Id>().unwrap_err().to_string();
    assert_eq!(message(""), "id must have a length of 16 bytes");
    assert_eq!(message("zz"), "id must have a length of 16 bytes");
    assert_eq!(message("ää"), "id must have a length of 16 bytes");
    assert_eq!(message("0000000000000000"), "invalid ID");
    assert_eq!(message("000000000000000g"), "invalid ID");
    assert_eq!(message("ääääääää"), "invalid ID");
    assert!(Id::new(0).is_none());
}
