//! Texts from anyone, made safe to look at on one line.

use std::borrow::Cow;

/// The text with everything that would be invisible or change how its surroundings are read replaced by a visible
/// mark: control characters as `␀` or `⟨U+0085⟩`, bidirectional controls, zero-width characters and line breaks.
/// Joiners within emoji and within scripts that are written with them stay, as do combining marks.
#[must_use]
pub fn visible_text(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, after)| *after);
        if is_hidden(c) && !belongs(before, c, after) {
            out.push_str(text.get(copied..at).unwrap_or_default());
            copied = at + c.len_utf8();
            mark(c, &mut out);
            before = None;
        } else {
            before = Some(c);
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// At most `max_chars` characters of the text, the last of them `…` if some were left out.
#[must_use]
pub fn clip(text: &str, max_chars: usize) -> Cow<'_, str> {
    let Some(last) = max_chars.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let mut ends = text.char_indices().skip(last).map(|(at, _)| at);
    match (ends.next(), ends.next()) {
        (Some(end), Some(_)) => Cow::Owned([text.get(..end).unwrap_or_default(), "…"].concat()),
        _ => Cow::Borrowed(text),
    }
}

/// Whether a character is invisible or acts on its surroundings.
pub(crate) const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' // controls
        | '\u{ad}' | '\u{34f}' // soft hyphen, grapheme joiner
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // direction
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' // blank letters
        | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' // variation selectors
        | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a hidden character is part of an ordinary text between these neighbours.
fn belongs(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match c {
        // One variation selector picks a form of the character before it.
        '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => !is_hidden(before),
        '\u{200c}' | '\u{200d}' => {
            let Some(after) = after else { return false };
            (joined_script(before) && joined_script(after))
                || (c == '\u{200d}' && emoji(before) && emoji(after))
        }
        // Flags of regions are spelt in tags behind a black flag.
        '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007e}'),
        _ => false,
    }
}

/// Scripts whose ordinary spelling needs joiners: Arabic to Myanmar, Khmer and Mongolian.
const fn joined_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}')
}

const fn emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

fn mark(c: char, out: &mut String) {
    let picture = match c {
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('␡'),
        _ => None,
    };
    match picture {
        Some(picture) => out.push(picture),
        None => {
            out.push_str("⟨U+");
            let code = c as u32;
            (0..6)
                .rev()
                .map(|place| code >> (4 * place))
                .enumerate()
                .filter(|(at, rest)| *at >= 2 || *rest > 0)
                .filter_map(|(_, rest)| char::from_digit(rest & 15, 16))
                .for_each(|digit| out.push(digit.to_ascii_uppercase()));
            out.push('⟩');
        }
    }
}
