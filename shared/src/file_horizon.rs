//! File horizons 数据截止日: up to which day a company's files of receivables from one source reach,
//! and what a full list of open items may settle by not naming it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    calendar::Day,
    dossier::{Dossier, Register},
    effects::Effects,
    id::{CompanyId, derived},
    invoice::InvoiceRefusal,
    money::{Amounts, Money, MoneyError},
    policy::ReconciliationPolicy,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// The day of the last file of a company from one source: an older one is not taken any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHorizon {
    pub company: CompanyId,
    pub source: String,
    pub as_of: Day,
}

impl FileHorizon {
    /// One per company and source.
    #[must_use]
    pub fn id_of(company: CompanyId, source: &str) -> Uuid {
        derived("file_horizon", &[&company.to_string(), source])
    }

    #[must_use]
    pub fn id(&self) -> Uuid {
        FileHorizon::id_of(self.company, &self.source)
    }
}

/// The command that says of which day a file of receivables is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub company: String,
    pub source: String,
    pub as_of: Day,
}

/// Moves the horizon forward; the same day again changes nothing.
///
/// # Errors
/// The caller is not the server, the company is unknown, the day has not come, or a file of a later
/// day was taken before.
pub fn report(
    it: &Report,
    dossier: &Dossier,
    caller: &Caller,
    today: Day,
) -> Result<Effects, Refusal> {
    caller.must_be_system()?;
    let company = CompanyId::of_code(&it.company);
    if !dossier.register.companies.contains_key(&company) {
        return Err(InvoiceRefusal::UnknownCompany { company: it.company.clone() }.into());
    }
    if today < it.as_of {
        return Err(InvoiceRefusal::SettledAhead { on: it.as_of, today }.into());
    }
    not_older(it, &dossier.register)?;
    let last = dossier.register.file_horizons.get(&(company, it.source.clone()));
    if last.is_some_and(|last| last.as_of == it.as_of) {
        return Ok(Effects::nothing());
    }
    let (source, as_of) = (it.source.clone(), it.as_of);
    Ok(Effects::write(Row::FileHorizon(FileHorizon { company, source, as_of })))
}

/// Asked before a file is taken, because a command that was taken once is not decided again.
///
/// # Errors
/// A file of a later day was taken before.
pub fn not_older(it: &Report, register: &Register) -> Result<(), InvoiceRefusal> {
    let key = (CompanyId::of_code(&it.company), it.source.clone());
    match register.file_horizons.get(&key) {
        Some(last) if it.as_of < last.as_of => Err(InvoiceRefusal::OlderFile {
            company: it.company.clone(),
            source: it.source.clone(),
            given: it.as_of,
            last: last.as_of,
        }),
        _ => Ok(()),
    }
}

/// What of one currency a full list does not name, beside what was open before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    pub absent: Money,
    pub open: Money,
}

/// The first currency in which a full list leaves out more of what is open than the policy lets one
/// list settle: a filtered or broken export, most often.
///
/// # Errors
/// A sum leaves the exact range.
pub fn too_much_absent(
    absent: &Amounts,
    open: &Amounts,
    policy: &ReconciliationPolicy,
) -> Result<Option<Share>, MoneyError> {
    for absent in absent.iter() {
        let open = open.of(absent.currency());
        if open.share(policy.absent_share)?.minor() < absent.minor() {
            return Ok(Some(Share { absent, open }));
        }
    }
    Ok(None)
}
