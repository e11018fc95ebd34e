//! The simulator's lives against the real server: on SQLite and on PostgreSQL every answer and every
//! row is what the simulated server said and holds.

use std::collections::{BTreeMap, BTreeSet};

use tests::{
    differential::{against, many, play},
    simulator::{
        defect::Defect,
        history::{History, What},
        life::{self, Span},
    },
    world::books::Database,
};

/// How many lives a run plays at least; `cargo xtask sim --against sqlite` plays more, and longer ones.
const SEEDS: usize = 6;
/// Among how many lives those are looked for in which everything happens that has to.
const LOOKED_AT: u64 = 100;

fn span(seed: u64) -> Span {
    if seed == 0 { Span::Long } else { Span::Short }
}

/// The first lives, and those in which there is what the first ones lack: the dice fall otherwise
/// whenever somebody finds something new to do.
fn seeds() -> Vec<u64> {
    let mut missing: BTreeSet<&str> = HAPPEN.into_iter().collect();
    let mut seeds = vec![];
    for seed in 0..LOOKED_AT {
        if missing.is_empty() && SEEDS <= seeds.len() {
            break;
        }
        let kinds = life::history(seed, Defect::None, span(seed)).kinds();
        let more = missing.iter().any(|it| kinds.contains_key(*it));
        if more || seeds.len() < SEEDS {
            missing.retain(|it| !kinds.contains_key(*it));
            seeds.push(seed);
        }
    }
    seeds
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_answer_and_hold_what_the_simulated_server_does() {
    let seeds = seeds();
    let count = seeds.len();
    let played = many(seeds, move |seed| against(seed, span(seed), &Database::BOTH)).await;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut broken = vec![];
    for (seed, played) in played {
        match played {
            Ok(it) => it.kinds.into_iter().for_each(|(kind, count)| {
                *kinds.entry(kind).or_default() += count;
            }),
            Err(error) => broken.push(format!("seed {seed}: {error:#}")),
        }
    }
    assert!(broken.is_empty(), "{} of {count} differ:\n{}", broken.len(), broken.join("\n"));
    println!("{kinds:#?}");
    let missing: Vec<_> = HAPPEN.iter().filter(|it| !kinds.contains_key(**it)).collect();
    assert!(missing.is_empty(), "nothing of this is ever asked: {missing:?}");
}

/// What has to be among the requests of a run: without it two servers could differ in it unseen.
const HAPPEN: [&str; 17] = [
    "office applied",
    "desk applied",
    "desk rejected",
    "register answered",
    "push answered",
    "push new_epoch",
    "push device_unknown",
    "pull page",
    "pull page, not to the end",
    "pull page, revoked",
    "pull page, snapshot required",
    "pull new_epoch",
    "pull device_unknown",
    "snapshot answered",
    "restarted",
    "restored",
    "cut",
];

/// A history in which the simulated server, or the copy of it, is not what it should be: the real one
/// tells, and says where.
#[track_caller]
fn said(played: Result<(), String>, words: &[&str]) {
    let said = played.expect_err("nobody has seen the difference");
    println!("{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not said: {said}");
    }
}

async fn plays(history: &History) -> Result<(), String> {
    play(history, Database::Sqlite).await.map(drop).map_err(|error| format!("{error:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_that_differs_is_named() {
    let mut history = life::history(1, Defect::None, Span::Short);
    let number = history.steps.iter_mut().position(|step| {
        let What::Asked { reply, .. } = &mut step.what else { return false };
        let other = reply.body.replacen(
            r#""verdict":"applied"}"#,
            r#""verdict":"merged","fields":["phone"]}"#,
            1,
        );
        let planted = other != reply.body;
        reply.body = other;
        planted
    });
    let request = format!("Sqlite, request {} of", number.expect("a push that is answered") + 1);
    let words = [&request, "push", "the verdict of number 1 (", ".fields: simulated [\"phone\"]"];
    said(plays(&history).await, &words);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pulled_change_that_differs_is_named() {
    let mut history = life::history(1, Defect::None, Span::Short);
    let number = history.steps.iter_mut().position(|step| {
        let What::Asked { reply, .. } = &mut step.what else { return false };
        let other = reply.body.replacen(r#""unapplied":{"minor":"#, r#""unapplied":{"minor":1"#, 1);
        let other = if reply.body.contains(r#""changes":[{"#) { other } else { return false };
        let planted = other != reply.body;
        reply.body = other;
        planted
    });
    let request = format!("request {} of", number.expect("a receipt that is pulled") + 1);
    said(plays(&history).await, &[&request, "pull", "territory:", "receipt", ".unapplied"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_differs_is_named() {
    let mut history = life::history(1, Defect::None, Span::Short);
    let mut rows = history.disk.rows.values();
    let row = rows.find(|it| matches!(it.row, shared::row::Row::Customer(_)));
    let mut row = row.expect("a customer").clone();
    drop(rows);
    let name = format!("row customer {}", row.row.id());
    row.version += 1;
    history.disk.rows.put(row);
    said(plays(&history).await, &["after all", &name, ".version: simulated"]);
}

/// What is broken on the simulated server is told by the real one, whichever way it shows first.
#[tokio::test(flavor = "multi_thread")]
async fn a_defect_of_the_server_is_found() {
    let defects = [
        Defect::SkipsChanges,
        Defect::TearsCommands,
        Defect::ReflectsTooMuch,
        Defect::LeaksTerritories,
    ];
    for defect in defects {
        let mut found = None;
        for seed in 0..20 {
            let history = life::history(seed, defect, Span::Short);
            if let Err(said) = plays(&history).await {
                found = Some(said);
                break;
            }
        }
        let said = found.unwrap_or_else(|| panic!("{defect:?} is never found"));
        println!("{defect:?}: {said}");
        assert!(said.contains("simulated") && said.contains("real"), "{defect:?}: {said}");
    }
}
