//! The web app as it is served: from a folder or from inside the binary, never stale, never somebody else's page.
//!
//! `service` answers what no route of the API took; `security_headers` is for every answer of the server.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Where the files of the web app come from.
#[derive(Clone, Debug)]
pub enum WebRoot {
    /// As written by `cargo xtask web`; read at every request, so that a new build is served at once.
    Folder(PathBuf),
    /// As compiled into this binary.
    #[cfg(feature = "embed")]
    Embedded,
}

impl WebRoot {
    /// The folder asked for; without one, what the binary carries, if it carries any.
    pub fn choose(folder: Option<PathBuf>) -> Option<Self> {
        #[cfg(feature = "embed")]
        let inside = Some(Self::Embedded);
        #[cfg(not(feature = "embed"))]
        let inside = None;
        folder.map(Self::Folder).or(inside)
    }

    async fn read(&self, path: &str) -> Option<Vec<u8>> {
        match self {
            Self::Folder(folder) => tokio::fs::read(folder.join(path)).await.ok(),
            #[cfg(feature = "embed")]
            Self::Embedded => embedded::Files::get(path).map(|file| file.data.into_owned()),
        }
    }
}

#[cfg(feature = "embed")]
mod embedded {
    #[derive(rust_embed::Embed)]
    #[folder = "../dist/web"]
    pub struct Files;
}

/// Answers every path that is not under `/api/`; to be mounted with `Router::fallback_service`.
pub fn service(root: WebRoot) -> Router {
    Router::new().fallback(answer).with_state(root)
}

const PAGE: &str = "index.html";
const NOT_BUILT: &str =
    "网页端尚未构建：cargo xtask web\nThe web app is not built yet: cargo xtask web\n";

async fn answer(
    State(root): State<WebRoot>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    if let Some(file) = find(&root, path, &headers).await {
        return file.answer(&headers);
    }
    if path.starts_with("a/") {
        // A page in place of a script would be kept for ever as that script.
        return (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response();
    }
    match find(&root, PAGE, &headers).await {
        Some(page) => page.answer(&headers),
        None => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
    }
}

struct File<'a> {
    path: &'a str,
    content: Vec<u8>,
    compressed: bool,
}

async fn find<'a>(root: &WebRoot, path: &'a str, headers: &HeaderMap) -> Option<File<'a>> {
    if !is_plain(path) {
        return None;
    }
    if accepts_brotli(headers)
        && let Some(content) = root.read(&format!("{path}.br")).await
    {
        return Some(File { path, content, compressed: true });
    }
    let content = root.read(path).await?;
    Some(File { path, content, compressed: false })
}

/// Our own files have plain names; anything else, above all a way out of the folder, is no file.
fn is_plain(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    path.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && part.chars().all(plain)
    })
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let offered = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    offered.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(
        |offer| {
            let mut parts = offer.split(';').map(str::trim);
            let refused = |part: &str| part.trim_end_matches(['0', '.']) == "q=";
            parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br")) && !parts.any(refused)
        },
    )
}

impl File<'_> {
    /// A file under `a/` bears the digest of its content in its name and may be kept for ever;
    /// all others are asked for again each time, which costs a few bytes while nothing changed.
    fn answer(self, headers: &HeaderMap) -> Response {
        let kept = self.path.starts_with("a/");
        let tag = if kept { self.path.to_owned() } else { digest(&self.content) };
        // Weak: what stands between server and browser may compress the file once more.
        let tag = format!("W/\"{tag}\"");
        let mut answer = if knows(headers, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(self.content))
        };
        let fields = answer.headers_mut();
        let cache = if kept { "public, max-age=31536000, immutable" } else { "no-cache" };
        fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(self.path)));
        if self.compressed {
            fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            fields.insert(header::ETAG, tag);
        }
        answer
    }
}

fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| opaque(one) == opaque(tag)))
}

fn digest(content: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(content))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "json" => "application/json",
        _ => "application/octet-stream",
    }
}

/// No script, style or frame but our own; Wasm may compile, nothing may be evaluated from text.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A slice that needs one of these (a photo, a place) opens it here for our own pages: `camera=(self)`.
const FEATURES: &str = "accelerometer=(), bluetooth=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    serial=(), usb=()";

/// For every answer: `router.layer(axum::middleware::map_response(web::security_headers))`.
pub async fn security_headers(mut answer: Response) -> Response {
    const FIELDS: [(HeaderName, &str); 7] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), FEATURES),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in FIELDS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

#[cfg(test)]
mod tests;
