//! Account numbers: as they are kept, as they are read, and what of them the order desk sees.

use super::BankAccountRefusal;

/// Corporate accounts in China have 12 to 23 digits, cards 16 to 19, older savings accounts fewer, an
/// IBAN up to 34 with its letters: 8 to 32 is what a customer here gives.
pub const NUMBER_LEAST: usize = 8;
pub const NUMBER_MOST: usize = 32;
/// Digits that tell accounts apart and pay nothing.
const TAIL: usize = 4;
const IN_A_GROUP: usize = 4;

/// A number as it is kept: without what people put between the digits, full-width signs as ASCII, letters
/// large. Letters stand in accounts of non-residents (NRA…) and abroad.
///
/// # Errors
/// A sign that no number has, too few or too many. Nothing typed is nothing kept.
pub fn normalised(text: &str) -> Result<String, BankAccountRefusal> {
    let between = |c: &char| !(c.is_whitespace() || matches!(c, '-' | '－' | '–' | '—'));
    let mut number = String::new();
    for sign in text.chars().filter(between) {
        let plain = narrow(sign).to_ascii_uppercase();
        if !plain.is_ascii_alphanumeric() {
            return Err(BankAccountRefusal::NumberMalformed { sign: sign.to_string() });
        }
        number.push(plain);
    }
    let (length, least, most) = (number.len(), NUMBER_LEAST, NUMBER_MOST);
    if length != 0 && (length < least || most < length) {
        return Err(BankAccountRefusal::NumberLength { length, least, most });
    }
    Ok(number)
}

/// A full-width digit or letter as ASCII.
fn narrow(sign: char) -> char {
    const SHIFT: u32 = 0xFEE0;
    let wide = ('！'..='～').contains(&sign);
    let ascii = u32::from(sign).checked_sub(SHIFT).filter(|_| wide).and_then(char::from_u32);
    ascii.unwrap_or(sign)
}

/// A number in fours, as cards and bank papers print it.
#[must_use]
pub fn grouped(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    let groups: Vec<String> = signs.chunks(IN_A_GROUP).map(|it| it.iter().collect()).collect();
    groups.join(" ")
}

/// What is left for those who need not know it whole.
pub(super) fn tail(number: &str) -> String {
    let signs: Vec<char> = number.chars().collect();
    let Some(from) = signs.len().checked_sub(TAIL) else { return String::new() };
    format!("••••{}", signs[from..].iter().collect::<String>())
}
