//! What a file of open items settled or opened again, and what a full list does not name.

use anyhow::Result;
use shared::{
    import::{Absent, Moved, Outcome},
    words::{self, Language},
};

use super::{
    super::say::{Say, count, out, outln, table},
    more,
};

pub fn print(outcome: &Outcome, say: Say) -> Result<()> {
    print_moved(outcome, say)?;
    match &outcome.absent {
        Some(absent) => print_absent(absent, outcome.written, say),
        None => Ok(()),
    }
}

fn print_moved(outcome: &Outcome, say: Say) -> Result<()> {
    if outcome.moved == 0 {
        return Ok(());
    }
    let n = outcome.moved;
    let documents = count(n, "document has", "documents have");
    outln!(
        "{}",
        say.of(
            &format!("{n} 张单据的未核销金额有变化："),
            &format!("{documents} another amount open than before:"),
        )
    );
    let row = |it: &Moved| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        let direction = say.of(
            words::direction(it.direction, Language::Zh),
            words::direction(it.direction, Language::En),
        );
        let on = it.on.map_or_else(String::new, |it| it.to_string());
        vec![
            line,
            it.number.clone(),
            it.customer.clone(),
            it.before.to_string(),
            it.after.to_string(),
            direction,
            on,
        ]
    };
    out!("{}", table(&outcome.moved_rows.iter().map(row).collect::<Vec<_>>(), &[3, 4]));
    more(n, outcome.moved_rows.len(), say)
}

fn print_absent(it: &Absent, written: bool, say: Say) -> Result<()> {
    let Absent { as_of, count: n, sums, largest, not_settled } = it;
    if *n == 0 {
        let all = say.of("清单外没有单据", "the list names every open document");
        outln!("{all}");
        return Ok(());
    }
    let sums: Vec<String> = sums.iter().map(ToString::to_string).collect();
    let (documents, sums) = (count(*n, "document", "documents"), sums.join(", "));
    outln!(
        "{}",
        say.of(
            &format!("清单（截至 {as_of}）外有 {n} 张未核销单据，共 {sums}，最大的有："),
            &format!(
                "the list of {as_of} does not name {documents} open here, {sums}; the largest:"
            ),
        )
    );
    let rows: Vec<_> = largest
        .iter()
        .map(|it| vec![it.number.clone(), it.customer.clone(), it.open.to_string()])
        .collect();
    out!("{}", table(&rows, &[2]));
    let end = match (not_settled, written) {
        (Some(why), _) => say.of(&why.zh(), &why.en()),
        (None, true) => say.of("已按外部核销入账", "settled elsewhere as of that day"),
        (None, false) => say.of("将按外部核销入账", "would be settled elsewhere as of that day"),
    };
    outln!("{end}");
    Ok(())
}
