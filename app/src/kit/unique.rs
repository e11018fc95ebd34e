//! Names for elements that point at each other: label and field, heading and section.

use std::cell::Cell;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of this page has.
pub fn unique(of: &str) -> String {
    let next = LAST.get().wrapping_add(1);
    LAST.set(next);
    format!("{of}-{next}")
}
