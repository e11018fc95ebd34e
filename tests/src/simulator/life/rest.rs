//! Rest: nothing goes wrong any more, and then everybody has to agree.

use shared::sync::replica::Event;

use super::{
    super::{
        chronicle::Fault,
        fields, letters,
        money::{MoneyRows, Partly},
        weather::Weather,
        witness::{self, Breach, Invariant, must},
    },
    Life,
};
use crate::phone::{Phone, Tab};

impl Life {
    /// From now on nothing goes wrong.
    pub(super) fn heal(&mut self) {
        self.stormy = false;
        self.note(|| "nothing goes wrong any more".to_owned());
        for phone in 0..self.phones.len() {
            self.weather[phone] = Weather::calm(self.weather[phone].skew);
            self.phones[phone].storage.full = false;
            if self.phones[phone].tabs.is_empty() {
                self.opens(phone);
            }
            self.tell_one(phone, Event::Hurry);
            // A day goes by, in which each compares what it holds.
            let leads = self.phones[phone].tabs.iter().find(|it| it.leads).map(|it| it.life);
            if let Some(life) = leads {
                self.tell((phone, life), Event::Prove);
            }
        }
    }

    pub(super) fn is_under_way(&self) -> bool {
        let mut leading = self.phones.iter().flat_map(|it| &it.tabs).filter(|it| it.leads);
        leading.any(|it| !it.replica.is_settled())
    }

    /// Everything is sent, everything is here, and everybody agrees.
    pub(super) fn comes_to_rest(&self) -> Result<(), Breach> {
        let disk = &self.server.disk;
        witness::feeds_are_dense(disk)?;
        witness::feeds_tell_all(disk)?;
        let rows = disk.rows.values().map(|it| &it.row);
        MoneyRows::of_rows(rows).add_up("the server", Partly::No)?;
        self.witness.nothing_is_lost(disk)?;
        self.witness.facts_stand_once(disk)?;
        fields::nothing_is_overwritten(disk)?;
        // Nobody finds a difference where there is none.
        let told = &self.server.chronicle;
        let damaged = told.faults.contains_key(&Fault::RowDamaged);
        must(Invariant::Convergence, damaged || told.differences == 0, || {
            format!("phones held other rows than the server {} times", told.differences)
        })?;
        for (at, phone) in self.phones.iter().enumerate() {
            for tab in phone.tabs.iter().filter(|it| it.leads) {
                let replica = &tab.replica;
                must(Invariant::Liveness, replica.unanswered() == 0, || {
                    format!(
                        "phone {} keeps {} commands, trouble {:?}, next try {:?}",
                        phone.number,
                        replica.unanswered(),
                        replica.trouble(),
                        replica.next_try()
                    )
                })?;
                must(Invariant::Liveness, replica.is_settled(), || {
                    format!(
                        "phone {} does not come to rest, trouble {:?}, cursors {:?}",
                        phone.number,
                        replica.trouble(),
                        replica.cursors()
                    )
                })?;
                must(Invariant::Convergence, replica.unreadable().is_empty(), || {
                    format!("phone {}: {:?}", phone.number, replica.unreadable())
                })?;
                must(Invariant::Convergence, replica.epoch() == Some(disk.epoch), || {
                    let (here, there) = (replica.epoch(), disk.epoch);
                    format!("phone {} lives in {here:?}, the server in {there}", phone.number)
                })?;
                self.agrees(phone, tab)?;
                letters::agree(phone, tab, self.clock(at), disk)?;
            }
        }
        Ok(())
    }

    /// The rows of a phone are the server's rows of its user's scopes: no other and no older.
    fn agrees(&self, phone: &Phone, tab: &Tab) -> Result<(), Breach> {
        let disk = &self.server.disk;
        let whose = format!("phone {}", phone.number);
        let texts = phone.storage.load(&tab.replica.chunks());
        let rows = tab.replica.rows(&texts).map_err(|damaged| Breach {
            of: Invariant::Convergence,
            said: format!("{whose}: {damaged:?}"),
        })?;
        let granted = disk.granted(phone.user, self.server.today());
        for (scope, row) in &rows {
            must(Invariant::Authority, granted.iter().any(|it| it.scope == *scope), || {
                format!("{whose} holds {row:?} of {scope}")
            })?;
        }
        for granted in granted {
            let here = rows.iter().filter(|(scope, _)| *scope == granted.scope);
            let there = disk.rows_in(granted.scope);
            witness::same_rows(&whose, here.map(|(_, row)| row), there)?;
        }
        Ok(())
    }
}
