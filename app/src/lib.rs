//! The screens' parts: what they say and show, tested natively, and the kit they are built from.

pub mod draft;
pub mod format;
#[cfg(target_arch = "wasm32")]
pub mod kit;
pub mod language;
// Storage is the replica's alone, also where it keeps a preference for the screens.
#[cfg(target_arch = "wasm32")]
#[path = "replica/preference.rs"]
mod preference;
#[cfg(target_arch = "wasm32")]
pub mod theme;
pub mod view;
pub mod words;
