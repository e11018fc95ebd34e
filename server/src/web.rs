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
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// No script, style or frame but our own; Wasm may compile, nothing may be evaluated from text.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A slice that needs one of these (a photo, a place) opens it here for our own pages: `camera=(self)`.
const FEATURES: &str = "accelerometer=(), camera=(), display-capture=(), \
    geolocation=(self), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
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
mod tests {
    use axum::body::to_bytes;
    use axum::extract::Request;
    use axum::middleware::map_response;
    use tempfile::TempDir;
    use tower::ServiceExt as _;

    use super::*;

    const SCRIPT: &str = "/a/app-0123456789abcdef.js";

    fn built() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("../outside.txt", "secret"),
            ("index.html", "page"),
            ("index.html.br", "small page"),
            ("sw.js", "worker"),
            ("icon.svg", "<svg/>"),
            ("manifest.webmanifest", "{}"),
            ("a/app-0123456789abcdef.js", "script"),
            ("a/app-0123456789abcdef.js.br", "small script"),
            ("a/app-0123456789abcdef.wasm", "wasm"),
        ];
        std::fs::create_dir_all(folder.path().join("web/a")).unwrap();
        for (path, content) in files {
            std::fs::write(folder.path().join("web").join(path), content).unwrap();
        }
        folder
    }

    struct Answer {
        status: StatusCode,
        headers: HeaderMap,
        body: String,
    }

    impl Answer {
        fn header(&self, name: impl Into<String>) -> &str {
            let name: HeaderName = name.into().parse().unwrap();
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
    }

    async fn ask(folder: &TempDir, request: Request) -> Answer {
        let web = service(WebRoot::Folder(folder.path().join("web")));
        let answer = web.layer(map_response(security_headers)).oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    fn get(path: &str) -> Request {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn get_with(path: &str, name: HeaderName, value: &str) -> Request {
        Request::get(path).header(name, value).body(Body::empty()).unwrap()
    }

    #[track_caller]
    fn check(answer: &Answer, status: u16, body: &str) {
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (status, body));
    }

    #[tokio::test]
    async fn every_place_of_the_app_is_the_page() {
        let folder = built();
        for path in ["/", "/index.html", "/customers/01J9", "/promises?state=open", "/客户"] {
            let uri = path.replace("客户", "%E5%AE%A2%E6%88%B7");
            let answer = ask(&folder, get(&uri)).await;
            check(&answer, 200, "page");
            assert_eq!(answer.header("cache-control"), "no-cache");
            assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn a_file_named_by_its_content_is_kept_for_ever() {
        let folder = built();
        let answer = ask(&folder, get(SCRIPT)).await;
        check(&answer, 200, "script");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        let wasm = ask(&folder, get("/a/app-0123456789abcdef.wasm")).await;
        assert_eq!(wasm.header("content-type"), "application/wasm");
    }

    #[tokio::test]
    async fn a_missing_file_of_a_build_is_never_the_page() {
        let folder = built();
        for path in ["/a/app-ffffffffffffffff.js", "/a/", "/a/sub/none.css", "/a/..%2findex.html"] {
            let answer = ask(&folder, get(path)).await;
            check(&answer, 404, "");
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }

    #[tokio::test]
    async fn the_api_is_never_the_page() {
        let folder = built();
        for path in ["/api", "/api/", "/api/sync/unknown"] {
            check(&ask(&folder, get(path)).await, 404, "");
        }
    }

    #[tokio::test]
    async fn nothing_outside_the_folder_is_read() {
        let folder = built();
        for path in ["/../outside.txt", "/%2e%2e/outside.txt", "/..%2Foutside.txt", "//outside.txt"]
        {
            check(&ask(&folder, get(path)).await, 200, "page");
        }
    }

    #[tokio::test]
    async fn a_compressed_copy_goes_to_who_can_read_it() {
        let folder = built();
        for (offer, expected) in [
            ("br", "small script"),
            ("gzip, deflate, br;q=0.8", "small script"),
            ("gzip", "script"),
            ("br;q=0", "script"),
            ("br; q=0.0", "script"),
            ("brotli", "script"),
        ] {
            let answer = ask(&folder, get_with(SCRIPT, header::ACCEPT_ENCODING, offer)).await;
            check(&answer, 200, expected);
            let encoding = if expected == "script" { "" } else { "br" };
            assert_eq!(answer.header("content-encoding"), encoding);
            assert_eq!(answer.header("vary"), "accept-encoding");
        }
        let without_copy = ask(&folder, get_with("/icon.svg", header::ACCEPT_ENCODING, "br")).await;
        check(&without_copy, 200, "<svg/>");
        let deep = ask(&folder, get_with("/customers", header::ACCEPT_ENCODING, "br")).await;
        check(&deep, 200, "small page");
        assert_eq!(deep.header("content-type"), "text/html; charset=utf-8");
    }

    #[tokio::test]
    async fn what_the_browser_holds_is_not_sent_again() {
        let folder = built();
        for path in ["/", "/sw.js", "/manifest.webmanifest", SCRIPT] {
            let first = ask(&folder, get(path)).await;
            let tag = first.header("etag").to_owned();
            let again = ask(&folder, get_with(path, header::IF_NONE_MATCH, &tag)).await;
            check(&again, 304, "");
            assert_eq!(again.header("etag"), tag);
            let other = ask(&folder, get_with(path, header::IF_NONE_MATCH, "\"other\"")).await;
            assert_eq!(other.status, StatusCode::OK);
        }
        let before = ask(&folder, get("/")).await.header("etag").to_owned();
        std::fs::write(folder.path().join("web/index.html"), "new page").unwrap();
        let after = ask(&folder, get_with("/", header::IF_NONE_MATCH, &before)).await;
        check(&after, 200, "new page");
    }

    #[tokio::test]
    async fn only_reading_is_allowed() {
        let folder = built();
        let post = Request::post("/customers").body(Body::empty()).unwrap();
        check(&ask(&folder, post).await, 405, "");
        let head = Request::head("/").body(Body::empty()).unwrap();
        let answer = ask(&folder, head).await;
        check(&answer, 200, "");
        assert_eq!(answer.header("content-length"), "4");
    }

    #[tokio::test]
    async fn a_folder_without_a_build_says_what_to_do() {
        let empty = tempfile::tempdir().unwrap();
        let answer = ask(&empty, get("/")).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.body.contains("cargo xtask web"));
    }

    #[tokio::test]
    async fn every_answer_carries_the_security_headers() {
        let folder = built();
        for path in ["/", SCRIPT, "/a/none.js", "/api/none"] {
            let answer = ask(&folder, get(path)).await;
            let policy = answer.header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';")
            );
            assert!(!policy.contains("unsafe-inline") && !policy.contains("  "), "{policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff");
            assert_eq!(answer.header("referrer-policy"), "no-referrer");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
            assert!(answer.header("permissions-policy").contains("camera=()"));
        }
    }
}
