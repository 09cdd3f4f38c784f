//! Words of the field that mean the same, or so nearly that who asks for one wants the others.
//!
//! A group never holds a word that alone means something else: "bank" is no synonym of "agency", because the two are
//! compared with each other. Words are stemmed before they are held against a question, so one form of each will do.

/// Groups of equal meaning; the words of a phrase stand apart by spaces, as hyphens part words.
pub(super) const GROUPS: &[&[&str]] = &[
    &["wte", "fte", "whole time equivalent", "full time equivalent"],
    &["agency", "locum", "temporary staffing", "temporary staff"],
    &["sickness", "absence", "sick leave", "sickness absence"],
    &["e roster", "eroster", "rostering", "rota", "e rostering", "erostering"],
    &["turnover", "leaver", "leavers"],
    &["time to hire", "recruitment", "onboarding", "hiring"],
    &["resident doctor", "junior doctor", "doctor in training", "trainee doctor"],
    &["statutory and mandatory", "core skills", "mandatory training", "cstf"],
    &["care hours per patient day", "chppd"],
    &["headroom", "uplift", "unavailability"],
    &["registered nurse", "rn"],
    &["healthcare assistant", "healthcare support worker", "nursing assistant", "hca"],
    &["integrated care board", "icb", "clinical commissioning group", "ccg"],
    &["purchasing", "procurement", "buying"],
    &["length of stay", "bed day"],
    &["seven day", "weekend", "7 day"],
    &["medicine", "drug", "medication"],
    &["inter authority transfer", "iat"],
    &["weighted activity unit", "wau"],
    &["job plan", "programmed activity"],
];
