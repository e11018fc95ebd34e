//! `chitbook import`: a file into the books, with its progress and what became of each row.

use std::io::{IsTerminal as _, Write as _};

use anyhow::{Result, bail};
use shared::import::{Ask, Fault, Manner, Outcome, Subject};

use super::{
    args::{self, Import, OutcomeFormat},
    database::{Database, on},
    say::{Say, table},
};

pub async fn import(database: &Database, asked: &Import, say: Say) -> Result<()> {
    let ask = ask(asked);
    let bar = Bar::new(say);
    let taken = on!(database, server => {
        server.import(&asked.file, &ask, &mut |it| bar.show(it.rows, it.of)).await?
    });
    bar.end();
    let outcome = match taken {
        Ok(outcome) => outcome,
        Err(fault) => bail!("{}: {}", asked.file.display(), say.of(&fault.zh(), &fault.en())),
    };
    match asked.format {
        OutcomeFormat::Json => println!("{}", serde_json::to_string_pretty(&json(&outcome)?)?),
        OutcomeFormat::Table => print(&outcome, say),
    }
    if outcome.manner == Manner::AllOrNothing && outcome.faulty != 0 {
        let n = outcome.faulty;
        bail!(say.of(
            &format!("有 {n} 行有错，整个文件都没有导入"),
            &format!("{n} rows are faulty: nothing of the file was taken"),
        ));
    }
    Ok(())
}

fn ask(asked: &Import) -> Ask {
    Ask {
        subject: match asked.subject {
            args::Subject::Customers => Subject::Customers,
            args::Subject::Invoices => Subject::Invoices,
            args::Subject::Receipts => Subject::Receipts,
        },
        profile: asked.profile.clone(),
        manner: match (asked.dry_run, asked.all_or_nothing) {
            (true, _) => Manner::DryRun,
            (_, true) => Manner::AllOrNothing,
            _ => Manner::Rows,
        },
        company: asked.company.clone(),
        bank_data_to: asked.bank_data_to,
    }
}

/// The outcome with each fault's sentence in both languages.
fn json(outcome: &Outcome) -> Result<serde_json::Value> {
    let mut json = serde_json::to_value(outcome)?;
    let faults = json.get_mut("faults").and_then(|it| it.as_array_mut());
    for (line, fault) in faults.into_iter().flatten().zip(&outcome.faults) {
        line["say_zh"] = fault.fault.zh().into();
        line["say_en"] = fault.fault.en().into();
    }
    Ok(json)
}

fn print(outcome: &Outcome, say: Say) {
    let Outcome { profile, rows, added, updated, unchanged, skipped, faulty, .. } = outcome;
    println!(
        "{}",
        say.of(
            &format!(
                "{profile}：共 {rows} 行，新增 {added}，更新 {updated}，未变 {unchanged}，跳过 {skipped}，有错 {faulty}"
            ),
            &format!(
                "{profile}: {rows} rows: {added} added, {updated} updated, {unchanged} unchanged, \
                 {skipped} skipped, {faulty} faulty"
            ),
        )
    );
    println!("{}", in_a_word(outcome, say));
    print_bank(outcome, say);
    print_unmatched(outcome, say);
    print_faults(outcome, say);
}

fn in_a_word(outcome: &Outcome, say: Say) -> String {
    let changes = outcome.added + outcome.updated;
    match (outcome.manner, outcome.written) {
        (Manner::DryRun, _) => {
            say.of("只是检查，没有写入任何内容", "a dry run: nothing was written")
        }
        (_, false) => say.of("没有写入任何内容", "nothing was written"),
        (_, true) if changes == 0 => say
            .of("没有任何变化：文件内容都已在账上", "nothing changed: all of it was here already"),
        (_, true) => say.of("已写入", "written"),
    }
}

fn print_bank(outcome: &Outcome, say: Say) {
    let Some(company) = &outcome.company else { return };
    let line = match outcome.bank_data_to {
        Some(day) => say
            .of(
                &format!("账套 {company} 的银行数据截至 {day}"),
                &format!("bank data of company {company} reach {day}"),
            )
            .clone(),
        None if outcome.faulty != 0 => say
            .of(
                "有错行，银行数据截止日不变；确认后可用 --bank-data-to 指定",
                "rows are missing, so the day to which bank data reach was not moved: \
             say --bank-data-to once that is right",
            )
            .clone(),
        None => return,
    };
    println!("{line}");
    let n = outcome.unmatched;
    if outcome.bank_data_to.is_some() && n != 0 {
        let receipts = if n == 1 { "1 receipt has" } else { &format!("{n} receipts have") };
        println!(
            "{}",
            say.of(
                &format!("注意：{n} 笔收款还没有客户，真正付了款的客户可能显示为没有付款"),
                &format!(
                    "warning: {receipts} no customer: whoever paid so may look as if nothing had \
                     come"
                ),
            )
        );
    }
}

fn print_unmatched(outcome: &Outcome, say: Say) {
    if outcome.unmatched == 0 {
        return;
    }
    let n = outcome.unmatched;
    println!(
        "{}",
        say.of(&format!("{n} 笔收款没有匹配到客户："), &format!("{n} receipts have no customer:"),)
    );
    let row = |it: &shared::import::Unmatched| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        let could = if it.candidates.is_empty() {
            String::new()
        } else {
            let codes = it.candidates.join(", ");
            say.of(&format!("可能是 {codes}"), &format!("could be {codes}"))
        };
        vec![line, it.number.clone(), it.payer.clone(), it.amount.to_string(), could]
    };
    print!("{}", table(&outcome.unmatched_rows.iter().map(row).collect::<Vec<_>>(), &[3]));
    more(n, outcome.unmatched_rows.len(), say);
}

fn print_faults(outcome: &Outcome, say: Say) {
    if outcome.faulty == 0 {
        return;
    }
    let n = outcome.faulty;
    println!(
        "{}",
        say.of(&format!("{n} 行有错，已跳过："), &format!("{n} rows are faulty and were skipped:"))
    );
    let row = |it: &shared::import::RowFault| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        vec![line, it.column.clone(), format!("“{}”", it.value), sentence(&it.fault, say)]
    };
    print!("{}", table(&outcome.faults.iter().map(row).collect::<Vec<_>>(), &[]));
    more(n, outcome.faults.len(), say);
}

fn sentence(fault: &Fault, say: Say) -> String {
    say.of(&fault.zh(), &fault.en())
}

fn more(all: u64, listed: usize, say: Say) {
    let more = all.saturating_sub(listed as u64);
    if more != 0 {
        println!("{}", say.of(&format!("……还有 {more} 行没有列出"), &format!("… and {more} more")));
    }
}

/// How far the import is, where somebody is watching.
struct Bar {
    watched: bool,
    say: Say,
}

impl Bar {
    fn new(say: Say) -> Bar {
        Bar { watched: std::io::stderr().is_terminal(), say }
    }

    fn show(&self, rows: u64, of: u64) {
        if self.watched {
            let percent = (rows * 100).checked_div(of).unwrap_or(100);
            let line = self
                .say
                .of(
                    &format!("已处理 {rows} / {of} 行（{percent}%）"),
                    &format!("{rows} of {of} rows ({percent}%)"),
                )
                .clone();
            // A terminal that is gone is no reason to stop an import.
            let _ = write!(std::io::stderr(), "\r\x1b[2K{line}");
        }
    }

    fn end(&self) {
        if self.watched {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}
