//! `chitbook cut-log`: the beginning of the log of changes goes; `serve` does so once a day.

use anyhow::Result;

use super::{
    database::{Database, on},
    say::{Say, count, outln},
};

pub async fn cut_log(database: &Database, days: u32, say: Say) -> Result<()> {
    let (changes, scopes) = on!(database, server => {
        let cut = server.cut_log(days).await?;
        (cut.changes, cut.scopes)
    });
    let told = count(changes, "change", "changes");
    outln!(
        "{}",
        say.of(
            &format!("已从 {scopes} 个范围的变更记录里清理 {changes} 条，最近 {days} 天的都保留"),
            &format!("{told} cut away in {scopes} scopes; the last {days} days are kept"),
        )
    );
    Ok(())
}
