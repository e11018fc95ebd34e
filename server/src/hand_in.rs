//! Hand-ins at the desk: what was counted, by whom, and where it differed. Booking is a command.

use axum::{Json, Router, extract::State, routing::get};
use shared::{
    calendar::Day,
    hand_in::{HandIn, HandInLine},
    page::{HandInListing, HandInQuery, Listing},
    user::Caller,
};
use sqlx::{QueryBuilder, Row as _};

use crate::{
    auth::Signed, dialect::Db, door::Asked, error::Result, field_receipt::of_own, list::cut,
    server::Server,
};

pub(crate) fn routes() -> Router<Server> {
    Router::new().route("/hand_ins", get(all))
}

async fn all(
    State(server): State<Server>,
    signed: Signed,
    Asked(query): Asked<HandInQuery>,
) -> Result<Json<HandInListing>> {
    server.hand_ins(&signed.caller, &query).await.map(Json)
}

impl Server {
    /// A page of hand-ins, newest first: everybody's for whoever reads every customer, else the
    /// caller's own.
    pub async fn hand_ins(&self, caller: &Caller, query: &HandInQuery) -> Result<HandInListing> {
        let today = self.today().await?;
        let mut tx = self.snapshot().await?;
        let register = self.registers().read(&mut tx).await?.register;
        let mut count = QueryBuilder::new(COUNT);
        filter(&mut count, caller, query, today);
        let total = count.build_query_scalar().fetch_one(&mut *tx).await?;
        let mut text = QueryBuilder::new(ALL);
        filter(&mut text, caller, query, today);
        text.push(" ORDER BY handed_in_on DESC, id DESC");
        cut(&mut text, query.limit, query.offset);
        let mut rows = vec![];
        for row in text.build().fetch_all(&mut *tx).await? {
            let hand_in: HandIn = serde_json::from_str(row.get(0))?;
            rows.push(HandInLine {
                rep_name: register.user_name(hand_in.rep),
                cashier_name: register.user_name(hand_in.cashier),
                company_name: register.company_name(hand_in.company),
                hand_in,
            });
        }
        Ok(Listing { rows, total, today })
    }
}

fn filter(text: &mut QueryBuilder<Db>, caller: &Caller, query: &HandInQuery, today: Day) {
    text.push(" WHERE ");
    of_own(text, "rep", caller, today);
    if let Some(rep) = query.rep {
        text.push(" AND rep = ").push_bind(rep.0);
    }
}

statements! {
    COUNT = "SELECT COUNT(*) FROM hand_in";
    ALL = "SELECT body FROM hand_in";
}

#[cfg(test)]
mod tests;
