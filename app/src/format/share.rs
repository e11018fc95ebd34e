//! Shares of a whole for people: 35.8%, rounded once.

/// The part in percent with one place, rounded half away from zero; – where there is no whole. Shares of
/// a column are rounded each for itself, and may add up to 99.9% or 100.1%.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let sign = if (part < 0) == (whole < 0) { "" } else { "−" };
    let (part, whole) = (u128::from(part.unsigned_abs()), u128::from(whole.unsigned_abs()));
    let tenths = (part * 2_000 + whole) / (2 * whole);
    let sign = if tenths == 0 { "" } else { sign };
    format!("{sign}{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_not_cut() {
        for (part, whole, said) in [
            (3_577, 10_000, "35.8%"),
            (3_574, 10_000, "35.7%"),
            (3_575, 10_000, "35.8%"),
            (1, 3, "33.3%"),
            (2, 3, "66.7%"),
            (0, 7, "0.0%"),
            (7, 7, "100.0%"),
            (9_999, 10_000, "100.0%"),
            (15, 10, "150.0%"),
            (-3_575, 10_000, "−35.8%"),
            (-5, 1_000, "−0.5%"),
            (-1, 10_000, "0.0%"),
            (-1, -2, "50.0%"),
            (i64::MAX, i64::MAX, "100.0%"),
            (i64::MIN, 1, "−922337203685477580800.0%"),
            (5, 0, "–"),
        ] {
            assert_eq!(percent(part, whole), said, "{part} of {whole}");
        }
    }
}
