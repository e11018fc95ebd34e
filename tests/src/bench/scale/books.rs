//! The books of a large seller: 20,000 customers in twelve territories, made up and always the same.

use anyhow::Result;
use shared::{
    allocation::{Allocation, AllocationReason},
    calendar::{Day, Days, Instant},
    credit::{Against, CreditLine, CreditRequest, CreditStanding, RequestState, Revision},
    customer::Customer,
    field_receipt::{FieldReceipt, FieldReceiptState, Slip},
    hand_in::{HandIn, Line},
    id::{
        AllocationId, CompanyId, CreditRequestId, CustomerId, FieldReceiptId, HandInId, InvoiceId,
        PromiseId, ReceiptId, TerritoryId, UserId, VisitId, derived,
    },
    invoice::Invoice,
    money::Money,
    promise::{Basis, Promise},
    receipt::{PaymentMethod, Receipt},
    row::Row,
    visit::{Visit, VisitOutcome},
};

use super::super::stage::{Stage, cny};
use crate::world::PASSWORD;

pub const CUSTOMERS: usize = 20_000;
const TERRITORIES: usize = 12;
/// One customer of so many is a large one, with eight times the documents.
const LARGE_ONE_OF: usize = 200;
const INVOICES: usize = 20;
/// Of these, paid by a receipt of their own.
const PAID: usize = 14;

pub fn code(number: usize) -> String {
    format!("C{number:05}")
}

pub fn territory(number: usize) -> String {
    format!("T{number:02}")
}

fn rep(number: usize) -> UserId {
    UserId::of_login(&format!("rep{number}"))
}

/// Company, territories and people, by the real commands.
pub async fn furnish(stage: &Stage) -> Result<()> {
    let territories: Vec<String> = (0..TERRITORIES).map(territory).collect();
    stage.open_house(&territories).await?;
    for login in ["desk", "chen"] {
        stage.books.set_password(login, PASSWORD).await?;
    }
    Ok(())
}

/// All rows of one customer.
pub fn rows(number: usize, today: Day) -> Vec<Row> {
    let of = Of { number, id: CustomerId::of_code(&code(number)), today };
    let large = if number.is_multiple_of(LARGE_ONE_OF) { 8 } else { 1 };
    let mut rows = vec![Row::Customer(of.customer()), Row::CreditLine(of.line())];
    for nth in 0..INVOICES * large {
        let paid = nth < PAID * large;
        let invoice = of.invoice(nth, paid);
        if paid {
            let receipt = of.receipt(&invoice, nth);
            rows.push(Row::Allocation(of.allocation(&invoice, &receipt)));
            rows.push(Row::Receipt(receipt));
        }
        rows.push(Row::Invoice(invoice));
    }
    rows.extend((0..2 * large).map(|nth| Row::Promise(of.promise(nth))));
    rows.extend((0..2).map(|nth| Row::Visit(of.visit(nth))));
    if number.is_multiple_of(3) {
        rows.push(Row::CreditRequest(of.request()));
    }
    rows.extend(of.slip());
    rows
}

/// What of a customer's rows counts as an item: documents, money, and what was said and asked.
pub fn is_item(row: &Row) -> bool {
    matches!(
        row,
        Row::Invoice(_)
            | Row::Receipt(_)
            | Row::Allocation(_)
            | Row::Promise(_)
            | Row::CreditRequest(_)
    )
}

struct Of {
    number: usize,
    id: CustomerId,
    today: Day,
}

impl Of {
    /// A number that is spread, and the same for the same customer and place.
    fn spread(&self, nth: usize, below: usize) -> u32 {
        let mixed = (self.number * 2_654_435_761 + nth * 40_503) >> 5;
        u32::try_from(mixed % below.max(1)).unwrap_or(0)
    }

    fn amount(&self, nth: usize) -> Money {
        cny(50_000 + i64::from(self.spread(nth, 900_000)))
    }

    fn id_of<T>(&self, kind: &str, nth: usize, id: fn(uuid::Uuid) -> T) -> T {
        id(derived(kind, &[&self.number.to_string(), &nth.to_string()]))
    }

    fn customer(&self) -> Customer {
        let town = ["鼓楼", "台江", "仓山", "晋安", "马尾", "长乐"][self.number % 6];
        let trade = ["商贸", "超市", "五金", "食品", "百货"][self.number / 6 % 5];
        let name = format!("{town}{}号{trade}", self.number);
        Customer {
            id: self.id,
            code: code(self.number),
            search_key: format!("{name} {} k{}hs", code(self.number).to_lowercase(), self.number),
            sort_key: format!("~{:05}{town}", self.number * 7_919 % CUSTOMERS),
            name,
            also_known_as: vec![],
            territory: Some(TerritoryId::of_code(&territory(self.number % TERRITORIES))),
            contacts: vec![],
            short_name: String::new(),
            address: String::new(),
            tags: vec![],
            particulars: std::collections::BTreeMap::new(),
            proposed: std::collections::BTreeMap::new(),
        }
    }

    fn line(&self) -> CreditLine {
        CreditLine {
            customer: self.id,
            standing: CreditStanding::Limited { amount: cny(5_000_000) },
            valid_from: None,
            valid_until: None,
            granted_by: UserId::of_login("desk"),
            granted_on: self.today.minus(Days(400)),
            reason: "bench".to_owned(),
            request: None,
        }
    }

