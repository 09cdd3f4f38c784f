//! Names of suppliers: what is left when legal forms, registration numbers and punctuation are taken off, and how alike two
//! names are.

use super::words::Words;

/// How two names were found to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The same name, but for legal form, case and punctuation.
    Same,
    /// A listed other name.
    Alias,
    /// The same letters, cut into words differently.
    Blanks,
    /// One is the beginning of the other, as where a column was too narrow.
    Cut,
    /// Most words are the same, each counted by how much it shows.
    Alike,
}

impl How {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "same name",
            Self::Alias => "listed other name",
            Self::Blanks => "same letters, other blanks",
            Self::Cut => "one name begins the other",
            Self::Alike => "most words alike",
        }
    }
}

/// How alike two names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// 0 to 100, set by rule: no probability.
    pub score: u8,
    /// How.
    pub how: How,
}

/// Letters a name must have before its being the beginning of another shows anything.
const CUT_LETTERS: usize = 12;
/// Weight of a word, and of one that many names share.
const WEIGHT: (u32, u32) = (4, 1);

/// The words of each name that a published name holds: the whole, then what stands before and after "T/A", and inside
/// brackets. Registration numbers glued to it are taken off.
///
/// ```
/// use wt_rates::suppliers::{Words, spellings};
/// let words = Words::of(&["ltd", "limited"], &[]);
/// assert_eq!(spellings("UK0479435601 : Alpha-Care (Home) Ltd", &words)[0], ["alpha", "care", "home"]);
/// let two = spellings("Alpha Limited T/A Beta Staffing:03529700", &words);
/// assert_eq!(two[1..], [vec!["alpha"], vec!["beta", "staffing"]]);
/// ```
pub fn spellings(name: &str, words: &Words) -> Vec<Vec<String>> {
    let name = without_numbers(name);
    let mut found = vec![tokens(name, words)];
    let lower = name.to_lowercase();
    // Where lower case has another length in bytes the places would not fit; such names have no second one.
    if lower.len() == name.len() {
        let cut = [" t/a ", " t/ a ", " t/s ", " t/ s ", "(t/a ", " trading as ", " c/o "];
        if let Some((at, mark)) = cut.iter().find_map(|mark| lower.find(mark).map(|at| (at, mark))) {
            found.push(tokens(&lower[..at], words));
            found.push(tokens(&lower[at + mark.len()..], words));
        }
    }
    if let Some((before, rest)) = name.split_once('(') {
        found.push(tokens(before, words));
        found.push(tokens(rest.split(')').next().unwrap_or(rest), words));
    }
    let mut once: Vec<Vec<String>> = Vec::new();
    for tokens in found {
        if !tokens.is_empty() && !once.contains(&tokens) {
            once.push(tokens);
        }
    }
    once
}

/// A name without a registration number before a colon, behind one, or at its end.
fn without_numbers(name: &str) -> &str {
    let number = |text: &str| {
        let text = text.trim();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        digits >= 4 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let name = match name.split_once(':') {
        Some((before, rest)) if number(before) => rest,
        Some((rest, after)) if number(after) => rest,
        _ => name,
    };
    match name.trim().rsplit_once(' ') {
        Some((rest, last))
            if number(last) && last.len() >= 6 && last.bytes().all(|b| !b.is_ascii_alphabetic()) =>
        {
            rest
        }
        _ => name,
    }
}

/// Words in lower case without punctuation and legal forms; `King's` is one word.
fn tokens(text: &str, words: &Words) -> Vec<String> {
    super::words::tokens(text).into_iter().filter(|token| !words.is_legal(token)).collect()
}

/// How alike two names are, given as their words; none where they share no word that shows anything.
///
/// ```
/// use wt_rates::suppliers::{How, Words, likeness};
/// let words = Words::of(&["ltd"], &["recruitment", "care"]);
/// let name = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
/// let same = likeness(&name("red spot care"), &name("redspot care"), &words).unwrap();
/// assert_eq!((same.score, same.how), (97, How::Blanks));
/// assert!(likeness(&name("acorn recruitment"), &name("beech recruitment"), &words).is_none());
/// ```
pub fn likeness(a: &[String], b: &[String], words: &Words) -> Option<Likeness> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(Likeness { score: 100, how: How::Same });
    }
    let (long, short) = (a.concat(), b.concat());
    if long == short {
        return Some(Likeness { score: 97, how: How::Blanks });
    }
    let (long, short) = if long.len() >= short.len() { (long, short) } else { (short, long) };
    let shows = |tokens: &[String]| tokens.iter().any(|token| !words.is_common(token));
    if short.chars().count() >= CUT_LETTERS && long.starts_with(&short) && shows(a) && shows(b) {
        return Some(Likeness { score: 90, how: How::Cut });
    }
    let weight = |token: &String| if words.is_common(token) { WEIGHT.1 } else { WEIGHT.0 };
    let (mut shared, mut count, mut telling) = (0, 0, false);
    let mut left: Vec<&String> = b.iter().collect();
    for token in a {
        let Some((at, exact)) = left
            .iter()
            .position(|other| *other == token)
            .map(|at| (at, true))
            .or_else(|| left.iter().position(|other| slip(token, other)).map(|at| (at, false)))
        else {
            continue;
        };
        left.swap_remove(at);
        // Quarters of the weight: a word with a slip of the pen counts three of four.
        shared += weight(token) * if exact { 4 } else { 3 };
        count += 1;
        telling |= !words.is_common(token);
    }
    let whole: u32 = a.iter().chain(b).map(weight).sum();
    // One shared word is never enough: Reed is not Reed Medical.
    let most = if count > 1 { 94 } else { 79 };
    let score = u8::try_from((50 * shared / whole.max(1)).min(most)).unwrap_or(79);
    telling.then_some(Likeness { score, how: How::Alike })
}

