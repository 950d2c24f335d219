//! How texts and rows are put in order: one sort for everything, and keys that compare byte by byte.

use std::cmp::Ordering;

use crate::case::lower;

/// The places `0..len` in the order of `compare`; equal ones stay in place. A plain merge sort: the library's is
/// faster on long lists, and would be by far the largest part of this crate that a visitor downloads.
pub(crate) fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut to = Vec::with_capacity(len);
    let mut run = 1;
    while run < len {
        for pair in from.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            // Lists come in some order, often in the one asked for.
            if let (Some(last), Some(first)) = (left.last(), right.first())
                && compare(*first, *last) != Ordering::Less
            {
                to.extend_from_slice(pair);
                continue;
            }
            while let ([first, rest @ ..], [other, others @ ..]) = (left, right) {
                if compare(*other, *first) == Ordering::Less {
                    to.push(*other);
                    right = others;
                } else {
                    to.push(*first);
                    left = rest;
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        std::mem::swap(&mut from, &mut to);
        to.clear();
        run *= 2;
    }
    from
}

/// The items in the order of `compare`; equal ones stay in place.
pub(crate) fn sorted<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = order(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| items.get_mut(place)?.take())
        .collect()
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
    /// Adds the key of a text.
    pub(crate) fn push(&mut self, text: &str) {
        sort_key(text, &mut self.bytes);
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

/// Adds the key of a text to the bytes. Keys order texts without regard to case and marks, numbers by value ("Token 2"
/// before "token 10"), punctuation before digits before letters, and other scripts last.
pub(crate) fn sort_key(text: &str, bytes: &mut Vec<u8>) {
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
            bytes.extend([b'0', u8::try_from(number.len()).unwrap_or(u8::MAX)]);
            bytes.extend(number);
            rest = after;
            continue;
        }
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            'a'..='z' | 'A'..='Z' => bytes.push(first.to_ascii_lowercase() as u8),
            '\0'..='\x7f' => bytes.extend([b'!', first as u8]),
            _ => {
                let base = (first as usize)
                    .checked_sub(0xc0)
                    .and_then(|place| BASE.get(place));
                match base {
                    Some(b'.') | None => {
                        bytes.extend(lower(first).encode_utf8(&mut [0; 4]).bytes());
                    }
                    Some(letter) => {
                        folded = true;
                        bytes.push(*letter);
                    }
                }
            }
        }
    }
    if folded {
        bytes.push(0);
        bytes.extend(text.bytes());
    }
}
