//! Customers: who owes, under which names they are found, and whose territory they are in.

mod change;
mod geo_point;
mod import;
mod scale;
mod second_word;
mod social_credit_code;
mod walk_in;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Day, Days},
    contact::{self, Contact},
    dossier::Dossier,
    edit::{Field, FieldChange, Proposed, digits},
    effects::Effects,
    field_receipt::Unbooked,
    id::{CustomerId, TerritoryId, derived},
    money::{Amounts, Money, MoneyError},
    refusal::Refusal,
    row::Row,
    territory::TerritoryRefusal,
    user::Caller,
};

pub use change::change;
pub use geo_point::GeoPoint;
pub use import::import;
pub use scale::Scale;
pub use second_word::{SecondWord, Word};
pub use social_credit_code::is_social_credit_code;
pub use walk_in::{OpenWalkIn, WALK_IN, open_walk_in};

/// Other spellings that are kept of a name.
pub const SPELLINGS_MAX: usize = 50;
/// Words under which a customer is found.
pub const SEARCH_WORDS_MAX: usize = 200;
/// Tags of one customer at most.
pub const TAGS_MAX: usize = 20;

/// Whoever owes. Known by the code; name and spellings are how people and files call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    pub code: String,
    pub name: String,
    /// Other spellings met in imports.
    pub also_known_as: Vec<String>,
    /// None until somebody is assigned: the desk alone sees it.
    pub territory: Option<TerritoryId>,
    pub contacts: Vec<Contact>,
    /// 简称: what reps call it; empty when nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub short_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// A set, in the order in which they were added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What else the file says, by field (工商信息, 开票资料); what nobody said is not in it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub particulars: BTreeMap<Field, String>,
    /// What is to stand in a field that takes two people, until the second has said so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub proposed: BTreeMap<Field, Proposed>,
    /// Name, code, other spellings and pinyin initials in lower case, made by the server.
    pub search_key: String,
    /// Orders Chinese names by pinyin, made by the server.
    pub sort_key: String,
}

impl Customer {
    /// All under which the customer is found: the search key, and what people have entered. A phone
    /// number is found as it is written and by its digits.
    #[must_use]
    pub fn found_by(&self) -> String {
        let mut words = self.search_key.clone();
        let mut add = |text: &str| {
            if !text.is_empty() {
                words.push(' ');
                words.push_str(text);
            }
        };
        add(&self.short_name.to_lowercase());
        for tag in &self.tags {
            add(&tag.to_lowercase());
        }
        for field in [Field::LegalName, Field::SocialCreditCode] {
            add(&self.particulars.get(&field).map_or_else(String::new, |it| it.to_lowercase()));
        }
        for contact in &self.contacts {
            let digits = digits(&contact.phone);
            add(&contact.name.to_lowercase());
            add(&contact.phone.to_lowercase());
            if digits != contact.phone {
                add(&digits);
            }
        }
        words
    }
}

impl CustomerId {
    /// A customer is known by the code, whichever file it comes from.
    #[must_use]
    pub fn of_code(code: &str) -> CustomerId {
        CustomerId(derived("customer", &[code]))
    }
}

/// The name of a customer with the keys under which it is found and sorted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub code: String,
    pub name: String,
    pub search_key: String,
    pub sort_key: String,
}

impl Named {
    #[must_use]
    pub fn id(&self) -> CustomerId {
        CustomerId::of_code(&self.code)
    }

    /// A file that gives no name is taken at the code: a list without a name cannot be worked.
    fn new_customer(&self) -> Customer {
        // A document calls the walk-in account after whoever came that day.
        let unnamed = self.name.trim().is_empty() || self.id() == CustomerId::walk_in();
        let name = if unnamed { &self.code } else { &self.name };
        Customer {
            id: self.id(),
            code: self.code.clone(),
            name: name.trim().to_owned(),
            also_known_as: vec![],
            territory: None,
            contacts: vec![],
            short_name: String::new(),
            address: String::new(),
            tags: vec![],
            particulars: BTreeMap::new(),
            proposed: BTreeMap::new(),
            search_key: self.search_key.clone(),
            sort_key: self.sort_key.clone(),
        }
    }

