//! The bench: what pushing, pulling, importing and hearing of it cost, beside what the bare database does
//! with the same rows at the same durability.

mod crowd;
mod floor;
mod importing;
mod live;
mod pulling;
mod pushing;
mod scale;
mod stage;

use anyhow::Result;
use serde::Serialize;

use crate::world::books::Database;
use stage::Grounds;

/// How often each thing is measured; the median counts.
const RUNS: usize = 5;

/// One figure, as a line of JSON.
#[derive(Debug, Serialize)]
struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    /// The same rows, the same durability, nothing around them.
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<f64>,
}

impl Figure {
    fn seconds(what: String, value: f64) -> Figure {
        Figure { what, value, unit: "s", floor: None, limit: None, least: None }
    }

    fn milliseconds(what: String, value: f64) -> Figure {
        Figure { value: value * 1_000.0, unit: "ms", ..Figure::seconds(what, value) }
    }

    fn over(self, floor: f64) -> Figure {
        let floor = if self.unit == "ms" { floor * 1_000.0 } else { floor };
        Figure { floor: Some(floor), ..self }
    }

    fn at_most(self, limit: f64) -> Figure {
        Figure { limit: Some(limit), ..self }
    }

    fn at_least(self, least: f64) -> Figure {
        Figure { least: Some(least), ..self }
    }

    fn tell(&self) -> Result<()> {
        println!("{}", serde_json::to_string(self)?);
        Ok(())
    }
}

/// The middle one: a bench on a shared machine has outliers on one side only.
fn median(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list.get(list.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What all but one of a hundred are within.
fn ninety_nine_of_a_hundred(mut list: Vec<f64>) -> f64 {
    list.sort_by(f64::total_cmp);
    list.get((list.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// Everything, or the parts whose names are given: `push pull crowd live import scale sqlite postgres`.
///
/// # Errors
/// Something could not be measured.
pub async fn run(asked: &[String]) -> Result<()> {
    let parts = ["push", "pull", "crowd", "live", "import", "scale"];
    let every = !asked.iter().any(|it| parts.contains(&it.as_str()));
    let wanted = |part: &str| every || asked.iter().any(|it| it == part);
    let databases = ["sqlite", "postgres"];
    let both = !asked.iter().any(|it| databases.contains(&it.as_str()));
    let grounds = Grounds::prepare();
    for database in Database::BOTH {
        let name = if database == Database::Sqlite { "sqlite" } else { "postgres" };
        if !both && !asked.iter().any(|it| it == name) {
            continue;
        }
        if !grounds.have(database) {
            eprintln!("SKIPPED: every figure on PostgreSQL, for there is none");
            continue;
        }
        if wanted("push") {
            pushing::measure(&grounds, database, name).await?;
        }
        if wanted("pull") {
            pulling::measure(&grounds, database, name).await?;
        }
        if wanted("crowd") {
            crowd::measure(&grounds, database, name).await?;
        }
        if wanted("live") {
            live::measure(&grounds, database, name).await?;
        }
        if wanted("import") {
            importing::measure(&grounds, database, name)?;
        }
        if wanted("scale") {
            scale::measure(&grounds, database, name).await?;
        }
    }
    Ok(())
}
