//! Workers: pseudonyms are kept as hashes, names never.

use std::collections::HashMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What to do with the column of workers.
#[derive(Debug, Clone, Default)]
pub enum Workers {
    /// They are pseudonyms; a file whose column looks like names is refused.
    #[default]
    Pseudonyms,
    /// Whatever stands there is hashed with a key that stays with its owner (HMAC-SHA-256, first eight bytes), so that the
    /// same person is the same in every file read with it.
    Hashed(Vec<u8>),
}

/// Whether a text looks like a person's name, an address of e-mail or a National Insurance number rather than a pseudonym.
///
/// A pseudonym of letters alone is taken for a name: no program can tell `Amber` from one.
#[must_use]
pub fn looks_like_name(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if text.contains('@') {
        return true;
    }
    let squeezed: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    let national_insurance = squeezed.len() == 9
        && squeezed[..2].iter().all(u8::is_ascii_alphabetic)
        && squeezed[2..8].iter().all(u8::is_ascii_digit)
        && squeezed[8].is_ascii_alphabetic();
    national_insurance || (digits == 0 && letters >= 2)
}

/// Turns cells into worker hashes.
pub(crate) struct Hasher {
    rule: Workers,
    known: HashMap<Vec<u8>, u64>,
}

/// More hashes than this are worked out anew: a region has fewer workers.
const KEPT: usize = 1 << 20;

impl Hasher {
    pub(crate) fn new(rule: Workers) -> Self {
        Self { rule, known: HashMap::new() }
    }

    /// The hash of a cell; `Err` where it looks like a name and no key was given.
    pub(crate) fn hash(&mut self, cell: &[u8]) -> Result<u64, ()> {
        match &self.rule {
            Workers::Pseudonyms => {
                let plain = cell.iter().any(u8::is_ascii_digit)
                    && !cell.iter().any(|b| b"@ ".contains(b))
                    && cell.len() != 9;
                if !plain && looks_like_name(&String::from_utf8_lossy(cell)) {
                    return Err(());
                }
                Ok(mixed(cell))
            }
            Workers::Hashed(key) => {
                if let Some(known) = self.known.get(cell) {
                    return Ok(*known);
                }
                let found = keyed(key, cell);
                if self.known.len() < KEPT {
                    self.known.insert(cell.to_vec(), found);
                }
                Ok(found)
            }
        }
    }
}

fn keyed(key: &[u8], text: &[u8]) -> u64 {
    // A key of any length is allowed (RFC 2104), so this can't fail.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return 0 };
    mac.update(text);
    mac.finalize().into_bytes().iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// FNV-1a, then the finaliser of SplitMix64 so that short pseudonyms spread.
fn mixed(text: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum = (sum ^ sum >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum = (sum ^ sum >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ sum >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_pseudonyms() {
        for name in ["Jane Smith", "SMITH, J", "j.smith2@nhs.net", "QQ 12 34 56 C", "Amber"] {
            assert!(looks_like_name(name), "{name}");
            assert!(Hasher::new(Workers::Pseudonyms).hash(name.as_bytes()).is_err(), "{name}");
        }
        for pseudonym in ["w-5f21c9", "10023", "A1", "7"] {
            assert!(!looks_like_name(pseudonym), "{pseudonym}");
        }
    }

    #[test]
    fn a_key_of_ones_own_decides_the_hash() {
        let hash = |key: &[u8]| Hasher::new(Workers::Hashed(key.to_vec())).hash(b"Jane Smith").unwrap();
        assert_eq!(hash(b"one"), hash(b"one"));
        assert_ne!(hash(b"one"), hash(b"two"));
    }
}
