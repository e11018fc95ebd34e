//! `chitbook doctor`: what was looked at, one line each.

use std::process::ExitCode;

use anyhow::Result;
use shared::{
    doctor::{Condition, Finding},
    user::Caller,
};

use super::{
    database::{Database, on},
    say::{Say, count, errln, out, table},
};

/// Answers with 1 where anything is at fault.
pub async fn doctor(database: &Database, say: Say) -> Result<ExitCode> {
    let caller = Caller::system("cli");
    let findings = on!(database, server => server.doctor(&caller).await?);
    let row = |it: &Finding| {
        let condition = match it.condition {
            Condition::Good => say.of("正常", "good"),
            Condition::Notable => say.of("注意", "note"),
            Condition::Faulty => say.of("有错", "FAULT"),
        };
        let check = say.of(it.check.zh(), it.check.en());
        vec![condition, check, it.seen.clone()]
    };
    out!("{}", table(&findings.iter().map(row).collect::<Vec<_>>(), &[]));
    let faults = findings.iter().filter(|it| it.condition == Condition::Faulty).count();
    if faults == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    let found = count(faults as u64, "check found", "checks found");
    errln!("{}", say.of(&format!("{faults} 项有错"), &format!("error: {found} a fault")));
    Ok(ExitCode::FAILURE)
}
