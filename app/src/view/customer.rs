//! One customer as the phone and the desk show it: what is owed, promised and came.

use std::collections::BTreeMap;

use shared::{
    ageing::{self, Ask, BaseDay, Edges, Report},
    attachment::Attachment,
    calendar::Day,
    credit::{CreditFigures, CreditRequest},
    customer::{Brief, Customer},
    dossier::Dossier,
    field_receipt::{FieldReceipt, unbooked},
    id::{InvoiceId, PromiseId},
    invoice::Invoice,
    money::{Amounts, Money, MoneyError},
    policy::Policy,
    promise::{self, Basis, Promise, Standing},
};

use super::{
    attached,
    timeline::{self, Event},
};

/// What is shown of a customer on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerView {
    pub customer: Customer,
    pub today: Day,
    /// Open documents less unapplied receipts, per currency.
    pub balance: Amounts,
    pub overdue: Amounts,
    pub unapplied: Amounts,
    /// 在途收款: taken by reps and not booked; no part of the balance.
    pub unbooked: Amounts,
    /// Every slip, latest first.
    pub slips: Vec<FieldReceipt>,
    /// Days since the earliest open due day.
    pub days_overdue: Option<i64>,
    /// None where the documents that it needs are not all here: a wrong one is worse.
    pub ageing: Option<Vec<Report>>,
    /// Open and awaiting bank data first, by due day; then what was judged, latest first.
    pub promises: Vec<PromiseView>,
    pub credit: CreditFigures,
    /// Open ones first, then the settled ones, latest first.
    pub credit_requests: Vec<CreditRequest>,
    /// Open ones, earliest due first.
    pub invoices: Vec<Invoice>,
    pub events: Vec<Event>,
    /// As they were attached; removed ones too.
    pub attached: Vec<Attachment>,
    /// Those of the customer's own file.
    pub of_file: Vec<Attachment>,
}

/// A promise with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseView {
    pub promise: Promise,
    pub standing: Standing,
    /// 业务员报已付: beside the verdict, never in it.
    pub reported: Option<Money>,
    /// The numbers of the documents it stands on; empty on the balance.
    pub documents: Vec<String>,
}

impl PromiseView {
    /// Neither kept nor broken yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.standing, Standing::Open { .. } | Standing::AwaitingData { .. })
    }

    /// What came so far, where it is not the whole.
    #[must_use]
    pub fn received(&self) -> Option<Money> {
        match self.standing {
            Standing::Open { received }
            | Standing::AwaitingData { received, .. }
            | Standing::PartlyKept { received } => Some(received).filter(|it| it.is_positive()),
            Standing::Kept { .. }
            | Standing::Broken
            | Standing::Withdrawn { .. }
            | Standing::Superseded { .. } => None,
        }
    }
}

impl CustomerView {
    /// The view of a dossier; none without its customer.
    ///
    /// # Errors
    /// A total leaves the exact range.
    pub fn of(
        dossier: &Dossier,
        policy: &Policy,
        today: Day,
    ) -> Result<Option<CustomerView>, MoneyError> {
        let Some(brief) = Brief::of(dossier)? else { return Ok(None) };
        let attached = attached::attached(dossier);
        let ask = Ask { as_of: today, age_as_of: today, by: BaseDay::Due };
        let standings = promise::standings(dossier, policy, today)?;
        let reported = promise::reported(dossier, &standings)?;
        Ok(Some(CustomerView {
            today,
            balance: brief.balance()?,
            overdue: brief.overdue(today)?,
            days_overdue: brief.days_overdue(today),
            ageing: ageing::of_dossier(dossier, &ask, &Edges::default()).ok(),
            credit: CreditFigures::of(dossier, today)?,
            credit_requests: credit_requests(dossier),
            promises: promises(dossier, &standings, &reported),
            unbooked: unbooked(dossier)?,
            slips: slips(dossier),
            invoices: open_invoices(dossier),
            events: timeline::events(dossier),
            of_file: attached::of_file(&attached, dossier),
            attached,
            unapplied: brief.unapplied,
            customer: brief.customer,
        }))
    }

    /// Promises that are neither kept nor broken yet.
    pub fn pending(&self) -> impl Iterator<Item = &PromiseView> {
        self.promises.iter().filter(|it| it.is_pending())
    }
}

fn credit_requests(dossier: &Dossier) -> Vec<CreditRequest> {
    let mut all: Vec<CreditRequest> = dossier.credit_requests.values().cloned().collect();
    let latest = |it: &CreditRequest| std::cmp::Reverse((it.current.sent_on, it.id));
    all.sort_by_key(|it| (!it.state().is_open(), latest(it)));
    all
}

fn open_invoices(dossier: &Dossier) -> Vec<Invoice> {
    let mut open: Vec<Invoice> =
        dossier.invoices.values().filter(|it| !it.open.is_nil()).cloned().collect();
    open.sort_by(|a, b| (a.due_on, &a.number).cmp(&(b.due_on, &b.number)));
    open
}

fn slips(dossier: &Dossier) -> Vec<FieldReceipt> {
    let mut slips: Vec<FieldReceipt> = dossier.field_receipts.values().cloned().collect();
    slips.sort_by_key(|it| std::cmp::Reverse((it.taken_on, it.captured_at, it.id)));
    slips
}

fn promises(
    dossier: &Dossier,
    standings: &BTreeMap<PromiseId, Standing>,
    reported: &BTreeMap<PromiseId, Money>,
) -> Vec<PromiseView> {
    let mut views: Vec<PromiseView> = dossier
        .promises
        .values()
        .filter_map(|promise| {
            Some(PromiseView {
                standing: *standings.get(&promise.id)?,
                reported: reported.get(&promise.id).copied(),
                documents: numbers(&promise.basis, &dossier.invoices),
                promise: promise.clone(),
            })
        })
        .collect();
    views.sort_by_key(|it| (it.promise.due_on, it.promise.made_on, it.promise.id));
    let (mut shown, judged): (Vec<_>, Vec<_>) =
        views.into_iter().partition(PromiseView::is_pending);
    shown.extend(judged.into_iter().rev());
    shown
}

fn numbers(basis: &Basis, invoices: &BTreeMap<InvoiceId, Invoice>) -> Vec<String> {
    match basis {
        Basis::Balance => vec![],
        Basis::Documents(these) => {
            these.iter().filter_map(|id| invoices.get(id)).map(|it| it.number.clone()).collect()
        }
    }
}