    fn invoice(&self, nth: usize, paid: bool) -> Invoice {
        let ago = if paid { 60 + self.spread(nth, 480) } else { self.spread(nth, 150) };
        let issued_on = self.today.minus(Days(ago));
        let amount = self.amount(nth);
        Invoice {
            id: self.id_of("invoice", nth, InvoiceId),
            customer: self.id,
            company: CompanyId::of_code("1000"),
            source: "bench".to_owned(),
            kind: "RV".to_owned(),
            number: format!("{}-{nth}", self.number),
            issued_on,
            posted_on: issued_on,
            due_on: issued_on.plus(Days(30)),
            amount,
            open: if paid { cny(0) } else { amount },
            disputed: false,
        }
    }

    /// One of fifty has more in it than the document asked for.
    fn receipt(&self, of: &Invoice, nth: usize) -> Receipt {
        let more = if self.spread(nth, 50) == 0 { 10_000 } else { 0 };
        Receipt {
            id: self.id_of("receipt", nth, ReceiptId),
            customer: Some(self.id),
            company: of.company,
            source: "bench".to_owned(),
            number: format!("{}-{nth}", self.number),
            valued_on: of.issued_on.plus(Days(20 + self.spread(nth, 40))),
            amount: cny(of.amount.minor() + more),
            unapplied: cny(more),
            method: PaymentMethod::Transfer,
            payer: code(self.number),
            memo: "货款".to_owned(),
        }
    }

    fn allocation(&self, invoice: &Invoice, receipt: &Receipt) -> Allocation {
        Allocation {
            id: AllocationId(derived("allocation", &[&invoice.id.to_string()])),
            customer: self.id,
            receipt: receipt.id,
            invoice: invoice.id,
            amount: invoice.amount,
            effective_on: receipt.valued_on,
            reason: AllocationReason::Designated,
        }
    }

    fn promise(&self, nth: usize) -> Promise {
        let made_on = self.today.minus(Days(self.spread(nth, 300)));
        Promise {
            id: self.id_of("promise", nth, PromiseId),
            customer: self.id,
            author: rep(self.number % TERRITORIES),
            amount: self.amount(nth),
            made_on,
            due_on: made_on.plus(Days(7)),
            promiser: "王建国 老板".to_owned(),
            method: PaymentMethod::Transfer,
            basis: Basis::Balance,
            note: String::new(),
            captured_at: Instant(0),
            ended: None,
        }
    }

    fn visit(&self, nth: usize) -> Visit {
        Visit {
            id: self.id_of("visit", nth, VisitId),
            customer: self.id,
            author: rep(self.number % TERRITORIES),
            visited_on: self.today.minus(Days(self.spread(nth, 90))),
            captured_at: Instant(0),
            outcome: VisitOutcome::Agreed,
            note: "老板在，答应周五前付一部分".to_owned(),
            next_on: None,
        }
    }

    /// One of twenty waits.
    fn request(&self) -> CreditRequest {
        let sent_on = self.today.minus(Days(self.spread(1, 200)));
        let by = UserId::of_login("desk");
        let state = if self.number.is_multiple_of(20) {
            RequestState::Waiting
        } else {
            RequestState::Approved { by, reason: String::new(), on: sent_on.plus(Days(1)) }
        };
        let standing = CreditStanding::Limited { amount: cny(5_000_000) };
        CreditRequest {
            id: self.id_of("request", 0, CreditRequestId),
            customer: self.id,
            author: rep(self.number % TERRITORIES),
            current: Revision {
                asked: CreditStanding::Limited { amount: cny(8_000_000) },
                reason: "旺季备货".to_owned(),
                against: Against { standing, version: 1 },
                sent_on,
                captured_at: Instant(0),
                state,
            },
            earlier: vec![],
        }
    }

    /// A slip, and where it was counted the hand-in with it; one of twenty waits.
    fn slip(&self) -> Vec<Row> {
        let (author, cashier) = (rep(self.number % TERRITORIES), UserId::of_login("desk"));
        let taken_on = self.today.minus(Days(self.spread(2, 300)));
        let (amount, on) = (self.amount(2), taken_on.plus(Days(1)));
        let id = self.id_of("slip", 0, FieldReceiptId);
        let hand_in = self.id_of("hand_in", 0, HandInId);
        let receipt = ReceiptId::of_field_receipt(id);
        let number = u32::try_from(self.number / TERRITORIES + 1).unwrap_or(1);
        let slip = Slip { series: format!("REP{}", self.number % TERRITORIES), number };
        let waits = self.number % 20 == 7;
        let state = if waits {
            FieldReceiptState::Taken
        } else {
            FieldReceiptState::HandedIn { hand_in, receipt, cashier, counted: amount, on }
        };
        let company = CompanyId::of_code("1000");
        let line = Line {
            field_receipt: id,
            customer: self.id,
            slip: slip.clone(),
            receipt,
            amount,
            counted: amount,
        };
        let mut rows = vec![Row::FieldReceipt(FieldReceipt {
            id,
            customer: self.id,
            author,
            company,
            amount,
            method: PaymentMethod::Cash,
            slip,
            payer: String::new(),
            note: String::new(),
            taken_on,
            captured_at: Instant(0),
            promise: None,
            state,
        })];
        if !waits {
            rows.push(Row::HandIn(HandIn {
                id: hand_in,
                rep: author,
                cashier,
                company,
                on,
                lines: vec![line],
                expected: amount,
                counted: amount,
                reason: String::new(),
            }));
        }
        rows
    }
}
