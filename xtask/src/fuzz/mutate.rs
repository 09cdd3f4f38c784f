//! From a good file to a bad one: bits, splices, cuts and the words that trip up readers of spreadsheets.

use super::corpus::{Sample, Shape};
use super::dice::Dice;
use super::workbook;

/// What has tripped up somebody's reader before.
const WORDS: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\",\"",
    b"\r",
    b"\r\n",
    b"\n\n",
    b"\t",
    b";",
    b",",
    b",,,,,,,,",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFE\xFF",
    b"\xA3",
    b"\x96",
    b"\xE2\x80\x93",
    b"\xF0\x9F\x98\x80",
    b"Total",
    b"Grand Total",
    b"England",
    b"-",
    b"*",
    b"n/a",
    b"#N/A",
    b"#REF!",
    b"NULL",
    b"NaN",
    b"inf",
    b"-inf",
    b"1E5",
    b"1e309",
    b"-1",
    b"0",
    b"0.00000000000000001",
    b"99999999999999999999999999999999",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"1,234.50",
    b"(12)",
    b"45383",
    b"2958466",
    b"-1.5",
    b"31/02/2024",
    b"29/02/2023",
    b"31-DEC-2099",
    b"2024-13",
    b"2024-04",
    b"Apr-24",
    b"202509 to 202510",
    b"MSitAE-APRIL-2024",
    b"0001-01-01",
    b"9999-12-31",
    b"RJ6",
    b"5QJ",
    b"=1+1",
    b"<html>",
    b"PK\x03\x04",
    b"\xD0\xCF\x11\xE0",
    b"9434765919",
    b"AB123456C",
];

/// A mutated copy.
pub(super) fn mutate(sample: &Sample, samples: &[Sample], dice: &mut Dice) -> Sample {
    let bytes = match (sample.shape, dice.below(8)) {
        // One in eight: the container itself is hit, as a cut download would be.
        (_, 0) => raw(&sample.bytes, samples, dice),
        (Shape::Zip, _) => {
            workbook::member(&sample.bytes, dice).unwrap_or_else(|| raw(&sample.bytes, samples, dice))
        }
        (Shape::Ole, _) => workbook::records(&sample.bytes, dice),
        (Shape::Text, 1) => repeated_line(&sample.bytes, dice),
        (Shape::Text, _) => raw(&sample.bytes, samples, dice),
    };
    Sample { name: sample.name.clone(), shape: sample.shape, bytes }
}

/// One to eight hits anywhere.
fn raw(bytes: &[u8], samples: &[Sample], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(8) {
        hit(&mut bytes, dice);
    }
    if dice.below(6) == 0 {
        splice(&mut bytes, samples, dice);
    }
    bytes
}

/// One hit: a bit, a byte, a word over or between, a cut, a stretch left out or said twice.
pub(super) fn hit(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.below(bytes.len());
    match dice.below(9) {
        0 => flip(bytes, at, 1 << dice.below(8)),
        1 => flip(bytes, at, dice.byte()),
        2 | 3 => drop(bytes.splice(at..at, dice.pick(WORDS).iter().copied())),
        4 | 5 => {
            let word = dice.pick(WORDS);
            let end = (at + word.len()).min(bytes.len());
            drop(bytes.splice(at..end, word.iter().copied()));
        }
        6 => {
            let end = (at + dice.below(64)).min(bytes.len());
            drop(bytes.drain(at..end));
        }
        7 => {
            let end = (at + dice.below(512)).min(bytes.len());
            let stretch = bytes[at..end].to_vec();
            drop(bytes.splice(at..at, stretch));
        }
        // Seldom, since little is left to look at afterwards.
        _ if dice.below(4) == 0 => bytes.truncate(at),
        _ => flip(bytes, at, 0xff),
    }
}

fn flip(bytes: &mut [u8], at: usize, mask: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= mask;
    }
}

/// The head of one file and the tail of another.
fn splice(bytes: &mut Vec<u8>, samples: &[Sample], dice: &mut Dice) {
    let other = &samples[dice.below(samples.len())].bytes;
    bytes.truncate(dice.below(bytes.len()));
    bytes.extend_from_slice(&other[dice.below(other.len())..]);
}

/// A line said many times: repeated headings, repeated keys, long runs of blanks.
fn repeated_line(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    let chosen = dice.below(lines.len());
    let times = 1 + dice.below(200);
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let times = if at == chosen { times } else { 1 };
        (0..times).for_each(|_| out.extend_from_slice(line));
    }
    if dice.below(2) == 0 {
        hit(&mut out, dice);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::corpus::{Sample, Shape};
    use super::super::dice::Dice;

    #[test]
    fn any_sample_can_be_hit_and_hit_again_the_same_way() {
        let sample =
            |name: &str, shape, bytes: &[u8]| Sample { name: name.into(), shape, bytes: bytes.to_vec() };
        let samples = [
            sample("a.csv", Shape::Text, b"a,b\n1,2\n"),
            sample("empty.csv", Shape::Text, b""),
            sample("no.xlsx", Shape::Zip, b"PK"),
            sample("no.xls", Shape::Ole, b"\xD0\xCF\x11\xE0"),
        ];
        let mut changed = 0;
        for number in 0..2_000 {
            let once = super::super::input(&samples, 7, number);
            assert_eq!(once.bytes, super::super::input(&samples, 7, number).bytes);
            changed += usize::from(samples.iter().all(|sample| sample.bytes != once.bytes));
        }
        assert!(changed > 1_500, "{changed}");
        assert_eq!(Dice::new(1, 1).below(0), 0);
    }
}
