//! Where a customer is: latitude and longitude in WGS-84, exact to a millionth of a degree (some 11 cm).

use std::fmt;

/// Millionths of a degree in one: a point is kept in whole ones.
const MICRO: i32 = 1_000_000;
const DIGITS: usize = 6;

/// A point on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeoPoint {
    latitude_micro: i32,
    longitude_micro: i32,
}

impl GeoPoint {
    /// Reads decimal degrees, latitude first, as maps and phones give them: `26.074508, 119.296494`. What
    /// stands behind the sixth digit says nothing about a shop and is left out.
    #[must_use]
    pub fn parse(text: &str) -> Option<GeoPoint> {
        let between = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；');
        let mut parts = text.split(between).filter(|it| !it.is_empty());
        let (latitude, longitude) = (parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(GeoPoint {
            latitude_micro: micro(latitude, 90)?,
            longitude_micro: micro(longitude, 180)?,
        })
    }

    /// As links to a map want it: `geo:26.074508,119.296494` (RFC 5870, which means WGS-84).
    #[must_use]
    pub fn uri(self) -> String {
        format!("geo:{self}")
    }

    /// Latitude and longitude in degrees, each by itself.
    #[must_use]
    pub fn degrees(self) -> (String, String) {
        (degrees(self.latitude_micro), degrees(self.longitude_micro))
    }
}

impl fmt::Display for GeoPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (latitude, longitude) = self.degrees();
        write!(f, "{latitude},{longitude}")
    }
}

fn degrees(micro: i32) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let (whole, rest) =
        (micro.unsigned_abs() / MICRO.unsigned_abs(), micro.unsigned_abs() % MICRO.unsigned_abs());
    format!("{sign}{whole}.{rest:06}")
}

/// Decimal degrees as millionths, at most so many to either side.
fn micro(text: &str, most: i32) -> Option<i32> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, rest) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_digits = |it: &str| !it.is_empty() && it.chars().all(|c| c.is_ascii_digit());
    if !is_digits(whole) || !is_digits(rest) {
        return None;
    }
    let rest: String = rest.chars().chain("000000".chars()).take(DIGITS).collect();
    let (whole, rest): (i32, i32) = (whole.parse().ok()?, rest.parse().ok()?);
    let micro = whole.checked_mul(MICRO)?.checked_add(rest)?;
    let within = micro <= most.checked_mul(MICRO)?;
    within.then_some(if negative { -micro } else { micro })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_as_people_and_phones_write_it() {
        for (text, kept) in [
            ("26.074508,119.296494", Some("26.074508,119.296494")),
            (" 26.0745081234 ， 119.2964 ", Some("26.074508,119.296400")),
            ("26 119", Some("26.000000,119.000000")),
            ("-33.5, +151.25", Some("-33.500000,151.250000")),
            ("-0.000001,0", Some("-0.000001,0.000000")),
            ("90,180", Some("90.000000,180.000000")),
            ("-90,-180", Some("-90.000000,-180.000000")),
            ("90.000001,0", None),
            ("0,180.000001", None),
            // The other way round, as some maps print it.
            ("119.296494,26.074508", None),
            ("26.07", None),
            ("26.07,119.29,3", None),
            ("26.,119", None),
            (".5,119", None),
            ("二十六,119", None),
            ("26e0,119", None),
            ("99999999999,0", None),
            ("", None),
        ] {
            let read = GeoPoint::parse(text);
            assert_eq!(read.map(|it| it.to_string()).as_deref(), kept, "{text}");
            assert_eq!(read.and_then(|it| GeoPoint::parse(&it.to_string())), read, "{text}");
        }
        assert_eq!(GeoPoint::parse("26,119").unwrap().uri(), "geo:26.000000,119.000000");
    }
}
