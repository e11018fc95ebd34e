//! Looking: what a file says as a whole, without a step into the books.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::Path,
};

use shared::{
    customer::Named,
    id::CustomerId,
    import::{Ask, FileFault, RowFault, tie_out},
    money::Currency,
    sync::Act,
};
use uuid::Uuid;

use super::{
    Rows,
    entry::Entry,
    file,
    profile::Form,
    survey::{Known, Survey},
    table::Table,
};
use crate::{
    Server,
    error::{Error, Result},
};

/// One line of a tie-out: a customer, the code of a company, a currency.
pub(crate) type Key = (CustomerId, String, Currency);

/// What a file of receivables says is open.
#[derive(Debug, Default)]
pub(crate) struct FileSide {
    /// Also the source of its documents.
    pub source: String,
    pub companies: BTreeSet<String>,
    /// Minor units and documents, and how the file calls the customer.
    pub open: BTreeMap<Key, (i64, u64, Named)>,
    /// Rows that could not be read.
    pub unread: u64,
}

impl Rows<'_> {
    /// Shows every row of the file.
    fn each(
        &self,
        see: &mut dyn FnMut(Result<Option<Entry>, RowFault>) -> Result<()>,
    ) -> Result<Result<(), FileFault>> {
        let columns = self.survey.profile.columns();
        let table = file::text(&self.survey.file).and_then(|it| Table::open(it, &columns));
        let mut table = match table {
            Ok(table) => table,
            Err(fault) => return Ok(Err(fault)),
        };
        loop {
            match table.next() {
                Ok(Some(row)) => see(self.entry(&row))?,
                Ok(None) => return Ok(Ok(())),
                Err(fault) => return Ok(Err(fault)),
            }
        }
    }

    /// The rows of the books of which the file says different things: few, in a sound file none.
    pub(super) fn told_twice(&self) -> Result<HashSet<Uuid>, FileFault> {
        let mut said: HashMap<Uuid, u64> = HashMap::new();
        let mut twice = HashSet::new();
        let looked = self.each(&mut |entry| {
            for want in entry.ok().flatten().into_iter().flat_map(|it| it.wants) {
                let mut digest = DefaultHasher::new();
                serde_json::to_string(&want.act)?.hash(&mut digest);
                let digest = digest.finish();
                if *said.entry(want.row).or_insert(digest) != digest {
                    twice.insert(want.row);
                }
            }
            Ok(())
        });
        match looked {
            Ok(read) => read.map(|()| twice),
            Err(error) => Err(FileFault::Unreadable { said: error.to_string() }),
        }
    }
}

impl Server {
    /// What a file of receivables says is open; none of a file of another kind.
    pub(crate) async fn file_side(
        &self,
        path: &Path,
        ask: &Ask,
    ) -> Result<Result<Option<FileSide>, FileFault>> {
        let register = self.register().await?;
        let known = Known { register: &register, today: self.today().await? };
        let survey = match Survey::of(path, ask, &known) {
            Ok(survey) => survey,
            Err(fault) => return Ok(Err(fault)),
        };
        if !matches!(survey.profile.form, Form::Invoices(_)) {
            return Ok(Ok(None));
        }
        let payers = self.payers(&survey).await?;
        let rows = Rows { survey: &survey, payers: &payers, register: &register };
        let mut side = FileSide { source: survey.profile.name.to_owned(), ..FileSide::default() };
        let mut documents = HashSet::new();
        let read = rows.each(&mut |entry| side.add(entry, &mut documents))?;
        Ok(read.map(|()| Some(side)))
    }
}

impl FileSide {
    /// A document that comes twice is one: of two different ones the first counts, as it is booked.
    fn add(
        &mut self,
        entry: Result<Option<Entry>, RowFault>,
        documents: &mut HashSet<Uuid>,
    ) -> Result<()> {
        let Ok(entry) = entry else {
            self.unread += 1;
            return Ok(());
        };
        let wants = entry.into_iter().flat_map(|it| it.wants).map(|it| it.act);
        let (mut invoices, mut receipts) = (vec![], vec![]);
        for act in wants {
            match act {
                Act::ImportInvoice(it) => invoices.push(it),
                Act::ImportReceipt(it) => receipts.push(it),
                _ => {}
            }
        }
        for invoice in invoices {
            self.companies.insert(invoice.company.clone());
            if !documents.insert(invoice.id().0) {
                continue;
            }
            let open = tie_out::open_in_file(&invoice, &receipts).map_err(unreadable)?;
            if open.is_nil() {
                continue;
            }
            let key = (invoice.customer.id(), invoice.company, open.currency());
            let (minor, count, _) = self.open.entry(key).or_insert((0, 0, invoice.customer));
            *minor = minor.saturating_add(open.minor());
            *count += 1;
        }
        Ok(())
    }
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Unreadable(error.to_string())
}
