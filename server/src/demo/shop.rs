//! A shop of the demonstration: what stands in its file, and how it buys.

use shared::{
    calendar::Day,
    contact::{self, InFile},
    customer,
    edit::{Field, FieldChange, Value},
    id::{CustomerId, TerritoryId},
    sync::Act,
};

use super::{
    people::rep_of,
    script::{Script, Who, named},
};

pub struct Shop {
    pub code: &'static str,
    pub name: &'static str,
    /// 简称, as the rep calls it.
    pub short: &'static str,
    pub territory: &'static str,
    pub address: &'static str,
    /// Name and role; the first answers the phone.
    pub contacts: &'static [(&'static str, &'static str)],
    pub tag: &'static str,
    /// Days between two deliveries.
    pub every: u32,
    /// Days until a delivery has to be paid.
    pub term: u32,
    /// What a usual delivery comes to, in yuan.
    pub basket: i64,
}

impl Shop {
    pub fn id(&self) -> CustomerId {
        CustomerId::of_code(self.code)
    }

    pub fn rep(&self) -> &'static str {
        rep_of(self.territory)
    }

    /// The digits of the code.
    pub fn number(&self) -> &'static str {
        self.code.trim_start_matches("KH")
    }

    /// Whom the rep talks to, as it stands in a promise: 陈永盛 老板.
    pub fn promiser(&self) -> String {
        self.contacts.first().map_or_else(String::new, |(name, role)| format!("{name} {role}"))
    }

    pub fn in_file(&self, nth: usize) -> InFile {
        let (name, role) = self.contacts.get(nth).copied().unwrap_or_default();
        InFile { name: name.to_owned(), role: role.to_owned(), phone: self.phone(nth) }
    }

    /// A number that nobody has: 12x is dealt out to no mobile phone, and no line of a town begins
    /// with a nought.
    fn phone(&self, nth: usize) -> String {
        match nth {
            0 => format!("125-0591-{:0>4}", self.number()),
            _ => format!("0591-0000-{:0>4}", self.number()),
        }
    }
}

/// The day on which a shop comes into the books: its file, its territory, and what the order desk
/// knows of it.
pub fn opens(script: &mut Script, shop: &Shop, on: Day) {
    let contacts = (0..shop.contacts.len()).map(|nth| shop.in_file(nth)).collect();
    let import = customer::Import { named: named(shop), contacts };
    let territory = Some(TerritoryId::of_code(shop.territory));
    let of = Some(shop.id());
    script.say((on, 8 * 60), Who::File, of, Act::ImportCustomer(import));
    let assign = Act::AssignTerritory(customer::Assign { territory });
    script.say((on, 8 * 60 + 5), Who::Person("admin"), of, assign);
    let empty = |field, to: &str| {
        let seen = Some(Value::Text(String::new()));
        FieldChange { field, seen, to: Value::text(to) }
    };
    let known = customer::Change {
        fields: vec![empty(Field::Address, shop.address), empty(Field::ShortName, shop.short)],
        tags_added: vec![shop.tag.to_owned()],
        tags_removed: vec![],
        settled: vec![],
    };
    script.say((on, 8 * 60 + 30), Who::Person("order_desk"), of, Act::ChangeCustomer(known));
}

/// Another number for the contact who answers the phone; `seen` is the one that stood there when
/// whoever changes it last looked.
pub fn phone_changed(shop: &Shop, seen: &str, to: &str) -> Act {
    let of_file = shop.in_file(0);
    let contact = shared::id::ContactId::of_file(&of_file.name, &of_file.phone);
    let field =
        FieldChange { field: Field::Phone, seen: Some(Value::text(seen)), to: Value::text(to) };
    Act::ChangeContact(contact::Change { contact, fields: vec![field] })
}
