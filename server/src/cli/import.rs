//! `chitbook import`: a file into the books, with its progress and what became of each row.

mod moved;

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use anyhow::{Result, bail};
use shared::{
    edit::Field,
    import::{AbsentManner, Ask, Fault, ListKind, Manner, Outcome, Subject},
    movement::Reopening,
    words::{self, Language},
};

use super::{
    args::{self, Import, OutcomeFormat},
    database::{Database, on},
    say::{Say, count, errln, out, outln, table},
};

/// The code with which it ends where rows were left out and all others were taken, so that whoever
/// runs it by night learns of them: 1 is a failure, 2 what was not understood.
const ROWS_LEFT_OUT: u8 = 3;

pub async fn import(database: &Database, asked: &Import, say: Say) -> Result<ExitCode> {
    let ask = ask(asked);
    let mut bar = Bar::new(say);
    let taken = on!(database, server => {
        server.import(&asked.file, &ask, &mut |it| bar.show(it.rows, it.of)).await?
    });
    bar.end();
    let outcome = match taken {
        Ok(outcome) => outcome,
        Err(fault) => bail!("{}: {}", asked.file.display(), say.of(&fault.zh(), &fault.en())),
    };
    match asked.format {
        OutcomeFormat::Json => outln!("{}", serde_json::to_string_pretty(&json(&outcome)?)?),
        OutcomeFormat::Table => print(&outcome, say)?,
    }
    if outcome.manner == Manner::AllOrNothing && outcome.faulty != 0 {
        let n = outcome.faulty;
        let rows = count(n, "row is", "rows are");
        bail!(say.of(
            &format!("有 {n} 行有错，整个文件都没有导入"),
            &format!("{rows} faulty: nothing of the file was taken"),
        ));
    }
    Ok(if outcome.faulty == 0 { ExitCode::SUCCESS } else { ExitCode::from(ROWS_LEFT_OUT) })
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
        as_of: asked.open_items.as_of,
        list: if asked.open_items.full { ListKind::Full } else { ListKind::Increment },
        confirm_reopened: if asked.open_items.confirm_reopened {
            Reopening::Confirmed
        } else {
            Reopening::Refused
        },
        absent: if asked.open_items.settle_absent {
            AbsentManner::Settle
        } else {
            AbsentManner::List
        },
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
    if let Some(why) = outcome.absent.as_ref().and_then(|it| it.not_settled.as_ref()) {
        json["absent"]["say_zh"] = why.zh().into();
        json["absent"]["say_en"] = why.en().into();
    }
    Ok(json)
}

fn print(outcome: &Outcome, say: Say) -> Result<()> {
    outln!("{}", sums(outcome, say));
    outln!("{}", in_a_word(outcome, say));
    print_bank(outcome, say)?;
    print_unmatched(outcome, say)?;
    print_elsewhere(outcome, say)?;
    print_kept(outcome, say)?;
    moved::print(outcome, say)?;
    print_faults(outcome, say)
}

fn sums(outcome: &Outcome, say: Say) -> String {
    let Outcome { profile, rows, added, updated, unchanged, skipped, faulty, .. } = outcome;
    let all = count(*rows, "row", "rows");
    let (will, would) = if outcome.written { ("", "") } else { ("将", "would be ") };
    say.of(
        &format!(
            "{profile}：共 {rows} 行，{will}新增 {added}，{will}更新 {updated}，未变 {unchanged}，跳过 {skipped}，有错 {faulty}"
        ),
        &format!(
            "{profile}: {all}: {added} {would}added, {updated} {would}updated, {unchanged} \
             unchanged, {skipped} skipped, {faulty} faulty"
        ),
    )
}

fn in_a_word(outcome: &Outcome, say: Say) -> String {
    let changes = outcome.added + outcome.updated;
    match (outcome.manner, outcome.written) {
        (Manner::DryRun, _) => {
            say.of("只是检查，没有写入任何内容", "a dry run: nothing was written")
        }
        (_, false) => say.of("没有写入任何内容", "nothing was written"),
        (_, true) if changes == 0 && outcome.faulty == 0 => say
            .of("没有任何变化：文件内容都已在账上", "nothing changed: all of it was here already"),
        (_, true) if changes == 0 => say.of(
            "没有任何变化：没有错的行都已在账上",
            "nothing changed: what is not faulty was here already",
        ),
        (_, true) => say.of("已写入", "written"),
    }
}

