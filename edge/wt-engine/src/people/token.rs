//! Tokens: 256 random bits that a browser or a letter holds, of which the store keeps a hash.

use sha2::{Digest, Sha256};

use crate::EngineError;

/// A secret that opens a session or an invitation. Not printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// How a program's token begins, so that it is known for one wherever it turns up.
const PREFIX: &str = "wt_";

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// [`EngineError::Builtin`] if the machine has no randomness to give.
    pub fn new() -> Result<Self, EngineError> {
        random().map(Self)
    }

    /// One that a browser sent; none for what can't be a token.
    pub fn read(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        fits.then(|| Self(text.to_owned()))
    }

    /// As the browser holds it.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// As a program sends it.
    pub fn for_program(&self) -> String {
        format!("{PREFIX}{}", self.0)
    }

    /// One that a program sent; none for what can't be a token.
    pub fn of_program(text: &str) -> Option<Self> {
        text.strip_prefix(PREFIX).and_then(Self::read)
    }

    /// As the store holds it.
    pub(crate) fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

/// What a form of this browser carries, so that no other site can send it: it follows from the secret in the browser's
/// cookie, and the secret does not follow from it.
pub fn form_token(secret: &str) -> String {
    hex(&Sha256::new().chain_update(b"form ").chain_update(secret.as_bytes()).finalize())
}

/// 256 random bits in hexadecimal.
///
/// # Errors
/// [`EngineError::Builtin`] if the machine has no randomness to give.
pub fn random() -> Result<String, EngineError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| EngineError::Builtin(format!("no random numbers: {e}")))?;
    Ok(hex(&bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
