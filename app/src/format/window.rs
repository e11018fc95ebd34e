//! Which rows of a long list are near the screen, and where one can go from a row by keyboard.

use std::ops::Range;

/// Where a list stands before the screen, in CSS pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Place {
    /// From the list's beginning to the screen's upper edge; negative while the list is below it.
    pub above: f64,
    pub screen: f64,
    pub row: f64,
}

/// Rows kept ready on either side of the screen, so that a quick finger finds them drawn.
const MARGIN: usize = 8;

impl Place {
    /// The rows to draw of `count`. The ends move in steps, so that not every pixel redraws.
    #[must_use]
    pub fn rows(self, count: usize) -> Range<usize> {
        if count == 0 || self.row <= 0.0 {
            return 0..count.min(2 * MARGIN);
        }
        let first = steps(self.above / self.row).saturating_sub(MARGIN) / MARGIN * MARGIN;
        let shown = steps(self.screen / self.row) + 1;
        let last = (first + shown + 3 * MARGIN).div_ceil(MARGIN) * MARGIN;
        first.min(count)..last.min(count)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float saturates, and negative places are before the first row"
)]
fn steps(count: f64) -> usize {
    count.max(0.0) as usize
}

/// A step through a list by keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Next,
    Previous,
    First,
    Last,
}

impl Step {
    /// The step for a key: arrows and `j`/`k`, Home and End.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Step> {
        match key {
            "ArrowDown" | "j" => Some(Step::Next),
            "ArrowUp" | "k" => Some(Step::Previous),
            "Home" => Some(Step::First),
            "End" => Some(Step::Last),
            _ => None,
        }
    }

    /// The row one comes to; nothing in an empty list. From nowhere the first step enters at an end.
    #[must_use]
    pub fn from(self, at: Option<usize>, count: usize) -> Option<usize> {
        let last = count.checked_sub(1)?;
        Some(match (self, at) {
            (Step::First, _) | (Step::Next, None) => 0,
            (Step::Last, _) | (Step::Previous, None) => last,
            (Step::Next, Some(at)) => (at + 1).min(last),
            (Step::Previous, Some(at)) => at.saturating_sub(1).min(last),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(above: f64) -> Place {
        Place { above, screen: 800.0, row: 64.0 }
    }

    #[test]
    fn what_is_on_the_screen_is_always_drawn() {
        for above in [-500.0, 0.0, 10.0, 63.9, 64.0, 5_000.0, 150_000.0, 319_000.0] {
            let rows = place(above).rows(5_000);
            let (first, last) = (steps(above / 64.0), steps((above + 800.0) / 64.0).min(4_999));
            assert!(rows.contains(&first.min(4_999)) && rows.contains(&last), "{above}: {rows:?}");
            assert!(rows.len() <= 64, "{above}: {rows:?}");
        }
    }

    #[test]
    fn a_list_shorter_than_the_screen_is_drawn_whole() {
        assert_eq!(place(0.0).rows(3), 0..3);
        assert_eq!(place(0.0).rows(0), 0..0);
        assert_eq!(place(99_999.0).rows(3), 3..3, "scrolled past");
        assert_eq!(Place::default().rows(5_000), 0..16, "not measured yet");
    }

    #[test]
    fn a_few_pixels_change_nothing() {
        assert_eq!(place(6_400.0).rows(5_000), place(6_440.0).rows(5_000));
    }

    #[test]
    fn keys_walk_the_list_and_stop_at_its_ends() {
        assert_eq!(Step::Next.from(None, 3), Some(0));
        assert_eq!(Step::Previous.from(None, 3), Some(2));
        assert_eq!(Step::Next.from(Some(2), 3), Some(2));
        assert_eq!(Step::Previous.from(Some(0), 3), Some(0));
        assert_eq!(Step::Last.from(Some(0), 3), Some(2));
        assert_eq!(Step::Previous.from(Some(9), 3), Some(2), "the list has become shorter");
        assert_eq!(Step::Next.from(None, 0), None);
        assert_eq!(Step::of_key("j"), Some(Step::Next));
        assert_eq!(Step::of_key("x"), None);
    }
}
