//! Lengths: files and functions that are short, and the few that are not, which may only shrink.

use super::{
    breaches, none,
    source::{Source, sources},
};

/// Lines of code without the tests at a file's end.
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

/// Longer files, each with the length it has now. Take lines away and lower the number; a new file
/// does not come in here.
const LONGER_FILES: [(&str, usize); 0] = [];

/// Longer functions, `path:name`, in the same way.
const LONGER_FUNCTIONS: [(&str, usize); 0] = [];

fn measured(it: &Source) -> bool {
    it.is_rust() || it.is("mjs") || it.is("js") || it.is("css")
}

#[test]
fn files_are_short() {
    let lengths = sources().iter().filter(|it| measured(it)).map(|it| {
        let lines = it.text.lines().count().min(it.tests_from.saturating_sub(1));
        (it.path.clone(), lines)
    });
    none("a file is too long", &ratchet(lengths.collect(), FILE_LINES, &LONGER_FILES));
}

#[test]
fn functions_are_short() {
    let mut lengths = vec![];
    for it in sources().iter().filter(|it| it.is_rust()) {
        for (name, lines) in functions(&it.code) {
            lengths.push((format!("{}:{name}", it.path), lines));
        }
    }
    none("a function is too long", &ratchet(lengths, FUNCTION_LINES, &LONGER_FUNCTIONS));
}

fn ratchet(lengths: Vec<(String, usize)>, most: usize, longer: &[(&str, usize)]) -> Vec<String> {
    let mut found = vec![];
    for (name, listed) in longer {
        let now = lengths.iter().find(|(it, _)| it == name).map_or(0, |(_, now)| *now);
        if now <= most {
            found.push(format!("{name} is short now: take it off the list"));
        } else if now < *listed {
            found.push(format!("{name} has {now} lines now: lower the {listed} in the list"));
        }
    }
    for (name, now) in lengths {
        let listed = longer.iter().find(|(it, _)| *it == name).map_or(most, |(_, listed)| *listed);
        if listed < now {
            found.push(format!("{name} has {now} lines, {listed} are enough: split it"));
        }
    }
    found
}

/// The functions of blanked code, each with the lines from its name to its closing brace.
fn functions(code: &str) -> Vec<(String, usize)> {
    let mut found = vec![];
    for (at, _) in code.match_indices("fn ") {
        let before = code[..at].chars().next_back();
        let name: String =
            code[at + 3..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if before.is_some_and(|c| !c.is_whitespace() && c != '(') || name.is_empty() {
            continue;
        }
        if let Some(body) = body(&code[at..]) {
            found.push((name, body.lines().count()));
        }
    }
    found
}

/// From the name to the brace that closes the body; nothing for a declaration without one.
fn body(code: &str) -> Option<&str> {
    let open = code.find('{')?;
    // `[u8; 3]` in the signature is no end; a `;` outside brackets is.
    let mut brackets = 0_i32;
    for c in code[..open].chars() {
        match c {
            '[' | '(' => brackets += 1,
            ']' | ')' => brackets -= 1,
            ';' if brackets == 0 => return None,
            _ => {}
        }
    }
    let mut depth = 0_i32;
    for (at, c) in code[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&code[..=open + at]);
        }
    }
    None
}

#[test]
fn functions_are_measured_from_name_to_brace() {
    let code = "trait A { fn none(); fn some(x: [u8; 3]) -> u8 {\n  match x { _ => 1 }\n} }\n";
    assert_eq!(functions(code), [("some".to_owned(), 3)]);
    assert!(breaches(&[], |_| true, |_| vec![]).is_empty());
}

#[test]
fn a_ratchet_only_tightens() {
    let longer = [("a", 12), ("b", 12), ("c", 12)];
    let lengths = [("a", 12), ("b", 11), ("c", 9), ("d", 11)].map(|(name, n)| (name.to_owned(), n));
    let found = ratchet(lengths.to_vec(), 10, &longer);
    assert_eq!(found.len(), 3, "{found:?}");
}
