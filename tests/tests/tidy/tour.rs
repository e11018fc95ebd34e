//! The tour: what `cargo xtask run` prints are the steps of README's five minutes.

use super::{
    none,
    source::{has_word, sources},
};

const FIVE_MINUTES: &str = "五分钟看一遍 · Five minutes";
const THE_REST: &str = "还有什么可看 · What else there is to see";

/// A step: its heading in both languages, and in each of them what somebody looks for on the screen or
/// types there.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    heading: String,
    names: [Vec<String>; 2],
}

/// The steps of a part of README: `**1 · 今天先去谁家。** …`, and below it `*Whom to see.* …`.
fn steps(part: &str) -> Vec<Step> {
    let mut steps = vec![];
    let mut lines = part.lines();
    while let Some(line) = lines.next() {
        let Some((zh, here)) = line.strip_prefix("**").and_then(|it| it.split_once("。**")) else {
            continue;
        };
        let below = lines.next().unwrap_or_default();
        let english = below.strip_prefix('*').and_then(|it| it.split_once(".*"));
        let (en, there) = english.unwrap_or_else(|| panic!("no English below {line}"));
        let names = [here, there].map(|it| [marked(it, "**"), marked(it, "`")].concat());
        steps.push(Step { heading: format!("{zh} · {en}"), names });
    }
    steps
}

/// What stands between two of these marks.
fn marked(text: &str, mark: &str) -> Vec<String> {
    text.split(mark).skip(1).step_by(2).map(str::to_owned).collect()
}

/// The printed steps: the heading of each, and below it a line in each language.
fn printed(text: &str) -> Vec<(String, Vec<String>)> {
    let mut steps: Vec<(String, Vec<String>)> = vec![];
    for line in text.lines() {
        match (line.strip_prefix("      "), steps.last_mut()) {
            (Some(more), Some((_, lines))) => lines.push(more.to_owned()),
            (None, _) if line.trim_start().starts_with(|it: char| it.is_ascii_digit()) => {
                steps.push((line.trim().to_owned(), vec![]));
            }
            _ => {}
        }
    }
    steps
}

/// Chinese stands without blanks between its words, a log-in does not stand within another word.
fn says(line: &str, name: &str) -> bool {
    if name.is_ascii() { has_word(line, name) } else { line.contains(name) }
}

fn text(path: &str) -> &'static str {
    let found = sources().iter().find(|it| it.path == path);
    found.map_or_else(|| panic!("{path} is missing"), |it| it.text.as_str())
}

#[test]
fn what_the_start_prints_are_the_five_minutes_of_readme() {
    let readme = text("README.md");
    let part = |heading: &str| {
        let from = readme.split_once(&format!("\n## {heading}\n"));
        let (_, rest) = from.unwrap_or_else(|| panic!("README has no part {heading:?}"));
        rest.split("\n## ").next().unwrap_or_default()
    };
    let run = text("xtask/src/run.rs");
    let (_, tour) =
        run.split_once(&format!("▸ {FIVE_MINUTES}\n")).expect("the start prints a tour");
    let (tour, rest) =
        tour.split_once(&format!("▸ {THE_REST}")).expect("it names what else there is");
    assert!(rest.starts_with(": README.md"), "it leads to README for the rest");

    let (told, printed) = (steps(part(FIVE_MINUTES)), printed(tour));
    let headings = |steps: Vec<&String>| steps.into_iter().cloned().collect::<Vec<_>>();
    let in_readme = headings(told.iter().map(|it| &it.heading).collect());
    assert_eq!(in_readme, headings(printed.iter().map(|(heading, _)| heading).collect()));
    assert_eq!(in_readme.len(), 4, "five minutes are four steps");
    let after = steps(part(THE_REST));
    assert!(after.first().is_some_and(|it| it.heading.starts_with("5 ·")), "{after:?}");

    let mut missing = vec![];
    for (step, (heading, lines)) in told.iter().zip(&printed) {
        assert_eq!(lines.len(), step.names.len(), "{heading}: a line in each language");
        for (names, line) in step.names.iter().zip(lines) {
            let absent = names.iter().filter(|it| !says(line, it));
            missing.extend(absent.map(|it| format!("{heading}: {it}")));
        }
    }
    none("a step of README names what the printed one does not", &missing);
}

#[test]
fn steps_are_read_with_all_they_name() {
    let found = steps("x\n**1 · 甲。** 打 `rj`，看**今日**。\n*First.* **Today**.\n");
    let names = [vec!["今日".to_owned(), "rj".to_owned()], vec!["Today".to_owned()]];
    assert_eq!(found, [Step { heading: "1 · 甲 · First".to_owned(), names }]);
    let shown = printed("  head\n  1 · 甲 · First\n      打 rj\n      Today\n");
    let lines = vec!["打 rj".to_owned(), "Today".to_owned()];
    assert_eq!(shown, [("1 · 甲 · First".to_owned(), lines)]);
    assert!(says("用 lin 登录", "lin") && !says("offline", "lin") && says("看今日", "今日"));
}