/// Whether two words of five letters or more differ by one letter added, lost, changed or swapped with its neighbour.
fn slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.iter().chain(&b).any(char::is_ascii_digit) {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([x, y, rest_a @ ..], [p, q, rest_b @ ..]) if x == q && y == p && rest_a == rest_b => true,
        ([_, rest_a @ ..], [_, rest_b @ ..]) if rest_a == rest_b => true,
        ([_, rest @ ..], whole) if rest == whole => true,
        (whole, [_, rest @ ..]) if rest == whole => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of(
            &["ltd", "limited", "limite", "plc", "uk"],
            &["care", "medical", "recruitment", "healthcare", "nhs"],
        )
    }

    fn alike(a: &str, b: &str) -> Option<(u8, How)> {
        let words = words();
        let best = |a: &str, b: &str| {
            let pairs = spellings(a, &words);
            let other = spellings(b, &words);
            let all = pairs.iter().flat_map(|a| other.iter().filter_map(|b| likeness(a, b, &words)));
            all.max_by_key(|likeness| likeness.score)
        };
        best(a, b).map(|likeness| (likeness.score, likeness.how))
    }

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for (a, b) in [
            ("NHS Professionals Ltd", "Nhs Professionals Limited"),
            ("PULSE HEALTHCARE LTD", "Pulse Healthcare"),
            ("247 TIME LTD    1-9400-92406", "247 Time Ltd"),
            ("UK0081873601 : Drake Personnel Ltd", "DRAKE PERSONNEL LTD"),
            ("KING'S COLLEGE LONDON:03529700", "Kings College London"),
            ("Icnh Ltd  (T/A Drdoctor)", "ICNH Limited"),
            ("Medox Paramedical Ltd T/ S  Drake Medox", "Drake Medox"),
            ("YOUR WORLD RECRUITMENT LIMITED(YOUR WORLD HEALTHCARE)", "Your World Healthcare"),
        ] {
            assert_eq!(alike(a, b), Some((100, How::Same)), "{a} / {b}");
        }
    }

    #[test]
    fn cut_and_mistyped_names_are_alike_and_others_are_not() {
        assert_eq!(
            alike("Independent Clinical Servic", "Independent Clinical Services Ltd"),
            Some((90, How::Cut))
        );
        let typing = alike("Cromwel Medical Recruitment", "Cromwell Medical Recruitment").unwrap();
        assert_eq!(typing, (83, How::Alike));
        assert_eq!(alike("Globe Recruitment", "Rig Recruitment"), None);
        assert!(alike("NHS Providers", "Care Providers Recruitment").unwrap().0 < 80);
        assert_eq!(alike("Reed", "Reed Medical Limited"), Some((79, How::Alike)));
        assert!(alike("Reed", "Les Reed Clearance Service").unwrap().0 < 80);
        assert_eq!(alike("", "Ltd"), None);
    }

    #[test]
    fn one_slip_of_the_pen_is_one() {
        for (a, b) in [
            ("cromwell", "cromwel"),
            ("cromwell", "crommwell"),
            ("cromwell", "cromwall"),
            ("cromwell", "cormwell"),
        ] {
            assert!(slip(a, b) && slip(b, a), "{a} {b}");
        }
        for (a, b) in
            [("cromwell", "crumwall"), ("hays", "bays"), ("cromwell", "cromwellian"), ("12345", "12346")]
        {
            assert!(!slip(a, b) && !slip(b, a), "{a} {b}");
        }
    }
}
