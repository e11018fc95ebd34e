//! The name of a chunk: what it contains, so that what arrived can be checked and kept for ever.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// SHA-256 of the text of a chunk, before compression, in lower-case hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    digest_of_bytes(text.as_bytes())
}

/// SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn digest_of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// How a digest is written.
#[must_use]
pub fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_pinned() {
        assert_eq!(
            digest("赊账通"),
            "2c812b3e882968f5fbdbd775b3a6b1865f3eec71d61dd3029b840227a0f3f966"
        );
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
