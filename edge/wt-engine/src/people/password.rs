//! Passwords: Argon2id with the parameters that OWASP gives first (19 MiB, two passes, one lane; Password Storage Cheat Sheet,
//! 2025), and what NIST SP 800-63B-4 (2025, §3.1.1.2) asks of a password: its length, and that it is no common one.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::EngineError;

/// Fewest characters of a password.
pub const SHORTEST: usize = 15;
/// Most; longer ones only cost time.
const LONGEST: usize = 200;
/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// Parts of passwords that everybody tries.
const COMMON: [&str; 9] =
    ["password", "wholetime", "123456", "qwerty", "letmein", "welcome", "abcdef", "iloveyou", "nhs-nhs"];

/// What is wrong with a password that somebody chose; none: it will do.
pub fn password_fault(chosen: &str, name: &str) -> Option<String> {
    let length = chosen.chars().count();
    if length < SHORTEST {
        return Some(format!(
            "The password has {length} characters; choose at least {SHORTEST}. Four random words are easy to remember."
        ));
    }
    if length > LONGEST {
        return Some(format!("The password has {length} characters; the most is {LONGEST}."));
    }
    let low = chosen.to_lowercase();
    let rest = COMMON.iter().fold(low, |rest, common| rest.replace(common, ""));
    let rest = if name.is_empty() { rest } else { rest.replace(&name.to_lowercase(), "") };
    let mut different: Vec<char> = rest.chars().collect();
    different.sort_unstable();
    different.dedup();
    (different.len() < 6).then(|| {
        "The password is one that is tried first: a common word, your name or few different characters. Choose another."
            .to_owned()
    })
}

/// The hash of a password, off the threads that answer pages.
pub(crate) async fn hashed(chosen: String) -> Result<String, EngineError> {
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(faulty)?;
    let work = move || {
        let salt = SaltString::encode_b64(&salt).map_err(faulty)?;
        Ok(argon()?.hash_password(chosen.as_bytes(), &salt).map_err(faulty)?.to_string())
    };
    tokio::task::spawn_blocking(work).await.map_err(faulty)?
}

/// Whether a password fits. Without a hash (nobody of that name, nobody who has chosen one) it takes as long and does not, so
/// that the time an answer takes tells nobody who has an account.
pub(crate) async fn fits(tried: String, hash: Option<String>) -> Result<bool, EngineError> {
    let Some(hash) = hash else {
        hashed(tried).await?;
        return Ok(false);
    };
    let work = move || {
        let parsed = PasswordHash::new(&hash).map_err(faulty)?;
        Ok(argon()?.verify_password(tried.as_bytes(), &parsed).is_ok())
    };
    tokio::task::spawn_blocking(work).await.map_err(faulty)?
}

fn argon() -> Result<Argon2<'static>, EngineError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(faulty)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in map_err, which gives the error away")]
fn faulty<E: std::fmt::Display>(e: E) -> EngineError {
    EngineError::Builtin(format!("passwords can't be worked out: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_common_passwords_are_refused_in_words() {
        for bad in [
            "",
            "short",
            "password1234567",
            "Ada Ada Ada Ada Ada",
            "aaaaaaaaaaaaaaaaaaaa",
            "Welcome123456789",
        ] {
            assert!(password_fault(bad, "ada").is_some(), "{bad}");
        }
        assert!(password_fault(&"x1y2z3w4".repeat(30), "ada").is_some(), "too long");
        assert_eq!(password_fault("correct horse battery staple", "ada"), None);
        assert_eq!(password_fault("şifre çok uzun ve güçlü", "ada"), None);
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_and_fits_one_password() {
        let hash = hashed("correct horse battery".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits("correct horse battery".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!fits("correct horse batterY".to_owned(), Some(hash)).await.unwrap());
        assert!(!fits("correct horse battery".to_owned(), None).await.unwrap());
    }
}
