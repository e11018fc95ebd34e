//! Spreadsheets: a cell that one would run as a formula is written with a mark before it, and read
//! without.

/// A cell that no spreadsheet takes for a formula (CWE-1236). A plain number is none, sign or not.
#[must_use]
pub fn guarded(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell behind its mark.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|it| is_formula(it)).unwrap_or(cell)
}

fn is_formula(cell: &str) -> bool {
    match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => !is_number(&cell[1..]),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_marked_and_read_back() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "+86 138", "-"] {
            let marked = guarded(cell);
            assert_eq!(marked, format!("'{cell}"));
            assert_eq!(unguarded(&marked), cell);
        }
        for cell in ["", "100.00", "-1,234.50", "+5", "永辉", "'s-Hertogenbosch", "a=b"] {
            assert_eq!((guarded(cell).as_str(), unguarded(cell)), (cell, cell));
        }
    }
}
