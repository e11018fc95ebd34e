//! Judged promises: what became of each, kept beside it so that lists are filtered by it. The rule is
//! the only judge; what is kept is a cache, made anew for whoever may have changed.

use std::{collections::BTreeSet, sync::Arc};

use shared::{calendar::Day, dossier::Register, id::CustomerId};
use sqlx::Row as _;
use uuid::Uuid;

use super::{Connection, judged};
use crate::{
    dialect,
    error::Result,
    server::Server,
    sync::many::{Cell, fixed, over_ids, over_rows},
};

/// Customers judged in one transaction, so that nobody waits for long to write.
const AT_ONCE: i64 = 500;

/// For which day and by which register promises were judged.
#[derive(Debug, PartialEq, Eq)]
struct State {
    judged_on: String,
    register_head: i64,
    /// Companies, policies, and the policy in force: where one is new, every promise is judged anew.
    terms: String,
}

impl Server {
    /// Judges every promise that may stand otherwise than is kept.
    pub(crate) async fn judge_promises(&self) -> Result<()> {
        while !self.are_judged().await? {
            self.judge_some().await?;
        }
        Ok(())
    }

    async fn are_judged(&self) -> Result<bool> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let registered = self.registers().read(&mut tx).await?;
        let waits: Option<Uuid> = sqlx::query_scalar(ONE_UNJUDGED).fetch_optional(&mut *tx).await?;
        let now = state_of(&registered.register, registered.head, today);
        Ok(waits.is_none() && state(&mut tx).await? == now)
    }

    async fn judge_some(&self) -> Result<()> {
        let today = self.today().await?;
        let mut tx = dialect::begin(self.write()).await?;
        // What a group of commands begins with: until this is committed, nobody writes what these
        // promises are judged by, nor says that a customer has to be judged.
        sqlx::query(AFTER_THE_OTHERS).execute(&mut *tx).await?;
        let registered = self.registers().read(&mut tx).await?;
        let (was, now) =
            (state(&mut tx).await?, state_of(&registered.register, registered.head, today));
        if was != now {
            if was.terms == now.terms {
                // Money that came is counted already; a later day, or bank data that reach further,
                // tell what is due from what is awaited.
                sqlx::query(MAY_BE_DUE).bind(today.to_string()).execute(&mut *tx).await?;
            } else {
                sqlx::query(ALL).execute(&mut *tx).await?;
            }
            sqlx::query(NOW)
                .bind(now.judged_on)
                .bind(now.register_head)
                .bind(now.terms)
                .execute(&mut *tx)
                .await?;
        }
        let customers: Vec<Uuid> =
            sqlx::query_scalar(SOME_UNJUDGED).bind(AT_ONCE).fetch_all(&mut *tx).await?;
        judge(&mut tx, &customers, &registered.register, today).await?;
        Ok(tx.commit().await?)
    }
}

async fn state(tx: &mut Connection) -> Result<State> {
    let row = sqlx::query(STATE).fetch_one(tx).await?;
    Ok(State { judged_on: row.get(0), register_head: row.get(1), terms: row.get(2) })
}

fn state_of(register: &Register, head: i64, today: Day) -> State {
    let (companies, policies) = (register.companies.len(), register.policies.len());
    let in_force = register.policy_on(today).version;
    State {
        judged_on: today.to_string(),
        register_head: head,
        terms: format!("{companies} {policies} {in_force}"),
    }
}

async fn judge(
    tx: &mut Connection,
    customers: &[Uuid],
    register: &Arc<Register>,
    today: Day,
) -> Result<()> {
    let these: BTreeSet<CustomerId> = customers.iter().copied().map(CustomerId).collect();
    let standings = judged(tx, &these, register, today).await?;
    let mut kept = vec![];
    for piece in fixed(customers) {
        for row in over_ids(PROMISES_OF.0, piece, PROMISES_OF.1).fetch_all(&mut *tx).await? {
            let promise: Uuid = row.get(0);
            let Some((standing, _)) = standings.get(&shared::id::PromiseId(promise)) else {
                continue;
            };
            let (due_on, currency): (String, String) = (row.get(2), row.get(3));
            let customer: Uuid = row.get(1);
            kept.push((promise, customer, standing.name(), due_on, currency, row.get::<i64, _>(4)));
        }
    }
    for piece in fixed(&kept) {
        let cells = piece.iter().map(|(promise, customer, standing, due_on, currency, minor)| {
            vec![
                Cell::id(*promise),
                Cell::id(*customer),
                Cell::text(standing),
                Cell::text(due_on),
                Cell::text(currency),
                Cell::Whole(*minor),
            ]
        });
        over_rows(KEEP[0], cells.collect(), KEEP[1]).execute(&mut *tx).await?;
    }
    for piece in fixed(customers) {
        over_ids(JUDGED.0, piece, JUDGED.1).execute(&mut *tx).await?;
    }
    Ok(())
}

statements! {
    AFTER_THE_OTHERS = "UPDATE meta SET recorded_seq = recorded_seq";
    STATE = "SELECT judged_on, register_head, terms FROM promise_judged";
    NOW = "UPDATE promise_judged SET judged_on = $1, register_head = $2, terms = $3";
    ALL = "INSERT INTO promise_unjudged (customer_id) SELECT DISTINCT customer_id FROM promise \
        WHERE customer_id IS NOT NULL ON CONFLICT (customer_id) DO NOTHING";
    MAY_BE_DUE = "INSERT INTO promise_unjudged (customer_id) \
        SELECT DISTINCT customer_id FROM promise_standing \
        WHERE standing IN ('open', 'awaiting_data') AND due_on <= $1 \
        ON CONFLICT (customer_id) DO NOTHING";
    ONE_UNJUDGED = "SELECT customer_id FROM promise_unjudged LIMIT 1";
    SOME_UNJUDGED = "SELECT customer_id FROM promise_unjudged ORDER BY customer_id LIMIT $1";
    PROMISES_OF = "SELECT id, customer_id, due_on, currency, amount_minor FROM promise \
        WHERE customer_id IN " ids;
    JUDGED = "DELETE FROM promise_unjudged WHERE customer_id IN " ids;
}

parts! {
    /// Between them the rows.
    KEEP =
        "INSERT INTO promise_standing \
        (promise_id, customer_id, standing, due_on, currency, amount_minor) VALUES ",
        " ON CONFLICT (promise_id) DO UPDATE SET standing = excluded.standing";
}
