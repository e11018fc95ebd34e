//! The screens' parts: what they say and show, tested natively, the kit they are built from, and the
//! replica they read.

#[cfg(target_arch = "wasm32")]
pub mod clock;
pub mod draft;
pub mod format;
#[cfg(target_arch = "wasm32")]
pub mod id;
#[cfg(target_arch = "wasm32")]
pub mod kit;
pub mod language;
#[cfg(target_arch = "wasm32")]
pub mod replica;
#[cfg(target_arch = "wasm32")]
pub mod session;
#[cfg(target_arch = "wasm32")]
pub mod theme;
#[cfg(target_arch = "wasm32")]
pub mod turn;
pub mod upload;
pub mod view;
pub mod words;

// Storage is the replica's alone, also where it keeps a preference for the screens.
#[cfg(target_arch = "wasm32")]
use replica::preference;

/// The build of the app: stands in every command, and says when a newer one may understand more.
pub const BUILD: &str = match option_env!("CHITBOOK_BUILD") {
    Some(build) => build,
    None => env!("CARGO_PKG_VERSION"),
};
