//! `chitbook report`: the ageing of every currency, as a table, as JSON or as CSV.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use shared::{
    ageing::{BaseDay, Report},
    id::CustomerId,
    money::{Currency, Money},
    page::AgeingQuery,
    user::Caller,
    words,
};

use super::{
    args::{Ageing, ReportFormat},
    database::{Database, on},
    say::{Say, out, outln, table},
};

pub async fn ageing(database: &Database, asked: &Ageing, say: Say) -> Result<()> {
    let query = AgeingQuery {
        as_of: Some(asked.as_of),
        age_as_of: asked.age_as_of,
        by: asked.by.into(),
        currency: asked.currency,
        customer: asked.customer.clone().unwrap_or_default(),
        territory: String::new(),
    };
    let caller = Caller::system("cli");
    if let Some(code) = &asked.customer {
        let id = [CustomerId::of_code(code)];
        let known = on!(database, server => server.known_customers(&caller, &id).await?);
        if known.is_empty() {
            bail!(say.of(&format!("没有客户 {code}"), &format!("there is no customer {code}")));
        }
    }
    let reports = on!(database, server => server.ageing(&caller, &query).await?);
    match asked.format {
        ReportFormat::Json => outln!("{}", serde_json::to_string_pretty(&reports)?),
        ReportFormat::Csv => out!("{}", csv(&reports)?),
        ReportFormat::Table => print(&reports, say)?,
    }
    Ok(())
}

fn plain(minor: i64, currency: Currency) -> String {
    Money::try_new(minor, currency).map_or_else(|_| minor.to_string(), Money::plain)
}

/// One line per bucket, and one each for unapplied receipts and the balance.
fn csv(reports: &[Report]) -> Result<String> {
    let mut text = "currency,as_of,age_as_of,by,line,from_days,to_days,count,amount\n".to_owned();
    for report in reports {
        let by = match report.by {
            BaseDay::Due => "due",
            BaseDay::Invoice => "invoice",
        };
        let head = format!("{},{},{},{by}", report.currency, report.as_of, report.age_as_of);
        let days = |days: Option<u32>| days.map_or_else(String::new, |it| it.to_string());
        for it in &report.buckets {
            let amount = plain(it.amount_minor, report.currency);
            let (from, to) = (days(it.from_days), days(it.to_days));
            writeln!(text, "{head},{},{from},{to},{},{amount}", it.label, it.count)?;
        }
        for (line, minor) in
            [("unapplied", report.unapplied_minor), ("balance", report.balance_minor)]
        {
            writeln!(text, "{head},{line},,,,{}", plain(minor, report.currency))?;
        }
    }
    Ok(text)
}

fn print(reports: &[Report], say: Say) -> Result<()> {
    if reports.is_empty() {
        outln!("{}", say.of("账上没有单据", "there are no documents in the books"));
    }
    for report in reports {
        outln!("{}", heading(report, say));
        let amount = |minor: i64| {
            Money::try_new(minor, report.currency).map_or_else(
                |_| minor.to_string(),
                |it| {
                    let (whole, minor) = it.grouped();
                    whole + &minor
                },
            )
        };
        let mut rows: Vec<Vec<String>> = report
            .buckets
            .iter()
            .map(|it| {
                vec![
                    words::bucket(it, report.by, say.language()),
                    it.count.to_string(),
                    amount(it.amount_minor),
                ]
            })
            .collect();
        let sum = |label: String, minor| vec![label, String::new(), amount(minor)];
        rows.push(sum(say.of("未核销收款", "unapplied receipts"), report.unapplied_minor));
        rows.push(sum(say.of("应收余额", "balance"), report.balance_minor));
        outln!("{}", table(&rows, &[1, 2]));
    }
    Ok(())
}

fn heading(report: &Report, say: Say) -> String {
    let base = words::base_day(report.by, say.language());
    let aged = if report.age_as_of == report.as_of {
        String::new()
    } else {
        let day = report.age_as_of;
        say.of(&format!("，账龄算至 {day}"), &format!(", aged to {day}"))
    };
    format!("{base} · {} · {}{aged}", report.currency, report.as_of)
}
