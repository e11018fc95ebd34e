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

/// Opens a company; opening it again as it stands changes nothing.
///
/// # Errors
/// The caller is not an administrator.
pub fn open(it: &Open, dossier: &Dossier, caller: &Caller) -> Result<Effects, Refusal> {
    caller.must_administer()?;
    let company = Company {
        id: CompanyId::of_code(&it.code),
        code: it.code.clone(),
        name: it.name.clone(),
        base_currency: it.base_currency,
        zone: it.zone.clone(),
    };
    if dossier.register.companies.contains_key(&company.id) {
        return Ok(Effects::nothing());
    }
    Ok(Effects::write(Row::Company(company)))
}
