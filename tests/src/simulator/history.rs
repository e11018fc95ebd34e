//! Histories: what reached the simulated server in a life, in its order, and what it answered.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::{
    calendar::Instant,
    id::{Epoch, UserId},
    sync::{Command, Scope, Verdict},
};

use super::{disk::Disk, witness::Breach};
use crate::phone::{Ask, Reply};

/// One life as the server saw it.
#[derive(Debug)]
pub struct History {
    /// The server's first life.
    pub born: Epoch,
    pub steps: Vec<Step>,
    /// What stood on the disk in the end.
    pub disk: Disk,
    /// The life ended early.
    pub breach: Option<Breach>,
}

/// One thing that happened to the server, and when.
#[derive(Debug, Clone)]
pub struct Step {
    pub at: Instant,
    pub what: What,
}

#[derive(Debug, Clone)]
pub enum What {
    /// One of the server's own devices asks, in the server's process.
    Office {
        command: Command,
        verdict: Verdict,
    },
    /// Somebody at the desk asks, over a good line.
    Desk {
        command: Command,
        verdict: Verdict,
    },
    /// A phone's request has arrived, and this is the answer, whoever hears it; with the texts of the
    /// chunks that it names.
    Asked {
        user: UserId,
        ask: Ask,
        reply: Reply,
        chunks: Vec<String>,
    },
    Restarted,
    BackedUp,
    /// The last backup was put back, and this life began.
    Restored(Epoch),
    /// The feeds tell nothing up to these numbers any more.
    Cut(BTreeMap<Scope, i64>),
}

impl What {
    /// What kind of thing it is, and what became of it: for counting.
    #[must_use]
    pub fn kind(&self) -> String {
        match self {
            What::Office { verdict, .. } => format!("office {}", tag(verdict, "verdict")),
            What::Desk { verdict, .. } => format!("desk {}", tag(verdict, "verdict")),
            What::Restarted => "restarted".to_owned(),
            What::BackedUp => "backed up".to_owned(),
            What::Restored(_) => "restored".to_owned(),
            What::Cut(_) => "cut".to_owned(),
            What::Asked { ask, reply, .. } => {
                let told = serde_json::from_str::<Value>(&reply.body).unwrap_or_default();
                let field = if reply.status == 200 { "reply" } else { "error" };
                let said = told[field].as_str().unwrap_or("answered");
                format!("{} {said}{}", name(ask), of_page(&told))
            }
        }
    }
}

/// What is more than a page that is read to its end.
fn of_page(told: &Value) -> &'static str {
    let some = |name: &str| told[name].as_array().is_some_and(|all| !all.is_empty());
    let pages = told["pages"].as_array();
    let short = |it: &Value| it["next"].as_i64() < it["head"].as_i64();
    if some("snapshot_required") {
        ", snapshot required"
    } else if some("revoked") {
        ", revoked"
    } else if pages.is_some_and(|all| all.iter().any(short)) {
        ", not to the end"
    } else {
        ""
    }
}

/// What is asked for, in a word.
#[must_use]
pub fn name(ask: &Ask) -> &'static str {
    match ask {
        Ask::Register => "register",
        Ask::Push(_) => "push",
        Ask::Pull(_) => "pull",
        Ask::Snapshot(_) => "snapshot",
        Ask::Chunk(_) => "chunk",
    }
}

fn tag(it: &impl serde::Serialize, field: &str) -> String {
    let value = serde_json::to_value(it).unwrap_or_default();
    value[field].as_str().unwrap_or_default().to_owned()
}

impl History {
    /// How often each kind of thing happened.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<String, usize> {
        let mut kinds = BTreeMap::new();
        for step in &self.steps {
            *kinds.entry(step.what.kind()).or_default() += 1;
        }
        kinds
    }

    /// Whether the backup that is taken in this step is ever put back: one that is not needs no copy
    /// of a whole database.
    #[must_use]
    pub fn is_put_back(&self, backed_up: usize) -> bool {
        let later = self.steps.iter().skip(backed_up + 1);
        let next =
            later.map(|it| &it.what).find(|it| matches!(it, What::BackedUp | What::Restored(_)));
        matches!(next, Some(What::Restored(_)))
    }
}
