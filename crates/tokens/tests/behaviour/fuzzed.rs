//! A short run of the fuzzer's target (`fuzz/`) on its corpus and on changes of it, which needs neither the fuzzer nor nightly Rust.

use std::fs;
use std::path::Path;

use super::oracle::check;

/// So many changed inputs are tried; always the same ones.
const RUNS: u32 = 20_000;
/// Longer inputs are cut, so that the run stays short.
const LONGEST: usize = 2_000;

/// What lists are made of, put in by chance.
const WORDS: [&[u8]; 24] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud83d",
    b"\\ude00",
    b"\xff",
    b"\0",
    b"\t",
    b"null",
    b"-1e999",
    b"\"id\":",
    b"\"permissions\":[",
    b"\"resource\":{",
    b"\"0000000000000001\"",
    b"\"status\":\"inactive\"",
    b"{\"authorizations\":[",
    b"]}",
    b"9999-12-31T23:59:60Z",
];

/// Numbers by chance, from a seed.
struct Chance(u64);

impl Chance {
    /// A number below `limit`, or 0 if there is none.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// One small change.
    fn change(&mut self, data: &mut Vec<u8>, others: &[Vec<u8>]) {
        let start = self.below(data.len() + 1);
        let end = (start + 1 + self.below(12)).min(data.len());
        let with = match self.below(6) {
            0 => vec![self.below(256) as u8],
            1 => WORDS[self.below(WORDS.len())].to_vec(),
            2 => [&data[start..end], &data[start..end]].concat(),
            3 => Vec::new(),
            4 => {
                let other = &others[self.below(others.len())];
                let from = self.below(other.len());
                other[from..(from + self.below(200)).min(other.len())].to_vec()
            }
            _ => data[start..end]
                .iter()
                .map(|byte| byte ^ 1 << self.below(8))
                .collect(),
        };
        let kept = if self.below(2) == 0 { start } else { end };
        data.splice(start..kept, with);
        data.truncate(LONGEST);
    }
}

#[test]
fn the_corpus_and_changes_of_it_are_read_as_serde_reads_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/list");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let corpus: Vec<Vec<u8>> = files
        .iter()
        .map(|file| fs::read(file).expect("readable"))
        .collect();
    assert!(corpus.len() > 20, "{} files", corpus.len());
    for data in &corpus {
        check(data);
    }
    let mut chance = Chance(0x6c61_7463_686b_6579);
    for _ in 0..RUNS {
        let mut data = corpus[chance.below(corpus.len())].clone();
        for _ in 0..=chance.below(4) {
            chance.change(&mut data, &corpus);
        }
        check(&data);
    }
}
