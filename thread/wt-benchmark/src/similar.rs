//! Similar organisations by name: who is like whom, by which variables, in words; and as a choice of peers.

use wt_stats::similar::{Fault, Variables, equal};
use wt_units::OdsCode;

use crate::peers::PeerChoice;

/// As many peers as RightCare takes.
pub const SIMILAR: usize = 10;

/// Organisations described by named variables, each with the weight that is shown and may be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    codes: Vec<OdsCode>,
    names: Vec<String>,
    weights: Vec<f64>,
    variables: Variables,
}

/// One of the organisations like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    /// Which.
    pub code: OdsCode,
    /// How far, in standard deviations of the weighed variables.
    pub distance: f64,
    /// What sets the two apart: each variable with its share of the squared distance, the largest first.
    pub apart_by: Vec<(String, f64)>,
}

impl Similar {
    /// "0.42 apart, most by beds (63%)".
    #[must_use]
    pub fn words(&self) -> String {
        match self.apart_by.first() {
            Some((name, share)) if *share > 0.0 => {
                format!("{:.2} apart, most by {name} ({:.0}%)", self.distance, share * 100.0)
            }
            _ => "alike in everything weighed".to_owned(),
        }
    }
}

impl Described {
    /// Describes each organisation by a row of values, one for each name; weights are equal until they are set.
    ///
    /// # Errors
    /// Those of [`Variables::standardise`], and `Shape` where rows and codes are not as many.
    pub fn new(codes: Vec<OdsCode>, names: Vec<String>, values: &[Option<f64>]) -> Result<Self, Fault> {
        let variables = Variables::standardise(values, names.len())?;
        if variables.organisations() != codes.len() {
            return Err(Fault::Shape);
        }
        Ok(Self { codes, weights: equal(names.len()), names, variables })
    }

    /// The same with other weights, in the order of the names: learnt ([`wt_stats::similar::learn`]), or a reader's own.
    ///
    /// # Errors
    /// `Weights` or `NotANumber`.
    pub fn weighed(mut self, weights: Vec<f64>) -> Result<Self, Fault> {
        // Asking for nobody checks the weights alone.
        self.variables.peers_among(0, &[], &weights, 0)?;
        self.weights = weights;
        Ok(self)
    }

    /// Each variable with its weight as a share of all.
    pub fn weights(&self) -> impl Iterator<Item = (&str, f64)> {
        let total: f64 = self.weights.iter().sum();
        self.names.iter().zip(&self.weights).map(move |(name, weight)| (name.as_str(), weight / total))
    }

    /// The numbers, to learn from.
    #[must_use]
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The `count` most like it, the nearest first.
    ///
    /// # Errors
    /// `NoSuchPlace` where the organisation is not described.
    pub fn like(&self, code: OdsCode, count: usize) -> Result<Vec<Similar>, Fault> {
        let place = self.codes.iter().position(|one| *one == code).ok_or(Fault::NoSuchPlace)?;
        let peers = self.variables.peers(place, &self.weights, count)?;
        let named = |peer: wt_stats::similar::Peer| {
            let mut apart_by: Vec<(String, f64)> = self.names.iter().cloned().zip(peer.shares).collect();
            apart_by.sort_by(|one, other| other.1.total_cmp(&one.1));
            Similar { code: self.codes[peer.place], distance: peer.distance, apart_by }
        };
        Ok(peers.into_iter().map(named).collect())
    }

    /// They as the peers to compare it with.
    ///
    /// # Errors
    /// As [`Described::like`].
    pub fn choice(&self, code: OdsCode, count: usize) -> Result<PeerChoice, Fault> {
        Ok(PeerChoice::Own(self.like(code, count)?.into_iter().map(|similar| similar.code).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Described, PeerChoice, SIMILAR};
    use wt_stats::similar::Fault;
    use wt_units::OdsCode;

    fn code(text: &str) -> OdsCode {
        text.parse().unwrap()
    }

    fn described() -> Described {
        let codes = ["RJ1", "RJ2", "RJ6", "RAL"].map(code).to_vec();
        let values = [10.0, 1.0, 11.0, 9.0, 30.0, 1.0, 31.0, 9.0].map(Some);
        Described::new(codes, vec!["beds".into(), "nurses".into()], &values).unwrap()
    }

    #[test]
    fn weights_decide_who_is_like_whom_and_words_say_why() {
        let beds = described().weighed(vec![1.0, 0.0]).unwrap();
        let nurses = described().weighed(vec![0.0, 2.0]).unwrap();
        assert_eq!(beds.like(code("RJ1"), 1).unwrap()[0].code, code("RJ2"));
        assert_eq!(beds.like(code("RJ1"), 1).unwrap()[0].words(), "0.09 apart, most by beds (100%)");
        let like = nurses.like(code("RJ1"), SIMILAR).unwrap();
        assert_eq!((like.len(), like[0].code), (3, code("RJ6")));
        assert_eq!(like[0].words(), "alike in everything weighed");
        assert_eq!(nurses.weights().collect::<Vec<_>>(), [("beds", 0.0), ("nurses", 1.0)]);
    }

    #[test]
    fn they_are_a_choice_of_peers() {
        let choice = described().choice(code("RJ1"), 2).unwrap();
        assert!(matches!(choice, PeerChoice::Own(list) if list.len() == 2 && !list.contains(&code("RJ1"))));
        assert_eq!(described().like(code("RXX"), 1), Err(Fault::NoSuchPlace));
        assert_eq!(described().weighed(vec![1.0]), Err(Fault::Weights));
        assert_eq!(Described::new(vec![], vec!["beds".into()], &[Some(1.0)]), Err(Fault::Shape));
    }
}
