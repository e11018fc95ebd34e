//! Files of customers: one customer a row, with a contact and a territory.

use shared::{
    contact::InFile,
    customer,
    dossier::Register,
    id::{CustomerId, TerritoryId},
    import::{Fault, RowFault},
    sync::Act,
};

use super::{entry::Entry, profile::CustomerForm, table::Row, value};
use crate::customer::search;

pub(super) fn entry(
    form: &CustomerForm,
    row: &Row<'_>,
    register: &Register,
) -> Result<Entry, RowFault> {
    row.whole()?;
    let code = row.read(form.code, value::number)?;
    let name = row.read(form.name, |cell| match value::text(cell, 200)? {
        name if name.is_empty() => Err(Fault::Empty),
        name => Ok(name),
    })?;
    let customer = CustomerId::of_code(&code);
    let contacts = contact(form, row)?.into_iter().collect();
    let territory = row.read(form.territory, |cell| territory(cell, register))?;
    let mut entry = Entry::new(row, form.code, &code);
    let import = customer::Import { named: search::named(&code, &name), contacts };
    entry.want(customer.0, Some(customer), Act::ImportCustomer(import));
    if territory.is_some() {
        let assign = customer::Assign { territory };
        entry.want(customer.0, Some(customer), Act::AssignTerritory(assign));
    }
    Ok(entry)
}

fn contact(form: &CustomerForm, row: &Row<'_>) -> Result<Option<InFile>, RowFault> {
    let contact = InFile {
        name: row.read(form.contact, |cell| value::text(cell, 100))?,
        role: row.read(form.contact_role, |cell| value::text(cell, 100))?,
        phone: row.read(form.phone, |cell| value::text(cell, 100))?,
    };
    Ok((!contact.name.is_empty() || !contact.phone.is_empty()).then_some(contact))
}

/// The territory of this code or name; none where the cell is empty.
fn territory(cell: &str, register: &Register) -> Result<Option<TerritoryId>, Fault> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let of_code = TerritoryId::of_code(cell);
    if register.territories.contains_key(&of_code) {
        return Ok(Some(of_code));
    }
    let mut of_name = register.territories.values().filter(|it| it.name == cell);
    match (of_name.next(), of_name.next()) {
        (Some(only), None) => Ok(Some(only.id)),
        _ => Err(Fault::UnknownTerritory),
    }
}
