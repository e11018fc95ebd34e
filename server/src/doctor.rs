//! Doctor 体检: looks through the database for anything that should not be, and changes nothing.

mod books;
mod feeds;
mod rows;

use shared::{
    doctor::{Check, Condition, Finding},
    user::{Caller, Role},
};
use sqlx::Row as _;

use crate::{
    dialect::{self, Db},
    error::Result,
    server::Server,
    sync::BuiltIn,
};

type Connection = <Db as sqlx::Database>::Connection;

const DIFFERENCES_SINCE_MS: i64 = 30 * 86_400_000;

impl Server {
    /// Everything that can be looked at, in one state of the database.
    pub async fn doctor(&self, caller: &Caller) -> Result<Vec<Finding>> {
        let proven = self.ageing_proven(caller).await?;
        let mut tx = self.snapshot().await?;
        let mut findings = vec![
            database(&mut tx).await?,
            migrations(&mut tx).await?,
            epoch(&mut tx).await?,
            feeds::dense(&mut tx).await?,
            feeds::complete(&mut tx).await?,
            rows::columns_true(&mut tx).await?,
        ];
        findings.extend(books::all(&mut tx).await?);
        let (converted, off) = self.converted_proven(&mut tx).await?;
        let seen = format!("{converted} customers");
        findings.push(none_of(Check::ConvertedTrue, counted(off), seen));
        findings.push(proven);
        let judged = self.judged_proven(&mut tx).await?;
        let seen = format!("{} customers", judged.customers);
        findings.push(none_of(Check::JudgedTrue, counted(judged.faults), seen));
        findings.push(self.territories_known(&mut tx).await?);
        findings.push(attachments(&mut tx).await?);
        findings.push(devices(&mut tx).await?);
        findings.push(quarantines(&mut tx).await?);
        findings.push(self.differences(&mut tx).await?);
        findings.push(self.administrator(&mut tx).await?);
        Ok(findings)
    }

    /// Both reports of today prove themselves, or fail here.
    async fn ageing_proven(&self, caller: &Caller) -> Result<Finding> {
        let mut proven = 0;
        for by in [shared::ageing::BaseDay::Due, shared::ageing::BaseDay::Invoice] {
            let query = shared::page::AgeingQuery { by, ..Default::default() };
            match self.ageing(caller, &query).await {
                Ok(reports) => proven += reports.len(),
                Err(error) => return Ok(faulty(Check::AgeingProven, error.to_string())),
            }
        }
        Ok(good(Check::AgeingProven, format!("{proven} reports")))
    }

    /// What devices have said they held otherwise: each was fetched anew, and somebody may want to know why.
    async fn differences(&self, tx: &mut Connection) -> Result<Finding> {
        let since = self.now().0 - DIFFERENCES_SINCE_MS;
        let row = sqlx::query(DIFFERENCES).bind(since).fetch_one(tx).await?;
        let (scopes, devices): (i64, i64) = (row.get(0), row.get(1));
        let condition = if scopes == 0 { Condition::Good } else { Condition::Notable };
        let seen = format!("{scopes} scopes on {devices} devices in 30 days");
        Ok(Finding { check: Check::Differences, condition, seen })
    }

    async fn territories_known(&self, tx: &mut Connection) -> Result<Finding> {
        let strays: i64 = sqlx::query_scalar(STRAYS).fetch_one(&mut *tx).await?;
        let register = self.registers().read(tx).await?.register;
        let grants = register.users.values().flat_map(|it| &it.grants);
        let of_users = grants.filter(|it| !register.territories.contains_key(&it.territory));
        let seen = format!("{} territories", register.territories.len());
        Ok(none_of(Check::TerritoriesKnown, strays + counted(of_users.count()), seen))
    }

    /// A new installation has none, and nobody can administer it but from the command line.
    async fn administrator(&self, tx: &mut Connection) -> Result<Finding> {
        let register = self.registers().read(tx).await?.register;
        let mut admins = 0;
        for admin in register.users.values().filter(|it| it.roles.contains(&Role::Admin)) {
            let credential: Option<i64> =
                sqlx::query_scalar(CREDENTIAL).bind(admin.id.0).fetch_optional(&mut *tx).await?;
            admins += credential.map_or(0, |_| 1);
        }
        let condition = if admins == 0 { Condition::Notable } else { Condition::Good };
        let seen = format!("{admins} of {} users", register.users.len());
        Ok(Finding { check: Check::Administrator, condition, seen })
    }
}

async fn database(tx: &mut Connection) -> Result<Finding> {
    let version: String = sqlx::query_scalar(dialect::VERSION).fetch_one(&mut *tx).await?;
    let sound: String = sqlx::query_scalar(dialect::SOUND).fetch_one(&mut *tx).await?;
    let condition = if sound == "ok" { Condition::Good } else { Condition::Faulty };
    Ok(Finding { check: Check::Database, condition, seen: format!("{version}, {sound}") })
}

