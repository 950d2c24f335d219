use std::borrow::Cow;

use proptest::prelude::*;
use tokens::text::{clip, visible_text};

#[test]
fn hidden_characters_become_marks() {
    for (text, shown) in [
        ("a\0b\tc\nd\re\x7f", "a␀b␉c␊d␍e␡"),
        ("x\u{202e}gnp.exe", "x⟨U+202E⟩gnp.exe"),
        (
            "\u{2066}a\u{2069}\u{200e}\u{200f}\u{61c}",
            "⟨U+2066⟩a⟨U+2069⟩⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩",
        ),
        ("pass\u{200b}word\u{feff}", "pass⟨U+200B⟩word⟨U+FEFF⟩"),
        ("\u{85}\u{ad}\u{2028}", "⟨U+0085⟩⟨U+00AD⟩⟨U+2028⟩"),
        ("a\u{200d}b\u{200c}c", "a⟨U+200D⟩b⟨U+200C⟩c"),
        ("a\u{e0041}\u{e0042}", "a⟨U+E0041⟩⟨U+E0042⟩"),
        ("a\u{fe0f}\u{fe0f}", "a\u{fe0f}⟨U+FE0F⟩"),
        ("\u{fe0f}", "⟨U+FE0F⟩"),
        ("👍\u{200d}", "👍⟨U+200D⟩"),
    ] {
        assert_eq!(visible_text(text), shown);
    }
}

#[test]
fn ordinary_text_is_left_alone() {
    for text in [
        "",
        "grafana: production",
        "<script>alert(1)</script>",
        "שלום עולם",
        "مرحبا بالعالم",
        "می\u{200c}خواهم",
        "क\u{94d}\u{200d}ष",
        "e\u{301} Z\u{35b}\u{330}a\u{35a}lgo",
        "👩\u{200d}👩\u{200d}👧 👍🏽 ❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3} 🏳\u{fe0f}\u{200d}🌈",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "日本語 ॐ",
    ] {
        assert!(matches!(visible_text(text), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn clipping_counts_characters() {
    assert_eq!(clip("grafana", 7), "grafana");
    assert_eq!(clip("grafana", 6), "grafa…");
    assert_eq!(clip("öäü", 2), "ö…");
    assert_eq!(clip("ab", 1), "…");
    assert_eq!(clip("a", 1), "a");
    assert_eq!(clip("", 0), "");
    assert_eq!(clip("a", 0), "");
}

proptest! {
    #[test]
    fn marks_are_visible_and_marking_again_changes_nothing(text in "(\\PC|[\\x00-\\x1f\\u{ad}\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}\\u{2066}-\\u{2069}\\u{feff}]){0,12}") {
        let shown = visible_text(&text).into_owned();
        prop_assert!(!shown.chars().any(char::is_control));
        let dangerous = |c| matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        prop_assert!(!shown.contains(dangerous));
        prop_assert_eq!(visible_text(&shown), &*shown);
    }

    #[test]
    fn a_clipped_text_is_the_beginning(text in "\\PC{0,12}", max in 0..15_usize) {
        let clipped = clip(&text, max);
        prop_assert!(clipped.chars().count() <= max);
        match clipped.strip_suffix('…').filter(|_| text.chars().count() > max) {
            Some(start) => prop_assert!(text.starts_with(start) && start.chars().count() + 1 == max),
            None => prop_assert!(max == 0 || clipped == text),
        }
    }
}
