//! What is printed: in the language of whoever reads it, in columns that line up.

use shared::words::Language;

/// Prints a line; an error where nobody reads any more.
macro_rules! outln {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        writeln!(std::io::stdout(), $($said)*)?
    }};
}
pub(crate) use outln;

/// Prints without a line's end; an error where nobody reads any more.
macro_rules! out {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        write!(std::io::stdout(), $($said)*)?
    }};
}
pub(crate) use out;

/// Says a line beside the output. Who listens to neither misses nothing.
macro_rules! errln {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($said)*);
    }};
}
pub(crate) use errln;

/// So many of something: `1 row`, `2 rows`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Speaks one of the two languages.
#[derive(Debug, Clone, Copy)]
pub struct Say(Language);

impl Say {
    /// In the language that is asked for, or else in the terminal's.
    pub fn in_language(asked: Option<Language>) -> Say {
        let of_terminal = || {
            let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .into_iter()
                .find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
            named.and_then(|it| it.parse().ok()).unwrap_or(Language::En)
        };
        Say(asked.unwrap_or_else(of_terminal))
    }

    pub fn language(self) -> Language {
        self.0
    }

    pub fn of(self, zh: &str, en: &str) -> String {
        match self.0 {
            Language::Zh => zh.to_owned(),
            Language::En => en.to_owned(),
        }
    }
}

/// Rows of cells in columns, those named flush right.
pub fn table(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter().filter_map(|row| row.get(at)).map(|it| width(it)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[at] - self::width(cell));
            if right.contains(&at) {
                line.push_str(&gap);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&gap);
            }
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// How many places a text takes on a terminal: two for a Chinese character and its full-width kin.
fn width(text: &str) -> usize {
    let wide = |c: char| {
        matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3
            | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6
            | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
    };
    text.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [vec!["永辉", "1.00"], vec!["abc", "20.00"]];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|it| it.iter().map(|it| (*it).to_owned()).collect()).collect();
        assert_eq!(table(&rows, &[1]), "永辉   1.00\nabc   20.00\n");
    }
}