    /// The customer as it has to be written when a document names it so: new, or with one more
    /// spelling; nothing when it is known under this name.
    pub(crate) fn seen_in_document(&self, dossier: &Dossier) -> Option<Customer> {
        let Some(known) = &dossier.customer else { return Some(self.new_customer()) };
        let name = self.name.trim();
        if name.is_empty() || known.name == name || known.also_known_as.iter().any(|it| it == name)
        {
            return None;
        }
        // What a document calls a walk-in is who came that day, and no name of the account.
        if known.is_walk_in() || SPELLINGS_MAX <= known.also_known_as.len() {
            return None;
        }
        let mut customer = known.clone();
        customer.also_known_as.push(name.to_owned());
        customer.search_key = with_words(&known.search_key, &self.search_key);
        Some(customer)
    }
}

/// A search key with the words of another that it lacks, in their order.
fn with_words(key: &str, more: &str) -> String {
    let mut words: Vec<&str> = key.split_whitespace().collect();
    for word in more.split_whitespace() {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(SEARCH_WORDS_MAX);
    words.join(" ")
}

/// The command of one row of a customer file: adds the customer or brings its fields up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub named: Named,
    pub contacts: Vec<contact::InFile>,
}

/// The command that changes what holds one value, each against the value that was seen, adds and
/// removes tags, and says the second word about proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub fields: Vec<FieldChange>,
    pub tags_added: Vec<String>,
    pub tags_removed: Vec<String>,
    /// About what somebody proposed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<SecondWord>,
}

/// The command that moves a customer into a territory, or out of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assign {
    pub territory: Option<TerritoryId>,
}

/// Why a command about a customer was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CustomerRefusal {
    CodeEmpty,
    NameEmpty,
    /// A command about a customer says which.
    NotNamed,
    Unknown {
        customer: CustomerId,
    },
    UnknownTerritory {
        territory: TerritoryId,
    },
    /// The walk-in account is nobody's, whatever a file calls it.
    WalkInName {
        name: String,
    },
}

/// Moves a customer; where it stands already, nothing changes.
///
/// # Errors
/// The caller is no administrator, or customer or territory is unknown.
pub fn assign(
    it: &Assign,
    customer: Option<CustomerId>,
    dossier: &Dossier,
    caller: &Caller,
) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let mut moved = dossier.known_customer(customer)?.clone();
    if let Some(territory) = it.territory {
        let known = dossier.register.territories.get(&territory);
        let known = known.ok_or(CustomerRefusal::UnknownTerritory { territory })?;
        if known.has_ended() {
            return Err(TerritoryRefusal::Ended { territory }.into());
        }
    }
    if moved.territory == it.territory {
        return Ok(Effects::nothing());
    }
    moved.territory = it.territory;
    Ok(Effects::write(Row::Customer(moved)))
}

/// What a list shows of a customer, and enough to age it on any day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    pub customer: Customer,
    /// Open amounts by due day, one entry per day and currency, earliest first.
    pub open: Vec<(Day, Money)>,
    pub unapplied: Amounts,
    /// The promises of [`listed_promises`] by due day: (due, amount).
    pub promised: Vec<(Day, Money)>,
    pub last_visit: Option<Day>,
    /// What reps took and finance has not booked, oldest first; no part of the balance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unbooked: Vec<Unbooked>,
}

/// How far back lists look for promises whose bank data are awaited: the tolerance and the days a
/// bank file takes, with room for holidays. Older ones stand with their customers.
pub const PROMISES_LOOK_BACK: Days = Days(21);

