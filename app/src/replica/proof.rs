//! Proving texts of chunks, and naming content, by the browser's own means: beside the page's thread, and
//! many times faster than the app can do it itself.

use js_sys::{Reflect, Uint8Array};
use shared::attachment::Blob;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::SubtleCrypto;

/// SHA-256 of a text in lower-case hexadecimal; none where the browser does not do it, as on a page
/// without TLS.
pub async fn digest(text: &str) -> Option<String> {
    digest_of(&Uint8Array::from(text.as_bytes())).await
}

/// The name of content; worked out here where the browser does not do it.
pub async fn blob_of(content: &Uint8Array) -> Blob {
    let digest = digest_of(content).await.and_then(|it| it.parse().ok());
    digest.unwrap_or_else(|| Blob::of(&content.to_vec()))
}

async fn digest_of(bytes: &Uint8Array) -> Option<String> {
    let asked = subtle()?.digest_with_str_and_buffer_source("SHA-256", bytes).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(asked).await.ok()?).to_vec();
    Some(shared::sync::hexadecimal(&digest))
}

fn subtle() -> Option<SubtleCrypto> {
    let crypto = web_sys::window()?.crypto().ok()?;
    // Without TLS there is none, whatever the binding says.
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.is_object().then(|| subtle.unchecked_into())
}
