//! The unified social credit code 统一社会信用代码 of an organisation.

/// Digits and capital letters without I, O, S, V and Z, each worth its place.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Whether the last of the 18 signs is the one the first 17 call for.
///
/// Source: GB 32100-2015: Σ value × 3^place mod 31, and what is missing to a multiple of 31.
#[must_use]
pub fn is_social_credit_code(code: &str) -> bool {
    let values: Option<Vec<usize>> =
        code.bytes().map(|sign| SIGNS.iter().position(|it| *it == sign)).collect();
    let Some((last, first)) = values.as_deref().and_then(<[usize]>::split_last) else {
        return false;
    };
    if first.len() != 17 {
        return false;
    }
    let (mut sum, mut weight) = (0, 1);
    for value in first {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    *last == (31 - sum % 31) % 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_sign_is_checked() {
        // The first is the example of the standard itself.
        for right in ["91350100M000100Y43", "91110000802100433B", "91440300708461136T"] {
            assert!(is_social_credit_code(right), "{right}");
        }
        for wrong in [
            "91350100M000100Y44",
            "91350100M000100Y4",
            "91350100m000100y43",
            "",
            "91I50100M000100Y43",
        ] {
            assert!(!is_social_credit_code(wrong), "{wrong}");
        }
    }
}
