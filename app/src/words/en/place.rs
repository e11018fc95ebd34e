//! Where a customer is on the map, in English.

use crate::words::{PlaceWord, place::ROUGH_METRES};

pub fn place(it: PlaceWord) -> &'static str {
    match it {
        PlaceWord::Here => "Use where I am",
        PlaceWord::Asking => "Finding where you are",
        PlaceWord::Denied => {
            "The browser may not tell where you are. Allow it in its settings, or type the point."
        }
        PlaceWord::Unknown => {
            "The place could not be found. Switch location on, go outside and try again, or type the point."
        }
        PlaceWord::TimedOut => "That took too long. Try again, or type the point.",
        PlaceWord::NoSensor => "This device cannot tell where it is. Type the point.",
        PlaceWord::Hint => "Latitude, then longitude (WGS-84): 26.074508,119.296494",
        PlaceWord::OpenMap => "Show on a map",
    }
}

pub fn taken_within(metres: u32) -> String {
    if ROUGH_METRES < metres {
        return format!(
            "Taken, but it may be {metres} m off. At the shop's door it will be closer."
        );
    }
    format!("Taken, within some {metres} m. It counts once it is saved.")
}
