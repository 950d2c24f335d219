//! Reads JSON as servers write it. Whatever is written otherwise, or wrong, is refused: the caller then asks
//! `serde_json`, which is slower and knows all of JSON. So everything that is accepted here must mean the same there.

use std::borrow::Cow;

/// A place in a text of JSON.
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// What reads the value of one member of an object; `None` refuses it.
pub(super) type Member<'m, 'a> = &'m mut dyn FnMut(&mut Cursor<'a>, &'a [u8]) -> Option<()>;

/// Values within values that are passed over; deeper ones are refused.
const DEPTH: usize = 16;

impl<'a> Cursor<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes have been read.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is not blank, which stays; `None` at the end.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at)? {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// The next byte that is not blank.
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// Passes over the text, if it comes next.
    pub(super) fn pass(&mut self, text: &[u8]) -> bool {
        let end = self.at + text.len();
        let same = self.bytes.get(self.at..end).is_some_and(|next| equal(next, text));
        if same {
            self.at = end;
        }
        same
    }

    /// What has been read since `start`.
    pub(super) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// Reads `{"name":value,…}`, each value with `member`. Names are told without quotes; those with escapes are refused.
    pub(super) fn object(&mut self, member: Member<'_, 'a>) -> Option<()> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let Cow::Borrowed(name) = self.text()? else {
                return None;
            };
            self.expect(b':')?;
            member(self, name.as_bytes())?;
            match self.next()? {
                b',' => {}
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Reads `[value,…]`, each value with `item`.
    pub(super) fn array(&mut self, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            item(self)?;
            match self.next()? {
                b',' => {}
                b']' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Reads a string.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
        self.expect(b'"')?;
        let start = self.at;
        let mut text = String::new();
        let mut copied = start;
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'"' | b'\\' => {
                    let plain = std::str::from_utf8(self.since(copied)).ok()?;
                    self.at += 1;
                    if byte == b'"' && copied == start {
                        return Some(Cow::Borrowed(plain));
                    }
                    text.push_str(plain);
                    if byte == b'"' {
                        return Some(Cow::Owned(text));
                    }
                    text.push(self.escape()?);
                    copied = self.at;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    /// What follows a backslash. Half of a character beyond 16 bits is refused.
    fn escape(&mut self) -> Option<char> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => byte as char,
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = 0;
                for digit in self.bytes.get(self.at..self.at + 4)? {
                    code = code << 4 | (*digit as char).to_digit(16)?;
                }
                self.at += 4;
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    /// Passes over a value of strings, objects and arrays.
    pub(super) fn skip(&mut self, depth: usize) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match self.peek()? {
            b'"' => self.skip_text(),
            b'{' => self.object(&mut |cursor, _| cursor.skip(depth + 1)),
            b'[' => self.array(&mut |cursor| cursor.skip(depth + 1)),
            _ => None,
        }
    }

    /// Passes over a string without looking at it closely; nothing of it is kept.
    fn skip_text(&mut self) -> Option<()> {
        self.expect(b'"')?;
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'"' => return Some(()),
                0..0x20 | b'\\' => return None,
                _ => {}
            }
        }
    }
}

/// Compares eight bytes at a time: WebAssembly's own comparison takes them one by one.
fn equal(one: &[u8], other: &[u8]) -> bool {
    let (eights, rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    let same = |(a, b): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*a) == u64::from_ne_bytes(*b);
    eights.len() == others.len() && eights.iter().zip(others).all(same) && rest == other_rest
}
