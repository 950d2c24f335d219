//! How texts and rows are put in order: one sort for everything, and keys that compare byte by byte.

use std::cmp::Ordering;

/// The places `0..len` in the order of `compare`; equal ones stay in place.
pub(crate) fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Sort keys of many texts in one block of memory.
#[derive(Default)]
pub(crate) struct Keys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// What the letters À (U+00C0) to ſ (U+017F) are without their marks; `.` keeps a character as it is.
const BASE: &[u8; 192] = b"aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.lllllll\
lllnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

impl Keys {
    /// Adds the key of a text. Keys order texts without regard to case and marks, numbers by value ("Token 2"
    /// before "token 10"), punctuation before digits before letters, and other scripts last.
    pub(crate) fn push(&mut self, text: &str) {
        let mut folded = false;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if first.is_ascii_digit() {
                let end = rest
                    .bytes()
                    .position(|byte| !byte.is_ascii_digit())
                    .unwrap_or(rest.len());
                let (number, after) = rest.split_at(end);
                let number = number.trim_start_matches('0').as_bytes();
                self.bytes
                    .extend([b'0', u8::try_from(number.len()).unwrap_or(u8::MAX)]);
                self.bytes.extend(number);
                rest = after;
                continue;
            }
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
            match first {
                'a'..='z' | 'A'..='Z' => self.bytes.push(first.to_ascii_lowercase() as u8),
                '\0'..='\x7f' => self.bytes.extend([b'!', first as u8]),
                _ => {
                    let base = (first as usize)
                        .checked_sub(0xc0)
                        .and_then(|place| BASE.get(place));
                    match base {
                        Some(b'.') | None => {
                            for lower in first.to_lowercase() {
                                self.bytes.extend(lower.encode_utf8(&mut [0; 4]).bytes());
                            }
                        }
                        Some(letter) => {
                            folded = true;
                            self.bytes.push(*letter);
                        }
                    }
                }
            }
        }
        if folded {
            self.bytes.push(0);
            self.bytes.extend(text.bytes());
        }
        self.ends.push(self.bytes.len());
    }

    /// The key of the text that was added as number `place`.
    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let start = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }
}
