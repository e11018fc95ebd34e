//! Payers: whose money a bank statement's line is, by code or by name.

use std::collections::{BTreeSet, HashMap};

use shared::{customer::Customer, id::CustomerId};

use crate::customer::search::normalised;

/// The customers by everything a bank may print of them.
#[derive(Default)]
pub(super) struct Payers {
    codes: HashMap<String, CustomerId>,
    names: HashMap<String, BTreeSet<CustomerId>>,
    spellings: HashMap<String, BTreeSet<CustomerId>>,
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

    /// The code first, then the name, then other spellings; two customers under one name are none.
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
        for names in [&self.names, &self.spellings] {
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