fn print_bank(outcome: &Outcome, say: Say) -> Result<()> {
    let Some(company) = &outcome.company else { return Ok(()) };
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
        None => return Ok(()),
    };
    outln!("{line}");
    let n = outcome.unmatched;
    if outcome.bank_data_to.is_some() && n != 0 {
        let receipts = count(n, "receipt has", "receipts have");
        outln!(
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
    Ok(())
}

fn print_unmatched(outcome: &Outcome, say: Say) -> Result<()> {
    if outcome.unmatched == 0 {
        return Ok(());
    }
    let n = outcome.unmatched;
    let receipts = count(n, "receipt has", "receipts have");
    outln!(
        "{}",
        say.of(&format!("{n} 笔收款没有匹配到客户："), &format!("{receipts} no customer:"))
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
    out!("{}", table(&outcome.unmatched_rows.iter().map(row).collect::<Vec<_>>(), &[3]));
    more(n, outcome.unmatched_rows.len(), say)
}

/// A file never moves a customer back whom somebody has moved since: it is said instead.
fn print_elsewhere(outcome: &Outcome, say: Say) -> Result<()> {
    if outcome.elsewhere == 0 {
        return Ok(());
    }
    let n = outcome.elsewhere;
    let customers = count(n, "customer stands", "customers stand");
    outln!(
        "{}",
        say.of(
            &format!("{n} 家客户在别的片区，没有移动；要移动请用 chitbook territory assign："),
            &format!(
                "{customers} in another territory and stayed there; to move them: \
                 chitbook territory assign"
            ),
        )
    );
    let row = |it: &shared::import::Elsewhere| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        let stands = match &it.stands_in {
            Some(code) => say.of(&format!("现在 {code}"), &format!("stands in {code}")),
            None => say.of("现在未分配", "stands in none"),
        };
        vec![line, it.number.clone(), it.territory.clone(), stands]
    };
    out!("{}", table(&outcome.elsewhere_rows.iter().map(row).collect::<Vec<_>>(), &[]));
    more(n, outcome.elsewhere_rows.len(), say)
}

/// What a person entered stays against the file, and is said.
fn print_kept(outcome: &Outcome, say: Say) -> Result<()> {
    if outcome.kept == 0 {
        return Ok(());
    }
    let n = outcome.kept;
    let rows = count(n, "row differs", "rows differ");
    outln!(
        "{}",
        say.of(
            &format!("{n} 行与手工更改过的资料不同，保留了手工的："),
            &format!("{rows} from what people entered by hand, which stays:"),
        )
    );
    let row = |it: &shared::import::Kept| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        let label = |name: &String, language| {
            let field = Field::of_name(name);
            field.map_or(name.clone(), |it| words::field(it, language).to_owned())
        };
        let labels = |language| {
            it.fields.iter().map(|it| label(it, language)).collect::<Vec<_>>().join(", ")
        };
        vec![line, it.number.clone(), say.of(&labels(Language::Zh), &labels(Language::En))]
    };
    out!("{}", table(&outcome.kept_rows.iter().map(row).collect::<Vec<_>>(), &[]));
    more(n, outcome.kept_rows.len(), say)
}

fn print_faults(outcome: &Outcome, say: Say) -> Result<()> {
    if outcome.faulty == 0 {
        return Ok(());
    }
    let n = outcome.faulty;
    let rows = count(n, "row is faulty and was", "rows are faulty and were");
    outln!("{}", say.of(&format!("{n} 行有错，已跳过："), &format!("{rows} skipped:")));
    let row = |it: &shared::import::RowFault| {
        let line = say.of(&format!("第 {} 行", it.line), &format!("line {}", it.line));
        vec![line, it.column.clone(), format!("“{}”", it.value), sentence(&it.fault, say)]
    };
    out!("{}", table(&outcome.faults.iter().map(row).collect::<Vec<_>>(), &[]));
    more(n, outcome.faults.len(), say)
}

fn sentence(fault: &Fault, say: Say) -> String {
    say.of(&fault.zh(), &fault.en())
}

pub(super) fn more(all: u64, listed: usize, say: Say) -> Result<()> {
    let more = all.saturating_sub(listed as u64);
    if more != 0 {
        outln!("{}", say.of(&format!("……还有 {more} 行没有列出"), &format!("… and {more} more")));
    }
    Ok(())
}

/// Rows from which on a file takes its time.
const LARGE: u64 = 10_000;

/// How far the import is: on one line where somebody is watching, else a line for every tenth.
struct Bar {
    watched: bool,
    /// Tenths that were told.
    told: u64,
    say: Say,
}

impl Bar {
    fn new(say: Say) -> Bar {
        Bar { watched: std::io::stderr().is_terminal(), told: 0, say }
    }

    fn show(&mut self, rows: u64, of: u64) {
        let percent = (rows * 100).checked_div(of).unwrap_or(100);
        let line = self.say.of(
            &format!("已处理 {rows} / {of} 行（{percent}%）"),
            &format!("{rows} of {of} rows ({percent}%)"),
        );
        if self.watched {
            // A terminal that is gone is no reason to stop an import.
            let _ = write!(std::io::stderr(), "\r\x1b[2K{line}");
        } else if LARGE <= of && self.told < percent / 10 {
            self.told = percent / 10;
            errln!("{line}");
        }
    }

    fn end(&self) {
        if self.watched {
            let _ = write!(std::io::stderr(), "\r\x1b[2K");
        }
    }
}
