//! `chitbook restored`: a backup was put back, and a new life of the server begins.

use anyhow::Result;

use super::{
    database::{Database, on},
    say::{Say, outln},
};

pub async fn restored(database: &Database, say: Say) -> Result<()> {
    on!(database, server => server.begin_new_epoch().await?);
    outln!(
        "{}",
        say.of(
            "已开始新的纪元：各设备下次联网时会把备份里可能缺少的内容重新送来",
            "a new epoch has begun: when they next connect, devices offer again what the backup may lack",
        )
    );
    Ok(())
}
