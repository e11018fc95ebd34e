//! What is typed at the command line: commands of the built-in device `cli`.

use shared::{
    id::CustomerId,
    sync::{Act, Verdict},
    user::Caller,
};
use uuid::Uuid;

use crate::{
    error::Result,
    server::Server,
    sync::{
        BuiltIn,
        many::{fixed, over_ids},
    },
};

impl Server {
    /// Runs commands, each about a customer or about none, and answers with their verdicts in order.
    pub async fn typed(&self, asked: Vec<(Option<CustomerId>, Act)>) -> Result<Vec<Verdict>> {
        let at = (self.now(), self.today().await?);
        let commands = asked
            .into_iter()
            .map(|(customer, act)| BuiltIn::Cli.asked(customer, act, at))
            .collect();
        let submitted = self.submit(BuiltIn::Cli, commands).await?;
        Ok(submitted.into_iter().map(|it| it.answered.verdict).collect())
    }

    /// The customers of no territory, in the order of their names.
    pub async fn unassigned(&self, caller: &Caller) -> Result<Vec<CustomerId>> {
        if !caller.reach(self.today().await?).covers(None) {
            return Ok(vec![]);
        }
        let ids: Vec<Uuid> = sqlx::query_scalar(UNASSIGNED).fetch_all(self.read()).await?;
        Ok(ids.into_iter().map(CustomerId).collect())
    }

    /// Which of these customers there are, of those the caller may see.
    pub async fn known_customers(
        &self,
        caller: &Caller,
        asked: &[CustomerId],
    ) -> Result<Vec<CustomerId>> {
        let reach = caller.reach(self.today().await?);
        let ids: Vec<Uuid> = asked.iter().map(|it| it.0).collect();
        let mut known = vec![];
        for piece in fixed(&ids) {
            for row in over_ids(KNOWN.0, piece, KNOWN.1).fetch_all(self.read()).await? {
                let territory: Option<Uuid> = sqlx::Row::get(&row, 1);
                if reach.covers(territory.map(shared::id::TerritoryId)) {
                    known.push(CustomerId(sqlx::Row::get(&row, 0)));
                }
            }
        }
        Ok(known)
    }
}

statements! {
    UNASSIGNED = "SELECT id FROM customer WHERE territory_id IS NULL ORDER BY sort_key, id";
    KNOWN = "SELECT id, territory_id FROM customer WHERE id IN " ids;
}
