//! Lower case for the scripts that people write descriptions in.

/// A Latin, Greek, Cyrillic or Armenian letter in lower case, anything else as it is. The standard library knows every
/// script, with tables that are larger than the rest of this crate's search and sort together.
pub(crate) fn lower(c: char) -> char {
    let code = c as u32;
    let even_odd = code + u32::from(code.is_multiple_of(2));
    let odd_even = code + (code & 1);
    let lower = match code {
        0x41..=0x5a
        | 0xc0..=0xd6
        | 0xd8..=0xde
        | 0x391..=0x3a1
        | 0x3a3..=0x3ab
        | 0x410..=0x42f
        | 0xff21..=0xff3a => code + 32,
        0x130 => 0x69,
        0x178 => 0xff,
        0x100..=0x137 | 0x14a..=0x177 | 0x1de..=0x1ef | 0x1f8..=0x21f | 0x222..=0x233 | 0x460..=0x481 => {
            even_odd
        }
        0x48a..=0x4bf | 0x4d0..=0x52f | 0x1e00..=0x1e95 | 0x1ea0..=0x1eff => even_odd,
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc | 0x4c1..=0x4ce => odd_even,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        // The sigma at the end of a word is the same letter.
        0x3c2 => 0x3c3,
        0x400..=0x40f => code + 80,
        0x4c0 => 0x4cf,
        0x531..=0x556 => code + 48,
        0x1e9e => 0xdf,
        _ => code,
    };
    char::from_u32(lower).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::lower;

    #[test]
    fn it_agrees_with_the_standard_library_on_the_scripts_it_knows() {
        let latin = ('\0'..='\u{17f}')
            .chain('\u{1cd}'..='\u{1dc}')
            .chain('\u{1de}'..='\u{1f0}')
            .chain('\u{1f8}'..='\u{21f}');
        let greek_cyrillic_armenian = ('\u{386}'..='\u{3ce}').chain('\u{400}'..='\u{587}');
        let others = ('\u{1e00}'..='\u{1eff}')
            .chain('\u{4e00}'..='\u{4eff}')
            .chain('\u{ff00}'..='\u{ff60}');
        for c in latin.chain(greek_cyrillic_armenian).chain(others) {
            match c {
                'İ' => assert_eq!(lower(c), 'i'),
                'ς' => assert_eq!(lower(c), 'σ'),
                _ => assert_eq!(Some(lower(c)), c.to_lowercase().next(), "{c} U+{:04X}", c as u32),
            }
        }
    }
}
