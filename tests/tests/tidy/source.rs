//! The files of the repository, and Rust text with comments, strings and test modules told apart.

use std::{fs, path::Path, process::Command, sync::OnceLock};

/// One text file of the repository.
pub struct Source {
    /// From the root, with forward slashes.
    pub path: String,
    pub text: String,
    /// For Rust: the text with comments and the insides of strings blanked, so that what is left
    /// is code; lines keep their numbers. For other files the text itself.
    pub code: String,
    /// For Rust: each string literal with the line on which it begins.
    pub strings: Vec<(usize, String)>,
    /// The first line of the tests at the end of a Rust file; past the end where there are none.
    pub tests_from: usize,
    /// The whole Rust file is test code: `#[cfg(test)]` stands over its module or one above it, or
    /// Cargo takes it for a test by its folder.
    pub is_test: bool,
}

impl Source {
    pub fn is_rust(&self) -> bool {
        has_extension(&self.path, "rs")
    }

    pub fn is(&self, extension: &str) -> bool {
        has_extension(&self.path, extension)
    }

    pub fn under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// The lines of code before the tests, with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.code.lines().enumerate().map(|(at, line)| (at + 1, line));
        numbered.take_while(|(number, _)| *number < self.tests_from)
    }

    /// Where code before the tests holds one of these words, each as a word of its own.
    pub fn says(&self, words: &[&str]) -> Vec<String> {
        let mut found = vec![];
        for (number, line) in self.lines() {
            for word in words.iter().filter(|word| has_word(line, word)) {
                found.push(format!("{}:{number}: {word}", self.path));
            }
        }
        found
    }
}

/// Whether the text holds the word, not as a part of a longer name.
pub fn has_word(text: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let open_start = word.starts_with(part_of_name);
    let open_end = word.ends_with(part_of_name);
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let began_before = open_start && before.is_some_and(part_of_name);
        let goes_on = open_end && after.is_some_and(part_of_name);
        !(began_before || goes_on)
    })
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == extension)
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the repository")
}

/// Every text file of the repository that is not ignored, read once.
pub fn sources() -> &'static [Source] {
    static ALL: OnceLock<Vec<Source>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut paths = listed_by_git().unwrap_or_else(|| walked(root()));
        paths.sort();
        paths.dedup();
        let mut all: Vec<_> = paths.into_iter().filter_map(read).collect();
        let modules: Vec<_> = all.iter().flat_map(test_modules).collect();
        for it in all.iter_mut().filter(|it| it.is_rust()) {
            it.is_test = is_test(&it.path, &modules);
        }
        all
    })
}

fn read(path: String) -> Option<Source> {
    let text = fs::read_to_string(root().join(&path)).ok()?;
    if !has_extension(&path, "rs") {
        return Some(Source {
            code: text.clone(),
            strings: vec![],
            tests_from: usize::MAX,
            is_test: false,
            path,
            text,
        });
    }
    let Split { code, strings } = split(&text);
    let tests_from = tests_from(&code);
    Some(Source { path, text, code, strings, tests_from, is_test: false })
}

fn listed_by_git() -> Option<Vec<String>> {
    let listed = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .ok()
        .filter(|it| it.status.success())?;
    let text = String::from_utf8(listed.stdout).ok()?;
    Some(text.lines().map(str::to_owned).collect())
}

/// An unpacked archive of the sources has no history to ask.
fn walked(folder: &Path) -> Vec<String> {
    const NOT_OURS: [&str; 5] = ["target", "dist", "node_modules", ".git", "data"];
    let mut paths = vec![];
    for entry in fs::read_dir(folder).expect("a readable folder").filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) {
                paths.extend(walked(&path));
            }
        } else if let Ok(inside) = path.strip_prefix(root()) {
            paths.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    paths
}

/// The line of the first `#[cfg(test)]` that opens a module standing in the same file.
fn tests_from(code: &str) -> usize {
    let lines: Vec<_> = code.lines().collect();
    let opens = |at: &usize| {
        let next = lines[at + 1..].iter().find(|line| !line.trim_start().starts_with("#["));
        lines[*at].trim() == "#[cfg(test)]"
            && next.is_some_and(|line| line.contains("mod ") && line.contains('{'))
    };
    (0..lines.len()).find(opens).map_or(usize::MAX, |at| at + 1)
}

