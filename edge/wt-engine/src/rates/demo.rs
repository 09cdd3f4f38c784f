//! Generated bookings for the generated region, and the card that it agreed, loaded through the same door as real ones.

use std::sync::Arc;

use jiff::civil::Date;
use wt_rates::agreement::{Agreement, Events};
use wt_rates::signature::{Assessment, Consultation};
use wt_rates::simulate::{Recipe, Region, card, events, write};

use super::card::summary;
use super::intake::How;
use super::{Adoption, Asked, Legal, Said};
use crate::intake::{Upload, Verdict};
use crate::permit::Person;
use crate::progress::Quiet;
use crate::{Engine, EngineError};

/// The generated bookings begin in April 2024, so many months after year 0 of the counting by months.
const BEGINS: i32 = 2_024 * 12 + 3;
/// Shifts, as a percentage of a real region's: enough for every page, quick to make.
const PERCENT: u32 = 15;

impl Engine {
    /// Loads generated bookings of the generated region's employers, up to the last whole month; returns how many.
    ///
    /// # Errors
    /// [`EngineError::Store`]; [`EngineError::Question`] where the day lies outside what can be generated.
    pub async fn fill_rates(&self, person: &Person, seed: u64) -> Result<u64, EngineError> {
        let months = (wt_rates::extract::month_number(self.today()) - BEGINS).clamp(12, 36);
        let months = u8::try_from(months).unwrap_or(36);
        let recipe = Recipe { seed, employers: 36, months, percent: PERCENT, defector: true };
        let region = Region::new(&recipe).map_err(|why| EngineError::Question(format!("{why}.")))?;
        let days = self.facts().codes("public-holidays-england-wales").map(|list| list.codes.as_slice());
        let holidays: Vec<Date> =
            days.unwrap_or_default().iter().filter_map(|day| day.code.parse().ok()).collect();
        let mut text = String::new();
        let truth = write(&region, &holidays, &mut |piece| {
            text.push_str(piece);
            Ok::<(), std::convert::Infallible>(())
        });
        let Ok(truth) = truth;
        let upload = Upload { name: "generated_bookings.csv".to_owned(), bytes: Arc::new(text.into_bytes()) };
        let read = self.import_bookings(person, &upload, How::default(), Arc::new(Quiet)).await?;
        match read.verdict {
            Verdict::Held(load) => self.confirm(person, &load.id).await?,
            other => return Err(EngineError::Builtin(format!("the generated bookings: {other:?}"))),
        };
        self.fill_card(person, &region).await?;
        Ok(truth.bookings)
    }

    /// The card that the generated region agreed, its basis in law, and who signed when.
    async fn fill_card(&self, person: &Person, region: &Region) -> Result<(), EngineError> {
        let begins = jiff::civil::date(2_024, 4, 1);
        let later = |days: i32| (begins + jiff::Span::new().days(days)).to_string();
        let legal = Legal {
            memorandum: "Memorandum of understanding on rates (generated)".to_owned(),
            advice: "Advice of the region's solicitors (generated)".to_owned(),
            owner: "Programme director (generated)".to_owned(),
            date: begins.to_string(),
        };
        self.record_basis(person, &legal).await?;
        let text = card(region);
        let agreement = Agreement::parse("generated card", text.as_bytes())?;
        let name = "Regional card (generated)".to_owned();
        let asked = Asked { name, min_fill: "0".to_owned(), ..Asked::default() };
        let found = self.design_card(person, &Asked { rates: text.clone(), ..asked.clone() }).await?;
        let from = agreement.starts().unwrap_or(begins);
        let kept = self.add_card(person, &asked, text, from, summary(&found)).await?;
        let assessment = Assessment {
            date: later(60),
            owner: "Head of inclusion (generated)".to_owned(),
            document: "EIA 1 (generated)".to_owned(),
        };
        let consultation = Consultation {
            opened: later(65),
            closed: later(90),
            with: "Joint staff side (generated)".to_owned(),
        };
        self.prepare_card(person, &kept.slug, assessment, consultation).await?;
        self.recommend_card(person, &kept.slug).await?;
        let events = Events::parse("generated events", events(region).as_bytes())?;
        let signed = events.adoption.iter().map(|(employer, month)| {
            let from = format!("{}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1);
            let by = "Chief executive (generated)".to_owned();
            let on = format!("{from}-01");
            Said::Adopted(Adoption { card: kept.slug.clone(), employer: employer.clone(), by, on, from })
        });
        self.add_said(person, &signed.collect::<Vec<_>>()).await
    }
}