/// Opening the database has brought it up to date, or failed.
async fn migrations(tx: &mut Connection) -> Result<Finding> {
    let applied: Vec<i64> = sqlx::query_scalar(MIGRATIONS).fetch_all(tx).await?;
    let latest = applied.last().copied().unwrap_or(0);
    Ok(good(Check::Migrations, format!("{} applied, the latest {latest:04}", applied.len())))
}

async fn epoch(tx: &mut Connection) -> Result<Finding> {
    let meta = sqlx::query(META).fetch_one(&mut *tx).await?;
    let (epoch, counter): (uuid::Uuid, i64) = (meta.get(0), meta.get(1));
    let highest: Option<i64> = sqlx::query_scalar(HIGHEST).fetch_one(tx).await?;
    let seen = format!("{epoch}, {counter} recorded");
    Ok(none_of(Check::Epoch, i64::from(counter < highest.unwrap_or(0)), seen))
}

/// Content that is awaited is on a phone, and no fault.
async fn attachments(tx: &mut Connection) -> Result<Finding> {
    let row = sqlx::query(ATTACHMENTS).fetch_one(tx).await?;
    let (all, awaited, missing): (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    Ok(none_of(Check::AttachmentsWhole, missing, format!("{all} attachments, {awaited} awaited")))
}

async fn devices(tx: &mut Connection) -> Result<Finding> {
    let mut missing = counted(BuiltIn::ALL.len());
    let (mut people, mut revoked, mut ahead) = (0, 0, 0);
    for row in sqlx::query(DEVICES).fetch_all(tx).await? {
        let kind: String = row.get(0);
        let count: i64 = row.get(1);
        if BuiltIn::ALL.iter().any(|it| it.name() == kind) {
            missing -= 1;
        } else {
            people += count;
        }
        revoked += row.get::<i64, _>(2);
        ahead += row.get::<i64, _>(3);
    }
    let seen = format!("{people} of people, {revoked} revoked");
    Ok(none_of(Check::Devices, missing + ahead, seen))
}

async fn quarantines(tx: &mut Connection) -> Result<Finding> {
    let row = sqlx::query(QUARANTINES).fetch_one(tx).await?;
    let (held, collisions): (i64, i64) = (row.get(0), row.get(1));
    let condition = if held + collisions == 0 { Condition::Good } else { Condition::Notable };
    let seen = format!("{held} in quarantine, {collisions} came with another body");
    Ok(Finding { check: Check::Quarantines, condition, seen })
}

fn good(check: Check, seen: String) -> Finding {
    Finding { check, condition: Condition::Good, seen }
}

fn faulty(check: Check, seen: String) -> Finding {
    Finding { check, condition: Condition::Faulty, seen }
}

/// Good if there is nothing of the kind.
fn none_of(check: Check, faults: i64, seen: String) -> Finding {
    if faults == 0 {
        good(check, seen)
    } else {
        faulty(check, format!("{faults} at fault; {seen}"))
    }
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

statements! {
    MIGRATIONS = "SELECT version FROM _sqlx_migrations ORDER BY version";
    META = "SELECT epoch, recorded_seq FROM meta";
    HIGHEST = "SELECT MAX(recorded_seq) FROM command";
    STRAYS = "SELECT COUNT(*) FROM customer c LEFT JOIN territory t ON t.id = c.territory_id \
        WHERE c.territory_id IS NOT NULL AND t.id IS NULL";
    CREDENTIAL = "SELECT CAST(1 AS BIGINT) FROM credential WHERE user_id = $1";
    /// A number above the device's last would be taken by its next command.
    DEVICES = "SELECT d.kind, COUNT(*), COUNT(d.revoked_at), \
        COUNT(CASE WHEN d.last_op_seq < c.highest THEN 1 END) FROM device d \
        LEFT JOIN (SELECT device_id, MAX(op_seq) AS highest FROM command GROUP BY device_id) c \
        ON c.device_id = d.id GROUP BY d.kind";
    ATTACHMENTS = "SELECT COUNT(*), COUNT(CASE WHEN a.state = 'awaited' THEN 1 END), \
        COUNT(CASE WHEN a.state = 'here' AND b.media IS NULL THEN 1 END) \
        FROM attachment a LEFT JOIN blob b ON b.digest = a.blob";
    DIFFERENCES = "SELECT COUNT(*), COUNT(DISTINCT device_id) FROM \
        (SELECT DISTINCT device_id, scope, seq FROM difference WHERE said_at >= $1) d";
    QUARANTINES = "SELECT (SELECT COUNT(*) FROM command WHERE verdict LIKE \
        '{\"verdict\":\"quarantined\"%'), (SELECT COUNT(*) FROM collision)";
}

#[cfg(test)]
mod tests;
