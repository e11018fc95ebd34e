//! The stage on which the tables play: one company, three territories, a rep and a desk.

use std::sync::Arc;

use shared::{
    calendar::{Day, Instant, When, Zone},
    company::Company,
    customer::{Customer, Named},
    decide,
    dossier::{Dossier, Elsewhere, Register},
    effects::Effects,
    id::{
        AttachmentId, CompanyId, CustomerId, FieldReceiptId, GrantId, InvoiceId, OpId, PromiseId,
        ReceiptId, TerritoryId, UserId, VisitId, derived,
    },
    invoice::{self, Invoice},
    money::{Currency, Money},
    policy::Policy,
    receipt::{PaymentMethod, Receipt},
    refusal::Refusal,
    row::Row,
    sync::{Act, Command},
    territory::Territory,
    user::{Caller, Grant, Role, User},
};

/// `11-20` is a day of 2026; a whole day is itself.
#[track_caller]
pub fn day(text: &str) -> Day {
    let whole = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    whole.parse().unwrap_or_else(|_| panic!("{text:?} is no day"))
}

/// `8000` is in yuan, `8000USD` in what it says.
#[track_caller]
pub fn money(text: &str) -> Money {
    let at = text.find(|c: char| c.is_ascii_uppercase()).unwrap_or(text.len());
    let (amount, currency) = text.split_at(at);
    let currency = if currency.is_empty() { "CNY" } else { currency };
    Money::parse(amount, Currency::parse(currency).unwrap())
        .unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

#[track_caller]
pub fn method(text: &str) -> PaymentMethod {
    match text {
        "transfer" => PaymentMethod::Transfer,
        "cash" => PaymentMethod::Cash,
        "mobile" => PaymentMethod::Mobile,
        "bank_bill" => PaymentMethod::BankAcceptance,
        "other_bill" => PaymentMethod::OtherBill,
        _ => panic!("{text:?} is no payment method"),
    }
}

pub fn attachment_id(name: &str) -> AttachmentId {
    AttachmentId(derived("attachment", &[name]))
}

pub fn visit_id(name: &str) -> VisitId {
    VisitId(derived("visit", &[name]))
}

pub fn promise_id(name: &str) -> PromiseId {
    PromiseId(derived("promise", &[name]))
}

pub fn field_receipt_id(name: &str) -> FieldReceiptId {
    FieldReceiptId(derived("field_receipt", &[name]))
}

pub fn invoice_id(number: &str) -> InvoiceId {
    InvoiceId::of_document("HT", "erp", "RV", number)
}

pub fn receipt_id(number: &str) -> ReceiptId {
    ReceiptId::of_number("HT", "bank", number)
}

/// The rows of a table, its comments and empty lines left out, split where two blanks stand.
pub fn rows(table: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    table
        .lines()
        .map(str::trim)
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
        .map(|row| (row, row.split("  ").map(str::trim).filter(|it| !it.is_empty()).collect()))
}

/// The world of a test, with the dossier of one customer open on the desk.
#[derive(Clone)]
pub struct Stage {
    pub dossier: Dossier,
    commands: u32,
}

impl Stage {
    /// Company HT, territories east, west and south; Lin works the east since the New Year, Zhou is
    /// its manager, Chen works the west, Shen is credit controller, Gu administrator, Ji auditor, Qian
    /// cashier, Yan AR accountant.
    pub fn empty() -> Stage {
        let mut register = Register::default();
        register.put(Row::Company(company("HT")));
        for code in ["east", "west", "south"] {
            register.put(Row::Territory(Territory {
                id: TerritoryId::of_code(code),
                code: code.to_owned(),
                name: code.to_uppercase(),
                ended_on: None,
            }));
        }
        let people = [
            ("lin", Role::Rep, Some("east")),
            ("chen", Role::Rep, Some("west")),
            ("zhou", Role::Manager, Some("east")),
            ("shen", Role::Controller, None),
            ("gu", Role::Admin, None),
            ("ji", Role::Auditor, None),
            ("qian", Role::Cashier, None),
            ("yan", Role::Finance, None),
        ];
        for (login, role, territory) in people {
            register.put(Row::User(User {
                id: UserId::of_login(login),
                login: login.to_owned(),
                name: login.to_owned(),
                roles: vec![role],
                grants: territory.map(|it| grant(it, "01-01", None)).into_iter().collect(),
                ended_on: None,
            }));
        }
        Stage { dossier: Dossier::new(Arc::new(register)), commands: 0 }
    }

    /// With customer K-0217 in the east.
    pub fn new() -> Stage {
        let mut stage = Stage::empty();
        stage.dossier.put(Row::Customer(customer("K-0217", Some("east"))));
        stage
    }

    pub fn register(&mut self) -> &mut Register {
        Arc::make_mut(&mut self.dossier.register)
    }

    /// A user by login; `import` is the server's own device.
    #[track_caller]
    pub fn caller(&self, login: &str) -> Caller {
        if login == "import" {
            return Caller::system("import");
        }
        let user = self.dossier.register.users.get(&UserId::of_login(login));
        Caller::of(user.unwrap_or_else(|| panic!("nobody is called {login:?}")))
    }

    /// One more person.
    pub fn employs(&mut self, login: &str, roles: &[Role], territory: Option<&str>) {
        self.register().put(Row::User(User {
            id: UserId::of_login(login),
            login: login.to_owned(),
            name: login.to_owned(),
            roles: roles.to_vec(),
            grants: territory.map(|it| grant(it, "01-01", None)).into_iter().collect(),
            ended_on: None,
        }));
    }

    /// An open receivable of the customer at hand.
    pub fn owes(&mut self, number: &str, amount: &str, due: &str) -> InvoiceId {
        let amount = money(amount);
        let invoice = Invoice {
            id: invoice_id(number),
            customer: CustomerId::of_code("K-0217"),
            company: CompanyId::of_code("HT"),
            source: "erp".to_owned(),
            kind: "RV".to_owned(),
            number: number.to_owned(),
            issued_on: day("2026-01-01"),
            posted_on: day("2026-01-01"),
            due_on: day(due),
            amount,
            open: amount,
            disputed: false,
        };
        let id = invoice.id;
        self.dossier.put(Row::Invoice(invoice));
        id
    }

    /// A booked receipt of the customer at hand, nothing of it allocated.
    pub fn pays(&mut self, number: &str, amount: &str, on: &str) -> ReceiptId {
        let amount = money(amount);
        let receipt = Receipt {
            id: receipt_id(number),
            customer: Some(CustomerId::of_code("K-0217")),
            company: CompanyId::of_code("HT"),
            source: "bank".to_owned(),
            number: number.to_owned(),
            valued_on: day(on),
            amount,
            unapplied: amount,
            method: PaymentMethod::Transfer,
            payer: "宏盛食品".to_owned(),
            memo: String::new(),
        };
        let id = receipt.id;
        self.dossier.put(Row::Receipt(receipt));
        id
    }

    /// A row of another customer that the command names.
    pub fn elsewhere(&mut self, code: &str, row: Row) {
        let at = Elsewhere { code: code.to_owned(), row };
        self.dossier.elsewhere.insert(at.row.id(), at);
    }

    pub fn command(&self, act: Act, author: UserId, acted_on: Day) -> Command {
        Command {
            op_id: OpId(derived("op", &[&self.commands.to_string()])),
            author,
            acted_on,
            captured_at: Instant(1_795_000_000_000),
            build: "test".to_owned(),
            customer: Some(CustomerId::of_code("K-0217")),
            base: vec![],
            policy: 1,
            deps: vec![],
            act,
        }
    }

    /// Decides without taking the effects.
    #[track_caller]
    pub fn ask(&self, who: &str, when: When, act: Act) -> Result<Effects, Refusal> {
        let caller = self.caller(who);
        let policy = self.dossier.register.policy_on(act.class().judged_on(when));
        let command = self.command(act, caller.user, when.acted_on);
        self.ask_command(&command, &caller, &policy, when)
    }

    pub fn ask_command(
        &self,
        command: &Command,
        caller: &Caller,
        policy: &Policy,
        when: When,
    ) -> Result<Effects, Refusal> {
        decide(command, &self.dossier, caller, policy, when)
    }

    /// Decides, and writes what came of it.
    #[track_caller]
    pub fn act(&mut self, who: &str, on: &str, act: Act) -> Result<Effects, Refusal> {
        let effects = self.ask(who, When::on(day(on)), act)?;
        self.take(&effects);
        Ok(effects)
    }

    pub fn take(&mut self, effects: &Effects) {
        self.commands += 1;
        for row in &effects.writes {
            self.dossier.put(row.clone());
        }
    }
}

pub fn company(code: &str) -> Company {
    Company {
        id: CompanyId::of_code(code),
        code: code.to_owned(),
        name: format!("{code} 贸易"),
        base_currency: Currency::CNY,
        zone: Zone::shanghai(),
    }
}

pub fn customer(code: &str, territory: Option<&str>) -> Customer {
    Customer {
        id: CustomerId::of_code(code),
        code: code.to_owned(),
        name: format!("{code} 食品"),
        also_known_as: vec![],
        territory: territory.map(TerritoryId::of_code),
        contacts: vec![],
        short_name: String::new(),
        particulars: std::collections::BTreeMap::new(),
        proposed: std::collections::BTreeMap::new(),
        address: String::new(),
        tags: vec![],
        search_key: code.to_lowercase(),
        sort_key: code.to_lowercase(),
    }
}

pub fn named(code: &str, name: &str) -> Named {
    Named {
        code: code.to_owned(),
        name: name.to_owned(),
        search_key: format!("{} {}", code.to_lowercase(), name.to_lowercase()),
        sort_key: name.to_lowercase(),
    }
}

pub fn grant(territory: &str, from: &str, until: Option<&str>) -> Grant {
    Grant {
        id: GrantId(derived("grant", &[territory, from])),
        territory: TerritoryId::of_code(territory),
        from: day(from),
        until: until.map(day),
    }
}

pub fn invoice_import(code: &str, number: &str, amount: &str) -> invoice::Import {
    invoice::Import {
        company: "HT".to_owned(),
        source: "erp".to_owned(),
        kind: "RV".to_owned(),
        number: number.to_owned(),
        customer: named(code, &format!("{code} 食品")),
        issued_on: day("10-01"),
        posted_on: day("10-02"),
        due_on: day("11-01"),
        amount: money(amount),
        disputed: false,
        still_open: None,
    }
}

/// An outcome in a line: what was written, warned of and left for review, or the refusal with every
/// value it names.
pub fn said(outcome: &Result<Effects, Refusal>) -> String {
    match outcome {
        Err(refusal) => {
            let json = serde_json::to_value(refusal).unwrap();
            let slice = json["refusal"].as_str().unwrap_or_default();
            format!("refused: {}", [slice.to_owned(), values(&json["of"])].join(" ").trim_end())
        }
        Ok(effects) => {
            let mut rows: Vec<_> = effects.writes.iter().map(|it| it.kind().name()).collect();
            if rows.is_empty() {
                rows.push("nothing");
            }
            let mut parts = vec![rows.join(" + ")];
            let warnings = effects.warnings.iter().map(|it| serde_json::to_value(it).unwrap());
            parts.extend(warnings.map(|it| format!("warned: {}", values(&it))));
            let review = effects.review.iter().map(|it| serde_json::to_value(it).unwrap());
            parts.extend(review.map(|it| format!("review: {}", values(&it))));
            let lost = effects.merged.iter().flat_map(|it| &it.lost);
            let lost: Vec<_> = lost.map(|it| it.field.name()).collect();
            if !lost.is_empty() {
                parts.push(format!("merged: {}", lost.join(" ")));
            }
            parts.join(", ")
        }
    }
}

/// The tag, then `name=value` in the order of names; ids only by name, they are not read by people.
fn values(json: &serde_json::Value) -> String {
    let Some(object) = json.as_object() else { return String::new() };
    if let (Some(minor), Some(code)) = (json["minor"].as_i64(), json["currency"].as_str()) {
        let amount = Money::try_new(minor, Currency::parse(code).unwrap()).unwrap();
        return amount.plain() + if code == "CNY" { "" } else { code };
    }
    let tag = ["why", "warning"].into_iter().find_map(|it| object.get(it)?.as_str());
    let mut parts: Vec<String> = tag.map(str::to_owned).into_iter().collect();
    for (name, value) in object.iter().filter(|(name, _)| *name != "why" && *name != "warning") {
        parts.push(match value {
            serde_json::Value::String(text) if text.len() == 36 && text.contains('-') => {
                name.clone()
            }
            serde_json::Value::String(text) => format!("{name}={text}"),
            serde_json::Value::Object(_) => format!("{name}=({})", values(value)),
            other => format!("{name}={other}"),
        });
    }
    parts.join(" ").replace("2026-", "")
}
