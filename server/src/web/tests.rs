//! What a browser gets for each kind of path.

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
    for path in ["/../outside.txt", "/%2e%2e/outside.txt", "/..%2Foutside.txt", "//outside.txt"] {
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
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("  "), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert!(answer.header("permissions-policy").contains("camera=()"));
    }
}
