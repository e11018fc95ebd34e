//! Payers: whose money a bank statement's line is, by code or by name.

use std::collections::{BTreeSet, HashMap};

use shared::{bank_account::BankAccount, customer::Customer, id::CustomerId};

use crate::customer::search::normalised;

/// The customers by everything a bank may print of them.
#[derive(Default)]
pub(super) struct Payers {
    codes: HashMap<String, CustomerId>,
    names: HashMap<String, BTreeSet<CustomerId>>,
    spellings: HashMap<String, BTreeSet<CustomerId>>,
    /// 代付方 and accounts in another name, as two people have confirmed them.
    holders: HashMap<String, BTreeSet<CustomerId>>,
    /// For saying who it could be.
    code_of: HashMap<CustomerId, String>,
}

/// Whose money it is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match {
    One(CustomerId),
    /// Nobody, or any of these codes.
    Nobody(Vec<String>),
}

impl Payers {
    pub(super) fn add(&mut self, customer: &Customer) {
        self.codes.insert(customer.code.clone(), customer.id);
        self.code_of.insert(customer.id, customer.code.clone());
        self.names.entry(normalised(&customer.name)).or_default().insert(customer.id);
        for spelling in &customer.also_known_as {
            self.spellings.entry(normalised(spelling)).or_default().insert(customer.id);
        }
    }

    /// The holder of an account that pays for a customer; one that only waits counts for nothing.
    pub(super) fn add_account(&mut self, it: &BankAccount) {
        if it.counts() {
            self.holders.entry(normalised(&it.holder)).or_default().insert(it.customer);
        }
    }

    /// The code first, then the name, then other spellings, then who pays for whom; two customers under
    /// one name are none.
    pub(super) fn find(&self, code: &str, payer: &str) -> Match {
        for code in [code, payer].map(str::trim) {
            if let Some(customer) = self.codes.get(code) {
                return Match::One(*customer);
            }
        }
        let name = normalised(payer);
        if name.is_empty() {
            return Match::Nobody(vec![]);
        }
        for names in [&self.names, &self.spellings, &self.holders] {
            let Some(found) = names.get(&name) else { continue };
            if let (Some(only), 1) = (found.first(), found.len()) {
                return Match::One(*only);
            }
            let mut codes: Vec<String> =
                found.iter().filter_map(|it| self.code_of.get(it).cloned()).collect();
            codes.sort_unstable();
            return Match::Nobody(codes);
        }
        Match::Nobody(vec![])
    }
}

#[cfg(test)]
mod tests {
    use shared::{
        bank_account::{AccountOf, Step, Turn},
        calendar::Instant,
        id::{BankAccountId, UserId, derived},
    };

    use super::*;
    use crate::customer::search::named;

    fn customer(code: &str, name: &str, also: &[&str]) -> Customer {
        let named = named(code, name);
        Customer {
            id: named.id(),
            code: named.code,
            name: named.name,
            also_known_as: also.iter().map(|it| (*it).to_owned()).collect(),
            territory: None,
            contacts: vec![],
            short_name: String::new(),
            particulars: std::collections::BTreeMap::new(),
            proposed: std::collections::BTreeMap::new(),
            address: String::new(),
            tags: vec![],
            search_key: named.search_key,
            sort_key: named.sort_key,
        }
    }

    fn account(code: &str, holder: &str, turns: &[Turn]) -> BankAccount {
        let (by, on, at) = (UserId::of_login("yan"), "2026-11-18".parse().unwrap(), Instant(0));
        BankAccount {
            id: BankAccountId(derived("bank_account", &[code, holder])),
            customer: CustomerId::of_code(code),
            of: AccountOf::Payer,
            holder: holder.to_owned(),
            number: String::new(),
            bank: String::new(),
            note: String::new(),
            also_at: vec![],
            steps: turns.iter().map(|turn| Step { turn: *turn, by, on, at }).collect(),
        }
    }

    #[test]
    fn who_pays_for_a_customer_is_found_once_two_people_have_said_so() {
        let mut payers = Payers::default();
        payers.add(&customer("C1", "永辉", &[]));
        payers.add(&customer("C2", "家家乐", &["王秀英"]));
        let stands = [Turn::AddProposed, Turn::Added];
        for (code, holder, turns) in [
            ("C1", "陈 国强", &stands[..]),
            ("C1", "林美玉", &[Turn::AddProposed]),
            ("C1", "郑工", &[Turn::AddProposed, Turn::Added, Turn::RemovalProposed, Turn::Removed]),
            ("C1", "王秀英", &stands),
            ("C1", "集团结算中心", &stands),
            ("C2", "集团结算中心", &stands),
        ] {
            payers.add_account(&account(code, holder, turns));
        }
        let one = |code: &str| Match::One(CustomerId::of_code(code));
        let nobody =
            |codes: &[&str]| Match::Nobody(codes.iter().map(|it| (*it).to_owned()).collect());
        for (payer, answer) in [
            ("陈国强", one("C1")),
            ("林美玉", nobody(&[])),
            ("郑工", nobody(&[])),
            // What a file once wrote of a customer comes first.
            ("王秀英", one("C2")),
            ("集团结算中心", nobody(&["C1", "C2"])),
        ] {
            assert_eq!(payers.find("", payer), answer, "{payer}");
        }
    }

    #[test]
    fn a_payer_is_found_or_nobody() {
        let mut payers = Payers::default();
        payers.add(&customer("C1", "永辉（集团）", &["永辉超市"]));
        payers.add(&customer("C2", "好又多", &["家家乐", "永辉(集团)"]));
        payers.add(&customer("C3", "家家乐", &[]));
        payers.add(&customer("C4", "大润发", &["RT Mart"]));
        payers.add(&customer("C5", "大 润发", &["rt-mart"]));
        let one = |code: &str| Match::One(CustomerId::of_code(code));
        let nobody =
            |codes: &[&str]| Match::Nobody(codes.iter().map(|it| (*it).to_owned()).collect());
        for (code, payer, answer) in [
            ("C4", "whoever", one("C4")),
            ("", "C2", one("C2")),
            ("C9", "好又多", one("C2")),
            ("", "永辉 (集团)", one("C1")),
            ("", "永辉超市", one("C1")),
            ("", "家家乐", one("C3")),
            ("", "大润发", nobody(&["C4", "C5"])),
            ("", "RT MART", nobody(&["C4", "C5"])),
            ("", "陌生人", nobody(&[])),
            ("", "  ", nobody(&[])),
        ] {
            assert_eq!(payers.find(code, payer), answer, "{code} {payer}");
        }
    }
}