/// The promises that lists keep of all that were made, as (made, due, amount): every one that is due
/// or awaited on the day of the newest or later. There is no day to ask about, because a list is
/// read on many days; and nothing was made after the day on which it is read.
#[must_use]
pub fn listed_promises(all: Vec<(Day, Day, Money)>) -> Vec<(Day, Money)> {
    let Some(newest) = all.iter().map(|(made_on, ..)| *made_on).max() else { return vec![] };
    let since = newest.minus(PROMISES_LOOK_BACK);
    let kept = all.into_iter().filter(|(_, due_on, _)| since <= *due_on);
    let mut kept: Vec<_> = kept.map(|(_, due_on, amount)| (due_on, amount)).collect();
    kept.sort_by_key(|(due_on, amount)| (*due_on, amount.minor(), amount.currency()));
    kept
}

impl Brief {
    /// The brief of a dossier; none without its customer.
    ///
    /// # Errors
    /// A total leaves the exact range.
    pub fn of(dossier: &Dossier) -> Result<Option<Brief>, MoneyError> {
        let Some(customer) = dossier.customer.clone() else { return Ok(None) };
        let mut by_day = std::collections::BTreeMap::<_, Money>::new();
        for invoice in dossier.invoices.values().filter(|it| !it.open.is_nil()) {
            let key = (invoice.due_on, invoice.open.currency());
            let sum = match by_day.get(&key) {
                Some(sum) => sum.checked_add(invoice.open)?,
                None => invoice.open,
            };
            by_day.insert(key, sum);
        }
        let mut unapplied = Amounts::new();
        for receipt in dossier.receipts.values() {
            unapplied.add(receipt.unapplied)?;
        }
        let standing = dossier.promises.values().filter(|it| it.ended.is_none());
        let promised = standing.map(|it| (it.made_on, it.due_on, it.amount));
        let promised = listed_promises(promised.collect());
        let mut unbooked: Vec<Unbooked> =
            dossier.field_receipts.values().filter_map(Unbooked::of).collect();
        unbooked.sort_by_key(|it| (it.taken_on, it.id));
        Ok(Some(Brief {
            customer,
            open: by_day.into_iter().map(|((day, _), sum)| (day, sum)).collect(),
            unapplied,
            promised,
            last_visit: dossier.visits.values().map(|it| it.visited_on).max(),
            unbooked,
        }))
    }

    /// Open documents less unapplied receipts.
    ///
    /// # Errors
    /// A total leaves the exact range.
    pub fn balance(&self) -> Result<Amounts, MoneyError> {
        let mut sum = Amounts::new();
        for (_, money) in &self.open {
            sum.add(*money)?;
        }
        for money in self.unapplied.iter() {
            sum.add(money.negated())?;
        }
        Ok(sum)
    }

    /// Open documents due before `today`.
    ///
    /// # Errors
    /// A total leaves the exact range.
    pub fn overdue(&self, today: Day) -> Result<Amounts, MoneyError> {
        let mut sum = Amounts::new();
        for (_, money) in self.open.iter().filter(|(due, _)| *due < today) {
            sum.add(*money)?;
        }
        Ok(sum)
    }

    /// Days since the earliest open due day; none when nothing is overdue.
    #[must_use]
    pub fn days_overdue(&self, today: Day) -> Option<i64> {
        self.open.first().map(|(due, _)| today.days_since(*due)).filter(|days| 0 < *days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn lists_keep_every_promise_that_may_be_due() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let yuan = |n: i64| Money::try_new(n * 100, Currency::CNY).unwrap();
        let mut all = vec![
            (day("2026-01-05"), day("2026-01-12"), yuan(1)),
            (day("2026-11-02"), day("2026-11-10"), yuan(2)),
            (day("2026-11-09"), day("2026-11-20"), yuan(3)),
        ];
        // An agreement in twelve parts, all due later.
        let month = |n: u32| day("2026-12-01").plus(Days(30 * n));
        all.extend((0..12).map(|n| (day("2026-11-20"), month(n), yuan(10))));
        let kept = listed_promises(all);
        assert_eq!(kept.len(), 14, "all but the one long past");
        assert_eq!(kept[0], (day("2026-11-10"), yuan(2)));
        assert!(kept.contains(&(day("2026-11-20"), yuan(3))));
        assert_eq!(listed_promises(vec![]), []);
    }
}