/// The modules in files of their own that a file declares under `#[cfg(test)]`, as paths without
/// `.rs`. A file that is only called like tests is none.
fn test_modules(it: &Source) -> Vec<String> {
    if !it.is_rust() {
        return vec![];
    }
    let stem = it.path.trim_end_matches(".rs");
    let (parent, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let folder = if ["lib", "main"].contains(&name) { parent } else { stem };
    let lines: Vec<_> = it.code.lines().map(str::trim).collect();
    let under = lines.iter().enumerate().filter(|(_, line)| **line == "#[cfg(test)]");
    under
        .filter_map(|(at, _)| lines[at + 1..].iter().find(|line| !line.starts_with("#[")))
        .filter_map(|line| line.strip_suffix(';')?.split_once("mod ").map(|(_, name)| name))
        .map(|name| format!("{folder}/{name}"))
        .collect()
}

fn is_test(path: &str, modules: &[String]) -> bool {
    let stem = path.trim_end_matches(".rs");
    let inside = |module: &String| {
        stem.strip_prefix(module.as_str()).is_some_and(|it| it.is_empty() || it.starts_with('/'))
    };
    let by_folder = path.contains("/tests/") && !path.contains("/src/");
    by_folder || modules.iter().any(inside)
}

struct Split {
    code: String,
    strings: Vec<(usize, String)>,
}

/// Tells code from comments and strings. It knows nested comments, raw strings, and the difference
/// between `'a'` and `'a`.
fn split(text: &str) -> Split {
    let mut out = Split { code: String::with_capacity(text.len()), strings: vec![] };
    let mut rest = text;
    let mut line = 1;
    let mut after_name = false;
    while let Some(first) = rest.chars().next() {
        let piece = piece_at(rest, after_name);
        let (taken, left) = rest.split_at(piece.length());
        match piece {
            Piece::Code(_) => out.code.push_str(taken),
            Piece::Comment(_) => blank(taken, &mut out.code),
            Piece::Text { open, close, .. } => {
                let inside = &taken[open..taken.len() - close];
                out.code.push_str(&taken[..open]);
                blank(inside, &mut out.code);
                out.code.push_str(&taken[taken.len() - close..]);
                out.strings.push((line, inside.to_owned()));
            }
        }
        line += taken.matches('\n').count();
        after_name = first.is_alphanumeric() || first == '_';
        rest = left;
    }
    out
}

fn blank(text: &str, into: &mut String) {
    into.extend(text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
}

enum Piece {
    Code(usize),
    Comment(usize),
    Text { whole: usize, open: usize, close: usize },
}

impl Piece {
    fn length(&self) -> usize {
        match self {
            Piece::Code(length) | Piece::Comment(length) => *length,
            Piece::Text { whole, .. } => *whole,
        }
    }
}

fn piece_at(text: &str, after_name: bool) -> Piece {
    if text.starts_with("//") {
        return Piece::Comment(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Piece::Comment(block_comment(text));
    }
    if text.starts_with('"') {
        return quoted(text, 1);
    }
    if !after_name {
        for prefix in ["b\"", "c\""] {
            if text.starts_with(prefix) {
                return quoted(text, 2);
            }
        }
        if let Some(piece) = raw(text) {
            return piece;
        }
    }
    if text.starts_with('\'') {
        return Piece::Code(character(text));
    }
    Piece::Code(text.chars().next().map_or(0, char::len_utf8))
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

fn quoted(text: &str, open: usize) -> Piece {
    let mut escaped = false;
    for (at, c) in text[open..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Piece::Text { whole: open + at + 1, open, close: 1 },
            _ => {}
        }
    }
    Piece::Code(text.len())
}

fn raw(text: &str) -> Option<Piece> {
    let after = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inside = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let open = text.len() - inside.len();
    let length = inside.find(&end)?;
    Some(Piece::Text { whole: open + length + end.len(), open, close: end.len() })
}

/// The length of a character literal, or of the quote of a lifetime.
fn character(text: &str) -> usize {
    let mut inside = text[1..].chars();
    match (inside.next(), inside.next()) {
        (Some('\\'), _) => {
            text[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(1, |(at, _)| at + 3)
        }
        (Some(c), Some('\'')) => c.len_utf8() + 2,
        _ => 1,
    }
}

#[test]
fn code_is_told_from_comments_and_strings() {
    let text = "let a = \"f64 // no\"; // f64\nlet b: &'static str = r#\"f64 \"x\"\"#; /* a /* f64 */ */\nlet c = '\"'; let d = '\\''; f32\n";
    let Split { code, strings } = split(text);
    assert!(!has_word(&code, "f64"), "{code}");
    assert!(has_word(&code, "f32"), "{code}");
    assert_eq!(code.lines().count(), text.lines().count());
    assert_eq!(strings, [(1, "f64 // no".to_owned()), (2, "f64 \"x\"".to_owned())]);
}

#[test]
fn tests_at_the_end_of_a_file_are_not_its_code() {
    let code = "fn a() {}\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(tests_from(code), 2);
    assert_eq!(tests_from("#[cfg(test)]\nmod tests;\nfn a() {}\n"), usize::MAX);
}

#[test]
fn test_code_is_known_by_its_declaration() {
    let text = "mod tests;\n#[cfg(test)]\nmod testing;\n#[cfg(test)]\n#[expect(x)]\npub mod stage;\n#[cfg(test)]\nfn one() {}\n#[cfg(test)]\nmod here {\n}\n";
    let of = |path: &str| {
        let (path, text) = (path.to_owned(), text.to_owned());
        let tests_from = usize::MAX;
        Source { code: text.clone(), path, text, strings: vec![], tests_from, is_test: false }
    };
    assert_eq!(test_modules(&of("a/src/lib.rs")), ["a/src/testing", "a/src/stage"]);
    let modules = test_modules(&of("a/src/b.rs"));
    assert_eq!(modules, ["a/src/b/testing", "a/src/b/stage"]);
    for test in ["a/src/b/testing.rs", "a/src/b/stage/c/d.rs", "a/tests/cli/main.rs"] {
        assert!(is_test(test, &modules), "{test}");
    }
    for code in
        ["a/src/b/tests.rs", "a/src/b/testing_more.rs", "a/src/tests/c.rs", "tests/src/d.rs"]
    {
        assert!(!is_test(code, &modules), "{code}");
    }
}

#[test]
fn the_repository_is_read() {
    let named = |path: &str| sources().iter().any(|it| it.path == path);
    assert!(named("shared/src/lib.rs") && named("tests/tests/tidy/source.rs"));
}
