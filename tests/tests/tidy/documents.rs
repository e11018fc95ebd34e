//! Documents: what they name exists.

use std::path::Path;

use super::{
    none,
    source::{root, sources},
};

const NEEDED: [&str; 5] =
    ["README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "docs/sync-protocol.md"];

#[test]
fn the_documents_are_there() {
    let missing = NEEDED.iter().filter(|it| !root().join(it).is_file());
    let missing: Vec<_> = missing.map(|it| format!("{it} is missing")).collect();
    none("a document is missing", &missing);
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut found = vec![];
    // The history names what was; decisions name what was refused.
    let told = ["CHANGELOG.md", "DECISIONS.md"];
    for it in sources().iter().filter(|it| it.is("md") && !told.contains(&it.path.as_str())) {
        for (at, line) in it.text.lines().enumerate() {
            for path in line.split('`').skip(1).step_by(2).flat_map(expanded) {
                if is_path(&path) && !exists(&path, &it.path) {
                    found.push(format!("{}:{}: `{path}`", it.path, at + 1));
                }
            }
        }
    }
    none("a document names a path that is not there", &found);
}

/// A path of the repository, as opposed to a route, a command or a line of code.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let first = text.split('/').next().unwrap_or(text);
    let known = root().join(first).exists() && !first.is_empty();
    let named = ["rs", "toml", "css", "mjs", "md", "sql", "js"]
        .iter()
        .any(|it| Path::new(text).extension().is_some_and(|has| has == *it));
    text.chars().all(plain) && (text.contains('/') && known || named && !text.starts_with('.'))
}

/// From the root, or from the folder of the document.
fn exists(path: &str, document: &str) -> bool {
    const MADE: [&str; 5] = ["target", "dist", "data", "tests/browser/results", "node_modules"];
    let beside = Path::new(document).parent().unwrap_or(Path::new(""));
    root().join(path).exists()
        || root().join(beside).join(path).exists()
        || MADE.iter().any(|it| path.starts_with(it))
}

/// `{a,b}/c` as `a/c` and `b/c`.
fn expanded(text: &str) -> Vec<String> {
    let Some((before, rest)) = text.split_once('{') else { return vec![text.to_owned()] };
    let Some((inside, after)) = rest.split_once('}') else { return vec![text.to_owned()] };
    inside.split(',').flat_map(|it| expanded(&format!("{before}{}{after}", it.trim()))).collect()
}

#[test]
fn braces_are_spelt_out() {
    assert_eq!(expanded("a/{b,c}.rs"), ["a/b.rs", "a/c.rs"]);
    assert_eq!(expanded("a/b.rs"), ["a/b.rs"]);
}
