//! A company 账套: one set of books inside the seller, with its base currency and zone.

use serde::{Deserialize, Serialize};

use crate::{
    calendar::Zone,
    dossier::Dossier,
    effects::Effects,
    id::{CompanyId, derived},
    money::Currency,
    refusal::Refusal,
    row::Row,
    user::Caller,
};

/// A set of books. Base currency and zone stay as they were when it was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub id: CompanyId,
    pub code: String,
    pub name: String,
    pub base_currency: Currency,
    pub zone: Zone,
}

impl CompanyId {
    /// A company is known by its code.
    #[must_use]
    pub fn of_code(code: &str) -> CompanyId {
        CompanyId(derived("company", &[code]))
    }
}

/// The command that opens the books of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Open {
    pub code: String,
    pub name: String,
    pub base_currency: Currency,
    pub zone: Zone,
}

/// Why a company was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum CompanyRefusal {
    CodeEmpty,
    NameEmpty,
    /// Its books are kept in another currency.
    OtherCurrency {
        code: String,
        here: Currency,
        given: Currency,
    },
    /// Its days are those of another zone.
    OtherZone {
        here: String,
        given: String,
    },
}

/// Opens a company. Opening it again in the same currency and zone changes nothing, its name
/// neither: an import that meets it knows the code only.
///
/// # Errors
/// The caller is not an administrator, code or name is missing, or its books are open in another
/// currency or zone: both decide what was written before.
pub fn open(it: &Open, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    if it.code.trim().is_empty() {
        return Err(CompanyRefusal::CodeEmpty.into());
    }
    if it.name.trim().is_empty() {
        return Err(CompanyRefusal::NameEmpty.into());
    }
    let company = Company {
        id: CompanyId::of_code(&it.code),
        code: it.code.clone(),
        name: it.name.clone(),
        base_currency: it.base_currency,
        zone: it.zone.clone(),
    };
    let Some(here) = dossier.register.companies.get(&company.id) else {
        return Ok(Effects::write(Row::Company(company)));
    };
    if here.base_currency != it.base_currency {
        let (here, given) = (here.base_currency, it.base_currency);
        return Err(CompanyRefusal::OtherCurrency { code: company.code, here, given }.into());
    }
    if here.zone != it.zone {
        let (here, given) = (here.zone.name.clone(), it.zone.name.clone());
        return Err(CompanyRefusal::OtherZone { here, given }.into());
    }
    Ok(Effects::nothing())
}
