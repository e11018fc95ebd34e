//! Making a picture smaller before it is kept: for the phone's storage, its data plan, and its owner.
//!
//! What is drawn anew carries nothing but what is seen: the place, the time and the serial number that a
//! camera writes into its files are gone with it. The law on personal information asks to keep the least.

use app::draft::attached::shrunken;
use futures::channel::oneshot;
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions,
    ImageOrientation,
};

/// How good the JPEG is: lines of a licence stay readable, and a page stays below half a megabyte.
const QUALITY: f64 = 0.8;
const JPEG: &str = "image/jpeg";

/// The picture as a JPEG, upright, its longest side no longer than is kept; none where this browser
/// cannot read it.
pub async fn shrink(file: &Blob) -> Option<Uint8Array> {
    let bitmap = decoded(file).await.ok()?;
    let drawn = drawn(&bitmap);
    // A decoded photo takes fifty megabytes: not until somebody tidies up.
    bitmap.close();
    let blob = encoded(&drawn.ok()?).await?;
    bytes(&blob).await
}

/// The bytes of a file; none where it cannot be read any more.
pub async fn bytes(file: &Blob) -> Option<Uint8Array> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

async fn decoded(file: &Blob) -> Result<ImageBitmap, JsValue> {
    let options = ImageBitmapOptions::new();
    // Cameras lie on their side and say so in the file; drawn, it has to stand upright.
    options.set_image_orientation(ImageOrientation::FromImage);
    let asked = window().create_image_bitmap_with_blob_and_image_bitmap_options(file, &options)?;
    JsFuture::from(asked).await?.dyn_into()
}

fn drawn(bitmap: &ImageBitmap) -> Result<HtmlCanvasElement, JsValue> {
    let (width, height) = shrunken(bitmap.width(), bitmap.height());
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    let (width, height) = (f64::from(width), f64::from(height));
    // A JPEG has no transparency: what has no ground lies on paper.
    context.set_fill_style_str("white");
    context.fill_rect(0.0, 0.0, width, height);
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)?;
    Ok(canvas)
}

async fn encoded(canvas: &HtmlCanvasElement) -> Option<Blob> {
    let (tell, told) = oneshot::channel::<Option<Blob>>();
    let made = Closure::once(move |blob: JsValue| {
        // Nobody waits for it any more once the form is left.
        let _ = tell.send(blob.dyn_into().ok());
    });
    let to = made.as_ref().unchecked_ref();
    canvas.to_blob_with_type_and_encoder_options(to, JPEG, &QUALITY.into()).ok()?;
    told.await.ok().flatten()
}
