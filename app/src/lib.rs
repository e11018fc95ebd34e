//! What the screens say and show, without a browser: words, views and drafts, tested natively.

pub mod draft;
pub mod view;
pub mod words;
