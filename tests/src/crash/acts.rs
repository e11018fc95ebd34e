//! What a rep does all day, drawn from dice: visits, promises, slips, contacts; and customers that move.

use shared::{
    calendar::{Day, Days},
    contact, customer,
    field_receipt::{self, Slip},
    id::{CompanyId, ContactId, CustomerId, FieldReceiptId, PromiseId, TerritoryId, VisitId},
    money::{Currency, Money},
    promise::{self, Basis},
    receipt::PaymentMethod,
    sync::Act,
    visit::{self, VisitOutcome},
};

use crate::simulator::dice::Dice;

/// Whose hands it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// A rep's, in the shops.
    Field,
    /// An administrator's, who moves customers between territories.
    Moving,
}

/// One person's work, and what of it can be spoken of again.
#[derive(Debug)]
pub struct Hands {
    work: Work,
    customers: Vec<CustomerId>,
    territories: Vec<TerritoryId>,
    series: String,
    slips_written: u32,
    promises: Vec<(CustomerId, PromiseId)>,
    slips: Vec<(CustomerId, FieldReceiptId)>,
}

/// The most that are remembered: what is older is left as it stands.
const REMEMBERED: usize = 200;

impl Hands {
    /// A rep's: the customers come with the feed.
    pub fn of_rep(series: String) -> Hands {
        let (customers, territories) = (vec![], vec![]);
        let (promises, slips) = (vec![], vec![]);
        let (work, slips_written) = (Work::Field, 0);
        Hands { work, customers, territories, series, slips_written, promises, slips }
    }

    pub fn of_administrator(customers: Vec<CustomerId>, territories: Vec<TerritoryId>) -> Hands {
        Hands { work: Work::Moving, customers, territories, ..Hands::of_rep(String::new()) }
    }

    pub fn work(&self) -> Work {
        self.work
    }

    pub fn came(&mut self, customer: CustomerId) {
        if self.work == Work::Field && !self.customers.contains(&customer) {
            self.customers.push(customer);
        }
    }

    pub fn went(&mut self, customer: CustomerId) {
        if self.work == Work::Field {
            self.customers.retain(|it| *it != customer);
        }
    }

    /// The next thing that is done, and to whom; nothing before there is anybody to visit.
    pub fn next(&mut self, dice: &mut Dice, today: Day) -> Option<(CustomerId, Act)> {
        let customer = dice.one_of(&self.customers).copied()?;
        if self.work == Work::Moving {
            let territory = dice.one_of(&self.territories).copied();
            return Some((customer, Act::AssignTerritory(customer::Assign { territory })));
        }
        Some(self.in_the_field(customer, dice, today))
    }

    fn in_the_field(
        &mut self,
        customer: CustomerId,
        dice: &mut Dice,
        today: Day,
    ) -> (CustomerId, Act) {
        match dice.below(100) {
            0..35 => (customer, visit(dice)),
            35..60 => (customer, self.promise(customer, None, dice, today)),
            60..68 => match self.earlier_promise(dice) {
                Some((of, earlier)) => (of, self.promise(of, Some(earlier), dice, today)),
                None => (customer, visit(dice)),
            },
            68..75 => match self.earlier_promise(dice) {
                Some((of, promise)) => (of, withdraw(promise)),
                None => (customer, visit(dice)),
            },
            75..90 => (customer, self.slip(customer, dice)),
            90..94 => match dice.below(self.slips.len().max(1)) {
                at if at < self.slips.len() => cancel(self.slips.swap_remove(at)),
                _ => (customer, visit(dice)),
            },
            94..97 => (customer, contact(dice)),
            _ => (customer, tag(dice)),
        }
    }

    fn promise(
        &mut self,
        customer: CustomerId,
        replaces: Option<PromiseId>,
        dice: &mut Dice,
        today: Day,
    ) -> Act {
        let id = PromiseId(dice.id());
        if self.promises.len() < REMEMBERED {
            self.promises.push((customer, id));
        }
        Act::MakePromise(promise::Make {
            id,
            amount: usd(dice.between(1, 900_000)),
            due_on: today.plus(Days(u32::try_from(dice.below(20)).unwrap_or(0))),
            promiser: "王建国 老板".to_owned(),
            method: PaymentMethod::Transfer,
            basis: Basis::Balance,
            note: String::new(),
            replaces,
        })
    }

    /// One that has not been spoken of again yet.
    fn earlier_promise(&mut self, dice: &mut Dice) -> Option<(CustomerId, PromiseId)> {
        let at = dice.below(self.promises.len());
        (at < self.promises.len()).then(|| self.promises.swap_remove(at))
    }

    fn slip(&mut self, customer: CustomerId, dice: &mut Dice) -> Act {
        let id = FieldReceiptId(dice.id());
        if self.slips.len() < REMEMBERED {
            self.slips.push((customer, id));
        }
        self.slips_written += 1;
        Act::TakeFieldReceipt(field_receipt::Take {
            id,
            company: CompanyId::of_code("U001"),
            amount: usd(dice.between(1, 500_000)),
            method: PaymentMethod::Transfer,
            slip: Slip { series: self.series.clone(), number: self.slips_written },
            payer: String::new(),
            note: "微信收的，截图在手机里".to_owned(),
            promise: None,
            in_hand: None,
        })
    }
}

fn usd(minor: i64) -> Money {
    Money::try_new(minor, Currency::USD).unwrap_or_else(|_| Money::nil(Currency::USD))
}

fn visit(dice: &mut Dice) -> Act {
    Act::RecordVisit(visit::Record {
        id: VisitId(dice.id()),
        outcome: VisitOutcome::Promised,
        note: "老板在，答应周五先付一半，另一半等下批货到再说".to_owned(),
        next_on: None,
    })
}

fn withdraw(promise: PromiseId) -> Act {
    Act::WithdrawPromise(promise::Withdraw { promise, reason: "老板改主意了".to_owned() })
}

fn cancel((customer, field_receipt): (CustomerId, FieldReceiptId)) -> (CustomerId, Act) {
    let reason = "金额写错".to_owned();
    (customer, Act::CancelFieldReceipt(field_receipt::Cancel { field_receipt, reason }))
}

fn contact(dice: &mut Dice) -> Act {
    let id = dice.id();
    Act::AddContact(contact::Add {
        id: ContactId(id),
        name: format!("陈 {}", id.as_fields().0),
        role: "财务".to_owned(),
        phone: "13800000000".to_owned(),
        signs: false,
        note: String::new(),
    })
}

/// A tag is there or it is not: the command that adds it twice changes nothing.
fn tag(dice: &mut Dice) -> Act {
    let (one, other) = (dice.below(12), dice.below(12));
    Act::ChangeCustomer(customer::Change {
        fields: vec![],
        tags_added: vec![format!("重点{one}")],
        tags_removed: vec![format!("重点{other}")],
        settled: vec![],
    })
}
